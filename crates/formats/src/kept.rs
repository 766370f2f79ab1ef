//! Owns what a run finds out before its first article and would have to read for again after a
//! kill: redirects of a dump, links between languages. It lies beside the index until the run ends.
//!
//! A file has the run, the input that it is of, the value, and a checksum of all before. One that
//! was cut by a kill, that another run left or that can't be written is as none: that costs time
//! alone.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;
use xxhash_rust::xxh3::{Xxh3Default, xxh3_64};

/// What is kept.
#[derive(Debug, Clone, Copy)]
pub(super) enum What {
    /// Redirects of one input, the last one of which they were read.
    Redirects,
    /// Links between languages.
    LangLinks,
}

impl What {
    const ALL: [Self; 2] = [Self::Redirects, Self::LangLinks];

    fn file(self, folder: &Path) -> PathBuf {
        folder.join(match self {
            Self::Redirects => "redirects.kept",
            Self::LangLinks => "langlinks.kept",
        })
    }
}

/// Bytes before the value, and of the checksum behind it.
const HEAD_BYTES: usize = 16;
const SUM_BYTES: usize = 8;

/// What the run `run` keeps in `folder`.
#[derive(Debug)]
pub(super) struct Kept {
    folder: PathBuf,
    run: u64,
}

impl Kept {
    pub(super) fn new(folder: &Path, run: u64) -> Self {
        Self { folder: folder.to_path_buf(), run }
    }

    fn head(&self, input: u64) -> [u8; HEAD_BYTES] {
        let mut head = [0; HEAD_BYTES];
        let (run, of) = head.split_at_mut(HEAD_BYTES / 2);
        run.copy_from_slice(&self.run.to_le_bytes());
        of.copy_from_slice(&input.to_le_bytes());
        head
    }

    /// What was kept of the input number `input`. Has the file and the value in memory at once.
    pub(super) fn load<T: DeserializeOwned>(&self, what: What, input: u64) -> Option<T> {
        let bytes = fs::read(what.file(&self.folder)).ok()?;
        let (sealed, sum) = bytes.split_last_chunk::<SUM_BYTES>()?;
        let value = sealed.strip_prefix(&self.head(input))?;
        let is_whole = xxh3_64(sealed) == u64::from_le_bytes(*sum);
        is_whole.then(|| postcard::from_bytes(value).ok()).flatten()
    }

    /// Keeps a value in the place of the last one.
    pub(super) fn store<T: Serialize>(&self, what: What, input: u64, value: &T) {
        let file = what.file(&self.folder);
        if self.write(&file, input, value).is_err() {
            let _ = fs::remove_file(file);
        }
    }

    fn write<T: Serialize>(&self, file: &Path, input: u64, value: &T) -> io::Result<()> {
        let file = BufWriter::new(File::create(file)?);
        let mut summing = Summing { inner: file, sum: Xxh3Default::new() };
        summing.write_all(&self.head(input))?;
        let mut summing = postcard::to_io(value, summing).map_err(io::Error::other)?;
        let sum = summing.sum.digest();
        summing.inner.write_all(&sum.to_le_bytes())?;
        summing.inner.flush()
    }
}

/// Removes what runs have kept in `folder`.
pub fn clear_kept(folder: &Path) {
    for what in What::ALL {
        // Most often it is not there.
        let _ = fs::remove_file(what.file(folder));
    }
}

/// Takes the checksum of what goes through it.
struct Summing<W> {
    inner: W,
    sum: Xxh3Default,
}

impl<W: Write> Write for Summing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.sum.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_whole_and_of_this_run_is_taken() {
        let dir = tempfile::tempdir().unwrap();
        let (kept, other) = (Kept::new(dir.path(), 7), Kept::new(dir.path(), 8));
        let value = vec![("Посол".to_owned(), 3_u64), ("Embassy".to_owned(), 4)];
        assert_eq!(kept.load::<Vec<(String, u64)>>(What::Redirects, 1), None);
        kept.store(What::Redirects, 1, &value);
        assert_eq!(kept.load(What::Redirects, 1), Some(value.clone()));
        assert_eq!(kept.load::<Vec<(String, u64)>>(What::Redirects, 2), None);
        assert_eq!(kept.load::<Vec<(String, u64)>>(What::LangLinks, 1), None);
        assert_eq!(other.load::<Vec<(String, u64)>>(What::Redirects, 1), None);
        let file = What::Redirects.file(dir.path());
        let whole = fs::read(&file).unwrap();
        for len in 0..whole.len() {
            fs::write(&file, &whole[..len]).unwrap();
            assert_eq!(kept.load::<Vec<(String, u64)>>(What::Redirects, 1), None, "{len} bytes");
            let mut flipped = whole.clone();
            flipped[len] ^= 1;
            fs::write(&file, flipped).unwrap();
            assert_eq!(kept.load::<Vec<(String, u64)>>(What::Redirects, 1), None, "byte {len}");
        }
        kept.store(What::Redirects, 2, &value);
        assert_eq!(kept.load(What::Redirects, 2), Some(value));
        clear_kept(dir.path());
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    }
}
