//! All inputs of a run, one after the other, as units.

use std::collections::VecDeque;
use std::io::{self, BufRead, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::Rejection;
use super::cirrus;
use super::dump::{self, DumpRun, DumpRuns, Redirects};
use super::jsonl::LineRuns;
use super::links::WikiLinks;
use super::source::{Format, Source};
use super::unit::{Content, Unit};
use super::walk::{self, Found};
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
    links: Arc<WikiLinks>,
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
            links: Arc::default(),
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
        }
        loop {
            if let Some(item) = self.next_of_stream() {
                return Some(item);
            }
            self.stream = None;
            let next = self.pending.pop_front()?;
            match self.open(next) {
                Ok(Some(unit)) => return Some(Ok(unit)),
                Ok(None) => {}
                Err(rejection) => return Some(Err(rejection)),
            }
        }
    }
}
