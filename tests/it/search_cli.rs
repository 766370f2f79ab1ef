//! What `demarche search` says beside its hits, its filters, and lines of a batch that are none.
#![cfg(feature = "cli")]

use crate::common::{Folder, on_corpus, on_corpus_with};
use serde_json::{Value, json};

/// Articles of two categories, of which an application shows one.
fn published() -> Folder {
    let folder = Folder::new();
    let article = |id: &str, lang: &str, category: &str, date: &str| {
        let text = "The treaty of the harbour was signed by the envoys. Договор о гавани.";
        json!({"id": id, "lang": lang, "title": format!("Harbour {id}"), "text": text,
            "categories": [category], "date": date})
    };
    let lines = [
        article("a", "en", "public", "2019-05-01"),
        article("b", "en", "secret", "2019-06-01"),
        article("c", "ru", "public", "2021-01-01"),
        article("d", "ru", "secret", "2021-02-01"),
    ];
    let lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
    folder.write("articles.jsonl", lines.join("\n"));
    folder.index(&["articles.jsonl"], 0);
    folder
}

#[test]
fn no_query_widens_the_filters_of_a_request() {
    let folder = published();
    let queries = [
        "harbour",
        "harbour category:secret",
        "category:secret",
        "category:public OR category:secret",
        "(harbour OR category:secret) treaty",
        "NOT category:public",
        "* category:*",
        "harbour OR гавани category:secret lang:en lang:ru",
        "+harbour -qqqq date:[1900 TO *] has:translation OR category:secret",
        "\"harbour was signed\"",
        "\"no such phrase of the harbour\" category:secret",
        "harb* harbor~",
    ];
    for query in queries {
        for (filters, allowed) in [
            (&["category:public"][..], &["a", "c"][..]),
            (&["category:public", "lang:en"], &["a"]),
            (&["-category:secret"], &["a", "c"]),
            (&["category:public", "category:secret"], &[]),
            (&["date:>=2020"], &["c", "d"]),
        ] {
            let mut args = vec!["search", "--json"];
            filters.iter().for_each(|filter| args.extend(["--filter", filter]));
            args.push(query);
            let run = folder.run(&args);
            assert!(run.status < 2, "{query} {filters:?}: {}", run.stderr);
            let ids = run.ids();
            assert!(
                ids.iter().all(|id| allowed.contains(&id.as_str())),
                "{query} {filters:?}: {ids:?}"
            );
            let line = json!({"query": query, "filter": filters, "facets": true}).to_string();
            let answer =
                folder.run_with(&["search", "--batch"], line.as_bytes()).ends_with(0).json();
            let of_batch: Vec<&str> = answer["hits"]
                .as_array()
                .unwrap()
                .iter()
                .map(|hit| hit["id"].as_str().unwrap())
                .collect();
            assert_eq!(of_batch, ids, "{query} {filters:?}");
            let counted: u64 = answer["facets"]["languages"]
                .as_object()
                .map_or(0, |counts| counts.values().filter_map(Value::as_u64).sum());
            assert!(counted <= allowed.len() as u64, "{query} {filters:?}: {answer}");
        }
    }
    // What the filters leave is found.
    assert_eq!(folder.search(&["--filter", "category:public", "harbour"]).len(), 2);
    assert_eq!(folder.search(&["-l", "en", "lang:ru harbour"]), Vec::<String>::new());
    let wrong = folder.run(&["search", "--filter", "public", "harbour"]).ends_with(2);
    assert!(wrong.stderr.contains("expected filters alone"), "{}", wrong.stderr);
}

#[test]
fn a_search_says_what_it_did_not_find_and_what_it_searched_instead() {
    for (args, expected) in [
        (&["qqzzxxw"][..], "no article has \"qqzzxxw\""),
        (&["-l", "uk", "qqzzxxw"], "no article in uk has \"qqzzxxw\""),
        (
            &["--filter", "date:>=2019", "qqzzxxw"],
            "no article within date:[2019-01-01 TO *] has \"qqzzxxw\"",
        ),
        (&["+embassy +sultanahmet"], "no article has \"sultanahmet\""),
        (&["title:embassy title:sanctions AND qqzzxxw"], "no article has \"qqzzxxw\""),
    ] {
        let run = on_corpus("search", args).ends_with(1);
        assert!(run.stderr.contains(expected) && run.stdout.is_empty(), "{args:?}: {}", run.stderr);
    }
    let run = on_corpus("search", &["-l", "en", "embasy"]).ends_with(0);
    assert!(
        run.stderr.contains("no article has \"embasy\"; searched as: embassy"),
        "{}",
        run.stderr
    );
    // Letters typed plain are no mistake.
    let run = on_corpus("search", &["-l", "tr", "disisleri bakanligi"]).ends_with(0);
    assert_eq!(run.stderr, "");
    let run = on_corpus("search", &["embassy qqzzxxw"]).ends_with(0);
    assert_eq!(run.stderr, "no article has \"qqzzxxw\"\n");
    let answer =
        on_corpus_with("search", &["--batch"], b"{\"query\":\"embasy\",\"lang\":\"en\"}\n");
    assert_eq!(answer.json()["corrected"], json!([{"typed": "embasy", "meant": "embassy"}]));
}

#[test]
fn an_index_without_articles_says_so() {
    let folder = published();
    for id in ["a", "b"] {
        folder.run(&["delete", id]).ends_with(0);
    }
    let run = folder.run(&["search", "-l", "en", "harbour"]).ends_with(1);
    assert!(run.stderr.contains("the index has no article in en"), "{}", run.stderr);
    for id in ["c", "d"] {
        folder.run(&["delete", id]).ends_with(0);
    }
    let run = folder.run(&["search", "harbour"]).ends_with(1);
    assert!(run.stderr.contains("the index has no articles"), "{}", run.stderr);
}

#[test]
fn a_quoted_query_that_nobody_has_is_searched_as_words() {
    let run = on_corpus("search", &["-l", "en", "--json", "\"sanctions of the embassy abroad\""]);
    let run = run.ends_with(0);
    assert!(run.stderr.contains("no article has these words in a row"), "{}", run.stderr);
    let words = on_corpus("search", &["-l", "en", "--json", "sanctions of the embassy abroad"]);
    assert_eq!(run.ids(), words.ids());
    // One that somebody has is not.
    let run = on_corpus("search", &["-l", "en", "\"persona non grata\""]).ends_with(0);
    assert_eq!(run.stderr, "");
}

#[test]
fn a_line_of_a_batch_that_is_none_costs_that_line() {
    let mut input = b"\xef\xbb\xbf{\"query\":\"embassy\"}\n{\"query\":\"\xff\"}\n".to_vec();
    input.extend(vec![b'x'; 3 << 20]);
    input.extend(b"\n\n{\"query\":\"embassy\",\"filter\":\"soon\"}\n{\"query\":\"embassy\"}");
    let run = on_corpus_with("search", &["--batch"], &input).ends_with(1);
    let lines = run.json_lines();
    assert_eq!(lines.len(), 5, "{}", run.stdout);
    for (line, expected) in [
        (1, "line 2: byte 11: expected UTF-8"),
        (2, "line 3: a line of more than"),
        (3, "line 5: filter \"soon\": expected"),
    ] {
        let error = lines[line]["error"].as_str().unwrap();
        assert!(error.starts_with(expected), "{error}");
    }
    assert_eq!(lines[0]["hits"], lines[4]["hits"]);
    assert!(!lines[0]["hits"].as_array().unwrap().is_empty());
}
