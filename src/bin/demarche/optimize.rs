//! `demarche optimize`

use demarche::Index;

use crate::IndexDir;
use crate::output::{Outcome, Status};

/// Merge all segments into one and drop what deleted articles have left
#[derive(clap::Args)]
pub(crate) struct OptimizeArgs {
    #[command(flatten)]
    dir: IndexDir,
}

pub(crate) fn run(args: OptimizeArgs) -> Outcome {
    Index::open(&args.dir.index)?.optimize()?;
    Ok(Status::Done)
}
