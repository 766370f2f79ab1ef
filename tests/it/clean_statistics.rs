//! A mixed index ranks the articles of one language as an index of that language alone does.

use std::path::{Path, PathBuf};

use crate::common::corpus;
use demarche::eval::read_topics;
use demarche::{Hit, Index, IndexOptions, Lang, Progress, SearchRequest, Searcher};

/// The JSON Lines of the corpus, those of one language or all, as one file.
fn articles(dir: &Path, lang: Option<Lang>) -> PathBuf {
    let mut lines = String::new();
    let mut files: Vec<PathBuf> = std::fs::read_dir(corpus().join("jsonl"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    for file in files {
        for line in std::fs::read_to_string(file).unwrap().lines() {
            let article: demarche::Article = serde_json::from_str(line).unwrap();
            if lang.is_none_or(|lang| article.lang == lang.code()) {
                lines.push_str(line);
                lines.push('\n');
            }
        }
    }
    let path = dir.join(format!("{}.jsonl", lang.map_or("all", Lang::code)));
    std::fs::write(&path, lines).unwrap();
    path
}

fn searcher(dir: &Path, lang: Option<Lang>, jobs: usize) -> Searcher {
    let folder = dir.join(format!("index-{}-{jobs}", lang.map_or("all", Lang::code)));
    let index = Index::open_or_create(folder).unwrap();
    let mut options = IndexOptions::default();
    options.jobs = jobs;
    index.add(&[articles(dir, lang)], &options, &Progress::default()).unwrap();
    Searcher::open(&index).unwrap()
}

fn ranking(searcher: &Searcher, query: &str, langs: Vec<Lang>) -> Vec<Hit> {
    let mut request = SearchRequest::new(query);
    request.langs = langs;
    request.limit = 20;
    request.snippets = false;
    searcher.search(&request).unwrap()
}

#[test]
fn other_languages_change_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let mixed = searcher(dir.path(), None, 1);
    let topics = read_topics(&corpus().join("relevance/topics.jsonl")).unwrap();
    for lang in Lang::OWN {
        let alone = searcher(dir.path(), Some(lang), 1);
        let mut found = 0;
        for topic in &topics {
            let expected = ranking(&alone, &topic.text, vec![lang]);
            let hits = ranking(&mixed, &topic.text, vec![lang]);
            let ids = |hits: &[Hit]| hits.iter().map(|h| h.id.clone()).collect::<Vec<_>>();
            assert_eq!(ids(&hits), ids(&expected), "{lang}: {}", topic.text);
            for (a, b) in hits.iter().zip(&expected) {
                assert!(
                    (a.score - b.score).abs() <= 1e-6 * b.score.abs(),
                    "{lang}: {}",
                    topic.text
                );
            }
            found += hits.len();
        }
        assert!(found > 500, "{lang}: only {found} hits to compare");
    }
}

#[test]
fn threads_and_merges_change_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let one = searcher(dir.path(), None, 1);
    let four = searcher(dir.path(), None, 4);
    let topics = read_topics(&corpus().join("relevance/topics.jsonl")).unwrap();
    for topic in &topics {
        let (a, b) =
            (ranking(&one, &topic.text, Vec::new()), ranking(&four, &topic.text, Vec::new()));
        assert_eq!(a, b, "{}", topic.text);
    }
}
