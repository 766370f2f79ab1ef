//! From documents of a ranking to hits.

use std::collections::BTreeMap;

use tantivy::DocAddress;

use super::answer::{Hit, HitArticle, WordPart};
use super::commit::Commit;
use super::params::Bm25f;
use super::passage::{self, Snippet};
use super::plan::LangQuery;
use super::ranking::{TranslationGroup, WordScorer, proximity};
use super::request::SearchRequest;
use crate::error::Result;
use crate::lang::Lang;

/// The hits of a page, with what the request wants of each.
pub(super) fn hits(
    commit: &Commit,
    page: Vec<TranslationGroup>,
    queries: &[LangQuery],
    request: &SearchRequest,
) -> Result<Vec<Hit>> {
    let mut hits: Vec<(DocAddress, usize, Hit)> = page
        .into_iter()
        .map(|TranslationGroup { first, others }| {
            let lang = commit.segment(first.doc).map(|s| s.lang(first.doc.doc_id));
            let hit = Hit {
                id: first.place.id,
                lang: lang.unwrap_or(Lang::Other),
                score: first.place.score,
                article: None,
                snippets: Vec::new(),
                group: others,
                explanation: Vec::new(),
            };
            (first.doc, first.query, hit)
        })
        .collect();
    if request.explain {
        for (doc, query, hit) in &mut hits {
            if let Some(query) = queries.get(*query) {
                hit.explanation = explain(commit, *doc, query, &request.params)?;
            }
        }
    }
    if request.snippets {
        show(commit, &mut hits, queries, request).map_err(|e| commit.failed(e))?;
    }
    Ok(hits.into_iter().map(|(_, _, hit)| hit).collect())
}

/// Reads what is shown of the hits. Those of one query and segment come one after the other in
/// the order of the postings, which are opened once for them.
fn show(
    commit: &Commit,
    hits: &mut [(DocAddress, usize, Hit)],
    queries: &[LangQuery],
    request: &SearchRequest,
) -> tantivy::Result<()> {
    let mut order: Vec<&mut (DocAddress, usize, Hit)> = hits.iter_mut().collect();
    order.sort_by_key(|(doc, query, _)| (*query, *doc));
    let together = |a: &&mut (DocAddress, usize, Hit), b: &&mut (DocAddress, usize, Hit)| {
        (a.1, a.0.segment_ord) == (b.1, b.0.segment_ord)
    };
    for of_segment in order.chunk_by_mut(together) {
        let Some((doc, query, _)) = of_segment.first() else { continue };
        let (Some(segment), Some(query)) = (commit.segment(*doc), queries.get(*query)) else {
            continue;
        };
        let mut places = passage::BodyPlaces::open(segment, commit.fields(), query)?;
        for (doc, _, hit) in of_segment {
            let head = segment.articles.head(doc.doc_id)?;
            let marks = segment.articles.marks(doc.doc_id)?;
            let article = passage::Article { segment, doc: doc.doc_id, head: &head, marks: &marks };
            hit.snippets = snippets(commit, &article, &mut places, query, request)?;
            hit.article = Some(HitArticle {
                title: head.title,
                definition: head.definition,
                date: head.date,
                url: head.url,
                translations: head.translations,
            });
        }
    }
    Ok(())
}

fn snippets(
    commit: &Commit,
    article: &passage::Article<'_>,
    places: &mut passage::BodyPlaces<'_>,
    query: &LangQuery,
    request: &SearchRequest,
) -> tantivy::Result<Vec<Snippet>> {
    commit.with_analyzer(query.lang, |analyzer| {
        passage::best(article, places, query, analyzer, request)
    })
}

/// What each word brought to the score of `doc`.
fn explain(
    commit: &Commit,
    doc: DocAddress,
    query: &LangQuery,
    params: &Bm25f,
) -> Result<Vec<WordPart>> {
    let Some(segment) = commit.segment(doc) else { return Ok(Vec::new()) };
    let mut parts = Vec::new();
    if let Some(term) = &query.name {
        let named = segment.named(commit.fields(), term);
        if named.map_err(|e| commit.failed(e))?.contains(&doc.doc_id) {
            let score = query.name_bonus(params.proximity * proximity::most(query));
            // Behind the letter of its language.
            let term = term.chars().skip(1).collect();
            let frequencies = BTreeMap::from([("name", 1)]);
            parts.push(WordPart { term, score, idf: 0.0, frequencies });
        }
    }
    for (word, weight) in query.weighty_words() {
        let opened = WordScorer::open(segment, &query.scoring, word, weight)
            .map_err(|e| commit.failed(e))?;
        let Some(mut scorer) = opened else { continue };
        scorer.seek(doc.doc_id);
        if scorer.doc() == doc.doc_id {
            let mut frequencies = BTreeMap::new();
            for (place, count) in scorer.frequencies() {
                *frequencies.entry(query.scoring.place_name(place)).or_default() += count;
            }
            let score = scorer.score();
            let term = word.term().to_owned();
            parts.push(WordPart { term, score, idf: weight, frequencies });
        }
    }
    Ok(parts)
}
