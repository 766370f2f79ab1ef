//! One word of a query in one segment: its postings in all fields, scored as one.

use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, TERMINATED, Term};

use super::params::Bm25f;
use super::segment::Segment;
use super::stats::{self, LangStats};
use crate::index::{Fields, TextField, prefix};
use crate::lang::Lang;
use crate::query::FieldName;

/// One writing of a word.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Form {
    /// Its term.
    pub(crate) term: String,
    /// Its exact form; empty for a related word, which is looked for in the body alone.
    pub(crate) exact: String,
    /// What its frequency is multiplied by, beside the word as typed.
    pub(crate) weight: f32,
}

impl Form {
    /// Whether it is a related word, not another writing of the same.
    pub(crate) fn is_related(&self) -> bool {
        self.exact.is_empty()
    }
}

/// A word as it is looked up in one language.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct QueryWord {
    /// The word as typed, before analysis.
    pub(crate) typed: String,
    /// Its writings, the one as typed first; their evidence is added up as one word's.
    pub(crate) forms: Vec<Form>,
    /// Where to look; `None` for wherever a plain query looks.
    pub(crate) field: Option<FieldName>,
    /// Whether its forms were looked up in the dictionary (`prefix*`, `fuzzy~`), so that nothing
    /// is left to be guessed.
    pub(crate) is_pattern: bool,
    /// What it was taken to mean, where no searched language has it as typed.
    pub(crate) meant: Option<String>,
    /// Whether it was typed by itself somewhere, not only within a phrase.
    pub(crate) by_itself: bool,
    /// Whether it is a function word.
    pub(crate) is_stop: bool,
    /// Whether it adds to the score of what other words have found and finds nothing itself.
    pub(crate) only_ranks: bool,
    /// What its score is multiplied by.
    pub(crate) weight: f32,
}

impl QueryWord {
    /// The term of the word as typed.
    pub(crate) fn term(&self) -> &str {
        self.forms.first().map_or("", |form| &form.term)
    }

    /// The exact form of the word as typed.
    pub(crate) fn exact(&self) -> &str {
        self.forms.first().map_or("", |form| &form.exact)
    }
}

/// Where a word is looked for, and what its frequency there is worth.
struct Place {
    field: Field,
    /// The field as queries name it; of [`FieldName::Exact`] the exact form is looked for, not the
    /// term.
    name: FieldName,
    /// Weight over normalized length, by the code of the length.
    worth: Arc<[f32; 256]>,
}

/// What all words of a query in one language share.
pub(crate) struct LangScoring {
    lang: Lang,
    pub(crate) k1: f32,
    pub(crate) idf_power: f32,
    articles: u64,
    places: Vec<Place>,
}

impl LangScoring {
    /// The formula with `params` over the articles of `lang`, counted in `stats`.
    pub(crate) fn new(lang: Lang, fields: &Fields, params: &Bm25f, stats: &LangStats) -> Self {
        let mut places = Vec::new();
        let mut add = |field, length, name, boost: f32, b: f32| {
            if boost > 0.0 {
                let average = stats.average_length(length);
                let worth = std::array::from_fn(|code| {
                    let length =
                        FieldNormReader::id_to_fieldnorm(u8::try_from(code).unwrap_or(u8::MAX));
                    boost / (1.0 - b + b * length as f32 / average)
                });
                places.push(Place { field, name, worth: Arc::new(worth) });
            }
        };
        for field in TextField::ALL {
            let name = FieldName::Text(field);
            add(fields.text(field), field as usize, name, params.boost(field), params.b(field));
        }
        add(fields.exact, stats::EXACT, FieldName::Exact, params.exact_boost, params.exact_b);
        let (k1, idf_power, articles) = (params.k1, params.idf_power, stats.articles);
        Self { lang, k1, idf_power, articles, places }
    }

    /// Whether no field is left out for a boost of zero.
    pub(crate) fn looks_everywhere(&self) -> bool {
        self.places.len() == TextField::ALL.len() + 1
    }

    /// The places where a word with this field is looked for, with their numbers.
    fn places(&self, asked: Option<FieldName>) -> impl Iterator<Item = (usize, &Place)> {
        self.places.iter().enumerate().filter(move |(_, place)| match asked {
            Some(name) => place.name == name,
            None => match place.name {
                FieldName::Exact => true,
                FieldName::Text(field) => TextField::SEARCHED.contains(&field),
            },
        })
    }

    /// The text fields of a phrase with this field, each with its weight over normalized length.
    pub(crate) fn phrase_places(
        &self,
        asked: Option<FieldName>,
    ) -> impl Iterator<Item = (Field, Arc<[f32; 256]>)> {
        // Exact forms have no positions: a phrase of them is one of terms.
        let asked = asked.filter(|name| *name != FieldName::Exact);
        self.places(asked)
            .filter(|(_, place)| place.name != FieldName::Exact)
            .map(|(_, place)| (place.field, Arc::clone(&place.worth)))
    }

    /// The term of `form` in the dictionary of a text field.
    pub(crate) fn term(&self, field: Field, form: &Form) -> Term {
        Term::from_field_text(field, &format!("{}{}", prefix(self.lang), form.term))
    }
}

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

/// How often a word may be found: its document frequency over all segments.
///
/// Of all fields, the largest frequency counts: the number of articles that have the word anywhere
/// is not kept, and for all but title words it is that of the body.
pub(crate) fn document_frequency(
    segments: &[Segment],
    scoring: &LangScoring,
    word: &QueryWord,
) -> tantivy::Result<u64> {
    let mut highest = 0;
    let asked_exact = word.field == Some(FieldName::Exact);
    let terms = scoring.places(word.field).map(|(_, place)| place);
    let terms = terms.filter(|place| asked_exact || place.name != FieldName::Exact);
    for (place, form) in terms.flat_map(|p| word.forms.iter().map(move |form| (p, form))) {
        let term = lookup_term(scoring, place, form);
        let mut sum = 0;
        for segment in segments {
            sum += segment.term_info(&term)?.map_or(0, |info| u64::from(info.doc_freq));
        }
        highest = highest.max(sum);
    }
    Ok(highest)
}

/// Inverse document frequency as in BM25, never below zero.
pub(crate) fn idf(articles: u64, frequency: u64) -> f32 {
    let (n, df) = (articles.max(frequency) as f32, frequency as f32);
    ((n - df + 0.5) / (df + 0.5)).ln_1p()
}

fn lookup_term(scoring: &LangScoring, place: &Place, form: &Form) -> Term {
    let exact = place.name == FieldName::Exact;
    let text = if exact { &form.exact } else { &form.term };
    Term::from_field_text(place.field, &format!("{}{text}", prefix(scoring.lang)))
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
        for ((at, place), form) in places.flat_map(|p| word.forms.iter().map(move |f| (p, f))) {
            if form.is_related() && place.name != FieldName::Text(TextField::Body) {
                // A related word: counted where it is found most, not worth more look-ups.
                continue;
            }
            let term = lookup_term(scoring, place, form);
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

impl LangScoring {
    /// The articles of the language.
    pub(crate) fn articles(&self) -> u64 {
        self.articles
    }

    /// What a place is called in explanations.
    pub(crate) fn place_name(&self, place: usize) -> &'static str {
        match self.places.get(place) {
            Some(place) => place.name.name(),
            None => "",
        }
    }
}
