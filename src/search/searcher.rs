//! Searching one commit of an index.

use std::collections::BTreeMap;
use std::sync::Mutex;

use tantivy::collector::DocSetCollector;
use tantivy::columnar::{Column, StrColumn};
use tantivy::query::TermQuery;
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{DocAddress, DocId, SegmentReader, TantivyDocument, Term};

use super::clause;
use super::closeness;
use super::filter::SegmentFilter;
use super::params::Bm25f;
use super::plan::LangQuery;
use super::snippet::{self, Snippet, Wanted};
use super::stats::{self, Stats};
use super::topk::{self, Best, Scored};
use super::word::WordScorer;
use crate::analysis::Analyzer;
use crate::article::Article;
use crate::error::{Error, ErrorKind, Result};
use crate::index::Index;
use crate::lang::Lang;
use crate::limits::Limits;
use crate::query::{self, Filters, QueryLimits};

/// What to search for, and what to give back.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct SearchRequest {
    /// The query as typed.
    pub query: String,
    /// Languages to search in; empty for all.
    pub langs: Vec<Lang>,
    /// Hits wanted.
    pub limit: usize,
    /// Whether to make snippets and read titles; without, hits have ids and scores alone.
    pub snippets: bool,
    /// Length of a snippet, in characters, about.
    pub snippet_chars: usize,
    /// Parameters of the formula.
    pub params: Bm25f,
    /// Whether to say what each word brought to each hit.
    pub explain: bool,
}

impl SearchRequest {
    /// The ten best hits for `query` in all languages, with snippets of about 240 characters.
    pub fn new(query: impl Into<String>) -> Self {
        Self {
            query: query.into(),
            langs: Vec::new(),
            limit: 10,
            snippets: true,
            snippet_chars: 240,
            params: Bm25f::default(),
            explain: false,
        }
    }
}

/// An article that was found.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Hit {
    /// Its id.
    pub id: String,
    /// Its language.
    pub lang: Lang,
    /// How well it fits; comparable within one answer.
    pub score: f32,
    /// The article without its text, when snippets were asked for.
    pub article: Option<Article>,
    /// Passages that show why.
    pub snippets: Vec<Snippet>,
    /// What each word brought, when asked for.
    pub explanation: Vec<WordPart>,
}

/// What one word of the query brought to a hit.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct WordPart {
    /// The term that was looked up.
    pub term: String,
    /// Its share of the score.
    pub score: f32,
    /// Its inverse document frequency.
    pub idf: f32,
    /// How often it stands in each field.
    pub frequencies: BTreeMap<&'static str, u32>,
}

/// Searches one commit of an index; cheap to keep, and shared between threads.
pub struct Searcher {
    pub(super) index: Index,
    pub(super) inner: tantivy::Searcher,
    pub(super) stats: Stats,
    /// Columns by segment, opened once: opening one costs more than many look-ups.
    columns: Vec<Columns>,
    /// Analyzers that wait for work, with their memories of words.
    analyzers: [Mutex<Vec<Analyzer>>; Lang::ALL.len()],
}

/// The columns that every search reads, of one segment.
struct Columns {
    ids: Option<StrColumn>,
    langs: Column<u64>,
}

impl Columns {
    fn open(segment: &SegmentReader) -> tantivy::Result<Self> {
        let columns = segment.fast_fields();
        Ok(Self { ids: columns.str("id")?, langs: columns.u64("lang")? })
    }

    /// The place of the document's id in the segment's dictionary of ids, which is sorted.
    fn id_ord(&self, doc: DocId) -> Option<u64> {
        self.ids.as_ref()?.ords().first(doc)
    }

    fn lang(&self, doc: DocId) -> Option<Lang> {
        self.langs.first(doc).and_then(Lang::from_number)
    }
}

impl Searcher {
    /// Opens the last commit of `index`. Costs a pass over a byte per article and field.
    ///
    /// # Errors
    /// `Corrupt` when files are damaged, `Io` when the system refuses.
    pub fn open(index: &Index) -> Result<Self> {
        index.sound("opening it for search", || Self::open_unchecked(index))
    }

    fn open_unchecked(index: &Index) -> Result<Self> {
        let inner = index.reader()?.searcher();
        let stats = stats::collect(&inner, &index.fields)
            .map_err(|e| Error::tantivy(index.dir(), "counting its articles", e))?;
        let columns: tantivy::Result<Vec<Columns>> =
            inner.segment_readers().iter().map(Columns::open).collect();
        let columns = columns.map_err(|e| Error::tantivy(index.dir(), "reading its columns", e))?;
        Ok(Self { index: index.clone(), inner, stats, columns, analyzers: Default::default() })
    }

    /// The index that is searched.
    pub(crate) fn index(&self) -> &Index {
        &self.index
    }

    /// Number of articles, by language.
    #[must_use]
    pub fn articles(&self) -> BTreeMap<Lang, u64> {
        Lang::ALL
            .into_iter()
            .zip(self.stats)
            .filter(|(_, counts)| counts.articles > 0)
            .map(|(lang, counts)| (lang, counts.articles))
            .collect()
    }

    /// Number of segments, which all searches go through one after the other.
    #[must_use]
    pub fn segments(&self) -> usize {
        self.inner.segment_readers().len()
    }

    /// The best hits for `request`, best first; equal scores go by id.
    ///
    /// The query is analyzed once by each language's rules, so its language need not be known.
    ///
    /// # Errors
    /// `User` when the request is outside the limits, `Corrupt` or `Io` when reading fails.
    pub fn search(&self, request: &SearchRequest) -> Result<Vec<Hit>> {
        self.index.sound("searching", || self.search_unchecked(request))
    }

    fn search_unchecked(&self, request: &SearchRequest) -> Result<Vec<Hit>> {
        check_limits(request)?;
        let parsed = query::parse(&request.query, &QueryLimits::default());
        let queries = self.plan(request, &parsed)?;
        let mut found = Vec::new();
        for (at, query) in queries.iter().enumerate() {
            for (doc, scored) in self.run(query, request, &parsed.filters)? {
                found.push((doc, scored.score, at));
            }
        }
        let ranked = self.rank(found, request.limit)?;
        ranked
            .into_iter()
            .map(|(id, doc, score, at)| {
                let query = queries.get(at).ok_or_else(lost_query)?;
                self.hit(id, doc, score, query, request)
            })
            .collect()
    }

    /// The stored article of `id`.
    ///
    /// # Errors
    /// `Corrupt` or `Io` when reading fails.
    pub fn article(&self, id: &str) -> Result<Option<Article>> {
        let find = || self.find(id)?.map(|doc| self.stored(doc)).transpose();
        self.index.sound("reading an article", find)
    }

    /// The language of the article of `id`, without reading the article.
    ///
    /// # Errors
    /// `Corrupt` or `Io` when reading fails.
    pub fn lang_of(&self, id: &str) -> Result<Option<Lang>> {
        let Some(doc) = self.find(id)? else { return Ok(None) };
        let columns = self.columns.get(doc.segment_ord as usize);
        Ok(columns.and_then(|columns| columns.lang(doc.doc_id)))
    }

    /// The document of `id`.
    fn find(&self, id: &str) -> Result<Option<DocAddress>> {
        let term = Term::from_field_text(self.index.fields.id, id);
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        let docs = self.inner.search(&query, &DocSetCollector).map_err(|e| self.failed(e))?;
        Ok(docs.into_iter().next())
    }

    pub(super) fn failed(&self, error: tantivy::TantivyError) -> Error {
        Error::tantivy(self.index.dir(), "searching", error)
    }

    /// The best documents of all segments for the words of one language.
    fn run(
        &self,
        query: &LangQuery,
        request: &SearchRequest,
        filters: &Filters,
    ) -> Result<Vec<(DocAddress, Scored)>> {
        let params = &request.params;
        let several = query.weights.iter().filter(|weight| **weight > 0.0).count() > 1;
        let close = several && params.closeness > 0.0;
        let candidates = if close { request.limit.max(params.rescored) } else { request.limit };
        let mut found = Vec::new();
        let segments = self.inner.segment_readers().iter().zip(&self.columns);
        for (segment_ord, (segment, columns)) in (0..).zip(segments) {
            let best = self
                .best(segment, columns, query, filters, candidates)
                .map_err(|e| self.failed(e))?;
            found.extend(best.into_iter().map(|s| (DocAddress::new(segment_ord, s.doc), s)));
        }
        if close {
            keep_best(&mut found, candidates);
            self.add_closeness(query, params.closeness, &mut found)?;
        }
        Ok(found)
    }

    /// Adds to the scores what closeness of the query's words brings.
    fn add_closeness(
        &self,
        query: &LangQuery,
        share: f32,
        found: &mut [(DocAddress, Scored)],
    ) -> Result<()> {
        found.sort_unstable_by_key(|(doc, _)| *doc);
        for of_segment in found.chunk_by_mut(|a, b| a.0.segment_ord == b.0.segment_ord) {
            let Some((first, _)) = of_segment.first() else { continue };
            let segment = self.inner.segment_reader(first.segment_ord);
            let docs: Vec<DocId> = of_segment.iter().map(|(_, scored)| scored.doc).collect();
            let bonuses = closeness::bonuses(segment, &self.index.fields, query, &docs)
                .map_err(|e| self.failed(e))?;
            for ((_, scored), bonus) in of_segment.iter_mut().zip(bonuses) {
                scored.score += share * bonus;
            }
        }
        Ok(())
    }

    /// The best documents of a segment by its words' frequencies, best first.
    fn best(
        &self,
        segment: &SegmentReader,
        columns: &Columns,
        query: &LangQuery,
        filters: &Filters,
        candidates: usize,
    ) -> tantivy::Result<Vec<Scored>> {
        let alive = segment.alive_bitset();
        let filter = SegmentFilter::open(segment, &self.index.fields, filters)?;
        let allowed = |doc| {
            alive.is_none_or(|alive| alive.is_alive(doc))
                && filter.as_ref().is_none_or(|filter| filter.passes(doc))
        };
        let ord = |doc| columns.id_ord(doc).unwrap_or(u64::MAX);
        let mut best = Best::new(candidates);
        if query.is_word_list() {
            let mut words = Vec::new();
            for (word, weight) in query.weighty_words() {
                words.extend(WordScorer::open(segment, &query.scoring, word, weight)?);
            }
            topk::any_of(&mut words, &mut best, allowed, ord);
        } else if let Some(mut clause) = clause::open(segment, query, &query.tree)? {
            // Words find the articles of their language alone; everything and exclusions do not.
            let allowed = |doc| columns.lang(doc) == Some(query.lang) && allowed(doc);
            topk::all_of(clause.as_mut(), &mut best, allowed, ord);
        }
        Ok(best.into_sorted())
    }

    /// Merges the best of all languages and segments; looks ids up only for what may stay.
    fn rank(
        &self,
        mut found: Vec<(DocAddress, f32, usize)>,
        limit: usize,
    ) -> Result<Vec<(String, DocAddress, f32, usize)>> {
        found.sort_by(|a, b| b.1.total_cmp(&a.1));
        if let Some((_, worst, _)) = limit.checked_sub(1).and_then(|last| found.get(last)).copied()
        {
            found.retain(|(_, score, _)| *score >= worst);
        }
        let mut ranked = Vec::with_capacity(found.len());
        for (doc, score, query) in found {
            ranked.push((self.id_of(doc)?, doc, score, query));
        }
        ranked.sort_by(|a, b| b.2.total_cmp(&a.2).then_with(|| a.0.cmp(&b.0)));
        ranked.truncate(limit);
        Ok(ranked)
    }

    fn id_of(&self, doc: DocAddress) -> Result<String> {
        let mut id = String::new();
        if let Some(columns) = self.columns.get(doc.segment_ord as usize)
            && let Some(ids) = &columns.ids
            && let Some(ord) = columns.id_ord(doc.doc_id)
        {
            ids.ord_to_str(ord, &mut id).map_err(|e| self.failed(e.into()))?;
        }
        Ok(id)
    }

    fn stored(&self, doc: DocAddress) -> Result<Article> {
        let document: TantivyDocument = self.inner.doc(doc).map_err(|e| self.failed(e))?;
        let json = document.get_first(self.index.fields.article).and_then(|v| v.as_str());
        serde_json::from_str(json.unwrap_or_default())
            .map_err(|e| Error::corrupt(self.index.dir(), format!("a stored article: {e}")))
    }

    fn hit(
        &self,
        id: String,
        doc: DocAddress,
        score: f32,
        query: &LangQuery,
        request: &SearchRequest,
    ) -> Result<Hit> {
        let lang = query.lang;
        let explanation = if request.explain { self.explain(doc, query)? } else { Vec::new() };
        if !request.snippets {
            return Ok(Hit { id, lang, score, article: None, snippets: Vec::new(), explanation });
        }
        let mut article = self.stored(doc)?;
        let mut wanted = Wanted::default();
        for (at, (word, weight)) in query.words.iter().zip(&query.weights).enumerate() {
            if *weight <= 0.0 {
                continue;
            }
            for form in &word.forms {
                wanted.entry(form.term.clone()).or_insert((at, *weight * form.weight));
            }
        }
        let snippet = self.with_analyzer(lang, |analyzer| {
            snippet::best(&article, &wanted, analyzer, request.snippet_chars)
        });
        article.body.clear();
        article.sections.clear();
        let snippets = snippet.into_iter().collect();
        Ok(Hit { id, lang, score, article: Some(article), snippets, explanation })
    }

    /// What each word brought to the score of `doc`.
    fn explain(&self, doc: DocAddress, query: &LangQuery) -> Result<Vec<WordPart>> {
        let segment = self.inner.segment_reader(doc.segment_ord);
        let mut parts = Vec::new();
        for (word, weight) in query.weighty_words() {
            let opened = WordScorer::open(segment, &query.scoring, word, weight)
                .map_err(|e| self.failed(e))?;
            let Some(mut scorer) = opened else { continue };
            scorer.seek(doc.doc_id);
            if scorer.doc() == doc.doc_id {
                let mut frequencies = BTreeMap::new();
                for (place, count) in scorer.frequencies() {
                    *frequencies.entry(query.scoring.place_name(place)).or_default() += count;
                }
                let score = scorer.score();
                parts.push(WordPart {
                    term: word.term().to_owned(),
                    score,
                    idf: weight,
                    frequencies,
                });
            }
        }
        Ok(parts)
    }

    /// Lends an analyzer of `lang` that keeps its memory of words from call to call.
    pub(super) fn with_analyzer<T>(&self, lang: Lang, work: impl FnOnce(&mut Analyzer) -> T) -> T {
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

/// Keeps the `count` best of all segments, and those that are as good as the last of them: how
/// articles lie in segments must not decide which are looked at again.
fn keep_best(found: &mut Vec<(DocAddress, Scored)>, count: usize) {
    if found.len() > count {
        found.sort_unstable_by(|a, b| b.1.score.total_cmp(&a.1.score));
        let last = count.checked_sub(1).and_then(|last| found.get(last)).map(|(_, s)| s.score);
        found.retain(|(_, scored)| last.is_some_and(|last| scored.score >= last));
    }
}

fn lost_query() -> Error {
    Error::new(ErrorKind::Internal, "a hit lost the query that found it")
}

fn check_limits(request: &SearchRequest) -> Result<()> {
    let limits = Limits::default();
    if request.limit > limits.hits {
        let message = format!("{} hits asked for: expected at most {}", request.limit, limits.hits);
        return Err(Error::new(ErrorKind::User, message));
    }
    if request.query.len() > limits.query_bytes {
        let message = format!(
            "query of {} bytes: expected at most {}",
            request.query.len(),
            limits.query_bytes
        );
        return Err(Error::new(ErrorKind::User, message));
    }
    Ok(())
}
