//! ZIM files, in which Kiwix packs wikis: pages of HTML, a cluster at a time.

mod archive;
#[cfg(test)]
mod tests;

use std::fs::File;
use std::io::{self, Read, Seek};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rustc_hash::FxHashMap;

use self::archive::{Archive, MAGIC, Target, damaged};
use crate::article::Article;
use crate::input_format::{Head, Input, InputFormat, Opened, Piece, Pieces, Unread, With};
use crate::limits::Limits;
use crate::origin::Origin;
use crate::parsed::{Parsed, count_dropped, decoded};
use crate::position::Place;
use crate::source::Reader;

/// ZIM files.
pub(crate) struct Zim;

impl InputFormat for Zim {
    fn name(&self) -> &'static str {
        "zim"
    }

    fn is_of(&self, head: &Head<'_>) -> bool {
        head.bytes.starts_with(MAGIC)
    }

    /// Opens a file anew, of which parts are read here and there.
    fn open(&self, input: Input<'_>) -> Result<Opened, String> {
        let reason = "a ZIM file can't be read from standard input: name it as a file";
        let path = input.path.ok_or(reason)?;
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let runs = File::open(path)
            .and_then(|file| ZimRuns::open(file, &stem, input.limits, input.bytes_read))
            .map_err(|e| e.to_string())?;
        Ok(Opened::Pieces(Box::new(runs)))
    }
}

struct ZimPiece {
    pages: Vec<ZimPage>,
    site: Arc<ZimSite>,
}

impl Pieces for ZimRuns<File> {
    fn next(&mut self) -> Option<Result<Box<dyn Piece>, Unread>> {
        Some(match self.next_run()? {
            ZimRun::Pages(pages, site) => Ok(Box::new(ZimPiece { pages, site })),
            ZimRun::Error(place, reason) => Err(Unread::Piece { place, reason }),
        })
    }

    fn place(&self) -> Option<(u64, u64)> {
        Self::place(self).map(|pages| (pages, 0))
    }

    fn go_on(self: Box<Self>, _: Reader, place: &Place, _: u64) -> Box<dyn Pieces> {
        Box::new(Self::go_on(*self, place.bytes))
    }
}

impl Piece for ZimPiece {
    fn bytes(&self) -> usize {
        self.pages.iter().map(ZimPage::bytes).sum()
    }

    fn parse(self: Box<Self>, with: &With<'_>) -> Parsed {
        let mut parsed = Parsed::default();
        parse(with.origin, self.pages, &self.site, &mut parsed);
        parsed
    }
}

/// Steps from a redirect to a page: one that leads to another is not followed for ever.
const MAX_STEPS: usize = 8;

/// A page, with the titles that redirect to it.
pub(crate) struct ZimPage {
    html: Vec<u8>,
    title: String,
    aliases: Vec<String>,
}

impl ZimPage {
    /// Bytes held, about.
    pub(crate) fn bytes(&self) -> usize {
        self.html.len() + self.title.len() + self.aliases.iter().map(String::len).sum::<usize>()
    }
}

/// What a file says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ZimSite {
    /// What stands before titles in ids, and is the source: `ruwiki` for a Wikipedia.
    name: String,
    /// Whether the file says its name itself; that of the file is not its alone.
    is_named: bool,
    /// Language of all pages.
    lang: Option<String>,
}

/// Cuts a file into runs of pages, one a cluster.
pub(crate) struct ZimRuns<R> {
    archive: Archive<R>,
    site: Arc<ZimSite>,
    /// Pages by cluster, its place there, and the entry.
    pages: Vec<(u32, u32, u32)>,
    /// Pages that were handed out.
    done: usize,
    /// Titles that lead to an entry.
    aliases: FxHashMap<u32, Vec<String>>,
    /// What could not be read of the list of entries, to be given first.
    unreadable: Option<String>,
    limits: Limits,
    count: Arc<AtomicU64>,
    /// Bytes of the file not counted as read yet.
    uncounted: u64,
}

/// What a file gave next.
pub(crate) enum ZimRun {
    Pages(Vec<ZimPage>, Arc<ZimSite>),
    /// Where and why some could not be read.
    Error(String, String),
}

impl<R: Read + Seek> ZimRuns<R> {
    /// Reads all entries of a file. `stem` names it where it has no name; bytes of clusters are
    /// added to `count` as they are read. Costs 12 bytes a page and the titles of redirects.
    pub(crate) fn open(
        file: R,
        stem: &str,
        limits: &Limits,
        count: &Arc<AtomicU64>,
    ) -> io::Result<Self> {
        let mut archive = Archive::open(file)?;
        let site = Arc::new(site(&mut archive, stem, limits));
        let (mut pages, mut redirects) = (Vec::new(), FxHashMap::default());
        let (mut unreadable, mut first) = (0, None);
        for number in 0..archive.entries() {
            match archive.entry(number) {
                Err(e) => {
                    unreadable += 1;
                    first.get_or_insert(e);
                }
                Ok(entry) if entry.namespace != archive.articles() => {}
                Ok(entry) => match entry.target {
                    Target::Content { media, cluster, blob } if archive.is_html(media) => {
                        pages.push((cluster, blob, number));
                    }
                    Target::Redirect(to) => {
                        redirects.insert(number, (to, entry.title));
                    }
                    _ => {}
                },
            }
        }
        pages.sort_unstable();
        let unreadable = first.map(|e| {
            format!("{unreadable} of {} entries can't be read, the first: {e}", archive.entries())
        });
        Ok(Self {
            uncounted: archive.bytes(),
            aliases: by_page(&redirects),
            archive,
            site,
            pages,
            done: 0,
            unreadable,
            limits: limits.clone(),
            count: Arc::clone(count),
        })
    }

    /// The same behind as many pages as [`place`](Self::place) gave.
    pub(crate) fn go_on(mut self, place: u64) -> Self {
        self.unreadable = None;
        self.done = usize::try_from(place).unwrap_or(usize::MAX).min(self.pages.len());
        let clusters = self.pages[..self.done].chunk_by(|a, b| a.0 == b.0);
        let passed = clusters.map(|pages| self.archive.cluster_bytes(pages[0].0)).sum();
        self.counted(passed);
        self
    }

    /// Pages handed out; `None` at the end.
    pub(crate) fn place(&self) -> Option<u64> {
        (self.done < self.pages.len()).then_some(self.done as u64)
    }

    /// The pages of the next cluster, or why they can't be read; `None` at the end.
    pub(crate) fn next_run(&mut self) -> Option<ZimRun> {
        if let Some(why) = self.unreadable.take() {
            return Some(ZimRun::Error("list of entries".to_owned(), why));
        }
        let rest = self.pages.get(self.done..)?;
        let Some(&(number, ..)) = rest.first() else {
            self.counted(self.uncounted);
            return None;
        };
        let pages: Vec<_> = rest.iter().take_while(|page| page.0 == number).copied().collect();
        self.done += pages.len();
        self.counted(self.archive.cluster_bytes(number));
        Some(match self.read(number, &pages) {
            Ok(pages) => ZimRun::Pages(pages, Arc::clone(&self.site)),
            Err(e) => {
                let why = format!("{e}; its {} pages are left out", pages.len());
                ZimRun::Error(format!("cluster {number}"), why)
            }
        })
    }

    fn read(&mut self, cluster: u32, pages: &[(u32, u32, u32)]) -> io::Result<Vec<ZimPage>> {
        let unpacked = self.archive.cluster(cluster, self.limits.zim_cluster_bytes)?;
        let mut left = unpacked.len();
        let mut read: Vec<ZimPage> = Vec::new();
        let mut last = None;
        for &(_, blob, entry) in pages {
            let title = self.archive.entry(entry)?.title;
            let mut aliases = self.aliases.remove(&entry).unwrap_or_default();
            // Entries may share a content: one page under several names.
            if let Some(same) = read.last_mut().filter(|_| last == Some(blob)) {
                same.aliases.push(title);
                same.aliases.append(&mut aliases);
                continue;
            }
            let html = unpacked.blob(blob)?;
            // Contents that overlap could come to any size.
            left = left.checked_sub(html.len()).ok_or_else(|| damaged("contents that overlap"))?;
            read.push(ZimPage { html: html.to_vec(), title, aliases });
            last = Some(blob);
        }
        Ok(read)
    }

    fn counted(&mut self, bytes: u64) {
        let bytes = bytes.min(self.uncounted);
        self.uncounted -= bytes;
        self.count.fetch_add(bytes, Ordering::Relaxed);
    }
}

/// Titles of redirects by the entry that they lead to in the end.
fn by_page(redirects: &FxHashMap<u32, (u32, String)>) -> FxHashMap<u32, Vec<String>> {
    let mut aliases: FxHashMap<u32, Vec<String>> = FxHashMap::default();
    for (from, (to, title)) in redirects {
        let follow = |at: &u32| redirects.get(at).map(|(to, _)| *to);
        let end = std::iter::successors(Some(*to), follow).take(MAX_STEPS).last();
        if let Some(end) = end.filter(|end| end != from && !redirects.contains_key(end)) {
            aliases.entry(end).or_default().push(title.clone());
        }
    }
    // The table has no order of its own.
    aliases.values_mut().for_each(|titles| titles.sort_unstable());
    aliases
}

/// What the file says of itself under `M`.
fn site<R: Read + Seek>(archive: &mut Archive<R>, stem: &str, limits: &Limits) -> ZimSite {
    let mut said = |name: &str| -> Option<String> {
        let entry = archive.find(b'M', name).ok()??;
        let Target::Content { cluster, blob, .. } = entry.target else { return None };
        let cluster = archive.cluster(cluster, limits.zim_cluster_bytes).ok()?;
        let text = String::from_utf8(cluster.blob(blob).ok()?.to_vec()).ok()?;
        Some(text.trim().to_owned()).filter(|text| !text.is_empty())
    };
    let lang = said("Language").and_then(|tag| two_letters(&tag));
    let name = said("Name");
    let is_named = name.is_some();
    let name = name.unwrap_or_else(|| stem.to_owned());
    let name = match &lang {
        Some(lang) if name.starts_with("wikipedia_") => format!("{lang}wiki"),
        _ => name,
    };
    ZimSite { name, is_named, lang }
}

/// The two letters of a language that is written by three, as ZIM files do; several say nothing.
fn two_letters(tag: &str) -> Option<String> {
    let two = match tag {
        "tur" => "tr",
        "rus" => "ru",
        "ukr" => "uk",
        "kaz" => "kk",
        "bel" => "be",
        "eng" => "en",
        other if other.bytes().all(|b| b.is_ascii_alphabetic()) => other,
        _ => return None,
    };
    Some(two.to_owned())
}

/// Parses the pages of a run.
pub(crate) fn parse(origin: &Origin, pages: Vec<ZimPage>, site: &ZimSite, parsed: &mut Parsed) {
    for page in pages {
        let ZimPage { html, title, aliases } = page;
        let source = &*origin.shown;
        let place = format!("page {title:?}");
        let Some(html) = decoded(source, &place, &html, parsed) else { continue };
        let extracted = crate::formats::html::extract(&html);
        count_dropped(&extracted, &mut parsed.dropped);
        let mut article = Article::from_page(extracted);
        article.id = if site.is_named { format!("{}:{title}", site.name) } else { String::new() };
        article.source = Some(site.name.clone());
        if let Some(lang) = &site.lang {
            article.lang.clone_from(lang);
        }
        for alias in aliases {
            if alias != title && !article.aliases.contains(&alias) {
                article.aliases.push(alias);
            }
        }
        article.title.clone_from(&title);
        parsed.keep(origin, place, &title, article);
    }
}
