//! Reading articles, or pieces of them.

use std::io;
use std::ops::Range;

use simdutf8::compat::from_utf8;
use tantivy::directory::{FileSlice, OwnedBytes};
use tantivy::index::SegmentComponent;
use tantivy::{DocId, HasLen, SegmentReader};

use super::EXTENSION;
use super::blocks::{Blocks, Unpacking};
use super::cache::{self, Cache};
use super::layout::{self, ARTICLE_ROW_BYTES, ArticleRow, FOOTER_BYTES, MARK_ROW_BYTES};
use super::part::Part;
use super::record::{self, Head, Marks};
use super::tables::Tables;
use demarche_formats::Article;

/// The articles of one segment.
pub(crate) struct ArticleReader {
    texts: Part,
    heads: Part,
    ids: Part,
    text_table: Part,
    head_table: Part,
    rows: Part,
    symbol_tables: [Part; 2],
    tables: Tables,
    marks: Part,
    /// Blocks that were unpacked lately, of texts and heads.
    caches: Option<(Cache, Cache)>,
}

impl ArticleReader {
    /// Opens the component of `segment`. Costs the reading of its tables of articles and blocks,
    /// some 50 bytes an article.
    pub(crate) fn open(segment: &SegmentReader) -> tantivy::Result<Self> {
        let file = segment.open_read(SegmentComponent::Custom(EXTENSION.to_owned()))?;
        Ok(Self::open_whole(&file, segment.max_doc())?)
    }

    /// The same of the component in `file`, of `articles` articles.
    pub(crate) fn open_whole(file: &FileSlice, articles: DocId) -> io::Result<Self> {
        let mut articles = Self::open_sized(file, articles)?;
        let Self { ids, text_table, head_table, rows, .. } = &mut articles;
        for part in [ids, text_table, head_table, rows] {
            *part = Part::Loaded(part.all()?);
        }
        let [first, second] = &articles.symbol_tables;
        articles.tables = Tables::load([first, second])?;
        articles.caches = Some((
            Cache::new(articles.texts().len(), cache::OF_TEXTS),
            Cache::new(articles.heads().len(), cache::OF_HEADS),
        ));
        Ok(articles)
    }

    /// Opens a component of which nobody knows how many articles it has; returns that, too.
    pub(crate) fn open_found(file: &FileSlice) -> io::Result<(Self, DocId)> {
        let articles = Self::split(file)?.with_tables();
        let rows = articles.rows.len() / ARTICLE_ROW_BYTES;
        let count = rows.checked_sub(1).and_then(|count| DocId::try_from(count).ok());
        let count = count.ok_or_else(|| layout::damaged("an .art file has no rows"))?;
        Ok((articles, count))
    }

    /// Opens a component of `articles` articles of which nothing but the footer must be whole.
    pub(crate) fn open_lazily(file: &FileSlice, articles: DocId) -> io::Result<Self> {
        Ok(Self::open_sized(file, articles)?.with_tables())
    }

    fn open_sized(file: &FileSlice, articles: DocId) -> io::Result<Self> {
        let opened = Self::split(file)?;
        if opened.rows.len() != (articles as usize + 1) * ARTICLE_ROW_BYTES {
            let what = "an .art file has another number of articles than its segment";
            return Err(layout::damaged(what));
        }
        Ok(opened)
    }

    /// With its tables of symbols, if one copy of them is whole.
    fn with_tables(mut self) -> Self {
        let [first, second] = &self.symbol_tables;
        self.tables = Tables::load([first, second]).unwrap_or_else(|_| Tables::none());
        self
    }

    fn split(file: &FileSlice) -> io::Result<Self> {
        let short = || layout::damaged("an .art file is too short");
        let body = file.len().checked_sub(FOOTER_BYTES).ok_or_else(short)?;
        let ranges = layout::parts(body, &file.read_bytes_slice(body..file.len())?)?;
        let [texts, heads, ids, text_table, head_table, rows, symbols, marks, again] =
            ranges.map(|range| Part::InFile(file.slice(range)));
        Ok(Self {
            texts,
            heads,
            ids,
            text_table,
            head_table,
            rows,
            symbol_tables: [symbols, again],
            tables: Tables::none(),
            marks,
            caches: None,
        })
    }

    pub(super) fn texts(&self) -> Blocks<'_> {
        let unpacking = Unpacking::Symbols(&self.tables);
        let cache = self.caches.as_ref().map(|(texts, _)| texts);
        Blocks { unpacking, data: &self.texts, table: &self.text_table, cache }
    }

    pub(super) fn heads(&self) -> Blocks<'_> {
        let cache = self.caches.as_ref().map(|(_, heads)| heads);
        Blocks { unpacking: Unpacking::Lz4, data: &self.heads, table: &self.head_table, cache }
    }

    pub(super) fn tables(&self) -> &Tables {
        &self.tables
    }

    /// Bytes of the table of marks.
    pub(super) fn marks_len(&self) -> usize {
        self.marks.len()
    }

    /// Some of them.
    pub(super) fn marks_slice(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        self.marks.slice(range)
    }

    pub(super) fn row(&self, doc: DocId) -> io::Result<ArticleRow> {
        self.rows.row(doc as usize, ARTICLE_ROW_BYTES, ArticleRow::read)
    }

    /// The rows of an article and the one after it, which says where it ends.
    fn rows(&self, doc: DocId) -> io::Result<(ArticleRow, ArticleRow)> {
        Ok((self.row(doc)?, self.row(doc + 1)?))
    }

    /// Where the pieces of what comes behind an article begin, if its own begin at `start`.
    pub(super) fn behind(&self, start: ArticleRow, doc: DocId) -> io::Result<ArticleRow> {
        let (row, next) = self.rows(doc)?;
        let long = |start: u64, from, to: u64| to.checked_sub(from)?.checked_add(start);
        let short = |start: u32, from, to: u32| to.checked_sub(from)?.checked_add(start);
        let behind = || {
            Some(ArticleRow {
                head: long(start.head, row.head, next.head)?,
                text: long(start.text, row.text, next.text)?,
                mark: short(start.mark, row.mark, next.mark)?,
                id: short(start.id, row.id, next.id)?,
            })
        };
        behind().ok_or_else(|| layout::damaged("an article ends behind its streams"))
    }

    /// The bytes of an article's id, which sort as ids do. Costs two look-ups. Fails when opened
    /// lazily.
    pub(crate) fn id_bytes(&self, doc: DocId) -> io::Result<&[u8]> {
        let (row, next) = self.rows(doc)?;
        let Part::Loaded(ids) = &self.ids else {
            return Err(io::Error::other("ids are not loaded"));
        };
        ids.get(row.id as usize..next.id as usize).ok_or_else(wrong_id)
    }

    /// The same as text.
    pub(crate) fn id(&self, doc: DocId) -> io::Result<&str> {
        std::str::from_utf8(self.id_bytes(doc)?).map_err(|_| wrong_id())
    }

    /// The same of a component that may be damaged.
    pub(crate) fn id_if_whole(&self, doc: DocId) -> Option<String> {
        let (row, next) = self.rows(doc).ok()?;
        let range = row.id as usize..next.id as usize;
        self.ids.with(range, |bytes| String::from_utf8(bytes.to_vec()).ok()).ok()?
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

    pub(super) fn mark_bytes(&self, doc: DocId) -> io::Result<OwnedBytes> {
        let (row, next) = self.rows(doc)?;
        let bytes = |mark: u32| (mark as usize).saturating_mul(MARK_ROW_BYTES);
        self.marks.slice(bytes(row.mark)..bytes(next.mark))
    }

    /// The marks of an article's text.
    pub(crate) fn marks(&self, doc: DocId) -> io::Result<Marks> {
        self.mark_bytes(doc).map(Marks)
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
        let wrong = || layout::damaged("a text is not UTF-8");
        let bytes = self.texts().read(start..end)?;
        let whole = match from_utf8(&bytes) {
            Ok(text) => return Ok(text.to_owned()),
            Err(e) if e.error_len().is_none() => e.valid_up_to(),
            Err(_) => return Err(wrong()),
        };
        let text = bytes.get(..whole).and_then(|bytes| from_utf8(bytes).ok());
        text.map(str::to_owned).ok_or_else(wrong)
    }

    /// The whole article. Costs its length.
    pub(crate) fn article(&self, doc: DocId) -> io::Result<Article> {
        let head = self.head(doc)?;
        let mut bytes = self.text_bytes(doc)?;
        let text_bytes = head.parts.iter().map(|part| part.bytes as usize).sum::<usize>();
        if text_bytes > bytes.len() {
            return Err(layout::damaged("a text is shorter than its head says"));
        }
        let tail = bytes.split_off(text_bytes);
        let text = String::from_utf8(bytes).map_err(|_| layout::damaged("a text is not UTF-8"))?;
        record::article(head, &text, &tail).map_err(|e| layout::damaged(&e))
    }
}

fn wrong_id() -> io::Error {
    layout::damaged("an id")
}
