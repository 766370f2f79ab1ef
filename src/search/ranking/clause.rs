//! Queries that are more than a list of words: what must match, what must not, phrases.
//!
//! A [`Clause`] walks the documents of one segment that match a part of the query, in order. Plain
//! lists of words do not come here but go through [`topk`](super::topk), which can leave documents
//! out unscored.

use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, TERMINATED};

use super::word_scorer::WordScorer;
use crate::matching::{Occurrence, QueryWord, Tree};
use crate::query::FieldName;
use crate::search::formula::LangScoring;
use crate::search::plan::LangQuery;
use crate::search::segment::Segment;

/// Documents of a segment that match a part of a query, in order.
pub(super) trait Clause {
    /// The current document, or [`TERMINATED`].
    fn doc(&self) -> DocId;
    /// Goes to the first document at or after `target`.
    fn seek(&mut self, target: DocId);
    /// The score of the current document.
    fn score(&mut self) -> f32;

    /// Goes to the next document.
    fn advance(&mut self) {
        let doc = self.doc();
        if doc != TERMINATED {
            self.seek(doc + 1);
        }
    }
}

/// The clause of `tree` in a segment; `None` where nothing there matches.
///
/// Recursive, as deep as the parser lets queries nest.
pub(super) fn open(
    segment: &Segment,
    query: &LangQuery,
    tree: &Tree,
) -> tantivy::Result<Option<Box<dyn Clause>>> {
    match tree {
        Tree::Nothing => Ok(None),
        Tree::All => {
            let docs = segment.reader.max_doc();
            Ok((docs > 0).then(|| Box::new(Everything { doc: 0, docs }) as Box<dyn Clause>))
        }
        Tree::Word(at) => {
            let (Some(word), Some(weight)) = (query.words.get(*at), query.weights.get(*at)) else {
                return Ok(None);
            };
            let opened = WordScorer::open(segment, &query.scoring, word, *weight)?;
            Ok(opened.map(|word| Box::new(word) as Box<dyn Clause>))
        }
        Tree::Phrase { words, slop, field } => {
            let clause = Phrase::open(segment, query, words, *slop, *field)?;
            Ok(clause.map(|phrase| Box::new(phrase) as Box<dyn Clause>))
        }
        Tree::Bool { must, should, must_not, boost } => {
            let open_all = |trees: &[Tree]| -> tantivy::Result<Vec<Option<Box<dyn Clause>>>> {
                trees.iter().map(|tree| open(segment, query, tree)).collect()
            };
            let Some(must) = open_all(must)?.into_iter().collect::<Option<Vec<_>>>() else {
                return Ok(None);
            };
            let should: Vec<_> = open_all(should)?.into_iter().flatten().collect();
            let must_not = open_all(must_not)?.into_iter().flatten().collect();
            if must.is_empty() && should.is_empty() {
                return Ok(None);
            }
            let mut group = BooleanClause { must, should, must_not, boost: *boost, doc: 0 };
            group.settle(0);
            Ok(Some(Box::new(group)))
        }
    }
}

/// Every document, with score 0.
struct Everything {
    doc: DocId,
    docs: DocId,
}

impl Clause for Everything {
    fn doc(&self) -> DocId {
        self.doc
    }

    fn seek(&mut self, target: DocId) {
        self.doc = if target < self.docs { self.doc.max(target) } else { TERMINATED };
    }

    fn score(&mut self) -> f32 {
        0.0
    }
}

impl Clause for WordScorer {
    fn doc(&self) -> DocId {
        Self::doc(self)
    }

    fn seek(&mut self, target: DocId) {
        Self::seek(self, target);
    }

    fn score(&mut self) -> f32 {
        Self::score(self)
    }
}

/// Clauses together.
struct BooleanClause {
    must: Vec<Box<dyn Clause>>,
    should: Vec<Box<dyn Clause>>,
    must_not: Vec<Box<dyn Clause>>,
    boost: f32,
    doc: DocId,
}

impl BooleanClause {
    /// Goes to the first match at or after `target`.
    fn settle(&mut self, mut target: DocId) {
        loop {
            let candidate = self.candidate(target);
            if candidate == TERMINATED {
                self.doc = TERMINATED;
                return;
            }
            let excluded = self.must_not.iter_mut().any(|clause| {
                clause.seek(candidate);
                clause.doc() == candidate
            });
            if !excluded {
                self.doc = candidate;
                return;
            }
            target = candidate + 1;
        }
    }

    /// The first document at or after `target` that has all of `must`, or any of `should` where
    /// nothing must be.
    fn candidate(&mut self, mut target: DocId) -> DocId {
        if self.must.is_empty() {
            let seek = |clause: &mut Box<dyn Clause>| {
                clause.seek(target);
                clause.doc()
            };
            return self.should.iter_mut().map(seek).min().unwrap_or(TERMINATED);
        }
        loop {
            let mut highest = target;
            for clause in &mut self.must {
                clause.seek(highest);
                highest = clause.doc();
                if highest == TERMINATED {
                    return TERMINATED;
                }
            }
            if self.must.iter().all(|clause| clause.doc() == highest) {
                return highest;
            }
            target = highest;
        }
    }
}

impl Clause for BooleanClause {
    fn doc(&self) -> DocId {
        self.doc
    }

    fn seek(&mut self, target: DocId) {
        if self.doc < target {
            self.settle(target);
        }
    }

    fn score(&mut self) -> f32 {
        let doc = self.doc;
        let mut sum = 0.0;
        for clause in self.must.iter_mut().chain(&mut self.should) {
            clause.seek(doc);
            if clause.doc() == doc {
                sum += clause.score();
            }
        }
        self.boost * sum
    }
}

/// A word of a phrase in one field: how far behind the first it belongs, its postings by expansion,
/// and its places in the document looked at, as far as they were wanted.
struct PhraseWord {
    offset: u32,
    postings: Vec<SegmentPostings>,
    places: Vec<u32>,
}

impl PhraseWord {
    fn seek(&mut self, target: DocId) -> DocId {
        for postings in &mut self.postings {
            if postings.doc() < target {
                postings.seek(target);
            }
        }
        self.postings.iter().map(DocSet::doc).min().unwrap_or(TERMINATED)
    }

    /// Reads the word's places in `doc`, ascending.
    fn read_places(&mut self, doc: DocId) {
        self.places.clear();
        let mut postings = self.postings.iter_mut().filter(|p| p.doc() == doc);
        if let Some(first) = postings.next() {
            first.positions(&mut self.places);
        }
        let (mut others, mut buffer) = (0, Vec::new());
        for postings in postings {
            postings.positions(&mut buffer);
            self.places.extend_from_slice(&buffer);
            others += 1;
        }
        if others > 0 {
            self.places.sort_unstable();
        }
    }

    /// Documents that have the word, at most.
    fn docs(&self) -> u64 {
        self.postings.iter().map(|postings| u64::from(postings.doc_freq())).sum()
    }
}

/// A phrase in one field.
struct PhraseInField {
    /// In the order of the phrase.
    words: Vec<PhraseWord>,
    /// Their numbers, the rarest first, which says soonest where to go on.
    rarest: Vec<usize>,
    /// Where the phrase may stand in the document looked at.
    occurrences: Vec<Occurrence>,
    lengths: FieldNormReader,
    worth: Arc<[f32; 256]>,
    doc: DocId,
    /// How often the phrase stands in `doc`.
    count: u32,
}

/// Words in a row, in whatever field.
struct Phrase {
    fields: Vec<PhraseInField>,
    slop: u32,
    weight: f32,
    k1: f32,
    doc: DocId,
}

impl Phrase {
    fn open(
        segment: &Segment,
        query: &LangQuery,
        words: &[(usize, u32)],
        slop: u32,
        field: Option<FieldName>,
    ) -> tantivy::Result<Option<Self>> {
        let found: Vec<(&QueryWord, u32)> = words
            .iter()
            .filter_map(|(at, offset)| Some((query.words.get(*at)?, *offset)))
            .collect();
        let weight: f32 = words.iter().filter_map(|(at, _)| query.phrase_weights.get(*at)).sum();
        let mut fields = Vec::new();
        for (handle, worth) in query.scoring.phrase_places(field) {
            if let Some(words) = open_words(segment, &query.scoring, handle, &found)? {
                let lengths = segment.reader.get_fieldnorms_reader(handle)?;
                let mut rarest: Vec<usize> = (0..words.len()).collect();
                rarest.sort_by_key(|at| words.get(*at).map(PhraseWord::docs));
                let occurrences = Vec::new();
                fields.push(PhraseInField {
                    words,
                    rarest,
                    occurrences,
                    lengths,
                    worth,
                    doc: 0,
                    count: 0,
                });
            }
        }
        let k1 = query.scoring.k1;
        let mut phrase = Self { fields, slop, weight, k1, doc: 0 };
        phrase.settle(0);
        Ok((phrase.doc != TERMINATED).then_some(phrase))
    }

    fn settle(&mut self, target: DocId) {
        for field in &mut self.fields {
            if field.count == 0 || field.doc < target {
                field.settle(target, self.slop);
            }
        }
        self.doc = self.fields.iter().map(|field| field.doc).min().unwrap_or(TERMINATED);
    }
}

/// The postings of a phrase's words in one field; `None` when one of them is not there at all.
fn open_words(
    segment: &Segment,
    scoring: &LangScoring,
    field: tantivy::schema::Field,
    words: &[(&QueryWord, u32)],
) -> tantivy::Result<Option<Vec<PhraseWord>>> {
    let mut opened = Vec::with_capacity(words.len());
    for (word, offset) in words {
        let mut postings = Vec::new();
        for form in &word.expansions {
            let option = IndexRecordOption::WithFreqsAndPositions;
            postings.extend(segment.postings(&scoring.term(field, form), option)?);
        }
        if postings.is_empty() {
            return Ok(None);
        }
        opened.push(PhraseWord { offset: *offset, postings, places: Vec::new() });
    }
    Ok((!opened.is_empty()).then_some(opened))
}

impl PhraseInField {
    /// Goes to the first document at or after `target` that has the phrase.
    fn settle(&mut self, mut target: DocId, slop: u32) {
        loop {
            let candidate = target;
            for at in &self.rarest {
                let Some(word) = self.words.get_mut(*at) else { continue };
                target = word.seek(target);
                if target > candidate {
                    break;
                }
            }
            if target == TERMINATED {
                (self.doc, self.count) = (TERMINATED, 0);
                return;
            }
            if target > candidate {
                continue;
            }
            let count = self.count_in(candidate, slop);
            if count > 0 {
                (self.doc, self.count) = (candidate, count);
                return;
            }
            target = candidate + 1;
        }
    }

    /// How often the phrase stands in `doc`, its words moved by at most `slop` together. Reads the
    /// places of no more words than it takes to see that it does not.
    fn count_in(&mut self, doc: DocId, slop: u32) -> u32 {
        let Some((head, rest)) = self.words.split_first_mut() else { return 0 };
        head.read_places(doc);
        self.occurrences.clear();
        self.occurrences.extend(head.places.iter().copied().map(Occurrence::at));
        for word in rest {
            word.read_places(doc);
            let behind = word.offset - head.offset;
            self.occurrences
                .retain_mut(|found| found.next(behind, &word.places, |p| *p, slop).is_some());
            if self.occurrences.is_empty() {
                return 0;
            }
        }
        u32::try_from(self.occurrences.len()).unwrap_or(u32::MAX)
    }
}

impl Clause for Phrase {
    fn doc(&self) -> DocId {
        self.doc
    }

    fn seek(&mut self, target: DocId) {
        if self.doc < target {
            self.settle(target);
        }
    }

    fn score(&mut self) -> f32 {
        let mut frequency = 0.0;
        for field in self.fields.iter().filter(|field| field.doc == self.doc) {
            let code = usize::from(field.lengths.fieldnorm_id(self.doc));
            frequency += field.worth.get(code).copied().unwrap_or(0.0) * field.count as f32;
        }
        self.weight * (self.k1 + 1.0) * frequency / (self.k1 + frequency)
    }
}
