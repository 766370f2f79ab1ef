//! The scraped page that everything began with, where it is at hand.
#![cfg(feature = "cli")]

use std::path::{Path, PathBuf};

use crate::common::{Folder, corpus, text};
use serde_json::Value;

/// The files of the seed; none where it is not at hand.
fn seed() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seed");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("skipped: no folder {}", folder.display());
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// Indexes the seed; returns the folder and the article on digital diplomacy.
fn indexed() -> Option<(Folder, Value)> {
    let files = seed();
    if files.is_empty() {
        return None;
    }
    let folder = Folder::new();
    let inputs: Vec<&str> = files.iter().map(|file| file.to_str().unwrap()).collect();
    folder.index(&inputs, 0);
    let ids = folder.search(&["-n", "1", "digital diplomacy"]);
    let article = folder.show(&ids[0]);
    Some((folder, article))
}

#[test]
fn parts_of_the_page() {
    let Some((_folder, article)) = indexed() else { return };
    assert_eq!(article["title"], "Digital diplomacy");
    assert_eq!(article["lang"], "en");
    assert_eq!(article["date"], "2019-08-19");
    let langs: Vec<&String> = article["translations"].as_object().unwrap().keys().collect();
    assert_eq!(langs, ["be", "kk", "ru", "tr", "uk"]);
    let definition = text(&article["definition"]);
    let start = "Digital diplomacy, also referred to as eDiplomacy";
    assert!(definition.starts_with(start), "{definition}");
    assert!(text(&article["body"]).contains("The US State Department uses the term 21st Century"));
    let sections = article["sections"].as_array().unwrap();
    let headings: Vec<&str> = sections.iter().map(|section| text(&section["heading"])).collect();
    assert_eq!(headings, ["History", "See also"]);
    assert!(text(&sections[0]["text"]).starts_with("The first foreign ministry"));
    assert!(text(&sections[1]["text"]).contains("Office of eDiplomacy US"));
    let references = article["references"].as_array().unwrap();
    assert_eq!(references.len(), 16, "{references:?}");
    assert!(text(&references[5]).contains("21st Century Statecraft"), "{references:?}");
    let links = article["links"].as_array().unwrap();
    assert_eq!(links.len(), 1, "{links:?}");
    assert_eq!(links[0], "Twiplomacy - Mutual Relations on Twitter");
}

#[test]
fn noise_is_gone() {
    let Some((_folder, article)) = indexed() else { return };
    let parts = ["title", "definition", "body", "sections"].map(|key| article[key].to_string());
    for noise in [
        "Random Posts",
        "Umudova",
        "alsoedit",
        "linksedit",
        "objectives1",
        "Statecraft6",
        "proposed234",
        "201313141516",
        "beatiful",
        "Information about",
        "viewing the topic",
        "There are excerpts",
        "IP address blocking",
        "Archived from",
    ] {
        for part in &parts {
            assert!(!part.contains(noise), "{noise}: {part}");
        }
    }
}

#[test]
fn its_own_words_find_it_first() {
    let Some((folder, article)) = indexed() else { return };
    // Something to be ranked against.
    let corpus = corpus();
    folder.index(&[corpus.to_str().unwrap()], 0);
    for query in ["21st Century Statecraft", "Twitter diplomacy study"] {
        let hits = folder.search(&["-n", "3", query]);
        assert_eq!(hits[0], text(&article["id"]), "{query}: {hits:?}");
    }
}
