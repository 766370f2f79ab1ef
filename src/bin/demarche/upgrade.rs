//! `demarche upgrade`

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use demarche::index::Upgrade;
use demarche::{Index, IndexOptions, Progress};

use crate::index::{parse_memory, tell};
use crate::output::{self, Failure, Outcome, Status, stdout};
use crate::{IndexDir, progress};

/// Make an index of an older version one of this, from the articles that it stores
///
/// The old index is there as it was until the new one is complete and takes its place. It needs the
/// size of the index once more on disk. Where the stored articles are of a format that can't be
/// read any more, nothing is changed, and the inputs must be indexed again.
#[derive(clap::Args)]
pub(crate) struct UpgradeArgs {
    #[command(flatten)]
    dir: IndexDir,
    /// Threads to use [default: one for each core]
    #[arg(short, long)]
    jobs: Option<usize>,
    /// Memory to use, with a unit (K, M, G)
    #[arg(long, default_value = "512M", value_parser = parse_memory)]
    memory: usize,
}

pub(crate) fn run(args: UpgradeArgs) -> Outcome {
    let mut options = IndexOptions::default();
    options.jobs = args.jobs.unwrap_or(0);
    options.memory_bytes = args.memory;
    let progress = Arc::new(Progress::default());
    stop_on_signals(&progress)?;
    let upgrade =
        progress::shown(&progress, || Index::upgrade(&args.dir.index, &options, &progress))?;
    let mut out = stdout();
    match upgrade {
        Upgrade::Done { articles, from, to } => {
            writeln!(out, "upgraded: {articles} articles, from {from} to {to}")?;
        }
        Upgrade::Current(version) => {
            writeln!(out, "nothing to do: the index has {version}, as this program makes it")?;
        }
        _ => {
            tell("demarche: stopped; the index is as it was\n");
            return Ok(Status::Stopped);
        }
    }
    out.flush()?;
    Ok(Status::Done)
}

/// Asks the upgrade to stop at the first Ctrl-C or SIGTERM. The second ends the program at once, and
/// so does the first where merging and the switch are left, which can't be stopped.
fn stop_on_signals(progress: &Arc<Progress>) -> Result<(), Failure> {
    let progress = Arc::clone(progress);
    let on_signal = move || {
        let is_ending = progress.finishing.load(Ordering::Relaxed);
        if progress.stop.swap(true, Ordering::Relaxed) || is_ending {
            tell("demarche: stopped; the index is as it was, or upgraded as a whole\n");
            std::process::exit(i32::from(output::STOPPED));
        }
        tell("stopping\n");
    };
    ctrlc::set_handler(on_signal).map_err(|e| Failure::Usage(format!("watching for Ctrl-C: {e}")))
}
