//! What every search reads of a segment, opened once: opening it costs more than many look-ups.

use tantivy::columnar::Column;
use tantivy::fastfield::AliveBitSet;
use tantivy::postings::{SegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, SegmentReader, Term};

use super::positions::PositionFiles;
use super::recent::Recent;
use super::topk::Ids;
use crate::index::ArticleReader;
use crate::lang::Lang;

/// A segment with its articles and columns.
pub(super) struct Segment {
    pub(super) reader: SegmentReader,
    pub(super) articles: ArticleReader,
    pub(super) positions: PositionFiles,
    /// What the dictionaries said of terms lately.
    terms: Recent<Field, Option<TermInfo>>,
    langs: Column<u64>,
    dates: Column<i64>,
}

impl Segment {
    pub(super) fn open(reader: &SegmentReader) -> tantivy::Result<Self> {
        let columns = reader.fast_fields();
        Ok(Self {
            articles: ArticleReader::open(reader)?,
            positions: PositionFiles::open(reader)?,
            terms: Recent::default(),
            langs: columns.u64("lang")?,
            dates: columns.i64("date")?,
            reader: reader.clone(),
        })
    }

    /// The language of an article.
    pub(super) fn lang(&self, doc: DocId) -> Lang {
        self.langs.first(doc).and_then(Lang::from_number).unwrap_or(Lang::Other)
    }

    /// The date of an article, in days since 1970.
    pub(super) fn date(&self, doc: DocId) -> Option<i64> {
        self.dates.first(doc)
    }

    /// The id of an article; empty if the segment is damaged there.
    pub(super) fn id(&self, doc: DocId) -> &str {
        self.articles.id(doc).unwrap_or_default()
    }

    /// What the dictionary says of a term; `None` when no article of the segment has it.
    pub(super) fn term_info(&self, term: &Term) -> tantivy::Result<Option<TermInfo>> {
        self.terms.of(term.field(), term.serialized_value_bytes(), || {
            Ok(self.reader.inverted_index(term.field())?.get_term_info(term)?)
        })
    }

    /// The postings of a term; `None` when no article of the segment has it.
    pub(super) fn postings(
        &self,
        term: &Term,
        option: IndexRecordOption,
    ) -> tantivy::Result<Option<SegmentPostings>> {
        let Some(info) = self.term_info(term)? else { return Ok(None) };
        let inverted = self.reader.inverted_index(term.field())?;
        Ok(Some(inverted.read_postings_from_terminfo(&info, option)?))
    }

    /// The articles that are not deleted; `None` when none is.
    pub(super) fn alive(&self) -> Option<&AliveBitSet> {
        self.reader.alive_bitset()
    }
}

impl Ids for Segment {
    fn id_bytes(&self, doc: DocId) -> &[u8] {
        self.articles.id_bytes(doc).unwrap_or_default()
    }
}
