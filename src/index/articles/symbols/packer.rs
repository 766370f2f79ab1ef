//! From text to codes.

use super::SHORT_CODES;
use super::chunks::Chunk;
use super::matcher::Matcher;
use super::table::SymbolTable;
use super::unpacker::Unpacker;

/// Pairs of places for the codes of chunks: half a MB a language.
const REMEMBERED: usize = 1 << 15;

/// Bytes of the codes of a chunk that are remembered; behind them stands how many there are.
const CODE_BYTES: usize = 7;

/// Chunks that are looked up together.
const AHEAD: usize = 16;

/// Writes text with the symbols of one table: at each place the longest that fits.
pub(in crate::index::articles) struct Packer {
    matcher: Matcher,
    symbols: Unpacker,
    /// Codes by the hash of their chunk, those used last first; four chunks of five were there
    /// before. The chunks are not kept: codes are compared with the text through their symbols.
    memory: Vec<[u64; 2]>,
}

impl Packer {
    pub(in crate::index::articles) fn new(table: &SymbolTable) -> Self {
        Self {
            matcher: Matcher::new(table.symbols()),
            symbols: Unpacker::new(table),
            memory: vec![[0; 2]; REMEMBERED],
        }
    }

    /// Memory held, in bytes.
    pub(in crate::index::articles) fn mem_usage(&self) -> usize {
        self.matcher.mem_usage()
            + self.symbols.mem_usage()
            + self.memory.capacity() * size_of::<[u64; 2]>()
    }

    /// Appends the codes of `text` to `out`.
    pub(in crate::index::articles) fn pack(&mut self, mut text: &[u8], out: &mut Vec<u8>) {
        let mut ahead = [Chunk::default(); AHEAD];
        while !text.is_empty() {
            // The memory is larger than the nearest caches, and reads that do not depend on each
            // other are waited for at once.
            let mut count = 0;
            let mut touched = 0;
            for place in &mut ahead {
                let chunk = Chunk::first(text);
                if chunk.bytes == 0 {
                    break;
                }
                touched ^= self.memory.get(place_of(&chunk)).map_or(0, |codes| codes[0]);
                *place = chunk;
                count += 1;
                text = chunk.rest();
            }
            std::hint::black_box(touched);
            for chunk in ahead.iter().take(count) {
                self.pack_chunk(chunk, out);
            }
        }
    }

    fn pack_chunk(&mut self, chunk: &Chunk<'_>, out: &mut Vec<u8>) {
        let start = out.len();
        let Some(remembered) = self.memory.get_mut(place_of(chunk)) else { return };
        if !self.symbols.spells(remembered[0], chunk) {
            remembered.swap(0, 1);
            if !self.symbols.spells(remembered[0], chunk) {
                pack_new(&self.matcher, chunk.as_bytes(), out);
                remember(remembered, out.get(start..).unwrap_or_default());
                return;
            }
        }
        let [codes @ .., count] = remembered[0].to_le_bytes();
        out.extend_from_slice(&codes);
        out.truncate(start + usize::from(count));
    }
}

fn place_of(chunk: &Chunk<'_>) -> usize {
    // The upper bits of the hash depend on all of the chunk.
    (chunk.hash >> 40) as usize % REMEMBERED
}

fn pack_new(matcher: &Matcher, mut chunk: &[u8], out: &mut Vec<u8>) {
    while let Some((code, bytes)) = matcher.longest(chunk) {
        match usize::from(code).checked_sub(SHORT_CODES) {
            None => out.push(code as u8),
            Some(long) => out.extend([(SHORT_CODES + (long >> 8)) as u8, long as u8]),
        }
        chunk = chunk.get(bytes..).unwrap_or_default();
    }
}

/// Puts `codes`, if they are few enough, in the place of those used last, which have been swapped
/// with the others.
fn remember(remembered: &mut [u64; 2], codes: &[u8]) {
    remembered.swap(0, 1);
    if codes.len() <= CODE_BYTES {
        let mut padded = [0; CODE_BYTES + 1];
        padded.iter_mut().zip(codes).for_each(|(place, code)| *place = *code);
        padded[CODE_BYTES] = codes.len() as u8;
        *remembered = [u64::from_le_bytes(padded), remembered[0]];
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::train;
    use super::*;

    fn unpacked(table: &SymbolTable, packed: &[u8], bytes: usize) -> std::io::Result<Vec<u8>> {
        Unpacker::new(table).unpack(packed, bytes)
    }

    #[test]
    fn words_that_were_learned_take_a_byte_or_two() {
        let text = "Посол вручил верительные грамоты, посол уехал. The envoy left. ".repeat(40);
        let table = train([text.as_bytes()]);
        let mut packed = Vec::new();
        Packer::new(&table).pack(text.as_bytes(), &mut packed);
        assert_eq!(unpacked(&table, &packed, text.len()).unwrap(), text.as_bytes());
        assert!(packed.len() * 5 < text.len(), "{} of {}", packed.len(), text.len());
        assert_eq!(unpacked(&table, &packed, 14).unwrap(), &text.as_bytes()[..14]);
        assert!(unpacked(&table, &packed, text.len() + 1).is_err());
        assert!(unpacked(&table, &packed[..packed.len() / 2], text.len()).is_err());
    }

    #[test]
    fn codes_that_are_remembered_are_those_that_would_be_found() {
        let text = "Посол уехал, послы уехали. Представительствами? Да-да. ".repeat(9);
        let table = train([text.as_bytes()]);
        let (mut first, mut again) = (Vec::new(), Vec::new());
        let mut packer = Packer::new(&table);
        packer.pack(text.as_bytes(), &mut first);
        packer.pack(text.as_bytes(), &mut again);
        assert_eq!(first, again);
    }

    proptest! {
        #[test]
        fn any_bytes_come_back(
            learned in "[а-яa-z ,.]{0,300}",
            text in proptest::collection::vec(any::<u8>(), 0..300),
            words in "\\PC{0,100}",
        ) {
            let table = train([learned.as_bytes(), b"xx"]);
            let mut packer = Packer::new(&table);
            let mut plain = text;
            plain.extend_from_slice(words.as_bytes());
            plain.extend_from_slice(learned.as_bytes());
            // Once with an empty memory, once with a full one.
            for _ in 0..2 {
                let mut packed = Vec::new();
                packer.pack(&plain, &mut packed);
                prop_assert_eq!(&unpacked(&table, &packed, plain.len()).unwrap(), &plain);
            }
        }

        #[test]
        fn any_codes_are_text_or_an_error(packed in proptest::collection::vec(any::<u8>(), 0..99)) {
            let table = train([b"the envoy of the envoy".as_slice()]);
            let _ = unpacked(&table, &packed, 50);
        }
    }
}
