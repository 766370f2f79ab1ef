//! Statistics of each language's own articles.
//!
//! A mixed index must rank the articles of one language as an index of that language alone would.
//! Document frequencies are clean by themselves, since terms carry their language; the number of
//! articles and the lengths of fields are counted here, over the articles that are not deleted.
//! (Document frequencies still count deleted articles until their segment is merged.)

use tantivy::fieldnorm::FieldNormReader;
use tantivy::{Searcher, SegmentReader};

use crate::index::{Fields, TextField};
use crate::lang::Lang;

/// Fields that have lengths: the text fields, then the exact forms.
pub(crate) const LENGTHS: usize = TextField::ALL.len() + 1;

/// Place of the exact forms among the lengths.
pub(crate) const EXACT: usize = TextField::ALL.len();

/// Counts of one language.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct LangStats {
    /// Articles.
    pub(crate) articles: u64,
    /// Sum of lengths, by field.
    pub(crate) lengths: [u64; LENGTHS],
    /// Articles that have the field at all.
    pub(crate) with_field: [u64; LENGTHS],
}

impl LangStats {
    /// Average length of a field over the articles that have it.
    pub(crate) fn average_length(&self, field: usize) -> f32 {
        match (self.lengths.get(field), self.with_field.get(field)) {
            (Some(sum), Some(count)) if *count > 0 => *sum as f32 / *count as f32,
            _ => 1.0,
        }
    }
}

/// Counts of every language, by [`Lang::number`].
pub(crate) type Stats = [LangStats; Lang::ALL.len()];

/// The readers of lengths of one segment, in the order of [`LENGTHS`].
pub(crate) fn length_readers(
    segment: &SegmentReader,
    fields: &Fields,
) -> tantivy::Result<Vec<FieldNormReader>> {
    let handles = TextField::ALL.into_iter().map(|field| fields.text(field)).chain([fields.exact]);
    handles.map(|field| segment.get_fieldnorms_reader(field)).collect()
}

/// Counts all articles of `searcher`. Costs one pass over a byte per article and field.
pub(crate) fn collect(searcher: &Searcher, fields: &Fields) -> tantivy::Result<Stats> {
    let mut stats = Stats::default();
    for segment in searcher.segment_readers() {
        let langs = segment.fast_fields().u64("lang")?;
        let readers = length_readers(segment, fields)?;
        for doc in segment.doc_ids_alive() {
            let Some(lang) = langs.first(doc).and_then(Lang::from_number) else {
                continue;
            };
            let Some(counts) = stats.get_mut(lang.number() as usize) else { continue };
            counts.articles += 1;
            for (field, reader) in readers.iter().enumerate() {
                let length = u64::from(reader.fieldnorm(doc));
                if let (Some(sum), Some(with)) =
                    (counts.lengths.get_mut(field), counts.with_field.get_mut(field))
                {
                    *sum += length;
                    *with += u64::from(length > 0);
                }
            }
        }
    }
    Ok(stats)
}
