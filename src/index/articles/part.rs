//! A part of an `.art` file, in memory or read where it is used.

use std::io;
use std::ops::Range;

use tantivy::HasLen;
use tantivy::directory::{FileSlice, OwnedBytes};

use super::layout;

/// Bytes of a file. What is read often is loaded once; of the rest only what is asked for is
/// touched, so that neither its pages nor its checksums are paid for before.
pub(super) enum Part {
    Loaded(OwnedBytes),
    InFile(FileSlice),
}

impl Part {
    /// Number of bytes.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Loaded(bytes) => bytes.len(),
            Self::InFile(slice) => slice.len(),
        }
    }

    /// Calls `each` with the bytes of `range`.
    pub(super) fn with<T>(
        &self,
        range: Range<usize>,
        each: impl FnOnce(&[u8]) -> T,
    ) -> io::Result<T> {
        let behind = || layout::damaged("a range ends behind its part of the file");
        match self {
            Self::Loaded(bytes) => bytes.get(range).map(each).ok_or_else(behind),
            Self::InFile(slice) if range.start <= range.end && range.end <= slice.len() => {
                Ok(each(&slice.read_bytes_slice(range)?))
            }
            Self::InFile(_) => Err(behind()),
        }
    }

    /// Row `at` of a table whose rows have `bytes` bytes, through `read`.
    pub(super) fn row<T>(
        &self,
        at: usize,
        bytes: usize,
        read: impl FnOnce(&[u8]) -> Option<T>,
    ) -> io::Result<T> {
        let missing = || layout::damaged("a row is not in its table");
        let start = at.checked_mul(bytes).ok_or_else(missing)?;
        let end = start.checked_add(bytes).ok_or_else(missing)?;
        self.with(start..end, read)?.ok_or_else(missing)
    }

    /// The bytes of `range`, which are not copied.
    pub(super) fn slice(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        let whole = range.start <= range.end && range.end <= self.len();
        match self {
            Self::Loaded(bytes) if whole => Ok(bytes.slice(range)),
            Self::InFile(slice) if whole => slice.read_bytes_slice(range),
            _ => Err(layout::damaged("a range ends behind its part of the file")),
        }
    }

    /// All bytes.
    pub(super) fn all(&self) -> io::Result<OwnedBytes> {
        match self {
            Self::Loaded(bytes) => Ok(bytes.clone()),
            Self::InFile(slice) => slice.read_bytes(),
        }
    }
}

impl From<Vec<u8>> for Part {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Loaded(OwnedBytes::new(bytes))
    }
}
