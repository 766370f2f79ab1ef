//! `demarche snapshot`

use std::io::Write;
use std::path::PathBuf;

use demarche::Index;

use crate::IndexDir;
use crate::output::{Outcome, Status, stdout};

/// Copy the index as of its last commit, also while it is written to
///
/// Files are hard links where the file system allows, copies otherwise. A copy on the same disk is
/// no backup against a failing disk.
#[derive(clap::Args)]
pub(crate) struct SnapshotArgs {
    #[command(flatten)]
    dir: IndexDir,
    /// Folder to make
    to: PathBuf,
}

pub(crate) fn run(args: SnapshotArgs) -> Outcome {
    let snapshot = Index::open(&args.dir.index)?.snapshot(&args.to)?;
    let size = indicatif::HumanBytes(snapshot.bytes);
    let (files, linked) = (snapshot.files, snapshot.linked);
    let mut out = stdout();
    writeln!(out, "{}: {files} files, {size}, {linked} of them linked", args.to.display())?;
    out.flush()?;
    Ok(Status::Done)
}
