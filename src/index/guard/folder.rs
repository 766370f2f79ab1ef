//! A folder as tantivy's `Directory`: mapped files, and what its own one lacks.
//!
//! Files replaced as a whole have the rights that the umask gives, not those of a secret, so that
//! other users can search; and opening for search works where nothing can be written.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tantivy::directory::error::{
    DeleteError, LockError, OpenDirectoryError, OpenReadError, OpenWriteError,
};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, Lock, META_LOCK, MmapDirectory, WatchCallback,
    WatchHandle, WritePtr,
};

use super::windowed::Windowed;

/// What the names of temporary files begin with; tantivy's own ones do too.
pub(crate) const TEMPORARY: &str = ".tmp";

/// Replaces the file at `path` so that it has the old or the new content, never less, after a
/// crash. The new name is durable once the folder is synced.
pub(crate) fn write_atomically(path: &Path, content: &[u8]) -> io::Result<()> {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let name = format!("{TEMPORARY}-{name}-{}-{number}", std::process::id());
    let temporary = path.with_file_name(name);
    let written = || -> io::Result<()> {
        let mut file = fs::File::create(&temporary)?;
        file.write_all(content)?;
        file.sync_all()?;
        fs::rename(&temporary, path)
    };
    written().inspect_err(|_| {
        // What is left of it is swept when a writer opens the index.
        let _ = fs::remove_file(&temporary);
    })
}

/// The folder of an index.
#[derive(Debug, Clone)]
pub(crate) struct Folder {
    path: PathBuf,
    inner: MmapDirectory,
    /// Whether large files are read a window at a time instead of being mapped.
    windowed: bool,
}

/// Endings of files that merging reads from end to end, piece by piece. The others are small, or
/// taken as a whole.
const READ_THROUGH: [&str; 3] = ["idx", "pos", "art"];

impl Folder {
    pub(crate) fn open(path: &Path) -> Result<Self, OpenDirectoryError> {
        let inner = MmapDirectory::open(path)?;
        Ok(Self { path: path.to_path_buf(), inner, windowed: false })
    }

    /// The same for a writer, which reads to merge.
    pub(crate) fn windowed(self) -> Self {
        Self { windowed: true, ..self }
    }
}

impl Directory for Folder {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let ending = path.extension().and_then(|ending| ending.to_str());
        if !self.windowed || !ending.is_some_and(|ending| READ_THROUGH.contains(&ending)) {
            return self.inner.get_file_handle(path);
        }
        match Windowed::open(&self.path.join(path)) {
            Ok(file) => Ok(Arc::new(file)),
            Err(e) if e.kind() == io::ErrorKind::NotFound => {
                Err(OpenReadError::FileDoesNotExist(path.to_path_buf()))
            }
            Err(e) => Err(OpenReadError::wrap_io_error(e, path.to_path_buf())),
        }
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.inner.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.inner.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.inner.open_write(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.inner.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, content: &[u8]) -> io::Result<()> {
        write_atomically(&self.path.join(path), content)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.inner.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        match self.inner.acquire_lock(lock) {
            // A reader takes this lock so that no file goes away while it opens them. Where it may
            // not write, it opens without the lock and tries again if a file went away.
            Err(LockError::IoError(e))
                if lock.filepath == META_LOCK.filepath
                    && matches!(
                        e.kind(),
                        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem
                    ) =>
            {
                Ok(DirectoryLock::from(Box::new(())))
            }
            other => other,
        }
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.inner.watch(callback)
    }
}
