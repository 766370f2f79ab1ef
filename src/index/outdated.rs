//! Deleting what a new segment replaces: articles in older segments only, or segments that were
//! merged into it.
//!
//! tantivy deletes by term, and tells what came before a deletion by stamps that its own segment
//! writer puts on documents. Segments of ours have none: a deletion by term would take the new
//! article with the old one. So a deletion here is a query that knows which segments came later.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::index::SegmentId;
use tantivy::query::{
    AllScorer, BitSetDocSet, ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{BitSet, DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError, Term};

/// The segments that a writer has written since it was opened, by number. All others are older.
#[derive(Debug, Clone, Default)]
pub(super) struct Generations(Arc<Mutex<HashMap<SegmentId, u64>>>);

impl Generations {
    pub(super) fn insert(&self, segment: SegmentId, number: u64) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(segment, number);
    }

    fn of(&self, segment: SegmentId) -> Option<u64> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&segment).copied()
    }
}

/// The articles of some ids in all segments before one, and some articles of that one.
#[derive(Debug, Clone)]
pub(super) struct Outdated {
    pub(super) id: Field,
    /// Ids that were replaced or deleted.
    pub(super) ids: Arc<Vec<String>>,
    /// Number of the segment, whether there is one or not.
    pub(super) generation: u64,
    /// Articles of it that were replaced or deleted before it was full.
    pub(super) docs: Arc<Vec<DocId>>,
    pub(super) generations: Generations,
}

impl Query for Outdated {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for Outdated {
    fn scorer(&self, segment: &SegmentReader, _: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut found = BitSet::with_max_value(segment.max_doc());
        let generation = self.generations.of(segment.segment_id());
        if generation == Some(self.generation) {
            for doc in self.docs.iter() {
                found.insert(*doc);
            }
        } else if generation.is_none_or(|generation| generation < self.generation) {
            let ids = segment.inverted_index(self.id)?;
            for id in self.ids.iter() {
                let term = Term::from_field_text(self.id, id);
                let Some(mut docs) = ids.read_postings(&term, IndexRecordOption::Basic)? else {
                    continue;
                };
                while docs.doc() != TERMINATED {
                    found.insert(docs.doc());
                    docs.advance();
                }
            }
        }
        Ok(Box::new(ConstScorer::new(BitSetDocSet::from(found), 0.0)))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Err(no_scores())
    }
}

/// All articles of some segments, which are merged into another: a commit drops a segment that has
/// none left, so that one step puts the new one in their place.
#[derive(Debug, Clone)]
pub(super) struct Merged(pub(super) Arc<[SegmentId]>);

impl Query for Merged {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for Merged {
    fn scorer(&self, segment: &SegmentReader, _: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let is_merged = self.0.contains(&segment.segment_id());
        let docs = if is_merged { segment.max_doc() } else { 0 };
        Ok(Box::new(AllScorer::new(docs)))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Err(no_scores())
    }
}

fn no_scores() -> TantivyError {
    TantivyError::InvalidArgument("deletions have no scores".to_owned())
}
