//! All inputs of a run, one after the other, as units.

use std::collections::VecDeque;
#[cfg(feature = "zim")]
use std::fs::File;
use std::io::{self, BufRead, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::Rejection;
use super::cirrus;
use super::dump::{self, DumpRun, DumpRuns, Redirects};
use super::jsonl::LineRuns;
use super::links::WikiLinks;
use super::position::{self, Position};
use super::source::{Format, Source};
use super::unit::{Content, Unit};
use super::walk::{self, Found};
#[cfg(feature = "zim")]
use super::zim::{ZimRun, ZimRuns};
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

type Reader = Box<dyn BufRead + Send>;

enum Stream {
    /// Also the bytes read of the inputs before it.
    Lines(Arc<str>, LineRuns<Reader>, u64),
    Cirrus(Arc<str>, LineRuns<Reader>, u64),
    Dump(Arc<str>, Box<DumpRuns<Reader>>),
    #[cfg(feature = "zim")]
    Zim(Arc<str>, Box<ZimRuns<File>>),
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
    total_bytes: Option<u64>,
    redirects_unused: u64,
    /// Dumps of links that were not read yet.
    langlinks: Vec<Found>,
    has_begun: bool,
    has_ended: bool,
    links: Arc<WikiLinks>,
    position: Position,
    /// Where to begin.
    start: Position,
}

impl Inputs {
    /// Reads `paths`: files, folders, and `-` for standard input. Folders are listed at once.
    #[must_use]
    pub fn new(paths: &[PathBuf], options: InputsOptions) -> Self {
        let mut pending = VecDeque::new();
        let mut total_bytes = Some(0);
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
                    Err(rejection) => Pending::Rejected(rejection),
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
                Err(rejection) => pending.push_front(Pending::Rejected(rejection)),
            }
        }
        Self {
            pending,
            stream: None,
            options,
            bytes_read: Arc::default(),
            total_bytes,
            redirects_unused: 0,
            langlinks,
            has_begun: false,
            has_ended: false,
            links: Arc::default(),
            position: Position::default(),
            start: Position::default(),
        }
    }

    /// Reads all dumps of links, which must be known before the articles come.
    fn read_langlinks(&mut self) {
        let mut links = WikiLinks::default();
        let mut others = VecDeque::new();
        let mut found = std::mem::take(&mut self.langlinks);
        for input in self.pending.drain(..) {
            match input {
                Pending::File(file) if may_be_langlinks(&file) => found.push(file),
                input => others.push_back(input),
            }
        }
        self.pending = others;
        for file in found.into_iter().rev() {
            let source = Source::file(&file.path, &self.bytes_read, self.options.jobs);
            let read = source
                .map_err(|e| Rejection::new(&file.name, "", e))
                .and_then(|source| links.read(source, &file.name, &self.options.limits));
            if let Err(rejection) = read {
                self.pending.push_front(Pending::Rejected(rejection));
            }
        }
        self.links = Arc::new(links);
    }

    /// Bytes read so far from disk or standard input, before decompression; goes up as units are
    /// taken.
    #[must_use]
    pub fn bytes_read(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.bytes_read)
    }

    /// Adds the bytes that are read to `count` instead of an own counter; before the first unit.
    pub(crate) fn count_into(&mut self, count: &Arc<AtomicU64>) {
        self.bytes_read = Arc::clone(count);
    }

    /// What is the same only for the same inputs read in the same way: their paths, sizes, times
    /// of change and what cuts them into units. `None` with standard input, which can't be told
    /// again. Before the first unit.
    pub(crate) fn fingerprint(&self) -> Option<u64> {
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
    pub(crate) fn position(&self) -> Position {
        self.position
    }

    /// Begins at `start`, which [`position`](Self::position) gave for inputs of the same
    /// fingerprint; before the first unit. Inputs before it are not opened and count as read; of
    /// the one that it is in, the caller throws away the items that [`next`](Self::next) gives as
    /// long as [`is_before_start`](Self::is_before_start).
    pub(crate) fn start_at(&mut self, start: Position) {
        self.start = start;
    }

    /// Whether the next item lies before the position to begin at.
    pub(crate) fn is_before_start(&self) -> bool {
        !self.has_ended && self.position < self.start
    }

    /// Steps over the inputs before the one that the start is in.
    fn skip_inputs(&mut self) {
        while self.position.opened + 1 < self.start.opened {
            let Some(skipped) = self.pending.pop_front() else { break };
            self.position.opened += 1;
            if let Pending::File(file) = skipped {
                self.bytes_read.fetch_add(file.bytes, Ordering::Relaxed);
            }
        }
    }

    /// Bytes of all inputs on disk, unknown with standard input.
    #[must_use]
    pub fn total_bytes(&self) -> Option<u64> {
        self.total_bytes
    }

    /// Redirects of the dumps read so far whose article did not come up.
    pub(crate) fn redirects_unused(&self) -> u64 {
        self.redirects_unused
    }

    /// Links between languages that were kept.
    pub(crate) fn langlinks(&self) -> u64 {
        self.links.count()
    }

    /// Opens the next input; a small format gives its unit at once.
    fn open(&mut self, next: Pending) -> Result<Option<Unit>, Rejection> {
        let (name, path) = match next {
            Pending::Rejected(rejection) => return Err(rejection),
            Pending::StandardInput => ("-".to_owned(), None),
            Pending::File(found) => (found.name, Some(found.path)),
        };
        let rejected = |e: io::Error| Rejection::new(&name, "", e);
        let before = self.bytes_read.load(Ordering::Relaxed);
        let jobs = self.options.jobs;
        let source = match &path {
            Some(path) => Source::file(path, &self.bytes_read, jobs),
            None => Source::new(io::stdin(), &self.bytes_read, jobs),
        };
        let source = source.map_err(rejected)?;
        let format = self.options.format.unwrap_or_else(|| Format::sniff(&source.head, &name));
        let limit = self.options.limits.article_bytes;
        let shown: Arc<str> = name.as_str().into();
        match format {
            Format::JsonLines => {
                let runs = LineRuns::new(source.reader, limit);
                self.stream = Some(Stream::Lines(shown, runs, before));
                Ok(None)
            }
            Format::Cirrus => {
                let runs = LineRuns::new(source.reader, limit).keeping(cirrus::is_action);
                self.stream = Some(Stream::Cirrus(shown, runs, before));
                Ok(None)
            }
            Format::MediaWiki => {
                let redirects = match &path {
                    Some(path) => Some(redirects_of(path, limit, jobs).map_err(rejected)?),
                    None => None,
                };
                let runs = DumpRuns::new(source.reader, limit, redirects);
                self.stream = Some(Stream::Dump(shown, Box::new(runs)));
                Ok(None)
            }
            Format::Zim => {
                self.stream = Some(self.open_zim(shown, path.as_deref())?);
                Ok(None)
            }
            Format::LangLinks => {
                let reason = "links between languages, which come too late here: name the file \
                    by --langlinks";
                Err(Rejection::new(&name, "", reason))
            }
            Format::Html | Format::Markdown | Format::Text => {
                let mut bytes = Vec::new();
                let mut reader = source.reader.take(limit as u64 + 1);
                reader.read_to_end(&mut bytes).map_err(rejected)?;
                if bytes.len() > limit {
                    let reason = format!("longer than {limit} bytes: expected one article");
                    return Err(Rejection::new(&name, "", reason));
                }
                if bytes.iter().all(u8::is_ascii_whitespace) {
                    return Err(Rejection::new(&name, "", "empty: expected an article"));
                }
                Ok(Some(Unit {
                    source: shown,
                    content: Content::File(format, bytes),
                    links: Arc::clone(&self.links),
                }))
            }
        }
    }

    /// Opens a ZIM file, of which parts are read here and there.
    #[cfg(feature = "zim")]
    fn open_zim(&self, name: Arc<str>, path: Option<&Path>) -> Result<Stream, Rejection> {
        let reason = "a ZIM file can't be read from standard input: name it as a file";
        let path = path.ok_or_else(|| Rejection::new(&name, "", reason))?;
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let runs = File::open(path)
            .and_then(|file| ZimRuns::open(file, &stem, &self.options.limits, &self.bytes_read))
            .map_err(|e| Rejection::new(&name, "", e))?;
        Ok(Stream::Zim(name, Box::new(runs)))
    }

    #[cfg(not(feature = "zim"))]
    fn open_zim(&self, name: Arc<str>, _: Option<&Path>) -> Result<Stream, Rejection> {
        let reason = "a ZIM file, which this build does not read: build with the feature zim";
        Err(Rejection::new(&name, "", reason))
    }

    /// The next piece of the open stream, if there is one.
    fn next_of_stream(&mut self) -> Option<Result<Unit, Rejection>> {
        let links = Arc::clone(&self.links);
        match self.stream.as_mut()? {
            Stream::Lines(name, runs, before) | Stream::Cirrus(name, runs, before) => {
                let (name, before) = (Arc::clone(name), *before);
                match runs.next_run() {
                    Ok(Some(lines)) => {
                        let is_cirrus = matches!(self.stream, Some(Stream::Cirrus(..)));
                        let content =
                            if is_cirrus { Content::Cirrus(lines) } else { Content::Lines(lines) };
                        Some(Ok(Unit { source: name, content, links }))
                    }
                    Ok(None) => None,
                    Err(e) => {
                        self.stream = None;
                        let read = self.bytes_read.load(Ordering::Relaxed) - before;
                        Some(Err(damaged(&name, read, &e)))
                    }
                }
            }
            Stream::Dump(name, runs) => {
                let name = Arc::clone(name);
                match runs.next_run() {
                    Some(DumpRun::Pages(pages, site)) => {
                        let content = Content::Pages(pages, site);
                        Some(Ok(Unit { source: name, content, links }))
                    }
                    Some(DumpRun::Error(e)) => Some(Err(Rejection::new(&name, "", e))),
                    None => {
                        self.redirects_unused += runs.unused();
                        None
                    }
                }
            }
            #[cfg(feature = "zim")]
            Stream::Zim(name, runs) => {
                let name = Arc::clone(name);
                runs.next_run().map(|run| match run {
                    ZimRun::Pages(pages, site) => {
                        Ok(Unit { source: name, content: Content::Zim(pages, site), links })
                    }
                    ZimRun::Error(place, e) => Err(Rejection::new(&name, place, e)),
                })
            }
        }
    }
}

/// Whether an input is a dump of links, by its name and its content.
fn may_be_langlinks(file: &Found) -> bool {
    (file.name.contains("langlinks") || file.name.contains(".sql"))
        && Source::file(&file.path, &Arc::default(), 1)
            .is_ok_and(|source| Format::sniff(&source.head, &file.name) == Format::LangLinks)
}

/// What a stream that breaks off is rejected with; everything before that point was handed out.
fn damaged(name: &str, bytes_read: u64, error: &io::Error) -> Rejection {
    let place = format!("about byte {bytes_read}");
    let reason = format!("{error}; everything before it was read: the file may be cut or damaged");
    Rejection::new(name, place, reason)
}

fn redirects_of(path: &Path, article_bytes: usize, jobs: usize) -> io::Result<Redirects> {
    let source = Source::file(path, &Arc::default(), jobs)?;
    Ok(dump::redirects(source.reader, article_bytes))
}

impl Iterator for Inputs {
    type Item = Result<Unit, Rejection>;

    fn next(&mut self) -> Option<Self::Item> {
        if !std::mem::replace(&mut self.has_begun, true) {
            self.read_langlinks();
            self.skip_inputs();
        }
        if self.has_ended {
            return None;
        }
        loop {
            if let Some(item) = self.next_of_stream() {
                self.position.items += 1;
                return Some(item);
            }
            self.stream = None;
            self.position = Position { opened: self.position.opened + 1, items: 0 };
            let Some(next) = self.pending.pop_front() else {
                self.has_ended = true;
                return None;
            };
            let item = match self.open(next) {
                Ok(Some(unit)) => Ok(unit),
                Ok(None) => continue,
                Err(rejection) => Err(rejection),
            };
            self.position.items += 1;
            return Some(item);
        }
    }
}
