//! The segments whose texts are found in a folder that has lost its `meta.json`.
//!
//! Nobody knows which of them are the last commit. All of them are taken, the oldest first, so that
//! of several articles of an id the latest stays; of each segment the latest list of deletions
//! counts. What was deleted before segments were merged, and what was never committed, may come
//! back. The list of checksums is lost too, but tantivy ends each file in one of its own, and only
//! texts that it is right for are taken.

use std::fs;
use std::io;
use std::path::Path;
use std::time::SystemTime;

use flate2::Crc;
use tantivy::HasLen;
use tantivy::directory::footer::Footer;
use tantivy::directory::{Directory, FileSlice};
use tantivy::fastfield::AliveBitSet;

use super::texts::{Deletions, Texts};
use crate::index::articles::{ArticleReader, EXTENSION, OtherLayout};
use crate::index::guard::Folder;
use crate::index::sweep::is_of_segment;

/// Bytes that are summed at a time.
const PIECE_BYTES: usize = 1 << 20;

/// What is found in a folder.
#[derive(Default)]
pub(super) struct FolderContents {
    /// Names of all files of segments.
    pub(super) files: Vec<String>,
    /// The segments whose texts are whole.
    pub(super) segments: Vec<Texts>,
    /// Their names.
    pub(super) names: Vec<String>,
    /// Names of the segments whose texts are not.
    pub(super) damaged: Vec<String>,
    /// Why texts that are whole can't be read: they are those of another version.
    pub(super) other_layout: Option<io::Error>,
}

impl FolderContents {
    pub(super) fn in_folder(dir: &Path, folder: &Folder) -> io::Result<Self> {
        let mut found = Self::default();
        let mut texts: Vec<(SystemTime, String)> = Vec::new();
        for entry in fs::read_dir(dir)? {
            let entry = entry?;
            let file = entry.file_name().to_string_lossy().into_owned();
            if !is_of_segment(&file) {
                continue;
            }
            if let Some((name, kind)) = file.split_once('.')
                && kind == EXTENSION
            {
                texts.push((entry.metadata()?.modified()?, name.to_owned()));
            }
            found.files.push(file);
        }
        texts.sort();
        for (_, name) in texts {
            match found.segment(folder, &name) {
                Ok(segment) => {
                    found.segments.push(segment);
                    found.names.push(name);
                }
                Err(e) => {
                    found.damaged.push(name);
                    if OtherLayout::of_io(&e).is_some() {
                        found.other_layout = Some(e);
                    }
                }
            }
        }
        Ok(found)
    }

    fn segment(&self, folder: &Folder, name: &str) -> io::Result<Texts> {
        let texts = whole(folder, &format!("{name}.{EXTENSION}"));
        let texts = texts.ok_or_else(|| io::Error::other("its texts are damaged"))?;
        let (articles, count) = ArticleReader::open_found(&texts)?;
        Ok(Texts { count, articles: Some(articles), deletions: self.deletions(folder, name) })
    }

    /// The latest list of deletions of a segment, if it has any.
    fn deletions(&self, folder: &Folder, segment: &str) -> Deletions {
        let opstamp = |file: &&String| {
            let kind = file.strip_prefix(segment)?.strip_prefix('.')?;
            kind.strip_suffix(".del")?.parse::<u64>().ok()
        };
        let Some(latest) =
            self.files.iter().filter(|file| opstamp(file).is_some()).max_by_key(opstamp)
        else {
            return Deletions::None;
        };
        let bytes = whole(folder, latest).and_then(|file| file.read_bytes().ok());
        bytes.map_or(Deletions::Lost, |bytes| Deletions::Known(AliveBitSet::open(bytes)))
    }
}

/// What tantivy wrote to a file, if its checksum is right.
fn whole(folder: &Folder, name: &str) -> Option<FileSlice> {
    let file = folder.open_read(Path::new(name)).ok()?;
    let (footer, body) = Footer::extract_footer(file).ok()?;
    let mut crc = Crc::new();
    for start in (0..body.len()).step_by(PIECE_BYTES) {
        let end = (start + PIECE_BYTES).min(body.len());
        crc.update(&body.read_bytes_slice(start..end).ok()?);
    }
    (crc.sum() == footer.crc).then_some(body)
}
