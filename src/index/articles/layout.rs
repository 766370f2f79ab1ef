//! The fixed-width tables of an `.art` file, little-endian.

use std::fmt;
use std::io;
use std::ops::Range;

/// A block's row: where it begins in the stream, and in the file's part; its table of symbols.
pub(super) const BLOCK_ROW_BYTES: usize = 16;

/// Bits of the second number of a block's row that say where it begins; the others are its table.
const PACKED_BITS: u32 = 48;

/// An article's row: where its head, its text, its marks and its id begin.
pub(super) const ARTICLE_ROW_BYTES: usize = 24;

/// A mark's row: position, byte and character.
pub(super) const MARK_ROW_BYTES: usize = 12;

/// Parts of the file in their order: texts, heads, ids, blocks of texts, blocks of heads,
/// articles, tables of symbols, marks, the tables once more.
pub(super) const PARTS: usize = 9;

/// The footer: where each part ends, then the number of the layout.
pub(super) const FOOTER_BYTES: usize = PARTS * 8 + 4;

/// Number of this layout, and of what [`super::record`] makes of an article. A new one leaves this
/// one readable: an upgrade reads the articles of the format before.
const VERSION: u32 = 2;

/// Where an article's pieces begin in their streams and tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ArticleRow {
    pub(super) head: u64,
    pub(super) text: u64,
    /// Number of its first mark.
    pub(super) mark: u32,
    /// First byte of its id.
    pub(super) id: u32,
}

impl ArticleRow {
    pub(super) fn write(self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.head.to_le_bytes());
        out.extend_from_slice(&self.text.to_le_bytes());
        out.extend_from_slice(&self.mark.to_le_bytes());
        out.extend_from_slice(&self.id.to_le_bytes());
    }

    /// The row of these bytes.
    pub(super) fn read(row: &[u8]) -> Option<Self> {
        Some(Self {
            head: u64_at(row, 0)?,
            text: u64_at(row, 8)?,
            mark: u32_at(row, 16)?,
            id: u32_at(row, 20)?,
        })
    }
}

/// Where a block begins in its stream and in the file's part, and the number of its table of
/// symbols, 0 where blocks have none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct BlockRow {
    pub(super) plain: u64,
    pub(super) packed: u64,
    pub(super) table: u16,
}

impl BlockRow {
    pub(super) fn write(self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.plain.to_le_bytes());
        let second = u64::from(self.table) << PACKED_BITS | self.packed;
        out.extend_from_slice(&second.to_le_bytes());
    }

    /// The row of these bytes.
    pub(super) fn read(row: &[u8]) -> Option<Self> {
        let second = u64_at(row, 8)?;
        Some(Self {
            plain: u64_at(row, 0)?,
            packed: second & ((1 << PACKED_BITS) - 1),
            table: (second >> PACKED_BITS) as u16,
        })
    }
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().copied().map(u32::from_le_bytes)
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..)?.first_chunk().copied().map(u64::from_le_bytes)
}

/// Bytes of a stream's blocks, by their table.
pub(super) fn packed_bytes(table: &[u8]) -> u64 {
    let last = table.last_chunk::<BLOCK_ROW_BYTES>();
    last.and_then(|row| BlockRow::read(row)).map_or(0, |row| row.packed)
}

/// Why a file can't be read whose footer has the number of another layout: not damage, where the
/// checksum of the footer is right.
#[derive(Debug)]
pub(crate) struct OtherLayout(u32);

impl OtherLayout {
    /// What an error says of a file, if that is it.
    pub(crate) fn of_io(error: &io::Error) -> Option<&Self> {
        error.get_ref()?.downcast_ref()
    }
}

impl fmt::Display for OtherLayout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "articles are stored in layout {}, this program reads layout {VERSION}", self.0)
    }
}

impl std::error::Error for OtherLayout {}

/// The footer of a file whose parts have these lengths, in their order.
pub(super) fn footer(lengths: [u64; PARTS]) -> Vec<u8> {
    let mut end = 0;
    let ends = lengths.map(|length| {
        end += length;
        end
    });
    let mut out: Vec<u8> = ends.iter().flat_map(|end| end.to_le_bytes()).collect();
    out.extend_from_slice(&VERSION.to_le_bytes());
    out
}

/// Where the parts of a file stand whose footer comes after `body` bytes.
pub(super) fn parts(body: usize, footer: &[u8]) -> io::Result<[Range<usize>; PARTS]> {
    let wrong = || damaged("the footer of an .art file");
    let version = u32_at(footer, PARTS * 8).ok_or_else(wrong)?;
    if version != VERSION {
        return Err(io::Error::new(io::ErrorKind::InvalidData, OtherLayout(version)));
    }
    let mut start = 0;
    let mut parts = [const { 0..0 }; PARTS];
    for (i, part) in parts.iter_mut().enumerate() {
        let end = u64_at(footer, i * 8).and_then(|end| usize::try_from(end).ok());
        let end = end.filter(|end| start <= *end && *end <= body).ok_or_else(wrong)?;
        *part = start..end;
        start = end;
    }
    Ok(parts)
}

/// An error for a file that is not as it was written.
pub(super) fn damaged(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("damaged: {what}"))
}
