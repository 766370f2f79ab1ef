//! Bytes to text, and text to its parts: encodings, HTML, wikitext, Markdown, scraped pages.
//!
//! Everything here is pure, goes forward without recursion, and never fails on what it is given:
//! hostile markup costs time and memory in proportion to its length. What a reader finds is a
//! [`Page`]; what it left out is named in it.

mod chars;
mod dates;
pub mod encoding;
mod footnotes;
mod headings;
pub mod html;
pub mod langlinks;
pub mod markdown;
mod outline;
mod page;
pub mod scraped;
mod sentence;
pub mod site;
pub mod wikidump;
pub mod wikitext;

pub(crate) use chars::nth_char;
pub use page::{Dropped, Page, Section};
pub(crate) use page::{MAX_LINKED, MAX_TITLE_BYTES};
pub use sentence::{first_sentence, sentence_ends};
