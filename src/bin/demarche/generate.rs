//! `demarche generate`

use std::fs::File;
use std::io::BufWriter;
use std::path::PathBuf;

use demarche::Lang;
use demarche::generate::{Form, GenerateOptions, generate};

use crate::output::{Failure, Outcome, Status, stdout};
use crate::{parse_bytes, parse_lang};

/// Write made-up articles, to measure with
///
/// The same options give the same bytes on every machine. The text has the statistics of real
/// articles and no meaning.
#[derive(clap::Args)]
pub(crate) struct GenerateArgs {
    /// Size of the output, with a unit (K, M, G)
    #[arg(long, value_parser = parse_bytes)]
    bytes: u64,
    /// Another seed gives other articles
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How articles are written
    #[arg(long, value_parser = ["jsonl", "mediawiki"], default_value = "jsonl")]
    format: String,
    /// Language of the articles (tr, ru, uk, kk, be, en); may be given several times [default: all]
    #[arg(short, long = "lang", value_name = "LANG", value_parser = parse_lang)]
    langs: Vec<Lang>,
    /// File to write instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(crate) fn run(args: GenerateArgs) -> Outcome {
    let mut options = GenerateOptions::default();
    options.bytes = args.bytes;
    options.seed = args.seed;
    options.form = if args.format == "mediawiki" { Form::MediaWiki } else { Form::JsonLines };
    if args.langs.contains(&Lang::Other) {
        return Err(Failure::Usage(
            "--lang other: articles are made in tr, ru, uk, kk, be and en alone".to_owned(),
        ));
    }
    if !args.langs.is_empty() {
        options.langs = args.langs;
    }
    match args.output {
        None => generate(&options, &mut stdout())?,
        Some(path) => {
            let failed = |e| Failure::Usage(format!("{}: {e}", path.display()));
            let file = File::create(&path).map_err(failed)?;
            generate(&options, &mut BufWriter::new(file)).map_err(failed)?
        }
    };
    Ok(Status::Done)
}
