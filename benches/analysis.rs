//! Text to terms: bytes a second for each language, with a warm memory of words and without one.
//!
//! `snowball` is the point of comparison: what tantivy offers for the languages that Snowball has,
//! on the same text in the same run. It remembers no words; `warm` finds all of this text, which
//! has few distinct ones, in its memory, and `cold` begins with none.

mod common;

use std::borrow::Cow;

use demarche::Lang;
use demarche::analysis::Analyzer;
use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use frostem::{Algorithm, Stemmer};
use tantivy::tokenizer::{
    LowerCaser, SimpleTokenizer, TextAnalyzer, Token, TokenFilter, TokenStream, Tokenizer,
};

const TEXT_BYTES: usize = 1 << 20;

fn main() {
    divan::main();
}

/// As in indexing: one analyzer goes from article to article.
#[divan::bench(args = Lang::OWN)]
fn warm(bencher: Bencher<'_, '_>, lang: Lang) {
    let text = common::text(lang, TEXT_BYTES);
    let mut analyzer = Analyzer::new(lang);
    let mut tokens = 0_usize;
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| {
        analyzer.analyze(black_box(&text), |token| tokens += token.term.len());
        tokens
    });
}

/// tantivy's tokenizer and lowercasing, then Snowball.
#[divan::bench(args = [Lang::Tr, Lang::Ru, Lang::Uk, Lang::En])]
fn snowball(bencher: Bencher<'_, '_>, lang: Lang) {
    let text = common::text(lang, TEXT_BYTES);
    let mut analyzer = TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(LowerCaser)
        .filter(Snowball(Stemmer::new(algorithm(lang))))
        .build();
    let mut tokens = 0_usize;
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| {
        let mut stream = analyzer.token_stream(black_box(&text));
        while stream.advance() {
            tokens += stream.token().text.len();
        }
        tokens
    });
}

fn algorithm(lang: Lang) -> Algorithm {
    match lang {
        Lang::Tr => Algorithm::Turkish,
        Lang::Ru => Algorithm::Russian,
        Lang::Uk => Algorithm::Ukrainian,
        Lang::En => Algorithm::English,
        _ => panic!("Snowball has no {lang}"),
    }
}

/// Stems tokens as tantivy's own filter does, which knows fewer languages.
#[derive(Clone)]
struct Snowball(Stemmer);

impl TokenFilter for Snowball {
    type Tokenizer<T: Tokenizer> = Stemmed<T>;

    fn transform<T: Tokenizer>(self, tokenizer: T) -> Stemmed<T> {
        Stemmed { stemmer: self.0, tokenizer }
    }
}

/// A tokenizer and the stemmer of its tokens.
#[derive(Clone)]
struct Stemmed<T> {
    stemmer: Stemmer,
    tokenizer: T,
}

impl<T: Tokenizer> Tokenizer for Stemmed<T> {
    type TokenStream<'a> = StemmedStream<T::TokenStream<'a>>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        StemmedStream { stemmer: self.stemmer, tail: self.tokenizer.token_stream(text) }
    }
}

/// The tokens of a text, stemmed.
struct StemmedStream<T> {
    stemmer: Stemmer,
    tail: T,
}

impl<T: TokenStream> TokenStream for StemmedStream<T> {
    fn advance(&mut self) -> bool {
        if !self.tail.advance() {
            return false;
        }
        let token = self.tail.token_mut();
        match self.stemmer.stem(&token.text) {
            Cow::Owned(stem) => token.text = stem,
            // A borrowed stem is a part of the word.
            Cow::Borrowed(stem) if stem.len() == token.text.len() => {}
            Cow::Borrowed(stem) => token.text = stem.to_owned(),
        }
        true
    }

    fn token(&self) -> &Token {
        self.tail.token()
    }

    fn token_mut(&mut self) -> &mut Token {
        self.tail.token_mut()
    }
}

/// Every word for the first time: what the steps of the chain cost.
#[divan::bench(args = Lang::OWN)]
fn cold(bencher: Bencher<'_, '_>, lang: Lang) {
    let sentences = common::sentences(lang).join(" ");
    bencher
        .counter(BytesCount::of_str(&sentences))
        .with_inputs(|| Analyzer::new(lang))
        .bench_local_values(|mut analyzer| {
            let mut bytes = 0_usize;
            analyzer.analyze(black_box(&sentences), |token| bytes += token.term.len());
            (analyzer, bytes)
        });
}

/// Words alone, without analysis.
#[divan::bench(args = Lang::OWN)]
fn segmentation(bencher: Bencher<'_, '_>, lang: Lang) {
    let text = common::text(lang, TEXT_BYTES);
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| {
        let mut words = 0_usize;
        demarche::analysis::for_each_word(black_box(&text), |_, _| words += 1);
        words
    });
}
