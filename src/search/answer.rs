//! What a searcher answers.

use std::collections::BTreeMap;

use serde::Serialize;

use super::cursor::Cursor;
use super::passage::Snippet;
use super::plan::Respelling;
use super::ranking::{Facets, GroupedHit};
use crate::lang::Lang;
use crate::query::Note;

/// What came of a search.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Answer {
    /// Hits in the order asked for.
    pub hits: Vec<Hit>,
    /// Where the next page starts; `None` when there is none.
    pub next: Option<Cursor>,
    /// Counts of all articles that match, when asked for.
    pub facets: Option<Facets>,
    /// What of the query was not taken as it stands.
    pub notes: Vec<Note>,
    /// Words that no searched language has, with what was searched instead.
    pub corrected: Vec<Respelling>,
    /// Words that no article of the searched languages has, nor anything near them.
    pub unknown: Vec<String>,
}

/// An article that was found.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Hit {
    /// Its id.
    pub id: String,
    /// Its language.
    pub lang: Lang,
    /// How well it fits; comparable within one answer.
    pub score: f32,
    /// What is shown of it, when snippets were asked for.
    pub article: Option<HitArticle>,
    /// Passages that show why, best first.
    pub snippets: Vec<Snippet>,
    /// Its translations that were found too, when grouping was asked for.
    pub group: Vec<GroupedHit>,
    /// What each word brought, when asked for.
    pub explanation: Vec<WordPart>,
}

/// What a hit shows of its article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct HitArticle {
    /// Title.
    pub title: String,
    /// What the thing is, in a sentence.
    pub definition: String,
    /// Date, ISO 8601.
    pub date: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// The same article in other languages: code to id or title.
    pub translations: BTreeMap<String, String>,
}

/// What one word of the query brought to a hit; or, with a frequency in `name` alone, that the
/// article is called as the whole query says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WordPart {
    /// The term that was looked up.
    pub term: String,
    /// Its share of the score.
    pub score: f32,
    /// Its inverse document frequency.
    pub idf: f32,
    /// How often it stands in each field.
    pub frequencies: BTreeMap<&'static str, u32>,
}
