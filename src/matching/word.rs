//! A word of a query.

use super::expansion::Expansion;
use crate::query::FieldName;

/// A word as it is looked up in one language.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct QueryWord {
    /// The word as typed, before analysis.
    pub(crate) typed: String,
    /// What it stands for, the word as typed first; their evidence is added up as one word's.
    pub(crate) expansions: Vec<Expansion>,
    /// Where to look; `None` for wherever a plain query looks.
    pub(crate) field: Option<FieldName>,
    /// Whether it is a [`Pattern`](super::Pattern) (`prefix*`, `fuzzy~`), which says what it stands
    /// for, so that nothing is left to be guessed.
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
        self.expansions.first().map_or("", |form| &form.term)
    }

    /// The exact form of the word as typed.
    pub(crate) fn exact(&self) -> &str {
        self.expansions.first().map_or("", |form| &form.exact)
    }
}
