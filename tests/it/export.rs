//! `export`: all stored articles as lines that `index` reads again.
#![cfg(feature = "cli")]

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

use crate::common::{Folder, corpus, corpus_index, on_corpus, text};
use demarche::{Article, Index, IndexOptions, Progress};
use serde_json::Value;

fn ids(lines: &[Value]) -> Vec<String> {
    lines.iter().map(|line| text(&line["id"]).to_owned()).collect()
}

#[test]
fn an_export_of_the_corpus_makes_the_same_index_again() {
    let export = on_corpus("export", &[]).ends_with(0);
    assert!(export.stderr.is_empty(), "{}", export.stderr);
    let lines = export.json_lines();
    let all: u64 = on_corpus("stats", &["--json"]).json()["articles"].as_u64().unwrap();
    assert_eq!(lines.len() as u64, all);
    assert!(all > 150, "{all}");

    let folder = Folder::new();
    let report = folder.run_with(&["index", "--report", "r.json", "-"], export.stdout.as_bytes());
    report.ends_with(0);
    let stats = folder.run(&["stats", "--json"]).json();
    let before = on_corpus("stats", &["--json"]).json();
    assert_eq!(
        (&stats["articles"], &stats["languages"]),
        (&before["articles"], &before["languages"])
    );
    for (id, line) in ids(&lines).iter().zip(export.stdout.lines()) {
        let before = on_corpus("show", &["--json", "--", id]).ends_with(0).stdout;
        assert_eq!(before.trim_end(), line, "as `show` has it");
        assert_eq!(folder.run(&["show", "--json", "--", id]).ends_with(0).stdout, before);
    }
    assert_eq!(folder.run(&["export"]).ends_with(0).stdout, export.stdout);
}

#[test]
fn the_order_is_that_of_ids_however_the_index_came_about() {
    let line = |id: &str, title: &str| format!("{{\"id\":\"{id}\",\"title\":\"{title}\"}}\n");
    let folder = Folder::new();
    let all = ["b", "Ж", "a 1", "a-1", "é", "a", "Z"];
    for id in all {
        folder.write("in.jsonl", line(id, "Embassy"));
        folder.index(&["in.jsonl"], 0);
    }
    folder.write("in.jsonl", line("b", "Consulate") + &line("gone", "Envoy"));
    folder.index(&["in.jsonl"], 0);
    folder.run(&["delete", "gone"]).ends_with(0);
    let export = folder.run(&["export"]).ends_with(0);
    let lines = export.json_lines();
    assert_eq!(ids(&lines), ["Z", "a", "a 1", "a-1", "b", "é", "Ж"]);
    assert_eq!(lines[4]["title"], "Consulate");
    folder.run(&["optimize"]).ends_with(0);
    assert_eq!(folder.run(&["export"]).ends_with(0).stdout, export.stdout);
}

#[test]
fn every_part_of_an_article_comes_back() {
    let record = r#"{"id":"№ 1","lang":"other","title":"Tīta \"x\"\\","aliases":["a\tb"],"definition":"D.","body":"one\ntwo  ","sections":[{"heading":"","text":""},{"heading":"H","text":"t\u0001\u2028"}],"keywords":["k"],"categories":["c"],"references":["r"],"links":["l"],"date":"2019-08","url":"https://x.test/","source":"s","translations":{"en":"","uk":"u"}}"#;
    let folder = Folder::new();
    folder.write("in.jsonl", record);
    folder.index(&["in.jsonl"], 0);
    let export = folder.run(&["export"]).ends_with(0);
    assert_eq!(export.json(), serde_json::from_str::<Value>(record).unwrap());
    let again = Folder::new();
    again.run_with(&["index", "-"], export.stdout.as_bytes()).ends_with(0);
    assert_eq!(again.run(&["export"]).ends_with(0).stdout, export.stdout);
}

#[test]
fn an_empty_index_has_no_lines_and_none_is_an_error() {
    let folder = Folder::new();
    let run = folder.run(&["export"]).ends_with(2);
    assert!(run.stderr.contains("no index here"), "{}", run.stderr);
    folder.write("in.jsonl", "{\"id\":\"a\",\"title\":\"A\"}\n");
    folder.index(&["in.jsonl"], 0);
    folder.run(&["delete", "a"]).ends_with(0);
    assert_eq!(folder.run(&["export"]).ends_with(0).stdout, "");
}

#[test]
fn who_has_read_enough_ends_it_quietly() {
    let folder = Folder::new();
    let lines: String = (0..20_000)
        .map(|n| format!("{{\"id\":\"{n}\",\"lang\":\"en\",\"title\":\"Embassy number {n}\"}}\n"))
        .collect();
    folder.write("in.jsonl", lines);
    folder.index(&["in.jsonl"], 0);
    let mut command = folder.command(&["export"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    assert!(first.starts_with("{\"id\":\"0\""), "{first}");
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn damage_is_an_error_that_names_the_file() {
    let folder = Folder::new();
    let words =
        |n: u64| (0..200).map(|w| format!("w{:x} ", n * 7919 + w * 104_729)).collect::<String>();
    let lines: String = (0..2_000)
        .map(|n| {
            format!(
                "{{\"id\":\"{n}\",\"lang\":\"en\",\"title\":\"E\",\"text\":\"{}\"}}\n",
                words(n)
            )
        })
        .collect();
    folder.write("in.jsonl", lines);
    folder.index(&["in.jsonl"], 0);
    let files = std::fs::read_dir(folder.path("index")).unwrap().map(|entry| entry.unwrap().path());
    let texts =
        files.into_iter().find(|path| path.extension().is_some_and(|e| e == "art")).unwrap();
    let mut bytes = std::fs::read(&texts).unwrap();
    bytes[100_000] ^= 1;
    std::fs::write(&texts, bytes).unwrap();
    let run = folder.run(&["export"]).ends_with(2);
    let name = texts.file_name().unwrap().to_string_lossy().into_owned();
    assert!(
        run.stderr.contains(&name) && run.stderr.contains("expected checksum"),
        "{}",
        run.stderr
    );
    let lines = run.json_lines().len();
    assert!(lines > 0 && lines < 2_000, "{lines} lines");
}

#[test]
fn articles_of_the_library_are_those_of_one_commit() {
    let folder = Folder::new();
    let input = folder
        .write("in.jsonl", "{\"id\":\"b\",\"title\":\"B\"}\n{\"id\":\"a\",\"title\":\"A\"}\n");
    let index = Index::open_or_create(folder.path("index")).unwrap();
    let add = |input| index.add(&[input], &IndexOptions::default(), &Progress::default()).unwrap();
    add(input);
    let mut articles = index.articles().unwrap();
    assert_eq!((articles.total(), articles.size_hint()), (2, (1, Some(2))));
    assert_eq!(articles.next().unwrap().unwrap().id, "a");
    // What comes later is not among them, and what goes later still is.
    add(folder.write("in.jsonl", "{\"id\":\"c\",\"title\":\"C\"}\n"));
    index.delete(&["b".to_owned()]).unwrap();
    index.optimize().unwrap();
    let rest: Vec<Article> = articles.by_ref().map(Result::unwrap).collect();
    assert_eq!(rest.iter().map(|article| &*article.id).collect::<Vec<_>>(), ["b"]);
    assert!(articles.next().is_none());
    let later: Vec<String> = index.articles().unwrap().map(|article| article.unwrap().id).collect();
    assert_eq!(later, ["a", "c"]);
}

#[test]
fn each_article_of_the_corpus_is_in_its_export_once() {
    let articles = Index::open(corpus_index()).unwrap().articles().unwrap();
    let total = articles.total();
    let ids: BTreeSet<String> = articles.map(|article| article.unwrap().id).collect();
    assert_eq!(ids.len() as u64, total);
    assert!(corpus().exists() && ids.contains("embassy.uk"));
}
