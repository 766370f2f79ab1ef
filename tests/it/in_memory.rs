//! An index in memory: files cut, overwritten and removed under a process that searches.
#![cfg(feature = "cli")]

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::common::{Folder, text};
use demarche::{ErrorKind, Index, IndexOptions, OpenOptions, Progress, SearchRequest, Searcher};

/// Articles `from` to `to`, so long that files have several blocks.
fn lines(from: usize, to: usize) -> String {
    (from..to)
        .map(|n| {
            // Text that does not compress away.
            let words: Vec<String> = (0..150)
                .map(|w| format!("w{:x}", (n * 7919 + w * 104_729) * 2_654_435_761))
                .collect();
            let text = words.join(" ");
            format!(
                "{{\"id\":\"a{n}\",\"lang\":\"en\",\"title\":\"Embassy {n}\",\"text\":\"{text}\"}}\n"
            )
        })
        .collect()
}

/// An index of two segments, with a deletion.
fn with_index() -> Folder {
    let folder = Folder::new();
    for (name, lines) in [("a.jsonl", lines(0, 150)), ("b.jsonl", lines(150, 200))] {
        folder.write(name, lines);
        folder.index(&[name], 0);
    }
    folder.run(&["delete", "a7"]).ends_with(0);
    folder
}

fn open(folder: &Folder) -> demarche::Result<Index> {
    let mut options = OpenOptions::default();
    options.in_memory = true;
    Index::open_with(folder.path("index"), &options)
}

/// What a user sees of the index.
fn answers(searcher: &Searcher) -> demarche::Result<String> {
    let mut seen = format!("{:?}\n", searcher.articles());
    for query in ["embassy 17", "w9e3779b1*", "\"embassy 180\"", "embasy -3"] {
        seen.push_str(&format!("{:?}\n", searcher.search(&SearchRequest::new(query))?));
    }
    for id in ["a0", "a7", "a199"] {
        seen.push_str(&format!("{:?}\n", searcher.article(id)?));
    }
    Ok(seen)
}

/// All files of the index but its locks.
fn files(folder: &Folder) -> Vec<PathBuf> {
    let all = fs::read_dir(folder.path("index")).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = all.filter(|path| !path.to_string_lossy().ends_with(".lock")).collect();
    files.sort();
    assert!(files.len() > 14, "{files:?}");
    files
}

/// Changes a file, which has that content, in place.
type Damaging = fn(&Path, &[u8]);

/// What can happen to a file.
const DAMAGES: [(&str, Damaging); 5] = [
    ("cut to nothing", |path, _| fs::write(path, b"").unwrap()),
    ("cut by half", |path, whole| fs::write(path, &whole[..whole.len() / 2]).unwrap()),
    ("zeroed", |path, whole| fs::write(path, vec![0; whole.len()]).unwrap()),
    ("inverted", |path, whole| {
        fs::write(path, whole.iter().map(|byte| !byte).collect::<Vec<_>>()).unwrap();
    }),
    ("removed", |path, _| fs::remove_file(path).unwrap()),
];

#[test]
fn what_happens_to_files_under_a_searcher_changes_no_answer() {
    let folder = with_index();
    let index = open(&folder).unwrap();
    let searcher = Searcher::open(&index).unwrap();
    let expected = answers(&searcher).unwrap();
    assert!(expected.contains("\"a17\"") && expected.len() > 2_000, "{expected}");
    let (answered, threads) = (AtomicU64::new(0), 16);
    let mut refused = 0;
    // A failure ends the threads, too.
    let stop = AtomicU64::new(0);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while stop.load(Ordering::Relaxed) == 0 {
                    assert_eq!(answers(&searcher).unwrap(), expected);
                    answered.fetch_add(1, Ordering::Relaxed);
                    std::thread::sleep(Duration::from_millis(1));
                }
            });
        }
        for path in files(&folder) {
            let whole = fs::read(&path).unwrap();
            for (_, damage) in DAMAGES {
                damage(&path, &whole);
                // What is opened meanwhile shares the files in memory, or is refused.
                match Searcher::open(&index).and_then(|searcher| answers(&searcher)) {
                    Ok(seen) => assert_eq!(seen, expected),
                    Err(e) => {
                        assert_eq!(e.kind(), ErrorKind::Corrupt, "{e}");
                        refused += 1;
                    }
                }
                fs::write(&path, &whole).unwrap();
            }
        }
        while answered.load(Ordering::Relaxed) < threads {
            std::thread::yield_now();
        }
        stop.store(1, Ordering::Relaxed);
    });
    let answered = answered.into_inner();
    println!("{answered} rounds right by {threads} threads; {refused} openings refused meanwhile");
    assert!(refused > 0, "no damage was looked at");
}

#[test]
fn files_that_changed_before_they_were_read_are_refused() {
    let folder = with_index();
    let expected = answers(&Searcher::open(&open(&folder).unwrap()).unwrap()).unwrap();
    let (mut refused, mut trials) = (0, 0);
    for path in files(&folder) {
        let whole = fs::read(&path).unwrap();
        for (what, damage) in DAMAGES {
            // Its files are not in memory yet.
            let index = open(&folder).unwrap();
            damage(&path, &whole);
            let seen = Searcher::open(&index).and_then(|searcher| answers(&searcher));
            fs::write(&path, &whole).unwrap();
            trials += 1;
            match seen {
                Ok(seen) => {
                    let unread = path.ends_with("demarche.json") || path.ends_with(".managed.json");
                    assert!(unread, "{}: {what}: not refused", path.display());
                    assert_eq!(seen, expected);
                }
                Err(e) => {
                    assert_eq!(e.kind(), ErrorKind::Corrupt, "{e}");
                    refused += 1;
                }
            }
            let searcher = Searcher::open(&index).unwrap();
            assert_eq!(answers(&searcher).unwrap(), expected, "mended, and still refused");
        }
    }
    println!("{refused} of {trials} refused");
}

#[test]
fn a_new_commit_is_seen_and_the_old_one_kept() {
    let folder = with_index();
    let index = open(&folder).unwrap();
    let before = Searcher::open(&index).unwrap();
    let expected = answers(&before).unwrap();
    folder.write("c.jsonl", lines(200, 250));
    folder.index(&["c.jsonl"], 0);
    folder.run(&["optimize"]).ends_with(0);
    assert_eq!(answers(&before).unwrap(), expected);
    let after = Searcher::open(&index).unwrap();
    assert_eq!(after.articles().values().sum::<u64>(), 249);
    assert_eq!(answers(&before).unwrap(), expected);
    // It can be written to as well.
    folder.write("d.jsonl", lines(250, 260));
    index.add(&[folder.path("d.jsonl")], &IndexOptions::default(), &Progress::default()).unwrap();
    let last = Searcher::open(&index).unwrap();
    assert_eq!(last.articles().values().sum::<u64>(), 259);
}

/// The program, answering queries from its standard input.
struct Batch {
    child: Child,
    answers: BufReader<ChildStdout>,
}

impl Batch {
    fn start(folder: &Folder, args: &[&str]) -> Self {
        let mut command = folder.command(&[&["search", "--batch"], args].concat());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let answers = BufReader::new(child.stdout.take().unwrap());
        Self { child, answers }
    }

    /// The ids found; none when the program is gone.
    fn ask(&mut self, query: &str) -> Option<Vec<String>> {
        let line = format!("{}\n", serde_json::json!({"query": query, "n": 3}));
        self.child.stdin.as_mut().unwrap().write_all(line.as_bytes()).ok()?;
        let mut line = String::new();
        if self.answers.read_line(&mut line).unwrap() == 0 {
            return None;
        }
        let answer: serde_json::Value = serde_json::from_str(&line).unwrap();
        let hits = answer["hits"].as_array().unwrap_or_else(|| panic!("{answer}"));
        Some(hits.iter().map(|hit| text(&hit["id"]).to_owned()).collect())
    }

    fn end(mut self) -> ExitStatus {
        drop(self.child.stdin.take());
        self.child.wait().unwrap()
    }
}

#[test]
fn a_cut_file_ends_a_program_that_has_it_mapped_and_no_other() {
    let folder = with_index();
    let mut mapped = Batch::start(&folder, &[]);
    let mut in_memory = Batch::start(&folder, &["--in-memory"]);
    let expected = mapped.ask("\"embassy 180\"").unwrap();
    assert_eq!(expected, ["a180"]);
    assert_eq!(in_memory.ask("\"embassy 180\"").unwrap(), expected);
    for path in files(&folder) {
        fs::OpenOptions::new().write(true).open(path).unwrap().set_len(0).unwrap();
    }
    assert_eq!(in_memory.ask("\"embassy 180\"").unwrap(), expected);
    assert_eq!(in_memory.ask("\"embassy 12\"").unwrap(), ["a12"]);
    assert_eq!(in_memory.end().code(), Some(0));
    // The kernel's doing, so it is seen here and not promised anywhere.
    if cfg!(target_os = "linux") {
        const SIGBUS: i32 = 7;
        assert_eq!(mapped.ask("\"embassy 180\""), None);
        assert_eq!(mapped.end().signal(), Some(SIGBUS));
    }
}
