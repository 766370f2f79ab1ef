//! Owns the unpacking of bzip2 and zstd by several threads. Does not know what is packed.
//!
//! `cutter` cuts the packed bytes into groups of whole streams, as far as it can tell; worker
//! threads decode groups by `codec`; [`Unpacked`] gives their bytes in the order of the file.
//!
//! 1. What is read is the same with any number of threads, errors and their places included.
//! 2. A worker runs ahead by at most [`MAX_CHUNKS`] of a group, and there are at most
//!    [`Unpacked::depth`] groups, so memory is bounded whatever the input.
//! 3. A group that ends within a stream goes on in the next group: then that one is decoded here,
//!    and what a worker made of it is thrown away. So a false mark costs time and nothing else, and
//!    a file of one long stream is decoded by one thread.
//! 4. Groups go to workers in order, so the group that is waited for is always being decoded.

mod codec;
mod cutter;
mod packing;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::io::{self, Read};
use std::sync::mpsc::{self, Receiver, Sender, SyncSender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use codec::{Decoder, Step};
use cutter::{Cutter, Group};

use super::position::Anchor;

pub(super) use packing::Packing;

/// Bytes unpacked at a time.
const CHUNK_BYTES: usize = 256 << 10;
/// Chunks of one group that wait to be read at most: 4 MiB, three times a usual group of text.
const MAX_CHUNKS: usize = 16;

/// What a worker has to say about a group.
enum Chunk {
    Bytes(Vec<u8>),
    /// The group ends within a stream.
    Unfinished(Box<Decoder>),
    Damaged(io::Error),
    Done,
}

/// Places at which unpacking may begin, in order, of what was unpacked so far. Shared by who unpacks
/// and who reads.
#[derive(Clone, Default)]
pub(super) struct Anchors(Arc<Mutex<VecDeque<Anchor>>>);

impl Anchors {
    fn push(&self, anchor: Anchor) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push_back(anchor);
    }

    /// The last one at or before byte `unpacked`; those before it are forgotten.
    pub(super) fn before(&self, unpacked: u64) -> Anchor {
        let mut anchors = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        while anchors.get(1).is_some_and(|next| next.unpacked <= unpacked) {
            anchors.pop_front();
        }
        anchors.front().filter(|first| first.unpacked <= unpacked).copied().unwrap_or_default()
    }
}

/// A group for a worker, and where its chunks go.
type Job = (Arc<Group>, SyncSender<Chunk>);

/// A group in the order of the file, with what a worker makes of it.
struct Waiting {
    group: Arc<Group>,
    chunks: Option<Receiver<Chunk>>,
}

/// The unpacked bytes of a packed file.
pub(super) struct Unpacked<R> {
    cutter: Cutter<R>,
    packing: Packing,
    workers: usize,
    jobs: Option<Sender<Job>>,
    queue: VecDeque<Waiting>,
    /// Decodes the first group here, if no worker does.
    decoder: Option<Box<Decoder>>,
    /// Bytes of the first group that `decoder` has taken.
    taken: usize,
    chunk: Vec<u8>,
    /// Bytes of `chunk` that were read.
    given: usize,
    /// Bytes unpacked so far, those before the first group included.
    unpacked: u64,
    anchors: Anchors,
    /// What was unpacked before the damage is read first.
    error: Option<io::Error>,
    has_ended: bool,
}

impl<R: Read> Unpacked<R> {
    /// Reads `packed` with up to `workers` threads beside the reading one; with one or none it is
    /// decoded by the reading one. Threads start when there is work for two.
    pub(super) fn new(packed: R, packing: Packing, workers: usize) -> Self {
        Self::at(Anchor::default(), packed, packing, workers)
    }

    /// The same for `packed` that begins at `anchor` of its file.
    pub(super) fn at(anchor: Anchor, packed: R, packing: Packing, workers: usize) -> Self {
        let anchors = Anchors::default();
        anchors.push(anchor);
        Self {
            cutter: Cutter::new(packed, packing, anchor.packed),
            packing,
            workers,
            jobs: None,
            queue: VecDeque::new(),
            decoder: None,
            taken: 0,
            chunk: Vec::new(),
            given: 0,
            unpacked: anchor.unpacked,
            anchors,
            error: None,
            has_ended: false,
        }
    }

    /// Where unpacking may begin: at the first group and at each one that begins between two
    /// streams.
    pub(super) fn anchors(&self) -> Anchors {
        self.anchors.clone()
    }

    /// Groups held at a time: one for each worker, one that waits, one that is read.
    fn depth(&self) -> usize {
        if self.workers > 1 { self.workers + 2 } else { 1 }
    }

    /// Cuts groups and gives them to workers, as many as may be held.
    fn fill(&mut self) -> io::Result<()> {
        while self.queue.len() < self.depth() {
            let Some(group) = self.cutter.next_group()? else { break };
            self.queue.push_back(Waiting { group: Arc::new(group), chunks: None });
        }
        if self.jobs.is_none() && self.queue.len() > 1 {
            self.jobs = start_workers(self.workers);
        }
        let Some(jobs) = &self.jobs else { return Ok(()) };
        let is_begun = self.decoder.is_some();
        for waiting in self.queue.iter_mut().skip(usize::from(is_begun)) {
            if waiting.chunks.is_none() && waiting.group.starts_stream {
                let (sender, receiver) = mpsc::sync_channel(MAX_CHUNKS);
                if jobs.send((Arc::clone(&waiting.group), sender)).is_ok() {
                    waiting.chunks = Some(receiver);
                }
            }
        }
        Ok(())
    }

    /// Brings the next bytes into `chunk`; it stays empty at the end.
    fn next_chunk(&mut self) -> io::Result<()> {
        self.chunk.clear();
        self.given = 0;
        while self.chunk.is_empty() && !self.has_ended {
            if let Some(error) = self.error.take() {
                return Err(error);
            }
            self.fill()?;
            let Some(first) = self.queue.front() else {
                self.has_ended = true;
                return match self.decoder.take() {
                    Some(decoder) if decoder.is_within() => Err(self.cutter.cut_off()),
                    _ => Ok(()),
                };
            };
            match &first.chunks {
                Some(chunks) if self.decoder.is_none() => match chunks.recv() {
                    Ok(Chunk::Bytes(bytes)) => {
                        self.unpacked += bytes.len() as u64;
                        self.chunk = bytes;
                    }
                    Ok(Chunk::Done) => self.end_group(None),
                    Ok(Chunk::Unfinished(decoder)) => self.end_group(Some(decoder)),
                    Ok(Chunk::Damaged(error)) => return Err(error),
                    Err(_) => return Err(io::Error::other("an unpacking thread stopped")),
                },
                _ => self.decode_here(),
            }
        }
        Ok(())
    }

    fn end_group(&mut self, decoder: Option<Box<Decoder>>) {
        let ended = self.queue.pop_front();
        if let (Some(ended), None) = (ended, &decoder) {
            let packed = ended.group.offset + ended.group.bytes.len() as u64;
            self.anchors.push(Anchor { packed, unpacked: self.unpacked });
        }
        self.decoder = decoder;
        self.taken = 0;
    }

    /// Decodes the first group on this thread.
    fn decode_here(&mut self) {
        let mut decoder = match self.decoder.take() {
            Some(decoder) => decoder,
            None => Box::new(Decoder::new(self.packing)),
        };
        let Some(first) = self.queue.front_mut() else { return };
        first.chunks = None;
        self.chunk.reserve_exact(CHUNK_BYTES);
        let step = decoder.decode(&first.group, &mut self.taken, &mut self.chunk);
        self.unpacked += self.chunk.len() as u64;
        match step {
            Ok(Step::Full) => self.decoder = Some(decoder),
            Ok(Step::NeedsMore) => self.end_group(decoder.is_within().then_some(decoder)),
            Err(error) => self.error = Some(error),
        }
    }
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.given == self.chunk.len()
            && let Err(error) = self.next_chunk()
        {
            self.has_ended = true;
            self.queue.clear();
            return Err(error);
        }
        let rest = self.chunk.get(self.given..).unwrap_or_default();
        let len = rest.len().min(into.len());
        if let (Some(from), Some(to)) = (rest.get(..len), into.get_mut(..len)) {
            to.copy_from_slice(from);
        }
        self.given += len;
        Ok(len)
    }
}

/// Starts threads that decode groups until the sender is dropped; `None` if none could start.
fn start_workers(workers: usize) -> Option<Sender<Job>> {
    let (sender, receiver) = mpsc::channel::<Job>();
    let receiver = Arc::new(Mutex::new(receiver));
    let started = (0..workers).filter(|_| {
        let receiver = Arc::clone(&receiver);
        let work = move || {
            loop {
                let job = receiver.lock().map(|jobs| jobs.recv());
                let Ok(Ok((group, chunks))) = job else { return };
                decode_group(&group, &chunks);
            }
        };
        thread::Builder::new().name("demarche-unpack".to_owned()).spawn(work).is_ok()
    });
    (started.count() > 0).then_some(sender)
}

/// Decodes a group from its start, for as long as somebody reads it.
fn decode_group(group: &Group, chunks: &SyncSender<Chunk>) {
    let mut decoder = Box::new(Decoder::new(group.packing));
    let mut taken = 0;
    loop {
        let mut chunk = Vec::with_capacity(CHUNK_BYTES);
        let step = decoder.decode(group, &mut taken, &mut chunk);
        if !chunk.is_empty() && chunks.send(Chunk::Bytes(chunk)).is_err() {
            return;
        }
        let last = match step {
            Ok(Step::Full) => continue,
            Ok(Step::NeedsMore) if decoder.is_within() => Chunk::Unfinished(decoder),
            Ok(Step::NeedsMore) => Chunk::Done,
            Err(error) => Chunk::Damaged(error),
        };
        // Nobody may be there to read it any more.
        let _ = chunks.send(last);
        return;
    }
}
