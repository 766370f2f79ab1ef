//! The ranking, measured on the relevance set of the sample corpus.
#![cfg(feature = "eval")]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::LazyLock;

use crate::common::corpus;
use demarche::eval::{Topic, evaluate, read_qrels, read_topics};
use demarche::{Index, IndexOptions, Lang, Progress, SearchRequest, Searcher};
use tempfile::TempDir;

fn index(inputs: &[PathBuf], jobs: usize) -> (TempDir, Index) {
    let dir = tempfile::tempdir().unwrap();
    let index = Index::open_or_create(dir.path()).unwrap();
    let mut options = IndexOptions::default();
    options.jobs = jobs;
    let report = index.add(inputs, &options, &Progress::default()).unwrap();
    assert_eq!(report.rejected, 0, "{:?}", report.rejections);
    (dir, index)
}

fn searcher(inputs: &[PathBuf], jobs: usize) -> Searcher {
    let (_dir, index) = index(inputs, jobs);
    // Its files stay readable while they are mapped.
    Searcher::open(&index).unwrap()
}

static SEARCHER: LazyLock<Searcher> = LazyLock::new(|| searcher(&[corpus()], 2));

static TOPICS: LazyLock<Vec<Topic>> =
    LazyLock::new(|| read_topics(&corpus().join("relevance/topics.jsonl")).unwrap());

/// The topics of a language; their ids are `<slug>.<lang>.<n>`.
fn topics_of(lang: Lang) -> Vec<Topic> {
    let of_lang = |topic: &&Topic| topic.id.rsplit('.').nth(1) == Some(lang.code());
    TOPICS.iter().filter(of_lang).cloned().collect()
}

/// Mean nDCG@10 of each language, 0.02 below what was measured when this was written: they guard
/// against regressions and say nothing on how good the ranking is on articles of the wild.
const FLOORS: [(Lang, f64); 6] = [
    (Lang::Tr, 0.974),
    (Lang::Ru, 0.965),
    (Lang::Uk, 0.977),
    (Lang::Kk, 0.968),
    (Lang::Be, 0.971),
    (Lang::En, 0.977),
];

/// What queries may lose whose language is not told, searched in all articles. Some thirty are
/// names or single words that are written alike in two languages; the most lost is 0.014, in
/// Russian.
const MOST_LOST_UNTOLD: f64 = 0.015;

#[test]
fn each_language_keeps_its_floor() {
    let qrels = read_qrels(&corpus().join("relevance/qrels.tsv")).unwrap();
    let mut failures = Vec::new();
    println!("lang       queries  nDCG@10   MRR@10  Recall@100      MAP");
    let mut row = |name: &str, topics: &[Topic], langs: &[Lang], floor: f64| {
        let (evaluation, _) = evaluate(&SEARCHER, topics, &qrels, langs, 100).unwrap();
        let m = &evaluation.all;
        println!(
            "{name:10} {:7} {:8.4} {:8.4} {:11.4} {:8.4}",
            m.queries, m.ndcg_10, m.mrr_10, m.recall_100, m.map
        );
        assert!(m.queries >= 100, "{name}: too few topics: {}", m.queries);
        assert_eq!(evaluation.skipped, 0, "{name}: topics without a judgment");
        if m.ndcg_10 < floor {
            failures.push(format!("{name}: nDCG@10 {:.4} is below {floor}", m.ndcg_10));
        }
        m.ndcg_10
    };
    for (lang, floor) in FLOORS {
        let told = row(lang.code(), &topics_of(lang), &[lang], floor);
        row("  not told", &topics_of(lang), &[], told - MOST_LOST_UNTOLD);
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Ids and scores of a query's best hits.
fn ranking(searcher: &Searcher, query: &str, lang: Lang) -> Vec<(String, f32)> {
    let mut request = SearchRequest::new(query);
    request.langs = vec![lang];
    request.snippets = false;
    request.limit = 20;
    let hits = searcher.search(&request).unwrap();
    hits.into_iter().map(|hit| (hit.id, hit.score)).collect()
}

#[test]
fn a_mixed_index_ranks_as_one_of_that_language_alone() {
    // Files of the corpus that hold several languages are cut up first.
    let dir = tempfile::tempdir().unwrap();
    let mut by_lang: BTreeMap<&str, String> = BTreeMap::new();
    for file in std::fs::read_dir(corpus().join("jsonl")).unwrap() {
        let lines = std::fs::read_to_string(file.unwrap().path()).unwrap();
        for line in lines.lines() {
            let article: demarche::Article = serde_json::from_str(line).unwrap();
            let lang = Lang::from_tag(&article.lang).unwrap();
            *by_lang.entry(lang.code()).or_default() += &format!("{line}\n");
        }
    }
    let mut files = Vec::new();
    for (lang, lines) in by_lang {
        let file = dir.path().join(format!("{lang}.jsonl"));
        std::fs::write(&file, lines).unwrap();
        files.push((Lang::from_tag(lang).unwrap(), file));
    }
    let all: Vec<PathBuf> = files.iter().map(|(_, file)| file.clone()).collect();
    let mixed = searcher(&all, 2);
    for (lang, file) in files {
        let alone = searcher(&[file], 1);
        for topic in topics_of(lang).iter().step_by(10) {
            let expected = ranking(&alone, &topic.text, lang);
            assert_eq!(ranking(&mixed, &topic.text, lang), expected, "{}", topic.text);
        }
    }
}

#[test]
fn the_number_of_threads_changes_no_ranking() {
    let (one, four) = (searcher(&[corpus()], 1), searcher(&[corpus()], 4));
    for lang in Lang::OWN {
        for topic in topics_of(lang).iter().step_by(10) {
            let expected = ranking(&one, &topic.text, lang);
            assert_eq!(ranking(&four, &topic.text, lang), expected, "{}", topic.text);
        }
    }
}

#[test]
fn a_guest_word_of_another_language_brings_nothing_in_front() {
    // `of` stands in one Turkish article, where it is the rarest of words.
    for query in ["embassy of turkey", "role of the ambassador"] {
        let hits = SEARCHER.search(&SearchRequest::new(query)).unwrap();
        assert_eq!(hits[0].lang, Lang::En, "{query}: {}", hits[0].id);
    }
}
