//! The longest symbol that a text begins with: a trie of characters as a double array (Aoe 1989).
//!
//! A node is its number in the array. Its children stand where its base and the letters that lead to
//! them say, and each names it, so that a step is one look-up.

use std::collections::VecDeque;
use std::ops::Range;

use super::table::Symbol;
use super::{MAX_SYMBOLS, SYMBOL_BYTES};

/// Bits of an entry: the node that it is a child of, the base of its own children, its symbol.
const NODE_BITS: u32 = 24;
const SYMBOL_BITS: u32 = 14;
const NODE_MASK: u64 = (1 << NODE_BITS) - 1;
const BASE_AT: u32 = SYMBOL_BITS;
const PARENT_AT: u32 = SYMBOL_BITS + NODE_BITS;
const NO_SYMBOL: u64 = (1 << SYMBOL_BITS) - 1;
const _: () = assert!(MAX_SYMBOLS < NO_SYMBOL as usize);

/// No node has this number.
const NO_NODE: u64 = NODE_MASK;
const FREE: u64 = NO_NODE << PARENT_AT | NO_SYMBOL;

/// The base of a node without children: no letter is 0, so nothing is found from there.
const LEAF: u64 = NODE_MASK;

const ROOT: usize = 0;

/// Letters are numbered up to this.
const MAX_LETTERS: u16 = 1 << 12;

/// Characters that letters are numbered for, those of up to three bytes in UTF-8.
const CHARACTERS: usize = 1 << 16;

/// Symbols by the characters that they are made of.
pub(super) struct Matcher {
    array: Vec<u64>,
    /// Number of each character, from 1; 0 of one that is in no symbol.
    letters: Vec<u16>,
    /// The symbols of single bytes.
    bytes: [u16; 256],
}

/// The letters of a symbol, and zeros behind them.
type Letters = [u16; SYMBOL_BYTES + 1];

/// A node whose children are to be put in the array: the symbols that begin like it, by their places
/// in their order; the number of letters that lead to it; its place in the array.
struct Waiting {
    symbols: Range<usize>,
    depth: usize,
    place: usize,
}

/// The character that a text begins with, and its bytes; `None` of one of four bytes, and of
/// bytes that are none.
pub(super) fn character(text: &[u8]) -> Option<(usize, usize)> {
    let low = |byte: u8| (byte & 0xc0 == 0x80).then_some(usize::from(byte & 0x3f));
    match *text {
        [first, ..] if first < 0x80 => Some((usize::from(first), 1)),
        [first @ 0xc2..0xe0, second, ..] => {
            Some((usize::from(first & 0x1f) << 6 | low(second)?, 2))
        }
        [first @ 0xe0..0xf0, second, third, ..] => {
            let character = usize::from(first & 0x0f) << 12 | low(second)? << 6 | low(third)?;
            // One that has a shorter form is that form's.
            (character >= 0x800).then_some((character, 3))
        }
        _ => None,
    }
}

impl Matcher {
    /// A matcher of `symbols`, which have all single bytes among them.
    pub(super) fn new(symbols: &[Symbol]) -> Self {
        let mut matcher = Self { array: Vec::new(), letters: vec![0; CHARACTERS], bytes: [0; 256] };
        let mut numbered = 0;
        let mut spelled = Vec::with_capacity(symbols.len());
        for (symbol, number) in symbols.iter().zip(0..) {
            let padded = symbol.padded();
            let text = padded.get(..symbol.len()).unwrap_or_default();
            if let ([byte], Some(of_byte)) = (text, matcher.bytes.get_mut(usize::from(padded[0]))) {
                *of_byte = number;
                debug_assert_eq!(*byte, padded[0]);
            }
            spelled.extend(matcher.spell(text, &mut numbered).map(|letters| (letters, number)));
        }
        spelled.sort_unstable();
        matcher.array = array(&spelled);
        matcher
    }

    /// Memory held, in bytes.
    pub(super) fn mem_usage(&self) -> usize {
        self.array.capacity() * size_of::<u64>() + CHARACTERS * size_of::<u16>()
    }

    /// The letters of `text`, new ones numbered; `None` where it is no text, or all numbers are given
    /// away.
    fn spell(&mut self, mut text: &[u8], numbered: &mut u16) -> Option<Letters> {
        let mut letters = [0; SYMBOL_BYTES + 1];
        for place in &mut letters {
            if text.is_empty() {
                break;
            }
            let (character, bytes) = character(text)?;
            let letter = self.letters.get_mut(character)?;
            if *letter == 0 {
                *numbered = numbered.checked_add(1).filter(|number| *number < MAX_LETTERS)?;
                *letter = *numbered;
            }
            *place = *letter;
            text = text.get(bytes..).unwrap_or_default();
        }
        Some(letters)
    }

    /// The number and length of the longest symbol at the beginning of `text`. Costs a look-up a
    /// character. `None` of an empty text.
    pub(super) fn longest(&self, text: &[u8]) -> Option<(u16, usize)> {
        let first = *text.first()?;
        // A character without a symbol: its first byte has one.
        let mut found = (self.bytes.get(usize::from(first)).copied()?, 1);
        let (mut node, mut at) = (ROOT, 0);
        let mut base = self.array.first().map_or(LEAF, |root| base(*root));
        let text = text.get(..SYMBOL_BYTES).unwrap_or(text);
        while let Some((character, bytes)) = text.get(at..).and_then(character) {
            let letter = self.letters.get(character).copied().unwrap_or_default();
            let child = base as usize + usize::from(letter);
            let entry = self.array.get(child).copied().unwrap_or(FREE);
            if entry >> PARENT_AT != node as u64 {
                break;
            }
            (node, at, base) = (child, at + bytes, self::base(entry));
            if entry & NO_SYMBOL != NO_SYMBOL {
                found = ((entry & NO_SYMBOL) as u16, at);
            }
        }
        Some(found)
    }
}

fn base(entry: u64) -> u64 {
    entry >> BASE_AT & NODE_MASK
}

/// The array of these symbols, which ascend: the children of each node where the first gap fits them.
fn array(symbols: &[(Letters, u16)]) -> Vec<u64> {
    let letter = |at: usize, depth: usize| {
        symbols.get(at).and_then(|(letters, _)| letters.get(depth)).copied().unwrap_or_default()
    };
    let mut array = vec![NO_NODE << PARENT_AT | LEAF << BASE_AT | NO_SYMBOL];
    let mut waiting =
        VecDeque::from([Waiting { symbols: 0..symbols.len(), depth: 0, place: ROOT }]);
    let mut children: Vec<(usize, Range<usize>)> = Vec::new();
    let mut first_free = ROOT + 1;
    while let Some(Waiting { symbols: mut rest, depth, place }) = waiting.pop_front() {
        // The symbol that ends here is the first of them.
        if letter(rest.start, depth) == 0 {
            if let (Some(entry), Some((_, number))) =
                (array.get_mut(place), symbols.get(rest.start))
            {
                *entry = *entry & !NO_SYMBOL | u64::from(*number);
            }
            rest.start += 1;
        }
        children.clear();
        while !rest.is_empty() {
            let of = letter(rest.start, depth);
            let end = rest.clone().find(|at| letter(*at, depth) != of).unwrap_or(rest.end);
            children.push((usize::from(of), rest.start..end));
            rest.start = end;
        }
        let Some(((lowest, _), (highest, _))) = children.first().zip(children.last()) else {
            continue;
        };
        let is_free = |place: usize| array.get(place).is_none_or(|entry| *entry == FREE);
        while !is_free(first_free) {
            first_free += 1;
        }
        let fits = |base: &usize| children.iter().all(|(letter, _)| is_free(base + letter));
        let base = (first_free.saturating_sub(*lowest)..).find(fits).unwrap_or_default();
        if base + highest >= array.len() {
            array.resize(base + highest + 1, FREE);
        }
        if let Some(entry) = array.get_mut(place) {
            *entry = *entry & !(NODE_MASK << BASE_AT) | (base as u64) << BASE_AT;
        }
        for (letter, symbols) in &children {
            if let Some(entry) = array.get_mut(base + letter) {
                *entry = (place as u64) << PARENT_AT | LEAF << BASE_AT | NO_SYMBOL;
            }
            let symbols = symbols.clone();
            waiting.push_back(Waiting { symbols, depth: depth + 1, place: base + letter });
        }
    }
    array
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_symbol_is_found() {
        let words = ["п", "по", "посо", "пос", "посол ", "a", "ab", "—", "🕊"];
        let symbols: Vec<Symbol> = (0..=255)
            .map(Symbol::byte)
            .chain(words.iter().filter_map(|word| Symbol::new(word.as_bytes())))
            .collect();
        let matcher = Matcher::new(&symbols);
        let longest = |text: &[u8]| matcher.longest(text).map(|(at, bytes)| (at as usize, bytes));
        assert_eq!(longest("посол".as_bytes()), Some((256 + 2, 8)));
        assert_eq!(longest("посол, посол".as_bytes()), Some((256 + 2, 8)));
        assert_eq!(longest("посол и".as_bytes()), Some((256 + 4, 11)));
        assert_eq!(longest(b"abc"), Some((256 + 6, 2)));
        assert_eq!(longest("—".as_bytes()), Some((256 + 7, 3)));
        // Nothing begins with this letter but its first byte.
        assert_eq!(longest("я".as_bytes()), Some((0xd1, 1)));
        assert_eq!(longest(&[0xd0]), Some((0xd0, 1)));
        assert_eq!(longest("🕊".as_bytes()), Some((0xf0, 1)));
        assert_eq!(longest(&[0xe0, 0x80, 0x80]), Some((0xe0, 1)), "a longer form of 0");
        assert_eq!(longest(b""), None);
    }

    #[test]
    fn many_symbols_are_all_found() {
        let words = (0..6_000_u32).map(|n| format!("{:x}ю{}", n.wrapping_mul(0x9e37_79b9), n % 7));
        let words: Vec<String> = words.collect();
        let symbols = words.iter().filter_map(|word| Symbol::new(word.as_bytes()));
        let symbols: Vec<Symbol> = (0..=255).map(Symbol::byte).chain(symbols).collect();
        let matcher = Matcher::new(&symbols);
        for (word, number) in words.iter().zip(256..) {
            assert_eq!(matcher.longest(word.as_bytes()), Some((number, word.len())), "{word}");
        }
    }
}
