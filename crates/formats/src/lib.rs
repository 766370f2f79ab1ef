//! Articles out of files: formats told apart by content, folders walked, compression undone.
//! No index is needed for it.
//!
//! [`Inputs`] reads and hands out [`Unit`]s one by one, in order and bounded in bytes; a `Unit` is
//! parsed on whatever thread by [`Unit::parse`]. What can't be read becomes a [`Rejection`] and
//! the rest goes on.

mod article;
mod format;
mod formats;
mod input_format;
mod inputs;
mod kept;
mod limits;
mod lines;
mod origin;
mod parsed;
mod position;
mod rejection;
mod report;
mod source;
mod stream;
#[cfg(test)]
mod tests;
mod text;
mod unit;
mod unpack;
mod walk;

use demarche_analysis::lang;

pub use article::{Article, Section};
pub use format::Format;
pub use formats::mediawiki::site;
pub use inputs::{Inputs, InputsOptions};
pub use kept::clear_kept;
pub use limits::Limits;
pub use parsed::Parsed;
pub use position::Position;
pub use rejection::Rejection;
pub use report::{Chosen, LangCounts, Report, Selection};
pub use text::{nth_char, sentence_ends};
pub use unit::Unit;

/// For the fuzz targets.
#[cfg(fuzzing)]
#[doc(hidden)]
pub mod fuzzing;
