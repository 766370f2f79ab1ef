//! The size of a file and the checksum of each of its blocks.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use xxhash_rust::xxh3::Xxh3;

/// Bytes of a block. What is read is checked by whole blocks, so that a small read from a cold
/// disk costs one of these; Linux reads ahead 128 KiB anyway.
pub(crate) const BLOCK_BYTES: usize = 64 << 10;

/// Hexadecimal digits of a block's checksum.
const DIGITS: usize = 16;

/// Size and checksums (XXH3, 64 bits) of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct Sums {
    /// Size of the file.
    pub(crate) bytes: u64,
    /// Checksum of each block of [`BLOCK_BYTES`], the last of which may be shorter.
    #[serde(serialize_with = "to_hex", deserialize_with = "from_hex")]
    pub(crate) blocks: Vec<u64>,
}

impl Sums {
    /// The sums of `content`.
    #[cfg(test)]
    pub(crate) fn of(content: &[u8]) -> Self {
        Self {
            bytes: content.len() as u64,
            blocks: content.chunks(BLOCK_BYTES).map(xxhash_rust::xxh3::xxh3_64).collect(),
        }
    }

    /// Whether there are as many checksums as the size asks for.
    pub(crate) fn is_consistent(&self) -> bool {
        self.bytes.div_ceil(BLOCK_BYTES as u64) == self.blocks.len() as u64
    }
}

fn to_hex<S: Serializer>(blocks: &[u64], serializer: S) -> Result<S::Ok, S::Error> {
    use std::fmt::Write;
    let mut hex = String::with_capacity(blocks.len() * DIGITS);
    for block in blocks {
        // Writing to a string does not fail.
        let _ = write!(hex, "{block:016x}");
    }
    serializer.serialize_str(&hex)
}

fn from_hex<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u64>, D::Error> {
    let hex = std::borrow::Cow::<str>::deserialize(deserializer)?;
    let digits = hex.as_bytes().chunks(DIGITS);
    digits
        .map(|digits| {
            let digits = std::str::from_utf8(digits).ok().filter(|text| text.len() == DIGITS);
            digits.and_then(|digits| u64::from_str_radix(digits, 16).ok())
        })
        .collect::<Option<_>>()
        .ok_or_else(|| de::Error::custom("expected checksums of 16 hexadecimal digits"))
}

/// Takes the sums of bytes that come in pieces.
pub(crate) struct Summing {
    hasher: Xxh3,
    /// Bytes of the block that is not full.
    filled: usize,
    sums: Sums,
}

impl Summing {
    pub(crate) fn new() -> Self {
        Self { hasher: Xxh3::new(), filled: 0, sums: Sums::default() }
    }

    pub(crate) fn update(&mut self, mut bytes: &[u8]) {
        self.sums.bytes += bytes.len() as u64;
        while !bytes.is_empty() {
            let (now, later) = bytes.split_at((BLOCK_BYTES - self.filled).min(bytes.len()));
            self.hasher.update(now);
            self.filled += now.len();
            if self.filled == BLOCK_BYTES {
                self.end_block();
            }
            bytes = later;
        }
    }

    pub(crate) fn finish(mut self) -> Sums {
        if self.filled > 0 {
            self.end_block();
        }
        self.sums
    }

    fn end_block(&mut self) {
        self.sums.blocks.push(self.hasher.digest());
        self.hasher.reset();
        self.filled = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_and_whole_give_the_same() {
        let content: Vec<u8> = (0..BLOCK_BYTES * 2 + 17).map(|n| (n % 251) as u8).collect();
        for len in [0, 1, BLOCK_BYTES - 1, BLOCK_BYTES, BLOCK_BYTES + 1, content.len()] {
            for piece in [1000, BLOCK_BYTES, content.len()] {
                let mut summing = Summing::new();
                content[..len].chunks(piece).for_each(|piece| summing.update(piece));
                let sums = summing.finish();
                assert_eq!(sums, Sums::of(&content[..len]), "{len} bytes by {piece}");
                assert!(sums.is_consistent());
                let json = serde_json::to_string(&sums).unwrap();
                assert_eq!(serde_json::from_str::<Sums>(&json).unwrap(), sums);
            }
        }
    }

    #[test]
    fn each_block_has_a_checksum() {
        let sums = |bytes, blocks| Sums { bytes, blocks: vec![0; blocks] };
        let block = BLOCK_BYTES as u64;
        for (bytes, blocks) in [(0, 0), (1, 1), (block, 1), (block + 1, 2)] {
            assert!(sums(bytes, blocks).is_consistent(), "{bytes} bytes");
            assert!(!sums(bytes, blocks + 1).is_consistent(), "{bytes} bytes, one too many");
        }
        assert!(!sums(block + 1, 1).is_consistent(), "one too few");
    }
}
