//! Filters: what every hit must be, whatever it is found by.

use std::fmt;

use super::dates::DateRange;
use super::lexer::is_blank;
use super::syntax::write_quoted;
use crate::lang::Lang;

/// Longest value of a filter other than a category, in bytes: every language fits.
const MAX_VALUE_BYTES: usize = 64;

/// What every hit must be besides what it is found by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Filters {
    /// A hit has one of each list that is not empty.
    pub require: Choices,
    /// A hit has none of these.
    pub exclude: Choices,
    /// A hit has a date in this range. An open range still asks for a date.
    pub date: Option<DateRange>,
    /// A hit has no date in any of these.
    pub exclude_dates: Vec<DateRange>,
}

/// Values of the filters, each once, in the order of the query.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choices {
    /// Languages of the article.
    pub langs: Vec<Lang>,
    /// Categories.
    pub categories: Vec<Category>,
    /// Translations that the article has.
    pub translations: Vec<Translation>,
}

/// A category.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Category {
    /// Its name as typed.
    pub name: String,
    /// Whether names that start with it count too.
    pub prefix: bool,
}

/// A translation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Translation {
    /// Into any language.
    Any,
    /// Into this one.
    Into(Lang),
}

impl Filters {
    /// Whether everything passes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The list that a value goes to.
    pub(super) fn choices(&mut self, excluded: bool) -> &mut Choices {
        if excluded { &mut self.exclude } else { &mut self.require }
    }

    /// Narrows the dates to `range`, or takes it out of them.
    pub(super) fn add_date(&mut self, range: DateRange, excluded: bool) {
        if excluded {
            add(&mut self.exclude_dates, range);
        } else {
            self.date = Some(self.date.map_or(range, |date| date.intersection(range)));
        }
    }
}

/// Adds what is not there yet.
pub(super) fn add<T: PartialEq>(list: &mut Vec<T>, value: T) {
    if !list.contains(&value) {
        list.push(value);
    }
}

/// A filter by its name in queries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FilterKind {
    Lang,
    Date,
    Category,
    Has,
    Translation,
}

impl FilterKind {
    /// The filter of that name, in ASCII letters of either case.
    pub(super) fn from_name(name: &str) -> Option<Self> {
        const NAMES: [(&str, FilterKind); 5] = [
            ("lang", FilterKind::Lang),
            ("date", FilterKind::Date),
            ("category", FilterKind::Category),
            ("has", FilterKind::Has),
            ("translation", FilterKind::Translation),
        ];
        let known = NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        known.map(|(_, kind)| *kind)
    }

    /// What its value looks like.
    pub(super) fn expected(self) -> &'static str {
        match self {
            Self::Lang => "expected codes of languages: lang:uk, lang:uk,ru",
            Self::Date => {
                "expected a date of the calendar: date:2019, date:>=2019-05, date:[2010 TO 2020]"
            }
            Self::Category => "expected a name: category:Treaties, category:\"Vienna Convention\"",
            Self::Has => "expected has:translation",
            Self::Translation => "expected codes of languages: translation:en, translation:en,ru",
        }
    }
}

/// The languages of `uk,ru`, and whether a code is that of none with an analyzer of its own.
/// `None` where any of them is no code.
pub(super) fn langs(value: &str) -> Option<(Vec<Lang>, bool)> {
    if value.len() > MAX_VALUE_BYTES {
        return None;
    }
    let mut found = Vec::new();
    let mut is_foreign = false;
    for code in value.split(',').filter(|code| !code.is_empty()) {
        let lang = Lang::from_tag(code)?;
        is_foreign |= lang == Lang::Other && !code.eq_ignore_ascii_case(lang.code());
        add(&mut found, lang);
    }
    (!found.is_empty()).then_some((found, is_foreign))
}

/// Whether `has:` may have this value.
pub(super) fn is_translation(value: &str) -> bool {
    ["translation", "translations"].iter().any(|known| known.eq_ignore_ascii_case(value))
}

/// The category of a quoted name, or of a bare one that may end in `*`.
pub(super) fn category(text: &str, is_quoted: bool) -> Option<Category> {
    let starred = if is_quoted { None } else { text.strip_suffix('*') };
    let name = starred.unwrap_or(text).trim_matches(is_blank);
    let prefix = starred.is_some();
    (prefix || !name.is_empty()).then(|| Category { name: name.to_owned(), prefix })
}

/// Clauses that parse to the same filters.
impl fmt::Display for Filters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut space = "";
        for (sign, choices) in [("", &self.require), ("-", &self.exclude)] {
            for lang in &choices.langs {
                write!(f, "{space}{sign}lang:{lang}")?;
                space = " ";
            }
            for category in &choices.categories {
                write!(f, "{space}{sign}{category}")?;
                space = " ";
            }
            for translation in &choices.translations {
                match translation {
                    Translation::Any => write!(f, "{space}{sign}has:translation")?,
                    Translation::Into(lang) => write!(f, "{space}{sign}translation:{lang}")?,
                }
                space = " ";
            }
        }
        let excluded = self.exclude_dates.iter().map(|range| ("-", range));
        for (sign, range) in self.date.iter().map(|range| ("", range)).chain(excluded) {
            match (range.from, range.to) {
                // Its ends in brackets would be read in the order of the calendar.
                (Some(from), Some(to)) if range.is_empty() => {
                    write!(f, "{space}{sign}date:>={from} {sign}date:<={to}")?;
                }
                _ => write!(f, "{space}{sign}date:{range}")?,
            }
            space = " ";
        }
        Ok(())
    }
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("category:")?;
        match (self.name.is_empty(), self.prefix) {
            // Quoted, nothing would be no name.
            (true, _) => f.write_str("*"),
            (false, prefix) => {
                write_quoted(&self.name, f)?;
                f.write_str(if prefix { "*" } else { "" })
            }
        }
    }
}
