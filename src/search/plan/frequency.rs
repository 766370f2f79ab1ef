//! How rare the words of a query are.

use crate::matching::QueryWord;
use crate::query::FieldName;
use crate::search::formula::LangScoring;
use crate::search::segment::Segment;

/// How often a word may be found: its document frequency over all segments.
///
/// Of all fields, the largest frequency counts: the number of articles that have the word anywhere
/// is not kept, and for all but title words it is that of the body.
pub(super) fn document_frequency(
    segments: &[Segment],
    scoring: &LangScoring,
    word: &QueryWord,
) -> tantivy::Result<u64> {
    let mut highest = 0;
    let asked_exact = word.field == Some(FieldName::Exact);
    let terms = scoring.places(word.field).map(|(_, place)| place);
    let terms = terms.filter(|place| asked_exact || place.name != FieldName::Exact);
    for (place, form) in terms.flat_map(|p| word.expansions.iter().map(move |form| (p, form))) {
        let term = scoring.lookup_term(place, form);
        let mut sum = 0;
        for segment in segments {
            sum += segment.term_info(&term)?.map_or(0, |info| u64::from(info.doc_freq));
        }
        highest = highest.max(sum);
    }
    Ok(highest)
}
