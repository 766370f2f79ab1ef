//! Merging components, part by part and one segment at a time: of what is merged only the tables of
//! one segment are in memory, beside those of the new one.

use std::io::Write;

use tantivy::directory::TerminatingWrite;
use tantivy::index::Segment;
use tantivy::{DocId, SegmentReader};

use super::blocks::{BlocksWriter, Packing};
use super::component::{HEAD_BLOCK_BYTES, create_file};
use super::layout::{self, ArticleRow, MARK_ROW_BYTES};
use super::packers::Packers;
use super::reader::ArticleReader;
use super::texts::{TextsWriter, Written};

/// Blocks of text that a segment has at least to be merged by copying them, a MB: a small one has
/// tables of symbols of its own, which are large beside it and know less.
const COPIED_BLOCKS: usize = 512;

/// Bytes of marks that are copied at once.
const MARKS_BYTES: usize = 120 << 10;

/// A segment that is merged. Opened again for each part: its tables are small to read and large to
/// keep, all segments' together.
struct Source<'a> {
    segment: &'a SegmentReader,
    articles: ArticleReader,
    /// Whether its blocks are taken as they are.
    is_copied: bool,
}

impl<'a> Source<'a> {
    fn open(segment: &'a SegmentReader) -> tantivy::Result<Self> {
        let articles = ArticleReader::open(segment)?;
        let is_copied = segment.alive_bitset().is_none() && articles.texts().len() >= COPIED_BLOCKS;
        Ok(Self { segment, articles, is_copied })
    }

    fn docs(&self) -> impl Iterator<Item = DocId> {
        self.segment.doc_ids_alive()
    }
}

/// Writes the component of `target` from those of `segments`, one after the other without the
/// articles that were deleted.
pub(crate) fn merge(segments: &[SegmentReader], target: &Segment) -> tantivy::Result<()> {
    let mut file = create_file(target)?;

    let (mut ids, mut rows) = (Vec::new(), Vec::new());
    let mut at = ArticleRow { head: 0, text: 0, mark: 0, id: 0 };
    let mut texts = TextsWriter::new(Packers::default());
    for segment in segments {
        let source = Source::open(segment)?;
        if source.is_copied {
            texts.copy(&source.articles.texts(), source.articles.tables(), &mut file)?;
        }
        for doc in source.docs() {
            if !source.is_copied {
                let lang = source.articles.head(doc)?.lang;
                texts.push(lang, [&source.articles.text_bytes(doc)?, &[]], &mut file)?;
            }
            at.write(&mut rows);
            ids.extend_from_slice(source.articles.id_bytes(doc)?);
            at = source.articles.behind(at, doc)?;
        }
        if at.text != texts.position() {
            Err(layout::damaged("articles do not fill the stream of texts"))?;
        }
    }
    at.write(&mut rows);
    let Written { block_table, symbol_tables, .. } = texts.finish(&mut file)?;

    let mut heads = BlocksWriter::new(HEAD_BLOCK_BYTES);
    for segment in segments {
        let source = Source::open(segment)?;
        if source.is_copied {
            heads.end_block(&mut Packing::Lz4, &mut file)?;
            heads.copy(&source.articles.heads(), &[0], &mut file)?;
            continue;
        }
        for doc in source.docs() {
            heads.push(&source.articles.head_bytes(doc)?, &mut Packing::Lz4, &mut file)?;
        }
    }
    heads.end_block(&mut Packing::Lz4, &mut file)?;
    if at.head != heads.position() {
        Err(layout::damaged("articles do not fill the stream of heads"))?;
    }
    let head_table = heads.finish();

    let parts = [&ids, &block_table, &head_table, &rows, &symbol_tables];
    parts.iter().try_for_each(|part| file.write_all(part))?;
    let mut marks = 0;
    for segment in segments {
        let source = Source::open(segment)?;
        let mut copy = |bytes: &[u8]| {
            marks += bytes.len() as u64;
            file.write_all(bytes)
        };
        if source.is_copied {
            let bytes = source.articles.marks_len();
            for start in (0..bytes).step_by(MARKS_BYTES) {
                let end = bytes.min(start + MARKS_BYTES);
                copy(&source.articles.marks_slice(start..end)?)?;
            }
            continue;
        }
        for doc in source.docs() {
            copy(&source.articles.mark_bytes(doc)?)?;
        }
    }
    if marks != u64::from(at.mark) * MARK_ROW_BYTES as u64 {
        Err(layout::damaged("articles do not fill the table of marks"))?;
    }
    file.write_all(&symbol_tables)?;
    let [texts, heads] = [&block_table, &head_table].map(|table| layout::packed_bytes(table));
    let [ids, text_rows, head_rows, rows, symbols] = parts.map(|part| part.len() as u64);
    let lengths = [texts, heads, ids, text_rows, head_rows, rows, symbols, marks, symbols];
    file.write_all(&layout::footer(lengths))?;
    Ok(file.terminate()?)
}
