//! `demarche analyze`

use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use demarche::Lang;
use demarche::analysis::diff::{Change, Diff, Group, Total, Vocabulary, diff};
use demarche::analysis::{Analyzer, explain};
use demarche::render::safe;
use serde::Serialize;

use crate::output::{Failure, Outcome, Status, for_each_text, stdout};
use crate::parse_lang;

/// Bytes of one vocabulary file that are read: some thirty million words, far more than any corpus
/// of one language has.
const VOCABULARY_BYTES: u64 = 1 << 30;

/// Words of a group that an example names; more make the line hard to read.
const WORDS_SHOWN: usize = 8;

/// Groups of one side that an example names.
const GROUPS_SHOWN: usize = 8;

/// Show the tokens of a text, or of each line of standard input
///
/// With --terms, print each distinct word of the whole input with its term and count instead; with
/// --diff, compare two such files that two versions of demarche made of one corpus.
#[derive(clap::Args)]
pub(crate) struct AnalyzeArgs {
    /// Language whose rules to use
    #[arg(short, long, value_parser = parse_lang, required_unless_present = "diff")]
    lang: Option<Lang>,
    /// Print JSON Lines; with --diff, one object
    #[arg(long)]
    json: bool,
    /// Say which step did what to each token
    #[arg(long, conflicts_with = "json")]
    explain: bool,
    /// Print the words of the input, sorted: word, tab, term, tab, count
    #[arg(long, conflicts_with_all = ["json", "explain"])]
    terms: bool,
    /// Say which words join or part between two files made by --terms
    #[arg(
        long,
        num_args = 2,
        value_names = ["OLD", "NEW"],
        conflicts_with_all = ["lang", "explain", "terms", "text"]
    )]
    diff: Option<Vec<PathBuf>>,
    /// Examples of each kind that --diff shows
    #[arg(
        short = 'n',
        long = "number",
        value_name = "N",
        default_value_t = 20,
        conflicts_with_all = ["lang", "explain", "terms", "text"]
    )]
    number: usize,
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
    match (args.diff.as_deref(), args.lang) {
        (Some([old, new]), _) => compare(old, new, args.number, args.json),
        (_, Some(lang)) if args.terms => print_terms(lang, args.text.as_deref()),
        (_, Some(lang)) => print_tokens(lang, &args),
        _ => Err(Failure::Usage("analyze needs --lang LANG, or --diff OLD NEW".to_owned())),
    }
}

fn print_tokens(lang: Lang, args: &AnalyzeArgs) -> Outcome {
    let mut analyzer = Analyzer::new(lang);
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
                for step in explain(lang, word) {
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

fn print_terms(lang: Lang, text: Option<&str>) -> Outcome {
    let mut analyzer = Analyzer::new(lang);
    let mut vocabulary = Vocabulary::default();
    for_each_text(text, |text, _| {
        analyzer.analyze(text, |token| vocabulary.add(&safe(token.exact), &safe(token.term)));
        Ok(())
    })?;
    let mut out = stdout();
    write!(out, "{vocabulary}")?;
    out.flush()?;
    Ok(Status::Done)
}

fn compare(old: &Path, new: &Path, number: usize, json: bool) -> Outcome {
    let mut diff = diff(&read_vocabulary(old)?, &read_vocabulary(new)?);
    diff.joins.truncate(number);
    diff.parts.truncate(number);
    let mut out = stdout();
    if json {
        writeln!(out, "{}", serde_json::to_string(&diff).map_err(std::io::Error::from)?)?;
    } else {
        print_diff(&mut out, &diff)?;
    }
    out.flush()?;
    Ok(Status::Done)
}

fn read_vocabulary(path: &Path) -> Result<Vocabulary, Failure> {
    let name = path.display();
    let failed = |error: std::io::Error| Failure::Usage(format!("{name}: {error}"));
    let file = std::fs::File::open(path).map_err(failed)?;
    let mut text = String::new();
    file.take(VOCABULARY_BYTES + 1).read_to_string(&mut text).map_err(failed)?;
    if text.len() as u64 > VOCABULARY_BYTES {
        return Err(Failure::Usage(format!(
            "{name}: larger than {VOCABULARY_BYTES} bytes; compare parts of the corpus"
        )));
    }
    text.parse().map_err(|bad| {
        Failure::Usage(format!("{name}: {bad}; make it with `demarche analyze -l LANG --terms`"))
    })
}

fn print_diff(out: &mut impl Write, diff: &Diff) -> std::io::Result<()> {
    let Diff { old, new, common, .. } = diff;
    writeln!(out, "words   {} before, {} after", old.words, new.words)?;
    writeln!(out, "groups  {} before, {} after", old.groups, new.groups)?;
    writeln!(out, "compared  {} words, {} occurrences", common.words, common.count)?;
    for (what, only) in [("before", diff.only_old), ("after", diff.only_new)] {
        if only.words > 0 {
            writeln!(out, "only {what}  {} words, {} occurrences", only.words, only.count)?;
        }
    }
    if diff.recounted > 0 {
        let recounted = diff.recounted;
        writeln!(out, "counts differ for {recounted} words: the files are of different texts")?;
    }
    print_total(out, "join", diff.joined, common.count)?;
    print_total(out, "part", diff.parted, common.count)?;
    print_changes(out, "join", &diff.joins)?;
    print_changes(out, "part", &diff.parts)
}

fn print_total(out: &mut impl Write, what: &str, total: Total, of: u64) -> std::io::Result<()> {
    let Total { groups, moved } = total;
    let share = 100.0 * moved.count as f64 / of.max(1) as f64;
    writeln!(
        out,
        "{what}  {} words, {} occurrences ({share:.3} %), in {groups} groups",
        moved.words, moved.count
    )
}

/// Each change as a headline and its groups, `-` before and `+` after.
fn print_changes(out: &mut impl Write, what: &str, changes: &[Change]) -> std::io::Result<()> {
    for change in changes {
        writeln!(out, "\n{what}  {}", change.moved.count)?;
        for (sign, groups) in [('-', &change.before), ('+', &change.after)] {
            for group in groups.iter().take(GROUPS_SHOWN) {
                writeln!(out, "  {sign} {}", group_line(group))?;
            }
            if groups.len() > GROUPS_SHOWN {
                writeln!(out, "  {sign} {} more groups", groups.len() - GROUPS_SHOWN)?;
            }
        }
    }
    Ok(())
}

fn group_line(group: &Group) -> String {
    let mut words: Vec<String> = group
        .words
        .iter()
        .take(WORDS_SHOWN)
        .map(|(word, count)| format!("{} {count}", safe(word)))
        .collect();
    if group.words.len() > WORDS_SHOWN {
        words.push(format!("{} more", group.words.len() - WORDS_SHOWN));
    }
    format!("{} {}: {}", safe(&group.term), group.count, words.join(", "))
}
