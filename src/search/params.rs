//! The numbers of the ranking formula.

use std::collections::BTreeMap;

use crate::index::TextField;

/// Parameters of BM25F (Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and
/// Beyond", 2009): a word's frequencies in all fields are weighted, normalized by each field's
/// length, added up, and saturated once.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Bm25f {
    /// Saturation: the frequency at which half of a word's highest score is reached.
    pub k1: f32,
    /// Weight of a word's frequency in each field.
    pub boosts: BTreeMap<TextField, f32>,
    /// How much each field's length counts, 0 to 1.
    pub b: BTreeMap<TextField, f32>,
    /// Weight of the exact form's frequency, wherever it stands, added to that of the term.
    pub exact_boost: f32,
    /// How much the article's length counts for the exact form.
    pub exact_b: f32,
    /// Weight of closeness: what words of the query that stand next to each other can add, as a
    /// share of their scores.
    pub closeness: f32,
    /// The best articles by words alone that closeness is looked at in.
    pub rescored: usize,
    /// Weight of words that share most of a word's stem; 0 to look for none.
    pub related: f32,
    /// Weight of function words in a query that has other words too, where they rank but find
    /// nothing; at 0 they are left out.
    pub stop_word_weight: f32,
}

impl Default for Bm25f {
    fn default() -> Self {
        use TextField::{Aliases, Body, Definition, Headings, Keywords, References, Title};
        Self {
            k1: 2.0,
            boosts: BTreeMap::from([
                (Title, 8.0),
                (Aliases, 6.0),
                (Definition, 1.0),
                (Headings, 1.5),
                (Keywords, 1.5),
                (Body, 1.0),
                (References, 0.3),
            ]),
            b: BTreeMap::from([
                (Title, 0.5),
                (Aliases, 0.3),
                (Definition, 0.5),
                (Headings, 0.5),
                (Keywords, 0.5),
                (Body, 0.85),
                (References, 0.75),
            ]),
            exact_boost: 0.3,
            exact_b: 0.85,
            closeness: 0.2,
            rescored: 100,
            related: 0.15,
            stop_word_weight: 0.2,
        }
    }
}

impl Bm25f {
    /// The weight of `field`.
    pub(crate) fn boost(&self, field: TextField) -> f32 {
        self.boosts.get(&field).copied().unwrap_or(0.0)
    }

    /// How much the length of `field` counts.
    pub(crate) fn b(&self, field: TextField) -> f32 {
        self.b.get(&field).copied().unwrap_or(0.75)
    }
}
