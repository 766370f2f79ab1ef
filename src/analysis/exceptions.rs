//! Words that no rule gets right: a table from form to term for each language.
//!
//! The tables are the files `data/exceptions_*.tsv`: a line holds the term and, after a tab, all
//! forms that belong to it.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

type Table = FxHashMap<&'static str, &'static str>;

/// Reads a table; a later line never takes a form away from an earlier one.
fn parse(data: &'static str) -> Table {
    let mut table = Table::default();
    for (key, forms) in paradigms(data) {
        for form in forms {
            table.entry(form).or_insert(key);
        }
    }
    table
}

/// The lines of a table: the term, and its forms.
pub(crate) fn paradigms(
    data: &'static str,
) -> impl Iterator<Item = (&'static str, impl Iterator<Item = &'static str>)> {
    data.lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .map(|(key, forms)| (key, forms.split_whitespace()))
}

fn look_up(table: &Table, word: &str, out: &mut String) -> bool {
    let Some(key) = table.get(word) else { return false };
    out.clear();
    out.push_str(key);
    true
}

macro_rules! tables {
    ($($name:ident, $data:ident = $file:literal;)*) => {$(
        pub(crate) static $data: &str = include_str!($file);

        #[doc = concat!("Looks a word up in `", $file, "`.")]
        pub(super) fn $name(word: &str, out: &mut String) -> bool {
            static TABLE: LazyLock<Table> = LazyLock::new(|| parse($data));
            look_up(&TABLE, word, out)
        }
    )*};
}

tables! {
    turkish, TR = "data/exceptions_tr.tsv";
    russian, RU = "data/exceptions_ru.tsv";
    ukrainian, UK = "data/exceptions_uk.tsv";
    kazakh, KK = "data/exceptions_kk.tsv";
    belarusian, BE = "data/exceptions_be.tsv";
    english, EN = "data/exceptions_en.tsv";
}
