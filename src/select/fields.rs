//! Owns the words of one article by field, as its language's analyzer gives them.

use rustc_hash::FxHashMap;

use crate::analysis::Analyzer;
use crate::index::{TextField, for_each_value};
use demarche_formats::Article;
use demarche_formats::Limits;

/// Steps between two values of a field, so that no phrase spans them; as in the index.
const GAP: u32 = 16;

/// A word of a field.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// Number of its term.
    pub(super) term: u32,
    /// Number of its exact form.
    pub(super) exact: u32,
    pub(super) position: u32,
}

/// The words of an article; each text is kept once and known by a number.
pub(super) struct Fields {
    texts: FxHashMap<String, u32>,
    places: [Vec<Place>; TextField::ALL.len()],
}

impl Fields {
    /// Analyzes all fields. Linear in the article; the words of the body are bounded by the cap
    /// on an article.
    pub(super) fn new(article: &Article, analyzer: &mut Analyzer) -> Self {
        let mut fields = Self { texts: FxHashMap::default(), places: Default::default() };
        debug_assert!(Limits::default().article_bytes < u32::MAX as usize / 2);
        for (field, places) in TextField::ALL.into_iter().zip(&mut fields.places) {
            let texts = &mut fields.texts;
            let mut start = 0;
            for_each_value(article, field, |text| {
                let mut last = 0;
                analyzer.analyze(text, |token| {
                    let term = number(texts, token.term);
                    let exact = number(texts, token.exact);
                    last = token.position;
                    places.push(Place { term, exact, position: start + token.position });
                });
                start += last + GAP;
            });
        }
        fields
    }

    /// The words of a field, in order.
    pub(super) fn of(&self, field: TextField) -> &[Place] {
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
}

fn number(texts: &mut FxHashMap<String, u32>, text: &str) -> u32 {
    if let Some(number) = texts.get(text) {
        return *number;
    }
    let number = u32::try_from(texts.len()).unwrap_or(u32::MAX);
    texts.insert(text.to_owned(), number);
    number
}
