//! `demarche eval`: comparing and tuning, and parameters in files.
#![cfg(feature = "cli")]

use std::path::PathBuf;
use std::process::Command;

use crate::common::{Run, corpus, corpus_index, demarche};
use serde_json::Value;
use tempfile::TempDir;

fn with_index(name: &str) -> Command {
    let mut command = demarche();
    command.arg(name).arg("-i").arg(corpus_index());
    command
}

/// `eval` on the relevance set of the sample articles.
fn eval(args: &[&str]) -> Run {
    let mut command = with_index("eval");
    command.arg("--queries").arg(corpus().join("relevance/topics.jsonl"));
    command.arg("--qrels").arg(corpus().join("relevance/qrels.tsv"));
    Run::of(command.args(args), b"")
}

/// Parameters that leave out all fields but the body.
const WORSE: &str = r#"{"boosts":{"title":0,"aliases":0,"definition":0,"keywords":0,"headings":0},
    "exact_boost":0}"#;

struct Files(TempDir);

impl Files {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn named(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }
}

fn measure<'a>(measures: &'a Value, name: &str) -> &'a Value {
    let measures = measures.as_array().unwrap();
    measures.iter().find(|measure| measure["measure"] == name).unwrap()
}

#[test]
fn a_run_compared_with_the_index_and_with_another_run() {
    let files = Files::new();
    let (old, new) = (files.named("old.run"), files.named("new.run"));
    let params = files.named("params.json");
    std::fs::write(&params, WORSE).unwrap();
    let before = eval(&["--json", "-l", "tr", "--run", &old]).ends_with(0).json();
    let worse = ["--json", "-l", "tr", "--run", &new, "--params", &params];
    let after = eval(&worse).ends_with(0).json();
    assert!(after["ndcg@10"].as_f64() < before["ndcg@10"].as_f64());

    // Read back, a run measures what it measured when it was made; ids of the dump have spaces.
    let compared = eval(&["--json", "--compare", &old, "--against", &new]).ends_with(0).json();
    for name in ["ndcg@10", "mrr@10", "recall@100", "map"] {
        let measure = measure(&compared["measures"], name);
        for (run, made) in [("old", &before), ("new", &after)] {
            let (read, made) = (measure[run].as_f64().unwrap(), made[name].as_f64().unwrap());
            assert!((read - made).abs() < 1e-9, "{name} of {run}: {read} {made}");
        }
    }
    let ndcg = measure(&compared["measures"], "ndcg@10");
    assert!(ndcg["difference"].as_f64().unwrap() < 0.0);
    assert!(ndcg["p_value"].as_f64().unwrap() < 0.05, "{ndcg}");
    assert!(ndcg["lost"].as_u64() > ndcg["won"].as_u64(), "{ndcg}");
    assert_eq!(compared["losses"].as_array().unwrap().len(), 5);
    assert_eq!(compared["queries"], before["queries"]);

    // The index in place of the new run gives the same; an unchanged ranking differs in nothing.
    let by_index = ["--json", "-l", "tr", "--params", &params, "--compare", &old];
    assert_eq!(eval(&by_index).ends_with(0).json(), compared);
    let same = eval(&["--json", "-l", "tr", "--compare", &old]).ends_with(0).json();
    assert_eq!(measure(&same["measures"], "map")["p_value"], 1.0);
    assert_eq!(same["losses"].as_array().unwrap().len(), 0);

    let table = eval(&["--compare", &old, "--against", &new]).ends_with(0).stdout;
    for expected in ["nDCG@10 ", "mean over sets", "paired t-test", "greatest losses"] {
        assert!(table.contains(expected), "{table}");
    }
}

#[test]
fn comparing_needs_no_index() {
    let files = Files::new();
    let run = files.named("a.run");
    let topic = std::fs::read_to_string(corpus().join("relevance/topics.jsonl")).unwrap();
    let topic: Value = serde_json::from_str(topic.lines().next().unwrap()).unwrap();
    let line = format!("{} Q0 nothing 1 1 x\n", topic["id"].as_str().unwrap());
    std::fs::write(&run, line).unwrap();
    let mut command = demarche();
    command.args(["eval", "-i", "/nowhere", "--compare", &run, "--against", &run]);
    command.arg("--queries").arg(corpus().join("relevance/topics.jsonl"));
    command.arg("--qrels").arg(corpus().join("relevance/qrels.tsv"));
    Run::of(&mut command, b"").ends_with(0);

    std::fs::write(&run, "elsewhere Q0 a 1 1 x\n").unwrap();
    for args in [&["--compare", &run][..], &["--compare", &run, "--against", &run]] {
        let failed = eval(args).ends_with(2);
        assert!(failed.stderr.contains("a.run: has no judged query"), "{}", failed.stderr);
    }
    std::fs::write(&run, "elsewhere Q0 a\n").unwrap();
    let failed = eval(&["--compare", &run]).ends_with(2);
    assert!(failed.stderr.contains("a.run: line 1: expected a query id"), "{}", failed.stderr);
}

#[test]
fn tuned_parameters_are_written_told_and_read() {
    let files = Files::new();
    let params = files.named("tuned.json");
    // A start that ranks badly, so that there is something to gain.
    let bad = files.named("bad.json");
    std::fs::write(&bad, r#"{"boosts":{"title":0,"aliases":0}}"#).unwrap();
    let tune = ["--tune", "--tune-queries", "12", "-l", "en", "--params", &bad];
    let told = eval(&[&tune[..], &["--json", "--write-params", &params]].concat()).ends_with(0);
    let tuning = told.json();
    let again = eval(&[&tune[..], &["--json"]].concat()).ends_with(0);
    assert_eq!(again.stdout, told.stdout);
    let written: Value = serde_json::from_slice(&std::fs::read(&params).unwrap()).unwrap();
    assert_eq!(written, tuning["params"]);
    let number = |key: &str| tuning[key].as_f64().unwrap();
    assert!(number("after") > number("before") + 0.01, "{tuning}");
    let sets = tuning["sets"].as_array().unwrap();
    assert!(sets.len() > 3);
    let gain = |set: &Value| set["left_out"].as_f64().unwrap() - set["before"].as_f64().unwrap();
    let mean = sets.iter().map(gain).sum::<f64>() / sets.len() as f64;
    assert!((number("cross_validated_gain") - mean).abs() < 1e-9, "{tuning}");
    assert!(sets.iter().all(|set| set["queries"].as_u64() <= Some(12)), "{tuning}");

    let table = eval(&tune).ends_with(0).stdout;
    for expected in ["boosts.aliases ", "mean over sets", "left out: by parameters tuned on"] {
        assert!(table.contains(expected), "{table}");
    }

    // `search` and its batch take them.
    let scores = |file: &str| {
        let mut search = with_index("search");
        search.args(["--json", "-l", "en", "--params", file, "treaty"]);
        let one: Vec<f64> = Run::of(&mut search, b"")
            .ends_with(0)
            .json_lines()
            .iter()
            .map(|hit| hit["score"].as_f64().unwrap())
            .collect();
        let mut batch = with_index("search");
        batch.args(["--batch", "-l", "en", "--params", file]);
        let answer = Run::of(&mut batch, b"{\"query\":\"treaty\"}").ends_with(0).json();
        let hits = answer["hits"].as_array().unwrap().iter();
        assert_eq!(hits.map(|hit| hit["score"].as_f64().unwrap()).collect::<Vec<_>>(), one);
        one
    };
    assert_ne!(scores(&params), scores(&bad));
}

#[test]
fn errors_in_parameters_name_file_and_key() {
    let files = Files::new();
    let params = files.named("p.json");
    for (json, expected) in [
        (r#"{"b":{"body":3}}"#, "p.json: b.body: expected a number from 0 to 1, found 3"),
        (r#"{"k3":1}"#, "p.json: unknown field `k3`"),
    ] {
        std::fs::write(&params, json).unwrap();
        let of_eval = eval(&["--params", &params]).ends_with(2);
        let mut search = with_index("search");
        let of_search = Run::of(search.args(["--params", &params, "treaty"]), b"").ends_with(2);
        for run in [of_eval, of_search] {
            assert!(run.stderr.contains(expected), "{}", run.stderr);
        }
    }
}

#[test]
fn one_set_is_not_cross_validated() {
    let files = Files::new();
    let topics = files.named("topics.jsonl");
    let all = std::fs::read_to_string(corpus().join("relevance/topics.jsonl")).unwrap();
    let alias: Vec<&str> = all.lines().filter(|line| line.contains("\"alias\"")).collect();
    std::fs::write(&topics, alias.join("\n")).unwrap();
    let mut command = with_index("eval");
    command.args(["--tune", "--tune-queries", "10", "-l", "tr", "--queries", &topics]);
    command.arg("--qrels").arg(corpus().join("relevance/qrels.tsv"));
    let table = Run::of(&mut command, b"").ends_with(0).stdout;
    assert!(table.contains("one set of queries can't be cross-validated"), "{table}");

    std::fs::write(&topics, "{\"id\":\"x\",\"text\":\"treaty\"}\n").unwrap();
    let failed = Run::of(&mut command, b"").ends_with(2);
    assert!(failed.stderr.contains("nothing to tune on"), "{}", failed.stderr);
}
