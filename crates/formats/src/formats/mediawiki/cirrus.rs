//! Owns CirrusSearch dumps: lines as Elasticsearch's `_bulk` takes them, a line that names a page
//! and then the page as the wiki's own search has it. Its templates are filled in, so there is
//! text in it that the XML dump has not; what it lacks are paragraphs: the text is one line.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{IgnoredAny, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::dump::{page_id, wiki_name};
use super::links;
use crate::article::{Article, Section};
use crate::formats::jsonl::not_an_article;
use crate::formats::mediawiki::site::{ARTICLE, Site, is_language_code};
use crate::input_format::With;
use crate::lines::{Lines, each_line};
use crate::parsed::Parsed;
use crate::text::{self, MAX_LINKED, MAX_TITLE_BYTES};

/// Bytes of a line that are looked at to see whether it names a page.
const ACTION_BYTES: usize = 300;

/// Whether a text that begins with `head` is such a dump: its first line names a page.
pub(super) fn looks_like(head: &str) -> bool {
    let first = head.trim_start_matches('\u{feff}').trim_start().lines().next().unwrap_or_default();
    first.len() <= ACTION_BYTES
        && serde_json::from_str::<Line>(first)
            .is_ok_and(|line| line.index.is_some_and(|index| index.id.is_some()))
}

/// Whether the next line belongs to this one.
pub(super) fn is_action(line: &[u8]) -> bool {
    line.len() <= ACTION_BYTES && line.trim_ascii_start().starts_with(br#"{"index""#)
}

/// A line of either kind; keys that are not read are many, and known.
#[derive(Deserialize)]
struct Line {
    index: Option<Action>,
    page_id: Option<Value>,
    #[serde(default)]
    namespace: Option<i32>,
    wiki: Option<String>,
    language: Option<String>,
    title: Option<String>,
    #[serde(default)]
    text: Option<String>,
    opening_text: Option<String>,
    timestamp: Option<String>,
    #[serde(default)]
    auxiliary_text: Many,
    #[serde(default)]
    heading: Many,
    #[serde(default)]
    category: Many,
    #[serde(default)]
    external_link: Many,
    #[serde(default)]
    outgoing_link: Linked,
    redirect: Option<Vec<Redirect>>,
}

#[derive(Deserialize)]
struct Action {
    #[serde(rename = "_id")]
    id: Option<Value>,
}

#[derive(Deserialize)]
struct Redirect {
    #[serde(default)]
    namespace: i32,
    title: String,
}

/// A list, which may be given as one text or as null.
#[derive(Deserialize, Default)]
#[serde(untagged)]
enum Many {
    #[default]
    None,
    One(String),
    All(Vec<String>),
}

impl Many {
    fn into_vec(self) -> Vec<String> {
        match self {
            Self::None => Vec::new(),
            Self::One(text) => vec![text],
            Self::All(texts) => texts,
        }
    }
}

/// Titles of linked pages as addresses have them, the first ones: a page may have very many. One may
/// be given as text, and none as null.
#[derive(Default)]
struct Linked(Vec<String>);

impl<'de> Deserialize<'de> for Linked {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct First;
        impl<'de> Visitor<'de> for First {
            type Value = Linked;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of titles")
            }

            fn visit_unit<E>(self) -> Result<Linked, E> {
                Ok(Linked::default())
            }

            fn visit_str<E>(self, title: &str) -> Result<Linked, E> {
                Ok(Linked(vec![title.to_owned()]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Linked, A::Error> {
                let mut titles = Vec::new();
                while titles.len() < MAX_LINKED
                    && let Some(title) = list.next_element::<String>()?
                {
                    titles.push(title);
                }
                while list.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Linked(titles))
            }
        }
        deserializer.deserialize_any(First)
    }
}

impl Linked {
    /// Titles of other articles than `own`.
    fn articles(self, own: &str, site: &Site) -> Vec<String> {
        let titles = self.0.into_iter().filter(|title| title.len() <= MAX_TITLE_BYTES);
        let titles = titles.map(|title| title.replace('_', " "));
        titles.filter(|title| title != own && site.is_article(title)).collect()
    }
}

/// Parses lines into articles; pages of other namespaces are passed over as in an XML dump.
pub(super) fn parse(lines: &Lines, with: &With<'_>, parsed: &mut Parsed) {
    let origin = with.origin;
    let mut page = None;
    let source = &*origin.shown;
    each_line(source, lines, with.limits, parsed, |parsed, number, text| {
        let line = match serde_json::from_str::<Line>(text) {
            Ok(line) => line,
            Err(e) => return not_an_article(source, number, &e, parsed),
        };
        if let Some(index) = line.index {
            page = index.id.as_ref().and_then(number_of);
            return;
        }
        let page = page.take().or_else(|| line.page_id.as_ref().and_then(number_of));
        if line.namespace.unwrap_or(ARTICLE) != ARTICLE {
            return;
        }
        let place = match &line.title {
            Some(title) => format!("line {number}, page {title:?}"),
            None => format!("line {number}"),
        };
        let mut article = article(line);
        if let Some(page) = page {
            links::translate(with.links, page, &mut article, parsed);
        }
        parsed.keep(origin, place, &number, article);
    });
}

fn number_of(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

/// The article of a page, with the id and address that the wiki's XML dump would give it.
fn article(line: Line) -> Article {
    let site = site(line.wiki.as_deref(), line.language.as_deref());
    let title = line.title.unwrap_or_default();
    let opening = line.opening_text.unwrap_or_default();
    let body = line.text.filter(|text| !text.trim().is_empty()).unwrap_or_else(|| opening.clone());
    let mut sections: Vec<Section> = line.heading.into_vec().into_iter().map(headed).collect();
    let beside = line.auxiliary_text.into_vec();
    if !beside.is_empty() {
        sections.push(Section { heading: String::new(), text: beside.join("\n") });
    }
    let redirects = line.redirect.unwrap_or_default().into_iter();
    let mut aliases: Vec<String> = Vec::new();
    for redirect in redirects.filter(|redirect| redirect.namespace == ARTICLE) {
        if redirect.title != title && !aliases.contains(&redirect.title) {
            aliases.push(redirect.title);
        }
    }
    let wiki = wiki_name(&site);
    Article {
        id: if title.is_empty() { String::new() } else { page_id(&site, &title) },
        lang: site.lang().unwrap_or_default().to_owned(),
        url: site.url(&title),
        linked: line.outgoing_link.articles(&title, &site),
        source: Some(wiki),
        title,
        aliases,
        definition: text::first_sentence(&opening).to_owned(),
        body,
        sections,
        categories: line.category.into_vec(),
        links: line.external_link.into_vec(),
        date: line.timestamp.and_then(|time| time.get(..10).map(str::to_owned)),
        keywords: Vec::new(),
        references: Vec::new(),
        translations: BTreeMap::new(),
        unknown_keys: Vec::new(),
    }
}

/// Headings stand apart from the text in these dumps.
fn headed(heading: String) -> Section {
    Section { heading, text: String::new() }
}

/// The wiki by its database name (`ukwiki`), or else by the page's language.
fn site(wiki: Option<&str>, language: Option<&str>) -> Site {
    let mut site = Site::with_lang(language.unwrap_or_default());
    if let Some(wiki) = wiki {
        site.set_dbname(wiki);
        let code = wiki.strip_suffix("wiki").unwrap_or_default().replace('_', "-");
        if is_language_code(&code) {
            site.set_base(&format!("https://{code}.wikipedia.org/wiki/-"));
        }
    }
    site
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::WikiLinks;
    use crate::limits::Limits;
    use crate::origin::Origin;

    fn parse_all(text: &str) -> Parsed {
        let lines = Lines { first_line: 1, bytes: text.into(), too_long: Vec::new() };
        let mut parsed = Parsed::default();
        let origin = Origin::new("dump", None);
        let (limits, links) = (Limits::default(), WikiLinks::default());
        let with = With { origin: &origin, limits: &limits, links: &links };
        parse(&lines, &with, &mut parsed);
        parsed
    }

    #[test]
    fn told_by_its_first_line() {
        assert!(looks_like("{\"index\":{\"_type\":\"page\",\"_id\":\"12\"}}\n{\"title\":\"a\"}"));
        assert!(looks_like(" {\"index\":{\"_id\":12}}\n"));
        assert!(!looks_like("{\"index\":\"a\",\"title\":\"b\"}\n"));
        assert!(!looks_like("{\"title\":\"b\",\"text\":\"index\"}\n"));
        assert!(is_action(b"{\"index\":{\"_id\":12}}\n") && !is_action(b"{\"title\":1}"));
    }

    #[test]
    fn lists_may_be_one_text_or_null() {
        let text = "{\"index\":{\"_id\":\"1\"}}\n\
            {\"title\":\"A\",\"language\":\"en\",\"text\":\"x\",\"category\":null,\"heading\":\"H\",\
             \"outgoing_link\":null}";
        let parsed = parse_all(text);
        let article = parsed.records[0].as_ref().unwrap();
        assert_eq!((article.id.as_str(), article.url.as_deref()), ("enwiki:A", None));
        assert_eq!(article.sections, [headed("H".to_owned())]);
        assert_eq!(article.categories, [""; 0]);
    }

    #[test]
    fn linked_articles() {
        let linked = |list: &str| {
            let line =
                format!(r#"{{"title":"A","wiki":"ukwiki","text":"x","outgoing_link":{list}}}"#);
            parse_all(&line).records.remove(0).unwrap().linked
        };
        let list =
            r#"["Посол_Франції","A","Категорія:Посли","Файл:B.jpg","Портал:Право","Re:Zero"]"#;
        assert_eq!(linked(list), ["Посол Франції", "Re:Zero"]);
        assert_eq!(linked(r#""Посол""#), ["Посол"]);
        let many: Vec<String> = (0..MAX_LINKED + 10).map(|number| format!("T{number}")).collect();
        assert_eq!(linked(&serde_json::to_string(&many).unwrap()), many[..MAX_LINKED]);
        assert_eq!(linked("[]"), [""; 0]);
    }
}
