//! Function words, left out of queries (never out of the index, so that phrases keep them).

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::lang::Lang;

fn parse(data: &'static str) -> FxHashSet<&'static str> {
    data.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')).collect()
}

macro_rules! list {
    ($file:literal) => {{
        static LIST: LazyLock<FxHashSet<&'static str>> =
            LazyLock::new(|| parse(include_str!($file)));
        &LIST
    }};
}

/// Whether `exact`, an exact form of `lang`, is a function word of it.
#[must_use]
pub fn is_stop_word(lang: Lang, exact: &str) -> bool {
    let list: &FxHashSet<&str> = match lang {
        Lang::Tr => list!("data/stopwords_tr.txt"),
        Lang::Ru => list!("data/stopwords_ru.txt"),
        Lang::Uk => list!("data/stopwords_uk.txt"),
        Lang::Kk => list!("data/stopwords_kk.txt"),
        Lang::Be => list!("data/stopwords_be.txt"),
        Lang::En => list!("data/stopwords_en.txt"),
        Lang::Other => return false,
    };
    list.contains(exact)
}
