//! Words that one typed without the letters of a language stands for: `disisleri`, `казак` for
//! `қазақ`.

use super::automata::{Slot, Spelling, accepts};
use crate::index::prefix;
use crate::lang::Lang;

/// The words of a language that differ from one only by letters that were typed plain.
pub(crate) struct Variants {
    lang: Lang,
    spelling: Spelling,
}

/// The letters that `typed` may stand for in `lang` when it was typed without its own letters.
fn letters(lang: Lang, typed: char) -> &'static [char] {
    let known = lang.language().plain_letters.iter().find(|(plain, _)| *plain == typed);
    known.map_or(&[], |(_, letters)| letters)
}

impl Variants {
    /// Whether there can be others than `exact` itself.
    pub(crate) fn may_be_of(lang: Lang, exact: &str) -> bool {
        exact.chars().any(|c| !letters(lang, c).is_empty())
    }

    /// Those of `exact`, which is one of them where it has no foreign letter; `None` where there can
    /// be no other.
    pub(crate) fn of(lang: Lang, exact: &str) -> Option<Self> {
        if !Self::may_be_of(lang, exact) {
            return None;
        }
        let places = exact.chars().map(|c| match letters(lang, c) {
            [] => Slot::one_of([c]),
            letters => Slot::one_of(letters.iter().copied()),
        });
        let language = Slot::one_of([prefix(lang)]);
        let spelling = Spelling::new(std::iter::once(language).chain(places).collect())?;
        Some(Self { lang, spelling })
    }

    /// The same behind the letter of the language, as dictionaries have words.
    pub(crate) fn spelling(&self) -> &Spelling {
        &self.spelling
    }

    /// Whether a word of this exact form is among them.
    pub(crate) fn accepts(&self, exact: &str) -> bool {
        accepts(&self.spelling, prefix(self.lang), exact)
    }
}

impl std::fmt::Debug for Variants {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Variants").field("lang", &self.lang).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_letters_stand_for_others() {
        let kazakh = Variants::of(Lang::Kk, "казак").unwrap();
        for (word, expected) in [("қазақ", true), ("казак", true), ("қазақы", false)]
        {
            assert_eq!(kazakh.accepts(word), expected, "{word}");
        }
        assert!(Variants::of(Lang::En, "embassy").is_none());
    }
}
