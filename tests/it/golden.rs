//! A small index of each format, kept as files: whoever changes how an index is written or read
//! sees here whether those that people have can still be read.
//!
//! `tests/data/golden` has the articles, the queries and what they must find, and a folder for each
//! format. After a change of `FORMAT`, `just golden format-N` makes one more; after one of `RULES`
//! or of what a query finds, the newest anew. It needs reading afterwards: `git diff` shows which
//! answers changed.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Once;

use demarche::index::Upgrade;
use demarche::{ErrorKind, Hit, Index, IndexOptions, Progress, SearchRequest, Searcher};
use serde_json::Value;
use tempfile::TempDir;

/// Set to the name of a folder, makes it.
const MAKE: &str = "DEMARCHE_MAKE_GOLDEN";

/// The article that was deleted, and the number of those that were not.
const DELETED: &str = "gone.en";
const ARTICLES: u64 = 12;

fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/golden").join(name)
}

fn read(name: &str) -> String {
    fs::read_to_string(golden(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
}

/// A copy of an index, since opening one leaves a lock in its folder.
fn copy(from: &Path) -> TempDir {
    let to = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, to.path().join(path.file_name().unwrap())).unwrap();
    }
    to
}

/// What the queries find, by query: ids in order, with snippets, their highlights in brackets.
fn answers(searcher: &Searcher) -> Vec<(String, Vec<String>)> {
    let shown = |query: &str| {
        let hits = searcher.search(&SearchRequest::new(query)).unwrap();
        hits.iter().map(|hit| format!("{}: {}", hit.id, snippets(hit))).collect()
    };
    read("queries.txt").lines().map(|query| (query.to_owned(), shown(query))).collect()
}

fn snippets(hit: &Hit) -> String {
    let pieces = hit.snippets.iter().flat_map(|snippet| snippet.pieces());
    let marked = pieces.map(|(text, found)| if found { format!("[{text}]") } else { text.into() });
    marked.collect::<String>().replace('\n', " / ")
}

fn expected() -> Vec<(String, Vec<String>)> {
    let mut expected: Vec<(String, Vec<String>)> = Vec::new();
    for line in read("answers.txt").lines() {
        match line.strip_prefix('\t') {
            Some(hit) => expected.last_mut().unwrap().1.push(hit.to_owned()),
            None => expected.push((line.to_owned(), Vec::new())),
        }
    }
    expected
}

/// The same with each query's hits by id: deleted articles count no more in frequencies once
/// segments are merged, so that order may change.
fn by_id(mut answers: Vec<(String, Vec<String>)>) -> Vec<(String, Vec<String>)> {
    answers.iter_mut().for_each(|(_, hits)| hits.sort());
    answers
}

/// Whether every article came back as it was put in, the last of its id.
#[track_caller]
fn holds_all_articles(searcher: &Searcher) {
    let mut of_id = std::collections::BTreeMap::new();
    for line in read("articles.jsonl").lines() {
        let article: Value = serde_json::from_str(line).unwrap();
        of_id.insert(article["id"].as_str().unwrap().to_owned(), article);
    }
    assert_eq!(searcher.article(DELETED).unwrap(), None);
    of_id.remove(DELETED).unwrap();
    assert_eq!(of_id.len() as u64, ARTICLES);
    assert_eq!(searcher.articles().values().sum::<u64>(), ARTICLES);
    for (id, expected) in of_id {
        let article = searcher.article(&id).unwrap().unwrap_or_else(|| panic!("{id} is missing"));
        let found = serde_json::to_value(&article).unwrap();
        for (key, value) in expected.as_object().unwrap() {
            assert_eq!(&found[key], value, "{key} of {id}");
        }
    }
}

fn delete_one(index: &Index) {
    let unknown = index.delete(&[DELETED.to_owned()]).unwrap();
    assert!(unknown.is_empty());
}

/// Two segments, an article replaced and one deleted.
fn make(name: &str) {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("index");
    let index = Index::open_or_create(&dir).unwrap();
    let mut options = IndexOptions::default();
    options.jobs = 1;
    let articles = read("articles.jsonl");
    let lines: Vec<&str> = articles.lines().collect();
    let (first, second) = lines.split_at(lines.len() - 2);
    for (number, part) in [first, second].iter().enumerate() {
        let input = folder.path().join(format!("{number}.jsonl"));
        fs::write(&input, part.join("\n")).unwrap();
        let report = index.add(&[input], &options, &Progress::default()).unwrap();
        assert_eq!(report.rejected, 0);
    }
    delete_one(&index);
    let searcher = Searcher::open(&index).unwrap();
    let mut text = String::new();
    for (query, hits) in answers(&searcher) {
        writeln!(text, "{query}").unwrap();
        hits.iter().for_each(|hit| writeln!(text, "\t{hit}").unwrap());
    }
    fs::write(golden("answers.txt"), text).unwrap();
    drop(searcher);
    let to = golden(name);
    let _ = fs::remove_dir_all(&to);
    index.snapshot(&to).unwrap();
}

/// The folders of the formats that there were, the newest made if that is asked for.
fn kept() -> Vec<PathBuf> {
    static MADE: Once = Once::new();
    MADE.call_once(|| std::env::var(MAKE).into_iter().for_each(|name| make(&name)));
    let all = fs::read_dir(golden("")).unwrap().map(|entry| entry.unwrap().path());
    all.filter(|path| path.is_dir()).collect()
}

#[test]
fn an_index_of_this_format_can_be_read_and_an_older_one_is_refused() {
    let mut current = 0;
    for dir in kept() {
        let copy = copy(&dir);
        let index = match Index::open(copy.path()) {
            Ok(index) => index,
            Err(e) => {
                assert!(e.to_string().contains("reindex needed"), "{}: {e}", dir.display());
                continue;
            }
        };
        current += 1;
        let check = index.check().unwrap();
        assert!(check.damaged.is_empty(), "{:?}", check.damaged);
        assert_eq!(check.articles, ARTICLES);
        let searcher = Searcher::open(&index).unwrap();
        assert_eq!(searcher.stats().unwrap().segments, 2);
        holds_all_articles(&searcher);
        assert_eq!(answers(&searcher), expected(), "{}", dir.display());
    }
    assert!(current == 1, "{current} indexes of this format: make one with `just golden format-N`");
}

/// The first format whose articles every later program reads, at least up to the format after it.
const FIRST_READ: u64 = 3;

/// Each kept index is upgraded, one of this format as if it were of older rules; one of a format
/// before the first that is read says so and stays as it was.
#[test]
fn an_older_index_is_upgraded_or_left_alone() {
    let (options, progress) = (IndexOptions::default(), Progress::default());
    for dir in kept() {
        let copy = copy(&dir);
        let place = dir.display();
        let path = copy.path().join("demarche.json");
        let mut manifest: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        manifest["analysis"] = "older".into();
        fs::write(&path, manifest.to_string()).unwrap();
        let files = || fs::read_dir(copy.path()).unwrap().count();
        let before = files();
        let upgrade = Index::upgrade(copy.path(), &options, &progress);
        if manifest["format"].as_u64().unwrap() < FIRST_READ {
            let refused = [
                upgrade.map(drop),
                Index::repair(copy.path(), &options).map(drop),
                Index::articles_in(copy.path()).map(drop),
            ];
            for refused in refused {
                let error = refused.unwrap_err();
                assert_eq!(error.kind(), ErrorKind::Corrupt);
                assert!(error.to_string().contains("reindex needed"), "{place}: {error}");
            }
            assert_eq!(files(), before, "{place}");
            continue;
        }
        let Upgrade::Done { articles, from, to } = upgrade.unwrap() else { panic!("{place}") };
        assert_eq!((articles, &*from.analysis, to.is_current()), (ARTICLES, "older", true));
        let index = Index::open(copy.path()).unwrap();
        assert!(index.check().unwrap().damaged.is_empty());
        let searcher = Searcher::open(&index).unwrap();
        holds_all_articles(&searcher);
        assert_eq!(by_id(answers(&searcher)), by_id(expected()), "{place}");
    }
}

#[test]
fn it_can_be_written_to_and_merged() {
    for dir in kept() {
        let copy = copy(&dir);
        let Ok(index) = Index::open(copy.path()) else { continue };
        let input = golden("articles.jsonl");
        let report = index.add(&[input], &IndexOptions::default(), &Progress::default()).unwrap();
        assert_eq!(report.rejected, 0);
        delete_one(&index);
        index.optimize().unwrap();
        let searcher = Searcher::open(&index).unwrap();
        assert_eq!(searcher.stats().unwrap().segments, 1);
        holds_all_articles(&searcher);
        assert_eq!(by_id(answers(&searcher)), by_id(expected()));
        assert!(index.check().unwrap().damaged.is_empty());
        return;
    }
    panic!("no index of this format");
}

#[test]
fn an_index_of_another_format_or_of_other_rules_is_refused() {
    let dir = kept().into_iter().find(|dir| Index::open(copy(dir).path()).is_ok()).unwrap();
    let manifest: Value =
        serde_json::from_slice(&fs::read(dir.join("demarche.json")).unwrap()).unwrap();
    let format = manifest["format"].as_u64().unwrap();
    let changes: [(&str, Value); 4] = [
        ("format", (format - 1).into()),
        ("format", (format + 1).into()),
        ("analysis", "0".into()),
        ("analysis", "older".into()),
    ];
    for (key, value) in changes {
        let copy = copy(&dir);
        let path = copy.path().join("demarche.json");
        let mut changed = manifest.clone();
        changed[key] = value;
        fs::write(&path, changed.to_string()).unwrap();
        let refused = [
            Index::open(copy.path()).map(drop),
            Index::open_or_create(copy.path()).map(drop),
            Index::check_dir(copy.path()).map(drop),
        ];
        for refused in refused {
            let error = refused.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Corrupt);
            assert!(error.to_string().contains("reindex needed"), "{error}");
        }
        fs::write(&path, manifest.to_string()).unwrap();
        holds_all_articles(&Searcher::open(&Index::open(copy.path()).unwrap()).unwrap());
    }
}
