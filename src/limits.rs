//! Caps on what one search may ask for.

/// Hits that one search may return, those before its place included.
pub(crate) const MAX_HITS: usize = 10_000;

/// Length of a query, in bytes.
pub(crate) const MAX_QUERY_BYTES: usize = 8_192;
