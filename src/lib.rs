//! Full-text search over diplomacy articles in Turkish, Russian, Ukrainian, Kazakh, Belarusian and
//! English.
//!
//! ```
//! use demarche::{Index, IndexOptions, Progress, SearchRequest, Searcher};
//!
//! # fn main() -> demarche::Result<()> {
//! # let dir = tempfile::tempdir().unwrap();
//! # let input = dir.path().join("articles.jsonl");
//! # std::fs::write(&input, r#"{"id":"embassy.uk","lang":"uk","title":"Посольство",
//! #   "text":"Посольство — дипломатичне представництво держави."}"#.replace('\n', " ")).unwrap();
//! # let folder = dir.path().join("index");
//! let index = Index::open_or_create(&folder)?;
//! let report = index.add(&[input], &IndexOptions::default(), &Progress::default())?;
//! assert_eq!(report.articles(), 1);
//!
//! let searcher = Searcher::open(&index)?;
//! let hits = searcher.search(&SearchRequest::new("посольств"))?;
//! assert_eq!(hits[0].id, "embassy.uk");
//! # Ok(())
//! # }
//! ```
//!
//! The way of an article: bytes, [`formats`], [`Article`], [`analysis`], [`index`], commit. The way of
//! a query: string, words, [`search`], hits, snippets, [`render`]. Both go through the same
//! analyzers. ARCHITECTURE.md has the whole picture.

mod error;
#[cfg(feature = "eval")]
pub mod eval;
#[cfg(fuzzing)]
#[doc(hidden)]
pub mod fuzzing;
#[cfg(feature = "generate")]
pub mod generate;
pub mod index;
mod limits;
mod matching;
pub mod query;
pub mod render;
pub mod search;
pub mod select;

pub use demarche_analysis as analysis;
pub use demarche_analysis::lang;
pub use demarche_formats as formats;

pub use demarche_formats::{Article, Limits, Rejection, Report, Section};
pub use error::{Error, ErrorKind, Result};
pub use index::{Index, IndexOptions, OpenOptions, Progress, TextField};
pub use lang::Lang;
pub use search::{Answer, Bm25f, Hit, SearchRequest, Searcher, Snippet};
