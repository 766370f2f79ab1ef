//! The words of the index that a word of a query stands for.

mod dictionary;
mod keyboard;
mod pattern;
mod recent;
mod word;

pub(crate) use dictionary::{Dictionary, PatternShare};
pub(crate) use recent::RecentWords;
pub(crate) use word::Expansion;
