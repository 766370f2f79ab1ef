//! One input of many articles, as units, and the place in it.

#[cfg(feature = "zim")]
use std::fs::File;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::Rejection;
use super::cirrus;
use super::dump::{DumpRun, DumpRuns};
use super::jsonl::LineRuns;
use super::links::WikiLinks;
use super::origin::Origin;
use super::position::Place;
use super::source::{Reader, Seeking};
use super::unit::{Content, Unit};
#[cfg(feature = "zim")]
use super::zim::{ZimRun, ZimRuns};

/// How a stream is cut up.
pub(super) enum Runs {
    Lines(LineRuns<Reader>),
    Cirrus(LineRuns<Reader>),
    Dump(Box<DumpRuns<Reader>>),
    #[cfg(feature = "zim")]
    Zim(Box<ZimRuns<File>>),
}

impl Runs {
    pub(super) fn lines(reader: Reader, line_bytes: usize) -> Self {
        Self::Lines(LineRuns::new(reader, line_bytes))
    }

    pub(super) fn cirrus(reader: Reader, line_bytes: usize) -> Self {
        Self::Cirrus(LineRuns::new(reader, line_bytes).keeping(cirrus::is_action))
    }

    /// The same in `reader`, which stands at `place`, where `left` redirects were without their
    /// article.
    pub(super) fn go_on(self, reader: Reader, place: &Place, left: u64) -> Self {
        match self {
            Self::Lines(runs) => Self::Lines(runs.go_on(reader, place.bytes, place.line)),
            Self::Cirrus(runs) => Self::Cirrus(runs.go_on(reader, place.bytes, place.line)),
            Self::Dump(runs) => Self::Dump(Box::new(runs.go_on(reader, place.bytes, left))),
            #[cfg(feature = "zim")]
            Self::Zim(runs) => Self::Zim(Box::new(runs.go_on(place.bytes))),
        }
    }
}

/// An open input of many articles.
pub(super) struct Stream {
    pub(super) origin: Origin,
    pub(super) runs: Runs,
    pub(super) seeking: Seeking,
    /// What is read from disk is counted here, and what that was before this input.
    pub(super) bytes_read: Arc<AtomicU64>,
    pub(super) before: u64,
    /// Whether reading has failed.
    pub(super) has_failed: bool,
}

impl Stream {
    /// The next piece; `None` at the end.
    pub(super) fn next(&mut self, links: &Arc<WikiLinks>) -> Option<Result<Unit, Rejection>> {
        if self.has_failed {
            return None;
        }
        let content = match &mut self.runs {
            Runs::Lines(runs) => runs.next_run().map(|lines| lines.map(Content::Lines)),
            Runs::Cirrus(runs) => runs.next_run().map(|lines| lines.map(Content::Cirrus)),
            Runs::Dump(runs) => match runs.next_run()? {
                DumpRun::Pages(pages, site) => Ok(Some(Content::Pages(pages, site))),
                DumpRun::Error(e) => return Some(Err(Rejection::new(&self.origin.shown, "", e))),
            },
            #[cfg(feature = "zim")]
            Runs::Zim(runs) => match runs.next_run()? {
                ZimRun::Pages(pages, site) => Ok(Some(Content::Zim(pages, site))),
                ZimRun::Error(place, e) => {
                    return Some(Err(Rejection::new(&self.origin.shown, place, e)));
                }
            },
        };
        match content {
            Ok(content) => {
                let (origin, links) = (self.origin.clone(), Arc::clone(links));
                content.map(|content| Ok(Unit { origin, content, links }))
            }
            Err(error) => {
                self.has_failed = true;
                Some(Err(self.damaged(&error)))
            }
        }
    }

    /// Where the next piece begins; `None` if there is none.
    pub(super) fn place(&self) -> Option<Place> {
        let (bytes, line) = match &self.runs {
            Runs::Lines(runs) | Runs::Cirrus(runs) => runs.place(),
            Runs::Dump(runs) => (runs.offset()?, 0),
            #[cfg(feature = "zim")]
            Runs::Zim(runs) => (runs.place()?, 0),
        };
        let place = Place { bytes, line, anchor: self.seeking.anchor(bytes) };
        (!self.has_failed).then_some(place)
    }

    /// Bytes read before this input; where no more comes of it, its own too.
    pub(super) fn bytes_before(&self) -> u64 {
        match self.place() {
            Some(_) => self.before,
            None => self.bytes_read.load(Ordering::Relaxed),
        }
    }

    /// Redirects whose article did not come up so far.
    pub(super) fn redirects_unused(&self) -> u64 {
        match &self.runs {
            Runs::Dump(runs) => runs.unused(),
            _ => 0,
        }
    }

    /// What a stream that breaks off is rejected with; everything before that point was handed out.
    fn damaged(&self, error: &io::Error) -> Rejection {
        let place = format!("about byte {}", self.bytes_read.load(Ordering::Relaxed) - self.before);
        let reason =
            format!("{error}; everything before it was read: the file may be cut or damaged");
        Rejection::new(&self.origin.shown, place, reason)
    }
}
