//! Posting lists of a segment, written with tantivy's serializers.

use std::io::{self, BufWriter, Read, Seek, Write};

use tantivy::DocId;
use tantivy::directory::{CompositeWrite, WritePtr};
use tantivy::index::{Segment, SegmentComponent};
use tantivy::postings::FieldSerializer;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy_common::CountingWriter;

use super::inversion::{FieldWords, by_rank};
use super::vocabulary::Ordered;

/// The dictionary, the postings and the positions of fields: a segment's files, or of one field
/// those that wait until it is their turn.
pub(crate) struct Lists<W = CompositeWrite<WritePtr>>([W; 3]);

impl Lists {
    /// The files of `segment`.
    pub(crate) fn create(segment: &Segment) -> tantivy::Result<Self> {
        use SegmentComponent::{Positions, Postings, Terms};
        let [terms, postings, positions] = [Terms, Postings, Positions]
            .map(|component| segment.open_write(component).map(CompositeWrite::wrap));
        Ok(Self([terms?, postings?, positions?]))
    }

    /// Adds a field, of which `write` writes the terms in order. It has `tokens` in all.
    pub(crate) fn add(
        &mut self,
        field: Field,
        record: IndexRecordOption,
        tokens: u64,
        write: impl FnOnce(&mut FieldSerializer<'_, WritePtr>) -> io::Result<()>,
    ) -> io::Result<()> {
        let [terms, postings, positions] = self.0.each_mut().map(|file| file.for_field(field));
        serialize([terms, postings, positions], record, tokens, write)
    }

    /// Adds a field that was written aside.
    pub(crate) fn append(&mut self, field: Field, lists: Lists<impl Read>) -> io::Result<()> {
        let mut files = self.0.iter_mut().zip(lists.0);
        files.try_for_each(|(file, mut aside)| {
            io::copy(&mut aside, file.for_field(field)).map(|_| ())
        })
    }

    pub(crate) fn close(self) -> io::Result<()> {
        self.0.into_iter().try_for_each(CompositeWrite::close)
    }
}

impl<W: Write> Lists<W> {
    /// A field by itself, in `room`.
    pub(crate) fn aside(
        room: [W; 3],
        record: IndexRecordOption,
        tokens: u64,
        write: impl FnOnce(&mut FieldSerializer<'_, W>) -> io::Result<()>,
    ) -> io::Result<Self> {
        let mut writers = room.map(CountingWriter::wrap);
        serialize(writers.each_mut(), record, tokens, write)?;
        Ok(Self(writers.map(CountingWriter::finish)))
    }
}

impl Lists<Vec<u8>> {
    /// The same, to be read.
    pub(crate) fn as_read(&self) -> Lists<&[u8]> {
        Lists(self.0.each_ref().map(Vec::as_slice))
    }
}

impl<F: Read + Seek + Write> Lists<BufWriter<F>> {
    /// The same, to be read.
    pub(crate) fn into_read(self) -> io::Result<Lists<F>> {
        let [terms, postings, positions] = self.0.map(|writer| {
            let mut file = writer.into_inner()?;
            file.rewind()?;
            Ok::<F, io::Error>(file)
        });
        Ok(Lists([terms?, postings?, positions?]))
    }
}

fn serialize<W: Write>(
    [terms, postings, positions]: [&mut CountingWriter<W>; 3],
    record: IndexRecordOption,
    tokens: u64,
    write: impl FnOnce(&mut FieldSerializer<'_, W>) -> io::Result<()>,
) -> io::Result<()> {
    // Lengths of articles serve tantivy's own scores alone, which nothing here asks for.
    let lengths = None;
    let mut field = FieldSerializer::create(record, tokens, terms, postings, positions, lengths)?;
    write(&mut field)?;
    field.close()
}

/// Writes the terms of a field with their positions.
pub(super) fn write_terms<W: Write>(
    out: &mut FieldSerializer<'_, W>,
    words: &FieldWords,
    terms: &Ordered<'_>,
    rank_of: &[u32],
) -> io::Result<()> {
    let articles = Articles::of(words.starts());
    let mut steps = Vec::new();
    by_rank(words, rank_of, terms.len(), |rank, mut places| {
        out.new_term(terms.name(rank), 0, true)?;
        while let Some(first) = places.first() {
            let (doc, start, end) = articles.at(*first);
            let frequency = places.partition_point(|place| *place < end);
            let (here, behind) = places.split_at(frequency);
            places = behind;
            steps.clear();
            let mut before = start;
            steps.extend(here.iter().map(|place| place - std::mem::replace(&mut before, *place)));
            out.write_doc(doc, here.len() as u32, &steps);
        }
        out.close_term()
    })
}

/// Writes the exact forms of `fields` with their frequencies.
pub(super) fn write_words<W: Write>(
    out: &mut FieldSerializer<'_, W>,
    fields: &[&FieldWords],
    words: &Ordered<'_>,
    rank_of: &[u32],
) -> io::Result<()> {
    by_rank(fields, rank_of, words.len(), |rank, docs| {
        out.new_term(words.name(rank), 0, true)?;
        for same in docs.chunk_by(|a, b| a == b) {
            out.write_doc(same[0], same.len() as u32, &[]);
        }
        out.close_term()
    })
}

/// Finds the article of a place.
struct Articles<'a> {
    starts: &'a [u32],
    /// The article at every `STEP`th place.
    at: Vec<DocId>,
}

const STEP: u32 = 64;

impl<'a> Articles<'a> {
    fn of(starts: &'a [u32]) -> Self {
        let mut at = Vec::new();
        for (doc, bounds) in (0..).zip(starts.windows(2)) {
            while (at.len() as u32).saturating_mul(STEP) < bounds[1] {
                at.push(doc);
            }
        }
        Self { starts, at }
    }

    /// The article at `place`, and where it begins and ends.
    fn at(&self, place: u32) -> (DocId, u32, u32) {
        let step = (place / STEP) as usize;
        let first = self.at[step];
        let last = self.at.get(step + 1).map_or(self.starts.len() - 2, |doc| *doc as usize);
        // The one that begins last at or before the place, empty ones left out.
        let after = &self.starts[first as usize + 1..=last];
        let doc = first as usize + after.partition_point(|start| *start <= place);
        (doc as DocId, self.starts[doc], self.starts[doc + 1])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_has_its_article() {
        let starts = [0, 0, 3, 3, 3, 200, 200, 201, 201];
        let articles = Articles::of(&starts);
        for place in 0..201 {
            let expected = starts.windows(2).position(|b| (b[0]..b[1]).contains(&place)).unwrap();
            let bounds = (starts[expected], starts[expected + 1]);
            assert_eq!(articles.at(place), (expected as DocId, bounds.0, bounds.1), "{place}");
        }
    }
}
