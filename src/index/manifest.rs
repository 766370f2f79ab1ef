//! The manifest: what the index was made by, beside tantivy's own files.
//!
//! It is written once, when an index is created, and read at every open: an index of another
//! format or of other analysis rules is refused before anything of it is used.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::guard::write_atomically;
use crate::analysis;
use crate::error::{Error, ErrorKind, Result};

/// Name of the manifest in an index folder.
pub(crate) const FILE: &str = "demarche.json";

/// Number of the layout of fields and files; raised when an older index can't be read any more.
const FORMAT: u32 = 4;

/// What an index was made by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Manifest {
    /// Layout of fields and files.
    pub(crate) format: u32,
    /// [`analysis::version`].
    pub(crate) analysis: String,
    /// A random id, which the index's other files carry too: those of another index are known by
    /// it.
    #[serde(default)]
    pub(crate) id: String,
}

impl Manifest {
    /// The manifest of an index of `id` that this build makes.
    pub(crate) fn new(id: impl Into<String>) -> Self {
        Self { format: FORMAT, analysis: analysis::version(), id: id.into() }
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

    /// The manifest of `dir`, whatever made it.
    pub(crate) fn load(dir: &Path) -> Option<Self> {
        fs::read(Self::path(dir)).ok().and_then(|json| serde_json::from_slice(&json).ok())
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

    /// Reads the manifest of `dir` and refuses one of another format or other analysis rules.
    pub(crate) fn read(dir: &Path) -> Result<Self> {
        let path = Self::path(dir);
        let json = match fs::read(&path) {
            Ok(json) => json,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
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
        let found: Self = serde_json::from_slice(&json)
            .map_err(|e| Error::corrupt(dir, format!("{FILE}: {e}")))?;
        let expected = Self::new(&*found.id);
        if found != expected {
            return Err(Error::new(
                ErrorKind::Corrupt,
                format!(
                    "{}: reindex needed: the index has format {} and analysis {}, this program \
                     reads format {} and analysis {}; index your inputs again into a new folder",
                    dir.display(),
                    found.format,
                    found.analysis,
                    expected.format,
                    expected.analysis
                ),
            ));
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_version_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(Manifest::read(dir.path()).unwrap_err().kind(), ErrorKind::User);
        let current = Manifest::new(Manifest::random_id());
        current.write(dir.path()).unwrap();
        assert_eq!(Manifest::read(dir.path()).unwrap(), current);
        Manifest { analysis: "0".into(), ..current }.write(dir.path()).unwrap();
        let error = Manifest::read(dir.path()).unwrap_err();
        assert!(error.to_string().contains("reindex needed"), "{error}");
        fs::write(Manifest::path(dir.path()), b"{").unwrap();
        assert_eq!(Manifest::read(dir.path()).unwrap_err().kind(), ErrorKind::Corrupt);
    }
}
