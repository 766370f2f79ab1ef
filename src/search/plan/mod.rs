//! From a request to what is searched in each language: words with their expansions and weights,
//! and a tree of what must match.

mod build;
mod frequency;
mod lang_query;
mod language;
mod mended;
mod name;
mod planner;
mod tree;
mod word;

pub(crate) use build::{Plan, plan};
pub(crate) use lang_query::LangQuery;
pub use mended::Respelling;
pub(crate) use tree::Tree;
pub(crate) use word::QueryWord;
