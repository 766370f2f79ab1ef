//! Owns the fields of one page of a dump: which element fills which, which revision counts, and
//! what makes a page unusable. Does not read XML.

use std::str::FromStr;

use super::element::Element;
use super::{DumpError, RawPage};
use crate::formats::mediawiki::site::Site;
use crate::formats::mediawiki::wikitext::redirect_target;

/// Text of the element opened last, up to a bound.
pub(super) struct Value {
    pub(super) text: String,
    /// What the text may have.
    pub(super) max_bytes: usize,
    is_too_long: bool,
}

impl Value {
    pub(super) fn new(max_bytes: usize) -> Self {
        Self { text: String::new(), max_bytes, is_too_long: false }
    }

    /// Begins the text of another element.
    pub(super) fn begin(&mut self) {
        self.text.clear();
        self.is_too_long = false;
    }

    /// Adds `text`, as far as the bound allows.
    pub(super) fn push(&mut self, text: &str) {
        self.is_too_long |= text.len() > self.max_bytes.saturating_sub(self.text.len());
        if !self.is_too_long {
            self.text.push_str(text);
        }
    }

    /// Moves the text into a field; false if it is too long.
    fn set(&mut self, field: &mut String) -> bool {
        *field = std::mem::take(&mut self.text);
        !self.is_too_long
    }

    /// Reads the number of a field; false if it is none.
    fn parse<N: FromStr>(&self, field: &mut N) -> bool {
        self.text.trim().parse().map(|number| *field = number).is_ok()
    }
}

/// What is wrong with a page or revision.
#[derive(Debug, Clone, Copy)]
pub(super) enum Fault {
    TooLong,
    Other(&'static str),
}

/// A page as far as it was read.
#[derive(Default)]
pub(super) struct Draft {
    /// The page with its newest revision so far.
    page: RawPage,
    fault: Option<Fault>,
    newest_fault: Option<Fault>,
    has_revision: bool,
    has_ns: bool,
    /// The revision being read: only the fields of a revision are filled.
    revision: Option<RawPage>,
    revision_fault: Option<Fault>,
}

impl Draft {
    /// Begins an element.
    pub(super) fn open(&mut self, element: Element, level: usize, attribute: Option<String>) {
        match (element, level) {
            (Element::Redirect, 1) => self.page.redirect = attribute,
            (Element::Revision, 1) => {
                self.revision = Some(RawPage::default());
                self.revision_fault = None;
            }
            _ => {}
        }
    }

    /// Takes the value of an element that stands `level` elements below the page.
    pub(super) fn close(&mut self, element: Element, level: usize, value: &mut Value) {
        let page = &mut self.page;
        let is_good = match (element, level, &mut self.revision) {
            (Element::Title, 1, _) => value.set(&mut page.title),
            (Element::Ns, 1, _) => {
                self.has_ns = true;
                value.parse(&mut page.ns)
            }
            (Element::Id, 1, _) => value.parse(&mut page.id),
            (Element::Id, 2, Some(revision)) => value.parse(&mut revision.revision),
            (Element::Timestamp, 2, Some(revision)) => value.set(&mut revision.timestamp),
            (Element::Model, 2, Some(revision)) => value.set(&mut revision.model),
            (Element::Format, 2, Some(revision)) => value.set(&mut revision.format),
            (Element::Text, 2, Some(revision)) => {
                if !value.set(&mut revision.text) {
                    self.fault(Fault::TooLong);
                }
                true
            }
            (Element::Revision, 1, _) => {
                self.close_revision();
                true
            }
            _ => true,
        };
        if !is_good {
            self.fault(Fault::Other("a field is too long or no number"));
        }
    }

    /// Notes what is wrong with the page, or with the revision being read.
    pub(super) fn fault(&mut self, fault: Fault) {
        let place = match self.revision {
            Some(_) => &mut self.revision_fault,
            None => &mut self.fault,
        };
        place.get_or_insert(fault);
    }

    fn close_revision(&mut self) {
        let Some(revision) = self.revision.take() else { return };
        let age = |page: &RawPage| (page.timestamp.clone(), page.revision);
        if self.has_revision && age(&revision) < age(&self.page) {
            return;
        }
        let page = std::mem::take(&mut self.page);
        let RawPage { title, ns, id, redirect, .. } = page;
        self.page = RawPage { title, ns, id, redirect, ..revision };
        self.newest_fault = self.revision_fault.take();
        self.has_revision = true;
    }

    /// The page, where nothing is wrong with it. Dumps of the format before 0.5 (2010) have no
    /// `<ns>`, and `<redirect />` has no title: there the page's own title and text tell.
    pub(super) fn finish(
        mut self,
        site: &Site,
        offset: u64,
        max_bytes: usize,
    ) -> Result<RawPage, DumpError> {
        if !self.has_ns {
            self.page.ns = site.namespace_of(&self.page.title);
        }
        if self.page.redirect.is_none() {
            self.page.redirect = redirect_target(&self.page.text).map(str::to_owned);
        }
        let title = self.page.title.trim().to_owned();
        let what = match self.fault.or(self.newest_fault) {
            Some(Fault::TooLong) => return Err(DumpError::TooLong { title, max_bytes }),
            Some(Fault::Other(what)) => what,
            None if title.is_empty() => "it has no title",
            None if !self.has_revision => "it has no revision",
            None => return Ok(RawPage { title, ..self.page }),
        };
        Err(DumpError::BadPage { title, what, offset })
    }
}
