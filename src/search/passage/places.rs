//! Where words of a query stand in the running text of articles.

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet};

use super::super::plan::LangQuery;
use super::super::segment::Segment;
use crate::index::{Fields, TextField};
use crate::query::FieldName;

/// Places of one writing of a word in one article looked at: bounds the work on huge ones.
const MAX_PLACES: usize = 2_000;

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
    buffer: Vec<u32>,
}

struct List {
    word: usize,
    weight: f32,
    postings: SegmentPostings,
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
                    lists.push(List { word: number, weight: weight * form.weight, postings });
                }
            }
        }
        Ok(Self { lists, found: Vec::new(), buffer: Vec::new() })
    }

    /// All places in `doc`, ascending; documents must come in ascending order.
    pub(super) fn of(&mut self, doc: DocId) -> &[Place] {
        self.found.clear();
        for List { word, weight, postings } in &mut self.lists {
            if postings.doc() < doc {
                postings.seek(doc);
            }
            if postings.doc() == doc {
                postings.positions(&mut self.buffer);
                let place = |position| Place { position, word: *word, weight: *weight };
                self.found.extend(self.buffer.iter().take(MAX_PLACES).copied().map(place));
            }
        }
        // Runs that ascend, one a list: the stable sort merges them.
        self.found.sort_by_key(|place| (place.position, place.word));
        &self.found
    }
}
