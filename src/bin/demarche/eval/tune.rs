//! `demarche eval --tune`

use std::io::{IsTerminal, Write};

use demarche::eval::{TuneOptions, Tuning, tune};
use demarche::render::safe;
use demarche::{Bm25f, Searcher};

use super::{Data, EvalArgs};
use crate::output::{Outcome, Status, stdout};
use crate::params::write_params;

pub(super) fn run(args: &EvalArgs, data: &Data, searcher: &Searcher, start: Bm25f) -> Outcome {
    let mut options = TuneOptions::default();
    options.langs.clone_from(&args.langs);
    options.queries = args.tune_queries;
    options.start = start;
    let progress = std::io::stderr().is_terminal();
    let mut on_search = |left_out: Option<&str>| match left_out {
        _ if !progress => {}
        None => eprintln!("tuning on all sets"),
        Some(set) => eprintln!("tuning on all sets but {}", safe(set)),
    };
    let tuning = tune(searcher, &data.topics, &data.qrels, &options, &mut on_search)?;
    if let Some(path) = &args.write_params {
        write_params(path, &tuning.params)?;
    }
    let mut out = stdout();
    if args.json {
        writeln!(out, "{}", serde_json::to_string(&tuning).map_err(std::io::Error::from)?)?;
    } else {
        print(&mut out, &tuning)?;
    }
    out.flush()?;
    Ok(Status::Done)
}

fn print(out: &mut impl Write, tuning: &Tuning) -> std::io::Result<()> {
    if tuning.tuned.iter().any(|param| param.has_effect) {
        writeln!(out, "{:24}  before    tuned", "parameter")?;
    }
    for param in tuning.tuned.iter().filter(|param| param.has_effect) {
        let mark = if param.before == param.after { "" } else { "  *" };
        writeln!(out, "{:24} {:7} {:8}{mark}", param.name, param.before, param.after)?;
    }
    let idle: Vec<&str> =
        tuning.tuned.iter().filter(|p| !p.has_effect).map(|p| p.name.as_str()).collect();
    if !idle.is_empty() {
        writeln!(out, "without effect here: {}", idle.join(", "))?;
    }
    writeln!(out)?;
    writeln!(out, "{:24} queries   before    tuned      gain  left out      gain", "nDCG@10")?;
    for set in &tuning.sets {
        let (name, queries, before, after) = (safe(&set.set), set.queries, set.before, set.after);
        let gain = after - before;
        write!(out, "{name:24} {queries:7} {before:8.4} {after:8.4} {gain:+9.4}")?;
        match set.left_out {
            Some(left_out) => writeln!(out, " {left_out:9.4} {:+9.4}", left_out - before)?,
            None => writeln!(out, "         –         –")?,
        }
    }
    let (before, after) = (tuning.before, tuning.after);
    let (queries, gain): (usize, f64) =
        (tuning.sets.iter().map(|set| set.queries).sum(), after - before);
    write!(out, "{:24} {queries:7} {before:8.4} {after:8.4} {gain:+9.4}", "mean over sets")?;
    match tuning.cross_validated_gain {
        Some(cross) => {
            writeln!(out, " {:9.4} {cross:+9.4}", before + cross)?;
            writeln!(
                out,
                "left out: by parameters tuned on the other sets alone; if that gain is missing, the \
                 other is chance"
            )
        }
        None => {
            writeln!(out, "         –         –")?;
            writeln!(
                out,
                "one set of queries can't be cross-validated: nothing tells whether the gain is \
                 real"
            )
        }
    }
}
