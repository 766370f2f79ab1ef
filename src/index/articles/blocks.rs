//! A stream of bytes in blocks that are compressed alone, so that any range of it can be read
//! without what stands before.

use std::cell::RefCell;
use std::io::{self, Write};
use std::ops::Range;
use std::sync::Arc;

use super::cache::Cache;
use super::layout::{self, BLOCK_ROW_BYTES};
use super::part::Part;

/// How blocks are compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Codec {
    /// Unpacks three times as fast as zstd, takes half as much room again.
    Lz4,
    /// zstd at level 1: higher levels bring 2 % for half the speed, dictionaries nothing.
    Zstd,
}

/// A block never grows past this, whatever a damaged table says.
const MAX_BLOCK_BYTES: u64 = 1 << 20;

thread_local! {
    /// Making one costs more than unpacking a block.
    static UNPACKER: RefCell<Option<zstd::bulk::Decompressor<'static>>> =
        const { RefCell::new(None) };
}

impl Codec {
    fn pack(
        self,
        plain: &[u8],
        zstd: &mut Option<zstd::bulk::Compressor<'static>>,
    ) -> io::Result<Vec<u8>> {
        match self {
            Self::Lz4 => Ok(lz4_flex::block::compress(plain)),
            Self::Zstd => {
                let compressor = match zstd {
                    Some(compressor) => compressor,
                    None => zstd.insert(zstd::bulk::Compressor::new(1)?),
                };
                compressor.compress(plain)
            }
        }
    }

    /// Unpacks `packed`, which held `bytes` bytes, into `out`.
    fn unpack(self, packed: &[u8], bytes: usize, out: &mut Vec<u8>) -> io::Result<()> {
        match self {
            Self::Lz4 => {
                out.clear();
                out.resize(bytes, 0);
                let found =
                    lz4_flex::block::decompress_into(packed, out).map_err(io::Error::other)?;
                out.truncate(found);
            }
            Self::Zstd => UNPACKER.with_borrow_mut(|unpacker| {
                let unpacker = match unpacker {
                    Some(unpacker) => unpacker,
                    None => unpacker.insert(zstd::bulk::Decompressor::new()?),
                };
                out.clear();
                out.reserve(bytes);
                unpacker.decompress_to_buffer(packed, out).map(|_| ())
            })?,
        }
        if out.len() == bytes {
            Ok(())
        } else {
            Err(layout::damaged("a block has another length than its table says"))
        }
    }
}

/// Writes a stream as blocks.
pub(super) struct BlocksWriter {
    codec: Codec,
    block_bytes: usize,
    pending: Vec<u8>,
    zstd: Option<zstd::bulk::Compressor<'static>>,
    /// Bytes of the stream that are in blocks, and bytes of these.
    plain: u64,
    packed: u64,
    /// For each block, where it begins in the stream and in the file's part.
    table: Vec<u8>,
}

impl BlocksWriter {
    pub(super) fn new(codec: Codec, block_bytes: usize) -> Self {
        Self {
            codec,
            block_bytes,
            pending: Vec::with_capacity(block_bytes),
            zstd: None,
            plain: 0,
            packed: 0,
            table: Vec::new(),
        }
    }

    /// Bytes of the stream so far: where the next ones will begin.
    pub(super) fn position(&self) -> u64 {
        self.plain + self.pending.len() as u64
    }

    /// Adds bytes; blocks that are full go to `out`.
    pub(super) fn push(&mut self, mut bytes: &[u8], out: &mut impl Write) -> io::Result<()> {
        while !bytes.is_empty() {
            let room = self.block_bytes.saturating_sub(self.pending.len());
            let (now, later) = bytes.split_at(room.min(bytes.len()));
            self.pending.extend_from_slice(now);
            bytes = later;
            if self.pending.len() >= self.block_bytes {
                self.end_block(out)?;
            }
        }
        Ok(())
    }

    fn end_block(&mut self, out: &mut impl Write) -> io::Result<()> {
        if self.pending.is_empty() {
            return Ok(());
        }
        let packed = self.codec.pack(&self.pending, &mut self.zstd)?;
        out.write_all(&packed)?;
        self.add_row(self.pending.len() as u64, packed.len() as u64);
        self.pending.clear();
        Ok(())
    }

    fn add_row(&mut self, plain: u64, packed: u64) {
        self.table.extend_from_slice(&self.plain.to_le_bytes());
        self.table.extend_from_slice(&self.packed.to_le_bytes());
        self.plain += plain;
        self.packed += packed;
    }

    /// Adds all blocks of another stream of the same codec as they are.
    pub(super) fn copy(&mut self, other: &Blocks<'_>, out: &mut impl Write) -> io::Result<()> {
        self.end_block(out)?;
        for block in 0..other.len() {
            let (plain, packed) = other.block(block)?;
            other.packed(&packed, |bytes| out.write_all(bytes))??;
            self.add_row(plain.end - plain.start, packed.end - packed.start);
        }
        Ok(())
    }

    /// Ends the last block and gives the table, with a last row that says where all ends.
    pub(super) fn finish(mut self, out: &mut impl Write) -> io::Result<Vec<u8>> {
        self.end_block(out)?;
        self.add_row(0, 0);
        Ok(self.table)
    }

    /// Memory held, in bytes.
    pub(super) fn mem_usage(&self) -> usize {
        self.pending.capacity() + self.table.capacity()
    }
}

/// A stream of blocks, to read from.
#[derive(Clone, Copy)]
pub(super) struct Blocks<'a> {
    pub(super) codec: Codec,
    /// The blocks, one after the other.
    pub(super) data: &'a Part,
    /// The rows of [`BlocksWriter::finish`].
    pub(super) table: &'a Part,
    pub(super) cache: Option<&'a Cache>,
}

impl Blocks<'_> {
    /// Number of blocks.
    pub(super) fn len(&self) -> usize {
        (self.table.len() / BLOCK_ROW_BYTES).saturating_sub(1)
    }

    /// Where block `at` stands in the stream and in the file's part.
    fn block(&self, at: usize) -> io::Result<(Range<u64>, Range<u64>)> {
        let (plain, packed) = self.row(at)?;
        let (plain_end, packed_end) = self.row(at + 1)?;
        if plain_end < plain || plain_end - plain > MAX_BLOCK_BYTES || packed_end < packed {
            return Err(layout::damaged("a table of blocks goes backwards"));
        }
        Ok((plain..plain_end, packed..packed_end))
    }

    fn row(&self, at: usize) -> io::Result<(u64, u64)> {
        self.table.row(at, BLOCK_ROW_BYTES, layout::pair)
    }

    /// Calls `each` with the bytes of the file's part in `range`.
    fn packed<T>(&self, range: &Range<u64>, each: impl FnOnce(&[u8]) -> T) -> io::Result<T> {
        let at = |byte: u64| usize::try_from(byte).unwrap_or(usize::MAX);
        self.data.with(at(range.start)..at(range.end), each)
    }

    /// The bytes of `range` of the stream. Costs the unpacking of the blocks that it touches.
    pub(super) fn read(&self, range: Range<u64>) -> io::Result<Vec<u8>> {
        let length = usize::try_from(range.end.saturating_sub(range.start))
            .map_err(|_| layout::damaged("a range is too long"))?;
        let mut out = Vec::with_capacity(length.min(MAX_BLOCK_BYTES as usize));
        let mut at = self.block_of(range.start)?;
        while out.len() < length {
            let (plain, packed) = self.block(at)?;
            let bytes = usize::try_from(plain.end - plain.start).unwrap_or(0);
            let unpack = || {
                let mut unpacked = Vec::new();
                self.packed(&packed, |packed| self.codec.unpack(packed, bytes, &mut unpacked))??;
                Ok(unpacked)
            };
            let unpacked = match self.cache {
                Some(cache) => cache.block(at, unpack)?,
                None => Arc::new(unpack()?),
            };
            let from = range.start.saturating_sub(plain.start).min(bytes as u64);
            let to = range.end.saturating_sub(plain.start).min(bytes as u64);
            let piece = unpacked.get(from as usize..to as usize).unwrap_or_default();
            out.extend_from_slice(piece);
            at += 1;
        }
        Ok(out)
    }

    /// The block that byte `position` of the stream is in.
    fn block_of(&self, position: u64) -> io::Result<usize> {
        let mut low;
        let mut high = self.len();
        // Nearly all blocks are full, so that the block is where it would be if all were, or near.
        let bytes = self.row(high)?.0.max(1);
        let guess = u128::from(position) * high as u128 / u128::from(bytes);
        let guess = usize::try_from(guess).unwrap_or(0).min(high.saturating_sub(1));
        let mut step = 1;
        if self.row(guess)?.0 <= position {
            low = guess;
            while low + step < high && self.row(low + step)?.0 <= position {
                low += step;
                step *= 2;
            }
            high = high.min(low + step);
        } else {
            high = guess;
            while high > step && self.row(high - step)?.0 > position {
                high -= step;
                step *= 2;
            }
            low = high.saturating_sub(step);
        }
        while low + 1 < high {
            let middle = usize::midpoint(low, high);
            if self.row(middle)?.0 <= position {
                low = middle;
            } else {
                high = middle;
            }
        }
        Ok(low)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_range_is_read_again() {
        let bytes: Vec<u8> = (0..5_000_u32).flat_map(|i| (i / 3).to_le_bytes()).collect();
        for codec in [Codec::Lz4, Codec::Zstd] {
            let mut data = Vec::new();
            let mut writer = BlocksWriter::new(codec, 1_000);
            for piece in bytes.chunks(777) {
                writer.push(piece, &mut data).unwrap();
            }
            let table = writer.finish(&mut data).unwrap();
            let (data, table) = (Part::from(data), Part::from(table));
            let blocks = Blocks { codec, data: &data, table: &table, cache: None };
            for range in [0..1, 0..20_000, 999..1_001, 3_000..7_500, 19_999..20_000, 5..5] {
                let expected = &bytes[range.start as usize..range.end as usize];
                assert_eq!(blocks.read(range).unwrap(), expected);
            }
            assert!(blocks.read(19_000..20_001).is_err());

            let mut copied = Vec::new();
            let mut writer = BlocksWriter::new(codec, 1_000);
            writer.push(b"before", &mut copied).unwrap();
            writer.copy(&blocks, &mut copied).unwrap();
            let table = writer.finish(&mut copied).unwrap();
            let (copied, table) = (Part::from(copied), Part::from(table));
            let blocks = Blocks { codec, data: &copied, table: &table, cache: None };
            assert_eq!(blocks.read(0..8).unwrap(), [b"before".as_slice(), &bytes[..2]].concat());
            assert_eq!(blocks.read(6..20_006).unwrap(), bytes);
        }
    }

    #[test]
    fn damage_is_an_error() {
        let mut data = Vec::new();
        let mut writer = BlocksWriter::new(Codec::Zstd, 100);
        writer.push(&[7; 450], &mut data).unwrap();
        let table = writer.finish(&mut data).unwrap();
        for at in 0..data.len() {
            let mut rotten = data.clone();
            rotten[at] ^= 0x10;
            let (rotten, table) = (Part::from(rotten), Part::from(table.clone()));
            let blocks = Blocks { codec: Codec::Zstd, data: &rotten, table: &table, cache: None };
            // Whether a flip in a block is noticed is the checksum's affair; it must not panic.
            let _ = blocks.read(0..450);
        }
        for at in 0..table.len() {
            let mut rotten = table.clone();
            rotten[at] ^= 0x80;
            let (data, rotten) = (Part::from(data.clone()), Part::from(rotten));
            let blocks = Blocks { codec: Codec::Zstd, data: &data, table: &rotten, cache: None };
            let _ = blocks.read(0..450);
        }
    }
}
