//! The modules use one another downward only, and files stay small.

#[path = "layers/circles.rs"]
mod circles;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Each module of the library with what it may use; every row uses rows above it alone. What is
/// below all of them stands in crates of its own (see [`CRATES`]), which Cargo keeps apart.
const LAYERS: [(&str, &[&str]); 11] = [
    ("error", &[]),
    ("limits", &[]),
    ("index", &["analysis", "lang", "error"]),
    ("query", &["analysis", "index", "lang", "limits", "error"]),
    ("matching", &["query", "index", "analysis", "lang"]),
    ("select", &["matching", "query", "index", "analysis", "lang"]),
    ("search", &["matching", "index", "query", "analysis", "lang", "limits", "error"]),
    ("render", &["search", "lang"]),
    ("generate", &["analysis", "lang"]),
    ("eval", &["search", "index", "lang", "error"]),
    ("fuzzing", &["index", "search", "analysis", "lang"]),
];

/// Names at the root of the library that stand for a crate below it.
const CRATES: [&str; 3] = ["analysis", "lang", "formats"];

/// Folders of sources, one a crate.
const ROOTS: [&str; 3] = ["src", "crates/analysis/src", "crates/formats/src"];

/// Lines that a file may have.
const MAX_LINES: usize = 500;

/// All source files of the crate at `root`, with their path below it.
fn sources(root: &str) -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(root);
    let (mut folders, mut files) = (vec![root.clone()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.ends_with("target") {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let code = std::fs::read_to_string(&path).unwrap();
                files.push((path.strip_prefix(&root).unwrap().to_path_buf(), code));
            }
        }
    }
    files.sort();
    assert!(!files.is_empty(), "no sources in {}", root.display());
    files
}

/// The modules that `code` names by `crate::module` or `crate::{module, …}`.
fn used(code: &str) -> BTreeSet<String> {
    let code: Vec<&str> =
        code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let code = code.join("\n");
    let mut modules = BTreeSet::new();
    for (at, path) in code.match_indices("crate::") {
        let rest = &code[at + path.len()..];
        match rest.strip_prefix('{') {
            Some(group) => modules.extend(group_heads(group)),
            None => modules.extend(first_name(rest)),
        }
    }
    modules
}

fn first_name(path: &str) -> Option<String> {
    let end = path.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(path.len());
    (end > 0).then(|| path[..end].to_owned())
}

/// The first names of the paths in a group of which the opening brace is read already.
fn group_heads(group: &str) -> Vec<String> {
    let (mut depth, mut start, mut heads) = (0, 0, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                heads.extend(first_name(group[start..at].trim()));
                start = at + 1;
                if c == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    heads
}

#[test]
fn paths_are_read() {
    let code = "use crate::error::{Error, Result};\n// use crate::no;\nuse crate::{\n    lang,\n    \
                text::{Page, a::B},\n    limits::Limits,\n};\nlet x = crate::article::f();";
    let expected = ["article", "error", "lang", "limits", "text"].map(str::to_owned);
    assert_eq!(used(code), BTreeSet::from(expected));
}

#[test]
fn table_has_no_circle() {
    for (row, (module, uses)) in LAYERS.iter().enumerate() {
        for used in *uses {
            let above = LAYERS[..row].iter().any(|(name, _)| name == used) || CRATES.contains(used);
            assert!(above, "{module} uses {used}, which is not above it");
        }
    }
}

#[test]
fn modules_use_downward_only() {
    let mut failures = Vec::new();
    for (path, code) in sources("src") {
        let first = path.iter().next().unwrap().to_string_lossy();
        let module = first.trim_end_matches(".rs");
        if matches!(module, "bin" | "lib") {
            continue;
        }
        let Some((_, allowed)) = LAYERS.iter().find(|(name, _)| *name == module) else {
            failures.push(format!("{}: module {module} is not in the table", path.display()));
            continue;
        };
        for used in used(&code) {
            if used != module && !allowed.contains(&used.as_str()) {
                failures.push(format!("{}: {module} must not use {used}", path.display()));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn the_command_line_uses_the_public_api_alone() {
    for (path, code) in sources("src") {
        if path.starts_with("bin") {
            assert!(!code.contains("tantivy"), "{} goes around the library", path.display());
        }
    }
}

#[test]
fn files_stay_small() {
    let folders = ["src", "crates", "tests", "benches", "examples", "fuzz"];
    let files = folders.iter().flat_map(|folder| {
        let of_folder = sources(folder).into_iter();
        of_folder.map(move |(path, code)| (Path::new(folder).join(path), code.lines().count()))
    });
    let long: Vec<String> = files
        .filter(|(_, lines)| *lines > MAX_LINES)
        .map(|(path, lines)| format!("{}: {lines} lines, allowed {MAX_LINES}", path.display()))
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn no_files_use_one_another_in_a_circle() {
    for root in ROOTS {
        let files: Vec<_> =
            sources(root).into_iter().filter(|(path, _)| !path.starts_with("bin")).collect();
        let circles: Vec<String> =
            circles::circles(&files).iter().map(|c| c.join(" -> ")).collect();
        assert!(circles.is_empty(), "{root}: {}", circles.join("\n"));
    }
}
