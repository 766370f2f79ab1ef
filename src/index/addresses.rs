//! Addresses that articles of one run have taken as ids, since they stated none.
//!
//! Two pages may state one address. Across runs the later page is the newer one of the same
//! article; within a run they are two, and the second is kept under a numbered id. A run that is
//! gone on with after a kill must know what was taken before: it is kept beside the index, eight
//! bytes an article behind the key that they are hashed by, and a checkpoint says how much of that
//! counts. Of two addresses with one hash, which nobody can choose without that key, the second
//! would only be numbered: both articles stay.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

use super::ids::IdHasher;
use crate::error::{Error, Result};

/// Name of the file in the index folder.
const FILE: &str = "addresses.kept";

const HASH_BYTES: usize = 8;

/// What was taken.
#[derive(Default)]
pub(super) struct Addresses {
    hasher: IdHasher,
    /// How many articles took each, by hash.
    taken: FxHashMap<u64, u64>,
    /// Those taken since the last commit.
    fresh: Vec<u8>,
    /// How many were taken in all.
    count: u64,
    file: Option<PathBuf>,
}

impl Addresses {
    /// None taken, to be kept in `dir`.
    pub(super) fn new(dir: &Path) -> Self {
        Self { file: Some(dir.join(FILE)), ..Self::default() }
    }

    /// The first `count` that an interrupted run kept in `dir`; `None` where they are not there.
    pub(super) fn load(dir: &Path, count: u64) -> Option<Self> {
        let mut addresses = Self::new(dir);
        if count > 0 {
            let bytes = usize::try_from(count).ok()?.checked_add(1)?.checked_mul(HASH_BYTES)?;
            let kept = fs::read(dir.join(FILE)).ok()?;
            let (rows, []) = kept.get(..bytes)?.as_chunks::<HASH_BYTES>() else { return None };
            let (key, hashes) = rows.split_first()?;
            addresses.hasher = IdHasher::keyed(u64::from_le_bytes(*key));
            for hash in hashes {
                *addresses.taken.entry(u64::from_le_bytes(*hash)).or_default() += 1;
            }
            addresses.count = count;
        }
        Some(addresses)
    }

    /// Takes `id`; the number behind it where others of the run took it before, 2 for the second.
    pub(super) fn take(&mut self, id: &str) -> Option<u64> {
        let hash = self.hasher.hash(id);
        let taken = self.taken.entry(hash).or_default();
        *taken += 1;
        self.count += 1;
        self.fresh.extend(hash.to_le_bytes());
        (*taken > 1).then_some(*taken)
    }

    /// How many were taken.
    pub(super) fn count(&self) -> u64 {
        self.count
    }

    /// Keeps what was taken since the last time, before a commit counts on it.
    ///
    /// # Errors
    /// `Io` when writing fails.
    pub(super) fn keep(&mut self) -> Result<()> {
        match &self.file {
            Some(file) if !self.fresh.is_empty() => {
                self.append(file).map_err(|e| Error::io(file, e))?;
                self.fresh.clear();
            }
            _ => {}
        }
        Ok(())
    }

    fn append(&self, file: &Path) -> io::Result<()> {
        let kept = self.count * HASH_BYTES as u64 - self.fresh.len() as u64;
        let mut file = OpenOptions::new().create(true).append(true).open(file)?;
        if kept == 0 {
            file.set_len(0)?;
            file.write_all(&self.hasher.key().to_le_bytes())?;
        } else {
            // What a killed run wrote behind its last commit goes.
            file.set_len(kept + HASH_BYTES as u64)?;
        }
        file.write_all(&self.fresh)?;
        file.sync_data()
    }

    /// Removes what runs have kept in `dir`.
    pub(super) fn clear(dir: &Path) {
        // Most often it is not there.
        let _ = fs::remove_file(dir.join(FILE));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_kept_counts_up_to_the_commit() {
        let dir = tempfile::tempdir().unwrap();
        let mut addresses = Addresses::new(dir.path());
        assert_eq!(addresses.take("a"), None);
        assert_eq!(addresses.take("b"), None);
        assert_eq!(addresses.take("a"), Some(2));
        addresses.keep().unwrap();
        assert_eq!(addresses.take("a"), Some(3));
        addresses.keep().unwrap();
        // Killed before the second commit.
        let mut again = Addresses::load(dir.path(), 3).unwrap();
        assert_eq!((again.take("a"), again.take("c"), again.count()), (Some(3), None, 5));
        again.keep().unwrap();
        assert_eq!(Addresses::load(dir.path(), 5).unwrap().take("a"), Some(4));
        assert!(Addresses::load(dir.path(), 6).is_none());
        Addresses::clear(dir.path());
        assert!(Addresses::load(dir.path(), 1).is_none());
        assert_eq!(Addresses::load(dir.path(), 0).unwrap().take("a"), None);
    }
}
