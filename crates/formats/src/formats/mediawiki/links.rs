//! Owns the links between languages that `langlinks.sql` dumps give to the articles of dumps, by
//! page id. Knows no format but that one.
//!
//! A link takes 11 bytes and its title; all are in memory for the whole run.

use serde::{Deserialize, Serialize};

use super::dump::wiki_name;
use crate::article::Article;
use crate::formats::mediawiki::langlinks::{self, LangLinks, database};
use crate::formats::mediawiki::site::Site;
use crate::input_format::Translations;
use crate::limits::Limits;
use crate::parsed::Parsed;
use crate::rejection::Rejection;
use crate::source::Source;

/// Languages to which links are kept, as their wikis are called. Belarusian has two wikis; the
/// second one counts where the first has no article.
const CODES: [&str; 8] = ["tr", "ru", "uk", "kk", "be", "en", "be-x-old", "be-tarask"];

/// Bytes before a title: place in [`CODES`], length.
const TITLE_HEAD_BYTES: usize = 3;

/// Links of several wikis.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct WikiLinks {
    wikis: Vec<(String, Table)>,
    count: u64,
}

/// The links of one wiki.
#[derive(Default, Serialize, Deserialize)]
struct Table {
    /// Page id, and where in `titles` the link stands; by page id.
    links: Vec<(u32, u32)>,
    titles: Vec<u8>,
}

impl WikiLinks {
    /// Links kept.
    pub(crate) fn count(&self) -> u64 {
        self.count
    }

    /// Reads a dump. What was read before an error stays.
    ///
    /// # Errors
    /// When it is no dump of links, does not say of which wiki, or is damaged, and when there are
    /// more links than the limits allow.
    pub(crate) fn read(
        &mut self,
        source: Source,
        name: &str,
        limits: &Limits,
    ) -> Result<(), Rejection> {
        if !is_links(&source.head) {
            let reason = "expected a langlinks dump, as in ukwiki-20260801-langlinks.sql.gz";
            return Err(Rejection::new(name, "", reason));
        }
        let Some(wiki) = wiki_of(&source.head, name) else {
            let reason = "does not say of which wiki it is: expected \"Database: ukwiki\" in its \
                head, or a name such as ukwiki-20260801-langlinks.sql.gz";
            return Err(Rejection::new(name, "", reason));
        };
        let mut room = limits.langlinks_bytes.saturating_sub(self.bytes());
        let place = self.wikis.iter().position(|(known, _)| *known == wiki);
        let place = place.unwrap_or_else(|| {
            self.wikis.push((wiki, Table::default()));
            self.wikis.len() - 1
        });
        let Some((_, table)) = self.wikis.get_mut(place) else { return Ok(()) };
        let mut result = Ok(());
        for link in LangLinks::new(source.reader, &CODES) {
            let (page, lang, title) = match link {
                Ok(link) => link,
                Err(e) => {
                    let reason = format!("{e}; the links before it are used");
                    result = Err(Rejection::new(name, "", reason));
                    break;
                }
            };
            match table.add(page, &lang, &title, room) {
                Some(taken) => room -= taken,
                None => {
                    let reason = format!(
                        "more than {} MiB of links: the rest is left out",
                        limits.langlinks_bytes >> 20
                    );
                    result = Err(Rejection::new(name, "", reason));
                    break;
                }
            }
            self.count += 1;
        }
        table.finish();
        result
    }

    fn bytes(&self) -> usize {
        self.wikis.iter().map(|(_, table)| table.links.len() * 8 + table.titles.len()).sum()
    }
}

impl Table {
    /// Adds a link, if `room` allows; the bytes that it takes.
    fn add(&mut self, page: u64, lang: &str, title: &str, room: usize) -> Option<usize> {
        let code = CODES.iter().position(|code| *code == lang).and_then(|at| u8::try_from(at).ok());
        let len = u16::try_from(title.len()).ok();
        // The reader gives no other languages and no longer titles; ids are 32 bits in MediaWiki.
        let (Some(code), Some(len), Ok(page)) = (code, len, u32::try_from(page)) else {
            return Some(0);
        };
        let taken = 8 + TITLE_HEAD_BYTES + title.len();
        let start = u32::try_from(self.titles.len()).ok().filter(|_| taken <= room)?;
        self.links.push((page, start));
        self.titles.push(code);
        self.titles.extend(len.to_le_bytes());
        self.titles.extend(title.bytes());
        Some(taken)
    }

    fn finish(&mut self) {
        // They come in this order but from dumps of other programs.
        if !self.links.is_sorted() {
            self.links.sort_unstable();
        }
        self.links.shrink_to_fit();
        self.titles.shrink_to_fit();
    }

    /// Code and title of each link of a page. Costs a binary search.
    fn of(&self, page: u64) -> impl Iterator<Item = (&'static str, &str)> {
        let page = u32::try_from(page).ok();
        let first = page.map(|page| self.links.partition_point(|(known, _)| *known < page));
        let links = first.and_then(|first| self.links.get(first..)).unwrap_or_default();
        let links = links.iter().take_while(move |(known, _)| Some(*known) == page);
        links.filter_map(|(_, start)| self.link(*start as usize))
    }

    fn link(&self, start: usize) -> Option<(&'static str, &str)> {
        let (&[code, low, high], rest) =
            self.titles.get(start..)?.split_first_chunk::<TITLE_HEAD_BYTES>()?;
        let title = rest.get(..usize::from(u16::from_le_bytes([low, high])))?;
        Some((CODES.get(usize::from(code))?, std::str::from_utf8(title).ok()?))
    }
}

impl Translations for WikiLinks {
    fn translate(&self, wiki: &str, page: u64, article: &mut Article) -> bool {
        let Some((_, table)) = self.wikis.iter().find(|(known, _)| known == wiki) else {
            return false;
        };
        let mut found = false;
        let mut second = None;
        for (code, title) in table.of(page) {
            if code.contains('-') {
                second = Some(title);
            } else if code != article.lang {
                article.translations.insert(code.to_owned(), title.to_owned());
                found = true;
            }
        }
        if let Some(title) = second.filter(|_| article.lang != "be") {
            article.translations.entry("be".to_owned()).or_insert_with(|| title.to_owned());
            found = true;
        }
        found
    }
}

/// Whether a stream that begins with `head` is a dump of links.
pub(crate) fn is_links(head: &[u8]) -> bool {
    langlinks::looks_like(String::from_utf8_lossy(head).trim_start_matches('\u{feff}').trim_start())
}

/// Gives an article of a dump the translations of its page.
pub(super) fn translate(
    links: &dyn Translations,
    page: u64,
    article: &mut Article,
    parsed: &mut Parsed,
) {
    let wiki = article.source.clone().unwrap_or_default();
    if links.translate(&wiki, page, article) {
        parsed.notes.push("translations taken from langlinks".to_owned());
    }
}

/// The wiki that a dump is of, as articles have it: by its head, or else by its name.
fn wiki_of(head: &[u8], name: &str) -> Option<String> {
    let file = name.rsplit('/').next().unwrap_or(name);
    let by_name = || file.split_once('-').map(|(wiki, _)| wiki.to_owned());
    let mut site = Site::default();
    site.set_dbname(&database(&String::from_utf8_lossy(head)).map_or_else(by_name, Some)?);
    site.lang().is_some().then(|| wiki_name(&site))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn read(links: &mut WikiLinks, name: &str, sql: &str, limits: &Limits) -> Result<(), String> {
        let source = Source::new(std::io::Cursor::new(sql.to_owned()), &Arc::default(), 1).unwrap();
        links.read(source, name, limits).map_err(|rejection| rejection.to_string())
    }

    fn translations(links: &WikiLinks, wiki: &str, lang: &str, page: u64) -> String {
        let mut article = Article { lang: lang.to_owned(), ..Article::default() };
        links.translate(wiki, page, &mut article);
        format!("{:?}", article.translations)
    }

    const HEAD: &str = "-- MySQL dump 10\n--\n-- Host: a    Database: ukwiki\n";

    #[test]
    fn links_of_two_wikis() {
        let mut links = WikiLinks::default();
        let rows = "INSERT INTO `langlinks` VALUES (9,'en','Embassy'),(2,'ru','Посол'),\
            (2,'de','Botschafter'),(2,'be-x-old','Амбасадар'),(2,'uk','Свій'),(9,'be','Пасольства'),\
            (9,'be-x-old','Амбасада'),(5000000000,'ru','x');";
        read(&mut links, "a.sql", &format!("{HEAD}{rows}"), &Limits::default()).unwrap();
        let other = "INSERT INTO `langlinks` VALUES (2,'en','Note');";
        read(&mut links, "d/be_x_oldwiki-1-langlinks.sql", other, &Limits::default()).unwrap();
        let second = wiki_of(b"", "be_x_oldwiki-1").unwrap();
        assert_eq!(
            translations(&links, "ukwiki", "uk", 2),
            r#"{"be": "Амбасадар", "ru": "Посол"}"#
        );
        assert_eq!(
            translations(&links, "ukwiki", "uk", 9),
            r#"{"be": "Пасольства", "en": "Embassy"}"#
        );
        assert_eq!(translations(&links, &second, "be", 2), r#"{"en": "Note"}"#);
        assert_eq!(translations(&links, "ukwiki", "uk", 3), "{}");
        assert_eq!(translations(&links, "ruwiki", "ru", 2), "{}");
        assert_eq!(links.count(), 8);
    }

    #[test]
    fn what_cant_be_used_is_said() {
        let mut links = WikiLinks::default();
        let limits = Limits { langlinks_bytes: 40, ..Limits::default() };
        let rows = "INSERT INTO `langlinks` VALUES (1,'en','A'),(2,'en','B'),(3,'en','C'),\
            (4,'en','D');";
        let error = read(&mut links, "ukwiki-a.sql", rows, &limits).unwrap_err();
        assert!(error.contains("the rest is left out"), "{error}");
        assert_eq!(translations(&links, "ukwiki", "uk", 3), r#"{"en": "C"}"#);
        let error = read(&mut links, "a.sql", rows, &limits).unwrap_err();
        assert!(error.contains("Database: ukwiki"), "{error}");
        let error = read(&mut links, "a.sql", "CREATE TABLE x;", &limits).unwrap_err();
        assert!(error.contains("expected a langlinks dump"), "{error}");
        let cut = format!("{HEAD}INSERT INTO `langlinks` VALUES (1,'en','A'),(2,'e");
        let mut links = WikiLinks::default();
        let error = read(&mut links, "a.sql", &cut, &Limits::default()).unwrap_err();
        assert!(error.contains("ends too early, at byte"), "{error}");
        assert_eq!(translations(&links, "ukwiki", "uk", 1), r#"{"en": "A"}"#);
    }

    /// Not a check: prints what links cost.
    /// `cargo test --release --lib links::tests::cost -- --ignored --nocapture`
    #[test]
    #[ignore = "a measurement"]
    fn cost() {
        let mut sql = format!("{HEAD}INSERT INTO `langlinks` VALUES ");
        for page in 0..1_000_000_u32 {
            let code = CODES[page as usize % 6];
            sql.push_str(&format!("({},'{code}','Посольство держави {page}'),", page / 3));
        }
        sql.pop();
        sql.push(';');
        let mut links = WikiLinks::default();
        let start = std::time::Instant::now();
        read(&mut links, "a.sql", &sql, &Limits::default()).unwrap();
        let (seconds, bytes) = (start.elapsed().as_secs_f64(), links.bytes());
        println!("{} links: {bytes} bytes, {seconds:.2} s", links.count());
    }
}
