//! Passages as a reader would want them: the cases of `tests/data/passages.txt`, whose head says how
//! they are written.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

use demarche::{Index, IndexOptions, Lang, Progress, SearchRequest, Searcher, Snippet};
use tempfile::TempDir;

const CASES: &str = include_str!("../data/passages.txt");

#[derive(Debug, Default)]
struct Case {
    line: usize,
    article: String,
    query: String,
    chars: usize,
    count: usize,
    heading: Option<&'static str>,
    whole: Option<&'static str>,
    parts: Vec<&'static str>,
    others: Vec<String>,
}

fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for (at, line) in CASES.lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (sign, rest) = line.split_at(2);
        if sign == "? " {
            let (head, query) = rest.split_once(": ").unwrap();
            let mut words = head.split(' ');
            let article = words.next().unwrap().to_owned();
            let mut case =
                Case { line: at + 1, article, query: query.to_owned(), ..Case::default() };
            (case.chars, case.count) = (240, 1);
            for word in words {
                match word.split_once('=').unwrap() {
                    ("chars", value) => case.chars = value.parse().unwrap(),
                    ("n", value) => case.count = value.parse().unwrap(),
                    other => panic!("line {}: {other:?}", at + 1),
                }
            }
            cases.push(case);
            continue;
        }
        let case = cases.last_mut().unwrap();
        match sign {
            "@ " => case.heading = Some(rest),
            "= " => case.whole = Some(rest),
            "~ " => case.parts.push(rest),
            "* " => case.others.extend(rest.split(" | ").map(str::to_owned)),
            _ => panic!("line {}: {line}", at + 1),
        }
    }
    cases
}

/// The articles of `corpus/`, and those written for the cases.
static SEARCHER: LazyLock<(TempDir, Searcher)> = LazyLock::new(|| {
    let dir = tempfile::tempdir().unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let inputs = [root.join("corpus"), root.join("tests/data/passage_articles.jsonl")];
    let index = Index::open_or_create(dir.path().join("index")).unwrap();
    index.add(&inputs, &IndexOptions::default(), &Progress::default()).unwrap();
    let searcher = Searcher::open(&index).unwrap();
    (dir, searcher)
});

fn passages(query: &str, article: &str, chars: usize, count: usize) -> Vec<Snippet> {
    let (_, lang) = article.rsplit_once('.').unwrap();
    let mut request = SearchRequest::new(query);
    request.langs = Lang::OWN.into_iter().filter(|of| of.code() == lang).collect();
    request.limit = 1_000;
    request.snippet_chars = chars;
    request.snippets_per_hit = count;
    let hits = SEARCHER.1.search(&request).unwrap();
    hits.into_iter().find(|hit| hit.id == article).map(|hit| hit.snippets).unwrap_or_default()
}

/// The text with its matches in brackets.
fn bracketed(snippet: &Snippet) -> String {
    snippet
        .pieces()
        .map(|(piece, is)| if is { format!("[{piece}]") } else { piece.into() })
        .collect()
}

fn matches(bracketed: &str) -> BTreeSet<String> {
    let found = bracketed.split('[').skip(1).filter_map(|rest| rest.split(']').next());
    // Turkish capitals are not told from others; `*` gives words as they stand then.
    found.map(str::to_lowercase).collect()
}

/// What is wrong with `found` for `case`.
fn complaints(case: &Case, found: &[Snippet]) -> Vec<String> {
    let mut wrong = Vec::new();
    if found.len() != case.count {
        wrong.push(format!("{} passages", found.len()));
    }
    let texts: Vec<String> = found.iter().map(bracketed).collect();
    if let Some(whole) = case.whole.filter(|whole| texts.first().is_none_or(|text| text != whole)) {
        wrong.push(format!("not   {whole}"));
    }
    for part in &case.parts {
        if !texts.iter().any(|text| text.contains(part)) {
            wrong.push(format!("lacks {part}"));
        }
    }
    let expected = case.parts.iter().chain(&case.whole).flat_map(|part| matches(part));
    let expected: BTreeSet<String> = expected.chain(case.others.iter().cloned()).collect();
    let stray = texts.iter().flat_map(|text| matches(text)).filter(|m| !expected.contains(m));
    wrong.extend(stray.map(|stray| format!("stray {stray}")));
    let heading = found.first().map(|snippet| match (&snippet.heading, snippet.field) {
        (Some(heading), _) => heading.as_str(),
        (None, "definition") => "(definition)",
        (None, _) => "(body)",
    });
    if case.heading.is_some() && heading != case.heading {
        wrong.push(format!("under {heading:?}"));
    }
    if !wrong.is_empty() {
        wrong.extend(texts.iter().map(|text| format!("got   {text}")));
    }
    wrong
}

#[test]
fn passages_are_what_a_reader_wants() {
    let mut failures = Vec::new();
    for case in cases() {
        let found = passages(&case.query, &case.article, case.chars, case.count);
        let wrong = complaints(&case, &found);
        if !wrong.is_empty() {
            let wrong = wrong.join("\n  ");
            failures
                .push(format!("line {}: {}: {}\n  {wrong}", case.line, case.article, case.query));
        }
    }
    assert!(failures.is_empty(), "{} failed\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn every_language_has_its_cases() {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for case in cases() {
        let (_, lang) = case.article.rsplit_once('.').unwrap();
        *counts.entry(lang.to_owned()).or_default() += 1;
    }
    assert!(counts.len() == 6 && counts.values().all(|count| *count >= 10), "{counts:?}");
}

/// Passages fill about the same room in every language.
#[test]
fn lengths_are_even_across_languages() {
    let topics = include_str!("../../corpus/relevance/topics.jsonl");
    let topics: Vec<serde_json::Value> =
        topics.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for chars in [160, 240] {
        let mut lengths: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for topic in &topics {
            let (lang, text) = (topic["lang"].as_str().unwrap(), topic["text"].as_str().unwrap());
            let mut request = SearchRequest::new(text);
            request.langs = Lang::OWN.into_iter().filter(|of| of.code() == lang).collect();
            request.snippet_chars = chars;
            let hits = SEARCHER.1.search(&request).unwrap();
            let of_first = hits.iter().filter_map(|hit| hit.snippets.first());
            let length = |snippet: &Snippet| snippet.text.chars().count();
            lengths.entry(lang).or_default().extend(of_first.map(length));
        }
        let mean = |lengths: &[usize]| lengths.iter().sum::<usize>() as f64 / lengths.len() as f64;
        let means: BTreeMap<&str, f64> = lengths.iter().map(|(l, of)| (*l, mean(of))).collect();
        let all: Vec<usize> = lengths.values().flatten().copied().collect();
        println!("{chars}: {means:.1?}, all {:.1}", mean(&all));
        assert_eq!(means.len(), 6);
        let is_even = |of: &f64| (of / mean(&all) - 1.0).abs() <= 0.1;
        assert!(means.values().all(is_even), "{chars}: {means:.1?}, all {:.1}", mean(&all));
        assert!(mean(&all) > chars as f64 * 0.7, "{chars}: {:.1}", mean(&all));
    }
}
