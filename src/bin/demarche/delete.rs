//! `demarche delete`

use demarche::Index;

use crate::IndexDir;
use crate::output::{Outcome, Status};

/// Delete articles by id
#[derive(clap::Args)]
pub(crate) struct DeleteArgs {
    #[command(flatten)]
    dir: IndexDir,
    /// Ids of the articles
    #[arg(required = true)]
    ids: Vec<String>,
}

pub(crate) fn run(args: DeleteArgs) -> Outcome {
    let index = Index::open(&args.dir.index)?;
    let missing = index.delete(&args.ids)?;
    for id in &missing {
        eprintln!("demarche: no article with id {}", demarche::render::safe(id));
    }
    eprintln!("{} deleted", args.ids.len() - missing.len());
    Ok(if missing.is_empty() { Status::Done } else { Status::Nothing })
}
