//! Articles out of files: formats told apart by content, folders walked, compression undone.
//!
//! [`Inputs`] reads and hands out [`Unit`]s one by one, in order and bounded in bytes; a `Unit` is
//! parsed on whatever thread by [`Unit::parse`]. What can't be read becomes a [`Rejection`] and
//! the rest goes on.

mod cirrus;
mod dump;
mod inputs;
mod jsonl;
mod kept;
mod links;
mod origin;
mod position;
mod report;
mod source;
mod stream;
#[cfg(test)]
mod tests;
mod unit;
mod unpack;
mod walk;
#[cfg(feature = "zim")]
mod zim;

pub use inputs::{Inputs, InputsOptions};
pub(crate) use kept::clear_kept;
pub(crate) use position::Position;
pub use report::{Chosen, LangCounts, Report, Selection};
pub use source::Format;
pub use unit::{Parsed, Unit};

/// Something that could not be read as an article, and why.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Rejection {
    /// File, or `-` for standard input.
    pub source: String,
    /// Where in it: a line, a page, a byte; empty for the whole.
    pub place: String,
    /// What was expected, what was found, what to do.
    pub reason: String,
}

impl Rejection {
    pub(crate) fn new(
        source: &str,
        place: impl Into<String>,
        reason: impl std::fmt::Display,
    ) -> Self {
        Self { source: source.to_owned(), place: place.into(), reason: reason.to_string() }
    }
}

impl std::fmt::Display for Rejection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { source, place, reason } = self;
        if place.is_empty() {
            write!(f, "{source}: {reason}")
        } else {
            write!(f, "{source}: {place}: {reason}")
        }
    }
}

/// For the fuzz targets.
#[cfg(all(fuzzing, feature = "zim"))]
pub(crate) mod fuzzing {
    use std::io::{self, Cursor};

    use super::unit::Parsed;
    use super::zim::{ZimRun, ZimRuns, parse};
    use crate::limits::Limits;

    /// Reads a ZIM file; gives how many articles and rejections are in it.
    pub(crate) fn read_zim(file: &[u8]) -> io::Result<usize> {
        let limits = Limits { zim_cluster_bytes: 1 << 20, ..Limits::default() };
        let mut runs = ZimRuns::open(Cursor::new(file), "fuzz", &limits, &Default::default())?;
        let (mut parsed, mut errors) = (Parsed::default(), 0);
        while let Some(run) = runs.next_run() {
            match run {
                ZimRun::Pages(pages, site) => parse("fuzz", pages, &site, &mut parsed),
                ZimRun::Error(..) => errors += 1,
            }
        }
        Ok(parsed.records.len() + errors)
    }
}
