//! CirrusSearch dumps through the program.
#![cfg(feature = "cli")]

use std::io::Write;

use crate::common::{Folder, text};
use serde_json::json;

/// Two articles, a page of another namespace and three damaged lines.
const DUMP: &str = include_str!("../data/ukwiki-cirrussearch.json");

#[test]
fn pages_become_articles() {
    let folder = Folder::new();
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(DUMP.as_bytes()).unwrap();
    folder.write("ukwiki-20260801-cirrussearch-content.json.gz", gz.finish().unwrap());
    let report = folder.index(&["ukwiki-20260801-cirrussearch-content.json.gz"], 1);
    assert_eq!(report["languages"]["uk"]["added"], 3, "{report}");
    assert_eq!(report["unknown_keys"], json!({}), "{report}");

    let article = folder.show("ukwiki:Посольство");
    assert_eq!(article["title"], "Посольство");
    assert_eq!(article["lang"], "uk");
    assert_eq!(article["date"], "2024-05-06");
    assert_eq!(article["url"], "https://uk.wikipedia.org/wiki/Посольство");
    assert_eq!(article["aliases"], json!(["Амбасада", "Дипломатична місія"]));
    assert_eq!(article["categories"], json!(["Дипломатія", "Міжнародні відносини"]));
    assert_eq!(article["links"], json!(["https://example.org/law"]));
    let definition = "Посольство — дипломатичне представництво найвищого класу.";
    assert_eq!(article["definition"], definition);
    assert!(text(&article["body"]).ends_with("Посол мешкає в столиці."), "{article}");
    let headings: Vec<&str> =
        article["sections"].as_array().unwrap().iter().map(|s| text(&s["heading"])).collect();
    assert_eq!(headings, ["Будівля", "Історія", ""]);
    assert_eq!(article["sections"][2]["text"], "Місто Рік Київ 1992\nБудівля посольства в Києві");

    // By text, by a heading, by a redirect, by text beside the text.
    for query in ["столиці", "headings:історія", "амбасада", "будівля"]
    {
        assert_eq!(folder.search(&["-l", "uk", query]), ["ukwiki:Посольство"], "{query}");
    }
    assert_eq!(folder.search(&["-l", "uk", "балачки"]), [""; 0]);
}

#[test]
fn damaged_lines_are_named_and_the_rest_goes_on() {
    let folder = Folder::new();
    folder.write("dump.json", DUMP);
    let report = folder.index(&["dump.json"], 1);
    let rejected: Vec<String> = report["rejections"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| format!("{} {}", text(&r["place"]), text(&r["reason"])))
        .collect();
    assert_eq!(rejected.len(), 3, "{rejected:?}");
    assert!(rejected[0].starts_with("line 5, column "), "{rejected:?}");
    assert!(rejected[1].starts_with("line 8, column "), "{rejected:?}");
    assert!(rejected[2].starts_with("line 11 empty: "), "{rejected:?}");
    // Its page has no readable line before it.
    assert_eq!(folder.show("ukwiki:Консульство")["title"], "Консульство");
    assert_eq!(folder.show("ukwiki:Аташе")["definition"], "Аташе — дипломатичний ранг.");
}

#[test]
fn langlinks_give_translations() {
    let folder = Folder::new();
    folder.write("dump.json", DUMP);
    let sql = "INSERT INTO `langlinks` VALUES (2,'en','Embassy'),(2,'de','Botschaft');";
    folder.write("ukwiki-20260801-langlinks.sql", sql);
    let report = folder.index(&["dump.json", "ukwiki-20260801-langlinks.sql"], 1);
    assert_eq!(report["langlinks"], 1);
    assert_eq!(folder.show("ukwiki:Посольство")["translations"], json!({"en": "Embassy"}));
}
