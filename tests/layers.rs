//! The modules use one another downward only, and files stay small.

#[path = "layers/circles.rs"]
mod circles;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Each module of the library with what it may use; every row uses rows above it alone. `lang` and
/// `analysis` are a crate of their own.
const LAYERS: [(&str, &[&str]); 16] = [
    ("error", &[]),
    ("limits", &[]),
    ("lang", &[]),
    ("text", &["limits", "lang"]),
    ("article", &["lang", "limits", "text"]),
    ("ingest", &["article", "text", "limits", "lang"]),
    ("analysis", &["lang", "limits"]),
    ("index", &["article", "analysis", "ingest", "lang", "limits", "error"]),
    ("query", &["analysis", "index", "lang", "limits", "error"]),
    ("matching", &["query", "index", "analysis", "lang"]),
    ("select", &["matching", "query", "index", "analysis", "article", "lang", "limits", "text"]),
    (
        "search",
        &["matching", "index", "query", "analysis", "article", "lang", "limits", "error", "text"],
    ),
    ("render", &["search", "article", "lang"]),
    ("generate", &["article", "analysis", "lang"]),
    ("eval", &["search", "index", "lang", "error"]),
    ("fuzzing", &["index", "ingest", "search", "analysis", "lang"]),
];

/// Lines that a file may have.
const MAX_LINES: usize = 600;

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// All source files, with their path below `src`.
fn sources() -> Vec<(PathBuf, String)> {
    let (mut folders, mut files) = (vec![src()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let code = std::fs::read_to_string(&path).unwrap();
                files.push((path.strip_prefix(src()).unwrap().to_path_buf(), code));
            }
        }
    }
    files.sort();
    assert!(files.len() > 50, "too few sources: {}", files.len());
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
            let above = LAYERS[..row].iter().any(|(name, _)| name == used);
            assert!(above, "{module} uses {used}, which is not above it");
        }
    }
}

#[test]
fn modules_use_downward_only() {
    let mut failures = Vec::new();
    for (path, code) in sources() {
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
    for (path, code) in sources() {
        if path.starts_with("bin") {
            assert!(!code.contains("tantivy"), "{} goes around the library", path.display());
        }
    }
}

#[test]
fn files_stay_small() {
    let long: Vec<String> = sources()
        .iter()
        .map(|(path, code)| (path, code.lines().count()))
        .filter(|(_, lines)| *lines > MAX_LINES)
        .map(|(path, lines)| format!("{}: {lines} lines, allowed {MAX_LINES}", path.display()))
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn no_files_use_one_another_in_a_circle() {
    let library: Vec<_> =
        sources().into_iter().filter(|(path, _)| !path.starts_with("bin")).collect();
    let circles: Vec<String> = circles::circles(&library).iter().map(|c| c.join(" -> ")).collect();
    assert!(circles.is_empty(), "{}", circles.join("\n"));
}
