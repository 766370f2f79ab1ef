//! An index that changes: articles replaced, skipped and deleted, two writers, damaged files.
#![cfg(feature = "cli")]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::common::Folder;

const ALPHA: &str = "{\"id\":\"a\",\"lang\":\"en\",\"title\":\"Alpha\",\"text\":\"An embassy.\"}\n";
const ALPHA_UK: &str =
    "{\"id\":\"a\",\"lang\":\"uk\",\"title\":\"Альфа\",\"text\":\"Посольство.\"}\n";
const BETA: &str = "{\"id\":\"b\",\"lang\":\"en\",\"title\":\"Beta\",\"text\":\"A consulate.\"}\n";

/// A folder with an index of Alpha and Beta.
fn with_index() -> Folder {
    let folder = Folder::new();
    folder.write("a.jsonl", ALPHA);
    folder.write("b.jsonl", BETA);
    folder.index(&["a.jsonl", "b.jsonl"], 0);
    folder
}

#[track_caller]
fn counts(report: &serde_json::Value, lang: &str, expected: [u64; 3]) {
    let of_lang = &report["languages"][lang];
    let found = ["added", "replaced", "unchanged"].map(|key| of_lang[key].as_u64().unwrap());
    assert_eq!(found, expected, "{report}");
}

#[test]
fn a_later_record_wins() {
    let folder = with_index();
    folder.write("new.jsonl", ALPHA.replace("embassy", "legation"));
    counts(&folder.index(&["new.jsonl"], 0), "en", [0, 1, 0]);
    assert_eq!(folder.search(&["legation"]), ["a"]);
    assert!(folder.search(&["embassy"]).is_empty());
    assert_eq!(folder.run(&["stats", "--json"]).json()["articles"], 2);
}

#[test]
fn a_later_record_wins_within_a_file_and_across_languages() {
    let folder = Folder::new();
    let third = ALPHA_UK.replace("Посольство", "Консульство");
    folder.write("all.jsonl", [ALPHA, ALPHA_UK, BETA, &third].concat());
    let report = folder.index(&["all.jsonl"], 0);
    counts(&report, "en", [2, 0, 0]);
    counts(&report, "uk", [0, 2, 0]);
    assert_eq!(folder.show("a")["lang"], "uk");
    assert_eq!(folder.search(&["консульство"]), ["a"]);
    assert!(folder.search(&["embassy"]).is_empty());
    assert!(folder.search(&["посольство"]).is_empty());
    let stats = folder.run(&["stats", "--json"]).json();
    assert_eq!(stats["languages"], serde_json::json!({"en": 1, "uk": 1}));
}

#[test]
fn the_last_of_many_records_wins_whatever_the_number_of_threads() {
    let folder = Folder::new();
    let lines: String = (0..3000)
        .map(|n| {
            let lang = ["en", "uk", "tr"][n % 3];
            format!("{{\"id\":\"{}\",\"lang\":\"{lang}\",\"title\":\"Title{n}\"}}\n", n % 50)
        })
        .collect();
    folder.write("many.jsonl", lines);
    folder.index(&["--jobs", "4", "many.jsonl"], 0);
    assert_eq!(folder.run(&["stats", "--json"]).json()["articles"], 50);
    for id in [0, 17, 49] {
        assert_eq!(folder.show(&id.to_string())["title"], format!("Title{}", 2950 + id));
    }
}

#[test]
fn unchanged_articles_are_skipped() {
    let folder = with_index();
    let segments = |folder: &Folder| {
        let mut files: Vec<_> =
            fs::read_dir(folder.path("index")).unwrap().map(|f| f.unwrap().file_name()).collect();
        files.sort();
        files
    };
    let before = segments(&folder);
    counts(&folder.index(&["a.jsonl", "b.jsonl"], 0), "en", [0, 0, 2]);
    assert_eq!(segments(&folder), before, "nothing was to be written");
}

#[test]
fn deleting() {
    let folder = with_index();
    folder.run(&["delete", "a"]).ends_with(0);
    folder.run(&["show", "a"]).ends_with(1);
    folder.run(&["search", "embassy"]).ends_with(1);
    assert_eq!(folder.search(&["consulate"]), ["b"]);
    let missing = folder.run(&["delete", "a"]).ends_with(1);
    assert!(missing.stderr.contains("no article with id a"), "{}", missing.stderr);
    // What was deleted may come back.
    counts(&folder.index(&["a.jsonl"], 0), "en", [1, 0, 0]);
    assert_eq!(folder.search(&["embassy"]), ["a"]);
}

#[test]
fn deleting_goes_on_behind_an_unknown_id() {
    let folder = with_index();
    folder.run(&["delete", "nobody", "b"]).ends_with(1);
    folder.run(&["show", "b"]).ends_with(1);
    folder.run(&["show", "a"]).ends_with(0);
}

#[test]
fn optimizing_keeps_every_article() {
    let folder = with_index();
    folder.run(&["delete", "b"]).ends_with(0);
    folder.run(&["optimize"]).ends_with(0);
    let stats = folder.run(&["stats", "--json"]).json();
    assert_eq!((&stats["articles"], &stats["segments"]), (&1.into(), &1.into()));
    assert_eq!(folder.search(&["embassy"]), ["a"]);
    folder.run(&["check"]).ends_with(0);
}

#[test]
fn a_second_writer_is_refused_at_once() {
    let folder = with_index();
    let mut command = folder.command(&["index", "-"]);
    let mut first = command.stdin(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut input = first.stdin.take().unwrap();
    // More than a pipe holds: when it is written the first reads, and it reads with the lock held.
    let lines = format!("{ALPHA_UK}{}", "\n".repeat(400_000));
    input.write_all(lines.as_bytes()).unwrap();

    let start = Instant::now();
    let refused = folder.run(&["delete", "nobody"]).ends_with(2);
    assert!(start.elapsed() < Duration::from_secs(5), "it waited: {:?}", start.elapsed());
    assert!(refused.stderr.contains("another process is writing"), "{}", refused.stderr);
    let indexing = folder.run(&["index", "b.jsonl"]).ends_with(2);
    assert!(indexing.stderr.contains("another process is writing"), "{}", indexing.stderr);
    assert_eq!(folder.search(&["embassy"]), ["a"], "readers need no lock");

    drop(input);
    assert!(first.wait().unwrap().success());
    assert_eq!(folder.show("a")["lang"], "uk");
    folder.run(&["delete", "b"]).ends_with(0);
}

/// The files of the index that end in `end`.
fn files(folder: &Folder, end: &str) -> Vec<PathBuf> {
    let all = fs::read_dir(folder.path("index")).unwrap().map(|file| file.unwrap().path());
    let found: Vec<PathBuf> =
        all.filter(|path| path.extension().is_some_and(|e| e == end)).collect();
    assert!(!found.is_empty(), "no {end} file in the index");
    found
}

#[track_caller]
fn refused(folder: &Folder, args: &[&str], expected: &[&str]) {
    let run = folder.run(args).ends_with(2);
    for part in expected {
        assert!(run.stderr.contains(part), "{args:?}: expected {part:?}: {}", run.stderr);
    }
    assert!(run.stdout.is_empty(), "{}", run.stdout);
}

#[test]
fn damaged_lists_of_files_are_named() {
    for name in ["meta.json", "demarche.json"] {
        let folder = with_index();
        fs::write(folder.path("index").join(name), "{\"garbage").unwrap();
        for args in [&["search", "embassy"][..], &["check"], &["index", "a.jsonl"], &["stats"]] {
            refused(&folder, args, &["index is damaged", name]);
        }
    }
}

fn flip_a_byte(path: &Path) {
    let mut bytes = fs::read(path).unwrap();
    bytes[3] ^= 0x55;
    fs::write(path, bytes).unwrap();
}

#[test]
fn check_names_a_changed_file() {
    for end in ["store", "term", "idx", "pos", "fast", "fieldnorm"] {
        let folder = with_index();
        folder.run(&["check"]).ends_with(0);
        let file = files(&folder, end).remove(0);
        flip_a_byte(&file);
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        refused(&folder, &["check"], &[&name, "damaged"]);
    }
}

#[test]
fn check_names_a_cut_or_missing_file() {
    let folder = with_index();
    let file = files(&folder, "term").remove(0);
    let name = file.file_name().unwrap().to_string_lossy().into_owned();
    let bytes = fs::read(&file).unwrap();
    fs::write(&file, &bytes[..10]).unwrap();
    refused(&folder, &["check"], &[&name, "damaged"]);
    refused(&folder, &["search", "embassy"], &["damaged", &name]);
    fs::remove_file(&file).unwrap();
    refused(&folder, &["check"], &[&name, "missing"]);
    refused(&folder, &["search", "embassy"], &["damaged", &name]);
}

#[test]
fn an_index_of_other_rules_is_refused() {
    let folder = with_index();
    let path = folder.path("index/demarche.json");
    let manifest = fs::read_to_string(&path).unwrap();
    let mut json: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    json["analysis"] = "0+older".into();
    fs::write(&path, json.to_string()).unwrap();
    for args in [&["search", "embassy"][..], &["index", "a.jsonl"], &["delete", "a"], &["check"]] {
        refused(&folder, args, &["reindex needed", "0+older"]);
    }
    fs::write(&path, manifest).unwrap();
    assert_eq!(folder.search(&["embassy"]), ["a"], "nothing was changed in it");
}

#[test]
fn folders_of_other_things_are_left_alone() {
    let folder = Folder::new();
    folder.write("index/precious.txt", "keep");
    folder.write("a.jsonl", ALPHA);
    refused(&folder, &["index", "a.jsonl"], &["precious.txt"]);
    assert_eq!(fs::read_dir(folder.path("index")).unwrap().count(), 1);
    refused(&folder, &["search", "-i", "nowhere", "embassy"], &["no index here"]);
}

#[test]
fn of_one_id_the_last_article_stays_also_if_the_index_had_it() {
    let folder = Folder::new();
    let line = |text: &str| format!("{{\"id\":\"a\",\"title\":\"Embassy\",\"text\":\"{text}\"}}\n");
    folder.write("a.jsonl", line("first"));
    folder.index(&["a.jsonl"], 0);
    folder.write("a.jsonl", line("second") + &line("first"));
    let report = folder.index(&["a.jsonl"], 0);
    assert_eq!(report["languages"]["en"]["replaced"], 2, "{report}");
    assert_eq!(folder.show("a")["body"], "first");
    folder.index(&["a.jsonl"], 0);
    assert_eq!(folder.show("a")["body"], "first");
}
