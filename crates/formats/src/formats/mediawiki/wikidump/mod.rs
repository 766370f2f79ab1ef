//! Owns the reading of a wiki's `pages-articles` XML: one page at a time, whatever the size
//! of the dump. Does not decompress, does not read wikitext, and expands no entities of a DTD.
//!
//! [`Pages`] reads `xml` steps over a `metered` input, which cuts overlong text before it
//! reaches memory.

use std::fmt;
use std::io::{self, BufRead};

use super::site::Site;

mod draft;
mod element;
mod metered;
#[cfg(test)]
mod tests;
mod xml;

use draft::{Draft, Fault, Value};
use element::Element;
use xml::{Step, Xml};

/// Longest title, timestamp or other short field; a wiki's titles end at 255 bytes.
const MAX_FIELD_BYTES: usize = 4_096;

/// A page as the dump has it; of several revisions the newest.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RawPage {
    /// Title with the namespace's prefix.
    pub title: String,
    /// Key of the namespace; 0 are articles.
    pub ns: i32,
    /// Page id.
    pub id: u64,
    /// Title that the page leads to, if it is a redirect.
    pub redirect: Option<String>,
    /// Revision id.
    pub revision: u64,
    /// Time of the revision (`2026-08-01T12:00:00Z`).
    pub timestamp: String,
    /// Content model, `wikitext` for articles; empty in old dumps.
    pub model: String,
    /// Format of the text, `text/x-wiki` for articles; empty in old dumps.
    pub format: String,
    /// Source of the page.
    pub text: String,
}

/// Why a page or the rest of a dump cannot be read. Offsets count bytes of the XML.
#[derive(Debug)]
pub enum DumpError {
    /// This page is left out; reading goes on. Its text is longer than `max_bytes`.
    TooLong {
        /// Title of the page.
        title: String,
        /// The most that was asked for.
        max_bytes: usize,
    },
    /// This page is left out; reading goes on.
    BadPage {
        /// Title of the page, as far as it was read.
        title: String,
        /// What is wrong with it.
        what: &'static str,
        /// Where the page ends.
        offset: u64,
    },
    /// The input is no XML, or no dump; nothing more is read.
    NotDump {
        /// Where that became clear.
        offset: u64,
    },
    /// The XML is broken here; nothing more is read.
    Malformed {
        /// Where it is broken.
        offset: u64,
        /// What the XML reader says.
        what: String,
    },
    /// The input ends within a page or before the end of the dump; nothing more is read.
    Truncated {
        /// Where the input ends.
        offset: u64,
    },
    /// The input cannot be read; nothing more is read.
    Io(io::Error),
}

impl DumpError {
    /// Whether only one page is lost and reading goes on.
    #[must_use]
    pub fn is_one_page(&self) -> bool {
        matches!(self, Self::TooLong { .. } | Self::BadPage { .. })
    }
}

impl fmt::Display for DumpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong { title, max_bytes } => {
                write!(f, "page {title:?} is longer than {max_bytes} bytes")
            }
            Self::BadPage { title, what, offset } => {
                write!(f, "page {title:?}, which ends at byte {offset}: {what}")
            }
            Self::NotDump { offset } => {
                write!(f, "no MediaWiki XML dump: expected <mediawiki> or <page> at byte {offset}")
            }
            Self::Malformed { offset, what } => write!(f, "broken XML at byte {offset}: {what}"),
            Self::Truncated { offset } => {
                write!(f, "the dump ends too early, at byte {offset}")
            }
            Self::Io(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for DumpError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(error) => Some(error),
            _ => None,
        }
    }
}

/// Whether a text that begins with `head` (a kilobyte will do) is a dump or a part of one.
#[must_use]
pub fn looks_like(head: &str) -> bool {
    let head = head.trim_start_matches('\u{feff}').trim_start();
    head.starts_with("<page>") || (head.starts_with('<') && head.contains("<mediawiki"))
}

/// The pages of a dump, one after the other. An error that costs one page is an item like any
/// other; after any other error the iterator ends. Holds at most two revisions of one page, each
/// of at most the given size.
pub struct Pages<R> {
    xml: Xml<R>,
    site: Site,
    max_text_bytes: usize,
    /// The input is a run of pages: it may end after any of them.
    is_fragment: bool,
    state: State,
}

/// What comes next.
enum State {
    /// Other elements, up to the next page.
    Between,
    /// The page whose tag was read.
    Page,
    /// What went wrong in the head.
    Failed(DumpError),
    End,
}

impl<R: BufRead> Pages<R> {
    /// Reads the head of a dump, up to its first page; [`Pages::site`] is known from then on.
    /// An error in the head is the first item. The text of a page, in its source and unescaped,
    /// may have `max_text_bytes`.
    pub fn new(reader: R, max_text_bytes: usize) -> Self {
        let mut pages = Self::over(reader, Site::default(), max_text_bytes);
        pages.state = match pages.find_page() {
            Ok(state) => state,
            Err(error) => State::Failed(error),
        };
        pages
    }

    /// Goes on in `reader`, which stands between two pages at byte `offset` of the same dump, whose
    /// head was read here.
    #[must_use]
    pub fn go_on(self, reader: R, offset: u64) -> Self {
        let mut xml = self.xml.go_on(reader, offset);
        if matches!(self.state, State::Page) {
            xml.leave();
        }
        Self { xml, state: State::Between, ..self }
    }

    /// The wiki that the dump is of.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// Bytes of XML read so far: after a page those up to its end tag.
    pub fn offset(&self) -> u64 {
        self.xml.offset()
    }

    fn over(reader: R, site: Site, max_text_bytes: usize) -> Self {
        let xml = Xml::new(reader, max_text_bytes.saturating_add(MAX_FIELD_BYTES));
        Self { xml, site, max_text_bytes, is_fragment: false, state: State::Between }
    }

    /// Reads up to the next page, and what the dump says about its wiki on the way.
    fn find_page(&mut self) -> Result<State, DumpError> {
        let mut value = Value::new(MAX_FIELD_BYTES);
        let mut namespace = None;
        loop {
            match self.xml.step(&mut value)? {
                Step::Open(Element::MediaWiki, Some(lang)) => self.site.set_lang(&lang),
                Step::Open(Element::Namespace, key) => {
                    namespace = key.and_then(|key| key.parse().ok());
                }
                Step::Close(Element::DbName) => self.site.set_dbname(&value.text),
                Step::Close(Element::Base) => self.site.set_base(&value.text),
                Step::Close(Element::Namespace) => {
                    if let Some(key) = namespace {
                        self.site.add_namespace(key, &value.text);
                    }
                }
                Step::Close(Element::MediaWiki) => return Ok(State::End),
                Step::Open(..) => match self.xml.path() {
                    [Element::MediaWiki, Element::Page] => return Ok(State::Page),
                    // A part of a dump says what it is by its first tag.
                    [Element::Page] => {
                        self.is_fragment = true;
                        return Ok(State::Page);
                    }
                    [Element::MediaWiki, ..] => {}
                    _ => return Err(DumpError::NotDump { offset: self.xml.offset() }),
                },
                Step::End if self.is_fragment && self.xml.path().len() < 2 => {
                    return Ok(State::End);
                }
                Step::End if !self.xml.path().is_empty() => {
                    return Err(DumpError::Truncated { offset: self.xml.offset() });
                }
                Step::End => return Err(DumpError::NotDump { offset: self.xml.offset() }),
                Step::Text if self.xml.path().is_empty() && !value.text.trim().is_empty() => {
                    return Err(DumpError::NotDump { offset: self.xml.offset() });
                }
                Step::NotUtf8 if self.xml.path().is_empty() => {
                    return Err(DumpError::NotDump { offset: self.xml.offset() });
                }
                _ => {}
            }
        }
    }

    /// Reads the page whose tag was read.
    fn read_page(&mut self) -> Result<RawPage, DumpError> {
        let outside = self.xml.path().len();
        let mut draft = Draft::default();
        let mut value = Value::new(MAX_FIELD_BYTES);
        loop {
            match self.xml.step(&mut value)? {
                Step::Open(element, attribute) => {
                    let is_text = element == Element::Text;
                    value.max_bytes = if is_text { self.max_text_bytes } else { MAX_FIELD_BYTES };
                    draft.open(element, self.xml.path().len() - outside, attribute);
                }
                Step::Close(_) if self.xml.path().len() < outside => {
                    return draft.finish(&self.site, self.xml.offset(), self.max_text_bytes);
                }
                Step::Close(element) => {
                    draft.close(element, self.xml.path().len() + 1 - outside, &mut value);
                }
                Step::NotUtf8 => draft.fault(Fault::Other("it is not UTF-8")),
                Step::End => return Err(DumpError::Truncated { offset: self.xml.offset() }),
                Step::Text => {}
            }
        }
    }
}

impl<R: BufRead> Iterator for Pages<R> {
    type Item = Result<RawPage, DumpError>;

    fn next(&mut self) -> Option<Self::Item> {
        let state = match std::mem::replace(&mut self.state, State::End) {
            State::Between => self.find_page(),
            State::Failed(error) => Err(error),
            state => Ok(state),
        };
        match state {
            Ok(State::Page) => {
                let page = self.read_page();
                if page.as_ref().err().is_none_or(DumpError::is_one_page) {
                    self.state = State::Between;
                }
                Some(page)
            }
            Ok(_) => None,
            Err(error) => Some(Err(error)),
        }
    }
}
