//! What is read from a merged segment against what is read from those that it was merged of.

use std::path::Path;

use tantivy::columnar::DynamicColumn;
use tantivy::directory::RamDirectory;
use tantivy::index::SegmentMeta;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, SegmentReader};

use super::merge;
use crate::analysis::Analyzer;
use crate::index::articles::{ArticleReader, Record};
use crate::index::builder::Prepared;
use crate::index::document::IndexDocument;
use crate::index::guard::Guard;
use crate::index::segment::tests::{Lists, Numbers, lists_of};
use crate::index::store::Index;
use crate::index::writer::Writer;

/// An index with a segment of each of `sizes`, and its segments from the smallest, without the articles
/// of which the number is deleted.
fn index_of(sizes: &[usize], is_deleted: impl Fn(usize) -> bool) -> (Index, Vec<SegmentMeta>) {
    let guard = Guard::create(RamDirectory::create(), "id");
    let index = Index::create_over(Path::new("/nonexistent"), guard).unwrap();
    let mut writer = Writer::open(&index, 1, 100 << 20, 100 << 20).unwrap();
    let (mut numbers, mut analyzers, mut total) = (Numbers(3), Vec::new(), 0);
    for size in sizes {
        let articles = (0..*size).map(|_| {
            let (article, lang) = numbers.article(total);
            total += 1;
            let analyzer = analyzer_of(&mut analyzers, lang);
            let record = Record::new(&article, lang);
            let hash = total as u64;
            let document = IndexDocument::new(&index.fields, &article, record, hash, analyzer);
            writer.known_mut().claim(&article.id, hash);
            Prepared { id: article.id, replaces: false, document: Box::new(document) }
        });
        let articles = articles.collect();
        writer.upsert(articles).unwrap();
        writer.commit().unwrap();
    }
    for number in (0..total).filter(|number| is_deleted(*number)) {
        assert!(writer.delete(&format!("id{number}")).unwrap());
    }
    writer.commit().unwrap();
    let mut segments = index.inner.searchable_segment_metas().unwrap();
    segments.sort_by_key(SegmentMeta::max_doc);
    writer.close().unwrap();
    (index, segments)
}

fn analyzer_of(
    analyzers: &mut Vec<(crate::lang::Lang, Analyzer)>,
    lang: crate::lang::Lang,
) -> &mut Analyzer {
    let at = analyzers.iter().position(|(of, _)| *of == lang).unwrap_or_else(|| {
        analyzers.push((lang, Analyzer::new(lang)));
        analyzers.len() - 1
    });
    &mut analyzers[at].1
}

fn open(index: &Index, segment: &SegmentMeta) -> SegmentReader {
    SegmentReader::open(&index.inner.segment(segment.clone())).unwrap()
}

/// The lists of all segments, one after the other, without deleted articles.
fn joined(segments: &[SegmentReader], field: Field, record: IndexRecordOption) -> Lists {
    let (mut all, mut first) = (Lists::new(), 0);
    for segment in segments {
        let alive: Vec<DocId> = segment.doc_ids_alive().collect();
        for (term, list) in lists_of(segment, field, record) {
            let kept = list.into_iter().filter_map(|(doc, frequency, positions)| {
                let at = alive.binary_search(&doc).ok()?;
                Some((first + at as DocId, frequency, positions))
            });
            let kept: Vec<_> = kept.collect();
            if !kept.is_empty() {
                all.entry(term).or_default().extend(kept);
            }
        }
        first += segment.num_docs();
    }
    all
}

/// All values of a column, by article.
fn column_of(segment: &SegmentReader, name: &str) -> Vec<Vec<String>> {
    let handles = segment.fast_fields().dynamic_column_handles(name).unwrap();
    assert_eq!(handles.len(), 1, "{name}");
    let column = handles[0].open().unwrap();
    let values = |doc| -> Vec<String> {
        match &column {
            DynamicColumn::U64(column) => {
                column.values_for_doc(doc).map(|v| v.to_string()).collect()
            }
            DynamicColumn::I64(column) => {
                column.values_for_doc(doc).map(|v| v.to_string()).collect()
            }
            DynamicColumn::Str(column) => {
                let text = |number| {
                    let mut text = String::new();
                    assert!(column.ord_to_str(number, &mut text).unwrap());
                    text
                };
                column.ords().values_for_doc(doc).map(text).collect()
            }
            other => panic!("{name} is {:?}", other.column_type()),
        }
    };
    segment.doc_ids_alive().map(values).collect()
}

fn assert_merged(sizes: &[usize], threads: usize, is_deleted: impl Fn(usize) -> bool) {
    let (index, segments) = index_of(sizes, is_deleted);
    let sources: Vec<SegmentReader> = segments.iter().map(|meta| open(&index, meta)).collect();
    let folder = tempfile::tempdir().unwrap();
    let merged = merge(&index.inner, folder.path(), &index.fields, &segments, threads).unwrap();
    let merged = open(&index, &merged);
    let docs: DocId = sources.iter().map(SegmentReader::num_docs).sum();
    assert_eq!(merged.num_docs(), docs);
    assert!(!merged.has_deletes());

    for (field, entry) in index.fields.schema.fields() {
        let Some(record) = entry.field_type().get_index_record_option() else { continue };
        if entry.is_indexed() {
            let expected = joined(&sources, field, record);
            assert!(!expected.is_empty(), "{}", entry.name());
            assert!(lists_of(&merged, field, record) == expected, "{}", entry.name());
        }
        if entry.has_fieldnorms() {
            let lengths = |segment: &SegmentReader| -> Vec<u8> {
                let lengths = segment.get_fieldnorms_reader(field).unwrap();
                segment.doc_ids_alive().map(|doc| lengths.fieldnorm_id(doc)).collect()
            };
            assert_eq!(lengths(&merged), sources.iter().flat_map(lengths).collect::<Vec<_>>());
        }
    }
    for (_, entry) in index.fields.schema.fields().filter(|(_, entry)| entry.is_fast()) {
        let expected: Vec<_> =
            sources.iter().flat_map(|segment| column_of(segment, entry.name())).collect();
        assert_eq!(column_of(&merged, entry.name()), expected, "{}", entry.name());
    }
    let articles = |segment: &SegmentReader| -> Vec<_> {
        let articles = ArticleReader::open(segment).unwrap();
        segment.doc_ids_alive().map(|doc| articles.article(doc).unwrap()).collect()
    };
    assert_eq!(articles(&merged), sources.iter().flat_map(articles).collect::<Vec<_>>());
}

#[test]
fn a_merged_segment_holds_what_its_sources_do() {
    // Lists of less than a block, of blocks and of full blocks; positions likewise.
    for (sizes, threads) in [(&[700, 30, 128][..], 1), (&[300, 301, 1, 2, 256], 2)] {
        assert_merged(sizes, threads, |_| false);
    }
}

#[test]
fn deleted_articles_are_left_out() {
    assert_merged(&[400, 90, 5], 2, |number| number % 3 == 1);
    // One segment of which only some of its articles are left, one that has none of some terms.
    assert_merged(&[260, 40], 1, |number| number < 250 || number == 260);
    assert_merged(&[200], 2, |number| number % 50 != 7);
}
