//! A piece of input that is parsed on its own, on whatever thread.

use std::sync::Arc;

use super::formats::WikiLinks;
use super::input_format::{Piece, With};
use super::origin::Origin;
use super::parsed::Parsed;
use crate::limits::Limits;

/// A piece of input: lines, pages of a dump, or a whole file.
pub struct Unit {
    pub(super) origin: Origin,
    pub(super) piece: Box<dyn Piece>,
    pub(super) links: Arc<WikiLinks>,
}

impl Unit {
    /// Bytes that the unit holds, about.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.piece.bytes()
    }

    /// The file that it is of, or `-` for standard input.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.origin.shown
    }

    /// Parses the unit into articles, complete but for a language that must be detected.
    #[must_use]
    pub fn parse(self, limits: &Limits) -> Parsed {
        self.piece.parse(&With { origin: &self.origin, limits, links: &*self.links })
    }
}
