//! From a request to what is searched in each language: words with their expansions and weights,
//! and a tree of what must match.

mod build;
mod frequency;
mod lang_query;
mod language;
mod mended;
mod name;

pub(crate) use build::{Plan, plan};
pub(crate) use lang_query::LangQuery;
pub use mended::Respelling;
