//! The lists of one field of one segment, read in the order of its terms.
//!
//! Nearly all lists are of fewer articles than tantivy packs into a block. Those are numbers of
//! seven bits a byte, the last byte of each marked by the eighth bit, and are read here; longer ones
//! are read by tantivy's cursors, block by block.

use std::io;
use std::ops::Range;
use std::sync::Arc;

use tantivy::directory::{CompositeFile, FileSlice, OwnedBytes};
use tantivy::index::SegmentComponent;
use tantivy::positions::PositionReader;
use tantivy::postings::TermInfo;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, HasLen, InvertedIndexReader, SegmentReader};

use super::numbers::OfSegment;

/// Articles of a block of postings, and positions of a block of those.
const BLOCK: usize = 128;

/// Bytes of a field's postings before those of its terms.
const POSTINGS_HEADER_BYTES: usize = 8;

/// Where positions have no packed blocks they begin with this number of them.
const NO_BLOCKS: u8 = 0x80;

/// Bytes that are read at once.
const WINDOW_BYTES: usize = 256 << 10;

/// The lists of a field of a segment.
pub(super) struct FieldLists<'a> {
    inverted: Arc<InvertedIndexReader>,
    record: IndexRecordOption,
    numbers: &'a OfSegment,
    postings: Window,
    /// Where the field has positions.
    positions: Option<Window>,
    docs: Vec<DocId>,
    frequencies: Vec<u32>,
    deltas: Vec<u32>,
}

impl<'a> FieldLists<'a> {
    /// Opens the lists of `field`; `None` where no article of the segment has it.
    pub(super) fn open(
        segment: &SegmentReader,
        numbers: &'a OfSegment,
        field: Field,
        record: IndexRecordOption,
    ) -> tantivy::Result<Option<Self>> {
        let window = |component| -> tantivy::Result<Option<Window>> {
            let file = CompositeFile::open(&segment.open_read(component)?)?;
            Ok(file.open_read(field).map(Window::of))
        };
        let Some(mut postings) = window(SegmentComponent::Postings)? else { return Ok(None) };
        postings.file = postings.file.slice_from(POSTINGS_HEADER_BYTES);
        let positions = match record.has_positions() {
            true => Some(window(SegmentComponent::Positions)?.ok_or_else(cut)?),
            false => None,
        };
        let inverted = segment.inverted_index(field)?;
        let (docs, frequencies, deltas) = Default::default();
        Ok(Some(Self { inverted, record, numbers, postings, positions, docs, frequencies, deltas }))
    }

    pub(super) fn inverted(&self) -> &Arc<InvertedIndexReader> {
        &self.inverted
    }

    /// Gives `each` the new number, the frequency and the differences of positions of each article
    /// in the list of which the dictionary says `info`; zero and none where the field has none.
    pub(super) fn for_each(
        &mut self,
        info: &TermInfo,
        mut each: impl FnMut(DocId, u32, &[u32]) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut positions = match &mut self.positions {
            Some(positions) => Some(Deltas::of(positions.read(info.positions_range.clone())?)?),
            None => None,
        };
        if (info.doc_freq as usize) < BLOCK {
            self.read_short(info)?;
            return self.give(positions.as_mut(), &mut each);
        }
        let option = IndexRecordOption::WithFreqs;
        let mut blocks = self.inverted.read_block_postings_from_terminfo(info, option)?;
        while !blocks.docs().is_empty() {
            self.docs.clear();
            self.docs.extend_from_slice(blocks.docs());
            self.frequencies.clear();
            self.frequencies.extend_from_slice(blocks.freqs());
            self.give(positions.as_mut(), &mut each)?;
            blocks.advance();
        }
        Ok(())
    }

    /// Reads a list of less than a block.
    fn read_short(&mut self, info: &TermInfo) -> io::Result<()> {
        let bytes = self.postings.read(info.postings_range.clone())?;
        let mut numbers = Varints(&bytes);
        self.docs.clear();
        let mut doc = 0;
        for _ in 0..info.doc_freq {
            doc += numbers.next()?;
            self.docs.push(doc);
        }
        self.frequencies.clear();
        if self.record.has_freq() {
            numbers.read(info.doc_freq as usize, &mut self.frequencies)?;
        }
        Ok(())
    }

    /// Gives on the articles that were read last.
    fn give(
        &mut self,
        positions: Option<&mut Deltas>,
        each: &mut impl FnMut(DocId, u32, &[u32]) -> io::Result<()>,
    ) -> io::Result<()> {
        self.deltas.clear();
        if let Some(positions) = positions {
            let count = self.frequencies.iter().map(|count| *count as usize).sum();
            positions.read(count, &mut self.deltas)?;
        }
        let mut deltas = self.deltas.as_slice();
        for (at, doc) in self.docs.iter().enumerate() {
            let frequency = self.frequencies.get(at).copied().unwrap_or(0);
            let (here, behind) = deltas.split_at(deltas.len().min(frequency as usize));
            deltas = behind;
            if let Some(number) = self.numbers.of(*doc) {
                each(number, frequency, here)?;
            }
        }
        Ok(())
    }
}

/// The positions of a term, each as the difference to the one before in the article.
enum Deltas {
    Short { bytes: OwnedBytes, at: usize },
    Long { reader: Box<PositionReader>, next: u64 },
}

impl Deltas {
    fn of(bytes: OwnedBytes) -> io::Result<Self> {
        if bytes.first() == Some(&NO_BLOCKS) {
            return Ok(Self::Short { bytes, at: 1 });
        }
        Ok(Self::Long { reader: Box::new(PositionReader::open(bytes)?), next: 0 })
    }

    /// Appends the next `count`.
    fn read(&mut self, count: usize, out: &mut Vec<u32>) -> io::Result<()> {
        match self {
            Self::Short { bytes, at } => {
                let mut numbers = Varints(&bytes[*at..]);
                numbers.read(count, out)?;
                *at = bytes.len() - numbers.0.len();
            }
            Self::Long { reader, next } => {
                let start = out.len();
                out.resize(start + count, 0);
                reader.read(*next, &mut out[start..]);
                *next += count as u64;
            }
        }
        Ok(())
    }
}

fn cut() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "a list is cut")
}

/// Numbers of seven bits a byte.
struct Varints<'a>(&'a [u8]);

impl Varints<'_> {
    fn next(&mut self) -> io::Result<u32> {
        let (mut number, mut shift) = (0, 0);
        while let Some((byte, behind)) = self.0.split_first() {
            self.0 = behind;
            number |= u32::from(byte & 0x7f) << shift;
            if byte & 0x80 != 0 {
                return Ok(number);
            }
            shift += 7;
            if shift > 28 {
                break;
            }
        }
        Err(cut())
    }

    fn read(&mut self, count: usize, out: &mut Vec<u32>) -> io::Result<()> {
        for _ in 0..count {
            out.push(self.next()?);
        }
        Ok(())
    }
}

/// A file of which ranges are read in order, so that each part of it is read once.
struct Window {
    file: FileSlice,
    /// Where it begins in the file.
    start: usize,
    bytes: OwnedBytes,
}

impl Window {
    fn of(file: FileSlice) -> Self {
        Self { file, start: 0, bytes: OwnedBytes::empty() }
    }

    fn read(&mut self, range: Range<usize>) -> io::Result<OwnedBytes> {
        if range.start < self.start || range.end > self.start + self.bytes.len() {
            let end = range.end.max(range.start + WINDOW_BYTES).min(self.file.len());
            if range.end > end {
                return Err(cut());
            }
            self.bytes = self.file.read_bytes_slice(range.start..end)?;
            self.start = range.start;
        }
        Ok(self.bytes.slice(range.start - self.start..range.end - self.start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_of_seven_bits_a_byte() {
        let mut numbers = Varints(&[0x80, 0xff, 0x00, 0x81, 0x7f, 0x7f, 0x7f, 0x7f, 0x8f, 0x01]);
        let mut read = Vec::new();
        numbers.read(4, &mut read).unwrap();
        assert_eq!(read, [0, 127, 128, u32::MAX]);
        assert!(numbers.next().is_err());
        assert!(Varints(&[0x7f, 0x7f, 0x7f, 0x7f, 0x7f, 0x81]).next().is_err(), "too long");
    }

    #[test]
    fn every_range_is_that_of_the_file() {
        let content: Vec<u8> = (0..WINDOW_BYTES * 3).map(|n| (n % 251) as u8).collect();
        let mut window = Window::of(FileSlice::from(content.clone()));
        let lengths = [0, 1, 7, 1000, WINDOW_BYTES - 1, WINDOW_BYTES + 9, 5];
        let mut at = 0;
        for length in lengths {
            assert_eq!(*window.read(at..at + length).unwrap(), content[at..at + length]);
            // Some are left out.
            at += length + length / 3;
        }
        assert_eq!(
            *window.read(content.len() - 2..content.len()).unwrap(),
            content[content.len() - 2..]
        );
        assert!(window.read(content.len() - 2..content.len() + 1).is_err());
    }
}
