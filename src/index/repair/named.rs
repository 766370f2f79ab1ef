//! The segments of a damaged index whose `meta.json` is whole.

use tantivy::fastfield::AliveBitSet;
use tantivy::index::{Segment, SegmentComponent};

use super::texts::{Deletions, Texts};
use crate::index::articles::{ArticleReader, EXTENSION};
use crate::index::guard::Guard;

/// The segments of the last commit. Articles that may have been replaced come first: a later record
/// of an id replaces an earlier one.
pub(super) fn segments(guard: &Guard) -> tantivy::Result<Vec<Texts>> {
    let segments = tantivy::Index::open(guard.clone())?.searchable_segments()?;
    let mut texts: Vec<Texts> = segments.iter().map(texts).collect();
    texts.sort_by_key(|texts| !matches!(texts.deletions, Deletions::Lost));
    Ok(texts)
}

fn texts(segment: &Segment) -> Texts {
    let count = segment.meta().max_doc();
    let file = segment.open_read(SegmentComponent::Custom(EXTENSION.to_owned())).ok();
    Texts {
        count,
        articles: file.and_then(|file| ArticleReader::open_lazily(&file, count).ok()),
        deletions: deletions(segment).unwrap_or(Deletions::Lost),
    }
}

fn deletions(segment: &Segment) -> tantivy::Result<Deletions> {
    if !segment.meta().has_deletes() {
        return Ok(Deletions::None);
    }
    let bytes = segment.open_read(SegmentComponent::Delete)?.read_bytes()?;
    Ok(Deletions::Known(AliveBitSet::open(bytes)))
}
