//! From codes to text.

use std::io;

use super::chunks::Chunk;
use super::table::SymbolTable;
use super::{COPIED_BYTES, SHORT_CODES, SYMBOL_BYTES};
use crate::index::articles::layout::damaged;

/// Codes that are unpacked together: no more bytes than a number of 64 bits has.
const AT_ONCE: usize = 4;

/// The bits of a copy that are of a symbol, by its length.
const OF_SYMBOL: [u128; COPIED_BYTES] = {
    let mut masks = [0; COPIED_BYTES];
    let mut bytes = 1;
    while bytes < COPIED_BYTES {
        masks[bytes] = (1 << (8 * bytes)) - 1;
        bytes += 1;
    }
    masks
};

/// The symbols of a table as they are copied, each with its length in its last byte.
pub(in crate::index::articles) struct Unpacker {
    symbols: Vec<[u8; COPIED_BYTES]>,
}

/// The symbol that a code of these two bytes names, and how many of the two are its.
fn code(first: u8, second: u8) -> (usize, usize) {
    let (first, second) = (usize::from(first), usize::from(second));
    // Both are computed: which it is can't be foretold, and a wrong guess costs more.
    let long = SHORT_CODES.wrapping_add((first.wrapping_sub(SHORT_CODES) << 8) | second);
    let is_long = first >= SHORT_CODES;
    (if is_long { long } else { first }, 1 + usize::from(is_long))
}

impl Unpacker {
    pub(in crate::index::articles) fn new(table: &SymbolTable) -> Self {
        let copied = table.symbols().iter().map(|symbol| {
            let mut copied = symbol.padded();
            copied[SYMBOL_BYTES] = symbol.len() as u8;
            copied
        });
        Self { symbols: copied.collect() }
    }

    /// Memory held, in bytes.
    pub(super) fn mem_usage(&self) -> usize {
        self.symbols.capacity() * COPIED_BYTES
    }

    /// The first `bytes` bytes of what `packed` holds. Fails where there are fewer, or a code is
    /// unknown.
    pub(in crate::index::articles) fn unpack(
        &self,
        packed: &[u8],
        bytes: usize,
    ) -> io::Result<Vec<u8>> {
        // Each symbol is copied with what stands behind it; the next one writes over that.
        let mut out = vec![0; bytes + AT_ONCE * COPIED_BYTES];
        let wrong = || damaged("a block of symbols");
        let (mut from, mut to) = (0, 0);
        while let Some(codes) =
            packed.get(from..).and_then(<[u8]>::first_chunk).filter(|_| to < bytes)
        {
            // Where the next code begins is known sooner than by reading it from memory again.
            let mut codes = u64::from_le_bytes(*codes);
            for _ in 0..AT_ONCE {
                let (code, taken) = code(codes as u8, (codes >> 8) as u8);
                codes >>= 8 * taken;
                from += taken;
                to += self.copy(code, out.get_mut(to..)).ok_or_else(wrong)?;
            }
        }
        while to < bytes {
            let first = *packed.get(from).ok_or_else(wrong)?;
            let second = packed.get(from + 1).copied().unwrap_or_default();
            let (code, taken) = code(first, second);
            from += taken;
            to += self.copy(code, out.get_mut(to..)).ok_or_else(wrong)?;
        }
        if from > packed.len() {
            return Err(damaged("a block of symbols ends inside a code"));
        }
        out.truncate(bytes);
        Ok(out)
    }

    /// Copies the symbol of this code to the beginning of `out`; its length.
    fn copy(&self, code: usize, out: Option<&mut [u8]>) -> Option<usize> {
        let symbol = self.symbols.get(code)?;
        *out?.first_chunk_mut()? = *symbol;
        Some(usize::from(symbol[SYMBOL_BYTES]))
    }

    /// Whether these codes, whose number of bytes is the last one, are the text of `chunk`. Near
    /// the end of a text nothing is.
    pub(super) fn spells(&self, codes: u64, chunk: &Chunk<'_>) -> bool {
        let mut rest = codes.to_le_bytes();
        let mut left = usize::from(std::mem::take(&mut rest[7]));
        let mut rest = u64::from_le_bytes(rest);
        let mut at = 0;
        while left > 0 {
            let (code, taken) = code(rest as u8, (rest >> 8) as u8);
            rest >>= 8 * taken;
            left = left.saturating_sub(taken);
            let text = chunk.text.get(at..).and_then(<[u8]>::first_chunk);
            let (Some(symbol), Some(text)) = (self.symbols.get(code), text) else { return false };
            let bytes = usize::from(symbol[SYMBOL_BYTES]);
            let differ = u128::from_le_bytes(*symbol) ^ u128::from_le_bytes(*text);
            if OF_SYMBOL.get(bytes).is_none_or(|of_symbol| differ & of_symbol != 0) {
                return false;
            }
            at += bytes;
        }
        at == chunk.bytes
    }
}
