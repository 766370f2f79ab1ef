//! The longest symbol that a text begins with: a trie whose edges are in one hash table.

use super::table::Symbol;
use super::{MAX_SYMBOLS, SYMBOL_BYTES};

/// An edge is one number, so that a step costs one look-up: the node and the letter that it leads
/// from, whether one goes on from the node that it leads to, that node, the symbol that ends there.
const NODE_BITS: u32 = 17;
const LETTER_BITS: u32 = 12;
const SYMBOL_BITS: u32 = 14;
const KEY_AT: u32 = NODE_BITS + SYMBOL_BITS + 1;
const GOES_ON: u64 = 1 << (KEY_AT - 1);
const FREE: u64 = u64::MAX;
const NO_SYMBOL: u64 = (1 << SYMBOL_BITS) - 1;
const _: () = assert!(MAX_SYMBOLS < NO_SYMBOL as usize);

/// Characters that letters are numbered for, those of up to three bytes in UTF-8.
const CHARACTERS: usize = 1 << 16;

/// Symbols by the characters that they are made of.
pub(super) struct Matcher {
    edges: Vec<u64>,
    nodes: u64,
    /// Number of each character; 0 of one that is in no symbol.
    letters: Vec<u16>,
    numbered: u16,
    /// The symbols of single bytes.
    bytes: [u16; 256],
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
        let mut matcher = Self {
            edges: vec![FREE; 1 << 10],
            nodes: 1,
            letters: vec![0; CHARACTERS],
            numbered: 0,
            bytes: [0; 256],
        };
        for (symbol, number) in symbols.iter().zip(0..) {
            matcher.add(*symbol, number);
        }
        matcher
    }

    /// Memory held, in bytes.
    pub(super) fn mem_usage(&self) -> usize {
        self.edges.capacity() * size_of::<u64>() + CHARACTERS * size_of::<u16>()
    }

    fn add(&mut self, symbol: Symbol, number: u16) {
        let padded = symbol.padded();
        let mut rest = padded.get(..symbol.len()).unwrap_or_default();
        if let ([byte], Some(of_byte)) = (rest, self.bytes.get_mut(usize::from(padded[0]))) {
            *of_byte = number;
            debug_assert_eq!(*byte, padded[0]);
        }
        let (mut node, mut last) = (0, None);
        while let Some((character, bytes)) = character(rest) {
            rest = rest.get(bytes..).unwrap_or_default();
            let Some(letter) = self.letter(character) else { return };
            let key = node << LETTER_BITS | letter;
            if let Some(before) = last.and_then(|at: usize| self.edges.get_mut(at)) {
                *before |= GOES_ON;
            }
            let at = match self.find(key) {
                Ok(at) => at,
                Err(_) if self.nodes >> NODE_BITS != 0 => return,
                Err(at) => self.insert(at, key),
            };
            node = self.edges.get(at).map_or(0, |edge| child(*edge));
            last = Some(at);
        }
        if let Some(edge) = last.filter(|_| rest.is_empty()).and_then(|at| self.edges.get_mut(at)) {
            *edge = *edge & !NO_SYMBOL | u64::from(number);
        }
    }

    /// The number of a character, a new one if need be; `None` when all are given away.
    fn letter(&mut self, character: usize) -> Option<u64> {
        let letter = self.letters.get_mut(character)?;
        if *letter == 0 && self.numbered + 1 < 1 << LETTER_BITS {
            self.numbered += 1;
            *letter = self.numbered;
        }
        (*letter > 0).then_some(u64::from(*letter))
    }

    /// Where the edge of `key` is, or else where it may come.
    fn find(&self, key: u64) -> Result<usize, usize> {
        let mask = self.edges.len() - 1;
        // The upper bits of the product depend on all of the key.
        let mut at = (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40) as usize & mask;
        loop {
            match self.edges.get(at) {
                Some(edge) if edge >> KEY_AT == key => return Ok(at),
                Some(&FREE) | None => return Err(at),
                _ => at = (at + 1) & mask,
            }
        }
    }

    /// Adds an edge to a new node, at `at` if the table need not grow; gives where it is.
    fn insert(&mut self, mut at: usize, key: u64) -> usize {
        if self.nodes as usize * 2 > self.edges.len() {
            let doubled = vec![FREE; self.edges.len() * 2];
            for edge in std::mem::replace(&mut self.edges, doubled) {
                if edge != FREE
                    && let Err(at) = self.find(edge >> KEY_AT)
                    && let Some(free) = self.edges.get_mut(at)
                {
                    *free = edge;
                }
            }
            at = self.find(key).unwrap_or_else(|free| free);
        }
        if let Some(free) = self.edges.get_mut(at) {
            *free = key << KEY_AT | self.nodes << SYMBOL_BITS | NO_SYMBOL;
        }
        self.nodes += 1;
        at
    }

    /// The number and length of the longest symbol at the beginning of `text`. Costs a look-up a
    /// character. `None` of an empty text.
    pub(super) fn longest(&self, text: &[u8]) -> Option<(u16, usize)> {
        let first = *text.first()?;
        // A character without a symbol: its first byte has one.
        let mut found = (self.bytes.get(usize::from(first)).copied()?, 1);
        let (mut node, mut at) = (0, 0);
        let text = text.get(..SYMBOL_BYTES).unwrap_or(text);
        while let Some((character, bytes)) = text.get(at..).and_then(character) {
            let letter = self.letters.get(character).copied().unwrap_or_default();
            let Ok(edge) = self.find(node << LETTER_BITS | u64::from(letter)) else { break };
            let edge = self.edges.get(edge).copied().unwrap_or_default();
            (node, at) = (child(edge), at + bytes);
            if edge & NO_SYMBOL != NO_SYMBOL {
                found = ((edge & NO_SYMBOL) as u16, at);
            }
            if edge & GOES_ON == 0 {
                break;
            }
        }
        Some(found)
    }
}

fn child(edge: u64) -> u64 {
    edge >> SYMBOL_BITS & ((1 << NODE_BITS) - 1)
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
