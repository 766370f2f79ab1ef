//! What a chain of steps is, and the steps that languages share; the chain of each is in its folder.
//!
//! A word of the text goes through [`Chain::word`] and is then the *exact form*; that goes through
//! [`Chain::term`] and is then the *term*, by which forms of one word meet. Every step is a
//! function `(&str, &mut String) -> bool`: it writes what it made of the word and says whether it
//! changed it.

use super::{apostrophe, casing, fold, normalize};

/// One step of a chain.
#[derive(Clone, Copy)]
pub(crate) struct Step {
    /// What the step is called in an explanation.
    pub(crate) name: &'static str,
    /// Writes the changed word; false when nothing changed.
    pub(crate) apply: fn(&str, &mut String) -> bool,
    /// Whether the chain ends here when the step changed something or claimed the word.
    pub(crate) ends: bool,
}

/// A step under its name.
pub(crate) const fn step(name: &'static str, apply: fn(&str, &mut String) -> bool) -> Step {
    Step { name, apply, ends: false }
}

/// An exception table: a word that it knows is done.
pub(crate) const fn table(apply: fn(&str, &mut String) -> bool) -> Step {
    Step { name: "exceptions", apply, ends: true }
}

/// The steps of one language.
pub(crate) struct Chain {
    /// From the word in the text to its exact form.
    pub(crate) word: &'static [Step],
    /// From the exact form to the term.
    pub(crate) term: &'static [Step],
}

pub(crate) const COMPOSE: Step = step("compose", normalize::compose);
pub(crate) const SILENT: Step = step("drop silent marks", normalize::drop_silent);
pub(crate) const APOSTROPHES: Step = step("unify apostrophes", normalize::unify_apostrophes);
pub(crate) const HOMOGLYPHS: Step = step("repair homoglyphs", normalize::repair_homoglyphs);
pub(crate) const ACRONYM: Step = step("join acronym", normalize::join_acronym);
pub(crate) const LOWERCASE: Step = step("lowercase", casing::lowercase);
pub(crate) const NO_APOSTROPHE: Step = step("drop apostrophe", apostrophe::drop);
pub(crate) const NO_ACCENTS: Step = step("fold accents", fold::latin_accents);

/// Runs `steps` over `word` in place, with `spare` as the second buffer; `seen` hears of each
/// step that changed it.
pub(crate) fn run(
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
pub(crate) fn apply(step: fn(&str, &mut String) -> bool, word: &str) -> String {
    let mut out = String::new();
    if step(word, &mut out) { out } else { word.to_owned() }
}
