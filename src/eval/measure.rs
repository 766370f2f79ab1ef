//! Measures of rankings.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use elinor::{Metric, PredRelStoreBuilder, TrueRelStoreBuilder};
use serde::Serialize;

use super::data::{Qrels, Topic};
use super::runs::{Run, RunHit};
use crate::error::{Error, ErrorKind, Result};
use crate::lang::Lang;
use crate::search::{Bm25f, SearchRequest, Searcher};

/// Measures over some topics, each a mean over them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Measures {
    /// Topics with a judgment.
    pub queries: usize,
    /// Normalized discounted cumulative gain of the first ten.
    #[serde(rename = "ndcg@10")]
    pub ndcg_10: f64,
    /// Reciprocal rank of the first relevant article among the first ten.
    #[serde(rename = "mrr@10")]
    pub mrr_10: f64,
    /// Share of the relevant articles among the first hundred.
    #[serde(rename = "recall@100")]
    pub recall_100: f64,
    /// Mean average precision of the whole ranking.
    pub map: f64,
}

/// What came of evaluating a set of topics.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Evaluation {
    /// Over all topics.
    #[serde(flatten)]
    pub all: Measures,
    /// By set of topics.
    pub sets: BTreeMap<String, Measures>,
    /// Mean of the sets' measures.
    pub mean_over_sets: Measures,
    /// The same topics searched in all languages, where some were named
    /// ([`evaluate_both_ways`]).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub all_languages: Option<AllLanguages>,
    /// Topics left out because no article is judged for them.
    pub skipped: usize,
    /// Median time of a query, in microseconds.
    pub p50_us: u64,
    /// Time that 99 of 100 queries stay below, in microseconds.
    pub p99_us: u64,
}

/// Measures of topics whose language was not told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct AllLanguages {
    /// Over all topics.
    #[serde(flatten)]
    pub all: Measures,
    /// Mean of the sets' measures.
    pub mean_over_sets: Measures,
}

/// The measures of one topic.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct TopicMeasures {
    /// As [`Measures::ndcg_10`].
    pub ndcg_10: f64,
    /// As [`Measures::mrr_10`].
    pub rr_10: f64,
    /// As [`Measures::recall_100`].
    pub recall_100: f64,
    /// Average precision of the whole ranking.
    pub ap: f64,
}

/// Runs every judged topic in `langs` (all if empty), for its best `depth` articles, and measures.
///
/// # Errors
/// Those of searching.
pub fn evaluate(
    searcher: &Searcher,
    topics: &[Topic],
    qrels: &Qrels,
    langs: &[Lang],
    depth: usize,
) -> Result<(Evaluation, Run)> {
    evaluate_with(searcher, topics, qrels, langs, depth, &Bm25f::default())
}

/// The same with other parameters of the formula.
///
/// # Errors
/// Those of searching.
pub fn evaluate_with(
    searcher: &Searcher,
    topics: &[Topic],
    qrels: &Qrels,
    langs: &[Lang],
    depth: usize,
    params: &Bm25f,
) -> Result<(Evaluation, Run)> {
    let mut run = Run::new();
    let mut times = Vec::with_capacity(topics.len());
    for topic in topics {
        if !is_judged(searcher, topic, qrels, langs)? {
            continue;
        }
        let start = Instant::now();
        let hits = ranking(searcher, topic, langs, depth, params)?;
        times.push(u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX));
        run.insert(topic.id.clone(), hits);
    }
    let mut evaluation = measure(topics, qrels, &run)?;
    times.sort_unstable();
    let percentile = |p: usize| times.get(times.len() * p / 100).copied().unwrap_or(0);
    evaluation.p50_us = percentile(50);
    evaluation.p99_us = percentile(99);
    Ok((evaluation, run))
}

/// The same; where `langs` are named, the topics are searched a second time in all languages, as
/// most people search: a ranking that needs to be told the language is of little use to them.
///
/// # Errors
/// Those of searching.
pub fn evaluate_both_ways(
    searcher: &Searcher,
    topics: &[Topic],
    qrels: &Qrels,
    langs: &[Lang],
    depth: usize,
    params: &Bm25f,
) -> Result<(Evaluation, Run)> {
    let (mut evaluation, run) = evaluate_with(searcher, topics, qrels, langs, depth, params)?;
    if !langs.is_empty() {
        let asked: Vec<Topic> =
            topics.iter().filter(|topic| run.contains_key(&topic.id)).cloned().collect();
        let (of_all, _) = evaluate_with(searcher, &asked, qrels, &[], depth, params)?;
        let Evaluation { all, mean_over_sets, .. } = of_all;
        evaluation.all_languages = Some(AllLanguages { all, mean_over_sets });
    }
    Ok((evaluation, run))
}

/// The best `depth` articles of `langs` for `topic`.
pub(super) fn ranking(
    searcher: &Searcher,
    topic: &Topic,
    langs: &[Lang],
    depth: usize,
    params: &Bm25f,
) -> Result<Vec<RunHit>> {
    let mut request = SearchRequest::new(&topic.text);
    request.langs = langs.to_vec();
    request.limit = depth;
    request.params = params.clone();
    request.snippets = false;
    let hits = searcher.search(&request)?;
    Ok(hits.into_iter().map(|hit| RunHit { id: hit.id, score: hit.score }).collect())
}

/// Whether an article that is relevant to `topic` may be found: in one of `langs`, or not in the
/// index at all, which counts against the ranking.
fn is_judged(searcher: &Searcher, topic: &Topic, qrels: &Qrels, langs: &[Lang]) -> Result<bool> {
    for article in relevant(topic, qrels) {
        let lang = if langs.is_empty() { None } else { searcher.lang_of(article)? };
        if lang.is_none_or(|lang| langs.contains(&lang)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The articles that are relevant to `topic`.
pub(super) fn relevant<'a>(topic: &Topic, qrels: &'a Qrels) -> impl Iterator<Item = &'a String> {
    let judged = qrels.get(&topic.id).into_iter().flatten();
    judged.filter(|(_, relevance)| **relevance > 0).map(|(article, _)| article)
}

/// Measures a run: over all topics that it has and that an article is relevant to, by set, and as
/// mean over sets. The order of a ranking counts, not its scores.
///
/// # Errors
/// `Input` when an article stands twice in one ranking.
pub fn measure(topics: &[Topic], qrels: &Qrels, run: &Run) -> Result<Evaluation> {
    let measured = measure_topics(topics, qrels, run)?;
    let in_run: Vec<&Topic> = topics.iter().filter(|t| measured.contains_key(&t.id)).collect();
    let mut sets = BTreeMap::new();
    for name in in_run.iter().map(|topic| topic.set.as_str()).collect::<BTreeSet<_>>() {
        let of_set = in_run.iter().filter(|t| t.set == name);
        sets.insert(name.to_owned(), mean(of_set.filter_map(|t| measured.get(&t.id))));
    }
    let mean_of = |get: fn(&Measures) -> f64| {
        if sets.is_empty() { 0.0 } else { sets.values().map(get).sum::<f64>() / sets.len() as f64 }
    };
    let mean_over_sets = Measures {
        queries: in_run.len(),
        ndcg_10: mean_of(|m| m.ndcg_10),
        mrr_10: mean_of(|m| m.mrr_10),
        recall_100: mean_of(|m| m.recall_100),
        map: mean_of(|m| m.map),
    };
    Ok(Evaluation {
        all: mean(measured.values()),
        mean_over_sets,
        skipped: topics.len() - in_run.len(),
        sets,
        ..Evaluation::default()
    })
}

/// The means over topics.
fn mean<'a>(topics: impl Iterator<Item = &'a TopicMeasures>) -> Measures {
    let mut sum = Measures::default();
    for topic in topics {
        sum.queries += 1;
        sum.ndcg_10 += topic.ndcg_10;
        sum.mrr_10 += topic.rr_10;
        sum.recall_100 += topic.recall_100;
        sum.map += topic.ap;
    }
    let count = sum.queries.max(1) as f64;
    Measures {
        queries: sum.queries,
        ndcg_10: sum.ndcg_10 / count,
        mrr_10: sum.mrr_10 / count,
        recall_100: sum.recall_100 / count,
        map: sum.map / count,
    }
}

/// The measures of each topic that `run` has and that an article is relevant to, by its id.
///
/// # Errors
/// `Input` when an article stands twice in one ranking, or a topic among the topics.
pub fn measure_topics(
    topics: &[Topic],
    qrels: &Qrels,
    run: &Run,
) -> Result<BTreeMap<String, TopicMeasures>> {
    let twice = |e: elinor::errors::ElinorError| Error::new(ErrorKind::Input, e.to_string());
    let mut truths = TrueRelStoreBuilder::new();
    let mut predictions = PredRelStoreBuilder::new();
    let mut measured = BTreeMap::new();
    for topic in topics {
        let Some(hits) = run.get(&topic.id) else { continue };
        if relevant(topic, qrels).next().is_none() {
            continue;
        }
        measured.insert(topic.id.clone(), TopicMeasures::default());
        for (article, relevance) in qrels.get(&topic.id).into_iter().flatten() {
            truths.add_record(topic.id.clone(), article.clone(), *relevance).map_err(twice)?;
        }
        if hits.is_empty() {
            // A topic without a hit counts as zero; the measures need some ranking for it.
            predictions
                .add_record(topic.id.clone(), "\0nothing".to_owned(), 0.0.into())
                .map_err(twice)?;
        }
        for (rank, hit) in hits.iter().enumerate() {
            // The order of the ranking counts, ties included.
            let place = -(rank as f64);
            predictions
                .add_record(topic.id.clone(), hit.id.clone(), place.into())
                .map_err(twice)?;
        }
    }
    if measured.is_empty() {
        return Ok(measured);
    }
    let (truths, predictions) = (truths.build(), predictions.build());
    let mut put = |metric, set: fn(&mut TopicMeasures) -> &mut f64| -> Result<()> {
        let evaluated = elinor::evaluate(&truths, &predictions, metric).map_err(twice)?;
        for (topic, value) in evaluated.scores() {
            if let Some(measures) = measured.get_mut(topic) {
                *set(measures) = *value;
            }
        }
        Ok(())
    };
    put(Metric::NDCG { k: 10 }, |m| &mut m.ndcg_10)?;
    put(Metric::RR { k: 10 }, |m| &mut m.rr_10)?;
    put(Metric::Recall { k: 100 }, |m| &mut m.recall_100)?;
    put(Metric::AP { k: 0 }, |m| &mut m.ap)?;
    Ok(measured)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn topic(id: &str, set: &str) -> Topic {
        Topic { id: id.into(), text: String::new(), set: set.into() }
    }

    fn ranking(ids: &[&str]) -> Vec<RunHit> {
        ids.iter().map(|id| RunHit { id: (*id).to_owned(), score: 1.0 }).collect()
    }

    #[test]
    fn measures_by_hand() {
        let topics = [topic("a", "x"), topic("b", "x"), topic("c", "y"), topic("d", "y")];
        let one = |id: &str| BTreeMap::from([(id.to_owned(), 1)]);
        let qrels = Qrels::from([
            ("a".into(), one("1")),
            ("b".into(), one("1")),
            ("c".into(), BTreeMap::from([("1".to_owned(), 1), ("2".to_owned(), 1)])),
            // Nothing is relevant to it, so there is nothing to measure.
            ("d".into(), BTreeMap::from([("1".to_owned(), 0)])),
        ]);
        let run = Run::from([
            ("a".into(), ranking(&["1", "2"])),
            ("b".into(), ranking(&["2", "1"])),
            ("c".into(), ranking(&[])),
            ("d".into(), ranking(&["1"])),
        ]);
        let evaluation = measure(&topics, &qrels, &run).unwrap();
        let second = 1.0 / 3.0_f64.log2();
        let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-9, "{a} {b}");
        close(evaluation.sets["x"].ndcg_10, (1.0 + second) / 2.0);
        close(evaluation.sets["x"].mrr_10, 0.75);
        close(evaluation.sets["x"].recall_100, 1.0);
        close(evaluation.sets["x"].map, 0.75);
        close(evaluation.sets["y"].ndcg_10, 0.0);
        close(evaluation.all.ndcg_10, (1.0 + second) / 3.0);
        close(evaluation.mean_over_sets.ndcg_10, (1.0 + second) / 4.0);
        assert_eq!((evaluation.all.queries, evaluation.skipped), (3, 1));
    }
}
