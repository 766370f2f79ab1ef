//! Text to measure with: sentences of the sample corpus in an order that never changes.

// Each bench uses its own part of this.
#![allow(dead_code)]

use std::path::{Path, PathBuf};

use demarche::formats::sentence_ends;
use demarche::{Article, Index, IndexOptions, Lang, Progress, Searcher};
use tempfile::TempDir;

/// A generator of numbers that gives the same ones in every run (SplitMix64).
pub struct Random(pub u64);

impl Random {
    /// A number below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) as usize % limit
    }
}

/// The articles of `corpus/jsonl`, in the order of their files.
pub fn articles() -> Vec<Article> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/jsonl");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    let mut articles = Vec::new();
    for file in files {
        let lines = std::fs::read_to_string(file).unwrap();
        articles.extend(lines.lines().map(|line| serde_json::from_str::<Article>(line).unwrap()));
    }
    articles
}

/// All sentences in a language.
pub fn sentences(lang: Lang) -> Vec<String> {
    let mut sentences = Vec::new();
    for article in articles().iter().filter(|article| article.lang == lang.code()) {
        for line in article.parts().flat_map(|(_, text)| text.lines()) {
            let mut start = 0;
            for end in sentence_ends(line) {
                sentences.push(line[start..end].trim().to_owned());
                start = end;
            }
        }
    }
    assert!(sentences.len() > 100, "no sentences in {lang}");
    sentences
}

/// At least `bytes` of running text: shuffled sentences of a language.
pub fn text(lang: Lang, bytes: usize) -> String {
    let sentences = sentences(lang);
    let mut random = Random(u64::from(lang.number()));
    let mut text = String::with_capacity(bytes + 1000);
    while text.len() < bytes {
        text += &sentences[random.below(sentences.len())];
        text.push(if random.below(6) == 0 { '\n' } else { ' ' });
    }
    text
}

/// `count` articles in all languages, as JSON Lines: titles of the corpus and about three kilobytes
/// of shuffled sentences each.
pub fn json_lines(count: usize) -> String {
    let articles = articles();
    let by_lang: Vec<Vec<String>> = Lang::OWN.into_iter().map(sentences).collect();
    let mut random = Random(42);
    let mut lines = String::new();
    for number in 0..count {
        let model = &articles[random.below(articles.len())];
        let lang = Lang::from_tag(&model.lang).unwrap();
        let of_lang = &by_lang[lang.number() as usize];
        let mut body = String::new();
        while body.len() < 3_000 {
            body += &of_lang[random.below(of_lang.len())];
            body.push(' ');
        }
        let article = Article {
            id: format!("{number}.{lang}"),
            lang: model.lang.clone(),
            title: format!("{} {number}", model.title),
            body,
            ..Article::default()
        };
        lines += &serde_json::to_string(&article).unwrap();
        lines.push('\n');
    }
    lines
}

/// A searcher over `count` articles of [`json_lines`]; its folder lives as long as the value.
pub fn searcher(count: usize) -> (TempDir, Searcher) {
    let dir = tempfile::tempdir().unwrap();
    let input = dir.path().join("articles.jsonl");
    std::fs::write(&input, json_lines(count)).unwrap();
    let index = Index::open_or_create(dir.path().join("index")).unwrap();
    index.add(&[input], &IndexOptions::default(), &Progress::default()).unwrap();
    index.optimize().unwrap();
    let searcher = Searcher::open(&index).unwrap();
    (dir, searcher)
}
