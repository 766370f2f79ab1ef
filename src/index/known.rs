//! Owns what is known of ids without looking at the index: whether one is new, changed or the same.
//! The ids and some 25 bytes an article.

use super::articles::ArticleReader;
use super::ids::Ids;
use super::store::Index;
use crate::error::{Error, Result};

/// What is known of an id: whether it is new, changed or unchanged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// No article of that id.
    New,
    /// One with other content.
    Changed,
    /// One with the same content.
    Unchanged,
}

/// The hash of its article by id.
#[derive(Default)]
pub(crate) struct Known(Ids);

impl Known {
    /// Of all articles in the last commit of `index`. Costs a pass over its ids.
    pub(crate) fn read(index: &Index) -> Result<Self> {
        let searcher = index.reader()?.searcher();
        let mut known = Ids::default();
        known.reserve(usize::try_from(searcher.num_docs()).unwrap_or(0));
        let failed = |e: tantivy::TantivyError| Error::tantivy(index.dir(), "reading its ids", e);
        for segment in searcher.segment_readers() {
            let hashes = segment.fast_fields().u64("hash").map_err(failed)?;
            let articles = ArticleReader::open(segment).map_err(failed)?;
            for doc in segment.doc_ids_alive() {
                if let Some(hash) = hashes.first(doc) {
                    let id = articles.id(doc).map_err(|e| failed(e.into()))?;
                    known.insert(id, hash);
                }
            }
        }
        Ok(Self(known))
    }

    /// How an article of `id` with content `hash` stands to what the index has and what was
    /// claimed.
    pub(crate) fn standing(&self, id: &str, hash: u64) -> Standing {
        match self.0.get(id) {
            None => Standing::New,
            Some(old) if old == hash => Standing::Unchanged,
            Some(_) => Standing::Changed,
        }
    }

    /// Says that an article of `id` with content `hash` is about to be written; what stands for
    /// this id is from now on this article.
    pub(crate) fn claim(&mut self, id: &str, hash: u64) -> Standing {
        let standing = self.standing(id, hash);
        self.0.insert(id, hash);
        standing
    }

    /// Forgets an id; false if it was not known.
    pub(crate) fn remove(&mut self, id: &str) -> bool {
        self.0.remove(id)
    }
}
