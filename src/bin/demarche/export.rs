//! `demarche export`

use std::io::{self, Write};

use demarche::{Index, Limits};

use crate::IndexDir;
use crate::index::tell;
use crate::output::{Outcome, Status, stdout};

/// Print all stored articles as JSON Lines, in the order of their ids
///
/// `demarche index` takes them in again. It works for an index of an older version, too, as long as
/// `demarche upgrade` would.
#[derive(clap::Args)]
pub(crate) struct ExportArgs {
    #[command(flatten)]
    dir: IndexDir,
}

pub(crate) fn run(args: ExportArgs) -> Outcome {
    let articles = Index::articles_in(&args.dir.index)?;
    let longest = Limits::default().article_bytes;
    let mut out = stdout();
    let mut line = Vec::new();
    for article in articles {
        let article = article?;
        line.clear();
        serde_json::to_writer(&mut line, &article).map_err(io::Error::from)?;
        if line.len() > longest {
            let (id, bytes) = (demarche::render::safe(&article.id), line.len());
            tell(&format!(
                "note: {id}: a line of {bytes} bytes: `demarche index` reads at most {longest}\n"
            ));
        }
        line.push(b'\n');
        out.write_all(&line)?;
    }
    out.flush()?;
    Ok(Status::Done)
}
