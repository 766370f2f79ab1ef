//! One commit of an index, opened: all that searches read.

use std::collections::BTreeMap;
use std::sync::Mutex;

use tantivy::collector::DocSetCollector;
use tantivy::query::TermQuery;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Term};

use super::expansion::{Dictionary, RecentWords};
use super::segment::Segment;
use super::segment::stats::{self, LangStats, Stats};
use crate::analysis::Analyzer;
use crate::error::{Error, Result};
use crate::index::{Fields, Index};
use crate::lang::Lang;
use demarche_formats::Article;

/// Segments, counts, analyzers, and what was looked up lately; shared between threads.
pub(crate) struct Commit {
    index: Index,
    inner: tantivy::Searcher,
    stats: Stats,
    segments: Vec<Segment>,
    /// Analyzers that wait for work, with their memories of words.
    analyzers: [Mutex<Vec<Analyzer>>; Lang::ALL.len()],
    recent: RecentWords,
}

impl Commit {
    /// Opens the last commit of `index`. Costs a pass over a byte per article and field.
    ///
    /// # Errors
    /// `Corrupt` when files are damaged, `Io` when the system refuses.
    pub(crate) fn open(index: &Index) -> Result<Self> {
        let inner = index.reader()?.searcher();
        let stats = stats::collect(&inner, &index.fields)
            .map_err(|e| Error::tantivy(index.dir(), "counting its articles", e))?;
        let segments: tantivy::Result<Vec<Segment>> =
            inner.segment_readers().iter().map(Segment::open).collect();
        let segments =
            segments.map_err(|e| Error::tantivy(index.dir(), "reading its columns", e))?;
        Ok(Self {
            index: index.clone(),
            inner,
            stats,
            segments,
            analyzers: Default::default(),
            recent: RecentWords::default(),
        })
    }

    /// The index that it is of.
    pub(crate) fn index(&self) -> &Index {
        &self.index
    }

    /// The fields of the index.
    pub(crate) fn fields(&self) -> &Fields {
        &self.index.fields
    }

    /// The segments, which all searches go through one after the other.
    pub(crate) fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// The segment of a document.
    pub(crate) fn segment(&self, doc: DocAddress) -> Option<&Segment> {
        self.segments.get(doc.segment_ord as usize)
    }

    /// Counts of a language; `None` where it has no articles.
    pub(crate) fn stats_of(&self, lang: Lang) -> Option<&LangStats> {
        self.stats.get(usize::from(lang.number())).filter(|stats| stats.articles > 0)
    }

    /// Number of articles, by language; languages without any are not among them.
    pub(crate) fn articles(&self) -> BTreeMap<Lang, u64> {
        let counts = Lang::ALL.into_iter().filter_map(|lang| Some((lang, self.stats_of(lang)?)));
        counts.map(|(lang, stats)| (lang, stats.articles)).collect()
    }

    /// What the dictionaries said lately.
    pub(crate) fn recent(&self) -> &RecentWords {
        &self.recent
    }

    /// The dictionaries of all segments for one language.
    pub(crate) fn dictionary(&self, lang: Lang) -> Dictionary<'_> {
        let (segments, fields, recent) = (self.segments(), self.fields(), &self.recent);
        Dictionary { segments, fields, lang, recent }
    }

    /// The stored article of `id`.
    ///
    /// # Errors
    /// `Corrupt` or `Io` when reading fails.
    pub(crate) fn article(&self, id: &str) -> Result<Option<Article>> {
        let Some(doc) = self.find(id)? else { return Ok(None) };
        let Some(segment) = self.segment(doc) else { return Ok(None) };
        let article = segment.articles.article(doc.doc_id);
        article.map(Some).map_err(|e| self.failed(e.into()))
    }

    /// The document of `id`.
    ///
    /// # Errors
    /// As [`article`](Self::article).
    pub(crate) fn find(&self, id: &str) -> Result<Option<DocAddress>> {
        let term = Term::from_field_text(self.fields().id, id);
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        let docs = self.inner.search(&query, &DocSetCollector).map_err(|e| self.failed(e))?;
        Ok(docs.into_iter().next())
    }

    /// An error while searching, with the index that it is of.
    pub(crate) fn failed(&self, error: tantivy::TantivyError) -> Error {
        Error::tantivy(self.index.dir(), "searching", error)
    }

    /// Lends an analyzer of `lang` that keeps its memory of words from call to call.
    pub(crate) fn with_analyzer<T>(&self, lang: Lang, work: impl FnOnce(&mut Analyzer) -> T) -> T {
        let pool = self.analyzers.get(lang.number() as usize);
        let waiting = pool.and_then(|pool| pool.lock().ok()?.pop());
        let mut analyzer = waiting.unwrap_or_else(|| Analyzer::new(lang));
        let result = work(&mut analyzer);
        if let Some(mut pool) = pool.and_then(|pool| pool.lock().ok()) {
            pool.push(analyzer);
        }
        result
    }
}
