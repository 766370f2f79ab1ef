//! Demarche beside other engines, on the same articles: how fast they index, how much memory and
//! disk they take, how long queries take. BENCHMARKS.md has the tables that it prints.
//!
//! `record` reads any input into the one file that all engines index, `queries` makes queries of
//! it, `engines` has the engines, `child` measures one of them in a process of its own, `table`
//! prints. Linux alone: peak memory is read from `/proc`.

mod child;
mod compare;
mod engines;
mod growth;
mod lengths;
mod queries;
mod record;
mod table;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// The error of a program that only reports it.
pub type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Demarche beside other engines.
#[derive(Parser)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Index the same articles with every engine and print one table
    Table(TableArgs),
    /// Index generated articles of growing size with demarche
    Growth(GrowthArgs),
    /// Time the same queries on articles of growing length
    Lengths(LengthsArgs),
    /// Time given queries on demarche and tantivy, query by query in turn
    Compare(CompareArgs),
    /// Measure one engine (for the program itself)
    #[command(hide = true)]
    Child(child::ChildArgs),
}

#[derive(Args, Clone)]
struct Common {
    /// Threads of each engine
    #[arg(long, default_value_t = 2)]
    jobs: usize,
    /// Memory that an engine is allowed, in MB
    #[arg(long, default_value_t = 512)]
    memory_mb: usize,
    /// Measure so many times and keep the best
    #[arg(long, default_value_t = 1)]
    rounds: usize,
    /// Print Markdown
    #[arg(long)]
    markdown: bool,
    /// Folder to work in; nothing stays in it [default: the system's]
    #[arg(long)]
    work: Option<PathBuf>,
}

impl Common {
    /// A folder that goes away with the value.
    fn folder(&self) -> Result<tempfile::TempDir> {
        Ok(match &self.work {
            Some(folder) => tempfile::tempdir_in(folder)?,
            None => tempfile::tempdir()?,
        })
    }
}

#[derive(Args)]
struct TableArgs {
    #[command(flatten)]
    common: Common,
    /// Queries of each class
    #[arg(long, default_value_t = 200)]
    queries: usize,
    /// Engines to leave out
    #[arg(long, value_enum)]
    without: Vec<engines::Name>,
    /// Files and folders of articles; without any, 100 MB are generated
    inputs: Vec<PathBuf>,
}

#[derive(Args)]
struct GrowthArgs {
    #[command(flatten)]
    common: Common,
    /// Sizes in MB
    #[arg(long, value_delimiter = ',', default_value = "10,100,500,2000")]
    sizes_mb: Vec<u64>,
}

#[derive(Args)]
struct LengthsArgs {
    #[command(flatten)]
    common: Common,
    /// Lengths in KB
    #[arg(long, value_delimiter = ',', default_value = "1,10,100,1000")]
    sizes_kb: Vec<usize>,
    /// Articles of each length
    #[arg(long, default_value_t = 1_000)]
    articles: usize,
    /// Language whose text is taken
    #[arg(long, default_value = "ru")]
    lang: String,
    /// Files and folders of articles
    #[arg(required = true)]
    inputs: Vec<PathBuf>,
}

#[derive(Args)]
struct CompareArgs {
    #[command(flatten)]
    common: Common,
    /// JSON Lines with `text` and `lang`
    #[arg(long)]
    queries: PathBuf,
    /// Files and folders of articles
    #[arg(required = true)]
    inputs: Vec<PathBuf>,
}

fn main() -> Result<()> {
    match Cli::parse().command {
        Command::Table(args) => table::run(&args),
        Command::Growth(args) => growth::run(&args),
        Command::Lengths(args) => lengths::run(&args),
        Command::Compare(args) => compare::run(&args),
        Command::Child(args) => child::run(&args),
    }
}
