//! Owns the place of an item among all inputs, and what tells whether inputs are still the same.
//!
//! How inputs are cut depends on their bytes alone, not on threads or on how much a read gives:
//! files come in the order of the command and, below a folder, of their paths; lines are gathered
//! until 256 KiB are full, pages until their texts are; an error is an item like any other. So what
//! comes after a place in the same inputs is always the same, cut in the same way.

use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3Default;

use super::walk::Found;

/// A place among inputs, between two items.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// Inputs opened; one more than there are at the end of all.
    pub(super) opened: u64,
    /// Bytes read of the inputs before the one that is open, or of all opened if none is.
    pub(super) bytes_before: u64,
    /// Where in the last one opened; none if nothing more comes of it.
    pub(super) within: Option<Place>,
    /// Redirects of the last one opened whose article did not come up before.
    pub(super) redirects_left: u64,
}

/// A place in a stream, between two items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Place {
    /// Bytes before it, unpacked; of a ZIM file pages.
    pub(super) bytes: u64,
    /// Number of the line that begins there; 0 in dumps.
    pub(super) line: u64,
    /// Where to open the file.
    pub(super) anchor: Anchor,
}

/// A place in a file at which unpacking can begin.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Anchor {
    /// Bytes of the file before it.
    pub(super) packed: u64,
    /// Bytes that these are unpacked.
    pub(super) unpacked: u64,
}

/// A hash of everything that decides how inputs are read.
#[derive(Default)]
pub(super) struct Fingerprint(Xxh3Default);

impl Fingerprint {
    pub(super) fn add(&mut self, text: &(impl AsRef<str> + ?Sized)) {
        let text = text.as_ref();
        self.0.update(&(text.len() as u64).to_le_bytes());
        self.0.update(text.as_bytes());
    }

    pub(super) fn file(&mut self, file: &Found) {
        let path = std::path::absolute(&file.path).unwrap_or_else(|_| file.path.clone());
        let modified = file.modified.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        self.add(&format!("{path:?} {} {} {modified:?}", file.name, file.bytes));
    }

    pub(super) fn finish(&self) -> u64 {
        self.0.digest()
    }
}
