//! The symbols, by their codes, and as bytes.

use std::io;

use super::{COPIED_BYTES, MAX_SYMBOLS, SYMBOL_BYTES};
use crate::index::articles::layout::damaged;

/// A string of 1 to 15 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Symbol {
    /// Its bytes, the first lowest; zeros behind them.
    bytes: u128,
    len: u8,
}

impl Symbol {
    /// The symbol of these bytes; `None` of none or too many.
    pub(super) fn new(bytes: &[u8]) -> Option<Self> {
        let mut padded = [0; COPIED_BYTES];
        let fits = (1..=SYMBOL_BYTES).contains(&bytes.len());
        padded.get_mut(..bytes.len()).filter(|_| fits)?.copy_from_slice(bytes);
        Some(Self { bytes: u128::from_le_bytes(padded), len: bytes.len() as u8 })
    }

    /// One byte.
    pub(super) fn byte(byte: u8) -> Self {
        Self { bytes: u128::from(byte), len: 1 }
    }

    /// This one and `next` behind it, where both fit.
    pub(super) fn join(self, next: Self) -> Option<Self> {
        let len = self.len + next.len;
        let fits = usize::from(len) <= SYMBOL_BYTES;
        fits.then(|| Self { bytes: self.bytes | next.bytes << (8 * u32::from(self.len)), len })
    }

    pub(super) fn len(self) -> usize {
        usize::from(self.len)
    }

    /// Its bytes with zeros behind them.
    pub(super) fn padded(self) -> [u8; COPIED_BYTES] {
        self.bytes.to_le_bytes()
    }
}

/// Symbols; each has its number as its code. Every single byte is among them, so that any text can
/// be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::index::articles) struct SymbolTable {
    symbols: Vec<Symbol>,
}

impl SymbolTable {
    /// A table of these, the most frequent first.
    pub(super) fn new(mut symbols: Vec<Symbol>) -> Self {
        symbols.truncate(MAX_SYMBOLS);
        Self { symbols }
    }

    pub(super) fn symbols(&self) -> &[Symbol] {
        &self.symbols
    }

    /// As bytes: the length of each symbol, then their bytes.
    pub(in crate::index::articles) fn to_bytes(&self) -> io::Result<Vec<u8>> {
        let mut out: Vec<u8> = self.symbols.iter().map(|symbol| symbol.len).collect();
        for symbol in &self.symbols {
            out.extend_from_slice(symbol.padded().get(..symbol.len()).unwrap_or_default());
        }
        let mut packed = (self.symbols.len() as u32).to_le_bytes().to_vec();
        packed.extend_from_slice(&zstd::bulk::compress(&out, zstd::DEFAULT_COMPRESSION_LEVEL)?);
        Ok(packed)
    }

    /// The table of these bytes.
    pub(in crate::index::articles) fn from_bytes(bytes: &[u8]) -> io::Result<Self> {
        let wrong = || damaged("a table of symbols");
        let (count, packed) = bytes.split_first_chunk().ok_or_else(wrong)?;
        let count = u32::from_le_bytes(*count) as usize;
        if count > MAX_SYMBOLS {
            return Err(wrong());
        }
        let plain = zstd::bulk::decompress(packed, count * (SYMBOL_BYTES + 1))?;
        let (lengths, mut rest) = plain.split_at_checked(count).ok_or_else(wrong)?;
        let mut symbols = Vec::with_capacity(count);
        for length in lengths {
            let (symbol, behind) = rest.split_at_checked(usize::from(*length)).ok_or_else(wrong)?;
            symbols.push(Symbol::new(symbol).ok_or_else(wrong)?);
            rest = behind;
        }
        if rest.is_empty() { Ok(Self { symbols }) } else { Err(wrong()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_comes_back_from_its_bytes() {
        let words: [&[u8]; 4] = [b"a", " посол".as_bytes(), &[0, 0xff], &[7; 15]];
        let symbols: Option<Vec<Symbol>> = words.into_iter().map(Symbol::new).collect();
        let table = SymbolTable::new(symbols.unwrap());
        let bytes = table.to_bytes().unwrap();
        assert_eq!(SymbolTable::from_bytes(&bytes).unwrap(), table);
        for at in 0..bytes.len() {
            let mut rotten = bytes.clone();
            rotten[at] ^= 0x40;
            // Whether a flip is noticed is the checksum's affair; it must not panic.
            let _ = SymbolTable::from_bytes(&rotten);
            assert!(SymbolTable::from_bytes(&bytes[..at]).is_err());
        }
    }

    #[test]
    fn symbols_join_up_to_fifteen_bytes() {
        let symbol = |text: &str| Symbol::new(text.as_bytes()).unwrap();
        assert_eq!(symbol("по").join(symbol("сол")), Some(symbol("посол")));
        assert_eq!(symbol("посол").join(symbol("ь ств")), None);
        assert_eq!(symbol(" посол").join(symbol("ьс")), Some(symbol(" посольс")));
        assert_eq!(symbol("12345678901234").join(symbol("5")), Some(symbol("123456789012345")));
        assert_eq!((Symbol::new(b""), Symbol::new(&[1; 16])), (None, None));
    }
}
