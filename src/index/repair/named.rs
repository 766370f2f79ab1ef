//! The segments of a damaged index whose `meta.json` is whole.

use std::io;

use tantivy::fastfield::AliveBitSet;
use tantivy::index::{Segment, SegmentComponent};

use super::texts::{Deletions, Texts};
use crate::index::articles::{ArticleReader, EXTENSION, OtherLayout};
use crate::index::guard::Guard;

/// The segments of the last commit. Articles that may have been replaced come first: a later record
/// of an id replaces an earlier one.
///
/// # Errors
/// Where nothing can be listed, or texts are stored in another layout.
pub(super) fn segments(guard: &Guard) -> tantivy::Result<Vec<Texts>> {
    let segments = tantivy::Index::open(guard.clone())?.searchable_segments()?;
    let mut texts = segments.iter().map(texts).collect::<io::Result<Vec<Texts>>>()?;
    texts.sort_by_key(|texts| !matches!(texts.deletions, Deletions::Lost));
    Ok(texts)
}

fn texts(segment: &Segment) -> io::Result<Texts> {
    let count = segment.meta().max_doc();
    let file = segment.open_read(SegmentComponent::Custom(EXTENSION.to_owned())).ok();
    let articles = match file.map(|file| ArticleReader::open_lazily(&file, count)) {
        Some(Ok(articles)) => Some(articles),
        // The footer is as it was written: nothing is damaged.
        Some(Err(e)) if OtherLayout::of_io(&e).is_some() => return Err(e),
        _ => None,
    };
    Ok(Texts { count, articles, deletions: deletions(segment).unwrap_or(Deletions::Lost) })
}

fn deletions(segment: &Segment) -> tantivy::Result<Deletions> {
    if !segment.meta().has_deletes() {
        return Ok(Deletions::None);
    }
    let bytes = segment.open_read(SegmentComponent::Delete)?.read_bytes()?;
    Ok(Deletions::Known(AliveBitSet::open(bytes)))
}
