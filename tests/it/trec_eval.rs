//! The measures agree with those of trec_eval; `data/trec/README.md` says how its figures were made.
#![cfg(feature = "eval")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use demarche::eval::{
    Qrels, Run, Topic, TopicMeasures, measure, measure_topics, read_qrels, read_trec_run,
};

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/trec").join(name)
}

fn qrels() -> Qrels {
    read_qrels(&data("qrels.txt")).unwrap()
}

/// The run, with an empty ranking for what it has no line of.
fn run(name: &str) -> Run {
    let mut run = read_trec_run(&data(name)).unwrap();
    for topic in qrels().into_keys() {
        run.entry(topic).or_default();
    }
    run
}

fn topics() -> Vec<Topic> {
    let topic = |id| Topic { id, text: String::new(), set: String::new() };
    qrels().into_keys().map(topic).collect()
}

/// nDCG@10, RR@10, Recall@100 and AP of each query.
fn expected(name: &str) -> BTreeMap<String, [f64; 4]> {
    let text = std::fs::read_to_string(data(name)).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let (topic, figures) = line.split_once('\t').unwrap();
            let figures: Vec<f64> = figures.split('\t').map(|x| x.parse().unwrap()).collect();
            (topic.to_owned(), figures.try_into().unwrap())
        })
        .collect()
}

fn figures(m: &TopicMeasures) -> [f64; 4] {
    [m.ndcg_10, m.rr_10, m.recall_100, m.ap]
}

/// The figures that differ.
fn differing(run: &Run, expected: &BTreeMap<String, [f64; 4]>) -> Vec<String> {
    let measured = measure_topics(&topics(), &qrels(), run).unwrap();
    assert_eq!(measured.len(), qrels().len());
    let mut differing = Vec::new();
    for (topic, ours) in measured {
        let theirs = expected.get(&topic).copied().unwrap_or_default();
        let pairs = figures(&ours).into_iter().zip(theirs);
        if pairs.into_iter().any(|(ours, theirs)| (ours - theirs).abs() > 1e-6) {
            differing.push(topic);
        }
    }
    differing
}

#[test]
fn every_query_is_as_trec_eval_has_it() {
    let expected = expected("distinct.expected.tsv");
    assert_eq!(expected.len(), 6);
    assert_eq!(differing(&run("distinct.run"), &expected), Vec::<String>::new());
}

#[test]
fn means_count_topics_without_hits() {
    let expected = expected("distinct.expected.tsv");
    let all = measure(&topics(), &qrels(), &run("distinct.run")).unwrap().all;
    assert_eq!(all.queries, 7);
    for (at, ours) in [all.ndcg_10, all.mrr_10, all.recall_100, all.map].into_iter().enumerate() {
        let theirs = expected.values().map(|figures| figures[at]).sum::<f64>() / 7.0;
        assert!((ours - theirs).abs() < 1e-6, "{ours} {theirs}");
    }
}

/// What trec_eval makes of ties, by other means: of equal scores the greater id first.
fn in_their_order(mut run: Run) -> Run {
    for hits in run.values_mut() {
        hits.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| b.id.cmp(&a.id)));
    }
    run
}

#[test]
fn ties_alone_make_a_difference() {
    let expected = expected("tied.expected.tsv");
    let tied = run("tied.run");
    // In our order the same figures as without ties, for it is the same order.
    let measured = measure_topics(&topics(), &qrels(), &tied).unwrap();
    let distinct = measure_topics(&topics(), &qrels(), &run("distinct.run")).unwrap();
    assert_eq!(measured, distinct);
    assert_eq!(differing(&tied, &expected), ["q1", "q2", "q4", "q6", "q7"]);
    assert_eq!(differing(&in_their_order(tied), &expected), Vec::<String>::new());
}
