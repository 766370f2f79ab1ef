//! What an answer has beside relevance: pages, orders, counts, groups.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

use crate::common::corpus;
use demarche::search::{Cursor, Order};
use demarche::{Answer, Index, IndexOptions, Progress, SearchRequest, Searcher};
use tempfile::TempDir;

static CORPUS: LazyLock<(TempDir, Searcher)> = LazyLock::new(|| {
    let dir = tempfile::tempdir().unwrap();
    let searcher = searcher(dir.path(), &[corpus()]);
    (dir, searcher)
});

fn searcher(dir: &Path, inputs: &[std::path::PathBuf]) -> Searcher {
    let index = Index::open_or_create(dir).unwrap();
    index.add(inputs, &IndexOptions::default(), &Progress::default()).unwrap();
    Searcher::open(&index).unwrap()
}

fn request(query: &str, order: Order, group: bool) -> SearchRequest {
    let mut request = SearchRequest::new(query);
    request.snippets = false;
    request.order = order;
    request.group = group;
    request
}

fn ids(answer: &Answer) -> Vec<String> {
    answer.hits.iter().map(|hit| hit.id.clone()).collect()
}

const QUERY: &str = "посольство дипломатия елшілік büyükelçi embassy пасольства дипломатія";

#[test]
fn pages_put_together_are_the_whole_ranking() {
    let (_, searcher) = &*CORPUS;
    for (order, group) in [
        (Order::Relevance, false),
        (Order::Relevance, true),
        (Order::Newest, false),
        (Order::Oldest, true),
    ] {
        let mut request = request(QUERY, order, group);
        request.limit = 1_000;
        let whole = ids(&searcher.answer(&request).unwrap());
        assert!(whole.len() > 25, "{order:?} {group}: {}", whole.len());
        request.limit = 7;
        let mut paged = Vec::new();
        loop {
            let answer = searcher.answer(&request).unwrap();
            paged.extend(ids(&answer));
            match answer.next {
                // As text, as a page's address would have it.
                Some(next) => request.after = Some(next.to_string().parse::<Cursor>().unwrap()),
                None => break,
            }
        }
        assert_eq!(paged, whole, "{order:?} {group}");
        assert_eq!(whole.iter().collect::<BTreeSet<_>>().len(), whole.len());
    }
}

#[test]
fn a_page_goes_on_behind_the_last_whatever_came_in() {
    let dir = tempfile::tempdir().unwrap();
    let article = |name: String, times: usize| {
        let text = format!("embassy {}{}", "embassy ".repeat(times), "other ".repeat(40));
        serde_json::json!({"id": name, "lang": "en", "title": name, "text": text}).to_string()
    };
    let write = |name: &str, lines: Vec<String>| {
        let path = dir.path().join(name);
        std::fs::write(&path, lines.join("\n")).unwrap();
        path
    };
    let first = write("a.jsonl", (0..20).map(|i| article(format!("a{i:02}"), i)).collect());
    let folder = dir.path().join("index");
    let searcher_before = searcher(&folder, &[first]);
    let mut request = request("embassy", Order::Relevance, false);
    request.limit = 5;
    let page = searcher_before.answer(&request).unwrap();
    // Better ones than all before.
    let more = write("b.jsonl", (0..20).map(|i| article(format!("b{i:02}"), i + 30)).collect());
    let searcher_after = searcher(&folder, &[more]);
    request.after = page.next.clone();
    let next = searcher_after.answer(&request).unwrap();
    assert_eq!(next.hits.len(), 5);
    let seen: BTreeSet<String> = ids(&page).into_iter().collect();
    assert!(ids(&next).iter().all(|id| !seen.contains(id)), "{:?}", ids(&next));
}

#[test]
fn by_date_the_undated_come_last() {
    let (_, searcher) = &*CORPUS;
    for (order, sign) in [(Order::Newest, -1), (Order::Oldest, 1)] {
        let mut request = request(QUERY, order, false);
        request.limit = 1_000;
        request.snippets = true;
        let hits = searcher.search(&request).unwrap();
        let dates: Vec<Option<String>> =
            hits.into_iter().map(|hit| hit.article.unwrap().date).collect();
        let dated: Vec<&String> = dates.iter().map_while(Option::as_ref).collect();
        assert!(dated.len() > 5, "{dates:?}");
        assert!(dates[dated.len()..].iter().all(Option::is_none));
        let ascending = |a: &String, b: &String| if sign > 0 { a <= b } else { a >= b };
        assert!(dated.windows(2).all(|pair| ascending(pair[0], pair[1])), "{dated:?}");
    }
}

#[test]
fn facets_count_what_is_found() {
    let (_, searcher) = &*CORPUS;
    for query in [QUERY, "+embassy -treaty", "lang:uk договір", "\"digital diplomacy\""] {
        let mut request = request(query, Order::Relevance, false);
        request.limit = 10_000;
        request.facets = true;
        let answer = searcher.answer(&request).unwrap();
        let facets = answer.facets.unwrap();
        assert_eq!(facets.articles, answer.hits.len() as u64, "{query}");
        let mut languages: BTreeMap<&str, u64> = BTreeMap::new();
        let mut years: BTreeMap<i16, u64> = BTreeMap::new();
        let mut categories: BTreeMap<String, u64> = BTreeMap::new();
        for hit in &answer.hits {
            *languages.entry(hit.lang.code()).or_default() += 1;
            let article = searcher.article(&hit.id).unwrap().unwrap();
            if let Some(date) = article.date {
                *years.entry(date[..4].parse().unwrap()).or_default() += 1;
            }
            for category in article.categories.into_iter().collect::<BTreeSet<_>>() {
                *categories.entry(category).or_default() += 1;
            }
        }
        assert_eq!(facets.languages, languages, "{query}");
        assert_eq!(facets.years, years, "{query}");
        assert!(facets.categories.len() == categories.len().min(20), "{query}");
        for (name, count) in &facets.categories {
            assert_eq!(categories.get(name), Some(count), "{query}: {name}");
        }
        assert!(facets.categories.windows(2).all(|pair| pair[0].1 >= pair[1].1));
    }
}

#[test]
fn translations_stand_under_one_hit() {
    let (_, searcher) = &*CORPUS;
    let mut request = request(QUERY, Order::Relevance, true);
    request.limit = 10;
    let hits = searcher.search(&request).unwrap();
    assert_eq!(hits.len(), 10);
    let grouped: usize = hits.iter().map(|hit| hit.group.len()).sum();
    assert!(grouped >= 10, "{grouped}");
    for hit in &hits {
        let named = searcher.article(&hit.id).unwrap().unwrap().translations;
        for other in &hit.group {
            let names = searcher.article(&other.id).unwrap().unwrap().translations;
            let linked = named.values().any(|id| *id == other.id)
                || names.values().any(|id| *id == hit.id)
                || named.contains_key(other.lang.code());
            assert!(linked && other.score <= hit.score, "{} {}", hit.id, other.id);
        }
    }
    let mut seen = BTreeSet::new();
    for hit in &hits {
        let all = hit.group.iter().map(|other| &other.id).chain([&hit.id]);
        assert!(all.into_iter().all(|id| seen.insert(id.clone())), "{}", hit.id);
    }
}

#[test]
fn too_deep_a_page_is_refused() {
    let (_, searcher) = &*CORPUS;
    let mut request = request(QUERY, Order::Relevance, false);
    request.after = Some("9995:0:41440000:a".parse().unwrap());
    let error = searcher.answer(&request).unwrap_err().to_string();
    assert!(error.contains("behind 9995 others: expected at most 10000"), "{error}");
}
