//! What came of a piece of input.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use super::origin::Origin;
use super::rejection::Rejection;
use crate::article::Article;
use crate::text::{self, Page};

/// What a piece of input held.
#[derive(Debug, Default)]
pub struct Parsed {
    /// Articles and rejections, in the order of the input.
    pub records: Vec<Result<Article, Rejection>>,
    /// Places among the records of articles whose id is their address, since they stated none:
    /// another page may state the same.
    pub by_address: BTreeSet<usize>,
    /// Notes on what was changed in articles.
    pub notes: Vec<String>,
    /// Kinds of text left out, with how often.
    pub dropped: BTreeMap<&'static str, u64>,
}

impl Parsed {
    /// Rejects what stands at `place`.
    pub(super) fn reject(&mut self, source: &str, place: String, reason: impl Display) {
        self.records.push(Err(Rejection::new(source, place, reason)));
    }

    /// Takes an article, which is the record `number` of its source (nothing where it is the
    /// whole), or rejects it at `place`.
    pub(super) fn keep(
        &mut self,
        origin: &Origin,
        place: String,
        number: &dyn Display,
        mut article: Article,
    ) {
        match article.complete() {
            Ok(notes) => {
                self.notes.extend(notes);
                if article.id.is_empty() {
                    let (id, by_address) = origin.id(&article, number);
                    article.id = id;
                    if by_address {
                        self.by_address.insert(self.records.len());
                    }
                }
                self.records.push(Ok(article));
            }
            Err(reason) => self.reject(&origin.shown, place, reason),
        }
    }
}

/// Counts what was left out of a page.
pub(super) fn count_dropped(page: &Page, dropped: &mut BTreeMap<&'static str, u64>) {
    for noise in &page.dropped {
        *dropped.entry(noise.kind).or_default() += 1;
    }
}

/// The text of `bytes`; a rejection where they are none.
pub(super) fn decoded<'a>(
    source: &str,
    place: &str,
    bytes: &'a [u8],
    parsed: &mut Parsed,
) -> Option<Cow<'a, str>> {
    match text::encoding::decode(bytes, None) {
        Ok(decoded) => {
            if decoded.encoding != "UTF-8" {
                parsed.notes.push(format!("read as {}", decoded.encoding));
            }
            Some(decoded.text)
        }
        Err(bad) => {
            let reason = format!(
                "expected {}; convert the file to UTF-8, or leave it out if it is not text",
                bad.expected
            );
            let place = [place, &format!("byte {}", bad.byte)].join(if place.is_empty() {
                ""
            } else {
                ", "
            });
            parsed.reject(source, place, reason);
            None
        }
    }
}
