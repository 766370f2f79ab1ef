//! Taking a part of an input through the program: by category, by query, by topic.
#![cfg(feature = "cli")]

use crate::common::{Folder, corpus, text};
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

/// `wikitext` with links as the words that they show.
fn without_links(wikitext: &str) -> String {
    let mut parts = wikitext.split("[[");
    let mut plain = parts.next().unwrap().to_owned();
    for part in parts {
        let (link, after) = part.split_once("]]").unwrap_or((part, ""));
        plain += link.rsplit('|').next().unwrap();
        plain += after;
    }
    plain
}

/// The dumps in `data/topic` have four pages a language: one that its links bring above the
/// threshold, one that is plainly on diplomacy, and two that link to a term of it in passing.
#[test]
fn links_of_a_dump() {
    let folder = Folder::new();
    let data = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/topic");
    let titles = [
        ("tr", "Akçay Buluşması", "Yalıköy Konsolosluğu", "büyükelçi (link) 1.5"),
        ("ru", "Орлов-Заречный, Пётр Ильич", "Совет послов Заречья", "дипломат (link) 1.5"),
        ("uk", "Будинок на Липовій", "Консульський суд у Лиманську", "посол (link) 1.5"),
        ("be", "Камісія трох рэк", "Дом пасла ў Арэхаве", "дыпламат (link) 1.5"),
        ("kk", "Сарыөзен жиыны", "Қамысты қаласындағы елшілік", "дипломат (link) 1.5"),
        ("en", "Settlement of Karlstein", "Legation quarter of Orne", "peace treaty (link) 1.5"),
    ];
    for (lang, linked, plain, evidence) in titles {
        let dump = std::fs::read_to_string(data.join(format!("{lang}wiki.xml"))).unwrap();
        folder.write("unlinked.xml", without_links(&dump));
        folder.write("dump.xml", dump);
        let ids = |titles: &[&str]| {
            let mut ids: Vec<_> =
                titles.iter().map(|title| format!("{lang}wiki:{title}")).collect();
            ids.sort();
            ids
        };
        let args = ["--topic", "diplomacy", "--dry-run"];
        let report = folder.index(&[&args[..], &["unlinked.xml"]].concat(), 0);
        assert_eq!(kept(&report), ids(&[plain]), "{report:#}");
        let report = folder.index(&[&args[..], &["dump.xml"]].concat(), 0);
        assert_eq!(kept(&report), ids(&[linked, plain]), "{report:#}");
        assert_eq!(report["selection"]["left_out"], 2);
        for article in report["selection"]["articles"].as_array().unwrap() {
            let because = article["because"].as_array().unwrap();
            let has_links = because.iter().any(|reason| text(reason).contains(" (link) "));
            assert_eq!(has_links, article["kept"] == true, "{article}");
            let is_linked = article["id"] == format!("{lang}wiki:{linked}");
            assert!(!is_linked || because.contains(&evidence.into()), "{article}");
        }
    }
}

/// A country, a year, a town and an athlete in each language: they name organizations, embassies,
/// treaties and consuls, as such pages do, and are on something else.
#[test]
fn mentions_do_not_carry_a_page() {
    let folder = Folder::new();
    let data = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/topic");
    for lang in ["tr", "ru", "uk", "kk", "be", "en"] {
        let dump = data.join(format!("{lang}wiki-near.xml"));
        let args = ["--topic", "diplomacy", "--dry-run", dump.to_str().unwrap()];
        let report = folder.index(&args, 0);
        assert_eq!(kept(&report), [""; 0], "{report:#}");
        assert_eq!(report["selection"]["left_out"], 4);
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
