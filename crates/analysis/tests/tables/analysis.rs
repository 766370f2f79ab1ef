//! Analysis by tables, one a language: exact tokens, words that meet and words that stay apart,
//! exceptions. `tests/it/analysis_invariants.rs` of the engine has what holds for any text.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use demarche_analysis::Analyzer;
use demarche_analysis::lang::Lang;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The lines of a table, split at the first tab, with their numbers; `#` starts a comment.
fn table(path: &Path) -> Vec<(usize, String, String)> {
    let content =
        std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let rows: Vec<_> = (1..)
        .zip(content.lines())
        .filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty())
        .map(|(number, line)| {
            let (left, right) = line
                .split_once('\t')
                .unwrap_or_else(|| panic!("{}:{number}: expected a tab: {line}", path.display()));
            (number, left.to_owned(), right.to_owned())
        })
        .collect();
    assert!(!rows.is_empty(), "{}: empty", path.display());
    rows
}

/// Fails with all failures of a file at once.
#[track_caller]
fn no_failures(path: &Path, failures: &[String]) {
    assert!(
        failures.is_empty(),
        "{}: {} failures\n{}",
        path.display(),
        failures.len(),
        failures.join("\n")
    );
}

fn data(folder: &str, lang: Lang) -> PathBuf {
    root().join(format!("tests/data/{folder}/{lang}.tsv"))
}

/// The terms of a text, joined.
fn term(analyzer: &mut Analyzer, text: &str) -> String {
    let mut terms = Vec::new();
    analyzer.analyze(text, |token| terms.push(token.term.to_owned()));
    terms.join(" ")
}

/// Each line: a text, and the exact forms of its words.
fn exact_tokens(lang: Lang) {
    let path = data("analysis", lang);
    let mut analyzer = Analyzer::new(lang);
    let mut failures = Vec::new();
    for (number, input, expected) in table(&path) {
        let mut found = Vec::new();
        analyzer.analyze(&input, |token| found.push(token.exact.to_owned()));
        let expected: Vec<&str> = expected.split_whitespace().collect();
        if found != expected {
            failures.push(format!("{number}: {input}: expected {expected:?}, found {found:?}"));
        }
    }
    no_failures(&path, &failures);
}

/// Each line: `same` or `apart`, and words that share one term or have a term each.
fn joins(lang: Lang) {
    let path = data("joins", lang);
    let mut analyzer = Analyzer::new(lang);
    let mut failures = Vec::new();
    for (number, kind, words) in table(&path) {
        let terms: Vec<(&str, String)> =
            words.split_whitespace().map(|word| (word, term(&mut analyzer, word))).collect();
        assert!(terms.len() > 1, "{}:{number}: expected several words", path.display());
        let (_, first) = &terms[0];
        let distinct: std::collections::HashSet<&str> =
            terms.iter().map(|(_, t)| t.as_str()).collect();
        let holds = match kind.as_str() {
            "same" => !first.is_empty() && distinct.len() == 1,
            "apart" => distinct.len() == terms.len(),
            _ => panic!("{}:{number}: expected same or apart: {kind}", path.display()),
        };
        if !holds {
            let shown: Vec<String> = terms.iter().map(|(w, t)| format!("{w}→{t}")).collect();
            failures.push(format!("{number}: {kind}: {}", shown.join(" ")));
        }
    }
    no_failures(&path, &failures);
}

/// Every form of the exceptions gives its key, and nothing stands twice.
fn exceptions(lang: Lang) {
    let path = root().join(format!("src/languages/{lang}/exceptions.tsv"));
    let mut analyzer = Analyzer::new(lang);
    let mut failures = Vec::new();
    let mut keys = HashMap::new();
    let mut seen: HashMap<String, usize> = HashMap::new();
    for (number, key, forms) in table(&path) {
        if let Some(first) = keys.insert(key.clone(), number) {
            failures.push(format!("{number}: key {key} stands in line {first} too"));
        }
        for form in forms.split_whitespace() {
            if let Some(first) = seen.insert(form.to_owned(), number) {
                failures.push(format!("{number}: form {form} stands in line {first} too"));
            }
            let found = analyzer.forms(form).1.to_owned();
            if found != key {
                failures.push(format!("{number}: {form}: expected {key}, found {found}"));
            }
        }
    }
    no_failures(&path, &failures);
}

macro_rules! each_language {
    ($($name:ident: $lang:ident,)*) => {$(
        mod $name {
            use demarche_analysis::lang::Lang;

            #[test]
            fn exact_tokens() {
                super::exact_tokens(Lang::$lang);
            }

            #[test]
            fn joins() {
                super::joins(Lang::$lang);
            }

            #[test]
            fn exceptions() {
                super::exceptions(Lang::$lang);
            }
        }
    )*};
}

each_language! {
    turkish: Tr,
    russian: Ru,
    ukrainian: Uk,
    kazakh: Kk,
    belarusian: Be,
    english: En,
}
