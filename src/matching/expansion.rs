//! What a word of a query stands for.

/// A word that articles have and that is searched for a word of the query.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Expansion {
    /// Its term.
    pub(crate) term: String,
    /// Its exact form; empty for a related word, which is looked for in the body alone.
    pub(crate) exact: String,
    /// What its frequency is multiplied by, beside the word as typed.
    pub(crate) weight: f32,
}

impl Expansion {
    /// Whether it is a related word, not another spelling of the same.
    pub(crate) fn is_related(&self) -> bool {
        self.exact.is_empty()
    }
}
