//! A file read into memory whole and checked there: what happens to it later is not seen.

use std::path::Path;
use std::sync::{Arc, PoisonError};

use tantivy::directory::OwnedBytes;

use super::sums::BLOCK_BYTES;
use super::verified::Known;
use crate::error::Damage;

impl Known {
    /// The content of `file`: that which somebody holds already, or what `read` gives, checked
    /// block by block. It goes away with the last who holds it.
    pub(super) fn load<E>(
        &self,
        file: &Path,
        read: impl FnOnce() -> Result<Vec<u8>, E>,
        damaged: impl FnOnce(Damage) -> E,
    ) -> Result<Arc<OwnedBytes>, E> {
        // Held while it is read: who else wants the file would read it too.
        let mut loaded = self.loaded.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bytes) = loaded.upgrade() {
            return Ok(bytes);
        }
        let bytes = read()?;
        self.check_all(file, &bytes).map_err(damaged)?;
        let bytes = Arc::new(OwnedBytes::new(bytes));
        *loaded = Arc::downgrade(&bytes);
        Ok(bytes)
    }

    fn check_all(&self, file: &Path, bytes: &[u8]) -> Result<(), Damage> {
        if bytes.len() as u64 != self.sums.bytes {
            return Err(Damage {
                file: file.to_path_buf(),
                place: String::new(),
                expected: format!("{} bytes", self.sums.bytes),
                found: format!("{} bytes", bytes.len()),
            });
        }
        let blocks = bytes.chunks(BLOCK_BYTES).zip(&self.sums.blocks).enumerate();
        for (number, (block, expected)) in blocks {
            Self::check(file, number, block, *expected)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::sums::Sums;
    use super::*;

    #[test]
    fn a_file_is_read_once_while_it_is_held_and_checked_whole() {
        let content: Vec<u8> = (0..BLOCK_BYTES * 2 + 17).map(|n| (n % 251) as u8).collect();
        let known = Known::new(Sums::of(&content));
        let load = |read: &dyn Fn() -> Vec<u8>| {
            known.load(Path::new("f"), || Ok(read()), |damage| damage.to_string())
        };
        let held = load(&|| content.clone()).unwrap();
        let again = load(&|| unreachable!("it is in memory")).unwrap();
        assert!(Arc::ptr_eq(&held, &again) && *again.as_slice() == *content);
        drop((held, again));
        for (at, place) in [(0, "bytes 0 to 65536"), (BLOCK_BYTES * 2, "bytes 131072 to 131089")] {
            let mut bad = content.clone();
            bad[at] ^= 1;
            let error = load(&|| bad.clone()).unwrap_err();
            assert!(error.contains(place), "{error}");
        }
        let cut = load(&|| content[..BLOCK_BYTES].to_vec()).unwrap_err();
        assert_eq!(cut, "expected 131089 bytes, found 65536 bytes");
        assert!(load(&|| content.clone()).is_ok(), "an error is not kept");
    }
}
