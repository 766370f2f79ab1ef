//! One field of all segments as one.

use std::io::{self, Write};
use std::sync::Arc;

use tantivy::SegmentReader;
use tantivy::postings::FieldSerializer;
use tantivy::schema::{Field, IndexRecordOption, Schema};

use super::lists::FieldLists;
use super::numbers::Numbers;
use super::terms::Terms;

/// A field that some of the segments have.
pub(super) struct MergedField<'a> {
    record: IndexRecordOption,
    lists: Vec<FieldLists<'a>>,
}

impl<'a> MergedField<'a> {
    /// `None` where no segment has the field.
    pub(super) fn open(
        segments: &[SegmentReader],
        numbers: &'a Numbers,
        field: Field,
        schema: &Schema,
    ) -> tantivy::Result<Option<Self>> {
        let entry = schema.get_field_entry(field);
        let Some(record) = entry.field_type().get_index_record_option() else { return Ok(None) };
        let mut lists = Vec::with_capacity(segments.len());
        for (at, segment) in segments.iter().enumerate() {
            lists.extend(FieldLists::open(segment, numbers.of_segment(at), field, record)?);
        }
        Ok((!lists.is_empty()).then_some(Self { record, lists }))
    }

    pub(super) fn record(&self) -> IndexRecordOption {
        self.record
    }

    /// Its words, those of deleted articles included: nothing is reckoned with them here.
    pub(super) fn tokens(&self) -> u64 {
        self.lists.iter().map(|lists| lists.inverted().total_num_tokens()).sum()
    }

    /// Writes the terms of which some article is left, with their lists.
    pub(super) fn write<W: Write>(mut self, out: &mut FieldSerializer<'_, W>) -> io::Result<()> {
        let inverted: Vec<_> =
            self.lists.iter().map(|lists| Arc::clone(lists.inverted())).collect();
        let mut terms = Terms::of(inverted.iter().map(|inverted| inverted.terms()))?;
        while let Some((term, found)) = terms.next() {
            let mut is_open = false;
            for (at, info) in found {
                self.lists[*at].for_each(info, |doc, frequency, deltas| {
                    if !is_open {
                        out.new_term(term, 0, true)?;
                        is_open = true;
                    }
                    out.write_doc(doc, frequency, deltas);
                    Ok(())
                })?;
            }
            if is_open {
                out.close_term()?;
            }
        }
        Ok(())
    }
}
