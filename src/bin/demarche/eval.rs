//! `demarche eval`

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use demarche::eval::{Measures, evaluate, read_qrels, read_topics, write_trec_run};
use demarche::{Index, Lang, Searcher};

use crate::output::{Failure, Outcome, Status, stdout};
use crate::{IndexDir, parse_lang};

/// Measure the ranking on relevance judgments
///
/// Prints nDCG@10, MRR@10, Recall@100 and MAP over all queries, for each set of queries and as mean
/// over sets, and the times of the queries.
#[derive(clap::Args)]
pub(crate) struct EvalArgs {
    #[command(flatten)]
    dir: IndexDir,
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
    #[arg(long, value_name = "FILE")]
    run: Option<PathBuf>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: EvalArgs) -> Outcome {
    let searcher = Searcher::open(&Index::open(&args.dir.index)?)?;
    let topics = read_topics(&args.queries)?;
    let qrels = read_qrels(&args.qrels)?;
    let (evaluation, run) = evaluate(&searcher, &topics, &qrels, &args.langs, args.depth)?;
    if let Some(path) = &args.run {
        let write = || -> std::io::Result<()> {
            let mut out = BufWriter::new(File::create(path)?);
            write_trec_run(&run, "demarche", &mut out)?;
            out.flush()
        };
        write().map_err(|e| Failure::Usage(format!("{}: {e}", path.display())))?;
    }
    let mut out = stdout();
    if args.json {
        writeln!(out, "{}", serde_json::to_string(&evaluation).map_err(std::io::Error::from)?)?;
    } else {
        writeln!(out, "{:24} queries  nDCG@10   MRR@10  Recall@100      MAP", "")?;
        row(&mut out, "all", &evaluation.all)?;
        for (set, measures) in &evaluation.sets {
            row(&mut out, set, measures)?;
        }
        row(&mut out, "mean over sets", &evaluation.mean_over_sets)?;
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
