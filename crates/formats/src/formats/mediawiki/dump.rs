//! MediaWiki dumps: pages that are articles, with the redirects that lead to them.

use std::collections::BTreeMap;
use std::io::BufRead;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::article::Article;
use crate::formats::mediawiki::site::Site;
use crate::formats::mediawiki::wikidump::{DumpError, Pages, RawPage};
use crate::parsed::count_dropped;

/// Titles that redirect to an article, by the article's title.
pub(super) type Redirects = FxHashMap<String, Vec<String>>;

/// An article's page and the titles that redirect to it.
pub(super) struct DumpPage {
    pub(super) page: RawPage,
    pub(super) aliases: Vec<String>,
}

/// Pages are handed out in runs of about this size.
const RUN_BYTES: usize = 256 << 10;

/// Redirect targets remembered at most: twice what the largest Wikipedia of the six has.
const MAX_REDIRECTS: usize = 20_000_000;

/// Cuts a dump into runs of articles.
pub(super) struct DumpRuns<R: BufRead> {
    pages: Pages<R>,
    redirects: Redirects,
    /// Whether the redirects were known before the first page.
    known: bool,
    /// Redirects whose article did not come up.
    left: u64,
    site: Option<Arc<Site>>,
    /// An error that came up behind a run of articles, to be given after it, and the bytes before
    /// what it is about.
    error: Option<(DumpError, u64)>,
    /// Whether nothing more is read.
    has_ended: bool,
}

/// What a dump gave next.
pub(super) enum DumpRun {
    Pages(Vec<DumpPage>, Arc<Site>),
    Error(DumpError),
}

impl<R: BufRead> DumpRuns<R> {
    /// Reads a dump whose `redirects` are known already (not for a stream that is read once:
    /// then only those that stand before their article are found).
    pub(super) fn new(reader: R, article_bytes: usize, redirects: Option<Redirects>) -> Self {
        let known = redirects.is_some();
        let redirects = redirects.unwrap_or_default();
        let left = redirects.values().map(|aliases| aliases.len() as u64).sum();
        let pages = Pages::new(reader, article_bytes);
        Self { pages, redirects, known, left, site: None, error: None, has_ended: false }
    }

    /// Goes on with the same dump in `reader`, which stands where [`offset`](Self::offset) was
    /// `offset` and [`unused`](Self::unused) `left`; before the first run.
    pub(super) fn go_on(self, reader: R, offset: u64, left: u64) -> Self {
        Self { pages: self.pages.go_on(reader, offset), left, ..self }
    }

    /// Bytes of the dump before what comes next; `None` if nothing more does.
    pub(super) fn offset(&self) -> Option<u64> {
        match &self.error {
            Some((_, before)) => Some(*before),
            None => (!self.has_ended).then(|| self.pages.offset()),
        }
    }

    /// The next run of articles, or an error among them; `None` at the end.
    pub(super) fn next_run(&mut self) -> Option<DumpRun> {
        if let Some((error, _)) = self.error.take() {
            return Some(self.failed(error));
        }
        let (mut run, mut bytes) = (Vec::new(), 0);
        while bytes < RUN_BYTES && !self.has_ended {
            let before = self.pages.offset();
            match self.pages.next() {
                None => self.has_ended = true,
                Some(Err(e)) if run.is_empty() => return Some(self.failed(e)),
                Some(Err(e)) => {
                    self.error = Some((e, before));
                    break;
                }
                Some(Ok(page)) => {
                    if let Some(target) = &page.redirect {
                        if self.known || page.ns != 0 {
                            continue;
                        }
                        self.left +=
                            u64::from(note_redirect(&mut self.redirects, target, &page.title));
                    } else if page.ns == 0 {
                        bytes += page.text.len() + 200;
                        // They stay: which an article gets must not hang on where reading began.
                        let aliases = self.redirects.get(&page.title).cloned().unwrap_or_default();
                        self.left = self.left.saturating_sub(aliases.len() as u64);
                        run.push(DumpPage { page, aliases });
                    }
                }
            }
        }
        if run.is_empty() {
            return None;
        }
        let site = self.site.get_or_insert_with(|| Arc::new(self.pages.site().clone()));
        Some(DumpRun::Pages(run, Arc::clone(site)))
    }

    fn failed(&mut self, error: DumpError) -> DumpRun {
        self.has_ended |= !error.is_one_page();
        DumpRun::Error(error)
    }

    /// Redirects whose article did not come up so far.
    pub(super) fn unused(&self) -> u64 {
        self.left
    }
}

/// Reads a whole dump for its redirects alone, to have them before the articles come.
pub(super) fn redirects(reader: impl BufRead, article_bytes: usize) -> Redirects {
    let mut redirects = Redirects::default();
    for page in Pages::new(reader, article_bytes).flatten() {
        if let (0, Some(target)) = (page.ns, &page.redirect) {
            note_redirect(&mut redirects, target, &page.title);
        }
    }
    redirects
}

/// Keeps a redirect; false where it is known or there are too many.
fn note_redirect(redirects: &mut Redirects, target: &str, title: &str) -> bool {
    if redirects.len() >= MAX_REDIRECTS && !redirects.contains_key(target) {
        return false;
    }
    let aliases = redirects.entry(target.to_owned()).or_default();
    let is_new = !aliases.iter().any(|alias| alias == title);
    if is_new {
        aliases.push(title.to_owned());
    }
    is_new
}

/// What articles of a wiki have before their title in ids, and as their source: the name of its
/// database, or what that of the Wikipedia in its language is called.
pub(super) fn wiki_name(site: &Site) -> String {
    let by_lang = || format!("{}wiki", site.lang().unwrap_or_default());
    site.dbname().map_or_else(by_lang, str::to_owned)
}

/// The id of a page, `ruwiki:Title`; empty where it is not known of which wiki it is.
pub(super) fn page_id(site: &Site, title: &str) -> String {
    let is_known = site.dbname().is_some() || site.lang().is_some();
    if is_known { format!("{}:{title}", wiki_name(site)) } else { String::new() }
}

/// The article of a page: its wikitext as plain text, its id as [`page_id`] says.
pub(super) fn article_of_page(
    from: DumpPage,
    site: &Site,
    dropped: &mut BTreeMap<&'static str, u64>,
) -> Article {
    let RawPage { title, timestamp, text, .. } = from.page;
    let page = crate::formats::mediawiki::wikitext::extract(&title, &text, site);
    count_dropped(&page, dropped);
    let mut article = Article::from_page(page);
    let wiki = wiki_name(site);
    article.id = page_id(site, &title);
    article.url = site.url(&title);
    article.source = Some(wiki);
    article.date = timestamp.get(..10).map(str::to_owned);
    if article.lang.is_empty() {
        article.lang = site.lang().unwrap_or_default().to_owned();
    }
    for alias in from.aliases {
        if alias != title && !article.aliases.contains(&alias) {
            article.aliases.push(alias);
        }
    }
    article.title = title;
    article
}
