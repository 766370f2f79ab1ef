//! The words of the index that a word of a query stands for.

mod dictionary;
mod keyboard;
mod recent;

pub(crate) use dictionary::{Dictionary, PatternShare};
pub(crate) use recent::RecentWords;
