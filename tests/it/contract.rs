//! What scripts rely on: the shapes of JSON, exit statuses, what goes to which stream.
#![cfg(feature = "cli")]

use std::collections::BTreeSet;
use std::io::Read;
use std::process::Stdio;

use crate::common::{Folder, Run, corpus, corpus_index, demarche, on_corpus, on_corpus_with, text};
use serde_json::{Value, json};

#[track_caller]
fn keys(value: &Value) -> BTreeSet<&str> {
    value.as_object().unwrap_or_else(|| panic!("{value}")).keys().map(String::as_str).collect()
}

fn run(args: &[&str], stdin: &str) -> Run {
    Run::of(demarche().args(args), stdin.as_bytes())
}

#[test]
fn search_json() {
    let hits = on_corpus("search", &["--json", "-l", "uk", "-n", "5", "посольств"]).ends_with(0);
    let hits = hits.json_lines();
    assert!((2..=5).contains(&hits.len()));
    let expected = [
        "date",
        "definition",
        "id",
        "lang",
        "rank",
        "score",
        "snippets",
        "title",
        "translations",
        "url",
    ];
    let mut last_score = f64::INFINITY;
    for (rank, hit) in (1..).zip(&hits) {
        assert_eq!(keys(hit), BTreeSet::from(expected), "{hit}");
        assert_eq!(hit["rank"], rank);
        let score = hit["score"].as_f64().unwrap();
        assert!(score > 0.0 && score <= last_score, "{hit}");
        last_score = score;
        for snippet in hit["snippets"].as_array().unwrap() {
            let chars: Vec<char> = text(&snippet["text"]).chars().collect();
            let mut from = 0;
            for range in snippet["highlights"].as_array().unwrap() {
                let [start, end] = [0, 1].map(|i| range[i].as_u64().unwrap() as usize);
                assert!(from <= start && start < end && end <= chars.len(), "{snippet}");
                let word: String = chars[start..end].iter().collect();
                assert!(word.to_lowercase().starts_with("посольств"), "{word} in {snippet}");
                from = end;
            }
        }
    }
    let first = &hits[0];
    assert_eq!(first["translations"]["tr"], "embassy.tr");
    assert_eq!(first["title"], "Посольство");
    assert_eq!(first["date"], "2018-03-27");
    assert_eq!(first["url"], Value::Null);
    assert!(!first["snippets"][0]["highlights"].as_array().unwrap().is_empty());
}

#[test]
fn search_says_why() {
    let hit = on_corpus("search", &["--json", "--explain", "-n", "1", "embassies"]).json();
    let word = &hit["explanation"][0];
    assert_eq!(keys(word), BTreeSet::from(["frequencies", "idf", "score", "term"]));
    assert!(word["frequencies"]["title"].as_u64() >= Some(1), "{word}");
}

#[test]
fn boosts_change_the_ranking() {
    let scores = |boost: &str| {
        let run =
            on_corpus("search", &["--json", "-n", "1", "--boost", boost, "-l", "en", "embassy"]);
        run.ends_with(0).json()["score"].as_f64().unwrap()
    };
    assert!(scores("title=50") > scores("title=0"));
    for bad in ["title", "nofield=1", "title=x", "title=-1", "title=NaN"] {
        let refused = on_corpus("search", &["--boost", bad, "embassy"]).ends_with(2);
        assert!(refused.stderr.contains("expected FIELD=X"), "{}", refused.stderr);
    }
}

#[test]
fn batches() {
    let queries = [
        json!({"query": "посольств", "lang": "uk"}),
        json!({"query": "embassies", "n": 2, "snippets": false}),
        json!({"query": "zzzzqqqq"}),
        json!({"query": "договор", "lang": ["ru", "uk"], "n": 3}),
    ];
    let mut lines: Vec<String> = queries.iter().map(Value::to_string).collect();
    lines.insert(1, "no query".to_owned());
    lines.insert(2, "{\"query\":\"x\",\"lang\":\"klingon\"}".to_owned());
    let run = on_corpus_with("search", &["--batch"], (lines.join("\n") + "\n").as_bytes());
    let answers = run.ends_with(1).json_lines();
    assert_eq!(answers.len(), lines.len());
    for bad in [1, 2] {
        assert_eq!(keys(&answers[bad]), BTreeSet::from(["error"]));
    }
    assert!(text(&answers[1]["error"]).contains("expected {\"query\""), "{}", answers[1]);
    assert!(text(&answers[2]["error"]).contains("tr, ru, uk"), "{}", answers[2]);
    for good in [0, 3, 4, 5] {
        assert_eq!(keys(&answers[good]), BTreeSet::from(["hits", "took_us"]));
        assert!(answers[good]["took_us"].is_u64());
    }
    assert_eq!(answers[0]["hits"][0]["id"], "embassy.uk");
    assert_eq!(answers[0]["hits"][0]["title"], "Посольство");
    let bare = answers[3]["hits"].as_array().unwrap();
    assert_eq!(bare.len(), 2);
    assert_eq!(keys(&bare[0]), BTreeSet::from(["id", "lang", "rank", "score"]));
    assert_eq!(answers[4]["hits"], json!([]));
    assert_eq!(answers[5]["hits"].as_array().unwrap().len(), 3);
    on_corpus_with("search", &["--batch"], b"{\"query\":\"x\"}\n").ends_with(0);
}

#[test]
fn snippets_change_no_ranking() {
    let ask = |snippets: bool| {
        let line = json!({"query": "международный договор", "n": 20, "snippets": snippets});
        let answer = on_corpus_with("search", &["--batch"], line.to_string().as_bytes()).json();
        let hits = answer["hits"].as_array().unwrap().clone();
        hits.iter().map(|hit| (hit["id"].clone(), hit["score"].clone())).collect::<Vec<_>>()
    };
    assert_eq!(ask(true), ask(false));
}

#[test]
fn analyze_json() {
    let run = run(&["analyze", "-l", "tr", "--json"], "Türkiye’nin elçisi\n\nson");
    let lines = run.ends_with(0).json_lines();
    assert_eq!(lines.len(), 3);
    assert_eq!(keys(&lines[0]), BTreeSet::from(["text", "tokens"]));
    let token = &lines[0]["tokens"][0];
    assert_eq!(keys(token), BTreeSet::from(["end", "exact", "position", "start", "term"]));
    assert_eq!((&token["exact"], &token["start"]), (&json!("türkiye"), &json!(0)));
    assert_eq!(token["end"], "Türkiye’nin".len(), "offsets count bytes");
    assert_eq!(lines[0]["tokens"][1]["position"], 1);
    assert_eq!(lines[1], json!({"text": "", "tokens": []}));
}

#[test]
fn detect_json() {
    let texts = "Посол представляє свою державу та її уряд.\nThe embassy of the state\n12345\n";
    let lines = run(&["detect", "--json"], texts).ends_with(0).json_lines();
    let langs: Vec<&str> = lines.iter().map(|line| text(&line["lang"])).collect();
    assert_eq!(langs, ["uk", "en", "other"]);
    for line in &lines {
        assert_eq!(keys(line), BTreeSet::from(["confidence", "lang"]));
        assert!((0.0..=1.0).contains(&line["confidence"].as_f64().unwrap()));
    }
    assert_eq!(run(&["detect"], texts).stdout, "uk\nen\nother\n");
}

#[test]
fn eval_json() {
    let relevance = corpus().join("relevance");
    let folder = Folder::new();
    let output = folder.path("run.txt");
    let (topics, qrels) = (relevance.join("topics.jsonl"), relevance.join("qrels.tsv"));
    let args = ["--queries", topics.to_str().unwrap(), "--qrels", qrels.to_str().unwrap()];
    let options = ["--json", "-l", "en", "-n", "5", "--run", output.to_str().unwrap()];
    let measures = on_corpus("eval", &[&args[..], &options].concat()).ends_with(0).json();
    for key in ["ndcg@10", "mrr@10", "recall@100", "map"] {
        assert!((0.0..=1.0).contains(&measures[key].as_f64().unwrap()), "{key}: {measures}");
        assert!(measures["mean_over_sets"][key].is_f64(), "{key}: {measures}");
    }
    for key in ["queries", "skipped", "p50_us", "p99_us"] {
        assert!(measures[key].is_u64(), "{key}: {measures}");
    }
    assert!(measures["sets"]["inflected"]["queries"].as_u64() > Some(10), "{measures}");
    let trec = std::fs::read_to_string(output).unwrap();
    assert!(trec.lines().count() > 100);
    for line in trec.lines() {
        let columns: Vec<&str> = line.split(' ').collect();
        assert!(columns.len() == 6 && columns[1] == "Q0", "{line}");
    }
}

#[test]
fn stats_json() {
    let stats = on_corpus("stats", &["--json"]).ends_with(0).json();
    let expected = ["analysis", "articles", "bytes", "languages", "parts", "segments"];
    assert_eq!(keys(&stats), BTreeSet::from(expected));
    assert_eq!(keys(&stats["languages"]), BTreeSet::from(["be", "en", "kk", "ru", "tr", "uk"]));
    let sum: u64 = stats["languages"].as_object().unwrap().values().filter_map(Value::as_u64).sum();
    assert_eq!(stats["articles"], sum);
    assert!(sum >= 180, "{stats}");
}

#[test]
fn exit_statuses() {
    on_corpus("search", &["embassy"]).ends_with(0);
    on_corpus("search", &["zzzzqqqq"]).ends_with(1);
    on_corpus("search", &[""]).ends_with(1);
    on_corpus("show", &["embassy.en"]).ends_with(0);
    on_corpus("show", &["nothing.en"]).ends_with(1);
    on_corpus("search", &["-l", "xx", "embassy"]).ends_with(2);
    on_corpus("search", &["-n", "99999999", "embassy"]).ends_with(2);
    on_corpus("search", &[&"x".repeat(20_000)]).ends_with(2);
    on_corpus("check", &[]).ends_with(0);
    run(&["nonsense"], "").ends_with(2);
    run(&["search", "-i", "/nowhere", "x"], "").ends_with(2);
    run(&["--help"], "").ends_with(0);
    run(&["--version"], "").ends_with(0);
}

#[test]
fn results_and_messages_go_apart() {
    let folder = Folder::new();
    folder.write("a.jsonl", "{\"id\":\"a\",\"lang\":\"en\",\"title\":\"Embassy\"}\n{");
    let indexing = folder.run(&["index", "a.jsonl"]).ends_with(1);
    assert_eq!(indexing.stdout, "");
    assert!(indexing.stderr.contains("1 article from") && indexing.stderr.contains("rejected: 1"));
    let found = folder.run(&["search", "embassy"]).ends_with(0);
    assert_eq!(found.stderr, "");
    assert!(found.stdout.contains("Embassy"));
    let none = folder.run(&["show", "b"]).ends_with(1);
    assert_eq!(none.stdout, "");
}

#[test]
fn the_environment_names_the_index() {
    let mut command = demarche();
    command.env("DEMARCHE_INDEX", corpus_index()).args(["show", "embassy.en"]);
    let shown = Run::of(&mut command, b"").ends_with(0).stdout;
    assert!(shown.contains("Embassy"), "{shown}");
}

#[test]
fn no_colour_off_a_terminal() {
    for (variable, value) in [("NO_COLOR", "1"), ("TERM", "xterm-256color")] {
        for args in [&["search", "embassy"][..], &["show", "embassy.en"], &["stats"]] {
            let mut command = demarche();
            command
                .env(variable, value)
                .arg(args[0])
                .arg("-i")
                .arg(corpus_index())
                .args(&args[1..]);
            let run = Run::of(&mut command, b"").ends_with(0);
            assert!(!run.stdout.contains('\u{1b}') && !run.stderr.contains('\u{1b}'), "{run:?}");
        }
    }
}

#[test]
fn a_broken_pipe_is_quiet() {
    for args in [&["search", "--json", "-n", "1000", "the diplomacy of states"][..], &["man"]] {
        let mut command = demarche();
        command.arg(args[0]);
        if args[0] == "search" {
            command.arg("-i").arg(corpus_index());
        }
        let mut child = command
            .args(&args[1..])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let mut messages = String::new();
        child.stderr.take().unwrap().read_to_string(&mut messages).unwrap();
        assert_eq!(messages, "", "{args:?}");
        assert!(child.wait().unwrap().success(), "{args:?}");
    }
}

#[test]
fn completions_and_manual() {
    for (shell, mark) in
        [("bash", "complete -F"), ("zsh", "#compdef demarche"), ("fish", "complete -c")]
    {
        let script = run(&["completions", shell], "").ends_with(0).stdout;
        assert!(script.contains(mark), "{shell}: {script}");
        for command in ["index", "search", "analyze", "stats"] {
            assert!(script.contains(command), "{shell}: no {command}");
        }
    }
    let page = run(&["man"], "").ends_with(0).stdout;
    for part in [".TH demarche 1", ".SH SYNOPSIS", ".SH SEARCH", "\\-\\-boost", "Exit status"] {
        assert!(page.contains(part), "{part}");
    }
}
