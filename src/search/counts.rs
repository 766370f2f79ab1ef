//! What an index holds, counted.

use std::collections::BTreeMap;

use serde::Serialize;

use super::commit::Commit;
use crate::analysis;
use crate::error::{Error, Result};

/// Articles, segments and bytes of an index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IndexStats {
    /// Articles.
    pub articles: u64,
    /// Articles by language code.
    pub languages: BTreeMap<&'static str, u64>,
    /// Segments.
    pub segments: usize,
    /// Bytes of all files in use.
    pub bytes: u64,
    /// Bytes by kind of file: `art` (articles), `idx` (postings), `pos` (positions), `term`
    /// (dictionaries), `fast` (columns), `fieldnorm` (lengths), `del` (deletions).
    pub parts: BTreeMap<String, u64>,
    /// The rules that its terms were made by.
    pub analysis: String,
}

/// Counts what the index holds.
///
/// # Errors
/// `Corrupt` when the list of files can't be read.
pub(super) fn of(commit: &Commit) -> Result<IndexStats> {
    let index = commit.index();
    let languages: BTreeMap<_, _> =
        commit.articles().into_iter().map(|(lang, count)| (lang.code(), count)).collect();
    let metas = index
        .inner
        .load_metas()
        .map_err(|e| Error::tantivy(index.dir(), "reading meta.json", e))?;
    let mut parts: BTreeMap<String, u64> = BTreeMap::new();
    for file in metas.list_segment_files() {
        let kind = file.extension().map(|e| e.to_string_lossy().into_owned());
        if let (Some(kind), Ok(meta)) = (kind, std::fs::metadata(index.dir().join(&file))) {
            *parts.entry(kind).or_default() += meta.len();
        }
    }
    Ok(IndexStats {
        articles: languages.values().sum(),
        languages,
        segments: commit.segments().len(),
        bytes: parts.values().sum(),
        parts,
        analysis: analysis::version(),
    })
}
