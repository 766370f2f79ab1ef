//! What MediaWiki writes: XML dumps, dumps of its search index, dumps of links between languages.

mod cirrus;
mod dump;
pub mod langlinks;
mod links;
pub mod site;
pub mod wikidump;
pub mod wikitext;

use std::io;
use std::path::Path;
use std::sync::Arc;

use self::dump::{DumpPage, DumpRun, DumpRuns, Redirects, article_of_page};
use super::jsonl::LinePieces;
use crate::formats::mediawiki::site::Site;
use crate::input_format::{Head, Input, InputFormat, Opened, Piece, Pieces, Unread, With};
use crate::kept::What;
use crate::lines::LineRuns;
use crate::parsed::Parsed;
use crate::position::Place;
use crate::source::{Reader, Source};

pub(crate) use self::links::{WikiLinks, is_links};

/// XML dumps (`pages-articles`).
pub(super) struct Xml;

impl InputFormat for Xml {
    fn name(&self) -> &'static str {
        "mediawiki"
    }

    fn is_of(&self, head: &Head<'_>) -> bool {
        crate::formats::mediawiki::wikidump::looks_like(head.start())
    }

    /// Reads a file twice, first for its redirects.
    fn open(&self, input: Input<'_>) -> Result<Opened, String> {
        let redirects = input.path.map(|path| redirects_of(path, &input)).transpose();
        let redirects = redirects.map_err(|e| e.to_string())?;
        let runs = DumpRuns::new(input.reader, input.limits.article_bytes, redirects);
        Ok(Opened::Pieces(Box::new(runs)))
    }
}

/// Reads a whole dump for its redirects, unless they are kept.
fn redirects_of(path: &Path, input: &Input<'_>) -> io::Result<Redirects> {
    let kept = input.kept;
    if let Some(redirects) = kept.and_then(|kept| kept.load(What::Redirects, input.number)) {
        return Ok(redirects);
    }
    let source = Source::file(path, input.bytes_ahead, input.jobs)?;
    let redirects = dump::redirects(source.reader, input.limits.article_bytes);
    input.bytes_ahead.store(0, std::sync::atomic::Ordering::Relaxed);
    if let Some(kept) = kept {
        kept.store(What::Redirects, input.number, &redirects);
    }
    Ok(redirects)
}

struct DumpPiece {
    pages: Vec<DumpPage>,
    site: Arc<Site>,
}

impl Pieces for DumpRuns<Reader> {
    fn next(&mut self) -> Option<Result<Box<dyn Piece>, Unread>> {
        Some(match self.next_run()? {
            DumpRun::Pages(pages, site) => Ok(Box::new(DumpPiece { pages, site })),
            DumpRun::Error(e) => Err(Unread::Piece { place: String::new(), reason: e.to_string() }),
        })
    }

    fn place(&self) -> Option<(u64, u64)> {
        self.offset().map(|offset| (offset, 0))
    }

    fn go_on(self: Box<Self>, reader: Reader, place: &Place, left: u64) -> Box<dyn Pieces> {
        Box::new(Self::go_on(*self, reader, place.bytes, left))
    }

    fn redirects_unused(&self) -> u64 {
        self.unused()
    }
}

impl Piece for DumpPiece {
    fn bytes(&self) -> usize {
        self.pages.iter().map(|page| page.page.text.len() + 200).sum()
    }

    fn parse(self: Box<Self>, with: &With<'_>) -> Parsed {
        let mut parsed = Parsed::default();
        for page in self.pages {
            let title = page.page.title.clone();
            let id = page.page.id;
            let mut article = article_of_page(page, &self.site, &mut parsed.dropped);
            links::translate(with.links, id, &mut article, &mut parsed);
            parsed.keep(with.origin, format!("page {title:?}"), &title, article);
        }
        parsed
    }
}

/// Dumps of the search index (CirrusSearch).
pub(super) struct Cirrus;

impl InputFormat for Cirrus {
    fn name(&self) -> &'static str {
        "cirrus"
    }

    fn is_of(&self, head: &Head<'_>) -> bool {
        cirrus::looks_like(head.start())
    }

    fn open(&self, input: Input<'_>) -> Result<Opened, String> {
        let runs = LineRuns::new(input.reader, input.limits.article_bytes);
        let runs = runs.keeping(cirrus::is_action);
        Ok(Opened::Pieces(Box::new(LinePieces { runs, parse: cirrus::parse })))
    }
}

/// Dumps of links between languages, which have no articles: they are read before all others.
pub(super) struct LangLinks;

impl InputFormat for LangLinks {
    fn name(&self) -> &'static str {
        ""
    }

    fn is_of(&self, head: &Head<'_>) -> bool {
        crate::formats::mediawiki::langlinks::looks_like(head.start())
    }

    fn open(&self, _: Input<'_>) -> Result<Opened, String> {
        Err("links between languages, which come too late here: name the file by --langlinks"
            .to_owned())
    }
}
