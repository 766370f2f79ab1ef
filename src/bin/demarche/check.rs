//! `demarche check`

use std::io::Write;

use demarche::Index;

use crate::IndexDir;
use crate::output::{Failure, Outcome, Status, stdout};

/// Read every file of the index and compare it with its checksum
#[derive(clap::Args)]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    dir: IndexDir,
}

pub(crate) fn run(args: CheckArgs) -> Outcome {
    let check = Index::open(&args.dir.index)?.check()?;
    if !check.damaged.is_empty() {
        let files: Vec<String> = check
            .damaged
            .iter()
            .map(|(file, what)| format!("{}: {what}", args.dir.index.join(file).display()))
            .collect();
        return Err(Failure::Usage(format!(
            "{}\nthe index is damaged: make it again from your inputs in a new folder",
            files.join("\n")
        )));
    }
    let mut out = stdout();
    let size = indicatif::HumanBytes(check.bytes);
    writeln!(out, "sound: {} articles, {} files, {size}", check.articles, check.files)?;
    out.flush()?;
    Ok(Status::Done)
}
