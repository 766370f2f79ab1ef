//! The article record: its keys, how it is read from JSON, what makes it valid.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{self, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use crate::text::{self, Page};

/// One article in one language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Article {
    /// Stable id; a later article of the same id replaces the earlier one.
    pub id: String,
    /// Language code (`tr ru uk kk be en other`); empty until told or detected.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub lang: String,
    /// Title.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// Other names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// What the thing is, in a sentence.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub definition: String,
    /// Plain text, paragraphs split by newlines.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub body: String,
    /// Parts with a heading, after the body.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<Section>,
    /// Keywords.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<String>,
    /// Categories.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<String>,
    /// Notes and sources.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<String>,
    /// External links.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<String>,
    /// Date, ISO 8601.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Where the article was taken from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The same article in other languages: code to id or title, empty where only the language is
    /// known.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub translations: BTreeMap<String, String>,
    /// Titles of articles of the same wiki that the article links to, where its format says so. To
    /// judge by what it is on: not part of the JSON record and not kept in the index.
    #[serde(skip)]
    pub linked: Vec<String>,
    /// Keys of the record that are none of the above; not kept in the index.
    #[serde(skip)]
    pub unknown_keys: Vec<String>,
}

/// A part of an article with its heading.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Heading.
    #[serde(default)]
    pub heading: String,
    /// Plain text, paragraphs split by newlines.
    #[serde(default)]
    pub text: String,
}

impl Article {
    /// Makes an article of what a format's reader found on a page. Id and language may still be
    /// empty.
    #[must_use]
    pub fn from_page(page: Page) -> Self {
        let sections = page.sections.into_iter();
        Self {
            id: page.id.unwrap_or_default(),
            lang: page.lang.unwrap_or_default(),
            title: page.title,
            aliases: page.aliases,
            definition: page.definition.unwrap_or_default(),
            body: page.lead,
            sections: sections.map(|s| Section { heading: s.heading, text: s.text }).collect(),
            keywords: page.keywords,
            categories: page.categories,
            references: page.references,
            links: page.links,
            date: page.date,
            url: page.url,
            source: None,
            translations: page.translations.into_iter().collect(),
            linked: page.linked,
            unknown_keys: Vec::new(),
        }
    }

    /// Fills in what was left out, a definition from the lead, and rejects what can't be an
    /// article. An id stays as it is, be it empty. Returns notes on what was changed.
    ///
    /// # Errors
    /// The reason, when there is neither a title nor text, or the id holds a control character.
    pub fn complete(&mut self) -> Result<Vec<String>, String> {
        let mut notes = Vec::new();
        let has_text =
            !self.body.trim().is_empty() || self.sections.iter().any(|s| !s.text.trim().is_empty());
        if self.title.trim().is_empty() && !has_text && self.definition.trim().is_empty() {
            return Err("empty: expected a title, a definition or some text".to_owned());
        }
        if self.id.chars().any(char::is_control) {
            return Err("id holds a control character: expected printable text".to_owned());
        }
        if let Some(date) = self.date.take() {
            match iso_date(&date) {
                Some(iso) => self.date = Some(iso),
                None => notes.push(format!("date {date:?} left out: expected ISO 8601")),
            }
        }
        if self.definition.is_empty() {
            let lead = if self.body.trim().is_empty() {
                self.sections.first().map_or("", |s| s.text.as_str())
            } else {
                &self.body
            };
            self.definition = text::first_sentence(lead).to_owned();
        }
        Ok(notes)
    }

    /// Bytes that it holds, about.
    pub fn bytes(&self) -> usize {
        // What each string takes beside its bytes.
        const EACH: usize = 24;
        let strings = |list: &[String]| list.iter().map(|text| text.len() + EACH).sum::<usize>();
        let sections = self.sections.iter().map(|s| s.heading.len() + s.text.len() + 2 * EACH);
        let single = [&self.id, &self.title, &self.definition, &self.body];
        single.into_iter().map(|text| text.len() + EACH).sum::<usize>()
            + sections.sum::<usize>()
            + [&self.aliases, &self.keywords, &self.categories, &self.references, &self.links]
                .into_iter()
                .map(|list| strings(list))
                .sum::<usize>()
    }

    /// All running text in reading order: body, then each section with its heading.
    pub fn parts(&self) -> impl Iterator<Item = (Option<&str>, &str)> {
        let body = (!self.body.is_empty()).then_some((None, self.body.as_str()));
        body.into_iter()
            .chain(self.sections.iter().map(|s| (Some(s.heading.as_str()), s.text.as_str())))
    }
}

/// `date` as a day (`2019-08-19`), a month (`2019-08`) or a year, where it is one of ISO 8601's
/// forms, with any time of day cut off.
fn iso_date(date: &str) -> Option<String> {
    let day = date.trim().split(['T', ' ']).next()?;
    let full = match day.len() {
        4 => format!("{day}-01-01"),
        7 => format!("{day}-01"),
        _ => day.to_owned(),
    };
    full.parse::<jiff::civil::Date>().is_ok().then(|| day.to_owned())
}

/// What a key of the record holds.
struct RecordVisitor;

impl<'de> Deserialize<'de> for Article {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(RecordVisitor)
    }
}

impl<'de> Visitor<'de> for RecordVisitor {
    type Value = Article;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an article: an object with id, lang, title, text, …")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Article, A::Error> {
        let mut article = Article::default();
        while let Some(key) = map.next_key::<String>()? {
            let in_key = |e: A::Error| de::Error::custom(format_args!("key \"{key}\": {e}"));
            /// Reads a value where null stands for "not given".
            macro_rules! value {
                () => {
                    map.next_value::<Option<_>>().map_err(in_key)?.unwrap_or_default()
                };
            }
            match key.as_str() {
                "id" => article.id = map.next_value::<Id>().map_err(in_key)?.0,
                "lang" => article.lang = value!(),
                "title" => article.title = value!(),
                "aliases" => article.aliases = value!(),
                "definition" => article.definition = value!(),
                "body" | "text" => article.body = value!(),
                "sections" => article.sections = value!(),
                "keywords" => article.keywords = value!(),
                "categories" => article.categories = value!(),
                "references" => article.references = value!(),
                "links" => article.links = value!(),
                "date" => article.date = value!(),
                "url" => article.url = value!(),
                "source" => article.source = value!(),
                "translations" => article.translations = value!(),
                _ => {
                    map.next_value::<IgnoredAny>().map_err(in_key)?;
                    article.unknown_keys.push(key);
                }
            }
        }
        Ok(article)
    }
}

/// An id, which some sources give as a number.
struct Id(String);

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Either {
            Text(String),
            Number(u64),
            Null(()),
        }
        match Either::deserialize(deserializer) {
            Ok(Either::Text(text)) => Ok(Self(text)),
            Ok(Either::Number(number)) => Ok(Self(number.to_string())),
            Ok(Either::Null(())) => Ok(Self(String::new())),
            Err(_) => Err(de::Error::custom("expected a string")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_read_and_completed() {
        let json = r#"{"id":7,"lang":"uk","title":"Посол","text":"Посол — дипломат. Він є.",
            "date":"2019-08-19T10:00:00Z","keywords":null,"set":"x","translations":{"en":"a"}}"#;
        let mut article: Article = serde_json::from_str(json).unwrap();
        assert_eq!(article.complete(), Ok(vec![]));
        assert_eq!(article.id, "7");
        assert_eq!(article.definition, "Посол — дипломат.");
        assert_eq!(article.date.as_deref(), Some("2019-08-19"));
        assert_eq!(article.unknown_keys, ["set"]);
        article.linked.push("a".into());
        let back: Article =
            serde_json::from_str(&serde_json::to_string(&article).unwrap()).unwrap();
        let beside = (vec!["a".into()], vec!["set".into()]);
        assert_eq!(Article { linked: beside.0, unknown_keys: beside.1, ..back }, article);
    }

    #[test]
    fn empty_and_broken_records_are_named() {
        let mut empty: Article = serde_json::from_str(r#"{"id":"a","text":" "}"#).unwrap();
        assert!(empty.complete().unwrap_err().starts_with("empty"));
        let mut control: Article = serde_json::from_str(r#"{"id":"a\u0007","text":"x"}"#).unwrap();
        assert!(control.complete().unwrap_err().contains("control character"));
        let error = serde_json::from_str::<Article>(r#"{"title":5}"#).unwrap_err().to_string();
        assert!(error.contains("key \"title\"") && error.contains("expected a string"), "{error}");
    }

    #[test]
    fn dates() {
        assert_eq!(iso_date("2019-02-30"), None);
        assert_eq!(iso_date("19 Aug 2019"), None);
        assert_eq!(iso_date("2019-08").as_deref(), Some("2019-08"));
        assert_eq!(iso_date("1654").as_deref(), Some("1654"));
    }
}
