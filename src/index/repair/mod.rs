//! An index made again from the articles that it stores.
//!
//! The fresh one is built in a folder inside the index folder, its files are moved beside the old
//! ones (names are random, so none meets another), and then `meta.json` is replaced: up to that
//! rename the old index is as it was, behind it the fresh one is complete. Where the manifest must
//! change too, the fresh index has another id, so that a crash between the two files leaves a
//! folder that is refused and can be repaired again.

mod found;
mod named;
mod texts;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tantivy::directory::{Directory, INDEX_WRITER_LOCK};

use self::found::Found;
use self::texts::Texts;
use super::guard::{Guard, MANAGED, META, Seal, Sealed, write_atomically};
use super::manifest::Manifest;
use super::pipeline::{IndexOptions, Progress};
use super::snapshot::{remove_folder, sync_folder};
use super::store::{Index, folder};
use super::sweep::{FRESH, sweep};
use crate::error::{Error, ErrorKind, Result};

/// Where files of an index that could not be saved whole are kept.
const KEPT: &str = ".damaged";

/// What came of a repair.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Repair {
    /// Articles of the index as it is now.
    pub saved: u64,
    /// Ids of articles that are lost, as far as they are known.
    pub lost: Vec<String>,
    /// Lost articles whose ids are lost, too.
    pub lost_unknown: u64,
    /// Articles of segments whose list of deletions is lost: deleted or replaced ones of them may
    /// be back.
    pub maybe_deleted: u64,
    /// Names of the segments that were taken because `meta.json` was lost: articles that were
    /// deleted, or never committed, may be among theirs.
    pub found: Vec<String>,
    /// Those that were not taken, since their texts are damaged.
    pub damaged: Vec<String>,
    /// The folder with the old files, if anything is lost or was guessed.
    pub kept: Option<PathBuf>,
}

impl Repair {
    /// Whether any article is lost.
    #[must_use]
    pub fn loses(&self) -> bool {
        !self.lost.is_empty() || self.lost_unknown > 0 || !self.damaged.is_empty()
    }

    /// Whether nobody knew which segments are the last commit.
    #[must_use]
    pub fn is_guess(&self) -> bool {
        !self.found.is_empty()
    }
}

impl Index {
    /// Makes the index in `dir` again from its stored articles, as far as they are whole. Costs
    /// indexing them, and the size of the index once more on disk while it runs.
    ///
    /// Without a whole `meta.json`, which alone says which files are the last commit, all segments
    /// in the folder whose texts are whole are taken ([`Repair::found`]).
    ///
    /// # Errors
    /// `Corrupt` when `meta.json` is damaged and no texts are found; `Busy` when a writer holds the
    /// index; `Io` when the system refuses.
    pub fn repair(dir: impl AsRef<Path>, options: &IndexOptions) -> Result<Repair> {
        let dir = dir.as_ref();
        let failed = |e| Error::tantivy(dir, "repairing it", e);
        let guard = Guard::salvage(folder(dir)?);
        let lock = guard.acquire_lock(&INDEX_WRITER_LOCK);
        let _lock = lock.map_err(|e| failed(tantivy::TantivyError::LockFailure(e, None)))?;
        let mut repair = Repair::default();
        let Old { id, files, segments } = Old::read(dir, &guard, &mut repair)?;

        let fresh_dir = dir.join(FRESH);
        remove_folder(&fresh_dir)?;
        fs::create_dir_all(&fresh_dir).map_err(|e| Error::io(&fresh_dir, e))?;
        let articles = fresh_dir.join("articles.jsonl");
        texts::write(&segments, &articles, &mut repair).map_err(|e| Error::io(&articles, e))?;
        drop(segments);

        let manifest = Manifest::load(dir);
        let is_same =
            |m: &Manifest| *m == Manifest::new(&*m.id) && id.as_ref().is_none_or(|id| m.id == *id);
        let id = manifest.filter(is_same).map_or_else(Manifest::random_id, |manifest| manifest.id);
        let fresh = Self::create_over(&fresh_dir, Guard::create(folder(&fresh_dir)?, &id))?;
        // An empty file is no input.
        let any = fs::metadata(&articles).is_ok_and(|file| file.len() > 0);
        let inputs: &[PathBuf] = if any { &[articles] } else { &[] };
        let report = fresh.add(inputs, options, &Progress::default())?;
        if let Some(rejection) = report.rejections.first() {
            let message = format!("{}: a stored article: {rejection}", dir.display());
            return Err(Error::new(ErrorKind::Internal, message));
        }
        drop(fresh);
        repair.saved = move_in(dir, &fresh_dir, &id)?;
        // What was guessed can be looked into later.
        if repair.loses() || repair.is_guess() {
            repair.kept = Some(keep(dir, &files)?);
        }
        remove_folder(&fresh_dir)?;
        let index = Self::open(dir)?;
        sweep(&index);
        sync_folder(dir)?;
        Ok(repair)
    }
}

/// The damaged index.
struct Old {
    /// Its id; none if that is lost.
    id: Option<String>,
    /// Names of its files.
    files: Vec<String>,
    segments: Vec<Texts>,
}

impl Old {
    fn read(dir: &Path, guard: &Guard, repair: &mut Repair) -> Result<Self> {
        let damage = match read_meta(dir)? {
            Ok(Seal { index, files }) => {
                let segments = named::segments(guard);
                let segments = segments.map_err(|e| Error::tantivy(dir, "repairing it", e))?;
                return Ok(Self { id: Some(index), files: files.into_keys().collect(), segments });
            }
            Err(damage) => damage,
        };
        let found = Found::in_folder(dir, &folder(dir)?).map_err(|e| Error::io(dir, e))?;
        let Found { files, segments, names, damaged } = found;
        if segments.is_empty() {
            let what = format!("{damage}; no whole texts of articles are there without it");
            return Err(Error::corrupt(&dir.join(META), what));
        }
        (repair.found, repair.damaged) = (names, damaged);
        Ok(Self { id: None, files, segments })
    }
}

/// The seal of `meta.json`, or what is wrong with it.
fn read_meta(dir: &Path) -> Result<std::result::Result<Seal, String>> {
    let path = dir.join(META);
    match fs::read(&path) {
        Ok(content) => Ok(Sealed::open(META, &content)
            .map(|sealed| sealed.seal)
            .map_err(|damage| damage.to_string())),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(Err("it is missing".to_owned())),
        Err(e) => Err(Error::io(&path, e)),
    }
}

/// Moves the files of the fresh index in and switches to it; returns its number of articles.
fn move_in(dir: &Path, fresh_dir: &Path, id: &str) -> Result<u64> {
    let path = fresh_dir.join(META);
    let content = fs::read(&path).map_err(|e| Error::io(&path, e))?;
    let fresh = Sealed::open(META, &content).map_err(|damage| Error::damage(dir, &damage))?;
    for name in fresh.seal.files.keys() {
        fs::rename(fresh_dir.join(name), dir.join(name))
            .map_err(|e| Error::io(&dir.join(name), e))?;
    }
    sync_folder(dir)?;
    // An index of the same id and manifest stays readable throughout.
    if Manifest::load(dir).is_none_or(|manifest| manifest != Manifest::new(id)) {
        Manifest::new(id).write(dir)?;
    }
    let names: Vec<&str> = fresh.seal.files.keys().map(String::as_str).chain([META]).collect();
    let seal = Seal { index: id.to_owned(), ..Seal::default() };
    let write = || -> io::Result<()> {
        write_atomically(&dir.join(MANAGED), &seal.close(&serde_json::to_vec(&names)?)?)?;
        write_atomically(&dir.join(META), &content)
    };
    write().map_err(|e| Error::io(&dir.join(META), e))?;
    sync_folder(dir)?;
    let segments = super::guard::segments(&fresh.body).unwrap_or_default();
    Ok(segments.iter().map(super::guard::SegmentLine::articles).sum())
}

/// Puts the files of the old index aside; those that are there.
fn keep(dir: &Path, files: &[String]) -> Result<PathBuf> {
    let kept = (0..)
        .map(|n| dir.join(if n == 0 { KEPT.to_owned() } else { format!("{KEPT}-{n}") }))
        .find(|path| !path.exists())
        .unwrap_or_else(|| dir.join(KEPT));
    fs::create_dir_all(&kept).map_err(|e| Error::io(&kept, e))?;
    for name in files {
        match fs::rename(dir.join(name), kept.join(name)) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => {
                return Err(Error::io(&kept.join(name), e));
            }
            _ => {}
        }
    }
    Ok(kept)
}
