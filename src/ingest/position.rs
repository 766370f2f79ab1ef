//! Owns the place of an item among all inputs, and what tells whether inputs are still the same.
//!
//! How inputs are cut depends on their bytes alone, not on threads or on how much a read gives:
//! files come in the order of the command and, below a folder, of their paths; lines are gathered
//! until 256 KiB are full, pages until their texts are; an error is an item like any other. So the
//! same place in the same inputs is the same item.

use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3Default;

use super::walk::Found;

/// A place among inputs, between two items.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Position {
    /// Inputs opened; one more than there are at the end of all.
    pub(super) opened: u64,
    /// Items (units and rejections) taken of the last one opened.
    pub(super) items: u64,
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
