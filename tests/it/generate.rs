//! Generated articles: the same bytes everywhere, the size asked for, the statistics of real text,
//! and nothing that our own readers stumble over.
#![cfg(feature = "generate")]

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::common::{Folder, text};
use demarche::generate::{Form, GenerateOptions, generate};
use demarche::{Article, Index, IndexOptions, Lang, Progress, lang};
use xxhash_rust::xxh3::xxh3_64;

const MB: u64 = 1_000_000;

fn made(form: Form, bytes: u64, seed: u64, langs: &[Lang]) -> String {
    let mut options = GenerateOptions::default();
    options.bytes = bytes;
    options.seed = seed;
    options.form = form;
    options.langs = langs.to_vec();
    let mut out = Vec::new();
    let done = generate(&options, &mut out).unwrap();
    assert_eq!(done.bytes, out.len() as u64);
    String::from_utf8(out).unwrap()
}

fn articles(lines: &str) -> Vec<Article> {
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// A change of these hashes is a change of all generated data: figures measured before it are of
/// other articles, and CHANGELOG.md has to say so.
#[test]
fn the_same_bytes_for_a_seed() {
    let first = |form| xxh3_64(&made(form, 2 * MB, 7, &Lang::OWN).as_bytes()[..MB as usize]);
    assert_eq!([first(Form::JsonLines), first(Form::MediaWiki)], FIRST_MEGABYTE);
}

/// Of JSON Lines and of MediaWiki, seed 7.
const FIRST_MEGABYTE: [u64; 2] = [9_534_756_893_206_367_022, 2_537_043_224_697_204_895];

#[test]
fn a_longer_output_begins_like_a_shorter_one_and_another_seed_differs() {
    let short = made(Form::JsonLines, MB / 2, 7, &Lang::OWN);
    let long = made(Form::JsonLines, MB, 7, &Lang::OWN);
    // The last article is cut to fit.
    let whole = &short[..short[..short.len() - 1].rfind('\n').unwrap()];
    assert!(whole.len() as u64 > MB / 4 && long.starts_with(whole));
    let other = made(Form::JsonLines, MB / 2, 8, &Lang::OWN);
    assert_ne!(short.lines().next(), other.lines().next());
}

#[test]
fn the_size_is_within_one_percent() {
    for form in [Form::JsonLines, Form::MediaWiki] {
        for bytes in [400_000, 1_234_567, 3 * MB] {
            for seed in 1..4 {
                let length = made(form, bytes, seed, &Lang::OWN).len() as u64;
                assert!(length <= bytes, "{form:?}: {length} of {bytes}");
                assert!(length * 100 >= bytes * 99, "{form:?}: {length} of {bytes}");
            }
        }
    }
}

/// What the words of some articles count.
struct Counted {
    /// Counts of words, the most frequent first.
    counts: Vec<u64>,
    /// Different words after each doubling of the text, with the words read until then.
    growth: Vec<(f64, f64)>,
}

fn count(articles: &[Article]) -> Counted {
    let mut counts: HashMap<String, u64> = HashMap::new();
    let (mut read, mut next, mut growth) = (0_u64, 10_000, Vec::new());
    for article in articles {
        for (_, text) in article.parts() {
            for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
                *counts.entry(word.to_lowercase()).or_default() += 1;
                read += 1;
                if read == next {
                    growth.push((read as f64, counts.len() as f64));
                    next *= 2;
                }
            }
        }
    }
    let mut counts: Vec<u64> = counts.into_values().collect();
    counts.sort_unstable_by(|a, b| b.cmp(a));
    Counted { counts, growth }
}

/// How steeply frequencies fall between two ranks, in logarithms.
fn slope(counts: &[u64], from: usize, to: usize) -> f64 {
    let (high, low) = (counts[from - 1] as f64, counts[to - 1] as f64);
    (high / low).ln() / (to as f64 / from as f64).ln()
}

/// Real articles in the six languages have slopes of 0.74 to 0.96 and 0.88 to 1.25, and their
/// vocabulary grows like the 0.55th to 0.75th power of the text.
#[test]
fn words_are_as_frequent_and_as_many_as_in_real_text() {
    for lang in Lang::OWN {
        let counted = count(&articles(&made(Form::JsonLines, 6 * MB, 7, &[lang])));
        let head = slope(&counted.counts, 10, 1_000);
        let middle = slope(&counted.counts, 1_000, 10_000);
        let (first, last) = (counted.growth[2], *counted.growth.last().unwrap());
        let heaps = (last.1 / first.1).ln() / (last.0 / first.0).ln();
        let figures = format!("{lang}: {head:.2} {middle:.2} {heaps:.2} {last:?}");
        println!("{figures}");
        assert!((0.7..=1.05).contains(&head), "ranks 10 to 1,000: {figures}");
        assert!((0.85..=1.4).contains(&middle), "ranks 1,000 to 10,000: {figures}");
        assert!((0.5..=0.75).contains(&heaps), "growth: {figures}");
    }
}

#[test]
fn articles_are_as_long_as_real_ones() {
    let articles = articles(&made(Form::JsonLines, 30 * MB, 7, &Lang::OWN));
    let length = |article: &Article| article.parts().map(|(_, text)| text.len()).sum::<usize>();
    let mut lengths: Vec<usize> = articles.iter().map(length).collect();
    lengths.sort_unstable();
    let of = |part: f64| lengths[(lengths.len() as f64 * part) as usize];
    assert!((2_100..2_800).contains(&of(0.5)), "half: {}", of(0.5));
    assert!((25_000..38_000).contains(&of(0.99)), "one of a hundred: {}", of(0.99));
    assert!(*lengths.last().unwrap() < 120_000);
}

#[test]
fn titles_are_each_their_own_and_translations_lead_somewhere() {
    let articles = articles(&made(Form::JsonLines, 8 * MB, 3, &Lang::OWN));
    let ids: HashSet<&str> = articles.iter().map(|article| article.id.as_str()).collect();
    assert_eq!(ids.len(), articles.len());
    let mut names = HashSet::new();
    let mut translated = BTreeSet::new();
    let last = articles.last().unwrap().id.split('.').next().unwrap().to_owned();
    for article in &articles {
        for name in [&article.title].into_iter().chain(&article.aliases) {
            assert!(names.insert(name.clone()), "{name} again");
        }
        for (lang, id) in &article.translations {
            translated.insert((article.lang.clone(), lang.clone()));
            let cut_off = id.split('.').next() == Some(&last);
            assert!(cut_off || ids.contains(id.as_str()), "{}: {id} is absent", article.id);
        }
        assert!(article.definition.starts_with(&article.title));
        assert!(!article.categories.is_empty());
    }
    assert_eq!(translated.len(), 30, "every language translates every other");
}

#[test]
fn the_language_is_told_as_stated() {
    let mut wrong: BTreeMap<(String, &str), u64> = BTreeMap::new();
    let articles = articles(&made(Form::JsonLines, 5 * MB, 7, &Lang::OWN));
    for article in &articles {
        let head = [article.title.as_str(), article.definition.as_str()];
        let lines = article.parts().flat_map(|(_, text)| text.lines());
        let (found, mixed) = lang::detect_main(head.into_iter().chain(lines));
        assert!(!mixed, "{} is taken for a mixture", article.id);
        if found.lang.code() != article.lang {
            *wrong.entry((article.lang.clone(), found.lang.code())).or_default() += 1;
        }
    }
    assert!(wrong.is_empty(), "of {}: {wrong:?}", articles.len());
}

#[test]
fn our_readers_take_every_article() {
    let folder = Folder::new();
    let cases: [(Form, &[Lang]); 4] = [
        (Form::JsonLines, &Lang::OWN),
        (Form::MediaWiki, &Lang::OWN),
        (Form::MediaWiki, &[Lang::Kk]),
        (Form::MediaWiki, &[Lang::En]),
    ];
    for (at, (form, langs)) in cases.into_iter().enumerate() {
        let mut options = GenerateOptions::default();
        options.bytes = 2 * MB;
        options.form = form;
        options.langs = langs.to_vec();
        let mut bytes = Vec::new();
        let done = generate(&options, &mut bytes).unwrap();
        let input = folder.write(&format!("{at}/articles"), bytes);
        let index = Index::open_or_create(folder.path(&format!("{at}/index"))).unwrap();
        let report = index.add(&[input], &IndexOptions::default(), &Progress::default()).unwrap();
        assert_eq!(report.rejected, 0, "{:?}", report.rejections);
        assert_eq!(report.articles(), done.articles);
        assert_eq!(report.redirects_unused, 0);
        assert!(report.unknown_keys.is_empty() && report.notes.is_empty());
        let added: u64 = report.languages.values().map(|counts| counts.added).sum();
        assert_eq!(added, done.articles, "no article replaces another");
        let indexed: Vec<&str> = report.languages.keys().map(|lang| &**lang).collect();
        let mut asked: Vec<&str> = langs.iter().map(|lang| lang.code()).collect();
        asked.sort_unstable();
        assert_eq!(indexed, asked);
    }
}

#[test]
fn a_wiki_gives_what_the_records_say() {
    let folder = Folder::new();
    let records = articles(&made(Form::JsonLines, MB, 7, &[Lang::Uk]));
    let input = folder.write("wiki", made(Form::MediaWiki, MB, 7, &[Lang::Uk]));
    folder.run(&["index", input.to_str().unwrap()]).ends_with(0);
    for record in records.iter().take(40) {
        let id = format!("ukwiki:{}", record.title);
        let shown = folder.run(&["show", "--json", &id]).ends_with(0).json();
        assert_eq!(text(&shown["title"]), record.title);
        let aliases = shown["aliases"].as_array().cloned().unwrap_or_default();
        for alias in &record.aliases {
            assert!(aliases.iter().any(|known| known == alias), "{id}: {alias} is absent");
        }
        let categories = shown["categories"].as_array().unwrap().len();
        assert_eq!(categories, record.categories.len(), "{id}");
        let sections = shown["sections"].as_array().map_or(0, Vec::len);
        assert_eq!(sections, record.sections.len(), "{id}");
        assert!(!text(&shown["body"]).contains(['[', '{', '<', '|']), "{id}: {shown}");
    }
}

#[test]
fn the_command_writes_to_a_file_or_to_standard_output() {
    let folder = Folder::new();
    let args = ["generate", "--bytes", "60K", "--seed", "7", "--lang", "tr", "--lang", "be"];
    let printed = folder.run(&args).ends_with(0);
    let lines = printed.json_lines();
    assert!(lines.iter().all(|line| matches!(text(&line["lang"]), "tr" | "be")));
    folder.run(&[&args[..], &["-o", "made.jsonl"]].concat()).ends_with(0);
    let written = std::fs::read_to_string(folder.path("made.jsonl")).unwrap();
    assert_eq!(written, printed.stdout);

    let refused = folder.run(&["generate", "--bytes", "10X"]).ends_with(2);
    assert!(refused.stderr.contains("expected a size"), "{}", refused.stderr);
    let refused = folder.run(&["generate", "--bytes", "1M", "-l", "other"]).ends_with(2);
    assert!(refused.stderr.contains("--lang other"), "{}", refused.stderr);
    let refused = folder.run(&["generate", "--bytes", "1M", "-o", "no/such/file"]).ends_with(2);
    assert!(refused.stderr.contains("no/such/file"), "{}", refused.stderr);
}
