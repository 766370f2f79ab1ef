//! The texts of segments, taken as far as they are whole.

use tantivy::DocId;
use tantivy::fastfield::AliveBitSet;

use super::outcome::Repair;
use crate::index::articles::ArticleReader;
use demarche_formats::Article;

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

/// Every article of `segments` that is whole and not deleted; the others are counted when they
/// would come.
pub(super) fn whole<'a>(
    segments: &'a [Texts],
    repair: &'a mut Repair,
) -> impl Iterator<Item = Article> + 'a {
    for segment in segments.iter().filter(|segment| matches!(segment.deletions, Deletions::Lost)) {
        repair.maybe_deleted += u64::from(segment.count);
    }
    let docs = segments.iter().flat_map(|segment| {
        let docs = (0..segment.count).filter(|doc| !segment.deletions.has(*doc));
        docs.map(move |doc| (segment.articles.as_ref(), doc))
    });
    docs.filter_map(|(articles, doc)| {
        let article = articles.and_then(|articles| articles.article(doc).ok());
        if article.is_none() {
            match articles.and_then(|articles| articles.id_if_whole(doc)) {
                Some(id) => repair.lost.push(id),
                None => repair.lost_unknown += 1,
            }
        }
        article
    })
}
