//! The chain of each language, readable top to bottom.
//!
//! A word of the text goes through [`Chain::word`] and is then the *exact form*; that goes through
//! [`Chain::term`] and is then the *term*, by which forms of one word meet. Every step is a
//! function `(&str, &mut String) -> bool`: it writes what it made of the word and says whether it
//! changed it.

use super::{apostrophe, casing, exceptions, fold, normalize, stem};
use crate::lang::Lang;

/// One step of a chain.
#[derive(Clone, Copy)]
pub(super) struct Step {
    /// What the step is called in an explanation.
    pub(super) name: &'static str,
    /// Writes the changed word; false when nothing changed.
    pub(super) apply: fn(&str, &mut String) -> bool,
    /// Whether the chain ends here when the step changed something or claimed the word.
    pub(super) ends: bool,
}

const fn step(name: &'static str, apply: fn(&str, &mut String) -> bool) -> Step {
    Step { name, apply, ends: false }
}

/// An exception table: a word that it knows is done.
const fn table(apply: fn(&str, &mut String) -> bool) -> Step {
    Step { name: "exceptions", apply, ends: true }
}

/// The steps of one language.
pub(super) struct Chain {
    /// From the word in the text to its exact form.
    pub(super) word: &'static [Step],
    /// From the exact form to the term.
    pub(super) term: &'static [Step],
}

const COMPOSE: Step = step("compose", normalize::compose);
const SILENT: Step = step("drop silent marks", normalize::drop_silent);
const APOSTROPHES: Step = step("unify apostrophes", normalize::unify_apostrophes);
const HOMOGLYPHS: Step = step("repair homoglyphs", normalize::repair_homoglyphs);
const ACRONYM: Step = step("join acronym", normalize::join_acronym);
const LOWERCASE: Step = step("lowercase", casing::lowercase);
const NO_APOSTROPHE: Step = step("drop apostrophe", apostrophe::drop);
const NO_ACCENTS: Step = step("fold accents", fold::latin_accents);

static TR: Chain = Chain {
    word: &[
        COMPOSE,
        SILENT,
        APOSTROPHES,
        HOMOGLYPHS,
        ACRONYM,
        step("lowercase (tr)", casing::lowercase_dotless),
        step("cut suffix at apostrophe", apostrophe::cut_turkish_suffix),
        step("fold circumflex", fold::turkish),
    ],
    term: &[
        table(exceptions::turkish),
        step("stem (tr)", stem::turkish),
        step("fold foreign accents", fold::latin_accents_but_turkish),
    ],
};

static RU: Chain = Chain {
    word: &[
        COMPOSE,
        SILENT,
        APOSTROPHES,
        HOMOGLYPHS,
        ACRONYM,
        LOWERCASE,
        NO_APOSTROPHE,
        step("fold ё", fold::russian),
    ],
    term: &[table(exceptions::russian), step("stem (ru)", stem::russian), NO_ACCENTS],
};

static UK: Chain = Chain {
    word: &[
        COMPOSE,
        SILENT,
        APOSTROPHES,
        HOMOGLYPHS,
        ACRONYM,
        LOWERCASE,
        NO_APOSTROPHE,
        step("fold ґ", fold::ukrainian),
    ],
    term: &[table(exceptions::ukrainian), step("stem (uk)", stem::ukrainian), NO_ACCENTS],
};

static KK: Chain = Chain {
    word: &[
        COMPOSE,
        SILENT,
        APOSTROPHES,
        HOMOGLYPHS,
        ACRONYM,
        step("lowercase (kk)", casing::lowercase_kazakh),
        step("read Kazakh Latin", stem::from_kazakh_latin),
        NO_APOSTROPHE,
    ],
    term: &[table(exceptions::kazakh), step("stem (kk)", stem::kazakh), NO_ACCENTS],
};

static BE: Chain = Chain {
    word: &[
        COMPOSE,
        SILENT,
        APOSTROPHES,
        HOMOGLYPHS,
        ACRONYM,
        LOWERCASE,
        step("read Łacinka", stem::from_lacinka),
        NO_APOSTROPHE,
        step("fold ў ё ґ", fold::belarusian),
    ],
    term: &[table(exceptions::belarusian), step("stem (be)", stem::belarusian), NO_ACCENTS],
};

static EN: Chain = Chain {
    word: &[
        COMPOSE,
        SILENT,
        APOSTROPHES,
        HOMOGLYPHS,
        ACRONYM,
        LOWERCASE,
        step("cut possessive", apostrophe::cut_possessive),
    ],
    term: &[table(exceptions::english), step("stem (en)", stem::english), NO_ACCENTS],
};

static OTHER: Chain = Chain {
    word: &[COMPOSE, SILENT, APOSTROPHES, HOMOGLYPHS, ACRONYM, LOWERCASE],
    term: &[NO_ACCENTS],
};

/// The chain of `lang`.
pub(super) fn of(lang: Lang) -> &'static Chain {
    match lang {
        Lang::Tr => &TR,
        Lang::Ru => &RU,
        Lang::Uk => &UK,
        Lang::Kk => &KK,
        Lang::Be => &BE,
        Lang::En => &EN,
        Lang::Other => &OTHER,
    }
}

/// Runs `steps` over `word` in place, with `spare` as the second buffer; `seen` hears of each
/// step that changed it.
pub(super) fn run(
    steps: &[Step],
    word: &mut String,
    spare: &mut String,
    mut seen: impl FnMut(&'static str, &str),
) {
    for step in steps {
        if (step.apply)(word, spare) {
            let changed = word != spare;
            std::mem::swap(word, spare);
            if changed || step.ends {
                seen(step.name, word);
            }
            if step.ends {
                return;
            }
        }
    }
}

/// What one step makes of `word`, for its tests.
#[cfg(test)]
pub(super) fn apply(step: fn(&str, &mut String) -> bool, word: &str) -> String {
    let mut out = String::new();
    if step(word, &mut out) { out } else { word.to_owned() }
}
