//! Indexes of other versions: made into one of this, or refused with nothing changed.
//!
//! An index of older rules is one of these whose manifest names others.
#![cfg(feature = "cli")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::common::{Folder, corpus_index, count, on_corpus, quiet};
use demarche::index::{Upgrade, Version};
use demarche::{ErrorKind, Index, IndexOptions, Progress};
use serde_json::Value;

/// The rules that an older index names.
const OLDER: &str = "0+older";

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// Every file of a folder with its content.
fn files(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let all = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    all.map(|path| (path.clone(), fs::read(&path).unwrap())).collect()
}

/// The same without those that hold the index while something looks at it.
fn without_locks(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let is_lock = |path: &PathBuf| path.extension().is_some_and(|end| end == "lock");
    files(dir).into_iter().filter(|(path, _)| !is_lock(path)).collect()
}

fn edit_manifest(dir: &Path, edit: impl FnOnce(&mut Value)) {
    let path = dir.join("demarche.json");
    let mut manifest = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    edit(&mut manifest);
    fs::write(path, manifest.to_string()).unwrap();
}

fn make_older(dir: &Path) {
    edit_manifest(dir, |manifest| manifest["analysis"] = OLDER.into());
}

/// A folder with an index of `count` articles, older, in two segments; one article was replaced and
/// one deleted.
fn with_older_index(count: usize) -> Folder {
    let folder = Folder::new();
    let line = |id: usize, title: &str| {
        format!(
            "{{\"id\":\"a{id}\",\"lang\":\"en\",\"title\":\"{title} {id}\",\"text\":\"An embassy. {}\"}}\n",
            "Envoys come and go. ".repeat(20)
        )
    };
    let lines: String = (0..=count).map(|id| line(id, "Embassy")).collect();
    folder.write("in.jsonl", lines);
    folder.index(&["in.jsonl"], 0);
    folder.write("new.jsonl", line(3, "Consulate"));
    folder.index(&["new.jsonl"], 0);
    folder.run(&["delete", &format!("a{count}")]).ends_with(0);
    make_older(&folder.path("index"));
    folder
}

fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/golden").join(name)
}

/// A copy of the kept index of format 2, whose articles nothing reads any more.
fn too_old() -> Folder {
    let folder = Folder::new();
    copy(&golden("format-2"), &folder.path("index"));
    folder
}

#[test]
fn the_corpus_is_upgraded_and_searched_as_before() {
    let folder = Folder::new();
    let dir = folder.path("index");
    copy(corpus_index(), &dir);
    make_older(&dir);
    let export = folder.run(&["export"]).ends_with(0).stdout;
    assert_eq!(export, on_corpus("export", &[]).stdout);
    let refused = folder.run(&["search", "embassy"]).ends_with(2);
    for part in ["reindex needed", OLDER, "demarche upgrade -i index"] {
        assert!(refused.stderr.contains(part), "{}", refused.stderr);
    }
    let count = export.lines().count();
    let run = folder.run(&["upgrade"]).ends_with(0);
    let current = Version::current();
    assert_eq!(
        run.stdout,
        format!(
            "upgraded: {count} articles, from format {} and analysis {OLDER} to {current}\n",
            current.format
        )
    );
    assert_eq!(folder.run(&["export"]).ends_with(0).stdout, export);
    folder.run(&["check"]).ends_with(0);
    for query in ["büyükelçinin görevleri", "\"diplomatic relations\"", "елшіліктің", "посольство"]
    {
        let args = ["--json", "-n", "50", query];
        let before = on_corpus("search", &args).ends_with(0).stdout;
        assert_eq!(folder.run(&[&["search"], &args[..]].concat()).ends_with(0).stdout, before);
    }
    let left: Vec<_> = files(&dir).into_keys().collect();
    let segments: std::collections::BTreeSet<_> = left
        .iter()
        .filter(|path| path.extension().is_some())
        .map(|path| path.file_stem().unwrap().to_owned())
        .filter(|stem| stem.len() == 32)
        .collect();
    assert_eq!(segments.len(), 1, "old files are left: {left:?}");

    let before = files(&dir);
    let run = folder.run(&["upgrade"]).ends_with(0);
    assert!(run.stdout.contains("nothing to do") && run.stdout.contains(&current.to_string()));
    assert_eq!(files(&dir), before);
}

#[test]
fn without_an_index_there_is_nothing_to_upgrade() {
    let folder = Folder::new();
    let run = folder.run(&["upgrade"]).ends_with(2);
    assert!(run.stderr.contains("no index here"), "{}", run.stderr);
}

#[test]
fn articles_of_a_format_that_nobody_reads_are_left_alone() {
    for command in [&["upgrade"][..], &["check", "--repair"], &["export"], &["search", "envoy"]] {
        let folder = too_old();
        let dir = folder.path("index");
        let before = files(&dir);
        let run = folder.run(command).ends_with(2);
        for part in [
            "reindex needed",
            "the index has format 2",
            "format 2 can't be read any more",
            "index your inputs again into a new folder",
        ] {
            assert_eq!(run.stderr.matches(part).count(), 1, "{command:?}: {part}: {}", run.stderr);
        }
        assert!(!run.stderr.contains("upgrade"), "{}", run.stderr);
        assert_eq!(run.stdout, "");
        assert_eq!(files(&dir), before, "{command:?}");
    }
}

#[test]
fn a_newer_index_is_left_alone() {
    for command in [&["upgrade"][..], &["check", "--repair"], &["export"]] {
        let folder = with_older_index(5);
        let dir = folder.path("index");
        edit_manifest(&dir, |manifest| manifest["format"] = 99.into());
        let before = files(&dir);
        let run = folder.run(command).ends_with(2);
        assert!(run.stderr.contains("a newer demarche made it"), "{}", run.stderr);
        assert_eq!(files(&dir), before, "{command:?}");
    }
}

/// Where the manifest does not tell the format, the texts do.
#[test]
fn repair_empties_no_index_whose_format_is_lost() {
    let cases: [fn(&Path); 3] = [
        |dir| fs::write(dir.join("demarche.json"), "{").unwrap(),
        |dir| {
            fs::write(dir.join("demarche.json"), "{").unwrap();
            fs::remove_file(dir.join("meta.json")).unwrap();
        },
        |dir| {
            edit_manifest(dir, |manifest| manifest["format"] = Version::current().format.into());
            fs::remove_file(dir.join(".managed.json")).unwrap();
        },
    ];
    for damage in cases {
        let folder = too_old();
        let dir = folder.path("index");
        damage(&dir);
        let before = without_locks(&dir);
        let run = folder.run(&["check", "--repair"]).ends_with(2);
        for part in ["reindex needed", "articles are stored in layout 1", "index your inputs again"]
        {
            assert!(run.stderr.contains(part), "{part}: {}", run.stderr);
        }
        assert_eq!(run.stdout, "");
        assert_eq!(without_locks(&dir), before);
    }
}

#[test]
fn repair_says_that_it_upgrades() {
    let folder = with_older_index(20);
    let run = folder.run(&["check", "--repair"]).ends_with(0);
    assert!(run.stderr.contains("reindex needed") && run.stderr.contains(OLDER), "{}", run.stderr);
    let current = Version::current();
    let said =
        format!("upgraded: from format {} and analysis {OLDER} to {current}", current.format);
    assert!(run.stdout.contains("repaired: 20 articles\n"), "{}", run.stdout);
    assert!(run.stdout.contains(&said), "{}", run.stdout);
    folder.run(&["check"]).ends_with(0);
    assert_eq!(folder.show("a3")["title"], "Consulate 3");
    // A repair of this version has nothing to say of that.
    fs::remove_file(folder.path("index/.managed.json")).unwrap();
    let run = folder.run(&["check", "--repair"]).ends_with(0);
    assert!(!run.stdout.contains("upgraded"), "{}", run.stdout);
}

#[test]
fn damaged_articles_are_not_lost_in_silence() {
    let folder = with_older_index(3_000);
    let dir = folder.path("index");
    let texts = files(&dir).into_keys().filter(|path| path.extension().is_some_and(|e| e == "art"));
    let texts = texts.max_by_key(|path| fs::metadata(path).unwrap().len()).unwrap();
    let mut bytes = fs::read(&texts).unwrap();
    assert!(bytes.len() > 3 << 16, "{} bytes: too few blocks", bytes.len());
    bytes[1_000] ^= 1;
    fs::write(&texts, bytes).unwrap();
    let before = without_locks(&dir);
    let run = folder.run(&["upgrade"]).ends_with(2);
    for part in ["expected checksum", "as it was", "check --repair"] {
        assert!(run.stderr.contains(part), "{part}: {}", run.stderr);
    }
    assert_eq!(without_locks(&dir), before);
    let run = folder.run(&["check", "--repair"]).ends_with(1);
    assert!(
        run.stdout.contains("lost: ") && run.stdout.contains("upgraded: from"),
        "{}",
        run.stdout
    );
    folder.run(&["check"]).ends_with(0);
}

/// Files that hold no articles may be damaged: they are made anew.
#[test]
fn other_damage_goes_with_the_old_index() {
    let folder = with_older_index(20);
    let dir = folder.path("index");
    let words = files(&dir).into_keys().find(|path| path.extension().is_some_and(|e| e == "term"));
    fs::write(words.unwrap(), "rotten").unwrap();
    let run = folder.run(&["upgrade"]).ends_with(0);
    assert!(run.stdout.contains("upgraded: 20 articles"), "{}", run.stdout);
    folder.run(&["check"]).ends_with(0);
    assert_eq!(folder.search(&["-n", "100", "embassy"]).len(), 20);
}

#[test]
fn who_writes_keeps_an_upgrade_out() {
    let folder = with_older_index(20);
    let dir = folder.path("index");
    // Held by a writer of an older program, for which the index is as it must be.
    edit_manifest(&dir, |manifest| manifest["analysis"] = Version::current().analysis.into());
    let mut command = folder.command(&["index", "-"]);
    let mut writer = command.stdin(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut input = writer.stdin.take().unwrap();
    std::io::Write::write_all(&mut input, "\n".repeat(400_000).as_bytes()).unwrap();
    make_older(&dir);
    let run = folder.run(&["upgrade"]).ends_with(2);
    assert!(run.stderr.contains("another process is writing"), "{}", run.stderr);
    drop(input);
    writer.wait().unwrap();
    folder.run(&["upgrade"]).ends_with(0);
}

#[test]
fn the_library_upgrades_reports_and_stops() {
    let folder = with_older_index(300);
    let dir = folder.path("index");
    let found = Index::version_in(&dir).unwrap();
    assert_eq!((&*found.analysis, found.is_current(), found.is_readable()), (OLDER, false, true));
    let (options, progress) = (IndexOptions::default(), Progress::default());
    progress.stop.store(true, std::sync::atomic::Ordering::Relaxed);
    let before = files(&dir);
    assert_eq!(Index::upgrade(&dir, &options, &progress).unwrap(), Upgrade::Stopped);
    assert_eq!(files(&dir), before);

    let progress = Progress::default();
    let upgrade = Index::upgrade(&dir, &options, &progress).unwrap();
    let current = Version::current();
    assert_eq!(upgrade, Upgrade::Done { articles: 300, from: found, to: current.clone() });
    for count in [&progress.articles, &progress.total_articles] {
        assert_eq!(count.load(std::sync::atomic::Ordering::Relaxed), 300);
    }
    assert_eq!(Index::upgrade(&dir, &options, &progress).unwrap(), Upgrade::Current(current));
    let nowhere = Index::upgrade(folder.path("nowhere"), &options, &progress).unwrap_err();
    assert_eq!(nowhere.kind(), ErrorKind::User);
}

/// The articles of an index, by the program that can read it.
fn articles(dir: &Path) -> Vec<String> {
    let all = Index::articles_in(dir).unwrap().map(Result::unwrap);
    all.map(|article| serde_json::to_string(&article).unwrap()).collect()
}

/// Whether the old index is gone; fails unless that or the new one is there whole.
#[track_caller]
fn is_upgraded(dir: &Path, expected: &[String], place: &str) -> bool {
    let version = Index::version_in(dir).unwrap_or_else(|e| panic!("{place}: {e}"));
    let is_upgraded = version.is_current();
    let seen = tempfile::tempdir().unwrap();
    let mut of = dir.to_path_buf();
    if !is_upgraded {
        // As the program that made it sees it, which knows three keys of the manifest.
        of = seen.path().join("index");
        copy(dir, &of);
        edit_manifest(&of, |manifest| {
            let keys = manifest.as_object_mut().unwrap();
            keys.retain(|key, _| ["format", "analysis", "id"].contains(&&**key));
            assert_eq!(keys["analysis"], OLDER, "{place}");
            keys["analysis"] = Version::current().analysis.into();
        });
    }
    let check = Index::check_dir(&of).unwrap_or_else(|e| panic!("{place}: {e}"));
    assert!(check.damaged.is_empty(), "{place}: {:?}", check.damaged);
    Index::open(&of).unwrap_or_else(|e| panic!("{place}: {e}"));
    assert_eq!(articles(&of), expected, "{place}");
    is_upgraded
}

/// Nothing is left of an interrupted upgrade once another one, or a writer, was there.
#[track_caller]
fn nothing_is_left(dir: &Path, place: &str) {
    let meta = fs::read_to_string(dir.join("meta.json")).unwrap().replace('-', "");
    for path in fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let known = ["meta.json", "demarche.json", ".managed.json"].contains(&&*name)
            || name.ends_with(".lock")
            || name
                .split('.')
                .next()
                .is_some_and(|segment| segment.len() == 32 && meta.contains(segment));
        assert!(known, "{place}: {name} is left");
    }
    let manifest: Value =
        serde_json::from_slice(&fs::read(dir.join("demarche.json")).unwrap()).unwrap();
    assert_eq!(manifest.get("next"), None, "{place}");
}

#[test]
fn a_kill_at_any_moment_leaves_the_old_or_the_new_index() {
    let original = with_older_index(400);
    let expected = articles(&original.path("index"));
    assert_eq!(expected.len(), 400);
    let start = Instant::now();
    let kills = count("DEMARCHE_UPGRADE_KILLS", 40);
    let (mut usual, mut upgraded) = (Duration::from_millis(500), 0);
    for kill in 0..kills {
        let folder = Folder::new();
        let dir = folder.path("index");
        copy(&original.path("index"), &dir);
        let begun = Instant::now();
        let mut child = quiet(&mut folder.command(&["upgrade"]));
        // The first one is left alone, to know how long it takes.
        if kill > 0 {
            std::thread::sleep(
                usual * u32::try_from(kill).unwrap() / u32::try_from(kills).unwrap(),
            );
            let _ = child.kill();
        }
        let done = child.wait().unwrap().success();
        if kill == 0 {
            usual = begun.elapsed();
        }
        let place = format!("kill {kill} of {kills}, done: {done}");
        let there = is_upgraded(&dir, &expected, &place);
        assert!(there || !done, "{place}");
        upgraded += u64::from(there);
        if kill % 2 == 0 || !there {
            folder.run(&["upgrade"]).ends_with(0);
        } else {
            folder.run(&["delete", "nobody"]).ends_with(1);
        }
        assert!(is_upgraded(&dir, &expected, &place));
        nothing_is_left(&dir, &place);
    }
    println!("{kills} kills, {upgraded} upgraded, {:?}", start.elapsed());
}

#[test]
fn a_kill_at_a_system_call_leaves_the_old_or_the_new_index() {
    let usable = Command::new("strace").args(["-f", "-o", "/dev/null", "true"]).output();
    if !usable.is_ok_and(|output| output.status.success()) {
        println!("skipped: strace is not there or may not trace");
        return;
    }
    let original = with_older_index(30);
    let expected = articles(&original.path("index"));
    let step = usize::try_from(count("DEMARCHE_CALL_STEP", 6)).unwrap().max(1);
    let (mut points, mut upgraded) = (0, 0);
    // A failing call, too: what it is for is not done, and the program ends by itself.
    for (call, fault) in [
        ("rename", "signal=SIGKILL"),
        ("rename", "error=ENOSPC"),
        ("fsync", "signal=SIGKILL"),
        ("fsync", "error=EIO"),
        ("fdatasync", "signal=SIGKILL"),
        ("unlink", "signal=SIGKILL"),
        ("write", "signal=SIGKILL"),
        ("write", "error=ENOSPC"),
        ("openat", "signal=SIGKILL"),
    ] {
        let first = if call == "openat" { 8 } else { 1 };
        let step = if matches!(call, "write" | "openat") { step } else { 1 };
        for when in (first..400).step_by(step) {
            let folder = Folder::new();
            let dir = folder.path("index");
            copy(&original.path("index"), &dir);
            let mut command = Command::new("strace");
            let (trace, inject) =
                (format!("trace={call}"), format!("inject={call}:{fault}:when={when}"));
            command.args(["-f", "-o", "hit", "-e", &trace, "-e", &inject]);
            command.arg(env!("CARGO_BIN_EXE_demarche")).args(["upgrade", "--jobs", "1"]);
            command.current_dir(folder.path("")).env_remove("DEMARCHE_INDEX");
            let done = quiet(&mut command).wait().unwrap().success();
            let place = format!("{call} number {when}, {fault}, done: {done}");
            let there = is_upgraded(&dir, &expected, &place);
            assert!(there || !done, "{place}");
            let trace = fs::read_to_string(folder.path("hit")).unwrap();
            let was_hit = trace.contains("INJECTED") || trace.contains("killed by SIGKILL");
            folder.run(&["upgrade"]).ends_with(0);
            assert!(is_upgraded(&dir, &expected, &place));
            nothing_is_left(&dir, &place);
            if !was_hit {
                break;
            }
            points += 1;
            upgraded += u64::from(there);
        }
    }
    println!("{points} faults at system calls, {upgraded} behind the switch");
    assert!(points > 40 && upgraded > 0 && upgraded < points, "{points}, {upgraded}");
}

#[test]
fn ctrl_c_leaves_the_index_as_it_was() {
    let folder = with_older_index(20_000);
    let dir = folder.path("index");
    let before = files(&dir);
    let mut child = quiet(&mut folder.command(&["upgrade", "--jobs", "1"]));
    let fresh = dir.join(".repair");
    while !fresh.exists() {
        assert!(child.try_wait().unwrap().is_none(), "it was over too soon");
        std::thread::sleep(Duration::from_millis(1));
    }
    let pid = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert_eq!(files(&dir), before);
}
