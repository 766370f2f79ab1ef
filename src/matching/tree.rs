//! What must match, by the rules of one language.

use crate::query::FieldName;

/// What must match, by the rules of one language; words by their numbers.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Tree {
    Word(usize),
    /// Words with their places in the phrase.
    Phrase {
        words: Vec<(usize, u32)>,
        slop: u32,
        field: Option<FieldName>,
    },
    Bool {
        must: Vec<Tree>,
        should: Vec<Tree>,
        must_not: Vec<Tree>,
        boost: f32,
    },
    All,
    Nothing,
}

impl Tree {
    /// Whether it is a list of words, any of which may match.
    pub(crate) fn is_word_list(&self) -> bool {
        match self {
            Self::Word(_) => true,
            Self::Bool { must, should, must_not, boost } => {
                must.is_empty()
                    && must_not.is_empty()
                    && (boost - 1.0).abs() < f32::EPSILON
                    && should.iter().all(|tree| matches!(tree, Self::Word(_)))
            }
            _ => false,
        }
    }
}
