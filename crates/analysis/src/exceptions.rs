//! Words that no rule gets right: a table from form to term for each language.
//!
//! The tables are the files `languages/xx/exceptions.tsv`: a line holds the term and, after a tab, all
//! forms that belong to it.

use rustc_hash::FxHashMap;

pub(crate) type Table = FxHashMap<&'static str, &'static str>;

/// Reads a table; a later line never takes a form away from an earlier one.
pub(crate) fn parse(data: &'static str) -> Table {
    let mut table = Table::default();
    for (key, forms) in paradigms(data) {
        for form in forms {
            table.entry(form).or_insert(key);
        }
    }
    table
}

/// The lines of a table: the term, and its forms.
fn paradigms(
    data: &'static str,
) -> impl Iterator<Item = (&'static str, impl Iterator<Item = &'static str>)> {
    data.lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .map(|(key, forms)| (key, forms.split_whitespace()))
}

/// Writes the term of a word that the table has.
pub(crate) fn look_up(table: &Table, word: &str, out: &mut String) -> bool {
    let Some(key) = table.get(word) else { return false };
    out.clear();
    out.push_str(key);
    true
}

/// Defines the step `exceptions`, which looks a word up in the file.
macro_rules! exceptions {
    ($file:literal) => {
        #[doc = concat!("Looks a word up in `", $file, "`.")]
        fn exceptions(word: &str, out: &mut String) -> bool {
            static TABLE: std::sync::LazyLock<crate::exceptions::Table> =
                std::sync::LazyLock::new(|| crate::exceptions::parse(include_str!($file)));
            crate::exceptions::look_up(&TABLE, word, out)
        }
    };
}

pub(crate) use exceptions;
