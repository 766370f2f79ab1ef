//! What every hit must be besides: languages, dates, categories, translations.

use tantivy::columnar::Column;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

use crate::index::{Fields, days};
use crate::query::{Category, DateRange, Filters, Translation};

/// The filters in one segment.
pub(super) struct SegmentFilter {
    dates: Option<Column<i64>>,
    date: Option<(i64, i64)>,
    exclude_dates: Vec<(i64, i64)>,
    translations: Option<Column<u64>>,
    require_translations: Vec<Translation>,
    exclude_translations: Vec<Translation>,
    /// Documents with a required category, by bit.
    require_categories: Option<Vec<bool>>,
    exclude_categories: Option<Vec<bool>>,
}

/// First and last day of a range, in days since 1970.
fn bounds(range: DateRange) -> (i64, i64) {
    let day = |date: crate::query::Date| days(&date.to_string()).unwrap_or(0);
    (range.from.map_or(i64::MIN, day), range.to.map_or(i64::MAX, day))
}

impl SegmentFilter {
    /// `None` when everything passes.
    pub(super) fn open(
        segment: &SegmentReader,
        fields: &Fields,
        filters: &Filters,
    ) -> tantivy::Result<Option<Self>> {
        let (require, exclude) = (&filters.require, &filters.exclude);
        let dated = filters.date.is_some() || !filters.exclude_dates.is_empty();
        let translated = !require.translations.is_empty() || !exclude.translations.is_empty();
        if !dated && !translated && require.categories.is_empty() && exclude.categories.is_empty() {
            return Ok(None);
        }
        let columns = segment.fast_fields();
        Ok(Some(Self {
            dates: dated.then(|| columns.i64("date")).transpose()?,
            date: filters.date.map(bounds),
            exclude_dates: filters.exclude_dates.iter().copied().map(bounds).collect(),
            translations: translated.then(|| columns.u64("translation")).transpose()?,
            require_translations: require.translations.clone(),
            exclude_translations: exclude.translations.clone(),
            require_categories: in_categories(segment, fields, &require.categories)?,
            exclude_categories: in_categories(segment, fields, &exclude.categories)?,
        }))
    }

    /// Whether `doc` passes.
    pub(super) fn passes(&self, doc: DocId) -> bool {
        let date = self.dates.as_ref().and_then(|dates| dates.first(doc));
        let within = |range: &(i64, i64)| date.is_some_and(|d| range.0 <= d && d <= range.1);
        let has = |wanted: &Translation| {
            self.translations.as_ref().is_some_and(|langs| match wanted {
                Translation::Any => langs.first(doc).is_some(),
                Translation::Into(lang) => {
                    langs.values_for_doc(doc).any(|number| number == u64::from(lang.number()))
                }
            })
        };
        let in_any = |marked: &Option<Vec<bool>>, otherwise: bool| {
            marked.as_ref().map_or(otherwise, |docs| docs.get(doc as usize) == Some(&true))
        };
        self.date.as_ref().is_none_or(within)
            && !self.exclude_dates.iter().any(within)
            && (self.require_translations.is_empty() || self.require_translations.iter().any(has))
            && !self.exclude_translations.iter().any(has)
            && in_any(&self.require_categories, true)
            && !in_any(&self.exclude_categories, false)
    }
}

/// Marks the documents that have one of `categories`; `None` when none is asked for. A name
/// matches without regard to case.
fn in_categories(
    segment: &SegmentReader,
    fields: &Fields,
    categories: &[Category],
) -> tantivy::Result<Option<Vec<bool>>> {
    if categories.is_empty() {
        return Ok(None);
    }
    let mut marked = vec![false; segment.max_doc() as usize];
    let inverted = segment.inverted_index(fields.category)?;
    let wanted: Vec<(String, bool)> =
        categories.iter().map(|c| (c.name.to_lowercase(), c.prefix)).collect();
    let mut names = inverted.terms().stream()?;
    while names.advance() {
        let written = String::from_utf8_lossy(names.key()).into_owned();
        let name = written.to_lowercase();
        let is_wanted = wanted.iter().any(|(wanted, prefix)| {
            if *prefix { name.starts_with(wanted.as_str()) } else { name == *wanted }
        });
        if !is_wanted {
            continue;
        }
        let term = Term::from_field_text(fields.category, &written);
        if let Some(mut docs) = inverted.read_postings(&term, IndexRecordOption::Basic)? {
            while docs.doc() != TERMINATED {
                if let Some(mark) = marked.get_mut(docs.doc() as usize) {
                    *mark = true;
                }
                docs.advance();
            }
        }
    }
    Ok(Some(marked))
}
