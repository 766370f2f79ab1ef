//! What queries mean, over the sample articles.

use std::path::Path;

use demarche::{Index, IndexOptions, Lang, Progress, SearchRequest, Searcher, TextField};

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

#[test]
fn what_a_searcher_keeps_of_words_changes_no_answer() {
    let dir = tempfile::tempdir().unwrap();
    let kept = searcher(dir.path());
    let index = Index::open(dir.path().join("index")).unwrap();
    // Typed plain, mistyped, of several languages, as a phrase, in a field, as a pattern.
    let texts = [
        "buyukelci",
        "büyükelçi",
        "posolstvo",
        "посольство",
        "посол",
        "казак елши",
        "ambasadoor",
        "ambassador to the embassy",
        "\"foreign ministry\"",
        "title:embassy",
        "exact:посол",
        "embas*",
    ];
    let mut requests = Vec::new();
    for text in texts {
        for langs in [vec![], vec![Lang::Tr], vec![Lang::Ru], vec![Lang::Kk, Lang::Uk]] {
            for no_body in [false, true] {
                let mut request = SearchRequest::new(text);
                request.langs = langs.clone();
                if no_body {
                    request.params.boosts.insert(TextField::Body, 0.0);
                    request.params.related = 0.4;
                }
                requests.push(request);
            }
        }
    }
    let answer = |searcher: &Searcher, request: &SearchRequest| -> Vec<(String, u32)> {
        let hits = searcher.search(request).unwrap();
        hits.into_iter().map(|hit| (hit.id, hit.score.to_bits())).collect()
    };
    let mut found = 0;
    for request in requests.iter().chain(requests.iter().rev()) {
        let fresh = Searcher::open(&index).unwrap();
        let expected = answer(&fresh, request);
        assert_eq!(answer(&kept, request), expected, "{} {:?}", request.query, request.langs);
        found += usize::from(!expected.is_empty());
    }
    // Not all of them find something in each language.
    assert!(found > requests.len() * 3 / 4, "{found}");
}

#[test]
fn what_is_called_so_comes_first() {
    let dir = tempfile::tempdir().unwrap();
    let article = |id: &str, lang: &str, title: &str, alias: &str, text: &str| serde_json::json!({"id": id, "lang": lang, "title": title, "aliases": [alias], "text": text});
    let long = "Ruritania lies in the hills and its envoys travel far and wide. ".repeat(1_500);
    let lines = [
        article("country", "en", "Ruritania", "Kingdom of Ruritania", &long),
        article("miss", "en", "Miss Ruritania", "", "Miss Ruritania, Ruritania, Ruritania."),
        article("treaty", "en", "Treaty", "", &"Some text without the word at all. ".repeat(200)),
        article("treaties", "en", "Treaties", "", &"treaty ".repeat(14)),
        article("of", "en", "The Treaty of Ruritania", "", "An agreement on harbours."),
        article("ru", "ru", "Руритания", "Королевство Руритания", "Страна в горах."),
        article("press", "ru", "Руритания сегодня", "", "Руритания, Руритания, Руритания."),
    ];
    let lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
    let input = dir.path().join("articles.jsonl");
    std::fs::write(&input, lines.join("\n")).unwrap();
    let index = Index::open_or_create(dir.path().join("index")).unwrap();
    index.add(&[input], &IndexOptions::default(), &Progress::default()).unwrap();
    let searcher = Searcher::open(&index).unwrap();
    let search = |query: &str, langs: &[Lang]| {
        let mut request = SearchRequest::new(query);
        request.langs = langs.to_vec();
        request.explain = true;
        searcher.search(&request).unwrap()
    };
    for (query, first) in [
        ("Ruritania", "country"),
        ("kingdom of ruritania", "country"),
        ("\"Kingdom of Ruritania\"", "country"),
        ("treaty", "treaty"),
        ("treaties", "treaties"),
        ("the treaty of Ruritania", "of"),
        ("Руритания", "ru"),
        ("руритания сегодня", "press"),
    ] {
        for langs in [&[Lang::En, Lang::Ru][..], &[]] {
            let hits = search(query, langs);
            assert_eq!(hits[0].id, first, "{query} {langs:?}");
            let named = |hit: &demarche::Hit| {
                hit.explanation.iter().any(|part| part.frequencies.contains_key("name"))
            };
            assert!(named(&hits[0]) && !hits[1..].iter().any(named), "{query} {langs:?}");
        }
    }
    // A part of a name, its words in another order, or asked for with operators, are none.
    for query in ["Ruritania of kingdom", "kingdom of", "+ruritania -miss", "title:ruritania"] {
        let parts = search(query, &[]).into_iter().flat_map(|hit| hit.explanation);
        assert!(parts.into_iter().all(|part| !part.frequencies.contains_key("name")), "{query}");
    }
}
