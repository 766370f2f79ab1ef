//! What a format of inputs is: how it is told, opened, cut into pieces and parsed.
//!
//! Each format is a folder or file of [`formats`](super::formats) and a line of its registry.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use super::kept::Kept;
use super::origin::Origin;
use super::parsed::Parsed;
use super::position::Place;
use super::source::Reader;
use crate::article::Article;
use crate::limits::Limits;
use crate::text;

/// The beginning of a stream, by which its format is told.
pub(super) struct Head<'a> {
    pub(super) bytes: &'a [u8],
    /// The same decoded.
    pub(super) text: String,
    /// What the stream is called.
    pub(super) name: &'a str,
}

impl<'a> Head<'a> {
    pub(super) fn new(bytes: &'a [u8], name: &'a str) -> Self {
        let text = match text::encoding::decode(bytes, None) {
            Ok(decoded) => decoded.text.into_owned(),
            // Cut inside a character, most likely: what can be read is enough to tell.
            Err(_) => String::from_utf8_lossy(bytes).into_owned(),
        };
        Self { bytes, text, name }
    }

    /// The text behind white space and a byte order mark.
    pub(super) fn start(&self) -> &str {
        self.text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n'])
    }
}

/// A format: one value for each, in the registry.
pub(super) trait InputFormat: Sync {
    /// Its name on the command line; empty for what has no articles.
    fn name(&self) -> &'static str;

    /// Whether a stream that begins so is of this format, where it is of none before it in the
    /// registry.
    fn is_of(&self, head: &Head<'_>) -> bool;

    /// Opens a stream. An error is why it can't be read, and what to do.
    fn open(&self, input: Input<'_>) -> Result<Opened, String>;
}

/// A stream to be opened.
pub(super) struct Input<'a> {
    /// Where it lies; none for standard input.
    pub(super) path: Option<&'a Path>,
    /// Its bytes, unpacked.
    pub(super) reader: Reader,
    pub(super) limits: &'a Limits,
    /// Threads that unpack.
    pub(super) jobs: usize,
    /// Bytes read, and bytes read ahead, of the whole run.
    #[cfg_attr(
        not(feature = "zim"),
        expect(dead_code, reason = "ZIM files alone are read here and there")
    )]
    pub(super) bytes_read: &'a Arc<AtomicU64>,
    pub(super) bytes_ahead: &'a Arc<AtomicU64>,
    /// Where what is found out ahead is kept, and the number of this input there.
    pub(super) kept: Option<&'a Kept>,
    pub(super) number: u64,
}

/// An opened stream.
pub(super) enum Opened {
    /// One piece, which is the whole.
    Whole(Box<dyn Piece>),
    /// Pieces one after the other.
    Pieces(Box<dyn Pieces>),
}

/// A stream as pieces.
pub(super) trait Pieces: Send {
    /// The next piece; `None` at the end.
    fn next(&mut self) -> Option<Result<Box<dyn Piece>, Unread>>;

    /// Bytes before the next piece (of a ZIM file pages), and the number of its first line, 0
    /// where lines don't count; `None` if there is none.
    fn place(&self) -> Option<(u64, u64)>;

    /// The same in `reader`, which stands at `place`, where `left` redirects were without their
    /// article.
    fn go_on(self: Box<Self>, reader: Reader, place: &Place, left: u64) -> Box<dyn Pieces>;

    /// Redirects whose article did not come up so far.
    fn redirects_unused(&self) -> u64 {
        0
    }
}

/// Why a piece could not be had.
pub(super) enum Unread {
    /// The stream breaks off.
    Broken(io::Error),
    /// One piece is rejected, at a place.
    Piece { place: String, reason: String },
}

/// A part of a stream that is parsed on its own.
pub(super) trait Piece: Send {
    /// Bytes held, about.
    fn bytes(&self) -> usize;

    /// The articles in it, complete but for a language that must be detected.
    fn parse(self: Box<Self>, with: &With<'_>) -> Parsed;
}

/// What parsing needs beside the piece.
pub(super) struct With<'a> {
    pub(super) origin: &'a Origin,
    pub(super) limits: &'a Limits,
    pub(super) links: &'a dyn Translations,
}

/// Translations of articles that are known from elsewhere.
pub(super) trait Translations: Send + Sync {
    /// Gives an article of `wiki` the translations of its page; says whether there were any.
    fn translate(&self, wiki: &str, page: u64, article: &mut Article) -> bool;
}
