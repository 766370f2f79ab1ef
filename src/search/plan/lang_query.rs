//! A query as it is searched in one language.

use crate::lang::Lang;
use crate::matching::{QueryWord, Tree};
use crate::search::formula::LangScoring;

/// A query in one language.
pub(crate) struct LangQuery {
    pub(crate) lang: Lang,
    /// All words that are looked for, in the order of the query; the excluded ones too.
    pub(crate) words: Vec<QueryWord>,
    pub(crate) tree: Tree,
    pub(crate) scoring: LangScoring,
    /// The words' weights, 0 for one that the language does not know.
    pub(crate) weights: Vec<f32>,
    /// The same without the share of function words, which count in full in a phrase.
    pub(crate) phrase_weights: Vec<f32>,
    /// The term of articles that are called as the query says.
    pub(crate) name: Option<String>,
}

impl LangQuery {
    /// The words that count, in the order of the query, with their weights.
    pub(crate) fn weighty_words(&self) -> impl Iterator<Item = (&QueryWord, f32)> + Clone {
        let list = self.is_word_list();
        let words = self.words.iter().zip(self.weights.iter().copied());
        words.filter(move |(word, weight)| *weight > 0.0 && (list || !word.only_ranks))
    }

    /// What an article gains that is called as the query says: as much as its words can bring any
    /// article, so that it stands before all others of its language. `proximity` is what proximity
    /// of words brings at most.
    pub(crate) fn name_bonus(&self, proximity: f32) -> f32 {
        let phrase = if self.is_word_list() { 0.0 } else { self.phrase_weights.iter().sum() };
        let words: f32 = self.weights.iter().sum();
        (words + phrase) * (self.scoring.k1 + 1.0) + proximity
    }

    /// Whether the query is a list of words, any of which may match: then documents that can't be
    /// among the best are left out unscored.
    pub(crate) fn is_word_list(&self) -> bool {
        self.tree.is_word_list()
    }
}
