//! The articles of a segment as a segment component of our own (`.art`), beside tantivy's.
//!
//! tantivy's store reads a whole document to show any of it, so that a passage of a long article
//! costs as much as the article. Here an article is in two streams, each cut into blocks that are
//! compressed and read alone:
//!
//! - its [`Head`], what a hit shows, in small blocks that are fast to unpack;
//! - its text, as codes of [`symbols`], then its [`Tail`], what is seen only when the whole article
//!   is.
//!
//! [`Mark`]s tell where in the text a position of the body's terms stands, so that a passage is
//! found from postings without reading the text before it. Ids stand apart, uncompressed: they
//! break ties and are all that a bare ranking shows.
//!
//! ```text
//! blocks of texts │ blocks of heads │ ids │ tables: blocks, articles, symbols, marks, symbols │ footer
//! ```
//!
//! Segments are merged by copying whole blocks where no article of theirs was deleted.

mod blocks;
mod cache;
mod component;
mod layout;
mod merge;
mod packers;
mod part;
mod reader;
mod record;
mod symbols;
mod tables;
mod texts;

pub(crate) use component::{ArticlesComponent, ArticlesWriter};
pub(crate) use layout::OtherLayout;
pub(crate) use merge::merge;
pub(crate) use packers::Packers;
pub(crate) use reader::ArticleReader;
pub(crate) use record::{Head, Mark, Marker, Marks, Record};

/// Ending of the component's files.
pub(crate) const EXTENSION: &str = "art";
