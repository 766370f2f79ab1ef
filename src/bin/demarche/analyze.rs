//! `demarche analyze`

use demarche::Lang;
use demarche::analysis::{Analyzer, explain};
use demarche::render::safe;
use serde::Serialize;

use crate::output::{Outcome, for_each_text};
use crate::parse_lang;

/// Show the tokens of a text, or of each line of standard input
#[derive(clap::Args)]
pub(crate) struct AnalyzeArgs {
    /// Language whose rules to use
    #[arg(short, long, value_parser = parse_lang)]
    lang: Lang,
    /// Print JSON Lines
    #[arg(long)]
    json: bool,
    /// Say which step did what to each token
    #[arg(long, conflicts_with = "json")]
    explain: bool,
    /// The text
    text: Option<String>,
}

#[derive(Serialize)]
struct TokenJson {
    term: String,
    exact: String,
    start: usize,
    end: usize,
    position: u32,
}

#[derive(Serialize)]
struct LineJson<'a> {
    text: &'a str,
    tokens: Vec<TokenJson>,
}

pub(crate) fn run(args: AnalyzeArgs) -> Outcome {
    let mut analyzer = Analyzer::new(args.lang);
    for_each_text(args.text.as_deref(), |text, out| {
        let mut tokens = Vec::new();
        analyzer.analyze(text, |token| {
            tokens.push(TokenJson {
                term: token.term.to_owned(),
                exact: token.exact.to_owned(),
                start: token.start,
                end: token.end,
                position: token.position,
            });
        });
        if args.json {
            return writeln!(out, "{}", serde_json::to_string(&LineJson { text, tokens })?);
        }
        if args.explain {
            for token in &tokens {
                let word = text.get(token.start..token.end).unwrap_or_default();
                write!(out, "{}", safe(word))?;
                for step in explain(args.lang, word) {
                    write!(out, "  —{}→ {}", step.step, safe(&step.word))?;
                }
                writeln!(out)?;
            }
            return Ok(());
        }
        let terms: Vec<String> = tokens.iter().map(|token| safe(&token.term)).collect();
        writeln!(out, "{}", terms.join(" "))
    })
}
