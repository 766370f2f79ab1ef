//! What fuzz targets reach that users do not.

#[cfg(feature = "zim")]
use std::io::{self, Cursor};

pub use crate::formats::mediawiki::{langlinks, site, wikidump, wikitext};
pub use crate::formats::{html, markdown, plain};
pub use crate::text::encoding::decode;
pub use crate::text::page::Page;

#[cfg(feature = "zim")]
use crate::{
    formats::zim::{ZimRun, ZimRuns, parse},
    limits::Limits,
    origin::Origin,
    parsed::Parsed,
};

/// Reads a ZIM file; gives how many articles and rejections are in it.
#[cfg(feature = "zim")]
pub fn read_zim(file: &[u8]) -> io::Result<usize> {
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
