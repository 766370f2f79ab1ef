//! Plain tantivy: its own query parser, scoring and snippets, texts stored, positions kept.
//!
//! With one tokenizer there are the fields `title`, `definition`, `body`; with one a language each
//! language has three fields of its own. Segments are merged into one at the end, as demarche does
//! after a first run.

use std::path::Path;

use tantivy::collector::TopDocs;
use tantivy::columnar::StrColumn;
use tantivy::merge_policy::NoMergePolicy;
use tantivy::query::QueryParser;
use tantivy::schema::{
    FAST, Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::snippet::SnippetGenerator;
use tantivy::{DocAddress, Index, Searcher, TantivyDocument};

use super::{Engine, HITS, tokenizers};
use crate::Result;
use crate::queries::{Class, Query};
use crate::record;

const LANGS: [&str; 7] = ["tr", "ru", "uk", "kk", "be", "en", "other"];
const FIELDS: [&str; 3] = ["title", "definition", "body"];

fn field_name(name: &str, lang: &str, by_lang: bool) -> String {
    if by_lang { format!("{name}_{lang}") } else { name.to_owned() }
}

fn schema(by_lang: bool) -> Schema {
    let mut schema = Schema::builder();
    schema.add_text_field("id", STRING | FAST);
    for lang in if by_lang { &LANGS[..] } else { &["default"] } {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(lang)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let options = TextOptions::default().set_indexing_options(indexing) | STORED;
        for name in FIELDS {
            schema.add_text_field(&field_name(name, lang, by_lang), options.clone());
        }
    }
    schema.build()
}

fn register(index: &Index, by_lang: bool) {
    if by_lang {
        for lang in LANGS {
            index.tokenizers().register(lang, tokenizers::analyzer(lang));
        }
    }
}

/// The three text fields of a language.
fn fields(schema: &Schema, lang: &str, by_lang: bool) -> Result<Vec<Field>> {
    let lang = if LANGS.contains(&lang) { lang } else { "other" };
    let names = FIELDS.iter().map(|name| schema.get_field(&field_name(name, lang, by_lang)));
    Ok(names.collect::<tantivy::Result<_>>()?)
}

pub fn index(
    input: &Path,
    dir: &Path,
    jobs: usize,
    memory_bytes: usize,
    by_lang: bool,
) -> Result<u64> {
    let index = Index::create_in_dir(dir, schema(by_lang))?;
    register(&index, by_lang);
    let schema = index.schema();
    let id = schema.get_field("id")?;
    // The share of the memory that demarche gives to tantivy's threads.
    let mut writer = index.writer_with_num_threads(jobs, memory_bytes / 100 * 60)?;
    writer.set_merge_policy(Box::new(NoMergePolicy));
    let mut articles = 0;
    record::for_each(input, |record| {
        let mut document = TantivyDocument::default();
        document.add_text(id, &record.id);
        let texts = [&record.title, &record.definition, &record.body];
        for (field, text) in fields(&schema, &record.lang, by_lang)?.into_iter().zip(texts) {
            document.add_text(field, text);
        }
        writer.add_document(document)?;
        articles += 1;
        Ok(())
    })?;
    writer.commit()?;
    let segments = index.searchable_segment_ids()?;
    if segments.len() > 1 {
        writer.merge(&segments).wait()?;
    }
    writer.garbage_collect_files().wait()?;
    writer.wait_merging_threads()?;
    Ok(articles)
}

pub struct Tantivy {
    index: Index,
    searcher: Searcher,
    /// The column of ids of each segment.
    ids: Vec<StrColumn>,
    parsers: Vec<(&'static str, QueryParser)>,
    by_lang: bool,
}

impl Tantivy {
    pub fn open(dir: &Path, by_lang: bool) -> Result<Self> {
        let index = Index::open_in_dir(dir)?;
        register(&index, by_lang);
        let searcher = index.reader()?.searcher();
        let mut ids = Vec::new();
        for segment in searcher.segment_readers() {
            ids.push(segment.fast_fields().str("id")?.ok_or("a segment without ids")?);
        }
        let mut parsers = Vec::new();
        for lang in LANGS {
            let fields = fields(&index.schema(), lang, by_lang)?;
            parsers.push((lang, QueryParser::for_index(&index, fields)));
        }
        Ok(Self { index, searcher, ids, parsers, by_lang })
    }

    fn id(&self, address: DocAddress, out: &mut String) -> Result<()> {
        let column = self.ids.get(address.segment_ord as usize).ok_or("no such segment")?;
        let ord = column.term_ords(address.doc_id).next().ok_or("an article without id")?;
        out.clear();
        column.ord_to_str(ord, out)?;
        Ok(())
    }
}

impl Engine for Tantivy {
    fn search(&self, query: &Query, snippets: bool) -> Result<usize> {
        let text = query.words().collect::<Vec<_>>().join(" ");
        let text = if query.class == Class::Phrase { format!("\"{text}\"") } else { text };
        let parser = self.parsers.iter().find(|(lang, _)| *lang == query.lang);
        let (lang, parser) = parser.or(self.parsers.last()).ok_or("no languages")?;
        let (parsed, _) = parser.parse_query_lenient(&text);
        let hits = self.searcher.search(&parsed, &TopDocs::with_limit(HITS).order_by_score())?;
        let mut bytes = 0;
        let mut id = String::new();
        for (_, address) in &hits {
            self.id(*address, &mut id)?;
            bytes += id.len();
        }
        if snippets {
            let schema = self.index.schema();
            let body = schema.get_field(&field_name("body", lang, self.by_lang))?;
            let mut generator = SnippetGenerator::create(&self.searcher, &*parsed, body)?;
            generator.set_max_num_chars(240);
            for (_, address) in &hits {
                let document: TantivyDocument = self.searcher.doc(*address)?;
                bytes += generator.snippet_from_doc(&document).to_html().len();
            }
        }
        Ok(bytes)
    }
}
