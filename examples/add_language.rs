//! A seventh language from end to end: Uzbek in Latin letters, as small as it can be.
//!
//! ```sh
//! cargo run --example add_language
//! ```
//!
//! It does not add the language; it is what an addition consists of, in one file that compiles and
//! runs. Each part below says which file it becomes. Read docs/src/adding-a-language.md beside it.
//! A language is one folder, `crates/analysis/src/languages/uz/`:
//!
//! | File | Part below |
//! | --- | --- |
//! | `mod.rs` | the value `LANGUAGE`, with its chain (see [`WORD`] and [`TERM`]) |
//! | `stem.rs` (endings may go to `stem/suffixes.rs`) | [`uz`] |
//! | `exceptions.tsv` | [`EXCEPTIONS`] |
//! | `stop_words.txt` | [`STOP_WORDS`] |
//! | `diplomacy.tsv`, `words.txt` | none: terms for `--topic` and words of generated articles may wait (`diplomacy: ""`, `made_up: None`) |
//!
//! with two files of cases:
//!
//! | File | Part below |
//! | --- | --- |
//! | `crates/analysis/tests/data/analysis/uz.tsv` | [`EXACT_CASES`] |
//! | `crates/analysis/tests/data/joins/uz.tsv` | [`JOIN_CASES`] |
//!
//! And these lines change:
//!
//! | File | Line |
//! | --- | --- |
//! | `crates/analysis/src/languages/mod.rs` | `Uz = uz,` at the end of the list, since indexes keep the numbers of the others |
//! | `crates/analysis/src/lib.rs` | `RULES`, one higher, since articles that were `other` may be Uzbek now |
//! | `crates/analysis/src/lang/` | the table of n-grams is made anew (`data/README.md` there); until then `is_detected: false`, and articles must say `"lang": "uz"` |
//! | `crates/analysis/tests/tables/analysis.rs`, `tests/it/analysis_invariants.rs` | `uzbek: Uz,` in `each_language!` |
//! | `docs/src/languages.md`, `CHANGELOG.md` | its row in the table of languages; "reindex needed" |
//!
//! What the value lacks does not compile, and where other code must know the language, `match` has
//! no wildcard arm: the compiler names what was forgotten.

use std::collections::{HashMap, HashSet};

use demarche::Lang;
use demarche::analysis::Analyzer;

/// What the chain wants of every step: it writes what it made of the word to the second argument
/// and says whether it changed the word. When it says no, what it wrote counts for nothing.
type Apply = fn(&str, &mut String) -> bool;

/// A step of the chain: its name in `analyze --explain`, its function, and whether the chain ends
/// where the step said yes. In `chain.rs`: `step(name, apply)` and `table(apply)`.
type Step = (&'static str, Apply, bool);

/// From the word in the text to its exact form.
///
/// In `languages/uz/mod.rs` this is `chain.word`, and begins with `COMPOSE, SILENT, APOSTROPHES,
/// HOMOGLYPHS, ACRONYM, LOWERCASE`;
/// here the analyzer of other languages does these. A step that no language had yet goes to the
/// file of its kind (`normalize.rs`, `casing.rs`, `apostrophe.rs`, `fold.rs`), one function with
/// its own test.
const WORD: &[Step] = &[("drop apostrophe", drop_apostrophe, false)];

/// From the exact form to the term: `chain.term`. Exceptions come first and have the last word.
const TERM: &[Step] = &[("exceptions", exceptions, true), ("stem (uz)", uzbek, false)];

mod uz {
    //! `languages/uz/stem.rs`, of which the next line is the first.
    //!
    //! Uzbek stems: endings of nouns off, one after the other.
    //!
    //! Owns the rules that bring the forms of one noun to one term; words that no rule gets right
    //! are in `exceptions.tsv` and never come here.
    //!
    //! 1. [`cut_ending`]: the longest ending of [`ENDINGS`] goes, as often as one is there.
    //! 2. What is left has [`SHORTEST_CHARS`] letters or more.
    //!
    //! A term need not be a word. What counts is that forms meet: `elchi` (envoy) loses the letter
    //! that looks like an ending, and so does every form of it.
    //!
    //! What it will not do: verbs, or words with letters that are not Latin.

    /// Fewest letters of a stem: below that, words of different roots meet.
    const SHORTEST_CHARS: usize = 3;

    /// Plural, possession of the third person, and the cases. Longer ones first.
    const ENDINGS: [&str; 8] = ["ning", "lar", "dan", "da", "ga", "ni", "si", "i"];

    /// Writes the stem of `word`, a normalized lowercased word, to `out`. Linear in the word.
    pub(crate) fn stem(word: &str, out: &mut String) {
        out.clear();
        out.push_str(word);
        if word.bytes().all(|b| b.is_ascii_lowercase()) {
            while cut_ending(out) {}
        }
    }

    /// Cuts one ending; false when there is none to cut.
    fn cut_ending(word: &mut String) -> bool {
        let found = ENDINGS.into_iter().find(|ending| word.ends_with(ending));
        let Some(left) = found.map(|ending| word.len() - ending.len()) else { return false };
        let cuts = left >= SHORTEST_CHARS;
        if cuts {
            word.truncate(left);
        }
        cuts
    }
}

/// The step of the stemmer; in `languages/uz/mod.rs` it is called `stem`.
fn uzbek(word: &str, out: &mut String) -> bool {
    uz::stem(word, out);
    true
}

/// In `apostrophe.rs` already, as `drop`: the letters o‘ and g‘ are typed in many ways.
fn drop_apostrophe(word: &str, out: &mut String) -> bool {
    out.clear();
    out.extend(word.chars().filter(|c| *c != '\''));
    out.len() != word.len()
}

/// `languages/uz/exceptions.tsv`: the term, a tab, all forms, the headword first. Forms are
/// exact forms: what [`WORD`] makes of them. Choose as term what the stemmer gives for most of the
/// forms, so that those not listed meet it too. The head names the source of the words and its
/// licence.
const EXCEPTIONS: &str = "\
# Words whose vowel falls out before an ending. Written for this example.
shahar\tshahar shaharni shaharda shahri shahrining shahrida shahridan shaharlar
ogil\togil ogli oglining ogillar
# Words that end as if they had an ending
olga\tolga
";

/// In `languages/uz/mod.rs` the macro call `exceptions!("exceptions.tsv");` writes this, and reads
/// the table once.
fn exceptions(word: &str, out: &mut String) -> bool {
    let lines = EXCEPTIONS.lines().filter(|line| !line.starts_with('#'));
    let mut rows = lines.filter_map(|line| line.split_once('\t'));
    let Some((term, _)) = rows.find(|(_, forms)| forms.split(' ').any(|form| form == word)) else {
        return false;
    };
    out.clear();
    out.push_str(term);
    true
}

/// `languages/uz/stop_words.txt`: a function word a line, as exact form. Leave out words
/// that also are names or terms.
const STOP_WORDS: &str = "\
# Conjunctions, postpositions, pronouns
va
bilan
uchun
bu
ham
";

/// `crates/analysis/tests/data/analysis/uz.tsv`: a text, a tab, the exact forms expected of it.
/// Casing, apostrophes in all their characters, mixed alphabets.
const EXACT_CASES: &str = "\
TOSHKENT SHAHRI\ttoshkent shahri
Oʻzbekiston o'g‘li\tozbekiston ogli
elchixonada, elchi\telchixonada elchi
";

/// `crates/analysis/tests/data/joins/uz.tsv`: `same`, a tab, and forms that must share a term, or
/// `apart`, a tab, and words that must have a term each. Begin with the offices, institutions and
/// acts of diplomacy.
const JOIN_CASES: &str = "\
same\telchi elchini elchining elchilar elchilarga elchisi
same\tbitim bitimi bitimni bitimning bitimlar bitimlardan
same\tshartnoma shartnomani shartnomasi shartnomalar
same\tshahar shahri shahridan shaharlar
same\to‘g‘il oʻgʻli O'G'LINING
apart\telchi elchixona
apart\tbitim bitiruv
apart\tolga ol
";

/// Runs `steps` over `word`, as `chain::run` does.
fn run(steps: &[Step], word: &str) -> String {
    let (mut word, mut spare) = (word.to_owned(), String::new());
    for (_, apply, ends) in steps {
        if apply(&word, &mut spare) {
            std::mem::swap(&mut word, &mut spare);
            if *ends {
                break;
            }
        }
    }
    word
}

/// The words of a text as exact form and term.
fn analyze(text: &str) -> Vec<(String, String)> {
    let mut words = Vec::new();
    Analyzer::new(Lang::Other).analyze(text, |token| {
        let exact = run(WORD, token.exact);
        let term = run(TERM, &exact);
        words.push((exact, term));
    });
    words
}

/// The lines of a table with a tab.
fn rows(table: &str) -> impl Iterator<Item = (&str, &str)> {
    table.lines().filter_map(|line| line.split_once('\t'))
}

fn main() {
    let text = "Toshkent shahrida elchixona va O‘zbekiston elchilari";
    println!("{text}:");
    let stop_words: HashSet<&str> =
        STOP_WORDS.lines().filter(|line| !line.starts_with('#')).collect();
    for (exact, term) in analyze(text) {
        let note = if stop_words.contains(exact.as_str()) { "  (stop word)" } else { "" };
        println!("  {exact} → {term}{note}");
    }

    // What crates/analysis/tests/tables/analysis.rs asserts of the files of every language.
    for (text, expected) in rows(EXACT_CASES) {
        let exact: Vec<String> = analyze(text).into_iter().map(|(exact, _)| exact).collect();
        assert_eq!(exact.join(" "), expected, "{text}");
    }
    for (kind, words) in rows(JOIN_CASES) {
        let terms: HashMap<String, String> =
            analyze(words).into_iter().map(|(exact, term)| (term, exact)).collect();
        let expected = if kind == "same" { 1 } else { words.split(' ').count() };
        assert_eq!(terms.len(), expected, "{kind} {words}: {terms:?}");
    }
    for (term, forms) in rows(EXCEPTIONS) {
        for form in forms.split(' ') {
            assert_eq!(run(WORD, form), form, "not an exact form");
            assert_eq!(run(TERM, form), term, "{form}");
        }
    }
    println!("all cases hold");
}
