//! `demarche index`

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use demarche::formats::Format;
use demarche::render::safe;
use demarche::select::{SelectOptions, Selector, Topic};
use demarche::{Index, IndexOptions, Lang, Progress, Report};
use indicatif::{HumanBytes, HumanCount};

use crate::output::{self, Failure, Outcome, Status};
use crate::{IndexDir, parse_bytes, parse_lang, progress};

/// Add or replace articles; unchanged ones are skipped
///
/// Inputs are files, folders, or - for standard input. Their format is told by content: JSON Lines,
/// MediaWiki XML and CirrusSearch dumps, ZIM files, HTML, Markdown with front matter, scraped or plain text; each may be packed
/// with gzip, bzip2 or zstd.
#[derive(clap::Args)]
pub(crate) struct IndexArgs {
    #[command(flatten)]
    dir: IndexDir,
    /// Language of articles that state none (otherwise it is detected)
    #[arg(short, long, value_parser = parse_lang)]
    lang: Option<Lang>,
    /// Format of the inputs (otherwise it is told by content)
    #[arg(long, value_parser = clap::builder::PossibleValuesParser::new(Format::all().map(Format::name)))]
    format: Option<String>,
    /// Dump of links between languages (langlinks.sql), which gives a dump's articles their
    /// translations; also found among the inputs
    #[arg(long, value_name = "FILE")]
    langlinks: Vec<PathBuf>,
    #[command(flatten)]
    select: SelectArgs,
    /// Threads to use [default: one for each core]
    #[arg(short, long)]
    jobs: Option<usize>,
    /// Memory to use, with a unit (K, M, G)
    #[arg(long, default_value = "512M", value_parser = parse_memory)]
    memory: usize,
    /// Write the report as JSON to FILE
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Begin at the start, also where an interrupted run could be gone on with
    #[arg(long)]
    restart: bool,
    /// Read and count everything as without it, but write nothing
    #[arg(long)]
    dry_run: bool,
    /// Commit each time that so much text was read, instead of after some time; for tests
    #[arg(long, value_name = "BYTES", hide = true, value_parser = parse_bytes)]
    commit_every: Option<u64>,
    /// Show every rejection instead of the first ten
    #[arg(short, long)]
    verbose: bool,
    /// What to index
    #[arg(required = true)]
    inputs: Vec<PathBuf>,
}

/// Which articles are taken, instead of all; each kind that is given must be met
#[derive(clap::Args)]
struct SelectArgs {
    /// Take articles of this category, by their own category names, or of another one given so
    #[arg(long, value_name = "NAME", help_heading = "Taking a part")]
    category: Vec<String>,
    /// Take articles that match this query, or another one given so
    #[arg(long = "match", value_name = "QUERY", help_heading = "Taking a part")]
    matching: Vec<String>,
    /// Take articles on this topic, by the terms in their title, categories, text and links
    #[arg(long, value_parser = ["diplomacy"], help_heading = "Taking a part")]
    topic: Option<String>,
    /// Score from which an article is on the topic [default: 5]
    #[arg(long, value_name = "X", requires = "topic", help_heading = "Taking a part")]
    topic_threshold: Option<f32>,
}

impl SelectArgs {
    /// What decides, unless everything is taken; what was not understood of the queries is told.
    fn selector(self) -> Option<Selector> {
        let mut options = SelectOptions::default();
        options.categories = self.category;
        options.queries = self.matching;
        options.topic = self.topic.as_deref().and_then(Topic::from_name);
        options.threshold = self.topic_threshold;
        let (selector, notes) = Selector::new(&options);
        for note in notes {
            eprintln!("note: --match: {}", safe(&note.message));
        }
        (!selector.takes_all()).then_some(selector)
    }
}

/// Least memory that indexing works with.
const MIN_MEMORY_BYTES: usize = 64 << 20;

pub(crate) fn parse_memory(text: &str) -> Result<usize, String> {
    let size = parse_bytes(text).ok().and_then(|bytes| usize::try_from(bytes).ok());
    size.filter(|size| *size >= MIN_MEMORY_BYTES)
        .ok_or_else(|| "expected a size such as 512M or 2G, at least 64M".to_owned())
}

pub(crate) fn run(args: IndexArgs) -> Outcome {
    let mut options = IndexOptions::default();
    options.lang = args.lang;
    options.format = args.format.as_deref().and_then(Format::from_name);
    options.langlinks = args.langlinks;
    if let Some(selector) = args.select.selector() {
        options.choose = Some(Arc::new(selector));
    }
    options.jobs = args.jobs.unwrap_or(0);
    options.memory_bytes = args.memory;

    options.restart = args.restart;
    options.commit_every_bytes = args.commit_every;

    refuse_missing(&args.inputs)?;
    let progress = Arc::new(Progress::default());
    stop_on_signals(&progress, args.dry_run)?;
    let report = progress::shown(&progress, || {
        if args.dry_run {
            return Index::dry_run(&args.dir.index, &args.inputs, &options, &progress);
        }
        Index::open_or_create(&args.dir.index)?.add(&args.inputs, &options, &progress)
    })?;
    print_report(&report, args.verbose);
    if let Some(path) = args.report {
        let json = serde_json::to_vec_pretty(&report).map_err(std::io::Error::from)?;
        std::fs::write(&path, json)
            .map_err(|e| Failure::Usage(format!("{}: {e}", path.display())))?;
    }
    if report.stopped {
        let next = match (args.dry_run, args.inputs.iter().any(|input| input.as_os_str() == "-")) {
            (true, _) => "nothing was written",
            (_, true) => "what was read is committed; the same input again passes over it quickly",
            _ => "what was read is committed; the same command goes on from there",
        };
        tell(&format!("demarche: stopped; {next}\n"));
        return Ok(Status::Stopped);
    }
    if args.dry_run {
        tell("dry run: nothing was written\n");
    }
    Ok(if report.rejected > 0 { Status::Nothing } else { Status::Done })
}

/// Refuses to begin where none of the inputs is there: most often a name is mistyped, and an empty
/// index would be made.
fn refuse_missing(inputs: &[PathBuf]) -> Result<(), Failure> {
    let missing = |input: &PathBuf| {
        if input.as_os_str() == "-" { None } else { input.symlink_metadata().err() }
    };
    let errors: Vec<_> = inputs.iter().map_while(|input| Some((input, missing(input)?))).collect();
    if errors.len() < inputs.len() {
        return Ok(());
    }
    let each = errors.iter().map(|(input, error)| format!("{}: {error}", input.display()));
    let each = each.collect::<Vec<_>>().join("; ");
    Err(Failure::Usage(format!("{each}: expected a file, a folder or -; nothing was indexed")))
}

/// Asks the run to stop at the first Ctrl-C or SIGTERM; the second ends the program at once, and so
/// does the first where only merging is left, which can't be stopped and loses nothing.
fn stop_on_signals(progress: &Arc<Progress>, is_dry: bool) -> Result<(), Failure> {
    let progress = Arc::clone(progress);
    let on_signal = move || {
        if progress.merging.load(Ordering::Relaxed) {
            tell("demarche: stopped while merging; all articles are committed\n");
            std::process::exit(i32::from(output::STOPPED));
        }
        if progress.stop.swap(true, Ordering::Relaxed) {
            std::process::exit(i32::from(output::STOPPED));
        }
        tell(if is_dry { "stopping\n" } else { "stopping: committing what was read\n" });
    };
    ctrlc::set_handler(on_signal).map_err(|e| Failure::Usage(format!("watching for Ctrl-C: {e}")))
}

/// Writes to standard error, which may be closed: that must not undo what was indexed.
pub(crate) fn tell(text: &str) {
    let _ = std::io::stderr().write_all(text.as_bytes());
}

/// A count with its noun, in the plural unless there is one.
fn counted(count: u64, noun: &str) -> String {
    format!("{} {noun}{}", HumanCount(count), if count == 1 { "" } else { "s" })
}

/// Rejections shown without `--verbose`.
const SHOWN_REJECTIONS: usize = 10;

/// Reasons for taking articles that are shown; a report has all.
const SHOWN_REASONS: usize = 5;

fn print_report(report: &Report, verbose: bool) {
    let mut text = String::new();
    let mut line = |content: String| {
        text.push_str(&content);
        text.push('\n');
    };
    let rate = report.bytes_read as f64 / report.seconds.max(1e-3);
    line(format!(
        "{} from {} in {:.1} s ({}/s)",
        counted(report.articles(), "article"),
        HumanBytes(report.bytes_read),
        report.seconds,
        HumanBytes(rate as u64),
    ));
    if let Some(bytes) = report.resumed_from {
        line(format!("gone on from {} of an interrupted run, which is counted", HumanBytes(bytes)));
    }
    for (lang, counts) in &report.languages {
        line(format!(
            "  {lang:5} {:>9} added {:>9} replaced {:>9} unchanged",
            HumanCount(counts.added).to_string(),
            HumanCount(counts.replaced).to_string(),
            HumanCount(counts.unchanged).to_string()
        ));
    }
    if let Some(selection) = &report.selection {
        let (kept, left_out) = (HumanCount(selection.kept), HumanCount(selection.left_out));
        line(format!("taken: {kept}, left out: {left_out}"));
        let mut reasons: Vec<_> = selection.because.iter().collect();
        reasons.sort_by_key(|(reason, count)| (std::cmp::Reverse(**count), *reason));
        for (reason, count) in reasons.into_iter().take(SHOWN_REASONS) {
            line(format!("  {:>9} mostly for {}", HumanCount(*count).to_string(), safe(reason)));
        }
    }
    if report.detected > 0 {
        line(format!("language detected, not stated: {}", HumanCount(report.detected)));
    }
    if report.mixed > 0 {
        let count = HumanCount(report.mixed);
        line(format!("of several languages, taken for their main one: {count}"));
    }
    for (key, count) in &report.unknown_keys {
        let times = counted(*count, "time");
        line(format!("key {:?} is not part of the record: left out {times}", safe(key)));
    }
    for (note, count) in &report.notes {
        line(format!("{}: {count}", safe(note)));
    }
    for folder in &report.indexes_left_out {
        line(format!("left out, the folder of an index: {}", safe(folder)));
    }
    if report.numbered > 0 {
        let count = HumanCount(report.numbered);
        line(format!("address of another article of this run, kept under a numbered id: {count}"));
        for id in report.numbered_ids.iter().take(SHOWN_REASONS) {
            line(format!("  {}", safe(id)));
        }
    }
    if !report.dropped.is_empty() {
        let kinds: Vec<String> = report.dropped.iter().map(|(k, n)| format!("{k} {n}")).collect();
        line(format!("left out of articles: {}", kinds.join(", ")));
    }
    if report.langlinks > 0 {
        line(format!("links between languages: {}", HumanCount(report.langlinks)));
    }
    if report.redirects_unused > 0 {
        line(format!("redirects without their article: {}", HumanCount(report.redirects_unused)));
    }
    if report.rejected > 0 {
        line(format!("rejected: {}", HumanCount(report.rejected)));
        let shown = if verbose { report.rejections.len() } else { SHOWN_REJECTIONS };
        for rejection in report.rejections.iter().take(shown) {
            line(format!("  {}", safe(&rejection.to_string())));
        }
        if report.rejected > shown as u64 {
            line(format!("  … (--verbose or --report shows up to {})", report.rejections.len()));
        }
    }
    tell(&text);
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        args: IndexArgs,
    }

    #[test]
    fn every_format_of_the_list_is_taken_and_no_other() {
        for name in Format::all().map(Format::name) {
            let line = Line::try_parse_from(["index", "--format", name, "input"]).unwrap();
            assert_eq!(line.args.format.as_deref(), Some(name));
        }
        assert!(Line::try_parse_from(["index", "--format", "epub", "input"]).is_err());
    }
}
