//! Owns the words of one article by field, as the index would have them.

use rustc_hash::FxHashMap;

use crate::analysis::Analyzer;
use crate::index::{TextField, words_of};
use demarche_formats::Article;

/// A word of a field.
#[derive(Debug, Clone, Copy)]
pub(super) struct FieldToken {
    /// Number of its term.
    pub(super) term: u32,
    /// Number of its exact form.
    pub(super) exact: u32,
    pub(super) position: u32,
}

/// The words of an article; each text is kept once and known by a number.
pub(super) struct Fields {
    texts: FxHashMap<String, u32>,
    places: [Vec<FieldToken>; TextField::ALL.len()],
}

impl Fields {
    /// Analyzes all fields. Linear in the article; the words of the body are bounded by the cap
    /// on an article.
    pub(super) fn new(article: &Article, analyzer: &mut Analyzer) -> Self {
        let words = words_of(article, analyzer, |_, _, _| ());
        let mut texts = FxHashMap::default();
        let forms: Vec<(u32, u32)> = words
            .distinct()
            .map(|(exact, term)| (number(&mut texts, exact), number(&mut texts, term)))
            .collect();
        let places = TextField::ALL.map(|field| {
            let place = |(word, position): (u32, u32)| {
                let (exact, term) = *forms.get(word as usize)?;
                Some(FieldToken { term, exact, position })
            };
            words.places(field).filter_map(place).collect()
        });
        Self { texts, places }
    }

    /// The words of a field, in order.
    pub(super) fn of(&self, field: TextField) -> &[FieldToken] {
        self.places.get(field as usize).map_or(&[], Vec::as_slice)
    }

    /// The number of a term or exact form, if it stands anywhere in the article.
    pub(super) fn number(&self, text: &str) -> Option<u32> {
        self.texts.get(text).copied()
    }

    /// All terms and exact forms with their numbers.
    pub(super) fn texts(&self) -> impl Iterator<Item = (&str, u32)> {
        self.texts.iter().map(|(text, number)| (text.as_str(), *number))
    }

    /// Marks the numbers of exact forms that stand in fields that a plain query looks at: what the
    /// dictionary of an index would have.
    pub(super) fn searched_forms(&self) -> Vec<bool> {
        let mut marked = vec![false; self.texts.len()];
        for place in TextField::SEARCHED.into_iter().flat_map(|field| self.of(field)) {
            if let Some(mark) = marked.get_mut(place.exact as usize) {
                *mark = true;
            }
        }
        marked
    }
}

fn number(texts: &mut FxHashMap<String, u32>, text: &str) -> u32 {
    if let Some(number) = texts.get(text) {
        return *number;
    }
    let number = u32::try_from(texts.len()).unwrap_or(u32::MAX);
    texts.insert(text.to_owned(), number);
    number
}
