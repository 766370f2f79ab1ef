//! A file of which each block is checked before the first byte of it is used.

use std::fmt;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tantivy::HasLen;
use tantivy::directory::{FileHandle, OwnedBytes};
use xxhash_rust::xxh3::xxh3_64;

use super::sums::{BLOCK_BYTES, Sums};
use crate::error::Damage;

/// What is known of a file, shared by all that read it in this process.
#[derive(Debug)]
pub(crate) struct Known {
    pub(crate) sums: Sums,
    /// A bit for each block that was checked.
    checked: Vec<AtomicU64>,
    /// The file in memory, while somebody holds it; see `loaded`.
    pub(super) loaded: Mutex<Weak<OwnedBytes>>,
}

impl Known {
    pub(crate) fn new(sums: Sums) -> Self {
        let words = sums.blocks.len().div_ceil(64);
        let checked = (0..words).map(|_| AtomicU64::new(0)).collect();
        Self { sums, checked, loaded: Mutex::default() }
    }

    /// Whether `bytes` are block number `block` of `file`, whose checksum is `expected`.
    pub(super) fn check(
        file: &Path,
        block: usize,
        bytes: &[u8],
        expected: u64,
    ) -> Result<(), Damage> {
        let found = xxh3_64(bytes);
        if found == expected {
            return Ok(());
        }
        let start = block * BLOCK_BYTES;
        Err(Damage {
            file: file.to_path_buf(),
            place: format!("bytes {start} to {}", start + bytes.len()),
            expected: format!("checksum {expected:016x}"),
            found: format!("{found:016x}"),
        })
    }

    fn is_checked(&self, block: usize) -> bool {
        let word = self.checked.get(block / 64).map_or(0, |word| word.load(Ordering::Relaxed));
        word & (1 << (block % 64)) != 0
    }

    fn set_checked(&self, block: usize) {
        if let Some(word) = self.checked.get(block / 64) {
            word.fetch_or(1 << (block % 64), Ordering::Relaxed);
        }
    }
}

/// The first damage that was found, so that nobody on the way can swallow it.
#[derive(Debug, Default)]
pub(crate) struct FirstDamage(Mutex<Option<Damage>>);

impl FirstDamage {
    /// Remembers `damage` and gives it as an error.
    pub(crate) fn report(&self, damage: Damage) -> io::Error {
        let mut first = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        first.get_or_insert_with(|| damage.clone());
        io::Error::new(io::ErrorKind::InvalidData, damage)
    }

    pub(crate) fn first(&self) -> Option<Damage> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn forget(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// A file that is checked as it is read.
pub(crate) struct Verified {
    pub(crate) file: PathBuf,
    pub(crate) inner: Arc<dyn FileHandle>,
    pub(crate) known: Arc<Known>,
    pub(crate) found: Arc<FirstDamage>,
}

impl Verified {
    fn check_block(&self, block: usize, expected: u64) -> io::Result<()> {
        let start = block * BLOCK_BYTES;
        let range = start..(start + BLOCK_BYTES).min(self.len());
        let bytes = self.inner.read_bytes(range)?;
        let checked = Known::check(&self.file, block, &bytes, expected);
        checked.map_err(|damage| self.found.report(damage))?;
        self.known.set_checked(block);
        Ok(())
    }
}

impl FileHandle for Verified {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        if range.end > self.len() || range.start > range.end {
            return Err(self.found.report(Damage {
                file: self.file.clone(),
                place: format!("bytes {} to {}", range.start, range.end),
                expected: "a place in the file".to_owned(),
                found: format!("{} bytes in all", self.len()),
            }));
        }
        let first = range.start / BLOCK_BYTES;
        let behind = range.end.div_ceil(BLOCK_BYTES);
        for (block, sum) in self.known.sums.blocks.iter().enumerate().take(behind).skip(first) {
            if !self.known.is_checked(block) {
                self.check_block(block, *sum)?;
            }
        }
        self.inner.read_bytes(range)
    }
}

impl HasLen for Verified {
    fn len(&self) -> usize {
        self.inner.len()
    }
}

impl fmt::Debug for Verified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Verified({})", self.file.display())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "f.idx";

    /// Two blocks and a piece of a third, with a bit flipped in the byte at `flipped`.
    fn file(flipped: Option<usize>) -> Verified {
        let mut content: Vec<u8> = (0..BLOCK_BYTES * 2 + 17).map(|n| (n % 251) as u8).collect();
        let known = Arc::new(Known::new(Sums::of(&content)));
        if let Some(byte) = flipped.and_then(|at| content.get_mut(at)) {
            *byte ^= 4;
        }
        let inner = Arc::new(OwnedBytes::new(content));
        Verified { file: FILE.into(), inner, known, found: Arc::default() }
    }

    #[test]
    fn what_is_whole_is_given() {
        let whole = file(None);
        assert_eq!(whole.len(), BLOCK_BYTES * 2 + 17);
        for range in [0..0, 5..9, BLOCK_BYTES - 1..BLOCK_BYTES + 1, 0..whole.len()] {
            let bytes = whole.read_bytes(range.clone()).unwrap();
            assert!(bytes.iter().zip(range.clone()).all(|(byte, at)| *byte == (at % 251) as u8));
            assert_eq!(bytes.len(), range.len());
        }
        assert_eq!(whole.found.first(), None);
    }

    #[test]
    fn a_damaged_block_gives_no_byte_and_the_others_theirs() {
        let (second, third) = (BLOCK_BYTES, BLOCK_BYTES * 2);
        for (flipped, block) in
            [(3, 0..second), (second, second..third), (third + 16, third..third + 17)]
        {
            let bad = file(Some(flipped));
            for start in [0, second, third] {
                let range = start..start + 1;
                let expected = !block.contains(&start);
                assert_eq!(bad.read_bytes(range).is_ok(), expected, "{flipped}: byte {start}");
            }
            for _ in 0..2 {
                let last = block.end - 1..block.end;
                assert!(bad.read_bytes(last).is_err(), "it must not count as checked");
            }
            let damage = bad.found.first().unwrap();
            assert_eq!(damage.file, Path::new(FILE));
            assert_eq!(damage.place, format!("bytes {} to {}", block.start, block.end));
            assert!(bad.read_bytes(0..bad.len()).is_err());
            bad.found.forget();
            assert_eq!(bad.found.first(), None);
        }
    }

    #[test]
    fn a_range_outside_the_file_is_damage() {
        let whole = file(None);
        let len = whole.len();
        #[expect(clippy::reversed_empty_ranges, reason = "what a damaged offset may ask for")]
        for range in [0..len + 1, len + 1..len + 1, 9..8] {
            assert!(whole.read_bytes(range.clone()).is_err(), "{range:?}");
            assert!(whole.found.first().unwrap().found.contains(&len.to_string()));
        }
        assert_eq!(whole.read_bytes(len..len).unwrap().len(), 0);
    }

    #[test]
    fn each_block_is_checked_by_itself_once() {
        // More than a word of bits.
        let content = vec![7; BLOCK_BYTES * 130];
        let known = Known::new(Sums::of(&content));
        for block in [0, 63, 64, 129] {
            assert!(!known.is_checked(block));
            known.set_checked(block);
            let checked: Vec<usize> = (0..130).filter(|block| known.is_checked(*block)).collect();
            assert_eq!(checked.last(), Some(&block));
        }
        assert_eq!((0..130).filter(|block| known.is_checked(*block)).count(), 4);
        let whole = file(None);
        whole.read_bytes(BLOCK_BYTES..BLOCK_BYTES + 1).unwrap();
        let checked: Vec<bool> = (0..3).map(|block| whole.known.is_checked(block)).collect();
        assert_eq!(checked, [false, true, false], "no block but that which was asked for");
        assert_eq!(format!("{whole:?}"), "Verified(f.idx)");
    }
}
