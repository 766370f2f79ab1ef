//! One input of many articles, as units, and the place in it.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::formats::WikiLinks;
use super::input_format::{Pieces, Unread};
use super::origin::Origin;
use super::position::Place;
use super::rejection::Rejection;
use super::source::Seeking;
use super::unit::Unit;

/// An open input of many articles.
pub(super) struct Stream {
    pub(super) origin: Origin,
    pub(super) pieces: Box<dyn Pieces>,
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
        Some(match self.pieces.next()? {
            Ok(piece) => {
                let (origin, links) = (self.origin.clone(), Arc::clone(links));
                Ok(Unit { origin, piece, links })
            }
            Err(Unread::Piece { place, reason }) => {
                Err(Rejection::new(&self.origin.shown, place, reason))
            }
            Err(Unread::Broken(error)) => {
                self.has_failed = true;
                Err(self.damaged(&error))
            }
        })
    }

    /// Where the next piece begins; `None` if there is none.
    pub(super) fn place(&self) -> Option<Place> {
        let (bytes, line) = self.pieces.place()?;
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
        self.pieces.redirects_unused()
    }

    /// What a stream that breaks off is rejected with; everything before that point was handed out.
    fn damaged(&self, error: &io::Error) -> Rejection {
        let place = format!("about byte {}", self.bytes_read.load(Ordering::Relaxed) - self.before);
        let reason =
            format!("{error}; everything before it was read: the file may be cut or damaged");
        Rejection::new(&self.origin.shown, place, reason)
    }
}
