//! One word of a query in one segment: its postings in all fields, scored as one.

use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, TERMINATED};

use crate::index::TextField;
use crate::matching::QueryWord;
use crate::query::FieldName;
use crate::search::formula::LangScoring;
use crate::search::segment::Segment;

/// The postings of a word in one field of one segment.
struct List {
    postings: SegmentPostings,
    lengths: FieldNormReader,
    worth: Arc<[f32; 256]>,
    weight: f32,
    place: usize,
}

impl List {
    /// What the frequency in `doc`, which it must be at, is worth.
    fn frequency(&self, doc: DocId) -> f32 {
        let code = usize::from(self.lengths.fieldnorm_id(doc));
        let worth = self.worth.get(code).copied().unwrap_or(0.0);
        worth * self.weight * self.postings.term_freq() as f32
    }
}

/// A word's postings in one segment, walked together in the order of documents.
pub(crate) struct WordScorer {
    lists: Vec<List>,
    /// The document that each list is at, side by side: most lists are not at the current one.
    docs: Vec<DocId>,
    doc: DocId,
    k1: f32,
    weight: f32,
    /// The highest score that any document can get of this word.
    pub(crate) max_score: f32,
    /// As in [`QueryWord`].
    pub(crate) only_ranks: bool,
}

impl WordScorer {
    /// Opens the postings of `word`; `None` when the segment has none. `weight` is the word's
    /// inverse document frequency, with any boost.
    pub(crate) fn open(
        segment: &Segment,
        scoring: &LangScoring,
        word: &QueryWord,
        weight: f32,
    ) -> tantivy::Result<Option<Self>> {
        let mut lists = Vec::new();
        let places = scoring.places(word.field);
        for ((at, place), form) in places.flat_map(|p| word.expansions.iter().map(move |f| (p, f)))
        {
            if form.is_related() && place.name != FieldName::Text(TextField::Body) {
                // A related word: counted where it is found most, not worth more look-ups.
                continue;
            }
            let term = scoring.lookup_term(place, form);
            let postings = segment.postings(&term, IndexRecordOption::WithFreqs)?;
            if let Some(postings) = postings {
                lists.push(List {
                    postings,
                    lengths: segment.reader.get_fieldnorms_reader(place.field)?,
                    worth: Arc::clone(&place.worth),
                    weight: form.weight,
                    place: at,
                });
            }
        }
        if lists.is_empty() {
            return Ok(None);
        }
        let k1 = scoring.k1;
        let docs = lists.iter().map(|list| list.postings.doc()).collect();
        let mut scorer = Self {
            lists,
            docs,
            doc: 0,
            k1,
            weight,
            max_score: weight * (k1 + 1.0),
            only_ranks: word.only_ranks,
        };
        scorer.settle();
        Ok(Some(scorer))
    }

    /// The current document, or [`TERMINATED`].
    pub(crate) fn doc(&self) -> DocId {
        self.doc
    }

    fn settle(&mut self) {
        self.doc = self.docs.iter().copied().min().unwrap_or(TERMINATED);
    }

    /// Goes to the next document.
    pub(crate) fn advance(&mut self) {
        let doc = self.doc;
        for (list, at) in self.lists.iter_mut().zip(&mut self.docs) {
            if *at == doc {
                *at = list.postings.advance();
            }
        }
        self.settle();
    }

    /// Goes to the first document at or after `target`.
    pub(crate) fn seek(&mut self, target: DocId) {
        if self.doc < target {
            for (list, at) in self.lists.iter_mut().zip(&mut self.docs) {
                if *at < target {
                    *at = list.postings.seek(target);
                }
            }
            self.settle();
        }
    }

    /// The score of the current document: its saturated frequency, weighted.
    pub(crate) fn score(&self) -> f32 {
        let here = self.lists.iter().zip(&self.docs).filter(|(_, at)| **at == self.doc);
        self.saturated(here.map(|(list, _)| list.frequency(self.doc)).sum())
    }

    /// The score of the current document, and the way to the next, in one pass.
    pub(crate) fn take(&mut self) -> f32 {
        let doc = self.doc;
        let mut frequency = 0.0;
        for (list, at) in self.lists.iter_mut().zip(&mut self.docs) {
            if *at == doc {
                frequency += list.frequency(doc);
                *at = list.postings.advance();
            }
        }
        self.settle();
        self.saturated(frequency)
    }

    fn saturated(&self, frequency: f32) -> f32 {
        self.weight * ((self.k1 + 1.0) * frequency / (self.k1 + frequency))
    }

    /// Where the word stands in the current document: the fields' places in the scoring, with its
    /// frequency there.
    pub(crate) fn frequencies(&self) -> impl Iterator<Item = (usize, u32)> + '_ {
        self.lists
            .iter()
            .zip(&self.docs)
            .filter(|(_, at)| **at == self.doc)
            .map(|(list, _)| (list.place, list.postings.term_freq()))
    }
}
