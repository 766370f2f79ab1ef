//! Learning the symbols of texts.
//!
//! A round writes the sample with the symbols at hand and counts these and the pairs that stand
//! together; the symbols of the next round are those, of both, that save most. So they grow from
//! characters to words in a few rounds. Chunks are written once each, times their number.

use rustc_hash::FxHashMap;

use super::matcher::{Matcher, character};
use super::table::{Symbol, SymbolTable};
use super::{MAX_SYMBOLS, chunks};

/// In each, symbols can become twice as long; the last ones only choose.
const ROUNDS: usize = 6;

/// Bytes of a code in the mean, by which a symbol saves less than its length.
const CODE_BYTES: f32 = 1.6;

/// Occurrences from which a pair may become a symbol.
const MIN_PAIRS: u32 = 3;

/// Symbols of which every text can be made.
const BYTES: usize = 256;

/// The table for texts like these. Half a MB costs about 25 ms.
pub(in crate::index::articles) fn train<'a>(
    sample: impl IntoIterator<Item = &'a [u8]>,
) -> SymbolTable {
    let mut counts: FxHashMap<&[u8], u32> = FxHashMap::default();
    for chunk in sample.into_iter().flat_map(chunks::of) {
        *counts.entry(chunk).or_default() += 1;
    }
    let mut counted: Vec<(&[u8], u32)> = counts.into_iter().collect();
    // The same table on each run.
    counted.sort_unstable();

    let mut symbols = characters(&counted);
    for round in 1..=ROUNDS {
        let found = count(&counted, &symbols);
        let grows = round < ROUNDS;
        symbols = best(&symbols, &found, grows);
    }
    let found = count(&counted, &symbols);
    let mut order: Vec<(u32, Symbol)> = found.symbols.into_iter().zip(symbols).collect();
    // Short codes for the frequent ones.
    order.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    SymbolTable::new(order.into_iter().map(|(_, symbol)| symbol).collect())
}

fn bytes() -> impl Iterator<Item = Symbol> {
    (0..=u8::MAX).map(Symbol::byte)
}

/// All bytes, then the characters of several bytes, the most frequent first.
fn characters(counted: &[(&[u8], u32)]) -> Vec<Symbol> {
    let mut characters: FxHashMap<Symbol, u32> = FxHashMap::default();
    for &(mut chunk, times) in counted {
        while !chunk.is_empty() {
            let bytes = character(chunk).map_or(1, |(_, bytes)| bytes);
            let (character, rest) = chunk.split_at(bytes);
            if let Some(symbol) = Symbol::new(character).filter(|_| bytes > 1) {
                *characters.entry(symbol).or_default() += times;
            }
            chunk = rest;
        }
    }
    let mut characters: Vec<(Symbol, u32)> = characters.into_iter().collect();
    characters.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    let characters = characters.into_iter().map(|(symbol, _)| symbol);
    bytes().chain(characters.take(MAX_SYMBOLS / 2)).collect()
}

/// How often symbols stand in a sample, by their numbers, and pairs of them.
struct SymbolCounts {
    symbols: Vec<u32>,
    pairs: FxHashMap<(u16, u16), u32>,
}

fn count(counted: &[(&[u8], u32)], symbols: &[Symbol]) -> SymbolCounts {
    let matcher = Matcher::new(symbols);
    let mut found = SymbolCounts { symbols: vec![0; symbols.len()], pairs: FxHashMap::default() };
    for &(mut chunk, times) in counted {
        let mut before = None;
        while let Some((number, bytes)) = matcher.longest(chunk) {
            if let Some(count) = found.symbols.get_mut(usize::from(number)) {
                *count = count.saturating_add(times);
            }
            if let Some(before) = before {
                let count = found.pairs.entry((before, number)).or_default();
                *count = count.saturating_add(times);
            }
            before = Some(number);
            chunk = chunk.get(bytes..).unwrap_or_default();
        }
    }
    found
}

/// All bytes, and the symbols and, if they may grow, pairs that save most.
fn best(symbols: &[Symbol], found: &SymbolCounts, grows: bool) -> Vec<Symbol> {
    let mut saved: FxHashMap<Symbol, f32> = FxHashMap::default();
    let mut add = |symbol: Symbol, times: u32| {
        let saves = times as f32 * (symbol.len() as f32 - CODE_BYTES);
        // What it takes in the table itself.
        if symbol.len() > 1 && saves > symbol.len() as f32 {
            *saved.entry(symbol).or_default() += saves;
        }
    };
    symbols.iter().zip(&found.symbols).for_each(|(symbol, times)| add(*symbol, *times));
    if grows {
        for ((first, second), times) in found.pairs.iter().filter(|pair| *pair.1 >= MIN_PAIRS) {
            let symbol = |number: &u16| symbols.get(usize::from(*number)).copied();
            if let Some(pair) = symbol(first).zip(symbol(second)).and_then(|(a, b)| a.join(b)) {
                add(pair, *times);
            }
        }
    }
    let mut saved: Vec<(Symbol, f32)> = saved.into_iter().collect();
    saved.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let saved = saved.into_iter().map(|(symbol, _)| symbol);
    bytes().chain(saved.take(MAX_SYMBOLS - BYTES)).collect()
}
