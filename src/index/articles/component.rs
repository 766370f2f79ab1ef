//! Writing the component, and merging it as tantivy asks for it.

use std::io::{self, Write};

use tantivy::directory::{TerminatingWrite, WritePtr};
use tantivy::index::{Segment, SegmentComponent};
use tantivy::{PluginMergeContext, PluginWriter, PluginWriterContext, SegmentPlugin};

use super::EXTENSION;
use super::blocks::BlocksWriter;
use super::layout::{self, ArticleRow, MARK_ROW_BYTES};
use super::merge::merge;
use super::reader::{HEAD_CODEC, TEXT_CODEC};
use super::record::Record;
use crate::index::segment::not_by_tantivy;

/// Bytes of a block of texts: a passage is read out of one or two.
pub(super) const TEXT_BLOCK_BYTES: usize = 4 << 10;
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

    fn merge(&self, ctx: PluginMergeContext<'_>) -> tantivy::Result<()> {
        merge(&ctx)
    }
}

/// The file of a segment's component.
pub(super) fn create_file(segment: &Segment) -> tantivy::Result<WritePtr> {
    Ok(segment.open_write(SegmentComponent::Custom(EXTENSION.to_owned()))?)
}

/// Writes one segment's component: texts at once, the rest at the end.
pub(crate) struct ArticlesWriter {
    file: WritePtr,
    texts: BlocksWriter,
    heads: BlocksWriter,
    head_blocks: Vec<u8>,
    ids: Vec<u8>,
    rows: Vec<u8>,
    marks: Vec<u8>,
}

impl ArticlesWriter {
    /// Begins the component of `segment`.
    pub(crate) fn create(segment: &Segment) -> tantivy::Result<Self> {
        Ok(Self {
            file: create_file(segment)?,
            texts: BlocksWriter::new(TEXT_CODEC, TEXT_BLOCK_BYTES),
            heads: BlocksWriter::new(HEAD_CODEC, HEAD_BLOCK_BYTES),
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

    /// Adds the next article.
    pub(crate) fn add(&mut self, record: &Record) -> io::Result<()> {
        self.row()?.write(&mut self.rows);
        self.ids.extend_from_slice(record.id.as_bytes());
        self.marks.extend_from_slice(&record.marks);
        self.heads.push(&record.head, &mut self.head_blocks)?;
        let mut text = [record.text.as_bytes(), &record.tail].into_iter();
        text.try_for_each(|piece| self.texts.push(piece, &mut self.file))
    }

    /// Writes what is left and closes the file.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        // Where the last article ends.
        self.row()?.write(&mut self.rows);
        let text_table = self.texts.finish(&mut self.file)?;
        let head_table = self.heads.finish(&mut self.head_blocks)?;
        let parts =
            [&self.head_blocks, &self.ids, &text_table, &head_table, &self.rows, &self.marks];
        parts.iter().try_for_each(|part| self.file.write_all(part))?;
        let [heads, ids, text_rows, head_rows, rows, marks] = parts.map(|part| part.len() as u64);
        let texts = layout::packed_bytes(&text_table);
        let lengths = [texts, heads, ids, text_rows, head_rows, rows, marks];
        self.file.write_all(&layout::footer(lengths))?;
        self.file.terminate()
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
