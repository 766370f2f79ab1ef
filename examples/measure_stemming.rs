//! Measures stemming on outside data: which forms of a word it joins, and what that does for
//! ranking, beside no stemming, words cut to five letters, and Snowball.
//!
//! ```sh
//! cargo run --release --example measure_stemming -- ../shared --queries 1500
//! ```
//!
//! The folder holds, for each language, `lemmas/<lang>.tsv` (form, lemma, part of speech, count,
//! source, after a line of headings) and `eval/<lang>/` with `corpus.jsonl.zst` (`id`, `title`,
//! `text`), `queries.jsonl` (`id`, `text`, `set`) and `qrels.tsv` (query, article, relevance). What
//! is absent is skipped. `--queries` limits the queries of a set.
//!
//! Two measures, over the same exact forms for all variants, so that stemming alone differs:
//!
//! - **Joined forms.** Forms of one lemma should share a stem, others should not. A pair of forms
//!   weighs as much as its rarer form. Precision is the share of joined pairs that are of one
//!   lemma, recall the share of pairs of one lemma that are joined. Nouns, verbs, adjectives and
//!   names count; `+U` adds the rows of UniMorph, full paradigms of which each form weighs 1.
//! - **nDCG@10** by set, and its mean over sets, with BM25 (k1 = 1.2, b = 0.75) on title and text
//!   as one field; with all words of the query, and (`−stop`) without stop words.

use std::collections::HashMap;
use std::error::Error;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use demarche::Lang;
use demarche::analysis::{Analyzer, is_stop_word};
use frostem::{Algorithm, Stemmer};
use serde::Deserialize;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const K1: f64 = 1.2;
const B: f64 = 0.75;
const DEPTH: usize = 10;

fn main() -> Result<()> {
    let (folder, queries_per_set) = arguments()?;
    for lang in Lang::OWN {
        let lemmas = folder.join(format!("lemmas/{lang}.tsv"));
        let eval = folder.join(format!("eval/{lang}"));
        let files = ["corpus.jsonl.zst", "queries.jsonl", "qrels.tsv"].map(|name| eval.join(name));
        match files.iter().chain([&lemmas]).find(|file| !file.is_file()) {
            Some(absent) => println!("skipped: {lang}: {} is absent\n", absent.display()),
            None => print_table(lang, &lemmas, &files, queries_per_set)?,
        }
    }
    Ok(())
}

/// The folder, and the limit of queries for each set.
fn arguments() -> Result<(PathBuf, usize)> {
    let (mut folder, mut queries) = (PathBuf::from("../shared"), 1500);
    let mut arguments = std::env::args_os().skip(1);
    while let Some(argument) = arguments.next() {
        if argument == "--queries" {
            let number = arguments.next().ok_or("--queries needs a number")?;
            queries = number.to_string_lossy().parse()?;
        } else {
            folder = argument.into();
        }
    }
    Ok((folder, queries))
}

/// Ways to stem.
const VARIANTS: [&str; 4] = ["none", "F5", "Snowball", "demarche"];

/// The stem of a word by one of [`VARIANTS`]; `None` where that has no rules for the language.
fn stem(variant: &str, lang: Lang, word: &Word) -> Option<String> {
    Some(match variant {
        "none" => word.exact.clone(),
        "F5" => word.exact.chars().take(5).collect(),
        "Snowball" => Stemmer::new(snowball(lang)?).stem(&word.exact).into_owned(),
        _ => word.term.clone(),
    })
}

fn snowball(lang: Lang) -> Option<Algorithm> {
    match lang {
        Lang::Tr => Some(Algorithm::Turkish),
        Lang::Ru => Some(Algorithm::Russian),
        Lang::Uk => Some(Algorithm::Ukrainian),
        Lang::En => Some(Algorithm::English),
        _ => None,
    }
}

/// Prints the table of one language: a row for each variant.
fn print_table(
    lang: Lang,
    lemmas: &Path,
    [corpus, queries, qrels]: &[PathBuf; 3],
    queries_per_set: usize,
) -> Result<()> {
    let mut words = Words::new(lang);
    let treebanks = read_lemmas(&mut words, lemmas, false)?;
    let all_lemmas = read_lemmas(&mut words, lemmas, true)?;
    let retrieval = Retrieval::read(&mut words, corpus, queries, qrels, queries_per_set)?;

    let mut heads: Vec<String> =
        ["P", "R", "F1", "P +U", "R +U", "F1 +U"].map(str::to_owned).into();
    for stop in ["", " −stop"] {
        let sets = retrieval.sets.iter().map(|set| format!("{} ({})", set.name, set.topics.len()));
        heads.extend(sets.chain(["mean".to_owned()]).map(|head| head + stop));
    }
    println!("| {lang} | {} |\n| --- |{}", heads.join(" | "), " ---: |".repeat(heads.len()));
    for variant in VARIANTS {
        let stems: Option<Vec<String>> =
            words.known.iter().map(|word| stem(variant, lang, word)).collect();
        let Some(stems) = stems.map(|stems| numbered(&stems)) else { continue };
        let mut figures = [&treebanks, &all_lemmas].map(|pairs| joined(pairs, &stems)).concat();
        figures.extend(retrieval.ndcg(&stems, |_| false));
        figures.extend(
            retrieval.ndcg(&stems, |word| is_stop_word(lang, &words.known[word as usize].exact)),
        );
        let cells: Vec<String> = figures.iter().map(|figure| format!("{figure:.4}")).collect();
        println!("| {variant} | {} |", cells.join(" | "));
    }
    println!();
    Ok(())
}

/// A number for each distinct string, in the order of `strings`.
fn numbered(strings: &[String]) -> Vec<u32> {
    let mut numbers = HashMap::new();
    let number = |string| {
        let next = numbers.len() as u32;
        *numbers.entry(string).or_insert(next)
    };
    strings.iter().map(number).collect()
}

/// A distinct word: what the analyzer makes of it.
struct Word {
    exact: String,
    term: String,
}

/// All words of the data, each known by its number from here on.
struct Words {
    analyzer: Analyzer,
    numbers: HashMap<String, u32>,
    known: Vec<Word>,
}

impl Words {
    fn new(lang: Lang) -> Self {
        Self { analyzer: Analyzer::new(lang), numbers: HashMap::new(), known: Vec::new() }
    }

    /// The numbers of the words of `text`, one exact form one number.
    fn of(&mut self, text: &str) -> Vec<u32> {
        let mut numbers = Vec::new();
        self.analyzer.analyze(text, |token| {
            let known = &mut self.known;
            let number = self.numbers.get(token.exact).copied().unwrap_or_else(|| {
                known.push(Word { exact: token.exact.to_owned(), term: token.term.to_owned() });
                self.numbers.insert(token.exact.to_owned(), known.len() as u32 - 1);
                known.len() as u32 - 1
            });
            numbers.push(number);
        });
        numbers
    }

    fn exact(&self, number: u32) -> &str {
        &self.known[number as usize].exact
    }
}

/// How often a form, by the number of its word, stands for a lemma.
type FormCounts = HashMap<(u32, String), u64>;

/// Reads forms of one word of letters, of the open classes.
fn read_lemmas(words: &mut Words, path: &Path, unimorph: bool) -> Result<FormCounts> {
    let mut counts = FormCounts::new();
    for line in fs::read_to_string(path)?.lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [form, lemma, class, count, source] = columns[..] else { continue };
        let counted = matches!(class, "NOUN" | "VERB" | "ADJ" | "PROPN");
        if !counted || (!unimorph && source == "unimorph") {
            continue;
        }
        let lemma = words.of(lemma);
        let lemma: String = lemma.into_iter().map(|number| words.exact(number)).collect();
        let [form] = words.of(form)[..] else { continue };
        if !lemma.is_empty() && words.exact(form).chars().all(char::is_alphabetic) {
            *counts.entry((form, lemma)).or_default() += count.parse::<u64>()?;
        }
    }
    Ok(counts)
}

/// Precision, recall and F1 of the pairs that stems join.
fn joined(counts: &FormCounts, stems: &[u32]) -> [f64; 3] {
    let mut of_lemma: HashMap<&str, Vec<u64>> = HashMap::new();
    let mut of_stem: HashMap<u32, HashMap<u32, u64>> = HashMap::new();
    let mut of_both: HashMap<(u32, &str), Vec<u64>> = HashMap::new();
    for ((form, lemma), count) in counts {
        let stem = stems[*form as usize];
        of_lemma.entry(lemma).or_default().push(*count);
        *of_stem.entry(stem).or_default().entry(*form).or_default() += count;
        of_both.entry((stem, lemma)).or_default().push(*count);
    }
    let right: f64 = of_lemma.into_values().map(weight_of_pairs).sum();
    let made: f64 =
        of_stem.into_values().map(|forms| weight_of_pairs(forms.into_values().collect())).sum();
    let right_made: f64 = of_both.into_values().map(weight_of_pairs).sum();
    // Where nothing is joined, nothing is joined wrongly.
    let precision = if made > 0.0 { right_made / made } else { 1.0 };
    let recall = right_made / right;
    [precision, recall, 2.0 * right_made / (made + right)]
}

/// Sum over all pairs of their smaller count: in falling order, a count is the smaller one as often
/// as counts stand before it.
fn weight_of_pairs(mut counts: Vec<u64>) -> f64 {
    counts.sort_unstable_by(|a, b| b.cmp(a));
    counts.iter().enumerate().map(|(before, count)| *count as f64 * before as f64).sum()
}

#[derive(Deserialize)]
struct ArticleLine {
    id: String,
    title: Option<String>,
    text: String,
}

#[derive(Deserialize)]
struct QueryLine {
    id: String,
    text: String,
    #[serde(default)]
    set: String,
}

/// A query: its words, and the judged articles with their relevance.
struct Topic {
    words: Vec<u32>,
    judged: HashMap<u32, f64>,
}

/// Queries measured together.
struct Set {
    name: String,
    topics: Vec<Topic>,
}

/// Articles as numbers of words, with queries and judgments.
struct Retrieval {
    articles: Vec<Vec<u32>>,
    sets: Vec<Set>,
}

impl Retrieval {
    fn read(
        words: &mut Words,
        corpus: &Path,
        queries: &Path,
        qrels: &Path,
        queries_per_set: usize,
    ) -> Result<Self> {
        let (mut articles, mut numbers) = (Vec::new(), HashMap::new());
        for line in BufReader::new(zstd::Decoder::new(File::open(corpus)?)?).lines() {
            let article: ArticleLine = serde_json::from_str(&line?)?;
            let title = article.title.unwrap_or_default();
            numbers.insert(article.id, articles.len() as u32);
            articles.push(words.of(&format!("{title}\n{}", article.text)));
        }
        let mut judged = read_judgments(qrels, &numbers)?;
        let mut sets: Vec<Set> = Vec::new();
        for line in fs::read_to_string(queries)?.lines() {
            let query: QueryLine = serde_json::from_str(line)?;
            let Some(judged) = judged.remove(&query.id) else { continue };
            let at = sets.iter().position(|set| set.name == query.set).unwrap_or_else(|| {
                sets.push(Set { name: query.set, topics: Vec::new() });
                sets.len() - 1
            });
            if sets[at].topics.len() < queries_per_set {
                sets[at].topics.push(Topic { words: words.of(&query.text), judged });
            }
        }
        sets.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(Self { articles, sets })
    }

    /// nDCG@10 of each set and their mean, with words that `left_out` names taken out of queries,
    /// unless nothing would be left.
    fn ndcg(&self, stems: &[u32], left_out: impl Fn(u32) -> bool) -> Vec<f64> {
        let index = Bm25::new(&self.articles, stems);
        let mut figures = Vec::new();
        for Set { topics, .. } in &self.sets {
            let gains = topics.iter().map(|topic| {
                let kept = topic.words.iter().copied().filter(|word| !left_out(*word));
                let mut kept: Vec<u32> = kept.collect();
                if kept.is_empty() {
                    kept.clone_from(&topic.words);
                }
                let query: Vec<u32> = kept.iter().map(|word| stems[*word as usize]).collect();
                ndcg(&index.best(&query), &topic.judged)
            });
            figures.push(gains.sum::<f64>() / topics.len() as f64);
        }
        figures.push(figures.iter().sum::<f64>() / self.sets.len() as f64);
        figures
    }
}

/// Relevance by query and number of article, of queries with a relevant one.
fn read_judgments(
    path: &Path,
    numbers: &HashMap<String, u32>,
) -> Result<HashMap<String, HashMap<u32, f64>>> {
    let mut judged: HashMap<String, HashMap<u32, f64>> = HashMap::new();
    for line in fs::read_to_string(path)?.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        let [query, article, relevance] = columns[..] else { continue };
        let number = numbers.get(article).ok_or_else(|| format!("no article {article}"))?;
        judged.entry(query.to_owned()).or_default().insert(*number, relevance.parse()?);
    }
    judged.retain(|_, articles| articles.values().any(|relevance| *relevance > 0.0));
    Ok(judged)
}

/// An index in memory: for each stem the articles that have it, and how often.
struct Bm25 {
    postings: HashMap<u32, Vec<(u32, u32)>>,
    lengths: Vec<f64>,
    mean_length: f64,
}

impl Bm25 {
    fn new(articles: &[Vec<u32>], stems: &[u32]) -> Self {
        let mut postings: HashMap<u32, Vec<(u32, u32)>> = HashMap::new();
        for (article, words) in (0..).zip(articles) {
            let mut counts: HashMap<u32, u32> = HashMap::new();
            for word in words {
                *counts.entry(stems[*word as usize]).or_default() += 1;
            }
            for (stem, count) in counts {
                postings.entry(stem).or_default().push((article, count));
            }
        }
        let lengths: Vec<f64> = articles.iter().map(|words| words.len() as f64).collect();
        let mean_length = lengths.iter().sum::<f64>() / lengths.len() as f64;
        Self { postings, lengths, mean_length }
    }

    /// The best articles, best first; a word that a query repeats counts as often.
    fn best(&self, query: &[u32]) -> Vec<u32> {
        let mut scores: HashMap<u32, f64> = HashMap::new();
        for postings in query.iter().filter_map(|stem| self.postings.get(stem)) {
            let having = postings.len() as f64;
            let rarity = (1.0 + (self.lengths.len() as f64 - having + 0.5) / (having + 0.5)).ln();
            for (article, count) in postings {
                let length = self.lengths[*article as usize] / self.mean_length;
                let count = f64::from(*count);
                let score = count * (K1 + 1.0) / (count + K1 * (1.0 - B + B * length));
                *scores.entry(*article).or_default() += rarity * score;
            }
        }
        let mut ranked: Vec<(u32, f64)> = scores.into_iter().collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        ranked.into_iter().take(DEPTH).map(|(article, _)| article).collect()
    }
}

/// Normalized discounted gain of a ranking, between 0 and 1.
fn ndcg(ranked: &[u32], judged: &HashMap<u32, f64>) -> f64 {
    let gain = |relevances: &mut dyn Iterator<Item = f64>| -> f64 {
        let ranks = (2..).take(DEPTH);
        ranks.zip(relevances).map(|(rank, relevance)| relevance / f64::from(rank).log2()).sum()
    };
    let mut ideal: Vec<f64> = judged.values().copied().collect();
    ideal.sort_by(|a, b| b.total_cmp(a));
    let found = ranked.iter().map(|article| judged.get(article).copied().unwrap_or(0.0));
    gain(&mut found.into_iter()) / gain(&mut ideal.into_iter())
}
