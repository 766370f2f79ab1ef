//! What holds of every analyzer for any text: offsets, positions, normal forms, capitals, and that
//! the exact form is its own exact form.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

use demarche::analysis::Analyzer;
use demarche::{Article, Lang};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

/// Each language's own small letters.
fn alphabet(lang: Lang) -> &'static str {
    match lang {
        Lang::Tr => "abcçdefgğhıijklmnoöprsştuüvyzâîû",
        Lang::Ru => "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        Lang::Uk => "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
        Lang::Kk => "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
        Lang::Be => "абвгдеёжзійклмнопрстуўфхцчшыьэюя",
        _ => "abcdefghijklmnopqrstuvwxyz",
    }
}

/// Apostrophes as people type them.
const APOSTROPHES: [&str; 4] = ["'", "’", "ʼ", "‘"];

/// Marks and signs that words meet in texts.
const MARKS: [&str; 10] =
    ["\u{301}", "\u{ad}", "\u{306}", "\u{307}", "\u{200d}", "-", ".", " ", "\n", "1,5"];

/// The articles of `corpus/jsonl`, as one text a language.
static TEXTS: LazyLock<Vec<(Lang, String)>> = LazyLock::new(|| {
    let mut texts: Vec<_> = Lang::OWN.into_iter().map(|lang| (lang, String::new())).collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/jsonl");
    for file in std::fs::read_dir(folder).unwrap() {
        let lines = std::fs::read_to_string(file.unwrap().path()).unwrap();
        for article in lines.lines().map(|line| serde_json::from_str::<Article>(line).unwrap()) {
            let (_, text) = texts.iter_mut().find(|(lang, _)| lang.code() == article.lang).unwrap();
            for (heading, part) in article.parts() {
                *text += &format!("{}\n{part}\n", heading.unwrap_or(&article.title));
            }
        }
    }
    texts
});

fn corpus_text(lang: Lang) -> &'static str {
    let (_, text) = TEXTS.iter().find(|(of, _)| *of == lang).unwrap();
    assert!(text.len() > 10_000, "no corpus text of {lang}");
    text
}

fn corpus_words(lang: Lang) -> BTreeSet<&'static str> {
    corpus_text(lang).split_whitespace().collect()
}

/// Term and exact form of every word of `text`.
fn forms(lang: Lang, text: &str) -> Vec<(String, String)> {
    let mut forms = Vec::new();
    Analyzer::new(lang)
        .analyze(text, |token| forms.push((token.term.to_owned(), token.exact.to_owned())));
    forms
}

/// Capitals as the language writes them.
fn upper(lang: Lang, text: &str) -> String {
    let dotless = |word: &str| word.replace('i', "İ").replace('ı', "I").to_uppercase();
    let word = |word: &str| match lang {
        Lang::Tr => dotless(word),
        // A word of plain ASCII is a foreign one.
        Lang::Kk if !word.is_ascii() => dotless(word),
        _ => word.to_uppercase(),
    };
    text.split_inclusive(char::is_whitespace).map(word).collect()
}

#[track_caller]
fn offsets_are_sound(lang: Lang, text: &str) {
    let mut end = 0;
    let mut position = None;
    Analyzer::new(lang).analyze(text, |token| {
        assert!(token.start >= end && token.start < token.end, "{token:?} in {text:?}");
        assert!(text.get(token.start..token.end).is_some(), "{token:?} in {text:?}");
        assert!(position.is_none_or(|last| token.position > last), "{token:?} in {text:?}");
        assert!(!token.term.is_empty() && !token.exact.is_empty(), "{token:?} in {text:?}");
        end = token.end;
        position = Some(token.position);
    });
}

#[track_caller]
fn normal_forms_agree(lang: Lang, text: &str) {
    let (composed, decomposed): (String, String) = (text.nfc().collect(), text.nfd().collect());
    assert_eq!(forms(lang, &composed), forms(lang, &decomposed), "{text:?}");
}

#[track_caller]
fn capitals_agree(lang: Lang, text: &str) {
    let capitals = upper(lang, text);
    let exact = |text: &str| forms(lang, text).into_iter().map(|(_, e)| e).collect::<Vec<_>>();
    assert_eq!(exact(text), exact(&capitals), "{text:?} {capitals:?}");
}

#[track_caller]
fn exact_form_is_stable(lang: Lang, text: &str) {
    for (term, exact) in forms(lang, text) {
        let again = forms(lang, &exact);
        assert_eq!(again, [(term, exact)], "{text:?}");
    }
}

/// A word of the language's letters, perhaps with an apostrophe and more letters.
fn word(lang: Lang) -> impl Strategy<Value = String> {
    let letters = format!("[{}]", alphabet(lang));
    let head = proptest::string::string_regex(&format!("{letters}{{2,12}}")).unwrap();
    let tail = proptest::string::string_regex(&format!("{letters}{{1,4}}")).unwrap();
    let tail = proptest::option::weighted(0.3, (prop::sample::select(&APOSTROPHES[..]), tail));
    (head, tail).prop_map(|(head, tail)| match tail {
        Some((apostrophe, tail)) => format!("{head}{apostrophe}{tail}"),
        None => head,
    })
}

fn words(lang: Lang) -> impl Strategy<Value = String> {
    proptest::collection::vec(word(lang), 1..8).prop_map(|words| words.join(" "))
}

/// Anything: words of the corpus glued to marks, signs and any characters at all.
fn anything(lang: Lang) -> impl Strategy<Value = String> {
    let words: Vec<&str> = corpus_words(lang).into_iter().collect();
    let piece = prop_oneof![
        3 => prop::sample::select(words).prop_map(str::to_owned),
        1 => prop::sample::select(&APOSTROPHES[..]).prop_map(str::to_owned),
        2 => prop::sample::select(&MARKS[..]).prop_map(str::to_owned),
        2 => "\\PC{0,6}",
        1 => any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

macro_rules! each_language {
    ($($name:ident: $lang:ident,)*) => {$(
        mod $name {
            use super::*;

            const LANG: Lang = Lang::$lang;

            #[test]
            fn corpus_text() {
                let text = super::corpus_text(LANG);
                offsets_are_sound(LANG, text);
                normal_forms_agree(LANG, text);
                let words = super::corpus_words(LANG);
                // Outside Turkish, the capital of ı is read as that of i.
                let with_capitals = words.iter().filter(|w| LANG == Lang::Tr || !w.contains('ı'));
                with_capitals.for_each(|word| capitals_agree(LANG, word));
                words.iter().for_each(|word| exact_form_is_stable(LANG, word));
            }

            proptest! {
                #![proptest_config(ProptestConfig {
                    cases: 300,
                    failure_persistence: None,
                    ..ProptestConfig::default()
                })]

                #[test]
                fn offsets(text in anything(LANG)) {
                    offsets_are_sound(LANG, &text);
                }

                #[test]
                fn normal_forms(text in words(LANG)) {
                    normal_forms_agree(LANG, &text);
                }

                #[test]
                fn capitals(text in words(LANG)) {
                    capitals_agree(LANG, &text);
                }

                #[test]
                fn exact_form(text in words(LANG)) {
                    exact_form_is_stable(LANG, &text);
                }
            }
        }
    )*};
}

each_language! {
    turkish: Tr,
    russian: Ru,
    ukrainian: Uk,
    kazakh: Kk,
    belarusian: Be,
    english: En,
}
