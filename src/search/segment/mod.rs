//! What every search reads of a segment, opened once: opening it costs more than many look-ups.

pub(crate) mod positions;
mod recent;
pub(crate) mod stats;

use tantivy::columnar::Column;
use tantivy::fastfield::AliveBitSet;
use tantivy::postings::{SegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

use self::positions::PositionFiles;
pub(crate) use self::recent::Recent;
use crate::index::{ArticleReader, Fields};
use crate::lang::Lang;

/// A segment with its articles and columns.
pub(crate) struct Segment {
    pub(crate) reader: SegmentReader,
    pub(crate) articles: ArticleReader,
    pub(crate) positions: PositionFiles,
    /// What the dictionaries said of terms lately.
    terms: Recent<Field, Option<TermInfo>>,
    langs: Column<u64>,
    dates: Column<i64>,
}

impl Segment {
    pub(crate) fn open(reader: &SegmentReader) -> tantivy::Result<Self> {
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
    pub(crate) fn lang(&self, doc: DocId) -> Lang {
        self.langs.first(doc).and_then(Lang::from_number).unwrap_or(Lang::Other)
    }

    /// The date of an article, in days since 1970.
    pub(crate) fn date(&self, doc: DocId) -> Option<i64> {
        self.dates.first(doc)
    }

    /// The id of an article; empty if the segment is damaged there.
    pub(crate) fn id(&self, doc: DocId) -> &str {
        self.articles.id(doc).unwrap_or_default()
    }

    /// What the dictionary says of a term; `None` when no article of the segment has it.
    pub(crate) fn term_info(&self, term: &Term) -> tantivy::Result<Option<TermInfo>> {
        self.terms.of(term.field(), term.serialized_value_bytes(), || {
            Ok(self.reader.inverted_index(term.field())?.get_term_info(term)?)
        })
    }

    /// The postings of a term; `None` when no article of the segment has it.
    pub(crate) fn postings(
        &self,
        term: &Term,
        option: IndexRecordOption,
    ) -> tantivy::Result<Option<SegmentPostings>> {
        let Some(info) = self.term_info(term)? else { return Ok(None) };
        let inverted = self.reader.inverted_index(term.field())?;
        Ok(Some(inverted.read_postings_from_terminfo(&info, option)?))
    }

    /// The articles that have the term `name` as title or alias, in order; deleted ones too.
    pub(crate) fn named(&self, fields: &Fields, name: &str) -> tantivy::Result<Vec<DocId>> {
        let term = Term::from_field_text(fields.name, name);
        let mut docs = Vec::new();
        if let Some(mut postings) = self.postings(&term, IndexRecordOption::Basic)? {
            while postings.doc() != TERMINATED {
                docs.push(postings.doc());
                postings.advance();
            }
        }
        Ok(docs)
    }

    /// The articles that are not deleted; `None` when none is.
    pub(crate) fn alive(&self) -> Option<&AliveBitSet> {
        self.reader.alive_bitset()
    }
}
