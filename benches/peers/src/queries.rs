//! Queries made of the articles themselves, the same for every run on the same file.

use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use unicode_segmentation::UnicodeSegmentation;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::Result;
use crate::record::{self, Record};

/// Kinds of queries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// A word that one article of fifty or more of its language has.
    Common,
    /// A word that few articles have.
    Rare,
    /// Two to four words, any of them.
    AnyOf,
    /// Two words next to each other.
    Phrase,
    /// As typed in a file of queries.
    Given,
    /// All that are made, taken together.
    All,
}

/// The classes that are made.
pub const MADE: [Class; 4] = [Class::Common, Class::Rare, Class::AnyOf, Class::Phrase];

/// These, and all of them together.
pub fn shown() -> impl Iterator<Item = Class> {
    MADE.into_iter().chain([Class::All])
}

impl Class {
    pub fn name(self) -> &'static str {
        match self {
            Self::Common => "common word",
            Self::Rare => "rare word",
            Self::AnyOf => "any of 2–4",
            Self::Phrase => "phrase",
            Self::Given => "given",
            Self::All => "all of these",
        }
    }
}

/// A query: its words, how they belong together, its language.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Query {
    #[serde(default = "given")]
    pub class: Class,
    pub text: String,
    #[serde(default)]
    pub lang: String,
}

fn given() -> Class {
    Class::Given
}

impl Query {
    /// Its words, of letters and digits alone, as every engine's syntax can take them.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.text.unicode_words()
    }
}

/// Articles that words are counted in.
const SAMPLE: u64 = 20_000;

/// Writes up to `per_class` queries of each class, made of `articles` of the file `input`.
pub fn write(input: &Path, articles: u64, per_class: usize, path: &Path) -> Result<usize> {
    let step = articles.div_ceil(SAMPLE).max(1);
    let mut sample: Vec<Record> = Vec::new();
    let mut at = 0;
    record::for_each(input, |record| {
        if at % step == 0 {
            sample.push(record);
        }
        at += 1;
        Ok(())
    })?;
    let mut in_lang: FxHashMap<&str, u32> = FxHashMap::default();
    let mut count: FxHashMap<(&str, String), u32> = FxHashMap::default();
    for record in &sample {
        *in_lang.entry(&record.lang).or_default() += 1;
        let words: FxHashSet<String> = words(&record.body).collect();
        for word in words {
            *count.entry((&record.lang, word)).or_default() += 1;
        }
    }
    let mut made: Vec<Query> = Vec::new();
    for class in [Class::Common, Class::Rare] {
        let mut fit: Vec<(u64, &str, &str)> = count
            .iter()
            .filter(|((lang, word), count)| {
                let all = in_lang.get(lang).copied().unwrap_or(0);
                word.chars().count() > 3
                    && match class {
                        // Words of a quarter of all articles are function words.
                        Class::Common => **count * 50 >= all && **count * 4 <= all && all > 50,
                        _ => (2..=5).contains(*count),
                    }
            })
            .map(|((lang, word), _)| (xxh3_64_with_seed(word.as_bytes(), 1), *lang, word.as_str()))
            .collect();
        fit.sort_unstable();
        made.extend(fit.into_iter().take(per_class).map(|(_, lang, word)| Query {
            class,
            text: word.to_owned(),
            lang: lang.to_owned(),
        }));
    }
    let mut order: Vec<(u64, &Record)> =
        sample.iter().map(|record| (xxh3_64_with_seed(record.id.as_bytes(), 2), record)).collect();
    order.sort_unstable_by_key(|(hash, record)| (*hash, &record.id));
    for class in [Class::AnyOf, Class::Phrase] {
        let queries = order.iter().filter_map(|(hash, record)| {
            let (text, title): (Vec<String>, Vec<String>) =
                (words(&record.body).take(400).collect(), words(&record.title).collect());
            let (source, length) = match class {
                Class::AnyOf if title.len() >= 2 => (title, 2 + hash % 3),
                Class::AnyOf => (text, 2 + hash % 3),
                _ => (text, 2),
            };
            let length = (length as usize).min(source.len());
            let from = (hash >> 8) as usize % (source.len().saturating_sub(length) + 1);
            let words = source.get(from..from + length)?;
            (words.len() >= 2).then(|| Query {
                class,
                text: words.join(" "),
                lang: record.lang.clone(),
            })
        });
        made.extend(queries.take(per_class));
    }
    let mut out = File::create(path)?;
    for query in &made {
        writeln!(out, "{}", serde_json::to_string(query)?)?;
    }
    Ok(made.len())
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.unicode_words()
        .filter(|word| word.chars().all(char::is_alphabetic))
        .map(|word| word.to_lowercase())
}

/// Reads queries.
pub fn read(path: &Path) -> Result<Vec<Query>> {
    let mut queries = Vec::new();
    for line in BufReader::new(File::open(path)?).lines() {
        let line = line?;
        if !line.trim().is_empty() {
            queries.push(serde_json::from_str(&line)?);
        }
    }
    Ok(queries)
}
