//! A stream of bytes in blocks that are packed alone, so that any range of it can be read without
//! what stands before.

use std::io::{self, Write};
use std::ops::Range;
use std::sync::Arc;

use super::cache::Cache;
use super::layout::{self, BLOCK_ROW_BYTES, BlockRow};
use super::packers::LangPacker;
use super::part::Part;
use super::tables::Tables;

/// A block never grows past this, whatever a damaged table says.
const MAX_BLOCK_BYTES: u64 = 1 << 20;

/// How blocks are packed.
pub(super) enum Packing<'a> {
    /// For what is short and of all kinds.
    Lz4,
    /// For text: by the table of symbols of this number.
    Symbols(u16, &'a mut LangPacker),
}

impl Packing<'_> {
    fn pack(&mut self, plain: &[u8], out: &mut Vec<u8>) {
        match self {
            Self::Lz4 => *out = lz4_flex::block::compress(plain),
            Self::Symbols(_, packer) => packer.pack(plain, out),
        }
    }

    fn table(&self) -> u16 {
        match self {
            Self::Lz4 => 0,
            Self::Symbols(table, _) => *table,
        }
    }
}

/// Writes a stream as blocks.
pub(super) struct BlocksWriter {
    block_bytes: usize,
    pending: Vec<u8>,
    packed_block: Vec<u8>,
    /// Bytes of the stream that are in blocks, and bytes of these.
    plain: u64,
    packed: u64,
    /// For each block, where it begins in the stream and in the file's part.
    table: Vec<u8>,
}

impl BlocksWriter {
    pub(super) fn new(block_bytes: usize) -> Self {
        Self {
            block_bytes,
            pending: Vec::with_capacity(block_bytes),
            packed_block: Vec::new(),
            plain: 0,
            packed: 0,
            table: Vec::new(),
        }
    }

    /// Bytes of the stream so far: where the next ones will begin.
    pub(super) fn position(&self) -> u64 {
        self.plain + self.pending.len() as u64
    }

    /// Adds bytes; blocks that are full go to `out`. All bytes of a block must come with the same
    /// packing: before another, the block is to be ended.
    pub(super) fn push(
        &mut self,
        mut bytes: &[u8],
        packing: &mut Packing<'_>,
        out: &mut impl Write,
    ) -> io::Result<()> {
        while !bytes.is_empty() {
            let room = self.block_bytes.saturating_sub(self.pending.len());
            let (now, later) = bytes.split_at(room.min(bytes.len()));
            self.pending.extend_from_slice(now);
            bytes = later;
            if self.pending.len() >= self.block_bytes {
                self.end_block(packing, out)?;
            }
        }
        Ok(())
    }

    /// Ends the block that is being filled, if any.
    pub(super) fn end_block(
        &mut self,
        packing: &mut Packing<'_>,
        out: &mut impl Write,
    ) -> io::Result<()> {
        if self.pending.is_empty() {
            return Ok(());
        }
        self.packed_block.clear();
        packing.pack(&self.pending, &mut self.packed_block);
        out.write_all(&self.packed_block)?;
        let (plain, packed) = (self.pending.len() as u64, self.packed_block.len() as u64);
        self.add_row(plain, packed, packing.table());
        self.pending.clear();
        Ok(())
    }

    fn add_row(&mut self, plain: u64, packed: u64, table: u16) {
        BlockRow { plain: self.plain, packed: self.packed, table }.write(&mut self.table);
        self.plain += plain;
        self.packed += packed;
    }

    /// Adds all blocks of another stream of the same kind as they are; its tables of symbols now
    /// have these `numbers`. No block may be begun.
    pub(super) fn copy(
        &mut self,
        other: &Blocks<'_>,
        numbers: &[u16],
        out: &mut impl Write,
    ) -> io::Result<()> {
        for at in 0..other.len() {
            let block = other.block(at)?;
            other.packed(&block, |bytes| out.write_all(bytes))??;
            let number = numbers.get(usize::from(block.table)).copied();
            let number = number.ok_or_else(|| layout::damaged("a number of a table of symbols"))?;
            let length = |range: &Range<u64>| range.end - range.start;
            self.add_row(length(&block.plain), length(&block.packed), number);
        }
        Ok(())
    }

    /// The table of the blocks, with a last row that says where all ends. The last block must be
    /// ended.
    pub(super) fn finish(mut self) -> Vec<u8> {
        self.add_row(0, 0, 0);
        self.table
    }

    /// Memory held, in bytes.
    pub(super) fn mem_usage(&self) -> usize {
        self.pending.capacity() + self.packed_block.capacity() + self.table.capacity()
    }
}

/// How blocks are unpacked.
#[derive(Clone, Copy)]
pub(super) enum Unpacking<'a> {
    Lz4,
    Symbols(&'a Tables),
}

/// A stream of blocks, to read from.
#[derive(Clone, Copy)]
pub(super) struct Blocks<'a> {
    pub(super) unpacking: Unpacking<'a>,
    /// The blocks, one after the other.
    pub(super) data: &'a Part,
    /// The rows of [`BlocksWriter::finish`].
    pub(super) table: &'a Part,
    /// The blocks that were unpacked lately.
    pub(super) cache: Option<&'a Cache>,
}

/// Where a block stands.
struct Block {
    plain: Range<u64>,
    packed: Range<u64>,
    table: u16,
}

impl Blocks<'_> {
    /// Number of blocks.
    pub(super) fn len(&self) -> usize {
        (self.table.len() / BLOCK_ROW_BYTES).saturating_sub(1)
    }

    /// Where block `at` stands in the stream and in the file's part.
    fn block(&self, at: usize) -> io::Result<Block> {
        let (row, next) = (self.row(at)?, self.row(at + 1)?);
        let (plain, packed) = (row.plain..next.plain, row.packed..next.packed);
        let is_long = plain.end.saturating_sub(plain.start) > MAX_BLOCK_BYTES;
        if plain.end < plain.start || is_long || packed.end < packed.start {
            return Err(layout::damaged("a table of blocks goes backwards"));
        }
        Ok(Block { plain, packed, table: row.table })
    }

    fn row(&self, at: usize) -> io::Result<BlockRow> {
        self.table.row(at, BLOCK_ROW_BYTES, BlockRow::read)
    }

    /// Calls `each` with the bytes of a block in the file's part.
    fn packed<T>(&self, block: &Block, each: impl FnOnce(&[u8]) -> T) -> io::Result<T> {
        let at = |byte: u64| usize::try_from(byte).unwrap_or(usize::MAX);
        self.data.with(at(block.packed.start)..at(block.packed.end), each)
    }

    /// The bytes of `range` of the stream. Costs the unpacking of the blocks that it touches.
    pub(super) fn read(&self, range: Range<u64>) -> io::Result<Vec<u8>> {
        let length = usize::try_from(range.end.saturating_sub(range.start))
            .map_err(|_| layout::damaged("a range is too long"))?;
        let mut out = Vec::with_capacity(length.min(MAX_BLOCK_BYTES as usize));
        let mut at = self.block_of(range.start)?;
        while out.len() < length {
            let block = self.block(at)?;
            let unpacked = match self.cache {
                Some(cache) => cache.block(at, || self.unpacked(&block))?,
                None => Arc::new(self.unpacked(&block)?),
            };
            let inside = |byte: u64| {
                let byte = byte.clamp(block.plain.start, block.plain.end) - block.plain.start;
                usize::try_from(byte).unwrap_or(0)
            };
            let piece = unpacked.get(inside(range.start)..inside(range.end)).unwrap_or_default();
            out.extend_from_slice(piece);
            at += 1;
        }
        Ok(out)
    }

    fn unpacked(&self, block: &Block) -> io::Result<Vec<u8>> {
        let bytes = usize::try_from(block.plain.end - block.plain.start).unwrap_or(0);
        self.packed(block, |packed| match self.unpacking {
            Unpacking::Lz4 => unpack_lz4(packed, bytes),
            Unpacking::Symbols(tables) => tables.unpacker(block.table)?.unpack(packed, bytes),
        })?
    }

    /// The block that byte `position` of the stream is in.
    fn block_of(&self, position: u64) -> io::Result<usize> {
        let mut low;
        let mut high = self.len();
        // Nearly all blocks are full, so that the block is where it would be if all were, or near.
        let bytes = self.row(high)?.plain.max(1);
        let guess = u128::from(position) * high as u128 / u128::from(bytes);
        let guess = usize::try_from(guess).unwrap_or(0).min(high.saturating_sub(1));
        let mut step = 1;
        if self.row(guess)?.plain <= position {
            low = guess;
            while low + step < high && self.row(low + step)?.plain <= position {
                low += step;
                step *= 2;
            }
            high = high.min(low + step);
        } else {
            high = guess;
            while high > step && self.row(high - step)?.plain > position {
                high -= step;
                step *= 2;
            }
            low = high.saturating_sub(step);
        }
        while low + 1 < high {
            let middle = usize::midpoint(low, high);
            if self.row(middle)?.plain <= position {
                low = middle;
            } else {
                high = middle;
            }
        }
        Ok(low)
    }
}

/// Unpacks `packed`, which held `bytes` bytes.
fn unpack_lz4(packed: &[u8], bytes: usize) -> io::Result<Vec<u8>> {
    let mut out = vec![0; bytes];
    match lz4_flex::block::decompress_into(packed, &mut out) {
        Ok(found) if found == bytes => Ok(out),
        Ok(_) => Err(layout::damaged("a block has another length than its table says")),
        Err(e) => Err(io::Error::other(e)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::packers::Packers;
    use super::*;
    use crate::lang::Lang;

    /// Calls `each` with a packing of each kind and what undoes it, learned from `sample`.
    fn with_kinds(sample: &[u8], each: impl Fn(&mut Packing<'_>, Unpacking<'_>)) {
        each(&mut Packing::Lz4, Unpacking::Lz4);
        let mut packers = Packers::default();
        packers.learn(Lang::Ru, &[sample]).unwrap();
        let packer = packers.get(Lang::Ru).unwrap();
        let tables = Tables::of(&[packer.table()]);
        each(&mut Packing::Symbols(0, packer), Unpacking::Symbols(&tables));
    }

    #[test]
    fn any_range_is_read_again() {
        let bytes: Vec<u8> = (0..5_000_u32).flat_map(|i| (i / 3).to_le_bytes()).collect();
        with_kinds(&bytes, |packing, unpacking| {
            let mut data = Vec::new();
            let mut writer = BlocksWriter::new(1_000);
            for piece in bytes.chunks(777) {
                writer.push(piece, packing, &mut data).unwrap();
            }
            writer.end_block(packing, &mut data).unwrap();
            let table = writer.finish();
            let (data, table) = (Part::from(data), Part::from(table));
            let blocks = Blocks { unpacking, data: &data, table: &table, cache: None };
            for range in [0..1, 0..20_000, 999..1_001, 3_000..7_500, 19_999..20_000, 5..5] {
                let expected = &bytes[range.start as usize..range.end as usize];
                assert_eq!(blocks.read(range).unwrap(), expected);
            }
            assert!(blocks.read(19_000..20_001).is_err());

            let mut copied = Vec::new();
            let mut writer = BlocksWriter::new(1_000);
            writer.push(b"before", packing, &mut copied).unwrap();
            writer.end_block(packing, &mut copied).unwrap();
            writer.copy(&blocks, &[0], &mut copied).unwrap();
            let table = writer.finish();
            let (copied, table) = (Part::from(copied), Part::from(table));
            let blocks = Blocks { unpacking, data: &copied, table: &table, cache: None };
            assert_eq!(blocks.read(0..8).unwrap(), [b"before".as_slice(), &bytes[..2]].concat());
            assert_eq!(blocks.read(6..20_006).unwrap(), bytes);
        });
    }

    #[test]
    fn damage_is_an_error() {
        with_kinds(&[7; 99], |packing, unpacking| {
            let mut data = Vec::new();
            let mut writer = BlocksWriter::new(100);
            writer.push(&[7; 450], packing, &mut data).unwrap();
            writer.end_block(packing, &mut data).unwrap();
            let table = writer.finish();
            for at in 0..data.len() {
                let mut rotten = data.clone();
                rotten[at] ^= 0x10;
                let (rotten, table) = (Part::from(rotten), Part::from(table.clone()));
                let blocks = Blocks { unpacking, data: &rotten, table: &table, cache: None };
                // Whether a flip in a block is noticed is the checksum's affair; it must not panic.
                let _ = blocks.read(0..450);
            }
            for at in 0..table.len() {
                let mut rotten = table.clone();
                rotten[at] ^= 0x80;
                let (data, rotten) = (Part::from(data.clone()), Part::from(rotten));
                let blocks = Blocks { unpacking, data: &data, table: &rotten, cache: None };
                let _ = blocks.read(0..450);
            }
        });
    }
}
