//! `demarche show`

use std::io::Write;

use demarche::render::article_text;
use demarche::{Index, Searcher};

use crate::IndexDir;
use crate::output::{Outcome, Status, stdout, style};

/// Show the article of an id
#[derive(clap::Args)]
pub(crate) struct ShowArgs {
    #[command(flatten)]
    dir: IndexDir,
    /// Print the article record as JSON
    #[arg(long)]
    json: bool,
    /// Id of the article
    id: String,
}

pub(crate) fn run(args: ShowArgs) -> Outcome {
    let searcher = Searcher::open(&Index::open(&args.dir.index)?)?;
    let Some(article) = searcher.article(&args.id)? else {
        eprintln!("demarche: no article with id {}", demarche::render::safe(&args.id));
        return Ok(Status::Nothing);
    };
    let mut out = stdout();
    if args.json {
        writeln!(out, "{}", serde_json::to_string(&article).map_err(std::io::Error::from)?)?;
    } else {
        write!(out, "{}", article_text(&article, style()))?;
    }
    out.flush()?;
    Ok(Status::Done)
}
