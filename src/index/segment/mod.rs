//! Segments built from analyzed articles.
//!
//! tantivy's own segment writer takes text, or terms as strings, and looks each of them up in a
//! hash table. Here the analyzer numbers the distinct words of an article, so that a segment looks
//! up a word once an article, not once an occurrence, and once for both of its forms; lists come of
//! a counting sort at the end ([`inversion`]). Words that the analyzer remembers are known by number
//! ([`seen`]). The files are tantivy's, written with its serializers: it reads them as its own.

mod inversion;
mod keys;
mod lists;
mod seen;
mod vocabulary;

#[cfg(test)]
pub(super) mod tests;

use std::io;
use std::thread;

use tantivy::directory::{TerminatingWrite, WritePtr};
use tantivy::fastfield::FastFieldsWriter;
use tantivy::fieldnorm::{FieldNormsSerializer, FieldNormsWriter};
use tantivy::index::{Segment, SegmentComponent, SegmentId, SegmentMeta};
use tantivy::schema::IndexRecordOption;
use tantivy::store::StoreWriter;
use tantivy::{DocId, TantivyError};

use self::inversion::FieldWords;
use self::keys::Keys;
pub(crate) use self::lists::Lists;
use self::lists::{write_terms, write_words};
use self::seen::Seen;
use self::vocabulary::{UNKNOWN, Vocabulary};
use super::articles::{ArticlesWriter, Packers};
use super::document::IndexDocument;
use super::schema::{Fields, TextField};
use super::terms::prefix;

/// Positions, or bytes of names, that a segment holds at most: they are numbered with 32 bits, and
/// one article more must fit.
const MAX_NUMBERED: usize = 1 << 31;

/// Builds one segment.
pub(crate) struct SegmentWriter {
    segment: Segment,
    fields: Fields,
    articles: ArticlesWriter,
    columns: FastFieldsWriter,
    column_file: WritePtr,
    lengths: FieldNormsWriter,
    store: StoreWriter,
    keys: Keys,
    vocabulary: Vocabulary,
    seen: Seen,
    text: [FieldWords; TextField::ALL.len()],
    /// Numbers of an article's distinct words in the vocabulary.
    words: Vec<u32>,
    next: DocId,
}

impl SegmentWriter {
    /// An empty segment of `index`, of which tantivy knows nothing yet; with what was learned of
    /// texts in segments before.
    pub(crate) fn create(
        index: &tantivy::Index,
        fields: &Fields,
        packers: Packers,
    ) -> tantivy::Result<Self> {
        let segment = index.new_segment();
        Ok(Self {
            articles: ArticlesWriter::create(&segment, packers)?,
            columns: FastFieldsWriter::from_schema_and_tokenizer_manager(
                &fields.schema,
                index.tokenizers().clone(),
            )?,
            column_file: segment.open_write(SegmentComponent::FastFields)?,
            lengths: FieldNormsWriter::for_schema(&fields.schema),
            store: create_store(&segment)?,
            segment,
            fields: fields.clone(),
            keys: Keys::default(),
            vocabulary: Vocabulary::default(),
            seen: Seen::default(),
            text: Default::default(),
            words: Vec::new(),
            next: 0,
        })
    }

    pub(crate) fn id(&self) -> SegmentId {
        self.segment.id()
    }

    /// The id of an article that was added.
    pub(crate) fn article_id(&self, doc: DocId) -> &str {
        self.articles.id(doc)
    }

    /// Adds an article; its number in the segment.
    pub(crate) fn add(&mut self, article: &IndexDocument) -> tantivy::Result<DocId> {
        let doc = self.next;
        self.articles.add(&article.record)?;
        self.columns.add_document(article)?;
        self.store.store(article, &self.fields.schema)?;
        let schema = &self.fields.schema;
        for (field, value) in &article.values {
            if schema.get_field_entry(*field).is_indexed() {
                self.keys.add(doc, *field, value);
            }
        }
        let letter = prefix(article.lang) as u8;
        let (analyzer, serials) = article.words.serials();
        self.words.clear();
        self.words.resize(serials.len(), UNKNOWN);
        let mut seen = self.seen.of_analyzer(analyzer);
        if let Some(seen) = &seen {
            seen.look_up(serials, &mut self.words);
        }
        self.vocabulary.words(letter, article.words.distinct(), &mut self.words);
        if let Some(seen) = &mut seen {
            seen.keep(serials, &self.words);
        }
        let mut searched = 0;
        for field in TextField::ALL {
            let tokens = self.text[field as usize].add(article.words.of(field), &self.words);
            self.lengths.record(doc, self.fields.text(field), tokens);
            searched += if field == TextField::References { 0 } else { tokens };
        }
        self.lengths.record(doc, self.fields.exact, searched);
        self.next += 1;
        Ok(doc)
    }

    /// Bytes held, and those that finishing will take.
    pub(crate) fn mem_usage(&self) -> usize {
        let text: usize = self.text.iter().map(FieldWords::mem_usage).sum();
        // Sorting takes a quarter of the body, twice, and a word 60 bytes.
        let finishing = text / 2 + self.vocabulary.mem_usage();
        text + self.vocabulary.mem_usage()
            + usize::max(finishing, self.seen.mem_usage())
            + self.keys.mem_usage()
            + self.articles.mem_usage()
            + self.columns.mem_usage()
            + self.lengths.mem_usage()
    }

    /// Whether no article may be added.
    pub(crate) fn is_full(&self) -> bool {
        let text = self.text.iter().map(FieldWords::len).max();
        text.max(Some(self.vocabulary.len())) >= Some(MAX_NUMBERED)
    }

    /// Writes what is left and describes the segment, by `threads` threads, two at most. Gives what
    /// was learned of texts, too.
    pub(crate) fn finish(mut self, threads: usize) -> tantivy::Result<(SegmentMeta, Packers)> {
        self.seen = Seen::default();
        self.columns.serialize(&mut self.column_file, None)?;
        self.column_file.terminate()?;
        self.store.close()?;
        let packers = self.articles.finish()?;
        self.lengths.fill_up_to_max_doc(self.next);
        let file = self.segment.open_write(SegmentComponent::FieldNorms)?;
        self.lengths.serialize(FieldNormsSerializer::from_write(file)?, None)?;

        let mut lists = Lists::create(&self.segment)?;
        for (field, keys) in self.keys.by_field() {
            lists.add(field, IndexRecordOption::Basic, keys.len(), |out| keys.write(out))?;
        }
        let (text, vocabulary, fields) = (&self.text, &self.vocabulary, &self.fields);
        let exact = || write_exact(text, vocabulary);
        let exact = if threads > 1 {
            thread::scope(|scope| {
                let exact = scope.spawn(exact);
                write_text(&mut lists, text, vocabulary, fields)?;
                exact.join().unwrap_or_else(|_| Err(io::Error::other("writing words panicked")))
            })?
        } else {
            write_text(&mut lists, text, vocabulary, fields)?;
            exact()?
        };
        lists.append(self.fields.exact, exact.as_read())?;
        lists.close()?;

        Ok((described(self.segment, self.next), packers))
    }
}

/// tantivy's store of a segment: nothing is in it of any article, but it wants it to be there.
pub(super) fn create_store(segment: &Segment) -> tantivy::Result<StoreWriter> {
    let settings = segment.index().settings();
    let file = segment.open_write(SegmentComponent::Store)?;
    let (codec, block_bytes) = (settings.docstore_compression, settings.docstore_blocksize);
    Ok(StoreWriter::new(file, codec, block_bytes, false)?)
}

/// What the index is told of a segment that is written, with so many articles.
pub(super) fn described(segment: Segment, articles: DocId) -> SegmentMeta {
    let meta = segment.with_max_doc(articles).meta().clone();
    meta.untrack_temp_docstore();
    meta
}

/// Writes the terms of all text fields.
fn write_text(
    lists: &mut Lists<tantivy::directory::CompositeWrite>,
    text: &[FieldWords; TextField::ALL.len()],
    vocabulary: &Vocabulary,
    fields: &Fields,
) -> io::Result<()> {
    let (terms, rank_of) = vocabulary.terms_in_order();
    for field in TextField::ALL {
        let words = &text[field as usize];
        if words.tokens() == 0 {
            continue;
        }
        lists.add(
            fields.text(field),
            IndexRecordOption::WithFreqsAndPositions,
            words.tokens(),
            |out| write_terms(out, words, &terms, &rank_of),
        )?;
    }
    Ok(())
}

/// The exact forms of the searched fields.
fn write_exact(
    text: &[FieldWords; TextField::ALL.len()],
    vocabulary: &Vocabulary,
) -> io::Result<Lists<Vec<u8>>> {
    let (words, rank_of) = vocabulary.words_in_order();
    let searched = TextField::SEARCHED.map(|field| &text[field as usize]);
    let tokens = searched.iter().map(|field| field.tokens()).sum();
    Lists::aside(Default::default(), IndexRecordOption::WithFreqs, tokens, |out| {
        write_words(out, &searched, &words, &rank_of)
    })
}

/// What tantivy asks of components when it would write or merge segments itself.
pub(super) fn not_by_tantivy() -> TantivyError {
    TantivyError::InvalidArgument("segments are written by demarche's own writer".to_owned())
}
