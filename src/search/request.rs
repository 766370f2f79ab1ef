//! What is asked of a searcher.

use super::cursor::Cursor;
use super::params::Bm25f;
use crate::lang::Lang;
use crate::query::Filters;

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
