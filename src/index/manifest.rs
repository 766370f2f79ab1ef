//! The manifest: what the index was made by, beside tantivy's own files.
//!
//! It is written once, when an index is created, and read at every open: an index of another
//! format or of other analysis rules is refused before anything of it is used.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::analysis;
use crate::error::{Error, ErrorKind, Result};

/// Name of the manifest in an index folder.
const FILE: &str = "demarche.json";

/// Number of the layout of fields and files; raised when an older index can't be read any more.
const FORMAT: u32 = 2;

/// What an index was made by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Manifest {
    /// Layout of fields and files.
    pub(crate) format: u32,
    /// [`analysis::version`].
    pub(crate) analysis: String,
}

impl Manifest {
    /// The manifest of an index that this build makes.
    pub(crate) fn current() -> Self {
        Self { format: FORMAT, analysis: analysis::version() }
    }

    fn path(dir: &Path) -> PathBuf {
        dir.join(FILE)
    }

    /// Whether `dir` has a manifest.
    pub(crate) fn exists(dir: &Path) -> bool {
        Self::path(dir).exists()
    }

    /// Writes the manifest so that it is either whole or absent after a crash.
    pub(crate) fn write(&self, dir: &Path) -> Result<()> {
        let path = Self::path(dir);
        let temporary = path.with_extension("tmp");
        let json = serde_json::to_vec_pretty(self)
            .map_err(|e| Error::new(ErrorKind::Internal, format!("manifest: {e}")))?;
        let write = || -> std::io::Result<()> {
            let mut file = fs::File::create(&temporary)?;
            file.write_all(&json)?;
            file.sync_all()?;
            fs::rename(&temporary, &path)?;
            fs::File::open(dir)?.sync_all()
        };
        write().map_err(|e| Error::io(&path, e))
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
        let expected = Self::current();
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
        Manifest::current().write(dir.path()).unwrap();
        assert_eq!(Manifest::read(dir.path()).unwrap(), Manifest::current());
        Manifest { analysis: "0".into(), ..Manifest::current() }.write(dir.path()).unwrap();
        let error = Manifest::read(dir.path()).unwrap_err();
        assert!(error.to_string().contains("reindex needed"), "{error}");
        fs::write(Manifest::path(dir.path()), b"{").unwrap();
        assert_eq!(Manifest::read(dir.path()).unwrap_err().kind(), ErrorKind::Corrupt);
    }
}
