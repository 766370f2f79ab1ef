//! From what is searched to one ranking over all languages and segments.

mod clause;
mod facets;
mod filter;
mod group;
pub(crate) mod proximity;
mod rank;
mod topk;
mod word_scorer;

pub use facets::Facets;
pub use group::GroupedHit;
pub(crate) use group::{TranslationGroup, grouped};
pub(crate) use rank::{count, ranked};
pub(crate) use word_scorer::WordScorer;
