//! Row 6 of RELIABILITY.md: an analyzer that panics. The title that it panics over is in the
//! pipeline, for tests alone.

use super::count;
use crate::index::{Index, IndexOptions, Progress};
use crate::search::Searcher;

#[test]
fn a_panic_costs_one_article() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in.jsonl");
    let articles = count("DEMARCHE_PANIC_ARTICLES", 2_000);
    let lines: String = (0..articles)
        .map(|n| {
            let bad = if n == 777 { "This title makes the analyzer panic" } else { "Embassy" };
            format!("{{\"id\":\"{n}\",\"lang\":\"en\",\"title\":\"{bad}\"}}\n")
        })
        .collect();
    std::fs::write(&input, lines).unwrap();
    let index = Index::open_or_create(folder.path().join("index")).unwrap();
    let options = IndexOptions { jobs: 2, ..IndexOptions::default() };
    let report = index.add(&[input], &options, &Progress::default()).unwrap();
    assert_eq!(report.articles(), articles - 1);
    assert_eq!(report.rejected, 1, "{:?}", report.rejections);
    let rejection = report.rejections[0].to_string();
    assert!(rejection.contains("\"777\"") && rejection.contains("panicked"), "{rejection}");
    let searcher = Searcher::open(&index).unwrap();
    assert_eq!(searcher.articles().values().sum::<u64>(), articles - 1);
}
