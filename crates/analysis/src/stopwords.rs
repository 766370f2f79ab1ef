//! Function words, left out of queries (never out of the index, so that phrases keep them).

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::lang::Lang;

fn parse(data: &'static str) -> FxHashSet<&'static str> {
    data.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')).collect()
}

/// Whether `exact`, an exact form of `lang`, is a function word of it.
#[must_use]
pub fn is_stop_word(lang: Lang, exact: &str) -> bool {
    static LISTS: LazyLock<[FxHashSet<&'static str>; Lang::ALL.len()]> =
        LazyLock::new(|| Lang::ALL.map(|lang| parse(lang.language().stop_words)));
    LISTS.get(usize::from(lang.number())).is_some_and(|list| list.contains(exact))
}
