//! Reading articles, or pieces of them.

use std::io;
use std::ops::Range;

use tantivy::directory::OwnedBytes;
use tantivy::index::SegmentComponent;
use tantivy::{DocId, SegmentReader};

use super::EXTENSION;
use super::blocks::{Blocks, Codec};
use super::layout::{self, ARTICLE_ROW_BYTES, ArticleRow, MARK_ROW_BYTES, PARTS};
use super::record::{self, Head, Mark};
use crate::article::Article;

/// Heads are read for every hit: fast to unpack, small.
pub(super) const HEAD_CODEC: Codec = Codec::Lz4;
/// Texts are most of an index: small.
pub(super) const TEXT_CODEC: Codec = Codec::Zstd;

/// The articles of one segment.
pub(crate) struct ArticleReader {
    file: OwnedBytes,
    parts: [Range<usize>; PARTS],
}

impl ArticleReader {
    /// Opens the component of `segment`. Costs nothing that grows with it.
    pub(crate) fn open(segment: &SegmentReader) -> tantivy::Result<Self> {
        let component = SegmentComponent::Custom(EXTENSION.to_owned());
        let file = segment.open_read(component)?.read_bytes()?;
        let parts = layout::parts(&file)?;
        let articles = Self { file, parts };
        let rows = articles.part(5).len();
        if rows != (segment.max_doc() as usize + 1) * ARTICLE_ROW_BYTES {
            Err(layout::damaged("an .art file has another number of articles than its segment"))?;
        }
        Ok(articles)
    }

    fn part(&self, number: usize) -> &[u8] {
        let range = self.parts.get(number).cloned();
        range.and_then(|range| self.file.get(range)).unwrap_or_default()
    }

    pub(super) fn texts(&self) -> Blocks<'_> {
        Blocks { codec: TEXT_CODEC, data: self.part(0), table: self.part(3) }
    }

    pub(super) fn heads(&self) -> Blocks<'_> {
        Blocks { codec: HEAD_CODEC, data: self.part(1), table: self.part(4) }
    }

    pub(super) fn marks_table(&self) -> &[u8] {
        self.part(6)
    }

    pub(super) fn ids(&self) -> &[u8] {
        self.part(2)
    }

    pub(super) fn row(&self, doc: DocId) -> io::Result<ArticleRow> {
        ArticleRow::read(self.part(5), doc as usize)
            .ok_or_else(|| layout::damaged("an article is not in its table"))
    }

    /// The rows of an article and the one after it, which says where it ends.
    fn rows(&self, doc: DocId) -> io::Result<(ArticleRow, ArticleRow)> {
        Ok((self.row(doc)?, self.row(doc + 1)?))
    }

    /// The id of an article. Costs two look-ups.
    pub(crate) fn id(&self, doc: DocId) -> io::Result<&str> {
        let (row, next) = self.rows(doc)?;
        let bytes = self.ids().get(row.id as usize..next.id as usize);
        bytes
            .and_then(|bytes| std::str::from_utf8(bytes).ok())
            .ok_or_else(|| layout::damaged("an id"))
    }

    pub(super) fn head_bytes(&self, doc: DocId) -> io::Result<Vec<u8>> {
        let (row, next) = self.rows(doc)?;
        self.heads().read(row.head..next.head)
    }

    /// The text and what stands behind it.
    pub(super) fn text_bytes(&self, doc: DocId) -> io::Result<Vec<u8>> {
        let (row, next) = self.rows(doc)?;
        self.texts().read(row.text..next.text)
    }

    pub(super) fn mark_bytes(&self, doc: DocId) -> io::Result<&[u8]> {
        let (row, next) = self.rows(doc)?;
        let bytes = |mark: u32| (mark as usize).checked_mul(MARK_ROW_BYTES);
        let range = bytes(row.mark).zip(bytes(next.mark));
        range
            .and_then(|(start, end)| self.marks_table().get(start..end))
            .ok_or_else(|| layout::damaged("an article's marks"))
    }

    /// What a hit shows of an article. Costs the unpacking of one small block.
    pub(crate) fn head(&self, doc: DocId) -> io::Result<Head> {
        postcard::from_bytes(&self.head_bytes(doc)?)
            .map_err(|e| layout::damaged(&format!("the head of an article: {e}")))
    }

    /// Bytes `range` of an article's text, which must begin at a character; a character that is
    /// cut at the end is left out. Costs the unpacking of the blocks that it touches.
    pub(crate) fn text_from(&self, doc: DocId, range: Range<usize>) -> io::Result<String> {
        let (row, next) = self.rows(doc)?;
        let at = |byte: usize| row.text.checked_add(byte as u64).filter(|at| *at <= next.text);
        let (start, end) = at(range.start)
            .zip(at(range.end))
            .ok_or_else(|| layout::damaged("a range ends behind its article"))?;
        let mut bytes = self.texts().read(start..end)?;
        if let Err(e) = std::str::from_utf8(&bytes) {
            if e.error_len().is_some() {
                return Err(layout::damaged("a text is not UTF-8"));
            }
            bytes.truncate(e.valid_up_to());
        }
        String::from_utf8(bytes).map_err(|_| layout::damaged("a text is not UTF-8"))
    }

    /// The last mark at or before `position`; `None` when the text has no words.
    pub(crate) fn mark(&self, doc: DocId, position: u32) -> io::Result<Option<Mark>> {
        let table = self.mark_bytes(doc)?;
        let after = marks_while(table, |mark| mark.position <= position);
        Ok(after.checked_sub(1).and_then(|at| record::mark(table, at)))
    }

    /// The first mark at or behind `byte` of the text.
    pub(crate) fn mark_at_byte(&self, doc: DocId, byte: usize) -> io::Result<Option<Mark>> {
        let table = self.mark_bytes(doc)?;
        Ok(record::mark(table, marks_while(table, |mark| (mark.byte as usize) < byte)))
    }

    /// The whole article. Costs its length.
    pub(crate) fn article(&self, doc: DocId, lang: &str) -> io::Result<Article> {
        let head = self.head(doc)?;
        let mut bytes = self.text_bytes(doc)?;
        let text_bytes = head.parts.iter().map(|part| part.bytes as usize).sum::<usize>();
        if text_bytes > bytes.len() {
            return Err(layout::damaged("a text is shorter than its head says"));
        }
        let tail = bytes.split_off(text_bytes);
        let text = String::from_utf8(bytes).map_err(|_| layout::damaged("a text is not UTF-8"))?;
        record::article(self.id(doc)?, lang, head, &text, &tail).map_err(|e| layout::damaged(&e))
    }
}

/// Number of marks, from the first, that `holds` holds for; marks ascend in all they say.
fn marks_while(table: &[u8], holds: impl Fn(Mark) -> bool) -> usize {
    let (mut low, mut high) = (0, table.len() / MARK_ROW_BYTES);
    while low < high {
        let middle = usize::midpoint(low, high);
        if record::mark(table, middle).is_some_and(&holds) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}
