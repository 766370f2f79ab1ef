//! Random articles and queries.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use demarche::{Article, Lang, Section};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use unicode_normalization::UnicodeNormalization;

use super::check::Vocabulary;

/// What may stand between words, and how often beside the others.
const BETWEEN: &[(u32, &str)] = &[
    (60, " "),
    (8, ", "),
    (8, ". "),
    (2, "! "),
    (2, "… "),
    (2, " … "),
    (2, "\n"),
    (1, "\n\n"),
    (1, "\r\n"),
    (2, "\u{a0}"),
    (1, "\u{202f}"),
    (2, " — "),
    (2, " («"),
    (2, "») "),
    (1, "-"),
    (1, "/"),
    (1, "\t"),
    (1, "\u{200d}"),
    (1, " 👩\u{200d}🚀 "),
    (1, "🇰🇿"),
    (1, " e\u{301}\u{302}\u{303}\u{304}\u{305} "),
    (1, " <b>&\"'</b> "),
    (1, " и т. д. "),
    (1, " vb. "),
    (1, " г. "),
    (1, " 14. "),
    (1, " … … "),
];

type Writing = fn(&str) -> String;

/// How a word may be written.
const WRITINGS: &[(u32, Writing)] = &[
    (40, str::to_owned),
    (3, str::to_uppercase),
    (2, |word| word.nfd().collect()),
    (2, |word| format!("{word}\u{301}")),
    (1, |word| format!("{word}\u{200d}")),
    (1, |word| word.chars().flat_map(|c| [c, '\u{ad}']).collect()),
    (1, |word| format!("{word}'да")),
    (1, |word| word.repeat(40)),
    (1, |word| format!("{word}{}", "\u{327}".repeat(30))),
    (1, |word| format!("«{word}»…")),
];

/// The words of the articles of `corpus/jsonl`, in their order.
static WORDS: LazyLock<BTreeMap<Lang, Vec<String>>> = LazyLock::new(|| {
    let mut words: BTreeMap<Lang, Vec<String>> = BTreeMap::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/jsonl");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().path()).collect();
    files.sort();
    for file in files.iter().step_by(8) {
        for line in std::fs::read_to_string(file).unwrap().lines() {
            let article: Article = serde_json::from_str(line).unwrap();
            let lang = Lang::OWN.into_iter().find(|lang| lang.code() == article.lang).unwrap();
            let of_lang = words.entry(lang).or_default();
            let word = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
            of_lang.extend(article.body.split_whitespace().map(word).filter(|w| !w.is_empty()));
        }
    }
    words
});

fn weighted<T: Clone + std::fmt::Debug + 'static>(
    of: &[(u32, T)],
) -> impl Strategy<Value = T> + use<T> {
    let all: Vec<T> =
        of.iter().flat_map(|(n, t)| std::iter::repeat_n(t.clone(), *n as usize)).collect();
    select(all)
}

fn writing() -> impl Strategy<Value = Writing> {
    weighted(WRITINGS)
}

fn text(lang: Lang, words: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    let word = (select(WORDS[&lang].as_slice()), writing(), weighted(BETWEEN));
    let word = word.prop_map(|(word, write, between)| write(&word) + between);
    vec(word, words).prop_map(|words| words.concat())
}

/// An article of `lang`, with empty parts and long ones.
pub fn article(lang: Lang, number: usize) -> impl Strategy<Value = Article> {
    let length = prop_oneof![2 => 0..1usize, 3 => 1..20usize, 4 => 20..90usize, 1 => 300..700usize];
    let part = length.prop_flat_map(move |words| text(lang, words..words + 1));
    let section = (text(lang, 0..4), part.clone());
    let section = section.prop_map(|(heading, text)| Section { heading, text });
    let parts = (text(lang, 1..3), text(lang, 0..12), part, vec(section, 0..5));
    parts.prop_map(move |(title, definition, body, sections)| Article {
        id: number.to_string(),
        lang: lang.code().to_owned(),
        title: format!("{title} 1"),
        definition,
        body,
        sections,
        ..Article::default()
    })
}

/// One clause of a query.
#[derive(Debug, Clone)]
pub enum Clause {
    Word(String),
    Demanded(String),
    Excluded(String),
    Exact(String),
    Title(String),
    Prefix(String),
    Fuzzy(String, u8),
    Phrase(Vec<String>, u8),
}

/// What to search for, and what to give back.
#[derive(Debug, Clone)]
pub struct Query {
    pub clauses: Vec<Clause>,
    pub chars: usize,
    pub count: usize,
}

impl Query {
    /// With the words of phrases apart, as a phrase is searched that no article has.
    pub fn as_words(&self) -> Self {
        let apart = |clause: &Clause| match clause {
            Clause::Phrase(words, _) => words.iter().cloned().map(Clause::Word).collect(),
            other => vec![other.clone()],
        };
        Self { clauses: self.clauses.iter().flat_map(apart).collect(), ..*self }
    }

    /// As one types it.
    pub fn text(&self) -> String {
        let clauses = self.clauses.iter().map(|clause| match clause {
            Clause::Word(word) => word.clone(),
            Clause::Demanded(word) => format!("+{word}"),
            Clause::Excluded(word) => format!("-{word}"),
            Clause::Exact(word) => format!("exact:{word}"),
            Clause::Title(word) => format!("title:{word}"),
            Clause::Prefix(start) => format!("{start}*"),
            Clause::Fuzzy(word, edits) => format!("{word}~{edits}"),
            Clause::Phrase(words, 0) => format!("\"{}\"", words.join(" ")),
            Clause::Phrase(words, slop) => format!("\"{}\"~{slop}", words.join(" ")),
        });
        clauses.collect::<Vec<_>>().join(" ")
    }
}

/// A query with words of the index, some of them changed.
pub fn query(vocabulary: &Vocabulary) -> impl Strategy<Value = Query> + use<> {
    // No word that the query language or the tokenizer would take apart.
    let plain = |word: &&String| {
        let letters = word.chars().count();
        (2..20).contains(&letters)
            && word.chars().all(char::is_alphabetic)
            && !["AND", "OR", "NOT"].contains(&word.as_str())
    };
    let words: Vec<String> = vocabulary.words().filter(plain).cloned().collect();
    let runs: Vec<Vec<String>> =
        vocabulary.runs().filter(|run| run.iter().all(|w| plain(&w))).cloned().collect();
    let word = select(words);
    let run = select(runs);
    let start = (word.clone(), 2..6usize)
        .prop_map(|(word, letters)| word.chars().take(letters).collect::<String>());
    let mistyped = (word.clone(), any::<prop::sample::Index>()).prop_map(|(word, at)| {
        let left_out = at.index(word.chars().count());
        let kept = word.chars().enumerate().filter(|(at, _)| *at != left_out).map(|(_, c)| c);
        kept.collect::<String>()
    });
    let clause = prop_oneof![
        8 => word.clone().prop_map(Clause::Word),
        2 => mistyped.clone().prop_map(Clause::Word),
        1 => word.clone().prop_map(Clause::Demanded),
        1 => word.clone().prop_map(Clause::Excluded),
        2 => word.clone().prop_map(Clause::Exact),
        1 => word.clone().prop_map(Clause::Title),
        2 => start.prop_map(Clause::Prefix),
        2 => (mistyped, 1..3u8).prop_map(|(word, edits)| Clause::Fuzzy(word, edits)),
        4 => (run, select(&[0u8, 0, 1, 3, 12][..])).prop_map(|(run, slop)| Clause::Phrase(run, slop)),
    ];
    let list = vec(word.prop_map(Clause::Word), 1..5);
    let clauses = prop_oneof![2 => vec(clause.clone(), 1..2), 2 => list, 3 => vec(clause, 1..4)];
    let chars = select(&[1, 2, 5, 12, 30, 60, 100, 160, 240, 240, 400][..]);
    let count = option::weighted(0.3, 2..4usize).prop_map(|count| count.unwrap_or(1));
    (clauses, chars, count).prop_map(|(clauses, chars, count)| Query { clauses, chars, count })
}
