//! Writing the component.

use std::io::{self, Write};

use tantivy::directory::{TerminatingWrite, WritePtr};
use tantivy::index::{Segment, SegmentComponent};
use tantivy::{DocId, PluginMergeContext, PluginWriter, PluginWriterContext, SegmentPlugin};

use super::EXTENSION;
use super::blocks::{BlocksWriter, Packing};
use super::layout::{self, ARTICLE_ROW_BYTES, ArticleRow, MARK_ROW_BYTES};
use super::packers::Packers;
use super::record::Record;
use super::texts::{TextsWriter, Written};
use crate::index::segment::not_by_tantivy;

/// Bytes of a block of heads, of which a hit needs one.
pub(super) const HEAD_BLOCK_BYTES: usize = 2 << 10;

/// The component, to be registered with every index that is opened or created.
pub(crate) struct ArticlesComponent;

impl SegmentPlugin for ArticlesComponent {
    fn extensions(&self) -> &[&str] {
        &[EXTENSION]
    }

    fn create_writer(
        &self,
        _ctx: &PluginWriterContext<'_>,
    ) -> tantivy::Result<Box<dyn PluginWriter>> {
        Err(not_by_tantivy())
    }

    fn merge(&self, _ctx: PluginMergeContext<'_>) -> tantivy::Result<()> {
        Err(not_by_tantivy())
    }
}

/// The file of a segment's component.
pub(super) fn create_file(segment: &Segment) -> tantivy::Result<WritePtr> {
    Ok(segment.open_write(SegmentComponent::Custom(EXTENSION.to_owned()))?)
}

/// Writes one segment's component: texts at once, the rest at the end.
pub(crate) struct ArticlesWriter {
    file: WritePtr,
    texts: TextsWriter,
    heads: BlocksWriter,
    head_blocks: Vec<u8>,
    ids: Vec<u8>,
    rows: Vec<u8>,
    marks: Vec<u8>,
}

impl ArticlesWriter {
    /// Begins the component of `segment`, with what was learned of texts before.
    pub(crate) fn create(segment: &Segment, packers: Packers) -> tantivy::Result<Self> {
        Ok(Self {
            file: create_file(segment)?,
            texts: TextsWriter::new(packers),
            heads: BlocksWriter::new(HEAD_BLOCK_BYTES),
            head_blocks: Vec::new(),
            ids: Vec::new(),
            rows: Vec::new(),
            marks: Vec::new(),
        })
    }

    /// The row of an article that would be added now.
    fn row(&self) -> io::Result<ArticleRow> {
        let short = |n: usize| {
            u32::try_from(n).map_err(|_| io::Error::other("a segment has too many articles"))
        };
        Ok(ArticleRow {
            head: self.heads.position(),
            text: self.texts.position(),
            mark: short(self.marks.len() / MARK_ROW_BYTES)?,
            id: short(self.ids.len())?,
        })
    }

    /// The id of an article that was added.
    pub(crate) fn id(&self, doc: DocId) -> &str {
        let start = |doc: usize| {
            let row = self.rows.get(doc * ARTICLE_ROW_BYTES..).and_then(ArticleRow::read);
            row.map_or(self.ids.len(), |row| row.id as usize)
        };
        let id = self.ids.get(start(doc as usize)..start(doc as usize + 1));
        id.and_then(|id| std::str::from_utf8(id).ok()).unwrap_or_default()
    }

    /// Adds the next article.
    pub(crate) fn add(&mut self, record: &Record) -> io::Result<()> {
        self.row()?.write(&mut self.rows);
        self.ids.extend_from_slice(record.id.as_bytes());
        self.marks.extend_from_slice(&record.marks);
        self.heads.push(&record.head, &mut Packing::Lz4, &mut self.head_blocks)?;
        let text = [record.text.as_bytes(), &record.tail];
        self.texts.push(record.lang, text, &mut self.file)
    }

    /// Writes what is left and closes the file; gives what was learned of texts.
    pub(crate) fn finish(mut self) -> io::Result<Packers> {
        // Where the last article ends.
        self.row()?.write(&mut self.rows);
        let Written { block_table, symbol_tables, packers } = self.texts.finish(&mut self.file)?;
        self.heads.end_block(&mut Packing::Lz4, &mut self.head_blocks)?;
        let head_table = self.heads.finish();
        let parts = [
            &self.head_blocks,
            &self.ids,
            &block_table,
            &head_table,
            &self.rows,
            &symbol_tables,
            &self.marks,
            &symbol_tables,
        ];
        parts.iter().try_for_each(|part| self.file.write_all(part))?;
        let [heads, ids, text_rows, head_rows, rows, symbols, marks, again] =
            parts.map(|part| part.len() as u64);
        let texts = layout::packed_bytes(&block_table);
        let lengths = [texts, heads, ids, text_rows, head_rows, rows, symbols, marks, again];
        self.file.write_all(&layout::footer(lengths))?;
        self.file.terminate()?;
        Ok(packers)
    }

    /// Bytes held.
    pub(crate) fn mem_usage(&self) -> usize {
        self.texts.mem_usage()
            + self.heads.mem_usage()
            + self.head_blocks.capacity()
            + self.ids.capacity()
            + self.rows.capacity()
            + self.marks.capacity()
    }
}
