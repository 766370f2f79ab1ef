//! The 5,000 most frequent words of each language and which of them share a term, read by a person.
//!
//! `tests/data/frequent/xx.tsv` has a line a term: its words, the most frequent first, and behind a
//! tab why they share it where they are different words. A change of the rules that joins or parts
//! any of them fails here: read what moved, then write the files anew with
//! `DEMARCHE_MAKE_FREQUENT=1 cargo test --test tables frequent_words::` and read the difference.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use demarche_analysis::Analyzer;
use demarche_analysis::lang::Lang;

const WORDS: usize = 5_000;

fn file(lang: Lang) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/frequent");
    folder.join(format!("{lang}.tsv"))
}

/// The words of a line, and the reason behind the tab.
fn line(line: &str) -> (Vec<&str>, &str) {
    let (words, reason) = line.split_once('\t').unwrap_or((line, ""));
    (words.split(' ').collect(), reason)
}

/// The term of an exact form.
fn term(analyzer: &mut Analyzer, word: &str) -> String {
    let mut terms = Vec::new();
    analyzer.analyze(word, |token| terms.push(token.term.to_owned()));
    assert_eq!(terms.len(), 1, "{word}: {terms:?}");
    terms.remove(0)
}

/// The same words by the terms that they have now, with the reasons that still hold.
fn made_anew(text: &str, terms: &BTreeMap<&str, String>) -> String {
    let mut by_term: Vec<(&str, Vec<&str>)> = Vec::new();
    let mut place: BTreeMap<&str, usize> = BTreeMap::new();
    let mut reasons: BTreeMap<&str, &str> = BTreeMap::new();
    for (words, reason) in text.lines().map(line) {
        reasons.insert(words[0], reason);
        for word in words {
            let term = terms[word].as_str();
            let at = *place.entry(term).or_insert_with(|| {
                by_term.push((term, Vec::new()));
                by_term.len() - 1
            });
            by_term[at].1.push(word);
        }
    }
    let mut made = String::new();
    for (_, words) in by_term {
        let reason = reasons.get(words[0]).filter(|reason| !reason.is_empty() && words.len() > 1);
        let reason = reason.map_or(String::new(), |reason| format!("\t{reason}"));
        writeln!(made, "{}{reason}", words.join(" ")).unwrap();
    }
    made
}

#[test]
fn frequent_words_share_the_terms_that_were_read() {
    let mut moved = String::new();
    for lang in Lang::OWN {
        let text = fs::read_to_string(file(lang)).unwrap();
        let mut analyzer = Analyzer::new(lang);
        let words: Vec<&str> = text.lines().flat_map(|text| line(text).0).collect();
        let terms: BTreeMap<&str, String> =
            words.iter().map(|word| (*word, term(&mut analyzer, word))).collect();
        assert_eq!((words.len(), terms.len()), (WORDS, WORDS), "{lang}: words, different ones");
        if std::env::var_os("DEMARCHE_MAKE_FREQUENT").is_some() {
            fs::write(file(lang), made_anew(&text, &terms)).unwrap();
            continue;
        }
        let mut owner: BTreeMap<&str, &str> = BTreeMap::new();
        for (words, _) in text.lines().map(line) {
            let term = terms[words[0]].as_str();
            for word in words.iter().filter(|word| terms[**word] != term) {
                writeln!(moved, "{lang}: {word} is {}, apart from {}", terms[word], words[0])
                    .unwrap();
            }
            if let Some(other) = owner.insert(term, words[0]) {
                writeln!(moved, "{lang}: {} and {other} share the term {term}", words[0]).unwrap();
            }
        }
    }
    assert!(moved.is_empty(), "{} words moved:\n{moved}", moved.lines().count());
}
