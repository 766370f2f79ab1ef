//! Prefixes and fuzzy words: which words of a language they stand for.

use super::automata::{Slot, Spelling, Typo, accepts};
use super::expansion::Expansion;
use crate::index::prefix;
use crate::lang::Lang;

/// A prefix or a fuzzy word in one language; its automaton is built once.
pub(crate) struct Pattern {
    lang: Lang,
    rule: Rule,
    /// The word as typed; a prefix by itself is no word.
    typed: Option<Expansion>,
}

/// Which exact forms, behind the letter of their language, a pattern stands for.
pub(crate) enum Rule {
    /// Those that begin so.
    Prefix(Spelling),
    /// Those within some typing mistakes.
    Fuzzy(Typo),
    /// None: the prefix is longer than any word.
    Nothing,
}

impl Pattern {
    /// Words that begin with `exact`.
    pub(super) fn prefix(lang: Lang, exact: &str) -> Self {
        let letters = std::iter::once(prefix(lang)).chain(exact.chars());
        let spelling = Spelling::new(letters.map(|c| Slot::one_of([c])).collect());
        let rule = spelling.map_or(Rule::Nothing, |spelling| Rule::Prefix(spelling.into_prefix()));
        Self { lang, rule, typed: None }
    }

    /// Words at most `mistakes` from the exact form of `typed`, and all words of its term.
    pub(super) fn fuzzy(lang: Lang, typed: Expansion, mistakes: u8) -> Self {
        let rule = Rule::Fuzzy(Typo::new(prefix(lang), &typed.exact, mistakes));
        Self { lang, rule, typed: Some(typed) }
    }

    pub(crate) fn rule(&self) -> &Rule {
        &self.rule
    }

    /// The word that it stands for whether it is in a dictionary or not.
    pub(crate) fn typed(&self) -> Option<&Expansion> {
        self.typed.as_ref()
    }

    /// Whether it stands for words of `term` by their exact forms too. Words of the term that was
    /// typed are found as that.
    pub(crate) fn takes_forms_of(&self, term: &str) -> bool {
        self.typed.as_ref().is_none_or(|typed| typed.term != term)
    }

    /// Whether it stands for a word of this exact form.
    pub(crate) fn accepts(&self, exact: &str) -> bool {
        let letter = prefix(self.lang);
        match &self.rule {
            Rule::Prefix(spelling) => accepts(spelling, letter, exact),
            Rule::Fuzzy(typo) => accepts(typo, letter, exact),
            Rule::Nothing => false,
        }
    }
}

impl std::fmt::Debug for Pattern {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pattern").field("typed", &self.typed).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn which_words_are_meant() {
        let prefix = Pattern::prefix(Lang::En, "ambass");
        let typed = Expansion { exact: "ambasador".into(), term: "ambasador".into(), weight: 1.0 };
        let fuzzy = Pattern::fuzzy(Lang::En, typed.clone(), 1);
        for (word, begins, near) in [
            ("ambassador", true, true),
            ("ambass", true, false),
            ("ambas", false, false),
            ("ambasador", false, true),
            // The first letter must be right.
            ("mbasador", false, false),
            ("embasador", false, false),
            ("", false, false),
        ] {
            assert_eq!((prefix.accepts(word), fuzzy.accepts(word)), (begins, near), "{word}");
        }
        assert_eq!((prefix.typed(), fuzzy.typed()), (None, Some(&typed)));
        assert!(prefix.takes_forms_of("ambasador") && !fuzzy.takes_forms_of("ambasador"));
        let long = "a".repeat(80);
        assert!(!Pattern::prefix(Lang::En, &long).accepts(&long));
    }
}
