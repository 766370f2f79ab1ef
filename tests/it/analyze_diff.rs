//! `analyze --terms` and `analyze --diff` through the program.
#![cfg(feature = "cli")]

use crate::common::{Folder, Run};

/// Two versions of four words: `plane` leaves `plan`, and `treaty` meets `treaties`.
const OLD: &str = "plan\tplan\t3\nplane\tplan\t2\ntreaties\ttreati\t4\ntreaty\ttreaty\t6\n";
const NEW: &str = "plan\tplan\t3\nplane\tplane\t2\ntreaties\ttreaty\t4\ntreaty\ttreaty\t6\n";

/// A folder with both, and what `analyze --diff` says of them.
fn compared(options: &[&str]) -> (Folder, Run) {
    let folder = Folder::new();
    folder.write("old.tsv", OLD);
    folder.write("new.tsv", NEW);
    let run = folder.run(&[&["analyze", "--diff", "old.tsv", "new.tsv"], options].concat());
    (folder, run.ends_with(0))
}

#[test]
fn terms_are_counted_over_all_lines() {
    let folder = Folder::new();
    let input = "Elçiye, büyükelçiye\nELÇİYE\n\nelçi\n";
    let run = folder.run_with(&["analyze", "-l", "tr", "--terms"], input.as_bytes()).ends_with(0);
    assert_eq!(run.stdout, "büyükelçiye\tbüyükelçi\t1\nelçi\telçi\t1\nelçiye\telçi\t2\n");
    let one = folder.run(&["analyze", "-l", "en", "--terms", "No, no"]).ends_with(0);
    assert_eq!(one.stdout, "no\tno\t2\n");
}

#[test]
fn a_vocabulary_does_not_differ_from_itself() {
    let folder = Folder::new();
    let input = "Послы подписали договоры.\nПосол подписал договор \u{202e}и ушёл\n";
    let run = folder.run_with(&["analyze", "-l", "ru", "--terms"], input.as_bytes()).ends_with(0);
    folder.write("words.tsv", &run.stdout);
    let diff = folder.run(&["analyze", "--json", "--diff", "words.tsv", "words.tsv"]);
    let diff = diff.ends_with(0).json();
    assert_eq!(diff["common"]["words"], run.stdout.lines().count());
    for empty in ["joins", "parts"] {
        assert_eq!(diff[empty].as_array().unwrap().len(), 0, "{diff}");
    }
}

#[test]
fn joins_and_parts_are_shown() {
    let (_folder, run) = compared(&[]);
    let expected = "\
words   4 before, 4 after
groups  3 before, 3 after
compared  4 words, 15 occurrences
join  1 words, 4 occurrences (26.667 %), in 1 groups
part  1 words, 2 occurrences (13.333 %), in 1 groups

join  4
  - treaty 6: treaty 6
  - treati 4: treaties 4
  + treaty 10: treaty 6, treaties 4

part  2
  - plan 5: plan 3, plane 2
  + plan 3: plan 3
  + plane 2: plane 2
";
    assert_eq!(run.stdout, expected);
}

#[test]
fn json_has_the_same_in_one_object() {
    let diff = compared(&["--json"]).1.json();
    assert_eq!(diff["joined"]["moved"]["count"], 4);
    assert_eq!(diff["joins"][0]["after"][0]["term"], "treaty");
    assert_eq!(diff["parts"][0]["before"][0]["words"][1][0], "plane");
}

#[test]
fn the_number_limits_examples_and_not_totals() {
    let diff = compared(&["--json", "-n", "0"]).1.json();
    assert_eq!(diff["joins"].as_array().unwrap().len(), 0);
    assert_eq!(diff["joined"]["groups"], 1);
}

#[test]
fn mistakes_name_the_place() {
    let folder = Folder::new();
    folder.write("old.tsv", OLD);
    folder.write("bad.tsv", "plan\tplan\t3\nplane plane 2\n");
    let bad = folder.run(&["analyze", "--diff", "old.tsv", "bad.tsv"]).ends_with(2);
    assert!(bad.stderr.contains("bad.tsv: line 2: expected word, tab"), "{}", bad.stderr);
    let missing = folder.run(&["analyze", "--diff", "none.tsv", "old.tsv"]).ends_with(2);
    assert!(missing.stderr.contains("none.tsv"), "{}", missing.stderr);
    folder.run(&["analyze", "--diff", "old.tsv"]).ends_with(2);
    folder.run(&["analyze", "--diff", "old.tsv", "old.tsv", "-l", "en"]).ends_with(2);
    let no_language = folder.run(&["analyze", "text"]).ends_with(2);
    assert!(no_language.stderr.contains("--lang"), "{}", no_language.stderr);
}
