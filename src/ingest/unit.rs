//! A piece of input that is parsed on its own, on whatever thread.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::sync::Arc;

use super::Rejection;
use super::cirrus;
use super::dump::{DumpPage, article_of_page};
use super::jsonl::Lines;
use super::links::WikiLinks;
use super::origin::Origin;
use super::source::Format;
#[cfg(feature = "zim")]
use super::zim::{self, ZimPage, ZimSite};
use crate::article::Article;
use crate::limits::Limits;
use crate::text::site::Site;
use crate::text::{self, Page};

/// A piece of input: lines, pages of a dump, or a whole file.
pub struct Unit {
    pub(super) origin: Origin,
    pub(super) content: Content,
    pub(super) links: Arc<WikiLinks>,
}

pub(super) enum Content {
    Lines(Lines),
    Cirrus(Lines),
    Pages(Vec<DumpPage>, Arc<Site>),
    #[cfg(feature = "zim")]
    Zim(Vec<ZimPage>, Arc<ZimSite>),
    File(Format, Vec<u8>),
}

/// What a [`Unit`] held.
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

impl Unit {
    /// Bytes that the unit holds, about.
    #[must_use]
    pub fn bytes(&self) -> usize {
        match &self.content {
            Content::Lines(lines) | Content::Cirrus(lines) => lines.bytes.len(),
            Content::Pages(pages, _) => pages.iter().map(|p| p.page.text.len() + 200).sum(),
            #[cfg(feature = "zim")]
            Content::Zim(pages, _) => pages.iter().map(ZimPage::bytes).sum(),
            Content::File(_, bytes) => bytes.len(),
        }
    }

    /// The file that it is of, or `-` for standard input.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.origin.shown
    }

    /// Parses the unit into articles, complete but for a language that must be detected.
    #[must_use]
    pub fn parse(self, limits: &Limits) -> Parsed {
        let mut parsed = Parsed::default();
        let origin = &self.origin;
        let links = &*self.links;
        match self.content {
            Content::Lines(lines) => parse_lines(origin, &lines, limits, &mut parsed),
            Content::Cirrus(lines) => cirrus::parse(origin, &lines, limits, links, &mut parsed),
            Content::Pages(pages, site) => {
                for page in pages {
                    let title = page.page.title.clone();
                    let id = page.page.id;
                    let mut article = article_of_page(page, &site, &mut parsed.dropped);
                    parsed.translate(links, id, &mut article);
                    parsed.keep(origin, format!("page {title:?}"), &title, article);
                }
            }
            #[cfg(feature = "zim")]
            Content::Zim(pages, site) => zim::parse(origin, pages, &site, &mut parsed),
            Content::File(format, bytes) => parse_file(origin, format, &bytes, &mut parsed),
        }
        parsed
    }
}

impl Parsed {
    fn reject(&mut self, source: &str, place: String, reason: impl std::fmt::Display) {
        self.records.push(Err(Rejection::new(source, place, reason)));
    }

    /// Gives an article of a dump the translations of its page.
    pub(super) fn translate(&mut self, links: &WikiLinks, page: u64, article: &mut Article) {
        let wiki = article.source.clone().unwrap_or_default();
        if links.translate(&wiki, page, article) {
            self.notes.push("translations taken from langlinks".to_owned());
        }
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

pub(super) fn count_dropped(page: &Page, dropped: &mut BTreeMap<&'static str, u64>) {
    for noise in &page.dropped {
        *dropped.entry(noise.kind).or_default() += 1;
    }
}

fn parse_lines(origin: &Origin, lines: &Lines, limits: &Limits, parsed: &mut Parsed) {
    each_line(&origin.shown, lines, limits, parsed, |parsed, number, text| {
        match serde_json::from_str::<Article>(text) {
            Ok(article) => parsed.keep(origin, format!("line {number}"), &number, article),
            Err(e) => not_an_article(&origin.shown, number, &e, parsed),
        }
    });
}

/// Rejects a line that is not the JSON that was expected.
pub(super) fn not_an_article(
    source: &str,
    number: u64,
    error: &serde_json::Error,
    parsed: &mut Parsed,
) {
    let reason = format!("not an article in JSON: {}", without_line(error));
    parsed.reject(source, format!("line {number}, column {}", error.column()), reason);
}

/// What some programs put before UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Calls `take` with the number and text of each line that is not blank; lines that are too long
/// or no text are rejected.
pub(super) fn each_line(
    source: &str,
    lines: &Lines,
    limits: &Limits,
    parsed: &mut Parsed,
    mut take: impl FnMut(&mut Parsed, u64, &str),
) {
    for (number, line) in (lines.first_line..).zip(lines.bytes.split(|b| *b == b'\n')) {
        let place = || format!("line {number}");
        let is_first = number == 1;
        let line = line.strip_prefix(BYTE_ORDER_MARK).filter(|_| is_first).unwrap_or(line);
        if lines.too_long.contains(&number) {
            let reason =
                format!("longer than {} bytes: expected one article", limits.article_bytes);
            parsed.reject(source, place(), reason);
            continue;
        }
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        match simdutf8::basic::from_utf8(line) {
            Ok(text) => take(parsed, number, text),
            Err(_) => match text::encoding::decode(line, None) {
                Ok(decoded) => take(parsed, number, &decoded.text),
                Err(bad) => {
                    let reason = format!(
                        "byte {} of the line can't be read: expected {}",
                        bad.byte, bad.expected
                    );
                    parsed.reject(source, place(), reason);
                }
            },
        }
    }
}

/// What serde_json says without its own line number, which counts within the line.
fn without_line(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or_default().to_owned()
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

fn parse_file(origin: &Origin, format: Format, bytes: &[u8], parsed: &mut Parsed) {
    let source = &*origin.shown;
    let Some(text) = decoded(source, "", bytes, parsed) else { return };
    let page = match format {
        Format::Html => text::html::extract(&text),
        Format::Markdown => match text::markdown::extract(&text) {
            Ok(page) => page,
            Err(e) => {
                let reason = format!("front matter: {}", e.reason);
                parsed.reject(source, format!("line {}", e.line), reason);
                return;
            }
        },
        _ => text::scraped::extract(&text),
    };
    count_dropped(&page, &mut parsed.dropped);
    parsed.keep(origin, String::new(), &"", Article::from_page(page));
}
