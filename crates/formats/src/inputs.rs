//! All inputs of a run, one after the other, as units.

use std::collections::VecDeque;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::format::Format;
use super::formats::{WikiLinks, is_links};
use super::input_format::{Input, Opened};
use super::kept::{Kept, What};
use super::origin::Origin;
use super::position::{self, Place, Position};
use super::rejection::Rejection;
use super::source::{self, Source};
use super::stream::Stream;
use super::unit::Unit;
use super::walk::{self, Found, Unread};
use crate::limits::Limits;

/// How inputs are read.
#[derive(Debug, Clone, Default)]
pub struct InputsOptions {
    /// The format of every input, instead of telling it by content.
    pub format: Option<Format>,
    /// Threads that unpack a file of several streams; the calling one does it with 0 or 1.
    pub jobs: usize,
    /// `langlinks` dumps, which give the articles of dumps their translations. They are also
    /// found among the inputs, where the name has `langlinks` or `.sql` in it.
    pub langlinks: Vec<PathBuf>,
    /// Caps on what is read.
    pub limits: Limits,
}

enum Pending {
    File(Found),
    StandardInput,
    Rejected(Rejection),
}

/// Reads inputs one after the other; an iterator of units and rejections, in order.
pub struct Inputs {
    pending: VecDeque<Pending>,
    stream: Option<Stream>,
    options: InputsOptions,
    bytes_read: Arc<AtomicU64>,
    /// Bytes read of a dump for its redirects, while they are looked for.
    bytes_ahead: Arc<AtomicU64>,
    total_bytes: Option<u64>,
    redirects_unused: u64,
    /// Dumps of links that were not read yet.
    langlinks: Vec<Found>,
    /// Folders of indexes among the inputs, which are left out.
    indexes: Vec<String>,
    has_begun: bool,
    has_ended: bool,
    links: Arc<WikiLinks>,
    /// Inputs opened; one more than there are at the end of all.
    opened: u64,
    /// Where to begin.
    start: Position,
    /// What an earlier start of the same run found out, if this is a run that can be gone on with.
    kept: Option<Kept>,
}

impl Inputs {
    /// Reads `paths`: files, folders, and `-` for standard input. Folders are listed at once.
    #[must_use]
    pub fn new(paths: &[PathBuf], options: InputsOptions) -> Self {
        let mut pending = VecDeque::new();
        let mut total_bytes = Some(0);
        let mut indexes = Vec::new();
        for path in paths {
            if path.as_os_str() == "-" {
                pending.push_back(Pending::StandardInput);
                total_bytes = None;
                continue;
            }
            for found in walk::files(path, &options.limits) {
                pending.push_back(match found {
                    Ok(file) => {
                        total_bytes = total_bytes.map(|total| total + file.bytes);
                        Pending::File(file)
                    }
                    Err(Unread::Rejected(rejection)) => Pending::Rejected(rejection),
                    Err(Unread::Index(folder)) => {
                        indexes.push(folder);
                        continue;
                    }
                });
            }
        }
        let mut langlinks = Vec::new();
        for found in options.langlinks.iter().flat_map(|path| walk::files(path, &options.limits)) {
            match found {
                Ok(file) => {
                    // It may be below an input folder too.
                    let is_same =
                        |input: &Pending| matches!(input, Pending::File(f) if f.path == file.path);
                    if !pending.iter().any(is_same) {
                        total_bytes = total_bytes.map(|total| total + file.bytes);
                    }
                    pending.retain(|input| !is_same(input));
                    langlinks.push(file);
                }
                Err(Unread::Rejected(rejection)) => {
                    pending.push_front(Pending::Rejected(rejection));
                }
                Err(Unread::Index(folder)) => indexes.push(folder),
            }
        }
        Self {
            pending,
            stream: None,
            options,
            bytes_read: Arc::default(),
            bytes_ahead: Arc::default(),
            total_bytes,
            redirects_unused: 0,
            langlinks,
            indexes,
            has_begun: false,
            has_ended: false,
            links: Arc::default(),
            opened: 0,
            start: Position::default(),
            kept: None,
        }
    }

    /// Reads all dumps of links, which must be known before the articles come.
    fn read_langlinks(&mut self) {
        let mut others = VecDeque::new();
        let mut found = std::mem::take(&mut self.langlinks);
        for input in self.pending.drain(..) {
            match input {
                Pending::File(file) if may_be_langlinks(&file) => found.push(file),
                input => others.push_back(input),
            }
        }
        self.pending = others;
        if found.is_empty() {
            return;
        }
        let earlier = self.kept.as_ref().and_then(|kept| kept.load(What::LangLinks, 0));
        let (links, rejections) = match earlier {
            Some(earlier) => {
                let bytes = found.iter().map(|file| file.bytes).sum();
                self.bytes_read.fetch_add(bytes, Ordering::Relaxed);
                earlier
            }
            None => {
                let read = self.links_of(found);
                if let Some(kept) = &self.kept {
                    kept.store(What::LangLinks, 0, &read);
                }
                read
            }
        };
        rejections.into_iter().for_each(|r| self.pending.push_front(Pending::Rejected(r)));
        self.links = Arc::new(links);
    }

    fn links_of(&self, files: Vec<Found>) -> (WikiLinks, Vec<Rejection>) {
        let (mut links, mut rejections) = (WikiLinks::default(), Vec::new());
        for file in files.into_iter().rev() {
            let source = Source::file(&file.path, &self.bytes_read, self.options.jobs);
            let read = source
                .map_err(|e| Rejection::new(&file.name, "", e))
                .and_then(|source| links.read(source, &file.name, &self.options.limits));
            rejections.extend(read.err());
        }
        (links, rejections)
    }

    /// Bytes read so far from disk or standard input, before decompression; goes up as units are
    /// taken.
    #[must_use]
    pub fn bytes_read(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.bytes_read)
    }

    /// Adds the bytes that are read to `count` instead of an own counter; before the first unit.
    /// `ahead` has those that are read of a dump for its redirects, 0 when they are not being read.
    pub fn count_into(&mut self, count: &Arc<AtomicU64>, ahead: &Arc<AtomicU64>) {
        self.bytes_read = Arc::clone(count);
        self.bytes_ahead = Arc::clone(ahead);
    }

    /// What is the same only for the same inputs read in the same way: their paths, sizes, times
    /// of change and what cuts them into units. `None` with standard input, which can't be told
    /// again. Before the first unit.
    pub fn fingerprint(&self) -> Option<u64> {
        let mut print = position::Fingerprint::default();
        print.add(&format!("{:?}", self.options.format));
        print.add(&self.options.limits.article_bytes.to_string());
        for input in &self.pending {
            match input {
                Pending::StandardInput => return None,
                Pending::File(file) => print.file(file),
                Pending::Rejected(rejection) => print.add(&rejection.to_string()),
            }
        }
        print.add("langlinks");
        self.langlinks.iter().for_each(|file| print.file(file));
        Some(print.finish())
    }

    /// Where the next item is.
    pub fn position(&self) -> Position {
        let bytes_read = || self.bytes_read.load(Ordering::Relaxed);
        Position {
            opened: self.opened,
            bytes_before: self.stream.as_ref().map_or_else(bytes_read, Stream::bytes_before),
            within: self.stream.as_ref().and_then(Stream::place),
            redirects_left: self.stream.as_ref().map_or(0, Stream::redirects_unused),
        }
    }

    /// Begins at `start`, which [`position`](Self::position) gave for inputs of the same
    /// fingerprint; before the first unit. All before it counts as read. Inputs before it are not
    /// opened; of the one that it is in, what can't be leapt over is unpacked and not looked at.
    pub fn start_at(&mut self, start: Position) {
        self.start = start;
    }

    /// Keeps in `folder` what is found out before the first article, for the next start of the run
    /// of that id, and uses what an earlier one kept; before the first unit.
    pub fn keep_in(&mut self, folder: &Path, run: u64) {
        self.kept = Some(Kept::new(folder, run));
    }

    /// Does all that comes before the first unit, if it was not done: reads links between languages
    /// and goes to the place to begin at.
    pub fn begin(&mut self) {
        if std::mem::replace(&mut self.has_begun, true) {
            return;
        }
        self.read_langlinks();
        let Position { opened, within, redirects_left, bytes_before } =
            std::mem::take(&mut self.start);
        if opened > 0 {
            self.bytes_read.store(bytes_before, Ordering::Relaxed);
        }
        while self.opened < opened {
            let Some(next) = self.pending.pop_front() else { return };
            self.opened += 1;
            let Some(place) = within.filter(|_| self.opened == opened) else { continue };
            if let Err(rejection) = self.open(next, Some((place, redirects_left))) {
                self.pending.push_front(Pending::Rejected(rejection));
            }
        }
        if within.is_none() {
            self.redirects_unused += redirects_left;
        }
    }

    /// Bytes of all inputs on disk, unknown with standard input.
    #[must_use]
    pub fn total_bytes(&self) -> Option<u64> {
        self.total_bytes
    }

    /// Bytes of text that the inputs have, about: packed files are taken four times. Before the
    /// first unit; standard input counts as nothing.
    pub fn expected_bytes(&self) -> u64 {
        let text = |input: &Pending| match input {
            Pending::File(file) if source::is_packed_name(&file.name) => file.bytes * 4,
            Pending::File(file) => file.bytes,
            _ => 0,
        };
        self.pending.iter().map(text).sum()
    }

    /// Folders of indexes below the inputs, which are left out.
    #[must_use]
    pub fn indexes(&self) -> &[String] {
        &self.indexes
    }

    /// Redirects of the dumps read so far whose article did not come up.
    pub fn redirects_unused(&self) -> u64 {
        self.redirects_unused
    }

    /// Links between languages that were kept.
    pub fn langlinks(&self) -> u64 {
        self.links.count()
    }

    /// Opens the next input, at a place in it with the redirects left there, or at its start; a
    /// small format gives its unit at once.
    fn open(
        &mut self,
        next: Pending,
        start: Option<(Place, u64)>,
    ) -> Result<Option<Unit>, Rejection> {
        let (name, path) = match next {
            Pending::Rejected(rejection) => return Err(rejection),
            Pending::StandardInput => ("-".to_owned(), None),
            Pending::File(found) => (found.name, Some(found.path)),
        };
        let rejected = |e: io::Error| Rejection::new(&name, "", e);
        let before = self.bytes_read.load(Ordering::Relaxed);
        let jobs = self.options.jobs;
        // To go on, the start is looked at and not counted.
        let count = if start.is_some() { &Arc::default() } else { &self.bytes_read };
        let source = match &path {
            Some(path) => Source::file(path, count, jobs),
            None => Source::new(io::stdin(), count, jobs),
        };
        let source = source.map_err(rejected)?;
        let sniffed = || Format::sniff(&source.head, &name);
        let unknown = || Rejection::new(&name, "", "of no known format");
        let format = self.options.format.or_else(sniffed).ok_or_else(unknown)?;
        let origin = Origin::new(&name, path.as_deref());
        let mut seeking = source.seeking.clone();
        let going_on = match (&start, &path) {
            (Some((place, left)), Some(path)) => {
                let (reader, its) =
                    source.go_on(path, place, &self.bytes_read, jobs).map_err(rejected)?;
                seeking = its;
                Some((reader, place, *left))
            }
            _ => None,
        };
        let opened = format.open(Input {
            path: path.as_deref(),
            reader: source.reader,
            limits: &self.options.limits,
            jobs,
            bytes_read: &self.bytes_read,
            bytes_ahead: &self.bytes_ahead,
            kept: self.kept.as_ref(),
            number: self.opened,
        });
        let pieces = match opened.map_err(|reason| Rejection::new(&name, "", reason))? {
            Opened::Whole(piece) => {
                return Ok(Some(Unit { origin, piece, links: Arc::clone(&self.links) }));
            }
            Opened::Pieces(pieces) => pieces,
        };
        let pieces = match going_on {
            Some((reader, place, left)) => pieces.go_on(reader, place, left),
            None => pieces,
        };
        let bytes_read = Arc::clone(&self.bytes_read);
        let stream = Stream { origin, pieces, seeking, bytes_read, before, has_failed: false };
        self.stream = Some(stream);
        Ok(None)
    }
}

/// Whether an input is a dump of links, by its name and its content.
fn may_be_langlinks(file: &Found) -> bool {
    (file.name.contains("langlinks") || file.name.contains(".sql"))
        && Source::file(&file.path, &Arc::default(), 1).is_ok_and(|source| is_links(&source.head))
}

impl Iterator for Inputs {
    type Item = Result<Unit, Rejection>;

    fn next(&mut self) -> Option<Self::Item> {
        self.begin();
        if self.has_ended {
            return None;
        }
        loop {
            if let Some(stream) = &mut self.stream {
                if let Some(item) = stream.next(&self.links) {
                    return Some(item);
                }
                self.redirects_unused += stream.redirects_unused();
                self.stream = None;
            }
            self.opened += 1;
            let Some(next) = self.pending.pop_front() else {
                self.has_ended = true;
                return None;
            };
            match self.open(next, None) {
                Ok(Some(unit)) => return Some(Ok(unit)),
                Ok(None) => {}
                Err(rejection) => return Some(Err(rejection)),
            }
        }
    }
}
