//! Makes the word lists of `demarche generate` from the articles in `corpus/`.
//!
//! ```sh
//! cargo run --example word_lists
//! ```
//!
//! Writes `crates/analysis/src/languages/<lang>/words.txt`, one word a line, the most frequent first, words of
//! one count by their letters. A line has the word as it stands within sentences, how many of its
//! characters are its stem by the analyzer of the language (the rest is taken for an ending), and
//! up to three words that follow it at least twice, by their line from 0.

use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::fmt::Write;
use std::path::Path;

use demarche::analysis::Analyzer;
use demarche::formats::sentence_ends;
use demarche::{Article, Lang};

/// Words of a list at most; past them every word of the corpus stands once.
const WORDS: usize = 4_000;
/// Words that a line names as following.
const FOLLOWERS: usize = 3;

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let articles = articles(&root.join("corpus/jsonl"))?;
    for lang in Lang::OWN {
        let texts = articles.iter().filter(|article| article.lang == lang.code());
        let list = list(lang, texts);
        println!("{lang} {} words, {} bytes", list.lines().count(), list.len());
        std::fs::write(root.join(format!("crates/analysis/src/languages/{lang}/words.txt")), list)?;
    }
    Ok(())
}

fn articles(folder: &Path) -> Result<Vec<Article>, Box<dyn Error>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        files.push(entry?.path());
    }
    files.sort();
    let mut articles = Vec::new();
    for file in files {
        for line in std::fs::read_to_string(file)?.lines() {
            articles.push(serde_json::from_str(line)?);
        }
    }
    Ok(articles)
}

/// The list of one language.
fn list<'a>(lang: Lang, articles: impl Iterator<Item = &'a Article>) -> String {
    // By exact form: how often each writing stands within a sentence, and at its start.
    let mut counts: BTreeMap<String, (usize, BTreeMap<String, usize>)> = BTreeMap::new();
    let mut pairs: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut analyzer = Analyzer::new(lang);
    for article in articles {
        let texts = article.parts().flat_map(|(_, text)| text.lines());
        for line in texts.chain([article.definition.as_str()]) {
            let mut start = 0;
            for end in sentence_ends(line) {
                let sentence = &line[start..end];
                start = end;
                let mut before: Option<String> = None;
                let mut at_start = true;
                analyzer.analyze(sentence, |token| {
                    let written = &sentence[token.start..token.end];
                    if !written.chars().all(char::is_alphabetic) || written.chars().count() > 24 {
                        before = None;
                        return;
                    }
                    let entry = counts.entry(token.exact.to_owned()).or_default();
                    entry.0 += 1;
                    if !std::mem::take(&mut at_start) {
                        *entry.1.entry(written.to_owned()).or_default() += 1;
                    }
                    if let Some(before) = before.replace(token.exact.to_owned()) {
                        *pairs.entry((before, token.exact.to_owned())).or_default() += 1;
                    }
                });
            }
        }
    }
    let mut words: Vec<(usize, String, String)> = counts
        .into_iter()
        .filter_map(|(exact, (count, writings))| {
            let (written, _) = writings.into_iter().max_by_key(|(_, count)| *count)?;
            Some((count, exact, written))
        })
        .collect();
    words.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    words.truncate(WORDS);
    let rows: HashMap<&str, usize> =
        words.iter().enumerate().map(|(row, word)| (word.1.as_str(), row)).collect();
    let mut followers: Vec<Vec<(usize, usize)>> = vec![Vec::new(); words.len()];
    for ((first, second), count) in &pairs {
        if let (Some(first), Some(second), 2..) =
            (rows.get(first.as_str()), rows.get(second.as_str()), *count)
        {
            followers[*first].push((*count, *second));
        }
    }
    let mut list = String::new();
    for (row, (_, exact, written)) in words.iter().enumerate() {
        let term = analyzer.forms(exact).1.to_owned();
        let stem = exact.chars().zip(term.chars()).take_while(|(a, b)| a == b).count();
        let _ = write!(list, "{written} {stem}");
        let mut next = std::mem::take(&mut followers[row]);
        next.sort_by_key(|(count, second)| (std::cmp::Reverse(*count), *second));
        for (_, second) in next.iter().take(FOLLOWERS) {
            let _ = write!(list, " {second}");
        }
        list.push('\n');
    }
    list
}
