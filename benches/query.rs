//! A query to ids and scores, without snippets: by kind of query and number of hits.

mod common;

use std::sync::LazyLock;

use demarche::{Lang, SearchRequest, Searcher};
use divan::Bencher;
use tempfile::TempDir;

const ARTICLES: usize = 20_000;

static INDEX: LazyLock<(TempDir, Searcher)> = LazyLock::new(|| common::searcher(ARTICLES));

/// Kinds of queries: a language to search in, if told, and the query.
const QUERIES: [(&str, Option<Lang>, &str); 5] = [
    ("one word", Some(Lang::Uk), "посольств"),
    ("two words", Some(Lang::Tr), "büyükelçinin görevleri"),
    ("question", Some(Lang::Ru), "какие обязанности у послов в государстве пребывания"),
    ("any language", None, "публічною дипломатією"),
    ("nothing", None, "zzzzqqqq"),
];

fn main() {
    divan::main();
}

#[divan::bench(args = QUERIES.map(|(kind, _, _)| kind))]
fn kind(bencher: Bencher<'_, '_>, kind: &str) {
    let (_, lang, query) = QUERIES.into_iter().find(|(name, _, _)| *name == kind).unwrap();
    let mut request = SearchRequest::new(query);
    request.langs = lang.into_iter().collect();
    request.snippets = false;
    let (_, searcher) = &*INDEX;
    bencher.bench(|| searcher.search(&request).unwrap());
}

#[divan::bench(args = [1, 10, 100, 1000])]
fn hits(bencher: Bencher<'_, '_>, limit: usize) {
    let mut request = SearchRequest::new("diplomacy between states");
    request.langs = vec![Lang::En];
    request.limit = limit;
    request.snippets = false;
    let (_, searcher) = &*INDEX;
    bencher.bench(|| searcher.search(&request).unwrap());
}
