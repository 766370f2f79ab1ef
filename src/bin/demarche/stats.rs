//! `demarche stats`

use std::io::Write;

use demarche::Index;

use crate::IndexDir;
use crate::output::{Outcome, Status, stdout};

/// Count the articles, segments and bytes of an index
#[derive(clap::Args)]
pub(crate) struct StatsArgs {
    #[command(flatten)]
    dir: IndexDir,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: StatsArgs) -> Outcome {
    let stats = demarche::search::Searcher::open(&Index::open(&args.dir.index)?)?.stats()?;
    let mut out = stdout();
    if args.json {
        writeln!(out, "{}", serde_json::to_string(&stats).map_err(std::io::Error::from)?)?;
    } else {
        writeln!(out, "articles  {}", stats.articles)?;
        for (lang, articles) in &stats.languages {
            writeln!(out, "  {lang:6}  {articles}")?;
        }
        writeln!(out, "segments  {}", stats.segments)?;
        writeln!(out, "size      {}", indicatif::HumanBytes(stats.bytes))?;
        for (part, bytes) in &stats.parts {
            writeln!(out, "  {part:10} {}", indicatif::HumanBytes(*bytes))?;
        }
        writeln!(out, "analysis  {}", stats.analysis)?;
    }
    out.flush()?;
    Ok(Status::Done)
}
