//! From planned queries to one ranking over all languages and segments.
//!
//! For one query and one commit there is one ranking: a longer part of it begins with every
//! shorter one, so that pages fit together. Proximity is therefore looked at in the same number of
//! articles however many are asked for.

use tantivy::{DocAddress, DocId};

use super::facets::{FacetCounter, Facets};
use super::filter::SegmentFilter;
use super::topk::{self, Best, Scored};
use super::word_scorer::WordScorer;
use super::{clause, proximity};
use crate::error::Result;
use crate::query::Filters;
use crate::search::commit::Commit;
use crate::search::cursor::SortKey;
use crate::search::plan::LangQuery;
use crate::search::request::{Order, SearchRequest};
use crate::search::segment::Segment;

/// A document in its place.
pub(crate) struct Ranked {
    pub(crate) place: SortKey,
    pub(crate) doc: DocAddress,
    /// Number of the query that found it.
    pub(crate) query: usize,
}

/// A document of one language, before all are put together.
#[derive(Clone, Copy)]
struct Candidate {
    key: i64,
    score: f32,
    doc: DocAddress,
}

/// The first `depth` documents in the order of the request.
pub(crate) fn ranked(
    commit: &Commit,
    queries: &[LangQuery],
    request: &SearchRequest,
    filters: &[Filters],
    depth: usize,
) -> Result<Vec<Ranked>> {
    let mut ranked = Vec::new();
    for (number, query) in queries.iter().enumerate() {
        let found = match request.order {
            Order::Relevance => most_relevant(commit, query, request, filters, depth),
            order => by_date(commit, query, filters, depth, order),
        };
        let found = found.map_err(|e| commit.failed(e))?;
        ranked.extend(found.into_iter().map(|found| (found, number)));
    }
    // Ids only for what may stay.
    ranked.sort_unstable_by(|(a, _), (b, _)| {
        a.key.cmp(&b.key).then_with(|| b.score.total_cmp(&a.score))
    });
    if let Some((last, _)) = depth.checked_sub(1).and_then(|last| ranked.get(last)).copied() {
        let as_good = |found: &Candidate| {
            found.key < last.key || found.key == last.key && found.score >= last.score
        };
        ranked.retain(|(found, _)| as_good(found));
    }
    let mut ranked: Vec<Ranked> = ranked
        .into_iter()
        .map(|(Candidate { key, score, doc }, query)| {
            let id = commit.segment(doc).map_or("", |segment| segment.id(doc.doc_id)).to_owned();
            Ranked { place: SortKey { key, score, id }, doc, query }
        })
        .collect();
    ranked.sort_by(|a, b| a.place.compare(&b.place));
    ranked.truncate(depth);
    Ok(ranked)
}

/// The best documents of all segments for the words of one language.
fn most_relevant(
    commit: &Commit,
    query: &LangQuery,
    request: &SearchRequest,
    filters: &[Filters],
    depth: usize,
) -> tantivy::Result<Vec<Candidate>> {
    let params = &request.params;
    let several = query.weights.iter().filter(|weight| **weight > 0.0).count() > 1;
    let close = several && params.proximity > 0.0;
    let candidates = if close { depth.max(params.rescored) } else { depth };
    let mut best: Vec<(u32, Scored<'_>)> = Vec::new();
    let bonus = query.name_bonus(params.proximity * proximity::most(query));
    for (ord, segment) in (0..).zip(commit.segments()) {
        let best_of_segment = if close {
            Best::rising(candidates, depth, params.proximity * proximity::most(query))
        } else {
            Best::new(candidates)
        };
        let of_segment = best_of(commit, segment, query, filters, bonus, best_of_segment)?;
        best.extend(of_segment.into_iter().map(|scored| (ord, scored)));
    }
    if close {
        // How articles lie in segments must not decide which are looked at again.
        best.sort_unstable_by(|a, b| a.1.cmp(&b.1));
        best.truncate(candidates);
        let rescored = best.len().min(params.rescored);
        if let Some(first) = best.get_mut(..rescored) {
            rescore(commit, query, params.proximity, depth, first)?;
        }
    }
    let found = |(ord, scored): (u32, Scored<'_>)| Candidate {
        key: 0,
        score: scored.score,
        doc: DocAddress::new(ord, scored.doc),
    };
    Ok(best.into_iter().map(found).collect())
}

/// Adds to the scores of `best`, which is sorted, what proximity of the query's words brings;
/// to those that even the most of it can't lift among the first `depth`, nothing, since their
/// positions need not be read then.
fn rescore(
    commit: &Commit,
    query: &LangQuery,
    share: f32,
    depth: usize,
    best: &mut [(u32, Scored<'_>)],
) -> tantivy::Result<()> {
    let most = share * proximity::most(query);
    let (mut rest, mut scores) = (best, Vec::new());
    let mut count = depth.saturating_mul(2);
    while !rest.is_empty() {
        let (now, later) = rest.split_at_mut(count.min(rest.len()));
        add_proximity(commit, query, share, now)?;
        scores.extend(now.iter().map(|(_, scored)| scored.score));
        scores.sort_unstable_by(|a, b| b.total_cmp(a));
        let last = depth.checked_sub(1).and_then(|last| scores.get(last)).copied();
        let is_hopeful =
            |(_, scored): &(u32, Scored<'_>)| last.is_none_or(|last| scored.score + most >= last);
        let hopeful = later.partition_point(is_hopeful);
        rest = later.get_mut(..hopeful).unwrap_or_default();
        // Each time the words are looked up again.
        count = count.saturating_mul(2).max(1);
    }
    Ok(())
}

/// Adds to the scores what proximity of the query's words brings.
fn add_proximity(
    commit: &Commit,
    query: &LangQuery,
    share: f32,
    best: &mut [(u32, Scored<'_>)],
) -> tantivy::Result<()> {
    best.sort_unstable_by_key(|(ord, scored)| (*ord, scored.doc));
    for of_segment in best.chunk_by_mut(|a, b| a.0 == b.0) {
        let Some((ord, _)) = of_segment.first() else { continue };
        let Some(segment) = commit.segments().get(*ord as usize) else { continue };
        let docs: Vec<DocId> = of_segment.iter().map(|(_, scored)| scored.doc).collect();
        let bonuses = proximity::bonuses(segment, commit.fields(), query, &docs)?;
        for ((_, scored), bonus) in of_segment.iter_mut().zip(bonuses) {
            scored.score += share * bonus;
        }
    }
    Ok(())
}

/// The best documents of a segment by its words' frequencies, best first.
fn best_of<'a>(
    commit: &Commit,
    segment: &'a Segment,
    query: &LangQuery,
    filters: &[Filters],
    bonus: f32,
    mut best: Best<'a>,
) -> tantivy::Result<Vec<Scored<'a>>> {
    let named = match &query.name {
        Some(term) => segment.named(commit.fields(), term)?,
        None => Vec::new(),
    };
    let is_named = |doc: &DocId| named.binary_search(doc).is_ok();
    if query.is_word_list() {
        let allowed = Allowed::open(commit, segment, filters)?;
        let mut words = open_words(segment, query)?;
        for doc in named.iter().copied().filter(|doc| allowed.passes(*doc)) {
            let score = bonus + topk::score_of(&mut words, doc);
            best.push(Scored { score, doc, ids: segment });
        }
        if !named.is_empty() {
            words = open_words(segment, query)?;
        }
        let others = |doc| allowed.passes(doc) && !is_named(&doc);
        topk::any_of(&mut words, &mut best, others, segment);
    } else {
        each_match(commit, segment, query, filters, |doc, score| {
            let score = if is_named(&doc) { score + bonus } else { score };
            if score >= best.threshold() {
                best.push(Scored { score, doc, ids: segment });
            }
        })?;
    }
    Ok(best.into_sorted())
}

/// Calls `each` with every document of a segment that matches, and its score.
fn each_match(
    commit: &Commit,
    segment: &Segment,
    query: &LangQuery,
    filters: &[Filters],
    each: impl FnMut(DocId, f32),
) -> tantivy::Result<()> {
    let allowed = Allowed::open(commit, segment, filters)?;
    if query.is_word_list() {
        let mut words = open_words(segment, query)?;
        topk::all_with_any(&mut words, |doc| allowed.passes(doc), each);
    } else if let Some(mut clause) = clause::open(segment, query, &query.tree)? {
        // Words find the articles of their language alone; everything and exclusions do not.
        let allowed = |doc| segment.lang(doc) == query.lang && allowed.passes(doc);
        topk::all_of(clause.as_mut(), allowed, each);
    }
    Ok(())
}

/// The first `depth` documents by date, with all that are as good as the last of them.
fn by_date(
    commit: &Commit,
    query: &LangQuery,
    filters: &[Filters],
    depth: usize,
    order: Order,
) -> tantivy::Result<Vec<Candidate>> {
    let mut found = Vec::new();
    for (ord, segment) in (0..).zip(commit.segments()) {
        each_match(commit, segment, query, filters, |doc, score| {
            let key = match (segment.date(doc), order) {
                (None, _) => i64::MAX,
                (Some(date), Order::Newest) => -date,
                (Some(date), _) => date,
            };
            found.push(Candidate { key, score, doc: DocAddress::new(ord, doc) });
        })?;
    }
    if depth > 0 && found.len() > depth {
        let last = found.select_nth_unstable_by_key(depth - 1, |found| found.key).1.key;
        found.retain(|found| found.key <= last);
    }
    Ok(found)
}

/// Counts all documents that match.
pub(crate) fn count(commit: &Commit, queries: &[LangQuery], filters: &[Filters]) -> Result<Facets> {
    let mut counter = FacetCounter::default();
    let mut docs = Vec::new();
    for query in queries {
        for segment in commit.segments() {
            docs.clear();
            each_match(commit, segment, query, filters, |doc, _| docs.push(doc))
                .and_then(|()| counter.count(segment, &docs))
                .map_err(|e| commit.failed(e))?;
        }
    }
    Ok(counter.finish())
}

/// Which documents of a segment may be found at all.
struct Allowed<'a> {
    segment: &'a Segment,
    filters: Vec<SegmentFilter>,
}

impl<'a> Allowed<'a> {
    fn open(commit: &Commit, segment: &'a Segment, filters: &[Filters]) -> tantivy::Result<Self> {
        let open =
            |filters| SegmentFilter::open(&segment.reader, commit.fields(), filters).transpose();
        let filters = filters.iter().filter_map(open).collect::<tantivy::Result<_>>()?;
        Ok(Self { segment, filters })
    }

    fn passes(&self, doc: DocId) -> bool {
        self.segment.alive().is_none_or(|alive| alive.is_alive(doc))
            && self.filters.iter().all(|filter| filter.passes(doc))
    }
}

/// The postings of the words that count.
fn open_words(segment: &Segment, query: &LangQuery) -> tantivy::Result<Vec<WordScorer>> {
    let mut words = Vec::new();
    for (word, weight) in query.weighty_words() {
        words.extend(WordScorer::open(segment, &query.scoring, word, weight)?);
    }
    Ok(words)
}
