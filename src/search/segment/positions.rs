//! Where a term stands in an article, of which as much is read as is wanted.
//!
//! tantivy gives all positions of a term in a document at once, thousands where a word stands that
//! often in a long article. Its files allow for less: positions are kept as differences, in blocks
//! that are unpacked alone, and what says where a block of documents begins says how many
//! positions stand before it. All is read by tantivy's own readers but for these rows, which it
//! keeps to itself; a test holds the two equal.

use std::io;

use tantivy::directory::{CompositeFile, FileSlice, OwnedBytes};
use tantivy::index::SegmentComponent;
use tantivy::positions::PositionReader;
use tantivy::postings::{BlockSegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, SegmentReader};

/// Documents of a block of postings.
const BLOCK_DOCS: u32 = 128;

/// The row of a block of documents, and where in it the number of its positions stands.
const ROW_BYTES: usize = 12;
const POSITIONS_AT: usize = 6;

/// Bytes of a field's postings before those of its terms.
const POSTINGS_HEADER_BYTES: usize = 8;

/// The files that positions of a segment's terms are read from.
pub(crate) struct PositionFiles {
    postings: CompositeFile,
    positions: CompositeFile,
}

impl PositionFiles {
    /// Opens them. Costs the reading of their tables of fields.
    pub(crate) fn open(segment: &SegmentReader) -> tantivy::Result<Self> {
        let open = |component| -> tantivy::Result<CompositeFile> {
            Ok(CompositeFile::open(&segment.open_read(component)?)?)
        };
        Ok(Self {
            postings: open(SegmentComponent::Postings)?,
            positions: open(SegmentComponent::Positions)?,
        })
    }

    /// The positions of terms of one field, which must be indexed with positions; `None` where no
    /// article of the segment has the field.
    pub(crate) fn of_field(
        &self,
        segment: &SegmentReader,
        field: Field,
    ) -> tantivy::Result<Option<FieldPositions>> {
        let (postings, positions) =
            (self.postings.open_read(field), self.positions.open_read(field));
        let Some((postings, positions)) = postings.zip(positions) else { return Ok(None) };
        let terms = segment.inverted_index(field)?;
        Ok(Some(FieldPositions { terms, postings, positions }))
    }
}

/// The positions of the terms of one field of a segment.
pub(crate) struct FieldPositions {
    terms: std::sync::Arc<tantivy::InvertedIndexReader>,
    postings: FileSlice,
    positions: FileSlice,
}

impl FieldPositions {
    /// The positions of the term of which the dictionary says `info`.
    pub(crate) fn of_term(&self, info: TermInfo) -> io::Result<Positions> {
        let docs =
            self.terms.read_block_postings_from_terminfo(&info, IndexRecordOption::WithFreqs)?;
        let blocks = (info.doc_freq / BLOCK_DOCS) as usize;
        let rows = if blocks == 0 {
            OwnedBytes::empty()
        } else {
            let range = &info.postings_range;
            let header = POSTINGS_HEADER_BYTES;
            let bytes = self.postings.read_bytes_slice(range.start + header..range.end + header)?;
            rows(bytes, blocks)?
        };
        let deltas = PositionReader::open(self.positions.read_bytes_slice(info.positions_range)?)?;
        Ok(Positions { docs, rows, deltas, block: 0, before: 0, next: 0, left: 0, last: 0 })
    }
}

/// The rows of `blocks` blocks at the beginning of a term's postings, behind their length.
fn rows(bytes: OwnedBytes, blocks: usize) -> io::Result<OwnedBytes> {
    let short = || io::Error::new(io::ErrorKind::InvalidData, "postings are cut");
    // A number of seven bits a byte, the last marked by the eighth.
    let length_bytes = bytes.iter().position(|byte| byte & 0x80 != 0).ok_or_else(short)? + 1;
    let end = length_bytes + blocks * ROW_BYTES;
    if end > bytes.len() {
        return Err(short());
    }
    Ok(bytes.slice(length_bytes..end))
}

/// The positions of one term in one field of a segment.
pub(crate) struct Positions {
    docs: BlockSegmentPostings,
    rows: OwnedBytes,
    deltas: PositionReader,
    /// The block of documents looked at, and the number of positions before it.
    block: usize,
    before: u64,
    /// Of the document looked at: the number of the next position among the term's, how many are
    /// left, and the last that was read.
    next: u64,
    left: usize,
    last: u32,
}

impl Positions {
    /// Goes to `doc`, which must not be before the one gone to last, and gives the number of the
    /// term's positions in it.
    pub(crate) fn seek(&mut self, doc: DocId) -> usize {
        let rank = self.docs.rank(doc);
        let at = (rank % BLOCK_DOCS) as usize;
        (self.left, self.last) = (0, 0);
        if self.docs.docs().get(at) != Some(&doc) {
            return 0;
        }
        while self.block < (rank / BLOCK_DOCS) as usize {
            let start = self.block * ROW_BYTES + POSITIONS_AT;
            let number = self.rows.get(start..start + 4).and_then(|number| number.try_into().ok());
            self.before += u64::from(number.map_or(0, u32::from_le_bytes));
            self.block += 1;
        }
        let frequencies = self.docs.freqs();
        let before = frequencies.get(..at).unwrap_or_default().iter().copied().sum::<u32>();
        self.next = self.before + u64::from(before);
        self.left = frequencies.get(at).map_or(0, |count| *count as usize);
        self.left
    }

    /// How many positions in the document were not read yet.
    pub(crate) fn left(&self) -> usize {
        self.left
    }

    /// Appends the next `most` positions in the document, ascending, or all that are left. Costs
    /// no more for those that stand behind.
    pub(crate) fn read(&mut self, most: usize, out: &mut Vec<u32>) {
        let count = most.min(self.left);
        let start = out.len();
        out.resize(start + count, 0);
        let Some(new) = out.get_mut(start..).filter(|new| !new.is_empty()) else { return };
        self.deltas.read(self.next, new);
        for position in new {
            self.last += *position;
            *position = self.last;
        }
        self.next += count as u64;
        self.left -= count;
    }
}

#[cfg(test)]
mod tests {
    use tantivy::Term;
    use tantivy::postings::Postings;
    use tantivy::schema::{Schema, TEXT};
    use tantivy::{DocSet, Index, TERMINATED, TantivyDocument};

    use super::*;

    /// 900 articles; `a` stands in most of them, up to 700 times, `b` in 128, `c` in a few.
    fn segment() -> (SegmentReader, Field) {
        let mut schema = Schema::builder();
        let field = schema.add_text_field("text", TEXT);
        let index = Index::create_in_ram(schema.build());
        let mut writer = index.writer_with_num_threads(1, 50_000_000).unwrap();
        for number in 0..900_usize {
            let mut text = String::new();
            for place in 0..number % 701 {
                text += if place % 3 == 0 { "x " } else { "a " };
            }
            if number % 7 == 0 && number < 896 {
                text += "y b b ";
            }
            if number % 300 == 5 {
                text += "c";
            }
            let mut document = TantivyDocument::new();
            document.add_text(field, text);
            writer.add_document(document).unwrap();
        }
        writer.commit().unwrap();
        let searcher = index.reader().unwrap().searcher();
        assert_eq!(searcher.segment_readers().len(), 1);
        (searcher.segment_reader(0).clone(), field)
    }

    #[test]
    fn all_of_them_are_what_tantivy_reads() {
        let (segment, field) = segment();
        let files = PositionFiles::open(&segment).unwrap();
        let positions = files.of_field(&segment, field).unwrap().unwrap();
        for (word, step) in [("a", 1), ("a", 3), ("a", 400), ("b", 1), ("b", 50), ("c", 1)] {
            let term = Term::from_field_text(field, word);
            let option = IndexRecordOption::WithFreqsAndPositions;
            let inverted = segment.inverted_index(field).unwrap();
            let mut expected = inverted.read_postings(&term, option).unwrap().unwrap();
            let info = inverted.get_term_info(&term).unwrap().unwrap();
            let mut found = positions.of_term(info).unwrap();
            let mut wanted = Vec::new();
            for doc in (0..900).step_by(step) {
                wanted.clear();
                if expected.doc() < doc {
                    expected.seek(doc);
                }
                if expected.doc() == doc {
                    expected.positions(&mut wanted);
                }
                assert_eq!(found.seek(doc), wanted.len(), "{word} {doc}");
                let mut read = Vec::new();
                // In pieces, and not always all.
                found.read(doc as usize % 130, &mut read);
                found.read(200, &mut read);
                assert_eq!(read.len() + found.left(), wanted.len());
                assert_eq!(read, wanted[..read.len()], "{word} {doc}");
                found.read(usize::MAX, &mut read);
                assert_eq!(read, wanted, "{word} {doc}");
            }
            assert_eq!(found.seek(TERMINATED - 1), 0);
        }
    }

    #[test]
    fn cut_rows_are_an_error() {
        assert!(rows(OwnedBytes::new(vec![0x81]), 1).is_err());
        assert!(rows(OwnedBytes::new(vec![1; 30]), 1).is_err());
        assert_eq!(rows(OwnedBytes::new(vec![0x8c; 20]), 1).unwrap().len(), ROW_BYTES);
    }
}
