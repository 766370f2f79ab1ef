//! The stored articles of an index, one after the other, also where the index is of an older version.

use std::io;
use std::iter::FusedIterator;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use tantivy::DocId;
use tantivy::directory::{Directory, META_LOCK};
use tantivy::fastfield::AliveBitSet;
use tantivy::index::{Segment, SegmentComponent};

use super::articles::{ArticleReader, EXTENSION};
use super::guard::Guard;
use super::manifest::Manifest;
use super::store::{Index, folder, sound, trying};
use crate::error::{Error, Result};
use demarche_formats::Article;

/// The articles of one commit, as they are stored.
///
/// An iterator that ends with its first error. Commits that come later change nothing in it. It
/// holds some 60 bytes an article and up to 24 MB a segment, however long the articles are; pages of
/// mapped files, which the system takes back when it needs them, come on top.
pub struct Articles {
    dir: PathBuf,
    guard: Guard,
    segments: Vec<ArticleReader>,
    /// Segment and number in it of each article.
    order: Vec<(u32, DocId)>,
    next: usize,
}

impl Index {
    /// All stored articles of the last commit, in ascending order of the bytes of their ids. Costs
    /// the reading of all ids, and then of each article that is taken.
    ///
    /// ```
    /// # use demarche::{Article, Index, IndexOptions, Progress};
    /// # fn main() -> demarche::Result<()> {
    /// # let dir = tempfile::tempdir().unwrap();
    /// # let input = dir.path().join("articles.jsonl");
    /// # std::fs::write(&input, "{\"id\":\"b\",\"title\":\"Посол\"}\n{\"id\":\"a\",\"title\":\"Елші\"}\n").unwrap();
    /// let index = Index::open_or_create(dir.path().join("index"))?;
    /// index.add(&[input], &IndexOptions::default(), &Progress::default())?;
    /// let articles: Vec<Article> = index.articles()?.collect::<demarche::Result<_>>()?;
    /// assert_eq!(articles[0].title, "Елші");
    /// assert_eq!(articles[1].title, "Посол");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// `Corrupt` when files are damaged, `Io` when the system refuses; and so for each article.
    pub fn articles(&self) -> Result<Articles> {
        Articles::open(&self.dir, self.guard.clone())?.by_id()
    }

    /// The same for the index in `dir`, which may also be one that [`upgrade`](Self::upgrade) takes.
    ///
    /// # Errors
    /// The same; `User` when there is no index, and `Corrupt` also when its format is one whose
    /// articles can't be read.
    pub fn articles_in(dir: impl AsRef<Path>) -> Result<Articles> {
        let dir = dir.as_ref();
        let manifest = Manifest::of_readable(dir)?;
        let guard = Guard::open(folder(dir)?, &manifest.id).after(manifest.before);
        Articles::open(dir, guard)?.by_id()
    }
}

impl Articles {
    /// Those of the index in `dir` whose files `guard` gives, in the order in which they are stored.
    pub(super) fn open(dir: &Path, guard: Guard) -> Result<Self> {
        let opened = trying(dir, &guard, "opening its articles", || {
            opened(&guard).map_err(|e| Error::tantivy(dir, "opening its articles", e))
        })?;
        let mut order = Vec::new();
        let mut segments = Vec::with_capacity(opened.len());
        for ((articles, count, alive), number) in opened.into_iter().zip(0_u32..) {
            let is_alive = |doc: &DocId| alive.as_ref().is_none_or(|alive| alive.is_alive(*doc));
            order.extend((0..count).filter(is_alive).map(|doc| (number, doc)));
            segments.push(articles);
        }
        Ok(Self { dir: dir.to_path_buf(), guard, segments, order, next: 0 })
    }

    fn by_id(self) -> Result<Self> {
        let Self { dir, guard, segments, mut order, next } = self;
        let damage = || guard.damage().filter(|_| !guard.is_in_memory());
        sound(&dir, damage, "reading its ids", || {
            let id = |(segment, doc): (u32, DocId)| match segments.get(segment as usize) {
                Some(articles) => articles.id_bytes(doc),
                None => Ok(&[][..]),
            };
            order.iter().try_for_each(|at| id(*at).map(drop)).map_err(|e| failed(&dir, e))?;
            order.par_sort_unstable_by(|a, b| {
                id(*a).unwrap_or_default().cmp(id(*b).unwrap_or_default())
            });
            Ok(())
        })?;
        Ok(Self { dir, guard, segments, order, next })
    }

    /// How many there are in all, those that were taken included.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.order.len() as u64
    }

    fn read(&self, segment: u32, doc: DocId) -> Result<Article> {
        let damage = || self.guard.damage().filter(|_| !self.guard.is_in_memory());
        sound(&self.dir, damage, "reading an article", || {
            let articles = self.segments.get(segment as usize);
            let articles = articles.ok_or_else(|| io::Error::other("there is no such segment"));
            articles.and_then(|articles| articles.article(doc)).map_err(|e| failed(&self.dir, e))
        })
    }
}

impl Iterator for Articles {
    type Item = Result<Article>;

    fn next(&mut self) -> Option<Self::Item> {
        let (segment, doc) = *self.order.get(self.next)?;
        let article = self.read(segment, doc);
        self.next = if article.is_ok() { self.next + 1 } else { self.order.len() };
        Some(article)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.order.len().saturating_sub(self.next);
        (left.min(1), Some(left))
    }
}

impl FusedIterator for Articles {}

fn failed(dir: &Path, error: io::Error) -> Error {
    Error::tantivy(dir, "reading its articles", error.into())
}

/// The articles of a segment, how many there are with deleted ones, and which are not deleted.
type Opened = (ArticleReader, DocId, Option<AliveBitSet>);

/// Opens the articles of all segments; nothing else of them, so that it does not matter what
/// fields they have.
fn opened(guard: &Guard) -> tantivy::Result<Vec<Opened>> {
    // No writer deletes files of an older commit while this is held.
    let _lock =
        guard.acquire_lock(&META_LOCK).map_err(|e| tantivy::TantivyError::LockFailure(e, None))?;
    let segments = tantivy::Index::open(guard.clone())?.searchable_segments()?;
    segments.iter().map(open_segment).collect()
}

fn open_segment(segment: &Segment) -> tantivy::Result<Opened> {
    let count = segment.meta().max_doc();
    let file = segment.open_read(SegmentComponent::Custom(EXTENSION.to_owned()))?;
    let articles = ArticleReader::open_whole(&file, count)?;
    if !segment.meta().has_deletes() {
        return Ok((articles, count, None));
    }
    let deletions = segment.open_read(SegmentComponent::Delete)?.read_bytes()?;
    Ok((articles, count, Some(AliveBitSet::open(deletions))))
}
