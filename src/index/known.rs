//! Owns what is known of ids without looking at the index: whether one is new, changed or the same.
//! 16 bytes an article.

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use super::articles::ArticleReader;
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

/// Hash of an id to hash of its article.
#[derive(Default)]
pub(crate) struct Known(FxHashMap<u64, u64>);

impl Known {
    /// Of all articles in the last commit of `index`. Costs a pass over its ids.
    pub(crate) fn read(index: &Index) -> Result<Self> {
        let searcher = index.reader()?.searcher();
        let mut known = FxHashMap::default();
        known.reserve(usize::try_from(searcher.num_docs()).unwrap_or(0));
        let failed = |e: tantivy::TantivyError| Error::tantivy(index.dir(), "reading its ids", e);
        for segment in searcher.segment_readers() {
            let hashes = segment.fast_fields().u64("hash").map_err(failed)?;
            let articles = ArticleReader::open(segment).map_err(failed)?;
            for doc in segment.doc_ids_alive() {
                if let Some(hash) = hashes.first(doc) {
                    let id = articles.id(doc).map_err(|e| failed(e.into()))?;
                    known.insert(xxh3_64(id.as_bytes()), hash);
                }
            }
        }
        Ok(Self(known))
    }

    /// How an article of `id` with content `hash` stands to what the index has and what was
    /// claimed.
    pub(crate) fn standing(&self, id: &str, hash: u64) -> Standing {
        match self.0.get(&xxh3_64(id.as_bytes())) {
            None => Standing::New,
            Some(old) if *old == hash => Standing::Unchanged,
            Some(_) => Standing::Changed,
        }
    }

    /// Says that an article of `id` with content `hash` is about to be written; what stands for
    /// this id is from now on this article.
    pub(crate) fn claim(&mut self, id: &str, hash: u64) -> Standing {
        let standing = self.standing(id, hash);
        self.0.insert(xxh3_64(id.as_bytes()), hash);
        standing
    }

    /// Forgets an id; false if it was not known.
    pub(crate) fn remove(&mut self, id: &str) -> bool {
        self.0.remove(&xxh3_64(id.as_bytes())).is_some()
    }
}
