//! What snippets add to a search: their cost must not grow with the length of articles.

mod common;

use demarche::{Article, Index, IndexOptions, Lang, Progress, SearchRequest, Searcher};
use divan::Bencher;
use tempfile::TempDir;

fn main() {
    divan::main();
}

/// Ten articles of `bytes` each.
fn searcher(bytes: usize) -> (TempDir, Searcher) {
    let dir = tempfile::tempdir().unwrap();
    let input = dir.path().join("long.jsonl");
    let body = common::text(Lang::En, bytes);
    let lines: String = (0..10)
        .map(|number| {
            let article = Article {
                id: number.to_string(),
                lang: "en".to_owned(),
                title: format!("Article {number}"),
                body: body.clone(),
                ..Article::default()
            };
            serde_json::to_string(&article).unwrap() + "\n"
        })
        .collect();
    std::fs::write(&input, lines).unwrap();
    let index = Index::open_or_create(dir.path().join("index")).unwrap();
    index.add(&[input], &IndexOptions::default(), &Progress::default()).unwrap();
    let searcher = Searcher::open(&index).unwrap();
    (dir, searcher)
}

fn search(bencher: Bencher<'_, '_>, article_bytes: usize, snippets: bool) {
    let (_dir, searcher) = searcher(article_bytes);
    let mut request = SearchRequest::new("ambassadors of the receiving state");
    request.langs = vec![Lang::En];
    request.snippets = snippets;
    bencher.bench(|| {
        let hits = searcher.search(&request).unwrap();
        assert_eq!(hits.len(), 10);
        hits
    });
}

#[divan::bench(args = [3_000, 30_000, 300_000])]
fn with(bencher: Bencher<'_, '_>, article_bytes: usize) {
    search(bencher, article_bytes, true);
}

#[divan::bench(args = [3_000, 30_000, 300_000])]
fn without(bencher: Bencher<'_, '_>, article_bytes: usize) {
    search(bencher, article_bytes, false);
}
