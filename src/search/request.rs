//! What is asked of a searcher, and what it answers.

use std::collections::BTreeMap;

use serde::Serialize;

use super::cursor::Cursor;
use super::facets::Facets;
use super::params::Bm25f;
use super::passage::Snippet;
use crate::lang::Lang;
use crate::query::{Filters, Note};

/// What to search for, and what to give back.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct SearchRequest {
    /// The query as typed.
    pub query: String,
    /// Languages to search in; empty for all.
    pub langs: Vec<Lang>,
    /// What every hit must pass besides, whatever the query says: each of them holds, and no
    /// filter in the query can widen one. `"category:public".parse()` reads one as written.
    pub filters: Vec<Filters>,
    /// Hits wanted.
    pub limit: usize,
    /// Order of the hits.
    pub order: Order,
    /// The last hit of the page before; hits start behind it.
    pub after: Option<Cursor>,
    /// Whether an article's translations stand under the one that ranks first.
    pub group: bool,
    /// Whether all articles that match are counted. Costs a visit to each of them.
    pub facets: bool,
    /// Whether to make snippets and read titles; without, hits have ids and scores alone.
    pub snippets: bool,
    /// Snippets of one hit, at most.
    pub snippets_per_hit: usize,
    /// Length of a snippet, in characters, at most.
    pub snippet_chars: usize,
    /// Parameters of the formula.
    pub params: Bm25f,
    /// Whether to say what each word brought to each hit.
    pub explain: bool,
}

impl SearchRequest {
    /// The ten best hits for `query` in all languages, with one snippet each of at most 240
    /// characters.
    pub fn new(query: impl Into<String>) -> Self {
        Self {
            query: query.into(),
            langs: Vec::new(),
            filters: Vec::new(),
            limit: 10,
            order: Order::Relevance,
            after: None,
            group: false,
            facets: false,
            snippets: true,
            snippets_per_hit: 1,
            snippet_chars: 240,
            params: Bm25f::default(),
            explain: false,
        }
    }
}

/// Order of hits; what is equal goes by score, then by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// The best first.
    #[default]
    Relevance,
    /// The latest date first, articles without a date last.
    Newest,
    /// The earliest date first, articles without a date last.
    Oldest,
}

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

/// A word that was searched as another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Respelling {
    /// The word of the query.
    pub typed: String,
    /// What it was taken to mean: the same keys on another keyboard, the same sounds in another
    /// alphabet, or a word at most two typing mistakes away.
    pub meant: String,
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

/// A translation of a hit that was found as well.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupedHit {
    /// Its id.
    pub id: String,
    /// Its language.
    pub lang: Lang,
    /// Its own score.
    pub score: f32,
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
