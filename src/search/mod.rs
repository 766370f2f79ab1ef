//! Searching: words of a query to ranked hits with passages.
//!
//! [`Searcher`] holds one commit of an index. A [`SearchRequest`] goes in, an [`Answer`] with
//! [`Hit`]s comes out; how they are shown belongs to [`crate::render`].

mod clause;
mod closeness;
mod counts;
mod cursor;
mod expand;
mod facets;
mod filter;
mod group;
mod hit;
mod keyboard;
mod language;
mod mended;
mod name;
mod nearest;
mod params;
mod passage;
mod pattern;
mod plan;
mod positions;
mod ranking;
mod recent;
mod request;
mod searcher;
mod segment;
mod stats;
mod topk;
mod word;

pub use counts::IndexStats;
pub use cursor::Cursor;
pub use facets::Facets;
pub use params::Bm25f;
pub use passage::Snippet;
pub use request::{
    Answer, GroupedHit, Hit, HitArticle, Order, Respelling, SearchRequest, WordPart,
};
pub use searcher::Searcher;

#[cfg(fuzzing)]
pub(crate) use passage::of_text as snippet_of;
