//! An index made again from the articles that it stores.
//!
//! The fresh one is built in a folder inside the index folder and takes the place of the old one in
//! one step ([`super::switch`]). Where the manifest is lost, a crash within that step leaves a
//! folder that is refused and can be repaired again.

mod found;
mod named;
mod outcome;
mod texts;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tantivy::TantivyError;

use self::found::FolderContents;
pub use self::outcome::Repair;
use self::texts::Texts;
use super::articles::OtherLayout;
use super::guard::{Guard, META, Seal, Sealed};
use super::manifest::{Manifest, settle};
use super::options::IndexOptions;
use super::progress::Progress;
use super::rebuild::rebuild;
use super::store::{Index, folder};
use super::switch::{Switch, tidy, writer_lock};
use crate::error::{Error, ErrorKind, Result};

/// Where files of an index that could not be saved whole are kept.
const KEPT: &str = ".damaged";

impl Index {
    /// Makes the index in `dir` again from its stored articles, as far as they are whole. Costs
    /// indexing them, and the size of the index once more on disk while it runs.
    ///
    /// Without a whole `meta.json`, which alone says which files are the last commit, all segments
    /// in the folder whose texts are whole are taken ([`Repair::found`]).
    ///
    /// An index of another version that [`upgrade`](Self::upgrade) takes becomes one of this
    /// ([`Repair::from`]).
    ///
    /// # Errors
    /// `Corrupt` when `meta.json` is damaged and no texts are found, or when the articles are stored
    /// in a format that this program can't read, and then nothing is changed; `Busy` when a writer holds the
    /// index; `Io` when the system refuses.
    pub fn repair(dir: impl AsRef<Path>, options: &IndexOptions) -> Result<Repair> {
        let dir = dir.as_ref();
        // Of a manifest that is lost or damaged the format is not known; the texts tell it.
        let version = Manifest::load(dir).map(|manifest| manifest.version);
        if let Some(version) = version.as_ref().filter(|version| !version.is_readable()) {
            return Err(version.refused(dir));
        }
        let _lock = writer_lock(dir)?;
        // As far as it can be: an index that is damaged is tidied by its repair.
        let _ = settle(dir);
        let guard = Guard::salvage(folder(dir)?);
        let from = version.filter(|version| !version.is_current());
        let mut repair = Repair { from, ..Repair::default() };
        let Old { id, files, segments } = Old::read(dir, &guard, &mut repair)?;
        let manifest = Manifest::load(dir);
        let is_same =
            |m: &Manifest| m.version.is_current() && id.as_ref().is_none_or(|id| m.id == *id);
        let id = manifest.filter(is_same).map_or_else(Manifest::random_id, |manifest| manifest.id);
        {
            let mut whole = texts::whole(&segments, &mut repair).map(Ok);
            // Nobody asks it to stop.
            rebuild(dir, &id, &mut whole, options, &Progress::default())?;
        }
        drop(segments);
        let switch = Switch::prepare(dir)?;
        repair.saved = switch.articles();
        switch.make()?;
        // What was guessed can be looked into later.
        if repair.loses() || repair.is_guess() {
            repair.kept = Some(keep(dir, &files)?);
        }
        tidy(dir)?;
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
                let segments = segments.map_err(|e| refused(dir, e))?;
                return Ok(Self { id: Some(index), files: files.into_keys().collect(), segments });
            }
            Err(damage) => damage,
        };
        let found = FolderContents::in_folder(dir, &folder(dir)?).map_err(|e| Error::io(dir, e))?;
        let FolderContents { files, segments, names, damaged, other_layout } = found;
        if let Some(e) = other_layout.filter(|_| segments.is_empty()) {
            return Err(refused(dir, e.into()));
        }
        if segments.is_empty() {
            let what = format!("{damage}; no whole texts of articles are there without it");
            return Err(Error::corrupt(&dir.join(META), what));
        }
        (repair.found, repair.damaged) = (names, damaged);
        Ok(Self { id: None, files, segments })
    }
}

/// Why an index can't be repaired at all; nothing was changed.
fn refused(dir: &Path, error: TantivyError) -> Error {
    match &error {
        TantivyError::IoError(e) if OtherLayout::of_io(e).is_some() => {
            let message = format!(
                "{}: reindex needed: {e}; another version of demarche made the index: index your \
                 inputs again into a new folder",
                dir.display()
            );
            Error::new(ErrorKind::Corrupt, message)
        }
        _ => Error::tantivy(dir, "repairing it", error),
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
