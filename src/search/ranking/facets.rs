//! Counts of all articles that match, by what they are.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::Serialize;
use tantivy::DocId;

use crate::search::segment::Segment;

/// Categories counted at most; there may be as many as articles.
const CATEGORIES: usize = 20;

/// How many of the articles that match are of each kind.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Facets {
    /// Articles that match.
    pub articles: u64,
    /// By language code.
    pub languages: BTreeMap<&'static str, u64>,
    /// By year of their date; articles without a date are not among them.
    pub years: BTreeMap<i16, u64>,
    /// The twenty most frequent categories, the most frequent first.
    pub categories: Vec<(String, u64)>,
}

/// Counts articles one by one.
#[derive(Default)]
pub(super) struct FacetCounter {
    facets: Facets,
    categories: FxHashMap<String, u64>,
}

impl FacetCounter {
    /// Counts `docs` of a segment.
    pub(super) fn count(&mut self, segment: &Segment, docs: &[DocId]) -> tantivy::Result<()> {
        let names = segment.reader.fast_fields().str("category")?;
        let mut by_ord: FxHashMap<u64, u64> = FxHashMap::default();
        for doc in docs {
            self.facets.articles += 1;
            *self.facets.languages.entry(segment.lang(*doc).code()).or_default() += 1;
            if let Some(year) = segment.date(*doc).and_then(year) {
                *self.facets.years.entry(year).or_default() += 1;
            }
            for ord in names.iter().flat_map(|names| names.term_ords(*doc)) {
                *by_ord.entry(ord).or_default() += 1;
            }
        }
        for (ord, count) in by_ord {
            let mut name = String::new();
            if let Some(names) = &names
                && names.ord_to_str(ord, &mut name)?
            {
                *self.categories.entry(name).or_default() += count;
            }
        }
        Ok(())
    }

    /// What was counted.
    pub(super) fn finish(self) -> Facets {
        let mut categories: Vec<_> = self.categories.into_iter().collect();
        categories.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        categories.truncate(CATEGORIES);
        Facets { categories, ..self.facets }
    }
}

/// The year that a day since 1970 is in.
fn year(days: i64) -> Option<i16> {
    let span = jiff::Span::new().try_days(days).ok()?;
    Some(jiff::civil::date(1970, 1, 1).checked_add(span).ok()?.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years() {
        assert_eq!(year(0), Some(1970));
        assert_eq!(year(-1), Some(1969));
        assert_eq!(year(-115_416), Some(1654));
        assert_eq!(year(i64::MAX), None);
    }
}
