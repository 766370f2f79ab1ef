//! The manifest: what the index was made by, beside tantivy's own files.
//!
//! It is read at every open: an index of another format or of other analysis rules is refused
//! before anything of it is used. It is written when an index is created, and when one of another
//! version takes its place. Then, for a moment, it holds both: which of them counts is decided by
//! the id in `meta.json`, so that one rename goes from the old index to the new one.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::guard::{MANAGED, META, Seal, Sealed, write_atomically};
use super::version::Version;
use crate::error::{Error, ErrorKind, Result};

/// Name of the manifest in an index folder.
pub(crate) const FILE: &str = "demarche.json";

/// What an index was made by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Manifest {
    #[serde(flatten)]
    pub(crate) version: Version,
    /// A random id, which the index's other files carry too: those of another index are known by
    /// it.
    #[serde(default)]
    pub(crate) id: String,
    /// On disk only: what holds instead as soon as `meta.json` has its id. Programs that don't know
    /// it see the old index before that, and a `meta.json` of another index behind it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    next: Option<Box<Manifest>>,
    /// Id of the index that this one took the place of, as long as that is not [`settle`]d.
    #[serde(skip)]
    pub(crate) before: Option<String>,
}

impl Manifest {
    /// The manifest of an index of `id` that this build makes.
    pub(crate) fn new(id: impl Into<String>) -> Self {
        Self { version: Version::current(), id: id.into(), next: None, before: None }
    }

    /// A random id.
    pub(crate) fn random_id() -> String {
        tantivy::index::SegmentId::generate_random().uuid_string()
    }

    fn path(dir: &Path) -> PathBuf {
        dir.join(FILE)
    }

    /// Whether `dir` has a manifest.
    pub(crate) fn exists(dir: &Path) -> bool {
        Self::path(dir).exists()
    }

    /// Whether the manifest of `dir` can be read, whatever made it.
    pub(crate) fn is_readable(dir: &Path) -> bool {
        Self::load(dir).is_some()
    }

    /// The manifest of `dir`, whatever made it; none where there is none or it can't be read.
    pub(crate) fn load(dir: &Path) -> Option<Self> {
        Self::of_any_version(dir).ok()
    }

    /// Writes the manifest so that it is either whole or absent after a crash.
    pub(crate) fn write(&self, dir: &Path) -> Result<()> {
        let path = Self::path(dir);
        let json = serde_json::to_vec_pretty(self)
            .map_err(|e| Error::new(ErrorKind::Internal, format!("manifest: {e}")))?;
        write_atomically(&path, &json)
            .and_then(|()| fs::File::open(dir)?.sync_all())
            .map_err(|e| Error::io(&path, e))
    }

    /// Writes that `next` takes the place of this one as soon as `meta.json` has its id.
    pub(crate) fn announce(&self, next: &Self, dir: &Path) -> Result<()> {
        Self { next: Some(Box::new(next.clone())), ..self.clone() }.write(dir)
    }

    /// Reads the manifest of `dir`, whatever made it.
    pub(crate) fn of_any_version(dir: &Path) -> Result<Self> {
        let path = Self::path(dir);
        let json = match fs::read(&path) {
            Ok(json) => json,
            Err(e) if e.kind() == io::ErrorKind::NotFound => {
                return Err(Error::new(
                    ErrorKind::User,
                    format!(
                        "{}: no index here (no {FILE}); make one with `demarche index -i {} INPUT...`",
                        dir.display(),
                        dir.display()
                    ),
                ));
            }
            Err(e) => return Err(Error::io(&path, e)),
        };
        let mut found: Self = serde_json::from_slice(&json)
            .map_err(|e| Error::corrupt(dir, format!("{FILE}: {e}")))?;
        match found.next.take() {
            Some(next) if meta_id(dir).is_some_and(|id| id == next.id) => {
                Ok(Self { before: Some(found.id), ..*next })
            }
            _ => Ok(found),
        }
    }

    /// Reads the manifest of `dir` and refuses one of another format or other analysis rules.
    pub(crate) fn read(dir: &Path) -> Result<Self> {
        let found = Self::of_any_version(dir)?;
        if found.version.is_current() { Ok(found) } else { Err(found.version.refused(dir)) }
    }

    /// The same, but refuses only one whose stored articles can't be read.
    pub(crate) fn of_readable(dir: &Path) -> Result<Self> {
        let found = Self::of_any_version(dir)?;
        if found.version.is_readable() { Ok(found) } else { Err(found.version.refused(dir)) }
    }
}

/// Id of the index that `meta.json` belongs to; none where it is missing or damaged.
fn meta_id(dir: &Path) -> Option<String> {
    let content = fs::read(dir.join(META)).ok()?;
    Sealed::open(META, &content).ok().map(|sealed| sealed.seal.index)
}

/// Ends the switch from one index to another in `dir`, if one is under way and `meta.json` is
/// already the new one. The caller holds the writer's lock.
pub(super) fn settle(dir: &Path) -> Result<()> {
    match Manifest::load(dir) {
        Some(manifest) if manifest.before.is_some() => {
            write_managed(dir, &manifest.id)?;
            manifest.write(dir)
        }
        _ => Ok(()),
    }
}

/// Writes the list of own files of the index of `id`: those that `meta.json` names, and itself.
pub(super) fn write_managed(dir: &Path, id: &str) -> Result<()> {
    let path = dir.join(META);
    let content = fs::read(&path).map_err(|e| Error::io(&path, e))?;
    let meta = Sealed::open(META, &content).map_err(|damage| Error::damage(dir, &damage))?;
    let names: Vec<&str> = meta.seal.files.keys().map(String::as_str).chain([META]).collect();
    let seal = Seal { index: id.to_owned(), ..Seal::default() };
    let path = dir.join(MANAGED);
    let written = serde_json::to_vec(&names)
        .map_err(io::Error::from)
        .and_then(|names| seal.close(&names))
        .and_then(|content| write_atomically(&path, &content));
    written.map_err(|e| Error::io(&path, e))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seal_meta(dir: &Path, id: &str) {
        let seal = Seal { index: id.to_owned(), ..Seal::default() };
        fs::write(dir.join(META), seal.close(b"{\"segments\":[]}").unwrap()).unwrap();
    }

    #[test]
    fn another_version_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(Manifest::read(dir.path()).unwrap_err().kind(), ErrorKind::User);
        let current = Manifest::new(Manifest::random_id());
        current.write(dir.path()).unwrap();
        assert_eq!(Manifest::read(dir.path()).unwrap(), current);
        let version = Version { analysis: "0".into(), ..current.version.clone() };
        let older = Manifest { version, ..current };
        older.write(dir.path()).unwrap();
        let error = Manifest::read(dir.path()).unwrap_err();
        assert!(error.to_string().contains("reindex needed"), "{error}");
        assert_eq!(Manifest::of_readable(dir.path()).unwrap(), older);
        fs::write(Manifest::path(dir.path()), b"{").unwrap();
        assert_eq!(Manifest::read(dir.path()).unwrap_err().kind(), ErrorKind::Corrupt);
    }

    #[test]
    fn of_two_announced_ones_the_id_in_meta_json_decides() {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path();
        let version = Version { analysis: "0".into(), ..Version::current() };
        let old = Manifest { version, ..Manifest::new("a") };
        let next = Manifest::new("b");
        old.announce(&next, dir).unwrap();
        assert_eq!(Manifest::load(dir), Some(old.clone()), "without meta.json");
        seal_meta(dir, "a");
        assert_eq!(Manifest::load(dir), Some(old.clone()));
        // What a program sees that knows of no announcement.
        let seen: serde_json::Value =
            serde_json::from_slice(&fs::read(Manifest::path(dir)).unwrap()).unwrap();
        assert_eq!((&seen["id"], &seen["analysis"]), (&"a".into(), &"0".into()));
        settle(dir).unwrap();
        assert_eq!(Manifest::load(dir), Some(old), "nothing to settle yet");

        seal_meta(dir, "b");
        let found = Manifest::read(dir).unwrap();
        assert_eq!(found, Manifest { before: Some("a".into()), ..next.clone() });
        settle(dir).unwrap();
        assert_eq!(Manifest::read(dir).unwrap(), next);
        let managed = fs::read(dir.join(MANAGED)).unwrap();
        assert_eq!(Sealed::open(MANAGED, &managed).unwrap().seal.index, "b");
    }
}
