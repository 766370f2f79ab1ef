//! What every hit must be besides: languages, dates, categories, translations.

use crate::index::days;
use crate::lang::Lang;
use crate::query::{Category, DateRange, Filters, Translation};

/// Whether articles of `lang` may pass `filters`.
pub(crate) fn is_searched(lang: Lang, Filters { require, exclude, .. }: &Filters) -> bool {
    (require.langs.is_empty() || require.langs.contains(&lang)) && !exclude.langs.contains(&lang)
}

/// Whether a list of a filter's values is of those required or of those excluded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Required,
    Excluded,
}

/// What is asked of an article.
pub(crate) trait Subject {
    /// Its date, in days since 1970.
    fn date(&self) -> Option<i64>;
    /// Whether it has the translation.
    fn has_translation(&self, wanted: Translation) -> bool;
    /// Whether one of its categories is among those of the list, which is not empty.
    fn has_category(&self, kind: Kind) -> bool;
}

/// Filters but for those by language, read once for all articles.
#[derive(Debug, Clone)]
pub(crate) struct FilterRules {
    date: Option<(i64, i64)>,
    exclude_dates: Vec<(i64, i64)>,
    require_translations: Vec<Translation>,
    exclude_translations: Vec<Translation>,
    require_categories: Vec<CategoryRule>,
    exclude_categories: Vec<CategoryRule>,
}

/// A category, or a beginning of names, in lowercase: case does not count.
#[derive(Debug, Clone)]
struct CategoryRule {
    name: String,
    prefix: bool,
}

/// First and last day of a range, in days since 1970.
fn bounds(range: DateRange) -> (i64, i64) {
    let day = |date: crate::query::Date| days(&date.to_string()).unwrap_or(0);
    (range.from.map_or(i64::MIN, day), range.to.map_or(i64::MAX, day))
}

impl FilterRules {
    pub(crate) fn of(filters: &Filters) -> Self {
        let (require, exclude) = (&filters.require, &filters.exclude);
        let categories = |list: &[Category]| {
            let rule =
                |c: &Category| CategoryRule { name: c.name.to_lowercase(), prefix: c.prefix };
            list.iter().map(rule).collect()
        };
        Self {
            date: filters.date.map(bounds),
            exclude_dates: filters.exclude_dates.iter().copied().map(bounds).collect(),
            require_translations: require.translations.clone(),
            exclude_translations: exclude.translations.clone(),
            require_categories: categories(&require.categories),
            exclude_categories: categories(&exclude.categories),
        }
    }

    /// Whether dates are asked for.
    pub(crate) fn by_date(&self) -> bool {
        self.date.is_some() || !self.exclude_dates.is_empty()
    }

    /// Whether translations are asked for.
    pub(crate) fn by_translation(&self) -> bool {
        !self.require_translations.is_empty() || !self.exclude_translations.is_empty()
    }

    /// Whether categories of a kind are asked for.
    pub(crate) fn by_category(&self, kind: Kind) -> bool {
        !self.categories(kind).is_empty()
    }

    fn categories(&self, kind: Kind) -> &[CategoryRule] {
        match kind {
            Kind::Required => &self.require_categories,
            Kind::Excluded => &self.exclude_categories,
        }
    }

    /// Whether a category that is written so is among those of a kind.
    pub(crate) fn names(&self, kind: Kind, written: &str) -> bool {
        let written = written.to_lowercase();
        self.categories(kind).iter().any(|CategoryRule { name, prefix }| {
            if *prefix { written.starts_with(name.as_str()) } else { written == *name }
        })
    }

    /// Whether an article passes.
    pub(crate) fn passes(&self, article: &impl Subject) -> bool {
        let date = if self.by_date() { article.date() } else { None };
        let within = |range: &(i64, i64)| date.is_some_and(|d| range.0 <= d && d <= range.1);
        let has = |wanted: &Translation| article.has_translation(*wanted);
        self.date.as_ref().is_none_or(within)
            && !self.exclude_dates.iter().any(within)
            && (self.require_translations.is_empty() || self.require_translations.iter().any(has))
            && !self.exclude_translations.iter().any(has)
            && (self.require_categories.is_empty() || article.has_category(Kind::Required))
            && (self.exclude_categories.is_empty() || !article.has_category(Kind::Excluded))
    }
}
