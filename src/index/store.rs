//! Opening and creating an index folder.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::directory::Directory;
use tantivy::{IndexReader, IndexSettings, ReloadPolicy};

use super::articles::ArticlesComponent;
use super::guard::{Folder, Guard, META, Sealed, segments};
use super::manifest::Manifest;
use super::schema::Fields;
use crate::error::{Damage, Error, ErrorKind, Result};

/// How often opening is tried while a writer replaces the files that are being opened.
const TRIES: usize = 20;

/// How an index is opened.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct OpenOptions {
    /// Reads files into memory instead of mapping them. A [`Searcher`](crate::Searcher) then holds
    /// all of its commit, checked: it gives the same answers whatever happens to the files, where
    /// a mapped file that is cut short ends the process (SIGBUS). Costs reading the index when a
    /// searcher is opened, and its size in memory; searchers of one [`Index`] share the files that
    /// their commits share. Meant for searching: a writer would load what it merges.
    pub in_memory: bool,
}

/// An index folder, opened.
#[derive(Clone)]
pub struct Index {
    pub(crate) dir: PathBuf,
    pub(crate) inner: tantivy::Index,
    pub(crate) fields: Fields,
    pub(crate) guard: Guard,
}

impl Index {
    /// Opens the index in `dir`. Costs a look at each file; what is in them is checked where it is
    /// used.
    ///
    /// # Errors
    /// `User` when there is none, `Corrupt` when it is damaged or was made by other analysis
    /// rules, `Io` when the system refuses.
    pub fn open(dir: impl AsRef<Path>) -> Result<Self> {
        Self::open_with(dir, &OpenOptions::default())
    }

    /// The same, as `options` say.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn open_with(dir: impl AsRef<Path>, options: &OpenOptions) -> Result<Self> {
        let dir = dir.as_ref();
        let manifest = Manifest::read(dir)?;
        let guard = if options.in_memory { Guard::open_in_memory } else { Guard::open };
        Self::open_over(dir, guard(folder(dir)?, &manifest.id).after(manifest.before))
    }

    /// Opens the index whose files `guard` gives.
    pub(super) fn open_over(dir: &Path, guard: Guard) -> Result<Self> {
        trying(dir, &guard, "opening it", || {
            let mut inner = tantivy::Index::open(guard.clone())
                .map_err(|e| Error::tantivy(dir, "opening it", e))?;
            inner.register_plugin(Arc::new(ArticlesComponent));
            guard.check_sizes().map_err(|e| Error::tantivy(dir, "opening it", e.into()))?;
            let fields = Fields::new();
            if inner.schema() != fields.schema {
                let what = "its fields are not those that its manifest promises";
                return Err(Error::corrupt(dir, what));
            }
            Ok(Self { dir: dir.to_path_buf(), inner, fields, guard: guard.clone() })
        })
    }

    /// Opens the index in `dir`, or makes an empty one there if the folder is absent or empty.
    ///
    /// # Errors
    /// As [`open`](Self::open), and `User` when the folder holds other files.
    pub fn open_or_create(dir: impl AsRef<Path>) -> Result<Self> {
        let dir = dir.as_ref();
        if Manifest::exists(dir) {
            return Self::open(dir);
        }
        fs::create_dir_all(dir).map_err(|e| Error::io(dir, e))?;
        refuse_foreign_files(dir)?;
        let id = Manifest::random_id();
        let index = Self::create_over(dir, Guard::create(folder(dir)?, &id))?;
        Manifest::new(id).write(dir)?;
        Ok(index)
    }

    /// The same index for a writer, which reads its files a window at a time: merging would map all
    /// of them.
    pub(super) fn for_writing(&self) -> Result<Self> {
        let guard = Guard::open(folder(&self.dir)?.windowed(), self.guard.id());
        Self::open_over(&self.dir, guard.after(self.guard.before().map(str::to_owned)))
    }

    /// Makes an empty index of which `guard` keeps the files; the manifest is the caller's.
    pub(super) fn create_over(dir: &Path, guard: Guard) -> Result<Self> {
        let fields = Fields::new();
        // tantivy's own store stays empty: articles are in a component of ours.
        let settings =
            IndexSettings { docstore_compress_dedicated_thread: false, ..IndexSettings::default() };
        let inner = tantivy::Index::builder()
            .schema(fields.schema.clone())
            .settings(settings)
            .register_plugin(Arc::new(ArticlesComponent))
            .open_or_create(guard.clone())
            .map_err(|e| Error::tantivy(dir, "creating it", e))?;
        Ok(Self { dir: dir.to_path_buf(), inner, fields, guard })
    }

    /// The folder.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// A reader of the last commit; it stays at that commit until reloaded.
    pub(crate) fn reader(&self) -> Result<IndexReader> {
        trying(&self.dir, &self.guard, "reading it", || {
            self.inner
                .reader_builder()
                .reload_policy(ReloadPolicy::Manual)
                .try_into()
                .map_err(|e| Error::tantivy(&self.dir, "reading it", e))
        })
    }

    /// Does `work`, which opens files of the last commit, and again when a writer replaced that
    /// commit in between.
    pub(crate) fn opening<T>(&self, doing: &str, work: impl Fn() -> Result<T>) -> Result<T> {
        trying(&self.dir, &self.guard, doing, work)
    }

    /// Does some reading of the index, and answers damage with an error even where somebody on the
    /// way panicked over it or swallowed it.
    pub(crate) fn sound<T>(&self, doing: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
        sound(&self.dir, || self.guard.damage(), doing, work)
    }

    /// The same where all files that `work` reads are open. Those in memory are whole, whatever
    /// damage another opening found.
    pub(crate) fn sound_once_open<T>(
        &self,
        doing: &str,
        work: impl FnOnce() -> Result<T>,
    ) -> Result<T> {
        let damage = || self.guard.damage().filter(|_| !self.guard.is_in_memory());
        sound(&self.dir, damage, doing, work)
    }
}

pub(super) fn folder(dir: &Path) -> Result<Folder> {
    Folder::open(dir).map_err(|e| Error::tantivy(dir, "opening the folder", e.into()))
}

pub(super) fn sound<T>(
    dir: &Path,
    damage: impl FnOnce() -> Option<Damage>,
    doing: &str,
    work: impl FnOnce() -> Result<T>,
) -> Result<T> {
    let done = catch_unwind(AssertUnwindSafe(work));
    match (done, damage()) {
        (Ok(Err(error)), _) => Err(error),
        (_, Some(damage)) => Err(Error::damage(dir, &damage)),
        (Ok(done), None) => done,
        (Err(_), None) => {
            let message = format!("{}: {doing}: it panicked", dir.display());
            Err(Error::new(ErrorKind::Internal, message))
        }
    }
}

/// Does `work`, again if it failed while the generation changed below it: a writer may delete the
/// files of the old one between reading their names and opening them.
pub(super) fn trying<T>(
    dir: &Path,
    guard: &Guard,
    doing: &str,
    work: impl Fn() -> Result<T>,
) -> Result<T> {
    let mut tries = 0;
    loop {
        guard.forget_damage();
        let error = match sound(dir, || guard.damage(), doing, &work) {
            Ok(done) => return Ok(done),
            Err(error) => error,
        };
        tries += 1;
        let read = guard.generation();
        let changed = read.is_some()
            && guard.atomic_read(Path::new(META)).is_ok()
            && guard.generation() != read;
        if !changed || tries == TRIES {
            return Err(error);
        }
    }
}

/// An index is made in an absent or empty folder, or in one that holds nothing but a README or
/// what an interrupted creation left.
fn refuse_foreign_files(dir: &Path) -> Result<()> {
    for entry in fs::read_dir(dir).map_err(|e| Error::io(dir, e))? {
        let name = entry.map_err(|e| Error::io(dir, e))?.file_name();
        let name = name.to_string_lossy();
        let harmless = name.starts_with('.') || name == "README.md";
        if name == META && is_unfinished(dir) {
            fs::remove_file(dir.join(META)).map_err(|e| Error::io(dir, e))?;
            continue;
        }
        if !harmless {
            return Err(Error::new(
                ErrorKind::User,
                format!(
                    "{}: holds files that are no index of ours ({name}); name another folder \
                     with -i",
                    dir.display()
                ),
            ));
        }
    }
    Ok(())
}

/// Whether `meta.json` is one of ours, killed before the manifest was written: it names no segment.
/// One that names any, or somebody else's, is not ours to remove.
fn is_unfinished(dir: &Path) -> bool {
    fs::read(dir.join(META))
        .ok()
        .and_then(|content| Sealed::open(META, &content).ok())
        .and_then(|sealed| segments(&sealed.body).ok())
        .is_some_and(|segments| segments.is_empty())
}
