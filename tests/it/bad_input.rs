//! Bad input of every format: the message names file and place, the exit status is 1, the rest is
//! indexed, nothing panics.
#![cfg(feature = "cli")]

use std::io::Write;

use crate::common::{Folder, text};

const GOOD: &str =
    "{\"id\":\"good\",\"lang\":\"en\",\"title\":\"Good\",\"text\":\"An embassy.\"}\n";

/// Indexes a bad file between two good ones; returns its rejections as `place: reason`.
#[track_caller]
fn rejections(name: &str, bytes: impl AsRef<[u8]>) -> Vec<String> {
    let folder = Folder::new();
    folder.write("1.jsonl", GOOD);
    folder.write(name, bytes);
    folder.write("9.jsonl", GOOD.replace("good", "after"));
    let run = folder.run(&["index", "--report", "r", "1.jsonl", name, "9.jsonl"]).ends_with(1);
    let report: serde_json::Value =
        serde_json::from_slice(&std::fs::read(folder.path("r")).unwrap()).unwrap();
    for id in ["good", "after"] {
        folder.run(&["show", id]).ends_with(0);
    }
    let list = report["rejections"].as_array().unwrap();
    assert_eq!(report["rejected"].as_u64(), Some(list.len() as u64));
    assert!(run.stderr.contains(&format!("rejected: {}", list.len())), "{}", run.stderr);
    list.iter()
        .map(|rejection| {
            assert_eq!(rejection["source"], name);
            let (place, reason) = (text(&rejection["place"]), text(&rejection["reason"]));
            let line = format!("{name}: {place}").trim_end_matches(": ").to_owned();
            assert!(run.stderr.contains(&line), "{line} is not in {}", run.stderr);
            format!("{place}: {reason}")
        })
        .collect()
}

/// The same for a file that is rejected once, with all of `parts` in the message.
#[track_caller]
fn rejected_once(name: &str, bytes: impl AsRef<[u8]>, parts: &[&str]) {
    let found = rejections(name, bytes);
    assert_eq!(found.len(), 1, "{found:?}");
    for part in parts {
        assert!(found[0].contains(part), "expected {part:?} in {found:?}");
    }
}

#[test]
fn broken_lines_among_good_ones() {
    let lines = [
        "{\"id\":\"x\",\"lang\":\"en\",\"title\":\"First\"}",
        "{\"id\":\"broken\",\"title\":\"Unclosed\"",
        "{\"id\":\"type\",\"lang\":\"en\",\"title\":5}",
        "{\"id\":\"list\",\"lang\":\"en\",\"title\":\"a\",\"keywords\":{\"a\":1}}",
        "[1, 2]",
        "{\"id\":\"control\\u0007\",\"title\":\"x\"}",
        "",
        "{\"id\":\"empty\"}",
        "{\"id\":\"y\",\"lang\":\"en\",\"title\":\"Last\"}",
    ];
    let found = rejections("bad.jsonl", lines.join("\n"));
    let expected = [
        ("line 2, column", "EOF"),
        ("line 3, column", "key \"title\": invalid type: integer `5`, expected a string"),
        ("line 4, column", "key \"keywords\""),
        ("line 5, column", "expected an article: an object"),
        ("line 6", "control character"),
        ("line 8", "empty: expected a title"),
    ];
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (found, (place, reason)) in found.iter().zip(expected) {
        assert!(found.starts_with(place) && found.contains(reason), "{found}: {place} {reason}");
    }
}

#[test]
fn good_lines_around_broken_ones_are_indexed() {
    let folder = Folder::new();
    let lines = format!("{GOOD}{{\"id\":\n{}", GOOD.replace("good", "next"));
    folder.write("a.jsonl", lines);
    assert_eq!(folder.index(&["a.jsonl"], 1)["languages"]["en"]["added"], 2);
    assert_eq!(folder.search(&["embassy"]), ["good", "next"]);
}

#[test]
fn lines_that_are_not_text() {
    let mut bytes = b"{\"id\":\"x\",\"title\":\"".to_vec();
    bytes.extend([0x00, 0x01, 0xff, 0xfe, 0x80, 0x00, 0x02]);
    bytes.extend(b"\"}\n");
    rejected_once("bytes.jsonl", bytes, &["line 1"]);
}

#[test]
fn binary_file() {
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0\0\x01\0\x08\x06\0\0\0".to_vec();
    png.extend((0..4096_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8));
    rejected_once("picture.png", png, &["byte ", "not text"]);
}

/// Lines that compress badly, so that a packed file has many blocks.
fn many_lines() -> String {
    let mut state = 1_u64;
    let mut word = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        format!("{:x}", state >> 20)
    };
    (0..2000)
        .map(|n| {
            let words: Vec<String> = (0..60).map(|_| word()).collect();
            let words = words.join(" ");
            format!("{{\"id\":\"{n}\",\"lang\":\"en\",\"title\":\"T{n}\",\"text\":\"{words}\"}}\n")
        })
        .collect()
}

#[test]
fn cut_packed_files() {
    let lines = many_lines();
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(lines.as_bytes()).unwrap();
    let mut bz = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    bz.write_all(lines.as_bytes()).unwrap();
    let zst = zstd::encode_all(lines.as_bytes(), 1).unwrap();
    for (name, whole) in
        [("a.gz", gz.finish().unwrap()), ("a.bz2", bz.finish().unwrap()), ("a.zst", zst)]
    {
        let folder = Folder::new();
        folder.write(name, &whole[..whole.len() * 2 / 3]);
        let report = folder.index(&[name], 1);
        let rejection = &report["rejections"][0];
        assert_eq!(report["rejected"], 1, "{report}");
        assert_eq!(rejection["source"], name);
        assert!(text(&rejection["place"]).contains("byte "), "{rejection}");
        assert!(text(&rejection["reason"]).contains("cut or damaged"), "{rejection}");
        let added = report["languages"]["en"]["added"].as_u64().unwrap();
        assert!((100..2000).contains(&added), "{name}: {added} of 2000");
        folder.run(&["show", "0"]).ends_with(0);
    }
}

#[test]
fn packed_files_with_nothing_but_a_head() {
    for (name, head) in [
        ("a.gz", &[0x1f, 0x8b, 8, 0, 0, 0][..]),
        ("a.bz2", b"BZh9"),
        ("a.zst", &[0x28, 0xb5, 0x2f, 0xfd, 0x04]),
    ] {
        assert_eq!(rejections(name, head).len(), 1, "{name}");
    }
}

#[test]
fn broken_xml() {
    let dump = "<mediawiki xml:lang=\"en\"><siteinfo><dbname>enwiki</dbname></siteinfo><page>\
        <title>Whole</title><ns>0</ns><id>1</id><revision><id>1</id><text>It is whole.</text>\
        </revision></page><page><title>Half</ttle></page></mediawiki>";
    rejected_once("dump.xml", dump, &["broken XML at byte"]);
    let folder = Folder::new();
    folder.write("dump.xml", dump);
    folder.index(&["dump.xml"], 1);
    assert_eq!(folder.show("enwiki:Whole")["title"], "Whole");
}

#[test]
fn cut_dump() {
    let dump = "<mediawiki xml:lang=\"en\"><siteinfo><dbname>enwiki</dbname></siteinfo><page>\
        <title>Cut</title><ns>0</ns><id>1</id><revision><id>1</id><text>It is cut";
    assert_eq!(rejections("dump.xml", dump).len(), 1);
}

#[test]
fn bad_front_matter() {
    rejected_once(
        "a.md",
        "---\ntitle: [unclosed\nlang: en\n---\n\nText.\n",
        &["line 2", "front matter"],
    );
}

#[test]
fn nothing_in_it() {
    rejected_once("empty.txt", "", &["empty"]);
    rejected_once("blank.md", " \n\t\n", &["empty"]);
    rejected_once("empty.html", "<!DOCTYPE html><html><body></body></html>", &["empty"]);
    rejected_once("empty.jsonl", "", &["empty"]);
}

#[test]
fn missing_file() {
    let folder = Folder::new();
    folder.write("good.jsonl", GOOD);
    let run = folder.run(&["index", "missing.jsonl", "good.jsonl"]).ends_with(1);
    assert!(run.stderr.contains("missing.jsonl: No such file"), "{}", run.stderr);
    assert_eq!(folder.search(&["embassy"]), ["good"]);
}

#[test]
fn pipes_and_devices_among_inputs() {
    let folder = Folder::new();
    folder.write("good.jsonl", GOOD);
    let run = folder.run(&["index", "/dev/zero", "good.jsonl"]).ends_with(1);
    assert!(run.stderr.contains("/dev/zero: neither a file nor a folder"), "{}", run.stderr);
    assert_eq!(folder.search(&["embassy"]), ["good"]);
}

#[test]
fn control_characters_never_reach_the_terminal() {
    let folder = Folder::new();
    let line = "{\"id\":\"a\",\"lang\":\"en\",\"title\":\"Red \\u001b[31m alert\",\"text\":\"An embassy\\u0007.\"}\n";
    folder.write("a.jsonl", line);
    folder.write("\u{1b}[31m.jsonl", "{");
    folder.index(&["a.jsonl"], 0);
    let shown = folder.run(&["show", "a"]).ends_with(0).stdout;
    let found = folder.run(&["search", "embassy"]).ends_with(0).stdout;
    let messages = folder.run(&["index", "."]).ends_with(1).stderr;
    for printed in [shown, found, messages] {
        assert!(!printed.contains(['\u{1b}', '\u{7}']), "{printed:?}");
    }
}

#[test]
fn hostile_markup_ends_in_time() {
    let folder = Folder::new();
    folder.write("deep.html", format!("<html><body>{}text", "<div>".repeat(50_000)));
    folder.write("deep.md", format!("# Title\n\n{}text\n", "> ".repeat(20_000)));
    let wiki = format!("{}{}", "{{".repeat(50_000), "[[".repeat(50_000));
    folder.write(
        "deep.xml",
        format!(
            "<mediawiki xml:lang=\"en\"><page><title>T</title><ns>0</ns><id>1</id><revision>\
             <id>1</id><text>Words. {wiki}</text></revision></page></mediawiki>"
        ),
    );
    folder.write("good.jsonl", GOOD);
    let start = std::time::Instant::now();
    let run = folder.run(&["index", "."]);
    assert!(run.status <= 1, "{}", run.stderr);
    assert!(start.elapsed() < std::time::Duration::from_secs(60), "{:?}", start.elapsed());
    assert!(folder.search(&["embassy"]).contains(&"good".to_owned()));
}
