//! Runs the cases of `tests/data/queries.txt` through the parser of queries.
//!
//! A case is a line of tab-separated columns: language, query, tree, filters, notes. The tree and
//! the filters are written as canonical queries. Notes are told by the part of the query that they
//! mark and the start of their message, `part => message`, split by ` ;; `; `...` at the end of a
//! part stands for the rest of it. `\t`, `\n`, `\0` and `\b` (byte order mark) stand for the
//! characters that lines can't show.

use std::collections::BTreeMap;

use demarche::query::{Note, QueryLimits, parse};

const CASES: &str = include_str!("../data/queries.txt");

struct Case<'a> {
    line: usize,
    lang: &'a str,
    query: String,
    tree: &'a str,
    filters: &'a str,
    notes: Vec<(String, &'a str)>,
}

fn cases() -> Vec<Case<'static>> {
    let lines = CASES.lines().enumerate();
    let cases = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with("# "));
    let read = |(at, line): (usize, &'static str)| {
        let mut columns = line.split('\t');
        let mut column = || columns.next().unwrap_or("");
        let (lang, query, tree, filters) = (column(), unescaped(column()), column(), column());
        let notes = column().split(" ;; ").filter(|note| !note.is_empty());
        let notes = notes.map(|note| note.split_once(" => ").unwrap_or((note, "")));
        let notes = notes.map(|(part, message)| (unescaped(part), message)).collect();
        Case { line: at + 1, lang, query, tree, filters, notes }
    };
    cases.map(read).collect()
}

fn unescaped(text: &str) -> String {
    let controls = [("\\t", "\t"), ("\\n", "\n"), ("\\0", "\0"), ("\\b", "\u{feff}")];
    controls.iter().fold(text.to_owned(), |text, (written, meant)| text.replace(written, meant))
}

/// Whether a note marks the part and says the message of a case.
fn is_expected(note: &Note, query: &str, part: &str, message: &str) -> bool {
    let marked = &query[note.start..note.end];
    let is_part = match part.strip_suffix("...") {
        Some(start) => marked.starts_with(start),
        None => marked == part,
    };
    is_part && note.message.starts_with(message)
}

#[test]
fn queries_are_read_as_expected() {
    let limits = QueryLimits::default();
    let mut failures = Vec::new();
    for case in cases() {
        let parsed = parse(&case.query, &limits);
        let (tree, filters) = (parsed.tree.to_string(), parsed.filters.to_string());
        let are_notes_right = parsed.notes.len() == case.notes.len()
            && parsed
                .notes
                .iter()
                .zip(&case.notes)
                .all(|(note, (part, message))| is_expected(note, &case.query, part, message));
        if tree != case.tree || filters != case.filters || !are_notes_right {
            failures.push(format!(
                "line {}: {}\n  tree    {tree}\n  expected {}\n  filters {filters}\n  expected {}\n  \
                 notes {:?}\n  expected {:?}",
                case.line, case.query, case.tree, case.filters, parsed.notes, case.notes
            ));
        }
    }
    assert!(failures.is_empty(), "{} failed\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn canonical_queries_are_their_own() {
    let limits = QueryLimits::default();
    for case in cases() {
        assert_eq!(parse(case.tree, &limits).tree.to_string(), case.tree, "line {}", case.line);
        let filters = parse(case.filters, &limits).filters;
        assert_eq!(filters.to_string(), case.filters, "line {}", case.line);
    }
}

#[test]
fn every_language_has_its_cases() {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for case in cases() {
        *counts.entry(case.lang).or_default() += 1;
    }
    for lang in ["tr", "ru", "uk", "kk", "be", "en"] {
        assert!(counts.get(lang).is_some_and(|count| *count >= 30), "{lang}: {counts:?}");
    }
    assert!(counts.values().sum::<usize>() >= 300, "{counts:?}");
}
