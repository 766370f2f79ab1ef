//! Damaged indexes, repaired ones, snapshots and read-only places, by the program.
#![cfg(feature = "cli")]

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::common::{Folder, Run};

/// Lines of `count` articles, long enough for several blocks of checksums.
fn lines(count: usize) -> String {
    (0..count)
        .map(|n| {
            // Text that does not compress away, so that the store has many blocks.
            let words: Vec<String> =
                (0..60).map(|w| format!("w{:x}", (n * 7919 + w * 104_729) * 2_654_435_761)).collect();
            let text = words.join(" ");
            format!(
                "{{\"id\":\"a{n}\",\"lang\":\"en\",\"title\":\"Embassy {n}\",\"text\":\"{text}\"}}\n"
            )
        })
        .collect()
}

fn with_index(count: usize) -> Folder {
    let folder = Folder::new();
    folder.write("in.jsonl", lines(count));
    folder.index(&["in.jsonl"], 0);
    folder
}

/// The file of the index whose name ends in `end`.
fn file(folder: &Folder, end: &str) -> PathBuf {
    let all = fs::read_dir(folder.path("index")).unwrap().map(|entry| entry.unwrap().path());
    all.filter(|path| path.to_string_lossy().ends_with(end)).min().expect(end)
}

fn flip(path: &Path, at: usize) {
    let mut bytes = fs::read(path).unwrap();
    bytes[at] ^= 0x10;
    fs::write(path, bytes).unwrap();
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

fn sorted(mut ids: Vec<String>) -> Vec<String> {
    ids.sort();
    ids
}

fn articles(folder: &Folder) -> u64 {
    folder.run(&["stats", "--json"]).ends_with(0).json()["articles"].as_u64().unwrap()
}

#[test]
fn check_says_what_was_expected_found_and_lost() {
    let folder = with_index(50);
    let store = file(&folder, ".art");
    flip(&store, 20);
    let run = folder.run(&["check"]).ends_with(2);
    for part in [
        &*name(&store),
        "expected checksum",
        "found",
        "titles and texts of 50 articles",
        "--repair",
    ] {
        assert!(run.stderr.contains(part), "{part}: {}", run.stderr);
    }
    let run = folder.run(&["show", "a1"]).ends_with(2);
    assert!(run.stderr.contains("expected checksum") && run.stderr.contains(&name(&store)));
    let bytes = fs::read(&store).unwrap();
    fs::write(&store, &bytes[..bytes.len() - 1]).unwrap();
    let run = folder.run(&["check"]).ends_with(2);
    let sizes = format!("expected {} bytes, found {} bytes", bytes.len(), bytes.len() - 1);
    assert!(run.stderr.contains(&sizes), "{}", run.stderr);
    let run = folder.run(&["search", "embassy"]).ends_with(2);
    assert!(run.stderr.contains(&sizes), "{}", run.stderr);
}

#[test]
fn a_missing_list_of_own_files_is_refused_and_repaired() {
    let folder = with_index(5);
    fs::remove_file(folder.path("index/.managed.json")).unwrap();
    for args in [&["search", "embassy"][..], &["check"], &["index", "in.jsonl"]] {
        let run = folder.run(args).ends_with(2);
        assert!(run.stderr.contains(".managed.json") && run.stderr.contains("missing"), "{args:?}");
    }
    folder.run(&["check", "--repair"]).ends_with(0);
    folder.run(&["check"]).ends_with(0);
    assert_eq!(articles(&folder), 5);
}

#[test]
fn repair_keeps_every_article_when_texts_are_whole() {
    for end in [".idx", ".term", ".pos", ".fast", ".fieldnorm", "demarche.json"] {
        let folder = with_index(30);
        folder.run(&["delete", "a7"]).ends_with(0);
        let before = sorted(folder.search(&["-n", "50", "embassy"]));
        fs::remove_file(file(&folder, end)).unwrap();
        if end == "demarche.json" {
            fs::write(folder.path("index/demarche.json"), "{").unwrap();
        }
        folder.run(&["search", "embassy"]).ends_with(2);
        let run = folder.run(&["check", "--repair"]).ends_with(0);
        assert!(run.stdout.contains("repaired: 29 articles"), "{end}: {}", run.stdout);
        folder.run(&["check"]).ends_with(0);
        // The deleted article counts no more in frequencies, so that order may change.
        assert_eq!(sorted(folder.search(&["-n", "50", "embassy"])), before);
        folder.run(&["show", "a7"]).ends_with(1);
        assert!(!folder.path("index/.repair").exists());
        // It goes on as before.
        folder.index(&["in.jsonl"], 0);
        assert_eq!(articles(&folder), 30);
    }
}

#[test]
fn repair_names_the_articles_that_are_lost() {
    let folder = with_index(2_000);
    let store = file(&folder, ".art");
    assert!(fs::metadata(&store).unwrap().len() > 4 << 16, "too small for several blocks");
    // In the second block of checksums.
    flip(&store, 70_000);
    let run = folder.run(&["check", "--repair"]).ends_with(1);
    let lost: u64 = run.stdout.lines().find_map(|line| line.strip_prefix("lost: ")).unwrap()[..]
        .split(' ')
        .next()
        .unwrap()
        .parse()
        .unwrap();
    assert!((1..1_000).contains(&lost), "{}", run.stdout);
    let id = run.stdout.lines().find_map(|line| line.strip_prefix("  a")).unwrap();
    folder.run(&["show", &format!("a{id}")]).ends_with(1);
    assert_eq!(articles(&folder), 2_000 - lost);
    folder.run(&["check"]).ends_with(0);
    assert!(folder.path("index/.damaged").join(name(&store)).exists());
    // What is lost comes back from the inputs.
    assert_eq!(folder.index(&["in.jsonl"], 0)["languages"]["en"]["added"], lost);
}

#[test]
fn repair_says_when_ids_or_deletions_are_lost_too() {
    let folder = with_index(20);
    folder.run(&["delete", "a3"]).ends_with(0);
    flip(&file(&folder, ".del"), 0);
    let run = folder.run(&["check", "--repair"]).ends_with(0);
    assert!(run.stdout.contains("may be back") && run.stdout.contains("20 articles"));
    for end in [".art", ".fast"] {
        flip(&file(&folder, end), 5);
    }
    let run = folder.run(&["check", "--repair"]).ends_with(1);
    assert!(run.stdout.contains("lost: 20 articles, 20 of them without"), "{}", run.stdout);
}

/// An index of two segments: a0 to a29, of which a7 is deleted, and a new a3 with b0 to b9.
fn with_two_segments() -> Folder {
    let folder = with_index(30);
    let more = lines(11).replace("\"a", "\"b").replace("\"b10\"", "\"a3\"");
    folder.write("more.jsonl", more);
    folder.index(&["more.jsonl"], 0);
    folder.run(&["delete", "a7"]).ends_with(0);
    assert_eq!(articles(&folder), 39);
    folder
}

fn art_files(folder: &Folder) -> Vec<PathBuf> {
    let all = fs::read_dir(folder.path("index")).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> =
        all.filter(|path| path.extension().is_some_and(|e| e == "art")).collect();
    files.sort_by_key(|path| fs::metadata(path).unwrap().len());
    files
}

#[test]
fn without_meta_json_all_texts_that_are_found_are_taken() {
    for missing in [true, false] {
        let folder = with_two_segments();
        let before = sorted(folder.search(&["-n", "50", "embassy"]));
        let newest = folder.show("a3");
        if missing {
            fs::remove_file(folder.path("index/meta.json")).unwrap();
        } else {
            flip(&folder.path("index/meta.json"), 30);
        }
        folder.run(&["search", "embassy"]).ends_with(2);
        let run = folder.run(&["check", "--repair"]).ends_with(0);
        assert!(run.stdout.contains("repaired: 39 articles"), "{}", run.stdout);
        for part in ["meta.json was lost", "never committed", ".damaged"] {
            assert!(run.stdout.contains(part), "{part}: {}", run.stdout);
        }
        folder.run(&["check"]).ends_with(0);
        assert_eq!(sorted(folder.search(&["-n", "50", "embassy"])), before);
        assert_eq!(folder.show("a3"), newest, "an older article of an id is back");
        folder.run(&["show", "a7"]).ends_with(1);
        let old = fs::read_dir(folder.path("index/.damaged")).unwrap().count();
        assert!(old > 14, "{old} old files kept");
        // It goes on as before.
        folder.index(&["in.jsonl"], 0);
        assert_eq!(articles(&folder), 40);
    }
}

#[test]
fn without_meta_json_damaged_texts_are_left_out_and_strange_ones_come_in() {
    let folder = with_two_segments();
    fs::remove_file(folder.path("index/meta.json")).unwrap();
    let files = art_files(&folder);
    assert_eq!(files.len(), 2);
    // The smaller one, of 11 articles.
    flip(&files[0], 100);
    // What a run has left that was killed before its commit.
    let killed = Folder::new();
    killed.write("in.jsonl", "{\"id\":\"late\",\"lang\":\"en\",\"title\":\"Embassy\"}\n");
    killed.index(&["in.jsonl"], 0);
    let left = file(&killed, ".art");
    fs::copy(&left, folder.path("index").join(left.file_name().unwrap())).unwrap();
    let run = folder.run(&["check", "--repair"]).ends_with(1);
    let damaged = files[0].file_stem().unwrap().to_string_lossy();
    let line = format!("lost: all articles of segment {damaged}");
    assert!(run.stdout.contains(&line), "{}", run.stdout);
    // The deleted a7 and the replaced a3 are known from the list of deletions.
    assert!(run.stdout.contains("repaired: 29 articles"), "{}", run.stdout);
    folder.run(&["show", "late"]).ends_with(0);
    assert!(folder.path("index/.damaged").join(files[0].file_name().unwrap()).exists());
    folder.run(&["check"]).ends_with(0);
}

#[test]
fn without_meta_json_and_texts_nothing_is_changed() {
    let folder = with_index(3);
    flip(&folder.path("index/meta.json"), 30);
    for path in art_files(&folder) {
        flip(&path, 20);
    }
    let files = || -> Vec<_> {
        let all = fs::read_dir(folder.path("index")).unwrap().map(|e| e.unwrap().path());
        let mut files: Vec<_> = all.map(|path| (fs::read(&path).unwrap(), path)).collect();
        files.sort();
        files
    };
    let before = files();
    let run = folder.run(&["check", "--repair"]).ends_with(2);
    assert!(run.stderr.contains("no whole texts"), "{}", run.stderr);
    assert_eq!(files(), before);
}

#[test]
fn litter_is_swept_when_a_writer_opens() {
    let folder = with_index(3);
    let orphan = folder.path("index/0123456789abcdef0123456789abcdef.store");
    let temporary = folder.path("index/.tmpA1b2C3");
    let foreign = folder.path("index/notes.txt");
    for path in [&orphan, &temporary, &foreign] {
        fs::write(path, "litter").unwrap();
    }
    folder.run(&["search", "embassy"]).ends_with(0);
    assert!(orphan.exists(), "a reader removed something");
    folder.index(&["in.jsonl"], 0);
    assert!(!orphan.exists() && !temporary.exists());
    assert!(foreign.exists(), "a file of somebody else was removed");
    folder.run(&["check"]).ends_with(0);
}

#[test]
fn a_snapshot_is_whole_and_stays_as_it_was() {
    let folder = with_index(40);
    let run = folder.run(&["snapshot", "copy"]).ends_with(0);
    assert!(run.stdout.contains("linked"), "{}", run.stdout);
    let store = name(&file(&folder, ".art"));
    let inode = |dir: &str| fs::metadata(folder.path(dir).join(&store)).unwrap().ino();
    assert_eq!(inode("index"), inode("copy"));
    folder.run(&["snapshot", "copy"]).ends_with(2);
    folder.run(&["delete", "a1"]).ends_with(0);
    folder.run(&["optimize"]).ends_with(0);
    folder.run(&["check", "-i", "copy"]).ends_with(0);
    folder.run(&["show", "-i", "copy", "a1"]).ends_with(0);
    // It is an index like any other.
    folder.run(&["delete", "-i", "copy", "a2"]).ends_with(0);
    folder.run(&["show", "a2"]).ends_with(0);
    folder.run(&["check"]).ends_with(0);
}

#[test]
fn snapshots_beside_a_writer_are_whole() {
    let folder = with_index(20);
    let mut writing = Command::new("sh");
    let program = env!("CARGO_BIN_EXE_demarche");
    let script = format!(
        "for n in 1 2 3 4 5 6 7 8; do echo '{{\"id\":\"x'$n'\",\"lang\":\"en\",\"title\":\"Envoy\"}}' \
         | {program} index -; {program} optimize; done"
    );
    let mut writing = writing
        .arg("-c")
        .arg(script)
        .current_dir(folder.path(""))
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut made = 0;
    while writing.try_wait().unwrap().is_none() {
        let to = format!("copy{made}");
        folder.run(&["snapshot", &to]).ends_with(0);
        folder.run(&["check", "-i", &to]).ends_with(0);
        made += 1;
    }
    assert!(made > 1, "{made}");
    assert_eq!(articles(&folder), 28);
    println!("{made} snapshots beside 16 commits");
}

fn is_root() -> bool {
    fs::metadata("/proc/self").unwrap().uid() == 0
}

#[test]
fn another_user_can_search_and_gets_one_line_for_writing() {
    if !is_root() {
        println!("skipped: it needs root to become another user");
        return;
    }
    let folder = with_index(3);
    fs::set_permissions(folder.path(""), fs::Permissions::from_mode(0o755)).unwrap();
    let program = folder.path("demarche");
    // Not by `fs::copy`: a program that another test starts meanwhile would have the copy open for
    // writing until it is executed, and a file that is written to can't be started.
    let copied = Command::new("cp").arg(env!("CARGO_BIN_EXE_demarche")).arg(&program).status();
    assert!(copied.unwrap().success());
    let as_nobody = |args: &[&str]| {
        let mut command = Command::new("setpriv");
        command.args(["--reuid", "65534", "--regid", "65534", "--clear-groups"]);
        command.arg(&program).args(args).current_dir(folder.path(""));
        Run::of(&mut command, b"")
    };
    if Command::new("setpriv").arg("--version").output().is_err() {
        println!("skipped: there is no setpriv");
        return;
    }
    assert_eq!(as_nobody(&["search", "--json", "embassy"]).ends_with(0).ids().len(), 3);
    as_nobody(&["check"]).ends_with(0);
    as_nobody(&["show", "a1"]).ends_with(0);
    let run = as_nobody(&["index", "in.jsonl"]).ends_with(2);
    assert_eq!(run.stderr.lines().count(), 1, "{}", run.stderr);
    assert!(run.stderr.contains("ermission denied"), "{}", run.stderr);
}

/// A read-only bind mount that goes away with the value.
struct Mount(PathBuf);

impl Mount {
    fn read_only(from: &Path, at: PathBuf) -> Option<Self> {
        fs::create_dir_all(&at).unwrap();
        let mount = |args: &[&str]| {
            let done = Command::new("mount").args(args).arg(from).arg(&at).output();
            done.is_ok_and(|output| output.status.success())
        };
        if !mount(&["--bind"]) {
            return None;
        }
        let mounted = Self(at.clone());
        let remount = Command::new("mount").args(["-o", "remount,ro,bind"]).arg(&at).output();
        remount.is_ok_and(|output| output.status.success()).then_some(mounted)
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).output();
    }
}

#[test]
fn a_read_only_mount_can_be_searched() {
    let folder = with_index(3);
    folder.run(&["snapshot", "copy"]).ends_with(0);
    for source in ["index", "copy"] {
        let Some(mount) = Mount::read_only(&folder.path(source), folder.path("mnt")) else {
            println!("skipped: mounting is not allowed");
            return;
        };
        assert_eq!(folder.run(&["search", "-i", "mnt", "--json", "embassy"]).ids().len(), 3);
        folder.run(&["check", "-i", "mnt"]).ends_with(0);
        folder.run(&["stats", "-i", "mnt"]).ends_with(0);
        let run = folder.run(&["index", "-i", "mnt", "in.jsonl"]).ends_with(2);
        assert_eq!(run.stderr.lines().count(), 1, "{}", run.stderr);
        assert!(run.stderr.contains("ead-only"), "{}", run.stderr);
        // A snapshot out of a read-only place.
        let to = format!("out-{source}");
        folder.run(&["snapshot", "-i", "mnt", &to]).ends_with(0);
        folder.run(&["check", "-i", &to]).ends_with(0);
        drop(mount);
    }
}

#[test]
fn an_index_can_be_read_by_others() {
    let folder = with_index(1);
    let umask = {
        folder.write("probe", "");
        fs::metadata(folder.path("probe")).unwrap().permissions().mode() & 0o777
    };
    for entry in fs::read_dir(folder.path("index")).unwrap() {
        let path = entry.unwrap().path();
        let mode = fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, umask, "{}", path.display());
    }
}
