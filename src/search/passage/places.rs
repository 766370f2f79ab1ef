//! Where words of a query stand in the running text of articles.

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet};

use super::super::plan::LangQuery;
use super::super::segment::Segment;
use crate::index::{Fields, TextField};
use crate::query::FieldName;

/// Places of one writing of a word in one article that are all looked at. Of one that has more,
/// those near the rarest word's and the first: bounds the work on huge articles.
const MAX_PLACES: usize = 256;

/// Positions that count as near: more than a passage has.
const NEAR: u32 = 256;

/// A word of the query at a position.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::search) struct Place {
    pub(super) position: u32,
    /// Number of the query's word.
    pub(super) word: usize,
    pub(super) weight: f32,
}

/// Postings of all writings of a query's words in the running text of one segment.
pub(in crate::search) struct BodyPlaces {
    lists: Vec<List>,
    found: Vec<Place>,
}

struct List {
    word: usize,
    weight: f32,
    postings: SegmentPostings,
    /// Where it stands in the article looked at.
    positions: Vec<u32>,
}

impl BodyPlaces {
    /// Opens the postings of the words that a passage may show.
    pub(in crate::search) fn open(
        segment: &Segment,
        fields: &Fields,
        query: &LangQuery,
    ) -> tantivy::Result<Self> {
        let field = fields.text(TextField::Body);
        let inverted = segment.reader.inverted_index(field)?;
        let mut lists = Vec::new();
        for (number, (word, weight)) in query.words.iter().zip(&query.weights).enumerate() {
            let in_body = FieldName::Text(TextField::Body);
            let asked =
                word.field.is_none_or(|field| field == in_body || field == FieldName::Exact);
            if *weight <= 0.0 || !asked {
                continue;
            }
            for form in &word.forms {
                let term = query.scoring.term(field, form);
                let option = IndexRecordOption::WithFreqsAndPositions;
                if let Some(postings) = inverted.read_postings(&term, option)? {
                    let weight = weight * form.weight;
                    lists.push(List { word: number, weight, postings, positions: Vec::new() });
                }
            }
        }
        Ok(Self { lists, found: Vec::new() })
    }

    /// The places in `doc`, ascending; documents must come in ascending order.
    pub(super) fn of(&mut self, doc: DocId) -> &[Place] {
        self.found.clear();
        for list in &mut self.lists {
            list.positions.clear();
            if list.postings.doc() < doc {
                list.postings.seek(doc);
            }
            if list.postings.doc() == doc {
                list.postings.positions(&mut list.positions);
            }
        }
        let present = self.lists.iter().filter(|list| !list.positions.is_empty());
        let rarest = present.map(|list| list.positions.as_slice()).min_by_key(|list| list.len());
        let rarest = rarest.and_then(|list| list.get(..list.len().min(MAX_PLACES)));
        for List { word, weight, positions, .. } in &self.lists {
            let place = |position| Place { position, word: *word, weight: *weight };
            if positions.len() <= MAX_PLACES {
                self.found.extend(positions.iter().copied().map(place));
            } else {
                let chosen = chosen(positions, rarest.unwrap_or_default());
                self.found.extend(chosen.into_iter().map(place));
            }
        }
        // Runs that ascend, one a list: the stable sort merges them.
        self.found.sort_by_key(|place| (place.position, place.word));
        &self.found
    }
}

/// The first of `positions`, and those near `anchors`; both ascend, and so does what is given.
fn chosen(positions: &[u32], anchors: &[u32]) -> Vec<u32> {
    let (first, rest) = positions.split_at(positions.len().min(MAX_PLACES));
    let mut chosen = first.to_vec();
    let mut taken = 0;
    for anchor in anchors {
        let start = rest.partition_point(|at| *at < anchor.saturating_sub(NEAR)).max(taken);
        let end = rest.partition_point(|at| *at <= anchor.saturating_add(NEAR)).max(start);
        chosen.extend(rest.get(start..end).unwrap_or_default());
        taken = end;
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_very_many_places_the_first_and_the_near_stay() {
        let positions: Vec<u32> = (0..10_000).map(|i| i * 10).collect();
        let chosen = chosen(&positions, &[100, 50_000, 50_100, 99_990]);
        assert!(chosen.windows(2).all(|pair| pair[0] < pair[1]));
        assert_eq!(&chosen[..256], &positions[..256]);
        assert!(chosen.contains(&49_750) && chosen.contains(&50_350) && chosen.contains(&99_990));
        assert!(!chosen.contains(&49_740) && !chosen.contains(&60_000));
        assert!(chosen.len() < 400, "{}", chosen.len());
    }
}
