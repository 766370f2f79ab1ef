//! The thread that builds segments, so that the workers go on while one is written.

use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender, SyncSender};
use std::thread::{self, JoinHandle};

use hashbrown::HashTable;
use tantivy::DocId;
use tantivy::index::SegmentMeta;

use super::articles::Packers;
use super::document::IndexDocument;
use super::ids::IdHasher;
use super::outdated::{Generations, Outdated};
use super::schema::Fields;
use super::segment::SegmentWriter;
use super::store::Index;
use crate::error::{Error, ErrorKind, Result};

/// An analyzed article with what is needed to put it in its place.
pub(crate) struct Prepared {
    pub(crate) id: String,
    /// Whether an older article of that id is in the index or was handed over before.
    pub(crate) replaces: bool,
    pub(crate) document: Box<IndexDocument>,
}

/// Calls that wait at most; their bytes are bounded by the writer's budget.
const WAITING_CALLS: usize = 64;

/// A segment that the index has not yet, and what is to be deleted with its coming.
pub(super) struct Built {
    /// None where nothing came but deletions.
    pub(super) segment: Option<SegmentMeta>,
    pub(super) outdated: Option<Outdated>,
}

enum Call {
    Add(Vec<Prepared>),
    Delete(String),
    /// Finishes the segment at hand and hands all over.
    Finish(Sender<Vec<Built>>),
}

/// The thread, to be called.
pub(super) struct Builder {
    calls: Option<SyncSender<Call>>,
    thread: Option<JoinHandle<tantivy::Result<()>>>,
}

impl Builder {
    /// Starts the thread. A segment takes at most about `memory_bytes`, and is finished by
    /// `threads` threads.
    pub(super) fn start(index: &Index, threads: usize, memory_bytes: usize) -> Result<Self> {
        let mut building = Building {
            index: index.inner.clone(),
            fields: index.fields.clone(),
            threads,
            memory_bytes,
            current: None,
            packers: Packers::default(),
            hasher: IdHasher::default(),
            docs: HashTable::new(),
            ids: Vec::new(),
            dead: Vec::new(),
            generation: 0,
            generations: Generations::default(),
            built: Vec::new(),
        };
        let (calls, receiver) = mpsc::sync_channel(WAITING_CALLS);
        let thread = thread::Builder::new()
            .name("demarche-index".to_owned())
            .spawn(move || building.run(&receiver))
            .map_err(|e| Error::new(ErrorKind::Io, format!("starting a thread: {e}")))?;
        Ok(Self { calls: Some(calls), thread: Some(thread) })
    }

    /// Adds articles; those that replace others come after them.
    pub(super) fn add(&mut self, articles: Vec<Prepared>) -> tantivy::Result<()> {
        self.call(Call::Add(articles))
    }

    /// Deletes the article of `id`.
    pub(super) fn delete(&mut self, id: String) -> tantivy::Result<()> {
        self.call(Call::Delete(id))
    }

    /// Everything since the last time, in order.
    pub(super) fn finish(&mut self) -> tantivy::Result<Vec<Built>> {
        let (sender, receiver) = mpsc::channel();
        self.call(Call::Finish(sender))?;
        receiver.recv().map_err(|_| self.failure())
    }

    fn call(&mut self, call: Call) -> tantivy::Result<()> {
        let sent = self.calls.as_ref().map(|calls| calls.send(call));
        if matches!(sent, Some(Ok(()))) { Ok(()) } else { Err(self.failure()) }
    }

    /// Why the thread ended.
    fn failure(&mut self) -> tantivy::TantivyError {
        self.calls = None;
        let ended = self.thread.take().map(JoinHandle::join);
        let why = match ended {
            Some(Ok(Err(error))) => return error,
            Some(Err(_)) => "the thread that builds segments panicked",
            _ => "the thread that builds segments ended early",
        };
        tantivy::TantivyError::SystemError(why.to_owned())
    }
}

impl Drop for Builder {
    fn drop(&mut self) {
        self.calls = None;
        if let Some(thread) = self.thread.take() {
            // Whatever it says, what it was building is not wanted any more.
            drop(thread.join());
        }
    }
}

/// What the thread has.
struct Building {
    index: tantivy::Index,
    fields: Fields,
    threads: usize,
    memory_bytes: usize,
    current: Option<SegmentWriter>,
    /// What was learned of texts, between two segments.
    packers: Packers,
    hasher: IdHasher,
    /// The last article of each id in the segment at hand.
    docs: HashTable<DocId>,
    /// Ids to be deleted in older segments, and articles in this one.
    ids: Vec<String>,
    dead: Vec<DocId>,
    /// Number of the segment at hand.
    generation: u64,
    generations: Generations,
    built: Vec<Built>,
}

impl Building {
    fn run(&mut self, calls: &Receiver<Call>) -> tantivy::Result<()> {
        for call in calls {
            match call {
                Call::Add(articles) => {
                    articles.into_iter().try_for_each(|article| self.add(article))?;
                }
                Call::Delete(id) => self.delete(id),
                Call::Finish(to) => {
                    self.finish()?;
                    // Nobody waits for it after an error.
                    drop(to.send(std::mem::take(&mut self.built)));
                }
            }
        }
        Ok(())
    }

    fn add(&mut self, article: Prepared) -> tantivy::Result<()> {
        let hash = self.hasher.hash(&article.id);
        if article.replaces {
            self.delete(article.id);
        }
        let segment = match &mut self.current {
            Some(segment) => segment,
            none => {
                let packers = std::mem::take(&mut self.packers);
                none.insert(SegmentWriter::create(&self.index, &self.fields, packers)?)
            }
        };
        let doc = segment.add(&article.document)?;
        let hasher = self.hasher;
        self.docs.insert_unique(hash, doc, |doc| hasher.hash(segment.article_id(*doc)));
        let taken = segment.mem_usage() + self.docs.allocation_size();
        if taken >= self.memory_bytes || segment.is_full() {
            self.finish()?;
        }
        Ok(())
    }

    fn delete(&mut self, id: String) {
        if let Some(segment) = &self.current {
            let is_it = |doc: &DocId| segment.article_id(*doc) == id;
            if let Ok(replaced) = self.docs.find_entry(self.hasher.hash(&id), is_it) {
                self.dead.push(replaced.remove().0);
            }
        }
        self.ids.push(id);
    }

    /// Ends the segment at hand, if there is any, with its deletions.
    fn finish(&mut self) -> tantivy::Result<()> {
        if self.current.is_none() && self.ids.is_empty() {
            return Ok(());
        }
        let segment = match self.current.take() {
            None => None,
            Some(segment) => {
                self.generations.insert(segment.id(), self.generation);
                let (meta, packers) = segment.finish(self.threads)?;
                self.packers = packers;
                Some(meta)
            }
        };
        let outdated = (!self.ids.is_empty()).then(|| Outdated {
            id: self.fields.id,
            ids: Arc::new(std::mem::take(&mut self.ids)),
            generation: self.generation,
            docs: Arc::new(std::mem::take(&mut self.dead)),
            generations: self.generations.clone(),
        });
        self.docs = HashTable::new();
        self.generation += 1;
        self.built.push(Built { segment, outdated });
        Ok(())
    }
}
