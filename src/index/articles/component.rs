//! Writing the component, and merging it as tantivy asks for it.

use std::io::{self, Write};

use tantivy::directory::{TerminatingWrite, WritePtr};
use tantivy::index::{Segment, SegmentComponent};
use tantivy::indexer::doc_id_mapping::MappingType;
use tantivy::{
    DocId, PluginMergeContext, PluginWriter, PluginWriterContext, SegmentPlugin, SegmentReader,
    TantivyError,
};

use super::EXTENSION;
use super::blocks::BlocksWriter;
use super::layout::{self, ArticleRow, MARK_ROW_BYTES};
use super::reader::{ArticleReader, HEAD_CODEC, TEXT_CODEC};
use super::record::Record;
use crate::index::segment::not_by_tantivy;

/// Bytes of a block of texts: a passage is read out of one or two.
const TEXT_BLOCK_BYTES: usize = 4 << 10;
/// Bytes of a block of heads, of which a hit needs one.
const HEAD_BLOCK_BYTES: usize = 4 << 10;

/// Blocks that a segment has at least to be merged by copying them.
const COPIED_BLOCKS: usize = 8;

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
        if ctx.doc_id_mapping.mapping_type() == MappingType::Shuffled {
            let message = "articles of a sorted index are not kept";
            return Err(TantivyError::InvalidArgument(message.to_owned()));
        }
        let mut writer = ArticlesWriter::create(ctx.target_segment)?;
        writer.reserve(ctx.readers)?;
        for segment in ctx.readers {
            let source = ArticleReader::open(segment)?;
            // Of a small segment the blocks are not full: packed again, they are fewer.
            if segment.alive_bitset().is_none() && source.texts().len() >= COPIED_BLOCKS {
                writer.add_all(&source, segment.max_doc())?;
            } else {
                for doc in segment.doc_ids_alive() {
                    writer.add_from(&source, doc)?;
                }
            }
        }
        Ok(writer.finish()?)
    }
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
        let component = SegmentComponent::Custom(EXTENSION.to_owned());
        Ok(Self {
            file: segment.open_write(component)?,
            texts: BlocksWriter::new(TEXT_CODEC, TEXT_BLOCK_BYTES),
            heads: BlocksWriter::new(HEAD_CODEC, HEAD_BLOCK_BYTES),
            head_blocks: Vec::new(),
            ids: Vec::new(),
            rows: Vec::new(),
            marks: Vec::new(),
        })
    }

    /// Makes room for what is gathered of `segments` until the end: growing takes as much again.
    fn reserve(&mut self, segments: &[SegmentReader]) -> tantivy::Result<()> {
        let mut bytes = [0; 4];
        for segment in segments {
            let of_segment = ArticleReader::gathered_bytes(segment)?;
            bytes.iter_mut().zip(of_segment).for_each(|(sum, bytes)| *sum += bytes);
        }
        let gathered = [&mut self.head_blocks, &mut self.ids, &mut self.rows, &mut self.marks];
        gathered.into_iter().zip(bytes).for_each(|(part, bytes)| part.reserve_exact(bytes));
        Ok(())
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
        let text = [record.text.as_bytes(), &record.tail];
        self.push(record.id.as_bytes(), &record.head, &text, &record.marks)
    }

    fn push(&mut self, id: &[u8], head: &[u8], text: &[&[u8]], marks: &[u8]) -> io::Result<()> {
        self.row()?.write(&mut self.rows);
        self.ids.extend_from_slice(id);
        self.marks.extend_from_slice(marks);
        self.heads.push(head, &mut self.head_blocks)?;
        text.iter().try_for_each(|piece| self.texts.push(piece, &mut self.file))
    }

    fn add_from(&mut self, source: &ArticleReader, doc: DocId) -> io::Result<()> {
        let (head, text) = (source.head_bytes(doc)?, source.text_bytes(doc)?);
        self.push(source.id(doc)?.as_bytes(), &head, &[&text], &source.mark_bytes(doc)?)
    }

    /// Adds all articles of `source`, block by block.
    fn add_all(&mut self, source: &ArticleReader, articles: DocId) -> io::Result<()> {
        self.texts.copy(&source.texts(), &mut self.file)?;
        self.heads.copy(&source.heads(), &mut self.head_blocks)?;
        let end = source.row(articles)?;
        let base = self.row()?;
        let behind = || layout::damaged("an article ends behind its streams");
        for doc in 0..articles {
            let row = source.row(doc)?;
            let shifted = ArticleRow {
                head: (base.head + row.head).checked_sub(end.head).ok_or_else(behind)?,
                text: (base.text + row.text).checked_sub(end.text).ok_or_else(behind)?,
                mark: base.mark.checked_add(row.mark).ok_or_else(behind)?,
                id: base.id.checked_add(row.id).ok_or_else(behind)?,
            };
            shifted.write(&mut self.rows);
        }
        self.ids.extend_from_slice(&source.ids()?);
        self.marks.extend_from_slice(&source.marks_table()?);
        Ok(())
    }

    /// Writes what is left and closes the file.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        // Where the last article ends.
        self.row()?.write(&mut self.rows);
        let text_table = self.texts.finish(&mut self.file)?;
        let head_table = self.heads.finish(&mut self.head_blocks)?;
        let last = text_table.last_chunk::<{ layout::BLOCK_ROW_BYTES }>();
        let mut end = last.and_then(|row| layout::pair(row)).map_or(0, |(_, packed)| packed);
        let mut ends = vec![end];
        let parts =
            [&self.head_blocks, &self.ids, &text_table, &head_table, &self.rows, &self.marks];
        for part in parts {
            self.file.write_all(part)?;
            end += part.len() as u64;
            ends.push(end);
        }
        let ends = ends.try_into().map_err(|_| io::Error::other("parts of an .art file"))?;
        self.file.write_all(&layout::footer(&ends))?;
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
