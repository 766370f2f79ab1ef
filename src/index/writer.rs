//! The one writer of an index, as a state machine.
//!
//! ```text
//!            upsert, delete              commit
//!   Open ───────────────────▶ Dirty ───────────────▶ Open
//!     └──────────── any error ──┴────────────▶ Failed
//! ```
//!
//! Invariants:
//! 1. What `commit` has returned `Ok` for survives a crash: [`super::guard`] syncs the folder after
//!    tantivy's last rename, which tantivy itself does not do.
//! 2. A failed writer refuses everything until the index is opened again: after an error the state
//!    in memory is unknown, and tantivy's writer would lose articles in silence.
//! 3. One id has one article: what replaces another deletes it in the same commit.
//!
//! Segments are built by a thread of ours ([`super::builder`]) or merged ([`super::merge`]), and given
//! to tantivy's writer with a commit; tantivy's own threads have nothing to do.

use std::sync::Arc;
use std::time::Duration;

use tantivy::index::SegmentMeta;
use tantivy::query::Query;
use tantivy::{IndexWriter, TantivyDocument};

use super::budget::Budget;
use super::builder::{Builder, Prepared};
use super::known::Known;
use super::manifest::settle;
use super::merge::merge;
use super::outdated::Merged;
use super::store::Index;
use super::sweep::sweep;
use crate::error::{Error, ErrorKind, Result};

/// What tantivy wants its thread to be promised; that thread gets no documents, and takes nothing.
const TANTIVY_THREAD_BYTES: usize = 20 << 20;

/// How often an index that another holds is tried again, and how long after.
const BUSY_TRIES: u32 = 4;
const BUSY_PAUSE: Duration = Duration::from_millis(10);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Open,
    Dirty,
    Failed,
}

/// Writes to an index; there is one at a time.
pub(crate) struct Writer {
    index: Index,
    inner: IndexWriter,
    builder: Builder,
    known: Known,
    budget: Arc<Budget>,
    threads: usize,
    state: State,
}

impl Writer {
    /// Opens the writer of `index`. A segment is built in about `memory_bytes` and finished or merged
    /// by `threads` threads; `in_flight_bytes` bounds the documents that wait for that.
    ///
    /// # Errors
    /// `Busy` within 50 ms when another writer holds the index.
    pub(crate) fn open(
        index: &Index,
        threads: usize,
        memory_bytes: usize,
        in_flight_bytes: usize,
    ) -> Result<Self> {
        let mut tries = 0;
        let inner: IndexWriter<TantivyDocument> = loop {
            let opened = index.inner.writer_with_num_threads(1, TANTIVY_THREAD_BYTES);
            match opened.map_err(|e| Error::tantivy(index.dir(), "opening its writer", e)) {
                // A process that this one just forked holds its locks too, until it runs its own
                // program.
                Err(e) if e.kind() == ErrorKind::Busy && tries < BUSY_TRIES => {
                    tries += 1;
                    std::thread::sleep(BUSY_PAUSE);
                }
                opened => break opened?,
            }
        };
        // Merges in the background would fight with the run for the processor, and more than once
        // over the same articles; one at the end does.
        inner.set_merge_policy(Box::new(tantivy::merge_policy::NoMergePolicy));
        sweep(index);
        settle(index.dir())?;
        let known = index.sound("reading its ids", || Known::read(index))?;
        Ok(Self {
            index: index.clone(),
            inner,
            builder: Builder::start(index, threads, memory_bytes)?,
            known,
            budget: Budget::new(in_flight_bytes),
            threads,
            state: State::Open,
        })
    }

    /// What the index has and what was claimed.
    pub(crate) fn known(&self) -> &Known {
        &self.known
    }

    /// The same, to claim ids.
    pub(crate) fn known_mut(&mut self) -> &mut Known {
        &mut self.known
    }

    /// Adds or replaces claimed articles, in order. Waits while more bytes are in flight than
    /// allowed.
    pub(crate) fn upsert(&mut self, articles: Vec<Prepared>) -> Result<()> {
        self.refuse_if_failed()?;
        self.state = State::Dirty;
        let mut waiting = Vec::with_capacity(articles.len());
        let mut waiting_bytes = 0;
        for mut article in articles {
            // Charging waits for documents in the queue: what this call holds back must never be
            // what it waits for.
            let bytes = article.document.bytes();
            if waiting_bytes + bytes > self.budget.total() / 4 {
                self.add(std::mem::take(&mut waiting))?;
                waiting_bytes = 0;
            }
            waiting_bytes += bytes;
            article.document.charge(&self.budget);
            waiting.push(article);
        }
        self.add(waiting)
    }

    /// Deletes the article of `id`; false when there is none.
    pub(crate) fn delete(&mut self, id: &str) -> Result<bool> {
        self.refuse_if_failed()?;
        if !self.known.remove(id) {
            return Ok(false);
        }
        self.state = State::Dirty;
        let deleted = self.builder.delete(id.to_owned());
        self.or_failed(deleted, "deleting an article").map(|()| true)
    }

    /// Makes everything since the last commit durable and visible. The note that an interrupted
    /// run left goes with it.
    pub(crate) fn commit(&mut self) -> Result<()> {
        self.refuse_if_failed()?;
        if self.state == State::Open {
            return Ok(());
        }
        self.commit_with(None)
    }

    /// The same even where nothing is new, with a note in the same step, or without any.
    pub(crate) fn commit_with(&mut self, note: Option<&str>) -> Result<()> {
        self.refuse_if_failed()?;
        let built = self.builder.finish();
        for built in self.or_failed(built, "adding articles")? {
            let replaced = built.outdated.map(|outdated| Box::new(outdated) as Box<dyn Query>);
            self.replace(replaced, built.segment)?;
        }
        let committed = self.inner.prepare_commit().and_then(|mut prepared| {
            if let Some(note) = note {
                prepared.set_payload(note);
            }
            prepared.commit()
        });
        self.or_failed(committed, "committing")?;
        self.state = State::Open;
        Ok(())
    }

    /// With the next commit, deletes what `old` finds in the segments so far and adds `new`.
    fn replace(&mut self, old: Option<Box<dyn Query>>, new: Option<SegmentMeta>) -> Result<()> {
        let deleted = old.map(|old| self.inner.delete_query(old));
        self.or_failed(deleted.transpose(), "deleting articles")?;
        let added = new.map(|new| self.inner.add_segment(new));
        self.or_failed(added.transpose(), "adding articles").map(|_| ())
    }

    /// The note of the last commit.
    pub(crate) fn note(&mut self) -> Result<Option<String>> {
        let metas = self.index.inner.load_metas();
        self.or_failed(metas, "reading its last commit").map(|metas| metas.payload)
    }

    /// Merges all segments into one and removes files that nothing uses any more.
    pub(crate) fn merge_all(&mut self) -> Result<()> {
        self.commit()?;
        let segments = self.segments()?;
        let worth_it = segments.len() > 1 || segments.iter().any(SegmentMeta::has_deletes);
        self.merge(if worth_it { segments } else { Vec::new() })
    }

    /// Merges the smallest segments, up to the last one that is at most twice as large as those
    /// before it together.
    ///
    /// A search goes through every segment, so that one at the end of a bulk load is worth its
    /// cost; and an article added to a large index moves only a few others, since after each run
    /// the sizes of the segments at least double from one to the next.
    pub(crate) fn merge_small(&mut self) -> Result<()> {
        let mut segments = self.segments()?;
        segments.sort_by_key(|segment| (segment.num_docs(), segment.id()));
        let (mut articles, mut merged) = (0, 0);
        for (at, segment) in segments.iter().enumerate() {
            let next = u64::from(segment.num_docs());
            if next <= 2 * articles {
                merged = at + 1;
            }
            articles += next;
        }
        segments.truncate(merged);
        self.merge(segments)
    }

    fn segments(&mut self) -> Result<Vec<SegmentMeta>> {
        let segments = self.index.inner.searchable_segment_metas();
        self.or_failed(segments, "listing segments")
    }

    /// Merges segments, if any are given, in a commit that keeps the note; and removes files that
    /// nothing uses any more.
    fn merge(&mut self, segments: Vec<SegmentMeta>) -> Result<()> {
        if !segments.is_empty() {
            let Index { inner, fields, .. } = &self.index;
            let merged = merge(inner, self.index.dir(), fields, &segments, self.threads);
            let merged = self.or_failed(merged, "merging")?;
            let ids = segments.iter().map(SegmentMeta::id).collect();
            // Files are kept for as long as a segment's description is alive.
            drop(segments);
            self.replace(Some(Box::new(Merged(ids))), Some(merged))?;
            let note = self.note()?;
            self.commit_with(note.as_deref())?;
        }
        let collected = self.inner.garbage_collect_files().wait();
        self.or_failed(collected, "removing old files")?;
        Ok(())
    }

    /// Ends tantivy's threads and gives the index back.
    pub(crate) fn close(self) -> Result<()> {
        let dir = self.index.dir().to_path_buf();
        self.inner.wait_merging_threads().map_err(|e| Error::tantivy(&dir, "merging", e))
    }

    fn add(&mut self, articles: Vec<Prepared>) -> Result<()> {
        let added = self.builder.add(articles);
        self.or_failed(added, "adding articles")
    }

    fn or_failed<T>(&mut self, outcome: tantivy::Result<T>, doing: &str) -> Result<T> {
        outcome.map_err(|e| {
            self.state = State::Failed;
            Error::tantivy(self.index.dir(), doing, e)
        })
    }

    fn refuse_if_failed(&self) -> Result<()> {
        if self.state == State::Failed {
            return Err(Error::new(
                ErrorKind::Io,
                format!(
                    "{}: the writer stopped after an error; open the index again to go on from \
                     the last commit",
                    self.index.dir().display()
                ),
            ));
        }
        Ok(())
    }
}
