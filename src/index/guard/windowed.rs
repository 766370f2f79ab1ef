//! A file read a window at a time, for who reads it from end to end.
//!
//! Pages of a mapped file count as the process's memory until the system wants them back. Merging
//! reads all postings and texts once, so that mapped they would come to the size of the index.

use std::fmt;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use tantivy::HasLen;
use tantivy::directory::{FileHandle, OwnedBytes};

/// Bytes of a window: a few blocks of which checksums are kept.
const WINDOW_BYTES: usize = 256 << 10;

/// Windows of a file: it may be read at several places in turn, as texts and their table are.
const WINDOWS: usize = 4;

/// An open file and the windows read last.
pub(super) struct Windowed {
    bytes: usize,
    state: Mutex<State>,
}

struct State {
    file: File,
    /// Where each begins, the one used last at the end.
    windows: Vec<(usize, OwnedBytes)>,
}

impl Windowed {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let bytes = usize::try_from(file.metadata()?.len()).map_err(io::Error::other)?;
        Ok(Self { bytes, state: Mutex::new(State { file, windows: Vec::new() }) })
    }
}

impl State {
    fn read(&mut self, range: Range<usize>) -> io::Result<OwnedBytes> {
        let mut bytes = vec![0; range.len()];
        self.file.seek(SeekFrom::Start(range.start as u64))?;
        self.file.read_exact(&mut bytes)?;
        Ok(OwnedBytes::new(bytes))
    }
}

impl FileHandle for Windowed {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if range.len() > WINDOW_BYTES / 2 {
            return state.read(range);
        }
        let holds = |(start, bytes): &(usize, OwnedBytes)| {
            *start <= range.start && range.end <= start + bytes.len()
        };
        let window = match state.windows.iter().position(holds) {
            Some(found) => state.windows.remove(found),
            None => {
                let end = (range.start + WINDOW_BYTES).min(self.bytes).max(range.end);
                let window = (range.start, state.read(range.start..end)?);
                if state.windows.len() == WINDOWS {
                    state.windows.remove(0);
                }
                window
            }
        };
        let bytes = window.1.slice(range.start - window.0..range.end - window.0);
        state.windows.push(window);
        Ok(bytes)
    }
}

impl HasLen for Windowed {
    fn len(&self) -> usize {
        self.bytes
    }
}

impl fmt::Debug for Windowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Windowed({} bytes)", self.bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_range_is_that_of_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("f.pos");
        let content: Vec<u8> = (0..WINDOW_BYTES * 7 + 5).map(|n| (n % 251) as u8).collect();
        std::fs::write(&path, &content).unwrap();
        let file = Windowed::open(&path).unwrap();
        assert_eq!(file.len(), content.len());
        let mut at = 1;
        for n in 0..3000 {
            // Here, there and everywhere, of all lengths.
            at = (at * 7919 + n) % content.len();
            let len = [0, 1, 100, 9000, WINDOW_BYTES / 2, WINDOW_BYTES / 2 + 1, WINDOW_BYTES * 2];
            let end = (at + len[n % len.len()]).min(content.len());
            assert!(*file.read_bytes(at..end).unwrap() == content[at..end], "{at}..{end}");
        }
        let held = file.read_bytes(3..9).unwrap();
        assert!(file.read_bytes(content.len()..content.len() + 1).is_err());
        assert_eq!(*held, content[3..9]);
        assert!(file.state.lock().unwrap().windows.len() <= WINDOWS);
    }
}
