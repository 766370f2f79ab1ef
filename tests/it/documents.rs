//! The documents: links lead somewhere, examples print what they say, options are described, and
//! README.md and ARCHITECTURE.md stay short.

mod compare;
mod markdown;

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use markdown::Page;

/// Lines that a document may have.
const MAX_LINES: [(&str, usize); 2] = [("README.md", 250), ("ARCHITECTURE.md", 250)];

/// Blocks of commands that are not run: document, first line, and why.
const NOT_RUN: [(&str, &str, &str); 10] = [
    ("README.md", "cargo run --release -- index corpus", BUILDS),
    ("README.md", "cargo test", BUILDS),
    ("docs/src/getting-started.md", "cargo install --path .", BUILDS),
    ("docs/src/wikipedia.md", "curl -LO", "downloads a dump"),
    ("docs/src/wikipedia.md", "demarche index -i wiki --topic diplomacy", NEEDS_DUMP),
    ("docs/src/commands/indexing.md", "demarche index --topic diplomacy", NEEDS_DUMP),
    ("docs/src/commands/shell.md", "demarche completions bash", "writes to the home folder"),
    ("docs/src/operating.md", "demarche export | zstd", "needs the program zstd"),
    ("docs/src/embedding.md", "cargo run --example quick_start", BUILDS),
    ("docs/src/adding-a-language.md", "cargo run --example add_language", BUILDS),
];
const BUILDS: &str = "builds the project";
const NEEDS_DUMP: &str = "needs a downloaded dump";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All Markdown files of the project, with their paths below its folder.
fn pages() -> Vec<Page> {
    let (mut folders, mut pages) = (vec![root().to_path_buf()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let (path, kind) = (entry.path(), entry.file_type().unwrap());
            let name = entry.file_name().to_string_lossy().into_owned();
            // Builds, and what git, editors and mdBook make.
            let is_made = name.starts_with('.') || name == "target" || path.ends_with("docs/book");
            if kind.is_dir() && !is_made {
                folders.push(path);
            } else if kind.is_file() && name.ends_with(".md") {
                let name = path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
                pages.push(Page::new(name, &fs::read_to_string(&path).unwrap()));
            }
        }
    }
    pages.sort_by(|a, b| a.name.cmp(&b.name));
    assert!(pages.len() > 40, "too few documents: {}", pages.len());
    pages
}

/// The documents whose examples are run: README.md and the guide.
fn guide() -> Vec<Page> {
    let mut pages = pages();
    pages.retain(|page| page.name == "README.md" || page.name.starts_with("docs/src/"));
    pages
}

/// `folder/../name` without its dots.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::ParentDir => assert!(plain.pop(), "{} leaves", path.display()),
            std::path::Component::CurDir => {}
            part => plain.push(part),
        }
    }
    plain
}

#[test]
fn links_lead_somewhere() {
    let pages = pages();
    let anchors: HashMap<PathBuf, &[String]> =
        pages.iter().map(|page| (PathBuf::from(&page.name), page.anchors.as_slice())).collect();
    let (mut broken, mut links) = (Vec::new(), 0);
    for page in &pages {
        for link in &page.links {
            if link.target.contains("://") || link.target.starts_with("mailto:") {
                continue;
            }
            links += 1;
            let (path, anchor) = link.target.split_once('#').unwrap_or((&link.target, ""));
            let target = match path {
                "" => PathBuf::from(&page.name),
                path => plain(&Path::new(&page.name).parent().unwrap().join(path)),
            };
            let leads = match anchor {
                "" => root().join(&target).exists(),
                anchor => anchors.get(&target).is_some_and(|a| a.iter().any(|a| a == anchor)),
            };
            if !leads {
                broken.push(format!("{}:{}: {}", page.name, link.line, link.target));
            }
        }
    }
    assert!(links > 150, "too few links: {links}");
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn the_guide_lists_all_its_pages() {
    let pages = pages();
    let lists = |list: &str, folder: &str| {
        let list = pages.iter().find(|page| page.name == list).unwrap();
        let listed: Vec<PathBuf> =
            list.links.iter().map(|link| plain(&Path::new(folder).join(&link.target))).collect();
        for page in pages.iter().filter(|page| page.name.starts_with(folder)) {
            let is_listed = listed.contains(&PathBuf::from(&page.name));
            assert!(is_listed || page.name == list.name, "{} lists no {}", list.name, page.name);
        }
    };
    lists("docs/src/SUMMARY.md", "docs/src");
    lists("docs/decisions/README.md", "docs/decisions");
}

/// Folders of the project by which a path in a text is known.
const FOLDERS: [&str; 9] =
    ["src/", "crates/", "tests/", "examples/", "benches/", "docs/", "corpus/", "fuzz/", ".ci/"];

#[test]
fn paths_in_texts_are_there() {
    let (mut missing, mut paths) = (Vec::new(), 0);
    // What changed once is told with the paths of then.
    for page in pages().iter().filter(|page| page.name != "CHANGELOG.md") {
        // A page of a crate may mean its own folders.
        let homes: Vec<_> = Path::new(&page.name).ancestors().skip(1).collect();
        for (line, path) in &page.code {
            let is_path = FOLDERS.iter().any(|folder| path.starts_with(folder));
            // `xx` stands for any language, a star or angle brackets for any name.
            if !is_path || path.contains(['{', '*', '<', ' ']) || path.contains("xx") {
                continue;
            }
            paths += 1;
            if !homes.iter().any(|home| root().join(home).join(path).exists()) {
                missing.push(format!("{}:{line}: {path}", page.name));
            }
        }
    }
    assert!(paths > 60, "too few paths: {paths}");
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn documents_stay_short() {
    for (name, max) in MAX_LINES {
        let lines = fs::read_to_string(root().join(name)).unwrap().lines().count();
        assert!(lines <= max, "{name}: {lines} lines, allowed {max}");
    }
}

/// The program's help.
fn help(command: &str) -> String {
    let mut program = Command::new(env!("CARGO_BIN_EXE_demarche"));
    let output = program.args(command.split_whitespace()).arg("--help").output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// The options that a help describes: words that begin a line, or follow a short option there.
fn options(help: &str) -> Vec<String> {
    let rows = help.lines().map(str::trim_start).filter(|line| line.starts_with('-'));
    let names = rows.filter_map(|row| row.split([' ', ',']).find(|w| w.starts_with("--")));
    names.filter(|name| !matches!(*name, "--help" | "--version")).map(str::to_owned).collect()
}

#[test]
fn every_command_and_option_is_described() {
    let commands = help("");
    let rows = commands.lines().skip_while(|line| *line != "Commands:").skip(1);
    let names = rows.map_while(|row| row.strip_prefix("  ")?.split(' ').next());
    let reference: Vec<(String, String)> = fs::read_dir(root().join("docs/src/commands"))
        .unwrap()
        .map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap())
        .map(|text| (text.lines().next().unwrap().to_owned(), text))
        .collect();
    // What all commands share.
    let common = fs::read_to_string(root().join("docs/src/commands/README.md")).unwrap();
    let mut seen = 0;
    for command in names.filter(|name| *name != "help") {
        let is_of = |title: &str| title.split([' ', ',', ':']).any(|word| word == command);
        let (_, text) = reference
            .iter()
            .find(|(title, _)| is_of(title))
            .unwrap_or_else(|| panic!("no page of docs/src/commands names {command} in its title"));
        // A page of several commands has a section for each.
        let section = text.split_once(&format!("\n## {command}\n"));
        let text = section.map_or(text.as_str(), |(_, rest)| rest.split("\n## ").next().unwrap());
        for option in options(&help(command)) {
            let is_described = text.contains(&option) || common.contains(&option);
            assert!(is_described, "{command} {option} is described nowhere");
            seen += 1;
        }
    }
    assert!(seen > 60, "too few options: {seen}");
}

#[test]
fn commands_that_are_not_run_are_known() {
    let mut known: Vec<_> = NOT_RUN.to_vec();
    for page in guide() {
        for block in page.blocks.iter().filter(|block| block.kind == "sh") {
            let at = known
                .iter()
                .position(|(name, first, _)| *name == page.name && block.text.starts_with(first));
            let at = at.unwrap_or_else(|| {
                panic!("{}:{}: a ```sh block is not run; why?", page.name, block.line)
            });
            known.remove(at);
            for line in block.text.lines().filter(|line| line.starts_with("demarche ")) {
                let words: Vec<&str> = line.split('|').next().unwrap().split(' ').collect();
                let known = options(&help(words[1]));
                for word in words.iter().filter(|word| word.starts_with("--")) {
                    assert!(known.iter().any(|option| option == word), "{}: {line}", page.name);
                }
            }
        }
    }
    assert!(known.is_empty(), "these blocks are gone: {known:?}");
}

#[test]
fn the_rust_example_is_a_program() {
    let readme = pages().into_iter().find(|page| page.name == "README.md").unwrap();
    let block = readme.blocks.iter().find(|block| block.kind == "rust").unwrap();
    let example = fs::read_to_string(root().join("examples/quick_start.rs")).unwrap();
    let code = example.lines().skip_while(|line| line.starts_with("//!") || line.is_empty());
    assert_eq!(block.text.lines().collect::<Vec<_>>(), code.collect::<Vec<_>>());
}

/// A folder with the sample articles and an index of them, in which examples run.
struct Scratch {
    dir: tempfile::TempDir,
}

impl Scratch {
    fn new() -> Self {
        let scratch = Self { dir: tempfile::tempdir().unwrap() };
        copy(&root().join("corpus"), &scratch.dir.path().join("corpus"));
        scratch.run("demarche index corpus");
        scratch
    }

    /// What a command line prints, errors included.
    fn run(&self, command: &str) -> String {
        let program = Path::new(env!("CARGO_BIN_EXE_demarche"));
        let path = std::env::var("PATH").unwrap_or_default();
        let mut shell = Command::new("sh");
        shell.args(["-c", &format!("exec 2>&1\n{command}")]).current_dir(self.dir.path());
        shell.env("PATH", format!("{}:{path}", program.parent().unwrap().display()));
        shell.env("GOLDEN", root().join("tests/data/golden"));
        for variable in ["DEMARCHE_INDEX", "NO_COLOR", "CLICOLOR_FORCE"] {
            shell.env_remove(variable);
        }
        let output = shell.stdin(Stdio::null()).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    }
}

/// The commands of a page that printed something else than it says.
fn failures_of(page: &Page) -> Vec<String> {
    let (scratch, mut failures) = (Scratch::new(), Vec::new());
    for block in &page.blocks {
        if let Some(before) = &block.before {
            assert_eq!(scratch.run(before), "", "{}:{}: {before}", page.name, block.line);
        }
        for (command, expected) in markdown::commands(&block.text) {
            let printed = scratch.run(command);
            if !compare::is_like(&expected, &printed) {
                failures.push(format!(
                    "{}:{}: $ {command}\n--- expected\n{expected}--- printed\n{printed}",
                    page.name, block.line
                ));
            }
        }
    }
    failures
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// Each `console` block of README.md and of the guide, in the order of its page. What a comment
/// `<!-- run: … -->` before a block says is run first.
#[test]
#[cfg(unix)]
fn examples_print_what_they_say() {
    let mut pages = guide();
    pages.retain_mut(|page| {
        page.blocks.retain(|block| block.kind == "console");
        !page.blocks.is_empty()
    });
    let blocks: usize = pages.iter().map(|page| page.blocks.len()).sum();
    assert!(blocks > 35, "too few examples: {blocks}");
    let failures: Vec<String> = thread::scope(|scope| {
        let runs: Vec<_> = pages.iter().map(|page| scope.spawn(|| failures_of(page))).collect();
        runs.into_iter().flat_map(|run| run.join().unwrap()).collect()
    });
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}
