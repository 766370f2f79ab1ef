//! What is maximised: nDCG@10 of each set of topics on an index, by parameters.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use super::data::{Qrels, Topic};
use super::measure::{measure_topics, ranking, relevant};
use super::runs::Run;
use crate::error::Result;
use crate::lang::Lang;
use crate::search::{Bm25f, Searcher};

/// How deep nDCG@10 looks.
const DEPTH: usize = 10;

/// Topics of one set, each with the languages to search in.
pub(super) struct TopicSet {
    pub(super) name: String,
    topics: Vec<Topic>,
    langs: Vec<Vec<Lang>>,
}

impl TopicSet {
    pub(super) fn len(&self) -> usize {
        self.topics.len()
    }
}

/// The sets of topics, at most `most` of each: those whose ids have the lowest hashes, so that the
/// choice is the same on each run and does not go by the order of the file.
///
/// A topic is searched in the languages of the articles that are relevant to it, as far as they are
/// among `langs` (any if empty); a topic without such an article is left out.
pub(super) fn sets(
    searcher: &Searcher,
    topics: &[Topic],
    qrels: &Qrels,
    langs: &[Lang],
    most: usize,
) -> Result<Vec<TopicSet>> {
    let mut by_name: BTreeMap<&str, Vec<(&Topic, Vec<Lang>)>> = BTreeMap::new();
    for topic in topics {
        let mut found = Vec::new();
        for article in relevant(topic, qrels) {
            found.extend(searcher.lang_of(article)?);
        }
        found.sort_unstable();
        found.dedup();
        found.retain(|lang| langs.is_empty() || langs.contains(lang));
        if !found.is_empty() {
            by_name.entry(&topic.set).or_default().push((topic, found));
        }
    }
    let set = |(name, mut topics): (&str, Vec<(&Topic, Vec<Lang>)>)| {
        topics.sort_by_cached_key(|(topic, _)| (xxh3_64(topic.id.as_bytes()), topic.id.clone()));
        topics.truncate(most);
        let (topics, langs) = topics.into_iter().map(|(t, langs)| (t.clone(), langs)).unzip();
        TopicSet { name: name.to_owned(), topics, langs }
    };
    Ok(by_name.into_iter().map(set).collect())
}

/// nDCG@10 of a set, searched on all cores.
///
/// # Errors
/// Those of searching and measuring.
pub(super) fn ndcg(
    searcher: &Searcher,
    set: &TopicSet,
    qrels: &Qrels,
    params: &Bm25f,
) -> Result<f64> {
    let pairs = set.topics.par_iter().zip(&set.langs);
    let run: Result<Run> = pairs
        .map(|(topic, langs)| {
            Ok((topic.id.clone(), ranking(searcher, topic, langs, DEPTH, params)?))
        })
        .collect();
    let measured = measure_topics(&set.topics, qrels, &run?)?;
    let sum: f64 = measured.values().map(|measures| measures.ndcg_10).sum();
    Ok(sum / measured.len().max(1) as f64)
}

/// A measure by parameters and set, asked for once only.
pub(super) struct Remembered<F> {
    measure: F,
    known: HashMap<(String, usize), f64>,
}

impl<F: FnMut(&Bm25f, usize) -> Result<f64>> Remembered<F> {
    pub(super) fn new(measure: F) -> Self {
        Self { measure, known: HashMap::new() }
    }

    /// The measure of one set.
    pub(super) fn of(&mut self, params: &Bm25f, set: usize) -> Result<f64> {
        let key = (format!("{params:?}"), set);
        if let Some(known) = self.known.get(&key) {
            return Ok(*known);
        }
        let value = (self.measure)(params, set)?;
        self.known.insert(key, value);
        Ok(value)
    }

    /// The mean over sets.
    pub(super) fn mean(&mut self, params: &Bm25f, sets: &[usize]) -> Result<f64> {
        let mut sum = 0.0;
        for set in sets {
            sum += self.of(params, *set)?;
        }
        Ok(sum / sets.len().max(1) as f64)
    }
}
