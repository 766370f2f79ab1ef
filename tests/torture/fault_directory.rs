//! A `Directory` in memory that fails one call, or every call from one on.

use std::fmt;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, Directory, DirectoryLock, FileHandle, Lock, RamDirectory, TerminatingWrite,
    WatchCallback, WatchHandle, WritePtr,
};

/// What may fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Call {
    OpenWrite,
    Write,
    Sync,
    AtomicWrite,
    SyncFolder,
    Delete,
    OpenRead,
    AtomicRead,
}

impl Call {
    pub(super) const ALL: [Self; 8] = [
        Self::OpenWrite,
        Self::Write,
        Self::Sync,
        Self::AtomicWrite,
        Self::SyncFolder,
        Self::Delete,
        Self::OpenRead,
        Self::AtomicRead,
    ];
}

struct Fault {
    call: Call,
    /// Calls of that kind that still succeed.
    left: AtomicU64,
    for_ever: bool,
    armed: AtomicBool,
    struck: AtomicBool,
}

#[derive(Clone)]
pub(super) struct FaultDirectory {
    pub(super) inner: RamDirectory,
    fault: Arc<Fault>,
}

impl FaultDirectory {
    /// Fails the call number `at`, or all from it on.
    pub(super) fn new(inner: RamDirectory, call: Call, at: u64, for_ever: bool) -> Self {
        let (left, armed, struck) =
            (AtomicU64::new(at), AtomicBool::new(false), AtomicBool::new(false));
        Self { inner, fault: Arc::new(Fault { call, left, for_ever, armed, struck }) }
    }

    /// From here on calls count.
    pub(super) fn arm(&self) {
        self.fault.armed.store(true, Ordering::SeqCst);
    }

    pub(super) fn has_struck(&self) -> bool {
        self.fault.struck.load(Ordering::SeqCst)
    }

    fn may_fail(&self, call: Call) -> io::Result<()> {
        let fault = &self.fault;
        if call != fault.call || !fault.armed.load(Ordering::SeqCst) {
            return Ok(());
        }
        let step = |left: u64| left.checked_sub(1);
        if fault.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, step).is_ok() {
            return Ok(());
        }
        if fault.struck.swap(true, Ordering::SeqCst) && !fault.for_ever {
            return Ok(());
        }
        // No space left on device.
        Err(io::Error::from_raw_os_error(28))
    }
}

impl Directory for FaultDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let failed = |e| OpenReadError::wrap_io_error(e, path.to_path_buf());
        self.may_fail(Call::OpenRead).map_err(failed)?;
        self.inner.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.may_fail(Call::Delete).map_err(|e| DeleteError::IoError {
            io_error: Arc::new(e),
            filepath: path.to_path_buf(),
        })?;
        self.inner.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.inner.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let failed = |e| OpenWriteError::wrap_io_error(e, path.to_path_buf());
        self.may_fail(Call::OpenWrite).map_err(failed)?;
        let inner = self.inner.open_write(path)?;
        Ok(BufWriter::new(Box::new(Writer { inner, directory: self.clone() })))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let failed = |e| OpenReadError::wrap_io_error(e, path.to_path_buf());
        self.may_fail(Call::AtomicRead).map_err(failed)?;
        self.inner.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, content: &[u8]) -> io::Result<()> {
        self.may_fail(Call::AtomicWrite)?;
        self.inner.atomic_write(path, content)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.may_fail(Call::SyncFolder)?;
        self.inner.sync_directory()
    }

    fn acquire_lock(&self, _: &Lock) -> Result<DirectoryLock, LockError> {
        Ok(DirectoryLock::from(Box::new(())))
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.inner.watch(callback)
    }
}

impl fmt::Debug for FaultDirectory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FaultDirectory")
    }
}

struct Writer {
    inner: WritePtr,
    directory: FaultDirectory,
}

impl Write for Writer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.directory.may_fail(Call::Write)?;
        self.inner.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl TerminatingWrite for Writer {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        self.directory.may_fail(Call::Sync)?;
        self.inner.flush()?;
        self.inner.terminate_ref(token)
    }
}
