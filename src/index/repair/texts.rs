//! The texts of segments, written out as far as they are whole.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use tantivy::DocId;
use tantivy::fastfield::AliveBitSet;

use super::Repair;
use crate::index::articles::ArticleReader;

/// The texts of one segment.
pub(super) struct Texts {
    /// Articles that it has, deleted ones included.
    pub(super) count: DocId,
    /// None when nothing of them can be read.
    pub(super) articles: Option<ArticleReader>,
    pub(super) deletions: Deletions,
}

/// Which articles of a segment are deleted.
pub(super) enum Deletions {
    None,
    Known(AliveBitSet),
    /// There were some, nobody knows which.
    Lost,
}

impl Deletions {
    fn has(&self, doc: DocId) -> bool {
        matches!(self, Self::Known(alive) if alive.is_deleted(doc))
    }
}

/// Writes every article of `segments` that is whole and not deleted to `to`, one a line, and counts
/// the others.
pub(super) fn write(segments: &[Texts], to: &Path, repair: &mut Repair) -> io::Result<()> {
    let mut out = io::BufWriter::new(fs::File::create(to)?);
    for Texts { count, articles, deletions } in segments {
        if matches!(deletions, Deletions::Lost) {
            repair.maybe_deleted += u64::from(*count);
        }
        for doc in (0..*count).filter(|doc| !deletions.has(*doc)) {
            match articles.as_ref().and_then(|articles| stored(articles, doc)) {
                Some(json) => writeln!(out, "{json}")?,
                None => match articles.as_ref().and_then(|articles| articles.id_if_whole(doc)) {
                    Some(id) => repair.lost.push(id),
                    None => repair.lost_unknown += 1,
                },
            }
        }
    }
    out.into_inner().map_err(io::IntoInnerError::into_error).map(drop)
}

/// The JSON of a stored article, if it is whole.
fn stored(articles: &ArticleReader, doc: DocId) -> Option<String> {
    serde_json::to_string(&articles.article(doc).ok()?).ok()
}
