//! `demarche eval --compare`

use std::io::Write;
use std::path::Path;

use demarche::eval::{Comparison, Difference, Run, Topic, compare, read_trec_run};
use demarche::render::safe;

use super::Data;
use crate::output::{Failure, Outcome, Status, stdout};

/// Queries shown that lose most.
const LOSSES: usize = 5;

/// Compares two runs in files.
pub(super) fn files(data: &Data, old: &Path, new: &Path, json: bool) -> Outcome {
    let (old_run, new_run) = (read_trec_run(old)?, read_trec_run(new)?);
    let compared = compare(&data.topics, &data.qrels, &old_run, &new_run, LOSSES)?;
    print(&compared, old, json)
}

/// Compares a run in a file with what the index answered; queries that it was not asked count not.
pub(super) fn with_index(data: &Data, old: &Path, new: &Run, json: bool) -> Outcome {
    let old_run = read_trec_run(old)?;
    let asked = |topic: &&Topic| new.contains_key(&topic.id);
    let topics: Vec<Topic> = data.topics.iter().filter(asked).cloned().collect();
    if !topics.iter().any(|topic| old_run.contains_key(&topic.id)) {
        return Err(no_query(old));
    }
    let mut compared = compare(&topics, &data.qrels, &old_run, new, LOSSES)?;
    compared.skipped += data.topics.len() - topics.len();
    print(&compared, old, json)
}

fn no_query(run: &Path) -> Failure {
    Failure::Usage(format!(
        "{}: has no judged query: expected a run of the queries that --queries names",
        run.display()
    ))
}

fn print(compared: &Comparison, old: &Path, json: bool) -> Outcome {
    if compared.all.queries == 0 {
        return Err(no_query(old));
    }
    let mut out = stdout();
    if json {
        writeln!(out, "{}", serde_json::to_string(compared).map_err(std::io::Error::from)?)?;
        out.flush()?;
        return Ok(Status::Done);
    }
    for (at, all) in compared.all.measures.iter().enumerate() {
        let name = match all.measure {
            "ndcg@10" => "nDCG@10",
            "mrr@10" => "MRR@10",
            "recall@100" => "Recall@100",
            _ => "MAP",
        };
        writeln!(
            out,
            "{name:24} queries      old      new  difference        p    won   lost   tied"
        )?;
        row(&mut out, "all", compared.all.queries, all)?;
        for (set, of_set) in &compared.sets {
            if let Some(measure) = of_set.measures.get(at) {
                row(&mut out, set, of_set.queries, measure)?;
            }
        }
        if let Some(mean) = compared.mean_over_sets.get(at) {
            row(&mut out, "mean over sets", compared.all.queries, mean)?;
        }
    }
    writeln!(out, "p: two-sided paired t-test over queries; – where there is none")?;
    if compared.skipped > 0 {
        writeln!(out, "left out, not in the runs or no article judged: {}", compared.skipped)?;
    }
    if !compared.losses.is_empty() {
        writeln!(out, "greatest losses in nDCG@10:")?;
    }
    for loss in &compared.losses {
        let (id, set, text) = (safe(&loss.id), safe(&loss.set), safe(&loss.text));
        writeln!(out, "  {:.4} → {:.4}  {id} ({set}): {text}", loss.old, loss.new)?;
    }
    out.flush()?;
    Ok(Status::Done)
}

fn row(out: &mut impl Write, name: &str, queries: usize, d: &Difference) -> std::io::Result<()> {
    let name = safe(name);
    let Difference { old, new, difference, won, lost, tied, .. } = d;
    let p = match d.p_value {
        None => "–".to_owned(),
        Some(p) if p < 0.0001 => "<0.0001".to_owned(),
        Some(p) => format!("{p:.4}"),
    };
    writeln!(
        out,
        "{name:24} {queries:7} {old:8.4} {new:8.4} {difference:+11.4} {p:>8} {won:6} {lost:6} \
         {tied:6}"
    )
}
