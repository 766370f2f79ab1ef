//! What queries mean, over the sample articles.

use std::path::Path;

use demarche::{Index, IndexOptions, Lang, Progress, SearchRequest, Searcher};

fn searcher(dir: &Path) -> Searcher {
    let index = Index::open_or_create(dir.join("index")).unwrap();
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/jsonl");
    index.add(&[corpus], &IndexOptions::default(), &Progress::default()).unwrap();
    Searcher::open(&index).unwrap()
}

fn found(searcher: &Searcher, query: &str) -> Vec<String> {
    let mut request = SearchRequest::new(query);
    request.langs = vec![Lang::En];
    request.limit = 100;
    searcher.search(&request).unwrap().into_iter().map(|hit| hit.id).collect()
}

#[test]
fn demanded_excluded_and_unknown_words() {
    let dir = tempfile::tempdir().unwrap();
    let searcher = searcher(dir.path());
    let all = found(&searcher, "*");
    assert_eq!(all.len(), 24);
    // Excluding what nobody knows excludes nothing.
    assert_eq!(found(&searcher, "NOT qqqqzzzzxxxx"), all);
    let without = found(&searcher, "NOT embassy");
    assert!(without.len() < all.len() && !without.contains(&"embassy.en".to_owned()));
    // Demanding what nobody knows finds nothing, by whatever it is demanded.
    for query in ["+qqqqzzzz* embassy", "+qqqqzzzzxxxx embassy", "qqqqzzzz* AND embassy"] {
        assert_eq!(found(&searcher, query), Vec::<String>::new(), "{query}");
    }
    assert_eq!(found(&searcher, "qqqqzzzz* embassy")[0], "embassy.en");
    // A sign that is no word demands nothing.
    assert_eq!(found(&searcher, "+☺ embassy")[0], "embassy.en");
    assert_eq!(found(&searcher, "+diplom* -embassy").len(), {
        let demanded = found(&searcher, "+diplom*");
        demanded.iter().filter(|id| without.contains(id)).count()
    });
}

#[test]
fn function_words_find_nothing_by_themselves_beside_others() {
    let dir = tempfile::tempdir().unwrap();
    let searcher = searcher(dir.path());
    assert_eq!(found(&searcher, "the tehran"), found(&searcher, "tehran"));
    assert!(!found(&searcher, "the").is_empty());
}
