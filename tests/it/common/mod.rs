//! Running the program in a folder of its own and reading what it prints.

// Without the program, few tests are left to use this.
#![cfg_attr(not(feature = "cli"), allow(dead_code))]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, SystemTime};

use serde_json::Value;
use tempfile::TempDir;

/// The sample articles of this repository.
pub fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

/// The program, with nothing of the tester's settings.
pub fn demarche() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_demarche"));
    for variable in ["DEMARCHE_INDEX", "NO_COLOR", "CLICOLOR_FORCE"] {
        command.env_remove(variable);
    }
    command
}

/// Starts `command` with no input and no output.
pub fn quiet(command: &mut Command) -> Child {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// A number from the environment, or the usual one: `just torture` raises counts by it.
pub fn count(variable: &str, usual: u64) -> u64 {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// How a run of the program ended and what it printed.
#[derive(Debug)]
pub struct Run {
    pub status: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Run {
    /// Runs `command` with `stdin`; a panic fails the test whatever the status.
    pub fn of(command: &mut Command, stdin: &[u8]) -> Self {
        let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = piped.spawn().unwrap();
        let mut input = child.stdin.take().unwrap();
        let output = std::thread::scope(|scope| {
            // The program need not read its input.
            scope.spawn(move || drop(input.write_all(stdin)));
            child.wait_with_output().unwrap()
        });
        let run = Self {
            status: output.status.code().expect("the program was killed by a signal"),
            stdout: String::from_utf8(output.stdout).expect("output is not UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("messages are not UTF-8"),
        };
        assert!(!run.stderr.contains("panicked"), "{command:?}\n{}", run.stderr);
        run
    }

    /// Fails unless the status is `status`.
    #[track_caller]
    pub fn ends_with(self, status: i32) -> Self {
        assert_eq!(self.status, status, "stdout: {}\nstderr: {}", self.stdout, self.stderr);
        self
    }

    /// The JSON value of each line of the output.
    #[track_caller]
    pub fn json_lines(&self) -> Vec<Value> {
        let value = |line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"));
        self.stdout.lines().map(value).collect()
    }

    /// The one JSON value of the output.
    #[track_caller]
    pub fn json(&self) -> Value {
        let lines = self.json_lines();
        assert_eq!(lines.len(), 1, "expected one line: {}\n{}", self.stdout, self.stderr);
        lines.into_iter().next().unwrap()
    }

    /// The ids of the hits.
    #[track_caller]
    pub fn ids(&self) -> Vec<String> {
        self.json_lines().iter().map(|hit| text(&hit["id"]).to_owned()).collect()
    }
}

/// The string in a JSON value.
#[track_caller]
pub fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("expected a string: {value}"))
}

/// A folder to run the program in; its index is `index` below it. Goes away with the value.
pub struct Folder {
    dir: TempDir,
}

impl Folder {
    pub fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// The program, to be run in this folder.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = demarche();
        command.current_dir(self.dir.path()).args(args);
        command
    }

    pub fn run(&self, args: &[&str]) -> Run {
        self.run_with(args, b"")
    }

    pub fn run_with(&self, args: &[&str], stdin: &[u8]) -> Run {
        Run::of(&mut self.command(args), stdin)
    }

    /// Indexes `inputs` with the expected exit status and returns the report.
    #[track_caller]
    pub fn index(&self, inputs: &[&str], status: i32) -> Value {
        let args = [&["index", "--report", "report.json"], inputs].concat();
        self.run(&args).ends_with(status);
        self.report()
    }

    /// The report of the last [`index`](Self::index).
    pub fn report(&self) -> Value {
        let json = std::fs::read(self.path("report.json")).unwrap();
        serde_json::from_slice(&json).unwrap()
    }

    /// The record of an article.
    #[track_caller]
    pub fn show(&self, id: &str) -> Value {
        self.run(&["show", "--json", id]).ends_with(0).json()
    }

    /// The ids that a search finds, best first.
    #[track_caller]
    pub fn search(&self, args: &[&str]) -> Vec<String> {
        self.run(&[&["search", "--json"], args].concat()).ids()
    }
}

/// The index of the whole sample corpus, made once for all tests of a process.
pub fn corpus_index() -> &'static Path {
    static INDEX: OnceLock<PathBuf> = OnceLock::new();
    INDEX.get_or_init(|| {
        let parent = Path::new(env!("CARGO_TARGET_TMPDIR"));
        remove_old(parent);
        // Lives as long as the process; the next runs clean up behind it.
        let builder = tempfile::Builder::new().prefix(PREFIX).tempdir_in(parent);
        let dir = builder.unwrap().keep().join("index");
        let mut command = demarche();
        Run::of(command.arg("index").arg("-i").arg(&dir).arg(corpus()), b"").ends_with(0);
        dir
    })
}

const PREFIX: &str = "corpus-index-";

/// Removes what test runs of an hour ago and earlier have left.
fn remove_old(parent: &Path) {
    let hour_ago = SystemTime::now() - Duration::from_secs(3600);
    for entry in std::fs::read_dir(parent).into_iter().flatten().flatten() {
        let ours = entry.file_name().to_string_lossy().starts_with(PREFIX);
        let old = entry.metadata().and_then(|m| m.modified()).is_ok_and(|time| time < hour_ago);
        if ours && old {
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}

/// Runs a subcommand on the index of the sample corpus.
pub fn on_corpus(subcommand: &str, args: &[&str]) -> Run {
    on_corpus_with(subcommand, args, b"")
}

/// The same with a standard input.
pub fn on_corpus_with(subcommand: &str, args: &[&str], stdin: &[u8]) -> Run {
    Run::of(demarche().arg(subcommand).arg("-i").arg(corpus_index()).args(args), stdin)
}

/// A report of indexing without what differs between runs that did the same.
pub fn comparable(mut report: Value) -> Value {
    let fields = report.as_object_mut().unwrap();
    for field in ["seconds", "commits", "resumed_from"] {
        fields.remove(field);
    }
    report
}
