//! Searching: words of a query to ranked hits with passages.
//!
//! [`Searcher`] holds one commit of an index. A [`SearchRequest`] goes in, [`Hit`]s come out; how
//! they are shown belongs to [`crate::render`].

mod clause;
mod closeness;
mod counts;
mod expand;
mod filter;
mod keyboard;
mod params;
mod pattern;
mod plan;
mod searcher;
mod snippet;
mod stats;
mod topk;
mod word;

pub use counts::IndexStats;
pub use params::Bm25f;
pub use searcher::{Hit, SearchRequest, Searcher, WordPart};
pub use snippet::Snippet;

#[cfg(fuzzing)]
pub(crate) use snippet::of_words as snippet_of;
