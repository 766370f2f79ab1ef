//! What a query means in one language: its words, the tree over them, and the rules by which
//! words, phrases and filters match.
//!
//! A [`Reading`] is what a query comes to by the rules of a language, without an index. The search
//! looks its words up in dictionaries and posting lists; [`crate::select`] holds it against the
//! words of one article. Both go by the same rules: [`Pattern`] and [`Variants`] say which other
//! words a word stands for, [`Occurrence`] where a phrase stands, [`FilterRules`] what passes.

mod automata;
mod expansion;
mod filter;
mod pattern;
mod phrase;
mod reading;
mod tree;
mod variants;
mod word;

pub(crate) use automata::{Slot, Spelling, Typo};
pub(crate) use expansion::Expansion;
pub(crate) use filter::{FilterRules, Kind, Subject, is_searched};
pub(crate) use pattern::{Pattern, Rule};
pub(crate) use phrase::Occurrence;
pub(crate) use reading::{Reading, read};
pub(crate) use tree::Tree;
pub(crate) use variants::Variants;
pub(crate) use word::QueryWord;
