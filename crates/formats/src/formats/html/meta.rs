//! Owns what an HTML page says about itself outside its text: `<meta>`, `<link>`, `<title>`,
//! JSON-LD, links to other languages. Does not read the text.

use html5ever::tokenizer::Tag;
use rustc_hash::FxHashSet;
use xxhash_rust::xxh3::xxh3_64;

use super::rules::{attribute, classes};
use crate::formats::mediawiki::site::Site;
use crate::text::dates;
use crate::text::page::{MAX_LINKED, MAX_TITLE_BYTES, Page};

/// The statements of one page, as they come.
#[derive(Debug, Default)]
pub(super) struct Meta {
    /// Fields that need no choice between two statements.
    page: Page,
    title: Option<String>,
    og_title: Option<String>,
    canonical: Option<String>,
    og_url: Option<String>,
    /// With its rank: the surest statement wins.
    date: Option<(DateSource, String)>,
    /// Hashes of the titles that were linked to.
    linked: FxHashSet<u64>,
}

/// Where a date was stated, the surest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum DateSource {
    LastModified,
    TimeElement,
    Meta,
    JsonLd,
    PublishedTime,
}

impl Meta {
    /// Reads a start tag of any name; most say nothing.
    pub(super) fn read_tag(&mut self, tag: &Tag) {
        let name: &str = &tag.name;
        match name {
            "meta" => self.read_meta(tag),
            "link" => self.read_link(tag),
            "html" => {
                let lang = attribute(tag, "lang").or_else(|| attribute(tag, "xml:lang"));
                set(&mut self.page.lang, lang);
            }
            "a" if classes(tag).any(|class| class == "interlanguage-link-target") => {
                let lang = attribute(tag, "hreflang").or_else(|| attribute(tag, "lang"));
                self.add_translation(lang, attribute(tag, "href"));
            }
            _ => {}
        }
    }

    fn read_meta(&mut self, tag: &Tag) {
        let name = ["property", "name", "itemprop", "http-equiv"];
        let Some(name) = name.iter().find_map(|name| attribute(tag, name)) else { return };
        let Some(content) = attribute(tag, "content").filter(|content| !content.is_empty()) else {
            return;
        };
        let page = &mut self.page;
        match name.to_ascii_lowercase().as_str() {
            "description" => set(&mut page.definition, Some(content)),
            "keywords" => add_all(&mut page.keywords, content.split(',')),
            "aliases" => add_all(&mut page.aliases, content.split(';')),
            "article:tag" => add_all(&mut page.categories, [content].into_iter()),
            "article:id" => set(&mut page.id, Some(content)),
            "content-language" => set(&mut page.lang, Some(content)),
            "og:title" => set(&mut self.og_title, Some(content)),
            "og:url" => set(&mut self.og_url, Some(content)),
            "article:published_time" => self.add_date(DateSource::PublishedTime, content),
            "date" | "dc.date" | "dc.date.issued" | "dcterms.date" | "datepublished"
            | "pubdate" => self.add_date(DateSource::Meta, content),
            "last-modified" => self.add_date(DateSource::LastModified, content),
            _ => {}
        }
    }

    fn read_link(&mut self, tag: &Tag) {
        let rel = attribute(tag, "rel").unwrap_or_default();
        if rel.eq_ignore_ascii_case("canonical") {
            set(&mut self.canonical, attribute(tag, "href"));
        } else if rel.eq_ignore_ascii_case("alternate") {
            self.add_translation(attribute(tag, "hreflang"), attribute(tag, "href"));
        }
    }

    fn add_translation(&mut self, lang: Option<&str>, address: Option<&str>) {
        let (Some(lang), Some(address)) = (lang, address) else { return };
        if !lang.is_empty() && !lang.eq_ignore_ascii_case("x-default") {
            self.page.translations.push((lang.to_owned(), address.to_owned()));
        }
    }

    /// Keeps the title of the page that a link within a wiki leads to, which the wiki writes beside
    /// the address, if it is an article that exists.
    pub(super) fn add_linked(&mut self, tag: &Tag) {
        let is_full = self.page.linked.len() >= MAX_LINKED;
        let Some(title) = attribute(tag, "title").filter(|_| !is_full) else { return };
        if title.is_empty()
            || title.len() > MAX_TITLE_BYTES
            || classes(tag).any(|class| class == "new")
            || !Site::default().is_article(title)
        {
            return;
        }
        let title = collapsed(title);
        if self.linked.insert(xxh3_64(title.as_bytes())) {
            self.page.linked.push(title);
        }
    }

    /// Keeps a date that is one, unless a surer source has stated another.
    pub(super) fn add_date(&mut self, source: DateSource, text: &str) {
        if self.date.as_ref().is_none_or(|(known, _)| *known < source) {
            self.date = dates::iso(text).map(|date| (source, date)).or(self.date.take());
        }
    }

    /// Reads the text of a JSON-LD script, of which only the day of publication is used.
    pub(super) fn read_json_ld(&mut self, json: &str) {
        let date = json.split_once("\"datePublished\"").and_then(|(_, rest)| {
            rest.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?.split('"').next()
        });
        if let Some(date) = date {
            self.add_date(DateSource::JsonLd, date);
        }
    }

    pub(super) fn add_title(&mut self, title: &str) {
        set(&mut self.title, Some(title.trim()));
    }

    pub(super) fn add_alias(&mut self, alias: &str) {
        add_all(&mut self.page.aliases, [alias].into_iter());
    }

    pub(super) fn add_category(&mut self, category: &str) {
        add_all(&mut self.page.categories, [category].into_iter());
    }

    /// All that was stated; `heading` is the page's main heading, which names it best.
    pub(super) fn into_page(self, heading: Option<String>) -> Page {
        let mut page = self.page;
        let title = || self.title.as_deref().map(without_site).map(str::to_owned);
        page.title = heading.or(self.og_title).or_else(title).unwrap_or_default();
        page.url = self.canonical.or(self.og_url);
        page.date = self.date.map(|(_, date)| date);
        page.aliases.retain(|alias| *alias != page.title);
        page.linked.retain(|title| *title != page.title);
        let own = page.lang.as_deref().unwrap_or_default();
        page.translations.retain(|(lang, _)| !lang.eq_ignore_ascii_case(own));
        page
    }
}

/// A title without the name of the site after the last dash or bar.
fn without_site(title: &str) -> &str {
    let cuts = [" — ", " – ", " - ", " | "].iter().filter_map(|dash| title.rfind(dash));
    let name = cuts.max().and_then(|cut| title.get(..cut)).unwrap_or(title).trim();
    if name.is_empty() { title } else { name }
}

/// The first statement that says something stays.
fn set(field: &mut Option<String>, value: Option<&str>) {
    if let (None, Some(value)) = (&field, value.filter(|value| !value.is_empty())) {
        *field = Some(collapsed(value));
    }
}

fn add_all<'a>(list: &mut Vec<String>, values: impl Iterator<Item = &'a str>) {
    for value in values.map(collapsed).filter(|value| !value.is_empty()) {
        // Lists of names are short; a long one is left as it is rather than searched again.
        if list.len() > 100 || !list.contains(&value) {
            list.push(value);
        }
    }
}

fn collapsed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
