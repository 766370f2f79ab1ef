//! The whole way of a query in each language: over the sample corpus through the program.
#![cfg(feature = "cli")]

use crate::common::{Folder, Run, demarche, on_corpus, text};

/// Fails with every query whose best hit is not the expected article.
#[track_caller]
fn finds_first(cases: &[(&str, &[&str], &str)]) {
    let mut failures = Vec::new();
    for (query, options, expected) in cases {
        let hits =
            on_corpus("search", &[&["--json", "-n", "3"], *options, &[query]].concat()).ids();
        if hits.first().map(String::as_str) != Some(*expected) {
            failures.push(format!("{query} {options:?}: expected {expected}, found {hits:?}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// The exact forms of a text, as `analyze --json` gives them.
#[track_caller]
fn exact(lang: &str, input: &str) -> Vec<String> {
    forms(lang, input, "exact")
}

/// The terms of a text.
#[track_caller]
fn terms(lang: &str, input: &str) -> Vec<String> {
    forms(lang, input, "term")
}

#[track_caller]
fn forms(lang: &str, input: &str, key: &str) -> Vec<String> {
    let run = Run::of(demarche().args(["analyze", "--json", "-l", lang, "--", input]), b"");
    let line = run.ends_with(0).json();
    line["tokens"].as_array().unwrap().iter().map(|t| text(&t[key]).to_owned()).collect()
}

/// Fails with every pair of texts whose terms differ.
#[track_caller]
fn meet(lang: &str, pairs: &[(&str, &str)]) {
    let differ = pairs.iter().filter_map(|(a, b)| {
        let (left, right) = (terms(lang, a), terms(lang, b));
        (left != right || left.is_empty()).then(|| format!("{a} {left:?}, {b} {right:?}"))
    });
    let failures: Vec<String> = differ.collect();
    assert!(failures.is_empty(), "{lang}: {}", failures.join("\n"));
}

#[test]
fn turkish_inflected_queries() {
    finds_first(&[
        ("büyükelçinin görevleri", &[], "ambassador.tr"),
        ("büyükelçiliğinin dokunulmazlığı", &["-l", "tr"], "embassy.tr"),
        ("kamu diplomasisinin araçları", &[], "public-diplomacy.tr"),
        ("konsolosların görevleri", &["-l", "tr"], "consul.tr"),
        ("antlaşmaların onaylanması", &["-l", "tr"], "ratification.tr"),
        ("Lozan Antlaşması'nın maddeleri", &["-l", "tr"], "trwiki:Lozan Antlaşması"),
    ]);
}

#[test]
fn russian_inflected_queries() {
    finds_first(&[
        ("посольствам", &["-l", "ru"], "embassy.ru"),
        ("обязанности послов", &["-l", "ru"], "ambassador.ru"),
        ("публичной дипломатией", &[], "public-diplomacy.ru"),
        ("дипломатическую неприкосновенность", &["-l", "ru"], "diplomatic-immunity.ru"),
        ("консулами и консульствами", &["-l", "ru"], "consul.ru"),
        ("Лозаннского мирного договора", &["-l", "ru"], "ruwiki:Лозаннский мирный договор"),
    ]);
}

#[test]
fn ukrainian_inflected_queries() {
    finds_first(&[
        ("посольств", &["-l", "uk"], "embassy.uk"),
        ("публічною дипломатією", &[], "public-diplomacy.uk"),
        ("обов’язки послів", &["-l", "uk"], "ambassador.uk"),
        ("санкцій", &["-l", "uk"], "sanctions.uk"),
        ("вірчих грамот", &["-l", "uk"], "letter-of-credence.uk"),
        ("Лозаннського договору", &["-l", "uk"], "ukwiki:Лозаннський мирний договір"),
    ]);
}

#[test]
fn kazakh_inflected_queries() {
    finds_first(&[
        ("елшіліктің", &[], "embassy.kk"),
        ("елшілердің міндеттері", &["-l", "kk"], "ambassador.kk"),
        ("консулдардың", &["-l", "kk"], "consul.kk"),
        ("келіссөздерді", &["-l", "kk"], "negotiation.kk"),
        ("санкциялардың түрлері", &["-l", "kk"], "sanctions.kk"),
    ]);
}

#[test]
fn belarusian_inflected_queries() {
    finds_first(&[
        ("публічнай дыпламатыі", &[], "public-diplomacy.be"),
        ("пасольстваў", &[], "embassy.be"),
        ("абавязкі паслоў", &["-l", "be"], "ambassador.be"),
        ("перамоў", &["-l", "be"], "negotiation.be"),
        ("консуламі", &["-l", "be"], "consul.be"),
        ("дыпламатычным імунітэтам", &["-l", "be"], "diplomatic-immunity.be"),
    ]);
}

#[test]
fn english_inflected_queries() {
    finds_first(&[
        ("embassies", &[], "embassy.en"),
        ("ambassadors' duties", &[], "ambassador.en"),
        ("negotiating", &["-l", "en"], "negotiation.en"),
        ("ratified treaties", &["-l", "en"], "ratification.en"),
        ("diplomatic immunities", &["-l", "en"], "diplomatic-immunity.en"),
        ("sanctioned", &["-l", "en"], "sanctions.en"),
    ]);
}

#[test]
fn capitals_find_what_small_letters_find() {
    finds_first(&[
        ("BÜYÜKELÇİNİN GÖREVLERİ", &[], "ambassador.tr"),
        ("KAMU DİPLOMASİSİ", &[], "public-diplomacy.tr"),
        ("ПОСОЛЬСТВО", &["-l", "ru"], "embassy.ru"),
        ("ПУБЛІЧНОЮ ДИПЛОМАТІЄЮ", &[], "public-diplomacy.uk"),
        ("ЕЛШІЛІК", &[], "embassy.kk"),
        ("ПАСОЛЬСТВА", &[], "embassy.be"),
        ("EMBASSIES", &[], "embassy.en"),
    ]);
}

#[test]
fn decomposed_letters_find_what_composed_ones_find() {
    finds_first(&[
        ("bu\u{308}yu\u{308}kelc\u{327}inin go\u{308}revleri", &[], "ambassador.tr"),
        ("пасольстваў".replace('ў', "у\u{306}").as_str(), &[], "embassy.be"),
        ("публичнои\u{306} дипломатиеи\u{306}", &[], "public-diplomacy.ru"),
    ]);
    meet("uk", &[("і\u{308}жак", "їжак"), ("і\u{308}хній", "їхній")]);
    meet("tr", &[("I\u{307}stanbul", "İstanbul"), ("s\u{327}ark", "şark")]);
    meet("kk", &[("наи\u{306}за", "найза")]);
}

#[test]
fn turkish_letters_and_apostrophes() {
    assert_eq!(exact("tr", "İSTANBUL ISPARTA IĞDIR"), ["istanbul", "ısparta", "ığdır"]);
    assert_eq!(exact("en", "ISTANBUL"), ["istanbul"]);
    for apostrophe in ["'", "’", "ʼ", "‘", "`", "´", "′"] {
        let word = format!("Türkiye{apostrophe}nin");
        assert_eq!(exact("tr", &word), ["türkiye"], "{word}");
    }
    assert_eq!(exact("tr", "NATO'NUN 1923’te"), ["nato", "1923"]);
    assert_ne!(terms("tr", "ılık"), terms("tr", "ilik"), "dotted and dotless i are two letters");
}

#[test]
fn ukrainian_and_belarusian_apostrophes() {
    for apostrophe in ["'", "’", "ʼ", "`", "′"] {
        assert_eq!(exact("uk", &format!("зв{apostrophe}язок")), ["звязок"], "{apostrophe}");
        assert_eq!(exact("be", &format!("аб{apostrophe}ява")), ["абява"], "{apostrophe}");
    }
    meet("uk", &[("ЗВ’ЯЗКИ", "зв'язок"), ("ґрунт", "грунт"), ("Ґенеза", "генеза")]);
    meet("be", &[("АБ’ЯВА", "аб'явы"), ("сям’я", "сям'і"), ("ёлка", "елка")]);
}

#[test]
fn kazakh_hyphened_acronyms() {
    assert_eq!(exact("kk", "БҰҰ-ның"), ["бұұ", "ның"]);
    assert_eq!(exact("kk", "ЕЛШІЛІК Ұлттық ІС"), ["елшілік", "ұлттық", "іс"]);
    assert_eq!(exact("kk", "Internet IMF"), exact("kk", "INTERNET imf"));
}

#[test]
fn english_possessives() {
    assert_eq!(exact("en", "Britain's BRITAIN’S states’"), ["britain", "britain", "states"]);
    meet("en", &[("Britain's", "Britain"), ("ambassadors’", "ambassador")]);
}

#[test]
fn stress_marks_and_yo() {
    finds_first(&[("посо\u{301}льство", &["-l", "ru"], "embassy.ru")]);
    finds_first(&[("посо\u{301}льство", &["-l", "uk"], "embassy.uk")]);
    meet(
        "ru",
        &[
            ("догово\u{301}р", "договор"),
            ("ёлка", "елка"),
            ("ЁЛКА", "ёлка"),
            ("е\u{308}лка", "ёлка"),
            ("переговоры\u{301}", "переговоры"),
        ],
    );
    assert_eq!(exact("be", "па\u{301}сол"), ["пасол"]);
    assert_ne!(terms("ru", "мой"), terms("ru", "мои"), "й is no и with a stress mark");
}

#[test]
fn soft_hyphens_and_lookalikes() {
    let soft = "посоль\u{ad}ство";
    finds_first(&[(soft, &["-l", "uk"], "embassy.uk")]);
    // Latin o, c and a among Cyrillic letters.
    finds_first(&[("пoсольcтвa", &["-l", "ru"], "embassy.ru")]);
}

#[test]
fn languages_do_not_meet_where_words_look_alike() {
    let only_uk = on_corpus("search", &["--json", "-l", "uk", "дипломатія"]).json_lines();
    assert!(!only_uk.is_empty() && only_uk.iter().all(|hit| hit["lang"] == "uk"));
    let both = on_corpus("search", &["--json", "-l", "uk", "-l", "ru", "-n", "50", "договор"]);
    let langs: Vec<_> = both.json_lines().iter().map(|hit| hit["lang"].clone()).collect();
    assert!(langs.iter().all(|lang| lang == "uk" || lang == "ru"), "{langs:?}");
    assert!(langs.iter().any(|lang| lang == "ru"), "{langs:?}");
}

#[test]
fn languages_of_articles_are_detected() {
    let folder = Folder::new();
    let cases = [
        ("tr", "Büyükelçi, bir devleti başka bir ülkede temsil eden diplomattır."),
        ("ru", "Посол представляет своё государство и его правительство за рубежом."),
        ("uk", "Посол представляє свою державу та її уряд за кордоном."),
        ("kk", "Елші өз мемлекетін шетелде ресми түрде танытады."),
        ("be", "Пасол прадстаўляе сваю дзяржаву і яе ўрад за мяжой."),
        ("en", "An ambassador represents a state and its government abroad."),
    ];
    let lines: String = cases
        .iter()
        .map(|(lang, text)| format!("{{\"id\":\"{lang}\",\"text\":\"{text}\"}}\n"))
        .collect();
    folder.write("six.jsonl", lines);
    assert_eq!(folder.index(&["six.jsonl"], 0)["detected"], 6);
    for (lang, input) in cases {
        assert_eq!(folder.show(lang)["lang"], lang);
        let run = folder.run(&["detect", input]).ends_with(0);
        assert_eq!(run.stdout.trim(), lang);
    }
}
