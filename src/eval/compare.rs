//! Two runs, compared query by query.

use std::collections::{BTreeMap, BTreeSet};

use elinor::statistical_tests::StudentTTest;
use serde::Serialize;

use super::data::{Qrels, Topic};
use super::measure::{TopicMeasures, measure_topics};
use super::runs::Run;
use crate::error::Result;

/// Differences that rounding may bring.
const SAME: f64 = 1e-12;

/// One measure of a topic.
type Get = fn(&TopicMeasures) -> f64;

/// The measures by name, as in [`Measures`](super::Measures).
const MEASURES: [(&str, Get); 4] = [
    ("ndcg@10", |m| m.ndcg_10),
    ("mrr@10", |m| m.rr_10),
    ("recall@100", |m| m.recall_100),
    ("map", |m| m.ap),
];

/// One measure of two runs, over some topics.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Difference {
    /// The measure: `ndcg@10`, `mrr@10`, `recall@100` or `map`.
    pub measure: &'static str,
    /// Mean of the old run.
    pub old: f64,
    /// Mean of the new run.
    pub new: f64,
    /// `new` less `old`.
    pub difference: f64,
    /// How likely a difference as great would be if the runs were equally good: the two-sided
    /// paired t-test over topics, which for rankings agrees well with randomization (Smucker, Allan
    /// and Carterette, "A Comparison of Statistical Significance Tests", 2007). `None` for a mean
    /// over sets, a single topic, and where all topics differ by the same.
    pub p_value: Option<f64>,
    /// Topics that the new run is better at.
    pub won: usize,
    /// Topics that it is worse at.
    pub lost: usize,
    /// Topics at which both are the same.
    pub tied: usize,
}

/// All measures of two runs, over some topics.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SetComparison {
    /// Topics compared.
    pub queries: usize,
    /// The measures, nDCG@10 first.
    pub measures: Vec<Difference>,
}

/// A topic that the new run is worse at.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Loss {
    /// Its id.
    pub id: String,
    /// Its set.
    pub set: String,
    /// The query.
    pub text: String,
    /// nDCG@10 of the old run.
    pub old: f64,
    /// nDCG@10 of the new run.
    pub new: f64,
}

/// What came of comparing two runs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// Over all topics.
    #[serde(flatten)]
    pub all: SetComparison,
    /// By set of topics.
    pub sets: BTreeMap<String, SetComparison>,
    /// Mean of the sets' measures; what was won and lost is counted over all topics.
    pub mean_over_sets: Vec<Difference>,
    /// Topics left out because neither run has them or no article is relevant to them.
    pub skipped: usize,
    /// The topics that lose most of nDCG@10, the greatest loss first.
    pub losses: Vec<Loss>,
}

/// Compares two runs on the topics that either has and that an article is relevant to; one that
/// misses a topic has nothing for it. Gives the `losses` topics that lose most.
///
/// # Errors
/// `Input` when a topic is listed twice.
pub fn compare(
    topics: &[Topic],
    qrels: &Qrels,
    old: &Run,
    new: &Run,
    losses: usize,
) -> Result<Comparison> {
    let (old, new) = (measure_topics(topics, qrels, old)?, measure_topics(topics, qrels, new)?);
    let of = |run: &BTreeMap<String, TopicMeasures>, topic: &Topic| {
        run.get(&topic.id).copied().unwrap_or_default()
    };
    let pairs: Vec<Pair<'_>> = topics
        .iter()
        .filter(|topic| old.contains_key(&topic.id) || new.contains_key(&topic.id))
        .map(|topic| Pair { topic, old: of(&old, topic), new: of(&new, topic) })
        .collect();
    let names: BTreeSet<&str> = pairs.iter().map(|pair| pair.topic.set.as_str()).collect();
    let sets: BTreeMap<String, SetComparison> = names
        .into_iter()
        .map(|name| (name.to_owned(), over(pairs.iter().filter(|pair| pair.topic.set == name))))
        .collect();
    let all = over(pairs.iter());
    let mean_over_sets = all.measures.iter().map(|measure| mean(measure, &sets)).collect();
    let skipped = topics.len() - pairs.len();
    Ok(Comparison { all, sets, mean_over_sets, skipped, losses: greatest_losses(&pairs, losses) })
}

/// A topic with the measures of both runs.
struct Pair<'a> {
    topic: &'a Topic,
    old: TopicMeasures,
    new: TopicMeasures,
}

fn over<'a>(pairs: impl Iterator<Item = &'a Pair<'a>> + Clone) -> SetComparison {
    let measure = |(name, get): (&'static str, Get)| {
        let values: Vec<(f64, f64)> =
            pairs.clone().map(|pair| (get(&pair.old), get(&pair.new))).collect();
        difference(name, &values)
    };
    SetComparison { queries: pairs.clone().count(), measures: MEASURES.map(measure).to_vec() }
}

/// Compares the values of old and new.
fn difference(measure: &'static str, values: &[(f64, f64)]) -> Difference {
    let count = values.len().max(1) as f64;
    let old = values.iter().map(|(old, _)| old).sum::<f64>() / count;
    let new = values.iter().map(|(_, new)| new).sum::<f64>() / count;
    let won = values.iter().filter(|(old, new)| new - old > SAME).count();
    let lost = values.iter().filter(|(old, new)| old - new > SAME).count();
    let tied = values.len() - won - lost;
    let p_value = if won + lost == 0 {
        (!values.is_empty()).then_some(1.0)
    } else {
        let newer = values.iter().map(|(old, new)| (*new, *old));
        let test = StudentTTest::from_paired_samples(newer).ok();
        test.map(|test| test.p_value()).filter(|p| p.is_finite())
    };
    Difference { measure, old, new, difference: new - old, p_value, won, lost, tied }
}

/// The mean over sets of a measure, with the counts over all topics.
fn mean(all: &Difference, sets: &BTreeMap<String, SetComparison>) -> Difference {
    let of_sets: Vec<&Difference> = sets
        .values()
        .flat_map(|set| &set.measures)
        .filter(|of_set| of_set.measure == all.measure)
        .collect();
    let count = of_sets.len().max(1) as f64;
    let old = of_sets.iter().map(|set| set.old).sum::<f64>() / count;
    let new = of_sets.iter().map(|set| set.new).sum::<f64>() / count;
    Difference { old, new, difference: new - old, p_value: None, ..all.clone() }
}

fn greatest_losses(pairs: &[Pair<'_>], most: usize) -> Vec<Loss> {
    let loss = |pair: &Pair<'_>| pair.old.ndcg_10 - pair.new.ndcg_10;
    let mut lost: Vec<&Pair<'_>> = pairs.iter().filter(|pair| loss(pair) > SAME).collect();
    lost.sort_by(|a, b| loss(b).total_cmp(&loss(a)).then_with(|| a.topic.id.cmp(&b.topic.id)));
    lost.truncate(most);
    let told = |pair: &Pair<'_>| Loss {
        id: pair.topic.id.clone(),
        set: pair.topic.set.clone(),
        text: pair.topic.text.clone(),
        old: pair.old.ndcg_10,
        new: pair.new.ndcg_10,
    };
    lost.into_iter().map(told).collect()
}

#[cfg(test)]
mod tests {
    use super::super::runs::RunHit;
    use super::*;

    fn close(a: f64, b: f64) {
        assert!((a - b).abs() < 1e-9, "{a} {b}");
    }

    #[test]
    fn t_test_as_in_the_books() {
        // Student's data on two drugs, "The Probable Error of a Mean", 1908: t = 4.06, p = 0.0028.
        let first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
        let second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
        let values: Vec<(f64, f64)> = first.into_iter().zip(second).collect();
        let found = difference("map", &values);
        assert!((found.p_value.unwrap() - 0.002_833).abs() < 1e-6, "{found:?}");
        assert_eq!((found.won, found.lost, found.tied), (9, 0, 1));
        close(found.difference, 1.58);
    }

    #[test]
    fn no_test_where_there_is_none() {
        assert_eq!(difference("map", &[(0.5, 0.5), (1.0, 1.0)]).p_value, Some(1.0));
        assert_eq!(difference("map", &[(0.5, 0.75)]).p_value, None);
        assert_eq!(difference("map", &[(0.5, 0.75), (0.0, 0.25)]).p_value, None);
        assert_eq!(difference("map", &[]).p_value, None);
    }

    #[test]
    fn a_run_beside_another() {
        let topic = |id: &str, set: &str| Topic {
            id: id.to_owned(),
            text: format!("about {id}"),
            set: set.to_owned(),
        };
        let topics = [topic("a", "x"), topic("b", "x"), topic("c", "y"), topic("d", "y")];
        let relevant = |id: &str| (id.to_owned(), BTreeMap::from([("1".to_owned(), 1)]));
        let qrels = Qrels::from(["a", "b", "c", "d"].map(relevant));
        let ranking = |topic: &str, ids: &[&str]| {
            let hits = ids.iter().map(|id| RunHit { id: (*id).to_owned(), score: 1.0 }).collect();
            (topic.to_owned(), hits)
        };
        let old = Run::from([ranking("a", &["1"]), ranking("b", &["1"]), ranking("c", &["2"])]);
        // What a run misses counts as zero.
        let new = Run::from([ranking("a", &["2", "1"]), ranking("c", &["1"])]);
        let compared = compare(&topics, &qrels, &old, &new, 5).unwrap();
        let ndcg = &compared.all.measures[0];
        let second = 1.0 / 3.0_f64.log2();
        close(ndcg.old, 2.0 / 3.0);
        close(ndcg.new, (second + 1.0) / 3.0);
        assert_eq!((ndcg.won, ndcg.lost, ndcg.tied), (1, 2, 0));
        assert_eq!((compared.all.queries, compared.skipped), (3, 1));
        close(compared.sets["y"].measures[1].difference, 1.0);
        close(compared.mean_over_sets[0].new, (second / 2.0 + 1.0) / 2.0);
        let lost: Vec<&str> = compared.losses.iter().map(|loss| loss.id.as_str()).collect();
        assert_eq!(lost, ["b", "a"]);
        assert_eq!(compare(&topics, &qrels, &old, &new, 1).unwrap().losses.len(), 1);
    }
}
