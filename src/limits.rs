//! Caps on what one search may ask for and cost, each with its reason. Those on inputs are
//! `demarche_formats::Limits`, those on the query language [`crate::query::QueryLimits`].

/// Hits that one search may return, those before its place included: each is kept and sorted.
pub(crate) const MAX_HITS: usize = 10_000;

/// Length of a query, in bytes: a page of text fits.
pub(crate) const MAX_QUERY_BYTES: usize = 8_192;

/// Articles whose proximity may be computed: each costs a reading of positions.
pub(crate) const MAX_RESCORED: usize = 10_000;

/// Expansions kept for a word: further ones are rarer than what they could stand for.
pub(crate) const MAX_EXPANSIONS: usize = 8;

/// Words that a prefix or a fuzzy word stands for.
pub(crate) const MAX_PATTERN_EXPANSIONS: usize = 50;

/// Words that all prefixes and fuzzy words of a query stand for: each has its own postings.
pub(crate) const MAX_QUERY_EXPANSIONS: usize = 200;

/// Words of the dictionary visited for one word: bounds the time of hopeless cases.
pub(crate) const MAX_VISITED: usize = 2_000;

/// Words of the dictionary visited for all prefixes and fuzzy words of a query.
pub(crate) const MAX_QUERY_VISITED: usize = 32_000;

/// Longest word, in letters, that typing mistakes are looked for in: longer ones are no words of a
/// language, and their automata grow large.
pub(crate) const MAX_TYPO_LETTERS: usize = 40;

/// Positions of one expansion of a word that are read in one field of one article, the first ones.
pub(crate) const MAX_POSITIONS: usize = 128;

/// Text read for one passage, in bytes, where what stands between words is very long.
pub(crate) const MAX_REGION_BYTES: usize = 256 << 10;
