//! Text to terms: bytes a second for each language, with a warm memory of words and without one.

mod common;

use demarche::Lang;
use demarche::analysis::Analyzer;
use divan::counter::BytesCount;
use divan::{Bencher, black_box};

const TEXT_BYTES: usize = 1 << 20;

fn main() {
    divan::main();
}

/// As in indexing: one analyzer goes from article to article.
#[divan::bench(args = Lang::SIX)]
fn warm(bencher: Bencher<'_, '_>, lang: Lang) {
    let text = common::text(lang, TEXT_BYTES);
    let mut analyzer = Analyzer::new(lang);
    let mut tokens = 0_usize;
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| {
        analyzer.analyze(black_box(&text), |token| tokens += token.term.len());
        tokens
    });
}

/// Every word for the first time: what the steps of the chain cost.
#[divan::bench(args = Lang::SIX)]
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
#[divan::bench(args = Lang::SIX)]
fn segmentation(bencher: Bencher<'_, '_>, lang: Lang) {
    let text = common::text(lang, TEXT_BYTES);
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| {
        let mut words = 0_usize;
        demarche::analysis::for_each_word(black_box(&text), |_, _| words += 1);
        words
    });
}
