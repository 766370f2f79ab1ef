//! Passages of articles in which the query's words stand thousands of times: only some of their
//! places are looked at, and these must be the right ones.

use demarche::{Article, Index, IndexOptions, Lang, Progress, SearchRequest, Searcher, Snippet};
use tempfile::TempDir;

/// Words of the text before what is looked for.
const WORDS: usize = 40_000;

/// `treaty` at every 10th place, `border` at every 50th, never side by side, and `end` behind all.
fn text(end: &str) -> String {
    let word = |at: usize| match at {
        at if at % 50 == 3 => "border",
        at if at % 10 == 0 => "treaty",
        at if at % 12 == 11 => "of.",
        _ => "paper",
    };
    let words: Vec<&str> = (0..WORDS).map(word).collect();
    format!("{}.\nIt was late. {end}", words.join(" "))
}

fn searcher(end: &str) -> (TempDir, Searcher) {
    let dir = tempfile::tempdir().unwrap();
    let article = Article {
        id: "long".to_owned(),
        lang: "en".to_owned(),
        title: "Paper".to_owned(),
        definition: "A paper.".to_owned(),
        body: text(end),
        ..Article::default()
    };
    let input = dir.path().join("articles.jsonl");
    std::fs::write(&input, serde_json::to_string(&article).unwrap()).unwrap();
    let index = Index::open_or_create(dir.path().join("index")).unwrap();
    index.add(&[input], &IndexOptions::default(), &Progress::default()).unwrap();
    let searcher = Searcher::open(&index).unwrap();
    (dir, searcher)
}

fn passage(searcher: &Searcher, query: &str) -> Snippet {
    let mut request = SearchRequest::new(query);
    request.langs = vec![Lang::En];
    let mut hits = searcher.search(&request).unwrap();
    assert_eq!(hits.len(), 1, "{query}");
    hits.remove(0).snippets.remove(0)
}

/// The highlighted pieces.
fn marked(snippet: &Snippet) -> Vec<&str> {
    snippet.pieces().filter(|(_, is_match)| *is_match).map(|(piece, _)| piece).collect()
}

#[test]
fn a_phrase_is_found_however_far_behind() {
    let (_dir, searcher) = searcher("Then the border treaty was signed. They went home.");
    let snippet = passage(&searcher, "\"border treaty\"");
    assert!(snippet.text.contains("Then the border treaty was signed."), "{}", snippet.text);
    assert_eq!(marked(&snippet), ["border treaty"]);
    assert!(snippet.bytes.0 > WORDS * 4);
}

#[test]
fn a_rare_word_is_shown_with_the_frequent_ones_beside_it() {
    let (_dir, searcher) = searcher("Then an ambassador of the border took the treaty home.");
    for query in ["treaty ambassador", "ambassador of the treaty", "border ambassador"] {
        let snippet = passage(&searcher, query);
        assert!(snippet.text.contains("Then an ambassador"), "{query}: {}", snippet.text);
        let wanted = query.split(' ').next().unwrap();
        assert!(marked(&snippet).iter().any(|piece| piece.contains(wanted)), "{query}");
    }
    // Function words beside a match are marked, others are not.
    let snippet = passage(&searcher, "ambassador of the treaty");
    assert_eq!(marked(&snippet), ["ambassador", "of", "the", "treaty"]);
}

#[test]
fn words_that_stand_everywhere_are_shown_at_the_beginning() {
    let (_dir, searcher) = searcher("");
    let snippet = passage(&searcher, "border treaty");
    assert!(snippet.bytes.0 < 1_000, "{:?}", snippet.bytes);
    let found = marked(&snippet);
    assert!(found.contains(&"border") && found.contains(&"treaty"), "{found:?}");
    // Another form of the word.
    let snippet = passage(&searcher, "treaties");
    assert!(marked(&snippet).contains(&"treaty"));
}
