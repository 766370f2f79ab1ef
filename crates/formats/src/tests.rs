//! What comes after a place is what comes there without going to it, in whatever is read.

mod wiki_cases;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use super::*;
use crate::limits::Limits;

/// Words that pack about as text does; the same seed gives the same ones.
fn words(bytes: usize, seed: u64) -> String {
    let (mut state, mut text) = (seed, String::new());
    while text.len() < bytes {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        text.push_str(&format!("посол {:x} ", state >> 40));
    }
    text
}

/// Lines of articles, some bad, some longer than allowed, the last one without its end.
fn lines() -> Vec<u8> {
    let mut text = String::new();
    for seed in 0..40 {
        match seed {
            7 => text.push_str("{\"title\":\n"),
            9 | 25 => text.push_str(&format!("{{\"text\":\"{}\"}}\n", words(90_000, seed))),
            11 => text.push('\n'),
            seed => {
                let body = words(30_000, seed);
                text.push_str(&format!("{{\"title\":\"Елші {seed}\",\"text\":\"{body}\"}}\n"));
            }
        }
    }
    text.pop();
    text.into_bytes()
}

fn cirrus() -> Vec<u8> {
    let pages = (0..40).map(|id| {
        let text = words(30_000, id);
        format!(
            "{{\"index\":{{\"_type\":\"page\",\"_id\":\"{id}\"}}}}\n{{\"page_id\":{id},\"namespace\":0,\
             \"wiki\":\"ukwiki\",\"language\":\"uk\",\"title\":\"Посол {id}\",\"text\":\"{text}\"}}\n"
        )
    });
    pages.collect::<String>().into_bytes()
}

/// Pages of which some are too long, bad, no articles or redirects, before and after their article.
fn dump() -> Vec<u8> {
    let mut xml = "<mediawiki xml:lang=\"uk\"><siteinfo><dbname>ukwiki</dbname><namespaces>\
        <namespace key=\"14\">Категорія</namespace></namespaces></siteinfo>\n"
        .to_owned();
    for seed in 0..60 {
        let text = words(if seed % 13 == 5 { 90_000 } else { 25_000 }, seed);
        let ns = if seed % 17 == 3 { "14" } else { "0" };
        let id = if seed % 19 == 7 { "x".to_owned() } else { (seed + 1).to_string() };
        xml.push_str(&format!(
            "<page><title>Посол {seed}</title><ns>{ns}</ns><id>{id}</id><revision><id>1</id>\
             <text>{text} [[Категорія:Посли]]</text></revision></page>\n"
        ));
        for (name, target) in [("Перед", seed + 9), ("Після", seed.saturating_sub(9))] {
            xml.push_str(&format!(
                "<page><title>{name} {seed}</title><ns>0</ns><id>9{seed}</id>\
                 <redirect title=\"Посол {target}\" /><revision><id>1</id><text>x</text></revision>\
                 </page>\n"
            ));
        }
    }
    xml.push_str("</mediawiki>\n");
    xml.into_bytes()
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

/// Streams of `each` bytes.
fn bz2(bytes: &[u8], each: usize) -> Vec<u8> {
    let pack = |part: &[u8]| {
        let mut packed = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
        packed.write_all(part).unwrap();
        packed.finish().unwrap()
    };
    bytes.chunks(each).flat_map(pack).collect()
}

fn zst(bytes: &[u8], each: usize) -> Vec<u8> {
    bytes.chunks(each).flat_map(|part| zstd::encode_all(part, 1).unwrap()).collect()
}

fn utf16(bytes: &[u8]) -> Vec<u8> {
    let text = std::str::from_utf8(bytes).unwrap();
    std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

fn inputs(paths: &[PathBuf], kept: Option<&Path>) -> Inputs {
    let limits = Limits { article_bytes: 80_000, ..Limits::default() };
    let mut inputs = Inputs::new(paths, InputsOptions { jobs: 2, limits, ..Default::default() });
    if let Some(folder) = kept {
        inputs.keep_in(folder, 1);
    }
    inputs
}

/// An item as text.
fn shown(item: Result<Unit, Rejection>) -> String {
    let limits = Limits { article_bytes: 80_000, ..Limits::default() };
    match item {
        Ok(unit) => format!("{:?}", unit.parse(&limits)),
        Err(rejection) => format!("{rejection:?}"),
    }
}

/// What is counted at the end.
fn counts(inputs: &Inputs) -> (u64, u64, u64) {
    let bytes = inputs.bytes_read().load(Ordering::Relaxed);
    (inputs.redirects_unused(), inputs.langlinks(), bytes)
}

/// Goes to the place after each item of `paths`, which has at least `least` of them.
#[track_caller]
fn goes_on_everywhere(paths: &[PathBuf], least: usize) {
    let mut whole = inputs(paths, None);
    let (mut items, mut places) = (Vec::new(), vec![(whole.position(), 0)]);
    while let Some(item) = whole.next() {
        items.push(shown(item));
        places.push((whole.position(), whole.redirects_unused()));
    }
    places.push((whole.position(), whole.redirects_unused()));
    assert!(items.len() >= least, "{paths:?}: {} items", items.len());
    let kept = tempfile::tempdir().unwrap();
    for (at, (place, unused)) in places.into_iter().enumerate() {
        let mut rest = inputs(paths, Some(kept.path()));
        assert_eq!(rest.fingerprint(), inputs(paths, None).fingerprint());
        rest.start_at(place);
        let found: Vec<String> = rest.by_ref().map(shown).collect();
        let expected = items.get(at..).unwrap_or_default();
        assert!(found == expected, "{paths:?}: after {at} of {} items", items.len());
        let (unused_after, links, bytes) = counts(&rest);
        assert_eq!((unused + unused_after, links, bytes), counts(&whole), "{paths:?}: {at}");
    }
}

#[test]
fn every_place_can_be_gone_to() {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, content: Vec<u8>| {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    };
    for (name, content, least) in
        [("lines.jsonl", lines(), 4), ("cirrus.json", cirrus(), 4), ("dump.xml", dump(), 8)]
    {
        goes_on_everywhere(&[write(name, content.clone())], least);
        for (end, packed) in [
            ("gz", gz(&content)),
            ("one.bz2", bz2(&content, usize::MAX)),
            ("bz2", bz2(&content, 100_000)),
            ("one.zst", zst(&content, usize::MAX)),
            ("zst", zst(&content, 100_000)),
            ("u16", utf16(&content)),
        ] {
            goes_on_everywhere(&[write(&format!("{name}.{end}"), packed)], least);
        }
    }
}

#[test]
fn damaged_and_cut_inputs_too() {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, content: &[u8]| {
        let path = dir.path().join(name);
        fs::write(&path, content).unwrap();
        path
    };
    for (name, content) in [("lines", lines()), ("dump", dump())] {
        let mut packed = bz2(&content, 100_000);
        goes_on_everywhere(&[write(&format!("{name}.cut"), &packed[..packed.len() / 2])], 2);
        let middle = packed.len() / 2;
        packed[middle..middle + 50].fill(0x55);
        goes_on_everywhere(&[write(&format!("{name}.bad"), &packed)], 2);
        goes_on_everywhere(&[write(&format!("{name}.half"), &content[..content.len() / 2])], 2);
    }
    let broken = [&dump()[..500_000], b"<page></title>", &dump()[500_000..]].concat();
    goes_on_everywhere(&[write("broken.xml", &broken)], 2);
}

#[test]
fn folders_and_several_inputs_too() {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, content: &[u8]| {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    };
    for name in ["a.txt", "b/c.md", "empty.txt", "z.txt"] {
        let text = if name == "empty.txt" {
            ""
        } else {
            "Посол\n\nПосол є дипломатом."
        };
        write(&format!("folder/{name}"), text.as_bytes());
    }
    let rows = "INSERT INTO `langlinks` VALUES (1,'en','Embassy'),(2,'ru','Посол'),(3,'e";
    let sql = format!("-- Host: a    Database: ukwiki\n{rows}");
    write("folder/ukwiki-langlinks.sql.gz", &gz(sql.as_bytes()));
    let second = String::from_utf8(dump()).unwrap().replace("Посол", "Другий");
    let paths = [
        dir.path().join("folder"),
        write("one.xml.bz2", &bz2(&dump(), 100_000)),
        dir.path().join("nothing"),
        write("broken.xml", &dump()[..400_000]),
        write("two.xml", second.as_bytes()),
        write("lines.jsonl", &lines()),
    ];
    goes_on_everywhere(&paths, 40);
}
