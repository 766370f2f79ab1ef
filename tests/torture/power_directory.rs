//! A `Directory` in memory that knows what a disk would still have after a power cut.
//!
//! Bytes are durable once their file was synced, names once the folder was. A cut keeps all that
//! is durable; of the rest each piece by itself is kept, lost, cut short or zeroed.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, Directory, DirectoryLock, FileHandle, Lock, OwnedBytes, TerminatingWrite,
    WatchCallback, WatchCallbackList, WatchHandle, WritePtr,
};

use super::Random;

#[derive(Clone, Default)]
struct Inode {
    bytes: Arc<Vec<u8>>,
    /// How many of them are synced.
    synced: usize,
}

#[derive(Clone, Default)]
struct State {
    inodes: Vec<Inode>,
    names: BTreeMap<PathBuf, usize>,
    durable: BTreeMap<PathBuf, usize>,
    /// Batches whose commit has returned.
    acknowledged: u64,
    random: u64,
    /// One in so many operations is followed by a cut; 0 for none.
    every: u64,
    /// What the disk had after each cut.
    cuts: Vec<Cut>,
}

/// What the disk has after a power cut, and how many batches were acknowledged before it.
#[derive(Clone)]
pub(super) struct Cut {
    files: BTreeMap<PathBuf, Arc<Vec<u8>>>,
    pub(super) acknowledged: u64,
}

#[derive(Clone, Default)]
pub(super) struct PowerDirectory(Arc<Mutex<State>>);

impl PowerDirectory {
    /// One in `every` operations is followed by a cut of which [`cuts`](Self::cuts) has the image.
    pub(super) fn new(seed: u64, every: u64) -> Self {
        let state = State { random: seed, every, ..State::default() };
        Self(Arc::new(Mutex::new(state)))
    }

    /// A disk as it was after a cut.
    pub(super) fn after(cut: &Cut) -> Self {
        let directory = Self::default();
        for (at, (path, bytes)) in cut.files.iter().enumerate() {
            let mut state = directory.state();
            state.inodes.push(Inode { bytes: Arc::clone(bytes), synced: bytes.len() });
            state.names.insert(path.clone(), at);
            state.durable.insert(path.clone(), at);
        }
        directory
    }

    pub(super) fn acknowledge(&self) {
        self.state().acknowledged += 1;
    }

    pub(super) fn cuts(&self) -> Vec<Cut> {
        std::mem::take(&mut self.state().cuts)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    /// Changes the disk, and perhaps takes an image of it after a cut.
    fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let mut state = self.state();
        let changed = change(&mut state);
        let mut random = Random(state.random);
        if state.every > 0 && random.next(state.every) == 0 {
            let cut = state.cut(&mut random);
            state.cuts.push(cut);
        }
        state.random = random.0;
        changed
    }
}

impl State {
    fn cut(&self, random: &mut Random) -> Cut {
        let mut files = BTreeMap::new();
        let paths = self.names.keys().chain(self.durable.keys());
        for path in paths {
            // A name that changed since the folder was synced is the old one or the new one.
            let (old, new) = (self.durable.get(path), self.names.get(path));
            let kept = if old == new || random.next(2) == 0 { new } else { old };
            let Some(inode) = kept.map(|at| &self.inodes[*at]) else { continue };
            files.insert(path.clone(), Arc::new(inode.after_cut(random)));
        }
        Cut { files, acknowledged: self.acknowledged }
    }
}

impl Inode {
    fn after_cut(&self, random: &mut Random) -> Vec<u8> {
        let unsynced = self.bytes.len() - self.synced;
        let mut bytes = self.bytes.to_vec();
        match random.next(4) {
            0 => bytes.truncate(self.synced),
            1 => bytes.truncate(self.synced + random.next(unsynced as u64 + 1) as usize),
            2 => bytes[self.synced..].fill(0),
            _ => {}
        }
        bytes
    }
}

fn missing(path: &Path) -> OpenReadError {
    OpenReadError::FileDoesNotExist(path.to_path_buf())
}

impl Directory for PowerDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        Ok(Arc::new(OwnedBytes::new(self.atomic_read(path)?)))
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        let removed = self.change(|state| state.names.remove(path));
        removed.map(|_| ()).ok_or_else(|| DeleteError::FileDoesNotExist(path.to_path_buf()))
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        Ok(self.state().names.contains_key(path))
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let inode = self.change(|state| {
            state.inodes.push(Inode::default());
            state.names.insert(path.to_path_buf(), state.inodes.len() - 1);
            state.inodes.len() - 1
        });
        Ok(BufWriter::new(Box::new(Writer { directory: self.clone(), inode })))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let state = self.state();
        let inode = state.names.get(path).ok_or_else(|| missing(path))?;
        Ok(state.inodes[*inode].bytes.to_vec())
    }

    fn atomic_write(&self, path: &Path, content: &[u8]) -> io::Result<()> {
        self.change(|state| {
            let bytes = Arc::new(content.to_vec());
            state.inodes.push(Inode { bytes, synced: content.len() });
            state.names.insert(path.to_path_buf(), state.inodes.len() - 1);
        });
        Ok(())
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.change(|state| state.durable = state.names.clone());
        Ok(())
    }

    fn acquire_lock(&self, _: &Lock) -> Result<DirectoryLock, LockError> {
        Ok(DirectoryLock::from(Box::new(())))
    }

    fn watch(&self, _: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(WatchCallbackList::default().subscribe(WatchCallback::new(|| {})))
    }
}

impl fmt::Debug for PowerDirectory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PowerDirectory")
    }
}

struct Writer {
    directory: PowerDirectory,
    inode: usize,
}

impl Write for Writer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.directory.change(|state| {
            Arc::make_mut(&mut state.inodes[self.inode].bytes).extend_from_slice(bytes);
        });
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl TerminatingWrite for Writer {
    fn terminate_ref(&mut self, _: AntiCallToken) -> io::Result<()> {
        self.directory.change(|state| {
            let inode = &mut state.inodes[self.inode];
            inode.synced = inode.bytes.len();
        });
        Ok(())
    }
}
