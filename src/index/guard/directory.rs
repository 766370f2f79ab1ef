//! The `Directory` that sums what is written, seals it, and checks what is read.

use std::collections::HashMap;
use std::fmt;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, Directory, DirectoryLock, FileHandle, Lock, OwnedBytes, TerminatingWrite,
    WatchCallback, WatchHandle, WritePtr,
};

use super::seal::{MANAGED, META, Seal, Sealed, SegmentLine, segments};
use super::sums::Summing;
use super::verified::{FirstDamage, Known, Verified};
use crate::error::Damage;

/// How an index is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// It is there and must be whole.
    Open,
    /// It is being made.
    Create,
    /// It is damaged: what is whole is wanted, whatever its id.
    Salvage,
}

/// A checked and sealed `Directory`.
#[derive(Clone)]
pub(crate) struct Guard {
    inner: Box<dyn Directory>,
    shared: Arc<Shared>,
}

struct Shared {
    mode: Mode,
    /// Id of the index.
    id: String,
    /// Id of the index that it took the place of, whose `.managed.json` may still be there.
    before: Option<String>,
    /// Whether files are read into memory instead of being mapped.
    loads: bool,
    files: RwLock<Files>,
    found: Arc<FirstDamage>,
}

type Table = HashMap<PathBuf, Arc<Known>>;

/// The files that may be read.
#[derive(Default)]
struct Files {
    /// Checksum of the last `meta.json` that was read or written.
    generation: Option<u64>,
    /// Those that it names.
    current: Table,
    /// Those that the one before it names: another thread may be opening them.
    previous: Table,
    /// Those written here that no generation names yet.
    written: Table,
}

impl Files {
    fn get(&self, path: &Path) -> Option<Arc<Known>> {
        let tables = [&self.current, &self.written, &self.previous];
        tables.iter().find_map(|table| table.get(path)).map(Arc::clone)
    }

    fn set_generation(&mut self, seal: Seal, generation: u64) {
        if self.generation == Some(generation) {
            return;
        }
        let named = seal.files.into_iter().map(|(name, sums)| {
            let path = PathBuf::from(name);
            // Blocks that were checked stay checked.
            let known = self.get(&path).filter(|known| known.sums == sums);
            (path, known.unwrap_or_else(|| Arc::new(Known::new(sums))))
        });
        let named: Table = named.collect();
        self.written.retain(|path, _| !named.contains_key(path));
        self.previous = std::mem::replace(&mut self.current, named);
        self.generation = Some(generation);
    }
}

impl Guard {
    /// Over the files of the index of `id`, which is there.
    pub(crate) fn open(inner: impl Into<Box<dyn Directory>>, id: &str) -> Self {
        Self::new(inner.into(), id, Mode::Open, false)
    }

    /// The same, but each file is read into memory and checked whole when it is opened, and stays
    /// there as long as somebody has it open.
    pub(crate) fn open_in_memory(inner: impl Into<Box<dyn Directory>>, id: &str) -> Self {
        Self::new(inner.into(), id, Mode::Open, true)
    }

    /// Over the files of an index that is being made.
    pub(crate) fn create(inner: impl Into<Box<dyn Directory>>, id: &str) -> Self {
        Self::new(inner.into(), id, Mode::Create, false)
    }

    /// Over the files of a damaged index: its id may be another and `.managed.json` lost.
    pub(crate) fn salvage(inner: impl Into<Box<dyn Directory>>) -> Self {
        Self::new(inner.into(), "", Mode::Salvage, false)
    }

    fn new(inner: Box<dyn Directory>, id: &str, mode: Mode, loads: bool) -> Self {
        let (files, found) = (RwLock::default(), Arc::default());
        let (id, before) = (id.to_owned(), None);
        Self { inner, shared: Arc::new(Shared { mode, id, before, loads, files, found }) }
    }

    /// The same where the index took the place of the one of `id`, if of any; before its first use.
    pub(crate) fn after(mut self, id: Option<String>) -> Self {
        if let Some(shared) = Arc::get_mut(&mut self.shared) {
            shared.before = id;
        }
        self
    }

    /// Id of the index that this one took the place of.
    pub(crate) fn before(&self) -> Option<&str> {
        self.shared.before.as_deref()
    }

    /// Id of the index.
    pub(crate) fn id(&self) -> &str {
        &self.shared.id
    }

    /// Whether files are in memory: then what was opened is whole and stays so.
    pub(crate) fn is_in_memory(&self) -> bool {
        self.shared.loads
    }

    /// The first damage that was found since [`forget_damage`](Self::forget_damage).
    pub(crate) fn damage(&self) -> Option<Damage> {
        self.shared.found.first()
    }

    /// Forgets what was found, before something is tried again.
    pub(crate) fn forget_damage(&self) {
        self.shared.found.forget();
    }

    /// The checksum of the last generation that was read or written.
    pub(crate) fn generation(&self) -> Option<u64> {
        self.read(|files| files.generation)
    }

    /// Whether the last generation that was read or written names a file.
    pub(crate) fn is_current(&self, path: &Path) -> bool {
        self.read(|files| files.current.contains_key(path))
    }

    /// Whether all files of the generation are there and have the size that they must have. Costs
    /// a mapping for each file.
    pub(crate) fn check_sizes(&self) -> io::Result<()> {
        let files: Vec<PathBuf> = self.read(|files| files.current.keys().cloned().collect());
        for path in files {
            self.known(&path).and_then(|known| self.map(&path, &known)).map_err(|e| match e {
                OpenReadError::IoError { io_error, .. } => {
                    let damage = Damage::of_io(&io_error).cloned();
                    damage.map_or_else(
                        || {
                            io::Error::new(
                                io_error.kind(),
                                format!("{}: {io_error}", path.display()),
                            )
                        },
                        |damage| io::Error::new(io::ErrorKind::InvalidData, damage),
                    )
                }
                other => io::Error::other(other),
            })?;
        }
        Ok(())
    }

    /// What is known of a file that may be read.
    fn known(&self, path: &Path) -> Result<Arc<Known>, OpenReadError> {
        self.read(|files| files.get(path)).ok_or_else(|| {
            let found = "no such file there";
            self.damaged(path, "to be in the list of files in meta.json", found)
        })
    }

    /// A file of the right size, mapped.
    fn map(&self, path: &Path, known: &Known) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let file = self.inner.get_file_handle(path).map_err(|e| self.missing(path, known, e))?;
        if file.len() as u64 != known.sums.bytes {
            let expected = format!("{} bytes", known.sums.bytes);
            return Err(self.damaged(path, &expected, format!("{} bytes", file.len())));
        }
        Ok(file)
    }

    /// A whole file, in memory.
    fn load(&self, path: &Path, known: &Known) -> Result<Arc<OwnedBytes>, OpenReadError> {
        // Read, not mapped: the name says how such files are written.
        let read = || self.inner.atomic_read(path).map_err(|e| self.missing(path, known, e));
        known.load(path, read, |damage| {
            OpenReadError::wrap_io_error(self.shared.found.report(damage), path.to_path_buf())
        })
    }

    fn missing(&self, path: &Path, known: &Known, error: OpenReadError) -> OpenReadError {
        match error {
            OpenReadError::FileDoesNotExist(_) => {
                let expected = format!("{} bytes", known.sums.bytes);
                self.damaged(path, &expected, "it is missing")
            }
            other => other,
        }
    }

    fn read<T>(&self, look: impl FnOnce(&Files) -> T) -> T {
        look(&self.shared.files.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn change<T>(&self, change: impl FnOnce(&mut Files) -> T) -> T {
        change(&mut self.shared.files.write().unwrap_or_else(PoisonError::into_inner))
    }

    fn damaged(&self, path: &Path, expected: &str, found: impl Into<String>) -> OpenReadError {
        let damage = Damage {
            file: path.to_path_buf(),
            place: String::new(),
            expected: expected.to_owned(),
            found: found.into(),
        };
        OpenReadError::wrap_io_error(self.shared.found.report(damage), path.to_path_buf())
    }

    fn seal_of(&self, body: &[u8]) -> io::Result<Seal> {
        let segments = segments(body)?;
        let owned = |path: &PathBuf| {
            let name = path.to_string_lossy();
            segments.iter().any(|segment: &SegmentLine| segment.owns(&name))
        };
        let files = self.read(|files| {
            let all = files.current.iter().chain(&files.written).chain(&files.previous);
            all.filter(|(path, _)| owned(path))
                .map(|(path, known)| (path.to_string_lossy().into_owned(), known.sums.clone()))
                .collect()
        });
        Ok(Seal { index: self.shared.id.clone(), files })
    }
}

impl Directory for Guard {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let known = self.known(path)?;
        if self.shared.loads {
            return Ok(self.load(path, &known)?);
        }
        let inner = self.map(path, &known)?;
        let (file, found) = (path.to_path_buf(), Arc::clone(&self.shared.found));
        Ok(Arc::new(Verified { file, inner, known, found }))
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.change(|files| {
            files.written.remove(path);
            files.previous.remove(path);
        });
        self.inner.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.inner.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let inner = match self.inner.open_write(path) {
            // A commit that failed left it: the one after it may come to the same name.
            Err(OpenWriteError::FileAlreadyExists(_)) if !self.is_current(path) => {
                let failed = |e: DeleteError| {
                    OpenWriteError::wrap_io_error(io::Error::other(e), path.to_path_buf())
                };
                self.inner.delete(path).map_err(failed)?;
                self.inner.open_write(path)?
            }
            opened => opened?,
        };
        let summing = Some(Summing::new());
        let writer = SumWriter { path: path.to_path_buf(), inner, summing, guard: self.clone() };
        Ok(BufWriter::new(Box::new(writer)))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let name = path.to_string_lossy();
        let mode = self.shared.mode;
        if name != META && name != MANAGED {
            return self.inner.atomic_read(path);
        }
        let content = match self.inner.atomic_read(path) {
            Err(OpenReadError::FileDoesNotExist(_)) if mode == Mode::Open => {
                return Err(self.damaged(path, "to be there", "it is missing"));
            }
            other => other?,
        };
        let sealed = Sealed::open(&name, &content);
        let usable = match (&sealed, mode) {
            (Ok(_), Mode::Salvage) | (_, Mode::Open) => true,
            (Ok(sealed), Mode::Create) => sealed.seal.index == self.shared.id,
            (Err(_), _) => false,
        };
        if name == MANAGED && !usable {
            // A list of another time is none; what it named is swept.
            return Err(OpenReadError::FileDoesNotExist(path.to_path_buf()));
        }
        let sealed = sealed.map_err(|damage| {
            let error = self.shared.found.report(damage);
            OpenReadError::wrap_io_error(error, path.to_path_buf())
        })?;
        let is_own = sealed.seal.index == self.shared.id
            || name == MANAGED && self.before() == Some(&sealed.seal.index);
        if mode != Mode::Salvage && !is_own {
            let expected = format!("a file of index {}", self.shared.id);
            return Err(self.damaged(path, &expected, format!("one of {}", sealed.seal.index)));
        }
        if name == META {
            self.change(|files| files.set_generation(sealed.seal, sealed.checksum));
        }
        Ok(sealed.body)
    }

    fn atomic_write(&self, path: &Path, body: &[u8]) -> io::Result<()> {
        let name = path.to_string_lossy();
        if name != META && name != MANAGED {
            return self.inner.atomic_write(path, body);
        }
        if name == MANAGED {
            let seal = Seal { index: self.shared.id.clone(), ..Seal::default() };
            return self.inner.atomic_write(path, &seal.close(body)?);
        }
        let seal = self.seal_of(body)?;
        let content = seal.close(body)?;
        self.inner.atomic_write(path, &content)?;
        self.inner.sync_directory()?;
        let generation = Sealed::open(&name, &content).map_err(io::Error::other)?.checksum;
        self.change(|files| files.set_generation(seal, generation));
        Ok(())
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.inner.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        self.inner.acquire_lock(lock)
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.inner.watch(callback)
    }
}

impl fmt::Debug for Guard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Guard({:?})", self.inner)
    }
}

/// Sums what is written to a file, and makes it known once the file is whole.
struct SumWriter {
    path: PathBuf,
    inner: WritePtr,
    /// None once it is finished.
    summing: Option<Summing>,
    guard: Guard,
}

impl Write for SumWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        if let (Some(summing), Some(bytes)) = (&mut self.summing, bytes.get(..written)) {
            summing.update(bytes);
        }
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl TerminatingWrite for SumWriter {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        self.inner.terminate_ref(token)?;
        if let Some(summing) = self.summing.take() {
            let known = Arc::new(Known::new(summing.finish()));
            self.guard.change(|files| files.written.insert(self.path.clone(), known));
        }
        Ok(())
    }
}
