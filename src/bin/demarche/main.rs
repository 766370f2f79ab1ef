//! The command line: arguments in, library calls, results out. No logic of its own.

mod analyze;
mod check;
mod delete;
mod detect;
mod documents;
mod eval;
mod export;
mod generate;
mod index;
mod optimize;
mod output;
mod params;
mod progress;
mod search;
mod show;
mod snapshot;
mod stats;
mod upgrade;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use demarche::{ErrorKind, Index, Lang, OpenOptions, Searcher};

use output::{Failure, Status};

/// glibc's allocator keeps up to 64 MB of freed memory for each thread; this one gives it back.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Full-text search over diplomacy articles in Turkish, Russian, Ukrainian, Kazakh, Belarusian and
/// English.
///
/// Exit status: 0 found or done, 1 nothing found (search) or some inputs rejected (index), 2 error,
/// 130 stopped by Ctrl-C (index, upgrade).
#[derive(Parser)]
#[command(version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Index(index::IndexArgs),
    Search(search::SearchArgs),
    Show(show::ShowArgs),
    Delete(delete::DeleteArgs),
    Analyze(analyze::AnalyzeArgs),
    Detect(detect::DetectArgs),
    Eval(eval::EvalArgs),
    Stats(stats::StatsArgs),
    Check(check::CheckArgs),
    Optimize(optimize::OptimizeArgs),
    Generate(generate::GenerateArgs),
    Snapshot(snapshot::SnapshotArgs),
    Upgrade(upgrade::UpgradeArgs),
    Export(export::ExportArgs),
    Completions(documents::CompletionsArgs),
    Man(documents::ManArgs),
}

/// Where the index is.
#[derive(Args)]
struct IndexDir {
    /// Folder of the index
    #[arg(
        short,
        long = "index",
        value_name = "DIR",
        env = "DEMARCHE_INDEX",
        default_value = "index"
    )]
    index: PathBuf,
}

/// Where the index to be searched is, and how it is read.
#[derive(Args)]
struct Searched {
    #[command(flatten)]
    dir: IndexDir,
    /// Read the whole index into memory first: it costs its size, and nothing that happens to its
    /// files later can disturb a search
    #[arg(long)]
    in_memory: bool,
}

impl Searched {
    fn open(&self) -> demarche::Result<Searcher> {
        let mut options = OpenOptions::default();
        options.in_memory = self.in_memory;
        Searcher::open(&Index::open_with(&self.dir.index, &options)?)
    }
}

/// A language by its code.
fn parse_lang(code: &str) -> Result<Lang, String> {
    Lang::from_tag(code)
        .filter(|lang| *lang != Lang::Other || code == "other")
        .ok_or_else(|| "expected one of tr, ru, uk, kk, be, en, other".to_owned())
}

/// A size in bytes, with or without a unit.
fn parse_bytes(text: &str) -> Result<u64, String> {
    let expected = || "expected a size such as 512M or 2G".to_owned();
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match text.get(digits.len()..).unwrap_or_default().to_ascii_uppercase().as_str() {
        "" | "B" => 1_u64,
        "K" | "KB" | "KIB" => 1 << 10,
        "M" | "MB" | "MIB" => 1 << 20,
        "G" | "GB" | "GIB" => 1 << 30,
        _ => return Err(expected()),
    };
    digits.parse::<u64>().ok().and_then(|n| n.checked_mul(unit)).ok_or_else(expected)
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let outcome = match cli.command {
        Command::Index(args) => index::run(args),
        Command::Search(args) => search::run(args),
        Command::Show(args) => show::run(args),
        Command::Delete(args) => delete::run(args),
        Command::Analyze(args) => analyze::run(args),
        Command::Detect(args) => detect::run(args),
        Command::Eval(args) => eval::run(args),
        Command::Stats(args) => stats::run(args),
        Command::Check(args) => check::run(args),
        Command::Optimize(args) => optimize::run(args),
        Command::Generate(args) => generate::run(args),
        Command::Snapshot(args) => snapshot::run(args),
        Command::Upgrade(args) => upgrade::run(args),
        Command::Export(args) => export::run(args),
        Command::Completions(args) => documents::completions(args),
        Command::Man(args) => documents::man(args),
    };
    match outcome {
        Ok(Status::Done) => ExitCode::SUCCESS,
        Ok(Status::Nothing) => ExitCode::from(1),
        Ok(Status::Stopped) => ExitCode::from(output::STOPPED),
        // The reader of our output has seen enough: a quiet success.
        Err(Failure::Output(e)) if e.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(Failure::Output(e)) => fail(&format!("writing the output: {e}")),
        Err(Failure::Library(e)) if e.kind() == ErrorKind::Internal => {
            fail(&format!("{e} (this is a fault of demarche: please report it)"))
        }
        Err(Failure::Library(e)) => fail(&e.to_string()),
        Err(Failure::Usage(message)) => fail(&message),
    }
}

fn fail(message: &str) -> ExitCode {
    // Nothing is left to do when even standard error is gone.
    let _ = std::io::Write::write_all(
        &mut std::io::stderr(),
        message
            .lines()
            .map(|line| format!("demarche: {}\n", demarche::render::safe(line)))
            .collect::<String>()
            .as_bytes(),
    );
    ExitCode::from(2)
}
