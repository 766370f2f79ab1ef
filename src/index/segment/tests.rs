//! What is read from segments against what the articles say.

use std::collections::BTreeMap;

use tantivy::directory::RamDirectory;
use tantivy::postings::Postings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, SegmentReader, TERMINATED};

use super::SegmentWriter;
use crate::analysis::Analyzer;
use crate::index::articles::{ArticleReader, Packers, Record};
use crate::index::document::{IndexDocument, days, for_each_value};
use crate::index::guard::Guard;
use crate::index::store::Index;
use crate::index::{TextField, prefix};
use crate::lang::Lang;
use demarche_formats::{Article, Section};

/// Terms of a field with their articles; frequency and positions where the field has them.
pub(in crate::index) type Lists = BTreeMap<Vec<u8>, Vec<(u32, u32, Vec<u32>)>>;

/// Numbers that are the same each time.
pub(in crate::index) struct Numbers(pub(in crate::index) u64);

impl Numbers {
    pub(in crate::index) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (self.0 >> 33) as usize % end
    }

    fn text(&mut self, longest: usize) -> String {
        const WORDS: [&str; 14] = [
            "embassy",
            "embassies",
            "embassy's",
            "посол",
            "послы",
            "посольством",
            "посольства",
            "елшілік",
            "büyükelçi",
            "1961",
            "нота",
            "ноты",
            "—",
            "a",
        ];
        let words: Vec<&str> =
            (0..self.below(longest + 1)).map(|_| WORDS[self.below(14)]).collect();
        words.join(" ")
    }

    pub(in crate::index) fn article(&mut self, n: usize) -> (Article, Lang) {
        let texts = |numbers: &mut Self, most: usize| -> Vec<String> {
            (0..numbers.below(most + 1)).map(|_| numbers.text(3)).collect()
        };
        let lang = Lang::ALL[self.below(Lang::ALL.len())];
        let article = Article {
            id: format!("id{n}"),
            lang: lang.code().to_owned(),
            title: self.text(3),
            aliases: texts(self, 2),
            definition: self.text(8),
            body: self.text(90),
            sections: (0..self.below(3))
                .map(|_| Section { heading: self.text(2), text: self.text(200) })
                .collect(),
            keywords: texts(self, 2),
            categories: texts(self, 2),
            references: texts(self, 2),
            date: (self.below(2) == 0).then(|| format!("19{:02}-02-03", self.below(100))),
            translations: (self.below(2) == 0)
                .then(|| ("tr".to_owned(), "x".to_owned()))
                .into_iter()
                .collect(),
            ..Article::default()
        };
        (article, lang)
    }
}

/// Everything that a segment's files say of a field.
pub(in crate::index) fn lists_of(
    segment: &SegmentReader,
    field: Field,
    record: IndexRecordOption,
) -> Lists {
    let inverted = segment.inverted_index(field).unwrap();
    let mut terms = inverted.terms().stream().unwrap();
    let mut lists = Lists::new();
    while terms.advance() {
        let info = terms.value();
        let mut postings = inverted.read_postings_from_terminfo(info, record).unwrap();
        let mut list = Vec::new();
        while postings.doc() != TERMINATED {
            let mut positions = Vec::new();
            postings.positions(&mut positions);
            let frequency = if record.has_freq() { postings.term_freq() } else { 1 };
            list.push((postings.doc(), frequency, positions));
            postings.advance();
        }
        assert_eq!(info.doc_freq as usize, list.len());
        lists.insert(terms.key().to_vec(), list);
    }
    lists
}

fn add(lists: &mut Lists, term: Vec<u8>, doc: u32, position: Option<u32>) {
    let list = lists.entry(term).or_default();
    if list.last().is_none_or(|last| last.0 != doc) {
        list.push((doc, 0, Vec::new()));
    }
    let last = list.last_mut().unwrap();
    last.1 += 1;
    last.2.extend(position);
}

/// The lists of a field by going through the articles word by word.
fn expected(articles: &[(Article, Lang)], field: TextField, exact: &mut Lists) -> Lists {
    let mut lists = Lists::new();
    for (doc, (article, lang)) in (0..).zip(articles) {
        let mut analyzer = Analyzer::new(*lang);
        let letter = prefix(*lang) as u8;
        let named = |name: &str| [&[letter], name.as_bytes()].concat();
        let mut start = 0;
        for_each_value(article, field, |text| {
            let mut end = start;
            analyzer.analyze(text, |token| {
                add(&mut lists, named(token.term), doc, Some(start + token.position));
                if field != TextField::References {
                    add(exact, named(token.exact), doc, None);
                }
                end = start + token.position + 1;
            });
            if end > start {
                start = end + 16;
            }
        });
    }
    lists
}

#[test]
fn segments_hold_what_articles_say() {
    let mut numbers = Numbers(7);
    let articles: Vec<_> = (0..700).map(|n| numbers.article(n)).collect();
    let index = Index::create_over(
        std::path::Path::new("/nonexistent"),
        Guard::create(RamDirectory::create(), "id"),
    );
    let index = index.unwrap();
    for threads in [1, 2] {
        let mut writer =
            SegmentWriter::create(&index.inner, &index.fields, Packers::default()).unwrap();
        for (doc, (article, lang)) in (0..).zip(&articles) {
            let record = Record::new(article, *lang);
            let mut analyzer = Analyzer::new(*lang);
            let document = IndexDocument::new(&index.fields, article, record, doc, &mut analyzer);
            assert_eq!(u64::from(writer.add(&document).unwrap()), doc);
        }
        let (meta, _) = writer.finish(threads).unwrap();
        let segment = SegmentReader::open(&index.inner.segment(meta)).unwrap();
        assert_eq!(segment.max_doc(), 700);

        let mut exact = Lists::new();
        for field in TextField::ALL {
            let record = IndexRecordOption::WithFreqsAndPositions;
            let found = lists_of(&segment, index.fields.text(field), record);
            assert!(found.len() > 30, "{field:?}");
            assert!(found == expected(&articles, field, &mut exact), "{field:?}, {threads}");
        }
        let mut found = lists_of(&segment, index.fields.exact, IndexRecordOption::WithFreqs);
        found.values_mut().flatten().for_each(|(_, _, positions)| positions.clear());
        // Fields of one article do not follow one another where it is made field by field.
        let exact: Lists = exact
            .into_iter()
            .map(|(term, list)| {
                let mut by_doc = BTreeMap::<u32, u32>::new();
                list.into_iter().for_each(|(doc, n, _)| *by_doc.entry(doc).or_default() += n);
                (term, by_doc.into_iter().map(|(doc, n)| (doc, n, Vec::new())).collect())
            })
            .collect();
        assert!(found == exact, "exact, {threads}");

        let lengths = segment.get_fieldnorms_reader(index.fields.exact).unwrap();
        let dates = segment.fast_fields().i64("date").unwrap();
        let hashes = segment.fast_fields().u64("hash").unwrap();
        let stored = ArticleReader::open(&segment).unwrap();
        let ids = lists_of(&segment, index.fields.id, IndexRecordOption::Basic);
        let langs = lists_of(&segment, index.fields.lang, IndexRecordOption::Basic);
        let categories = lists_of(&segment, index.fields.category, IndexRecordOption::Basic);
        let translated = lists_of(&segment, index.fields.translation, IndexRecordOption::Basic);
        for (doc, (article, lang)) in (0..).zip(&articles) {
            let has = |lists: &Lists, key: &[u8]| {
                lists.get(key).is_some_and(|list| list.iter().any(|posting| posting.0 == doc))
            };
            assert!(has(&ids, article.id.as_bytes()));
            assert!(has(&langs, &u64::from(lang.number()).to_be_bytes()));
            assert!(article.categories.iter().all(|name| has(&categories, name.as_bytes())));
            let turkish = u64::from(Lang::Tr.number()).to_be_bytes();
            assert_eq!(has(&translated, &turkish), !article.translations.is_empty());
            assert_eq!(hashes.first(doc), Some(doc.into()));
            assert_eq!(dates.first(doc), article.date.as_deref().and_then(days));
            assert_eq!(stored.article(doc).unwrap(), *article);
            let words: u32 = exact
                .values()
                .flatten()
                .filter(|posting| posting.0 == doc)
                .map(|posting| posting.1)
                .sum();
            // Lengths are kept in a byte, exactly up to 40.
            if words <= 40 {
                assert_eq!(lengths.fieldnorm(doc), words);
            }
        }
        assert_eq!(ids.len(), 700);
    }
}
