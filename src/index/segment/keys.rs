//! Fields whose values are terms as they are: ids, languages, categories.

use std::io::{self, Write};

use tantivy::DocId;
use tantivy::postings::FieldSerializer;
use tantivy::schema::Field;

use crate::index::document::FieldValue;

/// Values of such fields, in the order of articles.
#[derive(Default)]
pub(super) struct Keys {
    bytes: Vec<u8>,
    values: Vec<Key>,
}

struct Key {
    field: Field,
    doc: DocId,
    from: usize,
    len: usize,
}

impl Keys {
    /// Adds a value as the dictionaries have it.
    pub(super) fn add(&mut self, doc: DocId, field: Field, value: &FieldValue) {
        let from = self.bytes.len();
        match value {
            FieldValue::Text(text) => self.bytes.extend_from_slice(text.as_bytes()),
            FieldValue::Number(number) => self.bytes.extend_from_slice(&number.to_be_bytes()),
            // No such field is looked up by value.
            FieldValue::Signed(_) => return,
        }
        self.values.push(Key { field, doc, from, len: self.bytes.len() - from });
    }

    /// Sorts values by field, term and article, and gives them by field.
    pub(super) fn by_field(&mut self) -> impl Iterator<Item = (Field, FieldKeys<'_>)> {
        let bytes = self.bytes.as_slice();
        self.values.sort_unstable_by(|a, b| {
            (a.field, a.of(bytes), a.doc).cmp(&(b.field, b.of(bytes), b.doc))
        });
        let fields = self.values.chunk_by(|a, b| a.field == b.field);
        fields.map(move |values| (values[0].field, FieldKeys { bytes, values }))
    }

    /// Bytes held.
    pub(super) fn mem_usage(&self) -> usize {
        self.bytes.len() + self.values.len() * size_of::<Key>()
    }
}

impl Key {
    fn of<'a>(&self, bytes: &'a [u8]) -> &'a [u8] {
        &bytes[self.from..][..self.len]
    }
}

/// Values of one field, in order.
pub(super) struct FieldKeys<'a> {
    bytes: &'a [u8],
    values: &'a [Key],
}

impl FieldKeys<'_> {
    /// How many values there are.
    pub(super) fn len(&self) -> u64 {
        self.values.len() as u64
    }

    /// Writes the terms with their articles.
    pub(super) fn write<W: Write>(&self, out: &mut FieldSerializer<'_, W>) -> io::Result<()> {
        for same in self.values.chunk_by(|a, b| a.of(self.bytes) == b.of(self.bytes)) {
            out.new_term_without_freq(same[0].of(self.bytes))?;
            for once in same.chunk_by(|a, b| a.doc == b.doc) {
                out.write_doc(once[0].doc, 0, &[]);
            }
            out.close_term()?;
        }
        Ok(())
    }
}
