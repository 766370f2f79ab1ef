//! Bytes to text, and what the formats share of taking text apart: encodings, dates, headings,
//! footnotes, sentences.
//!
//! Everything here is pure, goes forward without recursion, and never fails on what it is given:
//! hostile markup costs time and memory in proportion to its length. What a reader finds is a
//! [`Page`]; what it left out is named in it.

mod chars;
pub mod dates;
pub mod encoding;
pub mod footnotes;
pub mod headings;
pub mod outline;
pub mod page;
mod sentence;

pub use chars::nth_char;
pub use page::{MAX_LINKED, MAX_TITLE_BYTES, Page};
pub use sentence::{first_sentence, sentence_ends};
