//! Columns of values.

use tantivy::columnar::{
    ColumnType, ColumnarReader, MergeRowOrder, RowAddr, ShuffleMergeOrder, StackMergeOrder,
    merge_columnar,
};
use tantivy::directory::TerminatingWrite;
use tantivy::index::{Segment, SegmentComponent};
use tantivy::schema::{Schema, Type};
use tantivy::{SegmentReader, TantivyError};

use super::numbers::Numbers;

/// Writes the columns of the merged segment.
pub(super) fn merge(
    segments: &[SegmentReader],
    numbers: &Numbers,
    schema: &Schema,
    target: &Segment,
) -> tantivy::Result<()> {
    let mut columns = Vec::with_capacity(segments.len());
    for segment in segments {
        columns.push(ColumnarReader::open(segment.open_read(SegmentComponent::FastFields)?)?);
    }
    let columns: Vec<&ColumnarReader> = columns.iter().collect();
    let order = if numbers.has_deletes() {
        alive_rows(segments)
    } else {
        MergeRowOrder::Stack(StackMergeOrder::stack(&columns))
    };
    let mut file = target.open_write(SegmentComponent::FastFields)?;
    merge_columnar(&columns, &wanted(schema)?, order, &mut file)?;
    Ok(file.terminate()?)
}

/// The rows of articles that were not deleted, in order.
fn alive_rows(segments: &[SegmentReader]) -> MergeRowOrder {
    let rows = (0..).zip(segments).flat_map(|(segment_ord, segment)| {
        segment.doc_ids_alive().map(move |row_id| RowAddr { segment_ord, row_id })
    });
    let alive =
        |segment: &SegmentReader| segment.alive_bitset().map(|alive| alive.bitset().clone());
    MergeRowOrder::Shuffled(ShuffleMergeOrder {
        new_row_id_to_old_row_id: rows.collect(),
        alive_bitsets: segments.iter().map(alive).collect(),
    })
}

/// The columns that must be there, even empty.
fn wanted(schema: &Schema) -> tantivy::Result<Vec<(String, ColumnType)>> {
    let fields = schema.fields().map(|(_, entry)| entry).filter(|entry| entry.is_fast());
    let typed = fields.map(|entry| {
        let column = match entry.field_type().value_type() {
            Type::Str => ColumnType::Str,
            Type::U64 => ColumnType::U64,
            Type::I64 => ColumnType::I64,
            other => {
                return Err(TantivyError::SchemaError(format!("no column is of type {other:?}")));
            }
        };
        Ok((entry.name().to_owned(), column))
    });
    typed.collect()
}
