//! Whether the files of an index are whole.

use std::path::PathBuf;

use super::store::Index;
use crate::error::{Error, Result};

/// What a check found.
#[derive(Debug, Clone, Default, serde::Serialize)]
pub struct Check {
    /// Files looked at.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
    /// Files that are missing, cut or changed, with what is wrong.
    pub damaged: Vec<(PathBuf, String)>,
    /// Articles in the index.
    pub articles: u64,
}

impl Index {
    /// Reads every file of the last commit and compares it with its checksum. Costs one reading of
    /// the index.
    ///
    /// # Errors
    /// `Corrupt` when the list of files itself can't be read.
    pub fn check(&self) -> Result<Check> {
        let metas = self
            .inner
            .load_metas()
            .map_err(|e| Error::tantivy(&self.dir, "reading meta.json", e))?;
        let mut check = Check::default();
        for segment in &metas.segments {
            check.articles += u64::from(segment.num_docs());
        }
        let mut files: Vec<PathBuf> = metas.list_segment_files().into_iter().collect();
        files.sort();
        files.iter().for_each(|file| self.check_file(file, &mut check));
        Ok(check)
    }

    fn check_file(&self, file: &std::path::Path, check: &mut Check) {
        let Ok(meta) = std::fs::metadata(self.dir.join(file)) else {
            // A segment without deletes has no file of them, though it may be listed.
            if file.extension().is_none_or(|e| e != "del") {
                check.damaged.push((file.to_path_buf(), "missing".to_owned()));
            }
            return;
        };
        check.files += 1;
        check.bytes += meta.len();
        let sound = self.inner.directory().validate_checksum(file);
        match sound {
            Ok(true) => {}
            Ok(false) => {
                check.damaged.push((file.to_path_buf(), "its checksum does not match".to_owned()));
            }
            Err(e) => check.damaged.push((file.to_path_buf(), e.to_string())),
        }
    }
}
