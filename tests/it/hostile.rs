//! Hostile input by the program: bombs, endless lines, cut archives, traps in the file system,
//! queries beyond every limit. Times are generous, for slow machines; memory is not.
#![cfg(feature = "cli")]

use std::fs;
use std::io::Write;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::common::{Folder, Run, count, text};

const GOOD: &str =
    "{\"id\":\"good\",\"lang\":\"en\",\"title\":\"Good\",\"text\":\"An embassy.\"}\n";

/// Runs the program in an address space of `mib` MiB, where allocating more aborts it.
fn within(folder: &Folder, mib: u64, args: &[&str]) -> Run {
    let mut command = Command::new("prlimit");
    command.arg(format!("--as={}", mib << 20)).arg(env!("CARGO_BIN_EXE_demarche")).args(args);
    command.current_dir(folder.path("")).env_remove("DEMARCHE_INDEX");
    Run::of(&mut command, b"")
}

/// `bytes` times the byte `byte`, packed by zstd, between `head` and `tail`.
fn packed(path: &Path, head: &str, byte: u8, bytes: u64, tail: &str) {
    let mut out = zstd::Encoder::new(fs::File::create(path).unwrap(), 1).unwrap();
    out.write_all(head.as_bytes()).unwrap();
    let piece = vec![byte; 1 << 20];
    for _ in 0..bytes >> 20 {
        out.write_all(&piece).unwrap();
    }
    out.write_all(tail.as_bytes()).unwrap();
    out.finish().unwrap().sync_all().unwrap();
}

#[test]
fn a_bomb_is_stopped_at_the_cap() {
    let bytes = count("DEMARCHE_BOMB_BYTES", 1 << 30);
    for (name, head, byte) in [
        ("zeros.jsonl.zst", "", 0),
        ("line.jsonl.zst", "{\"id\":\"x\",\"title\":\"", b'a'),
        ("dump.xml.zst", "<mediawiki><page><title>", b'a'),
        ("page.html.zst", "<html><body>", b'<'),
    ] {
        let folder = Folder::new();
        packed(&folder.path(name), head, byte, bytes, "");
        folder.write("good.jsonl", GOOD);
        let start = Instant::now();
        let run = within(&folder, 1536, &["index", name, "good.jsonl"]).ends_with(1);
        let took = start.elapsed();
        println!("{name}: {took:?}");
        assert!(run.stderr.contains(name) && run.stderr.contains("rejected: 1"), "{}", run.stderr);
        assert!(took < Duration::from_secs(60), "{name}: {took:?}");
        folder.run(&["show", "good"]).ends_with(0);
    }
}

#[test]
fn an_endless_line_costs_itself_alone() {
    let folder = Folder::new();
    let bytes = count("DEMARCHE_LINE_BYTES", 256 << 20);
    let tail = format!("\"}}\n{}", GOOD.replace("good", "after"));
    packed(&folder.path("in.jsonl.zst"), &format!("{GOOD}{{\"title\":\""), b'x', bytes, &tail);
    let run = within(&folder, 1536, &["index", "in.jsonl.zst"]).ends_with(1);
    assert!(run.stderr.contains("line 2") && run.stderr.contains("rejected: 1"), "{}", run.stderr);
    folder.run(&["show", "good"]).ends_with(0);
    folder.run(&["show", "after"]).ends_with(0);
}

fn page(number: u64) -> String {
    let noise: String =
        (0..40).map(|n| format!("{:x} ", (number * 41 + n) * 2_654_435_761)).collect();
    format!(
        "<page><title>Page {number}</title><ns>0</ns><id>{number}</id><revision><id>1</id>\
         <text>An embassy of state {number}. {noise}</text></revision></page>\n"
    )
}

#[test]
fn what_stands_before_a_cut_is_kept() {
    let head = "<mediawiki><siteinfo><dbname>enwiki</dbname></siteinfo>\n";
    let dump = format!("{head}{}</mediawiki>", (1..200).map(page).collect::<String>());
    let mut packer = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::new(1));
    packer.write_all(dump.as_bytes()).unwrap();
    let whole = packer.finish().unwrap();
    for at in 0..count("DEMARCHE_ARCHIVE_CUTS", 25) {
        // The plain dump: every page before the cut is there.
        let folder = Folder::new();
        let len = (dump.len() as u64 * (at * 37 % 97 + 1) / 99) as usize;
        folder.write("dump.xml", &dump[..len]);
        let run = folder.run(&["index", "--report", "report.json", "dump.xml"]).ends_with(1);
        assert!(run.stderr.contains("dump.xml"), "{}", run.stderr);
        let pages = dump[..len].matches("</page>").count() as u64;
        let added = folder.report()["languages"]["en"]["added"].as_u64().unwrap_or(0);
        assert_eq!(added, pages, "cut to {len} bytes");
        // The packed one: an error that names it, and no more.
        let len = (whole.len() as u64 * (at * 53 % 97 + 1) / 99) as usize;
        folder.write("dump.xml.bz2", &whole[..len]);
        let run = folder.run(&["index", "-i", "packed", "dump.xml.bz2"]).ends_with(1);
        assert!(run.stderr.contains("dump.xml.bz2"), "{}", run.stderr);
    }
}

#[test]
fn traps_in_folders_are_stepped_over() {
    let folder = Folder::new();
    folder.write("in/good.jsonl", GOOD);
    folder.write("outside/secret.jsonl", GOOD.replace("good", "secret"));
    symlink("../outside", folder.path("in/out")).unwrap();
    symlink(".", folder.path("in/loop")).unwrap();
    symlink("/dev/zero", folder.path("in/zero.jsonl")).unwrap();
    symlink("nowhere", folder.path("in/broken")).unwrap();
    symlink("../outside/secret.jsonl", folder.path("in/secret.jsonl")).unwrap();
    let fifo = Command::new("mkfifo").arg(folder.path("in/pipe.jsonl")).status().unwrap();
    assert!(fifo.success());
    folder.write("in/.hidden/x.jsonl", GOOD.replace("good", "hidden"));
    let start = Instant::now();
    folder.run(&["index", "in"]);
    assert!(start.elapsed() < Duration::from_secs(20));
    folder.run(&["show", "good"]).ends_with(0);
    for id in ["secret", "hidden"] {
        folder.run(&["show", id]).ends_with(1);
    }
}

#[test]
fn queries_beyond_the_limits_are_refused_or_cut() {
    let folder = Folder::new();
    folder.write("in.jsonl", GOOD);
    folder.index(&["in.jsonl"], 0);
    let search = |args: &[&str]| folder.run(&[&["search", "--json"], args].concat());
    for limit in ["-1", "abc", "10001", "1000000000000", "9223372036854775808"] {
        let run = search(&["-n", limit, "embassy"]).ends_with(2);
        assert!(!run.stderr.is_empty(), "{limit}");
    }
    assert!(search(&["-n", "10000", "embassy"]).ends_with(0).ids().len() == 1);
    let mut slowest = Duration::ZERO;
    for shape in ["(", "NOT ", "-(", "title:(", "(a AND ", "a* ", "a~ ", "\"a ", "a OR ", "*a* "] {
        for length in [10, 1_000, 7_900, 120_000] {
            let query = shape.repeat(length / shape.len() + 1);
            let line = serde_json::json!({ "query": query, "n": 10 }).to_string();
            let start = Instant::now();
            let run = folder.run_with(&["search", "--batch"], line.as_bytes());
            slowest = slowest.max(start.elapsed());
            assert!(run.status < 3, "{shape}: {}", run.stderr);
            if length > 8_192 {
                let answer = format!("{}{}", run.stdout, run.stderr);
                assert!(answer.contains("expected at most 8192"), "{shape}: {answer}");
            }
        }
    }
    println!("slowest query, start of the program included: {slowest:?}");
    assert!(slowest < Duration::from_secs(5), "{slowest:?}");
}

#[test]
fn what_goes_to_a_terminal_is_safe() {
    let folder = Folder::new();
    let title = "Red \\u001b[31m \\u009b1m \\u202e bidi \\u2066 \\u0000 \\u0007 end";
    folder.write(
        "in.jsonl",
        format!(
            "{{\"id\":\"x\",\"lang\":\"en\",\"title\":\"{title}\",\"text\":\"{title} embassy\"}}\n"
        ),
    );
    folder.run(&["index", "in.jsonl"]);
    for args in [&["search", "embassy"][..], &["show", "x"]] {
        let out = folder.run(args).stdout;
        let bad = |c: char| {
            c.is_control() && c != '\n'
                || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        assert!(!out.contains(bad), "{args:?}: {out:?}");
    }
    let json = folder.run(&["show", "--json", "x"]).ends_with(0).json();
    assert!(text(&json["title"]).starts_with("Red "));
}
