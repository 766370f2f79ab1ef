//! Searching: words of a query to ranked hits with passages.
//!
//! [`Searcher`] holds one commit of an index. A [`SearchRequest`] goes in, an [`Answer`] with
//! [`Hit`]s comes out; how they are shown belongs to [`crate::render`].
//!
//! The way goes one way, each part using those before it alone: `segment` and `commit` (what is
//! read), `expansion` and `formula`, `plan`, `ranking`, `passage`, `hits`, and `searcher` on top.

mod answer;
mod commit;
mod counts;
mod cursor;
mod expansion;
mod formula;
mod hits;
mod params;
mod passage;
mod plan;
mod ranking;
mod request;
mod searcher;
mod segment;

pub use answer::{Answer, Hit, HitArticle, WordPart};
pub use counts::IndexStats;
pub use cursor::Cursor;
pub use params::Bm25f;
pub use passage::Snippet;
pub use plan::Respelling;
pub use ranking::{Facets, GroupedHit};
pub use request::{Order, SearchRequest};
pub use searcher::Searcher;

#[cfg(fuzzing)]
pub(crate) use passage::of_text as snippet_of;
