//! Text to terms, by language.
//!
//! An [`Analyzer`] cuts a text into words and gives each its *exact form* (normalized, lowercased)
//! and its *term* (stemmed and folded), by which forms of one word meet. The same analyzer serves
//! articles and queries; [`version`] names its rules, and an index made by other rules is refused.
//!
//! What it will not do: drop stop words (queries do, see [`is_stop_word`]) or guess the language.

mod analyzer;
mod apostrophe;
mod casing;
mod chain;
pub mod diff;
mod exceptions;
mod fold;
pub mod lang;
pub mod language;
mod languages;
mod normalize;
mod stopwords;
mod tokenizer;

pub use analyzer::{Analyzer, Distinct, Explained, Token, explain};
pub use stopwords::is_stop_word;
pub use tokenizer::{for_each_word, try_for_each_word};

/// Longest token kept, in bytes: longer runs are data (hashes, base64), not words.
pub const MAX_TOKEN_BYTES: usize = 255;

/// Number of the rules; raised with every change that gives some word another term.
pub const RULES: u32 = 3;

/// Names the rules that terms were made by. Indexes carry it.
#[must_use]
pub fn version() -> String {
    RULES.to_string()
}
