//! Merging segments into one.
//!
//! The files are tantivy's, as are those of new segments, and so is most of what reads and writes
//! them. Its own merge opens a cursor for each term and segment and goes through all of it on one
//! thread; most lists are of a few articles, so that opening costs more than reading. Here a field's
//! lists are read from end to end ([`lists`]), and two threads share the fields and the rest.

mod columns;
mod field;
mod lists;
mod numbers;
mod terms;

#[cfg(test)]
mod tests;

use std::io::BufWriter;
use std::path::Path;
use std::thread;

use tantivy::fieldnorm::FieldNormsSerializer;
use tantivy::index::{Segment, SegmentComponent, SegmentMeta};
use tantivy::schema::Field;
use tantivy::{SegmentReader, TantivyDocument, TantivyError};
use tempfile::SpooledTempFile;

use self::field::MergedField;
use self::numbers::Numbers;
use super::articles;
use super::schema::Fields;
use super::segment::{Lists, create_store, described};

/// Bytes of a file of exact forms that wait in memory until it is their turn; more wait on disk.
const WAITING_BYTES: usize = 4 << 20;

/// Merges `segments` of `index`, which lies in `dir`, by `threads` threads, two at most. Articles
/// keep their order, deleted ones are left out. The index knows nothing of the new segment yet.
pub(super) fn merge(
    index: &tantivy::Index,
    dir: &Path,
    fields: &Fields,
    segments: &[SegmentMeta],
    threads: usize,
) -> tantivy::Result<SegmentMeta> {
    let open = |meta: &SegmentMeta| SegmentReader::open(&index.segment(meta.clone()));
    let sources: Vec<SegmentReader> = segments.iter().map(open).collect::<tantivy::Result<_>>()?;
    let numbers = Numbers::of(&sources);
    let target = index.new_segment();
    let merge = Merge { dir, fields, sources: &sources, numbers: &numbers, target: &target };
    if threads > 1 {
        thread::scope(|scope| {
            let rest = scope.spawn(|| merge.exact_and_rest());
            let lists = merge.lists()?;
            let exact = rest.join().unwrap_or_else(|_| {
                Err(TantivyError::SystemError("merging exact forms panicked".to_owned()))
            })?;
            merge.close(lists, exact)
        })?;
    } else {
        let lists = merge.lists()?;
        merge.close(lists, merge.exact_and_rest()?)?;
    }
    drop(sources);
    Ok(described(target, numbers.count()))
}

/// Lists that wait until it is their turn.
type Waiting = Lists<BufWriter<SpooledTempFile>>;

/// One merge.
struct Merge<'a> {
    dir: &'a Path,
    fields: &'a Fields,
    sources: &'a [SegmentReader],
    numbers: &'a Numbers,
    target: &'a Segment,
}

impl Merge<'_> {
    /// All fields but the exact forms, which are about as much again.
    fn lists(&self) -> tantivy::Result<Lists> {
        let mut lists = Lists::create(self.target)?;
        for (field, entry) in self.fields.schema.fields() {
            if !entry.is_indexed() || field == self.fields.exact {
                continue;
            }
            if let Some(merged) = self.field(field)? {
                lists.add(field, merged.record(), merged.tokens(), |out| merged.write(out))?;
            }
        }
        Ok(lists)
    }

    /// Everything else; gives the exact forms' lists.
    fn exact_and_rest(&self) -> tantivy::Result<Option<Waiting>> {
        let room = [(); 3]
            .map(|()| BufWriter::new(tempfile::spooled_tempfile_in(WAITING_BYTES, self.dir)));
        let exact = self.field(self.fields.exact)?;
        let exact = exact.map(|merged| {
            Lists::aside(room, merged.record(), merged.tokens(), |out| merged.write(out))
        });
        let exact = exact.transpose()?;
        articles::merge(self.sources, self.target)?;
        columns::merge(self.sources, self.numbers, &self.fields.schema, self.target)?;
        self.lengths()?;
        self.store()?;
        Ok(exact)
    }

    fn close(&self, mut lists: Lists, exact: Option<Waiting>) -> tantivy::Result<()> {
        if let Some(exact) = exact {
            lists.append(self.fields.exact, exact.into_read()?)?;
        }
        Ok(lists.close()?)
    }

    fn field(&self, field: Field) -> tantivy::Result<Option<MergedField<'_>>> {
        MergedField::open(self.sources, self.numbers, field, &self.fields.schema)
    }

    /// Lengths of articles, a byte each.
    fn lengths(&self) -> tantivy::Result<()> {
        let file = self.target.open_write(SegmentComponent::FieldNorms)?;
        let mut lengths = FieldNormsSerializer::from_write(file)?;
        let mut of_field = Vec::new();
        for (field, entry) in self.fields.schema.fields() {
            if !(entry.is_indexed() && entry.has_fieldnorms()) {
                continue;
            }
            of_field.clear();
            for source in self.sources {
                let read = source.get_fieldnorms_reader(field)?;
                of_field.extend(source.doc_ids_alive().map(|doc| read.fieldnorm_id(doc)));
            }
            lengths.serialize_field(field, &of_field)?;
        }
        Ok(lengths.close()?)
    }

    fn store(&self) -> tantivy::Result<()> {
        let mut store = create_store(self.target)?;
        let nothing = TantivyDocument::default();
        let schema = &self.fields.schema;
        (0..self.numbers.count()).try_for_each(|_| store.store(&nothing, schema))?;
        Ok(store.close()?)
    }
}
