//! Searching one commit of an index.

use std::collections::BTreeMap;
use std::sync::Mutex;

use tantivy::collector::DocSetCollector;
use tantivy::query::TermQuery;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Term};

use super::cursor::Cursor;
use super::group::Group;
use super::plan::{LangQuery, Plan};
use super::recent::RecentWords;
use super::request::{Answer, Hit, SearchRequest};
use super::segment::Segment;
use super::stats::{self, Stats};
use crate::analysis::Analyzer;
use crate::article::Article;
use crate::error::{Error, ErrorKind, Result};
use crate::index::Index;
use crate::lang::Lang;
use crate::limits::Limits;
use crate::query::{self, Filters, Node, Note, QueryLimits};

/// Searches one commit of an index; cheap to keep, and shared between threads.
pub struct Searcher {
    pub(super) index: Index,
    pub(super) inner: tantivy::Searcher,
    pub(super) stats: Stats,
    segments: Vec<Segment>,
    /// Analyzers that wait for work, with their memories of words.
    analyzers: [Mutex<Vec<Analyzer>>; Lang::ALL.len()],
    /// What the dictionaries said lately.
    pub(super) recent: RecentWords,
}

impl Searcher {
    /// Opens the last commit of `index`. Costs a pass over a byte per article and field.
    ///
    /// # Errors
    /// `Corrupt` when files are damaged, `Io` when the system refuses.
    pub fn open(index: &Index) -> Result<Self> {
        index.opening("opening it for search", || Self::open_unchecked(index))
    }

    fn open_unchecked(index: &Index) -> Result<Self> {
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

    /// The segments, which all searches go through one after the other.
    pub(super) fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// The segment of a document.
    pub(super) fn segment(&self, doc: DocAddress) -> Option<&Segment> {
        self.segments.get(doc.segment_ord as usize)
    }

    /// The best hits for `request`, best first; equal scores go by id.
    ///
    /// The query is analyzed once by each language's rules, so its language need not be known.
    ///
    /// # Errors
    /// `User` when the request is outside the limits, `Corrupt` or `Io` when reading fails.
    pub fn search(&self, request: &SearchRequest) -> Result<Vec<Hit>> {
        self.answer(request).map(|answer| answer.hits)
    }

    /// The same with what else was asked for: where the next page starts, and counts.
    ///
    /// # Errors
    /// As [`search`](Self::search).
    pub fn answer(&self, request: &SearchRequest) -> Result<Answer> {
        self.index.sound_once_open("searching", || self.answer_unchecked(request))
    }

    fn answer_unchecked(&self, request: &SearchRequest) -> Result<Answer> {
        check_limits(request)?;
        let mut parsed = query::parse(&request.query, &QueryLimits::default());
        let filters: Vec<Filters> =
            std::iter::once(&parsed.filters).chain(&request.filters).cloned().collect();
        let mut plan = self.plan(request, &parsed, &filters)?;
        let (mut page, mut next) = self.page(&plan.queries, request, &filters)?;
        if page.is_empty()
            && let Node::Phrase(phrase) = &parsed.tree
            && self.ranked(&plan.queries, request, &filters, 1)?.is_empty()
        {
            let (start, end) = (phrase.span.start, phrase.span.end);
            let message = "no article has these words in a row: searched as words".to_owned();
            parsed.notes.push(Note { start, end, message });
            parsed.tree = phrase.as_words();
            plan = self.plan(request, &parsed, &filters)?;
            (page, next) = self.page(&plan.queries, request, &filters)?;
        }
        let Plan { queries, corrected, unknown } = plan;
        let facets = request.facets.then(|| self.facets(&queries, &filters)).transpose()?;
        let hits = self.hits(page, &queries, request)?;
        Ok(Answer { hits, next, facets, notes: parsed.notes, corrected, unknown })
    }

    /// The part of the ranking that was asked for, and where the next one starts.
    fn page(
        &self,
        queries: &[LangQuery],
        request: &SearchRequest,
        filters: &[Filters],
    ) -> Result<(Vec<Group>, Option<Cursor>)> {
        let seen = request.after.as_ref().map_or(0, |cursor| cursor.seen);
        // One more, which says whether there is a next page.
        let mut depth = seen.saturating_add(request.limit).saturating_add(1);
        if request.group {
            // Translations may stand far behind: as far down as is looked at closely anyway.
            depth = depth.saturating_mul(Lang::ALL.len()).max(request.params.rescored);
            depth = depth.min(Limits::default().hits + 1);
        }
        loop {
            let ranked = self.ranked(queries, request, filters, depth)?;
            let all_found = ranked.len() < depth;
            let mut page = if request.group {
                self.grouped(ranked)?
            } else {
                ranked.into_iter().map(Group::alone).collect()
            };
            if let Some(cursor) = &request.after {
                page.retain(|group| group.first.place.compare(&cursor.place).is_gt());
            }
            // Groups, or articles that came in since the page before, may leave too few.
            if page.len() <= request.limit && !all_found && depth < Limits::default().hits {
                depth *= 2;
                continue;
            }
            let more = page.len() > request.limit;
            page.truncate(request.limit);
            let last = page.last().filter(|_| more);
            let next = last.map(|group| Cursor {
                seen: seen + request.limit,
                place: group.first.place.clone(),
            });
            return Ok((page, next));
        }
    }

    /// The stored article of `id`.
    ///
    /// # Errors
    /// `Corrupt` or `Io` when reading fails.
    pub fn article(&self, id: &str) -> Result<Option<Article>> {
        self.index.sound_once_open("reading an article", || {
            let Some(doc) = self.find(id)? else { return Ok(None) };
            let Some(segment) = self.segment(doc) else { return Ok(None) };
            let article = segment.articles.article(doc.doc_id);
            article.map(Some).map_err(|e| self.failed(e.into()))
        })
    }

    /// The language of the article of `id`, without reading the article.
    ///
    /// # Errors
    /// `Corrupt` or `Io` when reading fails.
    pub fn lang_of(&self, id: &str) -> Result<Option<Lang>> {
        let Some(doc) = self.find(id)? else { return Ok(None) };
        Ok(self.segment(doc).map(|segment| segment.lang(doc.doc_id)))
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

fn check_limits(request: &SearchRequest) -> Result<()> {
    let limits = Limits::default();
    let seen = request.after.as_ref().map_or(0, |cursor| cursor.seen);
    let hits = request.limit.saturating_add(seen);
    let message = if hits > limits.hits {
        let before = if seen > 0 { format!(" behind {seen} others") } else { String::new() };
        let asked = request.limit;
        format!("{asked} hits asked for{before}: expected at most {} in all", limits.hits)
    } else if request.query.len() > limits.query_bytes {
        let bytes = request.query.len();
        format!("query of {bytes} bytes: expected at most {}", limits.query_bytes)
    } else {
        return Ok(());
    };
    Err(Error::new(ErrorKind::User, message))
}
