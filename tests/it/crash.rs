//! The program killed, out of room, and beside others at work: what it acknowledged is there.
//!
//! An exit status of 0 is the acknowledgement. `just torture` raises the counts.
#![cfg(feature = "cli")]

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::common::{Folder, count, quiet};
use demarche::{Index, IndexOptions, Progress, SearchRequest, Searcher};

/// A small generator of numbers, the same for the same seed.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end.max(1)
    }
}

const BATCH: u64 = 20;

/// A batch of articles, the last of which replaces one of batch 0.
fn batch(number: u64) -> String {
    let line = |id: &str, version: u64| {
        format!(
            "{{\"id\":\"{id}\",\"lang\":\"en\",\"title\":\"Embassy\",\"text\":\"v{version}\"}}\n"
        )
    };
    let own: String = (0..BATCH).map(|n| line(&format!("b{number}-{n}"), number)).collect();
    own + &line("shared", number)
}

/// The batches that are in the index; fails unless each is there whole or not at all.
#[track_caller]
fn batches(dir: &Path, place: &str) -> BTreeSet<u64> {
    let index = Index::open(dir).unwrap_or_else(|e| panic!("{place}: {e}"));
    let searcher = Searcher::open(&index).unwrap_or_else(|e| panic!("{place}: {e}"));
    let mut request = SearchRequest::new("embassy");
    (request.limit, request.snippets) = (10_000, false);
    let mut found = BTreeSet::new();
    let mut articles = 0;
    for hit in searcher.search(&request).unwrap_or_else(|e| panic!("{place}: {e}")) {
        articles += 1;
        if let Some((number, _)) = hit.id[1..].split_once('-') {
            found.insert(number.parse::<u64>().unwrap());
        }
    }
    let expected = found.len() as u64 * BATCH + u64::from(!found.is_empty());
    assert_eq!(articles, expected, "{place}: a batch is there in part");
    let newest = found.last().copied();
    let shared = searcher.article("shared").unwrap().map(|article| article.body);
    assert_eq!(shared, newest.map(|number| format!("v{number}")), "{place}");
    let check = Index::check_dir(dir).unwrap();
    assert!(check.damaged.is_empty(), "{place}: {:?}", check.damaged);
    found
}

/// What follows every kill: all that was acknowledged is there, and perhaps the killed batch.
#[track_caller]
fn holds(dir: &Path, acknowledged: &BTreeSet<u64>, killed: u64, place: &str) -> bool {
    let found = batches(dir, place);
    let mut with_killed = acknowledged.clone();
    with_killed.insert(killed);
    assert!(found == *acknowledged || found == with_killed, "{place}: {acknowledged:?} {found:?}");
    found.contains(&killed)
}

#[test]
fn no_kill_loses_what_was_acknowledged() {
    let kills = count("DEMARCHE_KILLS", 200);
    let folder = Folder::new();
    let index = folder.path("index");
    let run = |number: u64| {
        folder.write("in.jsonl", batch(number));
        quiet(&mut folder.command(&["index", "--jobs", "2", "in.jsonl"]))
    };
    let start = Instant::now();
    assert!(run(0).wait().unwrap().success());
    let usual = start.elapsed();
    let (mut acknowledged, mut random) = (BTreeSet::from([0]), Random(11));
    let (mut killed, mut number, mut committed, mut slowest) = (0, 0, 0, Duration::ZERO);
    while killed < kills {
        number += 1;
        let mut child = run(number);
        let delay = usual.as_micros() as u64 * 2;
        std::thread::sleep(Duration::from_micros(random.below(delay)));
        let _ = child.kill();
        let done = child.wait().unwrap().success();
        let place = format!("kill {killed}, batch {number}, done: {done}");
        let start = Instant::now();
        drop(Index::open(&index).unwrap_or_else(|e| panic!("{place}: {e}")));
        slowest = slowest.max(start.elapsed());
        let there = holds(&index, &acknowledged, number, &place);
        assert!(there || !done, "{place}: an acknowledged batch is lost");
        if there {
            acknowledged.insert(number);
            committed += 1;
        }
        killed += u64::from(!done);
        // A full index makes every step slow.
        if acknowledged.len() > 40 {
            fs::remove_dir_all(&index).unwrap();
            assert!(run(0).wait().unwrap().success());
            acknowledged = BTreeSet::from([0]);
        }
    }
    assert!(run(number + 1).wait().unwrap().success());
    let litter = fs::read_dir(&index).unwrap().map(|entry| entry.unwrap().file_name());
    let litter: Vec<_> = litter.filter(|name| name.to_string_lossy().starts_with(".tmp")).collect();
    assert!(litter.is_empty(), "{litter:?}");
    println!("{killed} kills in {number} runs, {committed} committed, slowest open {slowest:?}");
}

#[test]
fn an_interrupted_creation_is_made_again() {
    for at in 0..count("DEMARCHE_CREATIONS", 30) {
        let folder = Folder::new();
        folder.write("in.jsonl", batch(0));
        let mut child = quiet(&mut folder.command(&["index", "in.jsonl"]));
        std::thread::sleep(Duration::from_millis(at * 2));
        let _ = child.kill();
        let _ = child.wait();
        folder.run(&["index", "in.jsonl"]).ends_with(0);
        assert_eq!(batches(&folder.path("index"), "made again"), BTreeSet::from([0]));
    }
}

/// The program under strace with `options`, or none where it can't run.
fn strace(folder: &Folder, options: &[&str], args: &[&str]) -> Option<Command> {
    let usable = Command::new("strace").args(["-f", "-o", "/dev/null", "true"]).output();
    if !usable.is_ok_and(|output| output.status.success()) {
        println!("skipped: strace is not there or may not trace");
        return None;
    }
    let mut command = Command::new("strace");
    command.arg("-f").args(options).arg(env!("CARGO_BIN_EXE_demarche")).args(args);
    command.current_dir(folder.path("")).env_remove("DEMARCHE_INDEX");
    Some(command)
}

#[test]
fn no_kill_at_a_system_call_loses_what_was_acknowledged() {
    let step = usize::try_from(count("DEMARCHE_CALL_STEP", 4)).unwrap().max(1);
    let mut points = 0;
    for call in ["fdatasync", "fsync", "rename", "unlink", "write", "openat"] {
        // Libraries are opened before anything of the index is.
        let first = if call == "openat" { 8 } else { 1 };
        for when in (first..120).step_by(if matches!(call, "write" | "openat") { step } else { 1 })
        {
            let folder = Folder::new();
            folder.write("in.jsonl", batch(0));
            folder.run(&["index", "in.jsonl"]).ends_with(0);
            folder.write("in.jsonl", batch(1));
            let inject = format!("inject={call}:signal=SIGKILL:when={when}");
            let args = ["index", "--jobs", "1", "in.jsonl"];
            let trace = format!("trace={call}");
            let options = ["-o", "/dev/null", "-e", &trace, "-e", &inject];
            let Some(mut command) = strace(&folder, &options, &args) else { return };
            let done = quiet(&mut command).wait().unwrap().success();
            let place = format!("{call} number {when}");
            let there = holds(&folder.path("index"), &BTreeSet::from([0]), 1, &place);
            if done {
                assert!(there, "{place}: an acknowledged batch is lost");
                break;
            }
            points += 1;
            folder.run(&["index", "in.jsonl"]).ends_with(0);
            assert_eq!(batches(&folder.path("index"), &place), BTreeSet::from([0, 1]));
        }
    }
    println!("{points} kills at system calls");
    assert!(points > 20, "{points}");
}

#[test]
fn a_commit_ends_with_a_sync_of_the_folder() {
    let folder = Folder::new();
    folder.write("in.jsonl", batch(0));
    let options = ["-y", "-o", "trace", "-e", "trace=rename,fsync,fdatasync"];
    let Some(mut command) = strace(&folder, &options, &["index", "in.jsonl"]) else { return };
    assert!(quiet(&mut command).wait().unwrap().success());
    let trace = fs::read_to_string(folder.path("trace")).unwrap();
    let calls: Vec<&str> = trace.lines().collect();
    let renamed = calls.iter().rposition(|line| line.contains("/meta.json\"")).expect("a rename");
    let synced = calls[renamed..].iter().find(|line| line.contains("sync(")).expect("a sync");
    assert!(synced.contains("/index>"), "{synced}");
}

#[test]
fn of_two_writers_one_is_refused() {
    let folder = Folder::new();
    folder.write("in.jsonl", batch(0));
    folder.run(&["index", "in.jsonl"]).ends_with(0);
    let mut slowest = Duration::ZERO;
    for _ in 0..count("DEMARCHE_PAIRS", 25) {
        let writer = || {
            let mut command = folder.command(&["index", "-"]);
            command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
            command.spawn().unwrap()
        };
        let start = Instant::now();
        let mut pair = [writer(), writer()];
        let loser = loop {
            if let Some(at) = pair.iter_mut().position(|child| child.try_wait().unwrap().is_some())
            {
                break at;
            }
            assert!(start.elapsed() < Duration::from_secs(20), "nobody was refused");
            std::thread::sleep(Duration::from_millis(1));
        };
        slowest = slowest.max(start.elapsed());
        let [first, second] = pair;
        let (refused, mut winner) = if loser == 0 { (first, second) } else { (second, first) };
        let output = refused.wait_with_output().unwrap();
        let message = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{message}");
        assert!(message.contains("index: another process is writing"), "{message}");
        // Killed with the lock: the lock file stays and must stop nobody.
        winner.kill().unwrap();
        winner.wait().unwrap();
        folder.run(&["delete", "nobody"]).ends_with(1);
    }
    println!("slowest refusal, start of the program included: {slowest:?}");
}

#[test]
fn a_reader_beside_a_writer_sees_whole_commits() {
    let folder = Folder::new();
    let dir = folder.path("index");
    let index = Index::open_or_create(&dir).unwrap();
    let (acknowledged, stop) = (AtomicU64::new(0), AtomicBool::new(false));
    let end = Instant::now() + Duration::from_secs(count("DEMARCHE_READ_SECONDS", 6));
    /// Stops the readers also when the writer panics: the scope waits for them.
    struct Stop<'a>(&'a AtomicBool);
    impl Drop for Stop<'_> {
        fn drop(&mut self) {
            self.0.store(true, Ordering::Relaxed);
        }
    }
    let rounds: u64 = std::thread::scope(|scope| {
        let stopping = Stop(&stop);
        let readers: Vec<_> = (0..2)
            .map(|_| {
                scope.spawn(|| {
                    let mut rounds = 0;
                    while !stop.load(Ordering::Relaxed) {
                        let least = acknowledged.load(Ordering::SeqCst);
                        let searcher = Searcher::open(&Index::open(&dir).unwrap()).unwrap();
                        let articles: u64 = searcher.articles().values().sum();
                        let expected = |batches: u64| batches * BATCH + u64::from(batches > 0);
                        assert!(articles >= expected(least), "{articles} of {least} batches");
                        assert_eq!(articles % BATCH, u64::from(articles > 0), "a part of a batch");
                        if articles > 0 {
                            let hits = searcher.search(&SearchRequest::new("embassy")).unwrap();
                            assert_eq!(hits.len(), 10);
                            assert!(searcher.article("shared").unwrap().is_some());
                        }
                        rounds += 1;
                    }
                    rounds
                })
            })
            .collect();
        let mut number = 0;
        while Instant::now() < end {
            let input = folder.write("in.jsonl", batch(number));
            let report = index.add(&[input], &IndexOptions::default(), &Progress::default());
            assert_eq!(report.unwrap().rejected, 0);
            number += 1;
            acknowledged.store(number, Ordering::SeqCst);
            if number % 10 == 9 {
                index.optimize().unwrap();
            }
        }
        drop(stopping);
        println!("{number} commits");
        readers.into_iter().map(|reader| reader.join().unwrap()).sum()
    });
    println!("{rounds} rounds of opening, searching and reading");
    assert!(rounds > 10);
}

/// A file system of so many bytes that goes away with the value.
struct Tmpfs(PathBuf);

impl Tmpfs {
    fn new(at: PathBuf, kib: u64) -> Option<Self> {
        fs::create_dir_all(&at).unwrap();
        let size = format!("size={kib}k");
        let args = ["-t", "tmpfs", "-o", &size, "tmpfs"];
        let done = Command::new("mount").args(args).arg(&at).output();
        done.is_ok_and(|output| output.status.success()).then_some(Self(at))
    }

    fn grow(&self, kib: u64) {
        let size = format!("remount,size={kib}k");
        let done = Command::new("mount").args(["-o", &size]).arg(&self.0).output().unwrap();
        assert!(done.status.success());
    }
}

impl Drop for Tmpfs {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).output();
    }
}

#[test]
fn a_full_disk_costs_nothing_that_was_acknowledged() {
    let mut full = 0;
    for at in 0..count("DEMARCHE_DISKS", 6) {
        let folder = Folder::new();
        let kib = 160 + at * 160;
        let Some(disk) = Tmpfs::new(folder.path("disk"), kib) else {
            println!("skipped: mounting is not allowed");
            return;
        };
        let add = |number: u64| {
            folder.write("in.jsonl", batch(number));
            folder.run(&["index", "-i", "disk/index", "in.jsonl"])
        };
        let dir = folder.path("disk/index");
        let mut acknowledged = BTreeSet::new();
        // Ballast leaves less and less room.
        let mut ballast = fs::File::create(folder.path("disk/ballast")).unwrap();
        let failed = (0..60).find(|number| {
            let _ = ballast.write_all(&vec![1; kib as usize * 24]);
            let run = add(*number);
            if run.status == 0 {
                acknowledged.insert(*number);
                return false;
            }
            assert_eq!(run.status, 2);
            assert!(run.stderr.contains("disk/index"), "{}", run.stderr);
            assert!(run.stderr.to_lowercase().contains("space"), "{}", run.stderr);
            true
        });
        let failed = failed.expect("the disk was never full");
        if !acknowledged.is_empty() {
            full += 1;
            let there = holds(&dir, &acknowledged, failed, "full disk");
            folder.run(&["search", "-i", "disk/index", "embassy"]).ends_with(0);
            if there {
                acknowledged.insert(failed);
            }
        }
        disk.grow(65_536);
        add(failed).ends_with(0);
        acknowledged.insert(failed);
        assert_eq!(batches(&dir, "grown disk"), acknowledged);
    }
    println!("{full} disks filled after a commit");
}
