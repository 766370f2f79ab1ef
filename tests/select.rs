//! Taking a part of an input through the program: by category, by query, by topic.
#![cfg(feature = "cli")]

mod common;

use common::{Folder, corpus, text};
use serde_json::Value;

/// Articles of all six languages that are not on diplomacy, though some of their words come close.
const OTHERS: &str = r#"{"id":"1","lang":"en","title":"Summit (climbing)","text":"The summit of the mountain was reached in May. The agreement of the climbers was that the party should turn back at noon. A foreign team followed."}
{"id":"2","lang":"en","title":"Protocol stack","text":"A protocol stack is an implementation of a network protocol suite. A convention says how packets are named, and each layer has its delegate."}
{"id":"3","lang":"ru","title":"После бала","text":"После бала герой всю ночь ходил по городу. После этого он не служил нигде. Рассказ написан после поездки на юг, а издан после смерти писателя."}
{"id":"4","lang":"be","title":"Пасля дажджу","text":"Пасля дажджу з лесу пахла грыбамі. Пасля абеду дзеці пайшлі на раку, а пасля вярнуліся дадому."}
{"id":"5","lang":"uk","title":"Борщ","text":"Борщ — страва з буряка. До нього подають сметану і пампушки з часником. Рецептів борщу багато."}
{"id":"6","lang":"kk","title":"Нота (музыка)","text":"Нота — музыкалық дыбысты белгілейтін таңба. Ноталар бес сызыққа жазылады, әр нотаның өз биіктігі бар."}
{"id":"7","lang":"tr","title":"Futbol sözleşmesi","text":"Oyuncu kulüple üç yıllık sözleşme imzaladı. Görüşme kısa sürdü ve anlaşma sağlandı. Takım sahaya yeni formasıyla çıktı."}
"#;

fn kept(report: &Value) -> Vec<String> {
    let articles = report["selection"]["articles"].as_array().unwrap().iter();
    let kept = articles.filter(|article| article["kept"] == true);
    let mut ids: Vec<String> = kept.map(|article| text(&article["id"]).to_owned()).collect();
    ids.sort();
    ids
}

#[test]
fn the_sample_corpus_is_on_diplomacy() {
    let folder = Folder::new();
    folder.write("others.jsonl", OTHERS);
    let sample = corpus();
    let report =
        folder.index(&["--topic", "diplomacy", sample.to_str().unwrap(), "others.jsonl"], 0);
    let selection = &report["selection"];
    let left_out: Vec<&Value> = selection["articles"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|article| article["kept"] == false)
        .collect();
    let ids: Vec<&str> = left_out.iter().map(|article| text(&article["id"])).collect();
    assert_eq!(ids, ["1", "2", "3", "4", "5", "6", "7"], "{left_out:?}");
    assert_eq!(selection["left_out"], 7);
    assert_eq!(folder.run(&["stats", "--json"]).json()["articles"], selection["kept"]);
    for article in selection["articles"].as_array().unwrap() {
        if article["kept"] == true {
            assert!(article["score"].as_f64().unwrap() >= 5.0, "{article}");
            assert!(!article["because"].as_array().unwrap().is_empty(), "{article}");
        }
    }
}

#[test]
fn a_category_of_a_dump() {
    let folder = Folder::new();
    let dump = corpus().join("mediawiki");
    let dump = dump.to_str().unwrap();
    let report = folder.index(&["--category", "category:treaties of TURKEY", dump], 0);
    assert_eq!(kept(&report), Vec::<String>::new(), "{report}");
    let report = folder.index(&["--match", "title:лозаннський lang:uk", dump], 0);
    assert_eq!(kept(&report), ["ukwiki:Лозаннський мирний договір"]);
    let article = folder.show("ukwiki:Лозаннський мирний договір");
    let category = text(&article["categories"][0]).to_uppercase();
    let report = folder.index(&["--category", &format!("Категорія:{category}"), dump], 0);
    assert!(kept(&report).contains(&"ukwiki:Лозаннський мирний договір".to_owned()), "{report}");
}

#[test]
fn kinds_narrow_one_another_and_queries_add_up() {
    let folder = Folder::new();
    let sample = corpus().join("jsonl");
    let sample = sample.to_str().unwrap();
    let args = ["--match", "title:embassy", "--match", "title:консул lang:uk", sample];
    assert_eq!(kept(&folder.index(&args, 0)), ["consul.uk", "embassy.en"]);
    assert_eq!(folder.run(&["stats", "--json"]).json()["articles"], 2);
    let args = ["--match", "title:embassy", "--category", "Дипломатія", sample];
    assert_eq!(kept(&folder.index(&args, 0)), [""; 0]);
    let args = ["--match", "title:embassy", "--topic", "diplomacy", "--topic-threshold", "1000"];
    assert_eq!(kept(&folder.index(&[&args[..], &[sample]].concat(), 0)), [""; 0]);
    let run = folder.run(&["index", "--match", "(embassy", sample]).ends_with(0);
    assert!(run.stderr.contains("note: --match: expected `)`"), "{}", run.stderr);
    folder.run(&["index", "--topic-threshold", "3", sample]).ends_with(2);
}
