//! `demarche eval`

mod compare;
mod tune;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use demarche::eval::{
    Evaluation, Measures, Qrels, Run, Topic, evaluate_both_ways, read_qrels, read_topics,
    write_trec_run,
};
use demarche::{Bm25f, Lang};

use crate::output::{Failure, Outcome, Status, stdout};
use crate::params::read_params;
use crate::{Searched, parse_lang};

/// Measure the ranking on relevance judgments, compare two rankings, tune the ranking
///
/// Prints nDCG@10, MRR@10, Recall@100 and MAP over all queries, for each set of queries and as mean
/// over sets, and the times of the queries; with --lang, also of the same queries in all languages.
/// With --compare, these measures of two runs, and whether
/// they differ by more than chance. With --tune, parameters that rank better, and what they gain on
/// sets that they were not tuned on.
#[derive(clap::Args)]
pub(crate) struct EvalArgs {
    #[command(flatten)]
    index: Searched,
    /// Search only in LANG; may be given several times
    #[arg(short, long = "lang", value_name = "LANG", value_parser = parse_lang)]
    langs: Vec<Lang>,
    /// Articles to rank for each query
    #[arg(short = 'n', long = "number", value_name = "N", default_value_t = 100)]
    depth: usize,
    /// Queries: JSON Lines of {"id","text","set"?}
    #[arg(long, value_name = "FILE")]
    queries: PathBuf,
    /// Judgments: query id, article id, relevance, split by tabs, or TREC's four columns
    #[arg(long, value_name = "FILE")]
    qrels: PathBuf,
    /// Write the rankings as a TREC run
    #[arg(long, value_name = "FILE", conflicts_with_all = ["tune", "against"])]
    run: Option<PathBuf>,
    /// Parameters of the ranking: JSON, as --write-params writes it; tuning begins with them
    #[arg(long, value_name = "FILE", conflicts_with = "against")]
    params: Option<PathBuf>,
    /// Compare what the index answers with this older TREC run
    #[arg(long, value_name = "RUN", conflicts_with = "tune")]
    compare: Option<PathBuf>,
    /// Compare with this TREC run instead of the index
    #[arg(long, value_name = "RUN", requires = "compare")]
    against: Option<PathBuf>,
    /// Look for parameters that rank better
    #[arg(long)]
    tune: bool,
    /// Queries of each set to tune on, at most
    #[arg(long, value_name = "N", requires = "tune", default_value_t = 150)]
    tune_queries: usize,
    /// Write the tuned parameters as JSON, for --params here and of `search`
    #[arg(long, value_name = "FILE", requires = "tune")]
    write_params: Option<PathBuf>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// What is measured, read from its files.
struct Data {
    topics: Vec<Topic>,
    qrels: Qrels,
}

pub(crate) fn run(args: EvalArgs) -> Outcome {
    let data = Data { topics: read_topics(&args.queries)?, qrels: read_qrels(&args.qrels)? };
    if let (Some(old), Some(new)) = (&args.compare, &args.against) {
        return compare::files(&data, old, new, args.json);
    }
    let params = args.params.as_deref().map_or_else(|| Ok(Bm25f::default()), read_params)?;
    let searcher = args.index.open()?;
    if args.tune {
        return tune::run(&args, &data, &searcher, params);
    }
    let (evaluation, run) =
        evaluate_both_ways(&searcher, &data.topics, &data.qrels, &args.langs, args.depth, &params)?;
    if let Some(path) = &args.run {
        write_run(path, &run)?;
    }
    match &args.compare {
        Some(old) => compare::with_index(&data, old, &run, args.json),
        None => print(&evaluation, args.json),
    }
}

fn write_run(path: &Path, run: &Run) -> Result<(), Failure> {
    let write = || -> std::io::Result<()> {
        let mut out = BufWriter::new(File::create(path)?);
        write_trec_run(run, "demarche", &mut out)?;
        out.flush()
    };
    write().map_err(|e| Failure::Usage(format!("{}: {e}", path.display())))
}

fn print(evaluation: &Evaluation, json: bool) -> Outcome {
    let mut out = stdout();
    if json {
        writeln!(out, "{}", serde_json::to_string(evaluation).map_err(std::io::Error::from)?)?;
    } else {
        writeln!(out, "{:24} queries  nDCG@10   MRR@10  Recall@100      MAP", "")?;
        row(&mut out, "all", &evaluation.all)?;
        for (set, measures) in &evaluation.sets {
            row(&mut out, set, measures)?;
        }
        row(&mut out, "mean over sets", &evaluation.mean_over_sets)?;
        if let Some(of_all) = &evaluation.all_languages {
            row(&mut out, "all, in all languages", &of_all.all)?;
            row(&mut out, "mean, in all languages", &of_all.mean_over_sets)?;
        }
        writeln!(out, "query time: p50 {} µs, p99 {} µs", evaluation.p50_us, evaluation.p99_us)?;
        if evaluation.skipped > 0 {
            writeln!(out, "left out, no article judged: {}", evaluation.skipped)?;
        }
    }
    out.flush()?;
    Ok(Status::Done)
}

fn row(out: &mut impl Write, name: &str, m: &Measures) -> std::io::Result<()> {
    let name = demarche::render::safe(name);
    let Measures { queries, ndcg_10, mrr_10, recall_100, map, .. } = m;
    writeln!(out, "{name:24} {queries:7} {ndcg_10:8.4} {mrr_10:8.4} {recall_100:11.4} {map:8.4}")
}
