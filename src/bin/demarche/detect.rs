//! `demarche detect`

use demarche::lang::detect;
use serde_json::json;

use crate::output::{Outcome, for_each_text};

/// Tell the language of a text, or of each line of standard input
#[derive(clap::Args)]
pub(crate) struct DetectArgs {
    /// Print JSON Lines, with the confidence
    #[arg(long)]
    json: bool,
    /// The text
    text: Option<String>,
}

pub(crate) fn run(args: DetectArgs) -> Outcome {
    for_each_text(args.text.as_deref(), |text, out| {
        let found = detect(text);
        if args.json {
            let json = json!({"lang": found.lang.code(), "confidence": found.confidence});
            writeln!(out, "{json}")
        } else {
            writeln!(out, "{}", found.lang)
        }
    })
}
