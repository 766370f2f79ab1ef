//! Articles out of files: formats told apart by content, folders walked, compression undone.
//!
//! [`Inputs`] reads and hands out [`Unit`]s one by one, in order and bounded in bytes; a `Unit` is
//! parsed on whatever thread by [`Unit::parse`]. What can't be read becomes a [`Rejection`] and
//! the rest goes on.

mod format;
mod formats;
mod input_format;
mod inputs;
mod kept;
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
mod unit;
mod unpack;
mod walk;

pub use format::Format;
pub use inputs::{Inputs, InputsOptions};
pub(crate) use kept::clear_kept;
pub use parsed::Parsed;
pub(crate) use position::Position;
pub use rejection::Rejection;
pub use report::{Chosen, LangCounts, Report, Selection};
pub use unit::Unit;

/// For the fuzz targets.
#[cfg(all(fuzzing, feature = "zim"))]
pub(crate) mod fuzzing {
    use std::io::{self, Cursor};

    use super::formats::zim::{ZimRun, ZimRuns, parse};
    use super::origin::Origin;
    use super::parsed::Parsed;
    use crate::limits::Limits;

    /// Reads a ZIM file; gives how many articles and rejections are in it.
    pub(crate) fn read_zim(file: &[u8]) -> io::Result<usize> {
        let limits = Limits { zim_cluster_bytes: 1 << 20, ..Limits::default() };
        let mut runs = ZimRuns::open(Cursor::new(file), "fuzz", &limits, &Default::default())?;
        let (mut parsed, mut errors) = (Parsed::default(), 0);
        while let Some(run) = runs.next_run() {
            match run {
                ZimRun::Pages(pages, site) => {
                    parse(&Origin::new("fuzz", None), pages, &site, &mut parsed)
                }
                ZimRun::Error(..) => errors += 1,
            }
        }
        Ok(parsed.records.len() + errors)
    }
}
