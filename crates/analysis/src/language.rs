//! What a language is: all that is particular to it, in one value.

use crate::chain::Chain;

/// All that is particular to one language; `languages/xx/mod.rs` has the value of each.
pub struct Language {
    /// The ISO 639-1 code.
    pub code: &'static str,
    /// The English name.
    pub name: &'static str,
    /// Other codes that it goes by: ISO 639-2 and -3, and habits such as `ua`.
    pub other_codes: &'static [&'static str],
    /// What its terms begin with in the dictionaries of an index: one letter for each language.
    pub letter: char,
    /// The alphabet that it is written in.
    pub script: Script,
    /// Whether capital I is the capital of dotless ı, and İ that of i.
    pub has_dotless_i: bool,
    /// Whether the n-gram model of detection knows it; articles in another must state it.
    pub is_detected: bool,
    /// The steps from a word of the text to its term.
    pub(crate) chain: Chain,
    /// Function words, one a line, as exact forms.
    pub(crate) stop_words: &'static str,
    /// Letters that people type plain, each with those that it may stand for, itself included.
    pub plain_letters: &'static [(char, &'static [char])],
    /// What the keys of a QWERTY keyboard give on its own, row by row; `None` where that is one.
    pub keyboard: Option<&'static str>,
    /// Where its sentences end.
    pub sentences: Sentences,
    /// What headings mean on its pages.
    pub headings: Headings,
    /// The months as they stand beside a day; enough letters of each to tell it.
    pub months: [&'static str; 12],
    /// The months in full, in the form that stands beside a day; empty where not known.
    pub month_names: [&'static str; 12],
    /// Words and endings beside numbers and months in the titles of pages on years, decades,
    /// centuries and days, in small letters.
    pub calendar: &'static [&'static str],
    /// Names of countries: lines of ISO 3166 code, tab and names split by `|`, the usual one first.
    pub countries: &'static str,
    /// Names of the namespaces of its wikis.
    pub namespaces: Namespaces,
    /// Terms of diplomacy: lines of weight, tab and names split by `|`.
    pub diplomacy: &'static str,
    /// What made-up articles are written of; `None` where none are made.
    pub made_up: Option<MadeUp>,
}

/// An alphabet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    /// Latin.
    Latin,
    /// Cyrillic.
    Cyrillic,
}

/// Abbreviations, lowercased, without the last stop.
pub struct Sentences {
    /// Those that stand before a name or within a sentence; not those that end enumerations.
    pub abbreviations: &'static [&'static str],
    /// Those that stand before a number; before anything else they are words, or end a sentence.
    pub before_numbers: &'static [&'static str],
    /// Ends of enumerations of two letters, the second of which would be an initial elsewhere.
    pub ends_of_enumerations: &'static [&'static str],
}

/// Headings that mean the same on every page, in small letters.
pub struct Headings {
    /// Notes, sources, literature.
    pub references: &'static [&'static str],
    /// Links to other sites.
    pub external_links: &'static [&'static str],
    /// Related articles.
    pub see_also: &'static [&'static str],
    /// Table of contents.
    pub contents: &'static [&'static str],
    /// What wikis set beside a heading to edit its section; longer marks first.
    pub edit_marks: &'static [&'static str],
    /// What sites call their lists of other posts.
    pub other_posts: &'static [&'static str],
}

/// Names that namespaces of its wikis have, old ones and aliases too, folded.
pub struct Namespaces {
    /// Of media.
    pub media: &'static [&'static str],
    /// Of files.
    pub file: &'static [&'static str],
    /// Of templates.
    pub template: &'static [&'static str],
    /// Of categories.
    pub category: &'static [&'static str],
    /// Of all others but that of articles.
    pub other: &'static [&'static str],
}

/// What made-up articles are written of.
pub struct MadeUp {
    /// Its words in the order of their frequency, one a line.
    pub words: &'static str,
    /// Whether frequencies past the list fall like `r^-1.5`, else like `r^-1.8`.
    pub has_long_tail: bool,
    /// Endings of inflection after a back vowel, or after any.
    pub back: &'static [&'static str],
    /// Endings after a front vowel, where the language tells them apart.
    pub front: &'static [&'static str],
    /// Letters that words past the list are made of.
    pub consonants: &'static [char],
    /// The same, vowels.
    pub vowels: &'static [char],
    /// Headings of sections.
    pub headings: &'static [&'static str],
    /// Names of the namespaces of talk, files, templates and categories.
    pub namespaces: [&'static str; 4],
    /// The word between a subject and its definition.
    pub is: &'static str,
    /// What stands before the number of a page in a note.
    pub page: &'static str,
    /// How often of 256 a subject has an article in this language.
    pub of_256: u64,
}

impl Sentences {
    /// Nothing known.
    pub const NONE: Self =
        Self { abbreviations: &[], before_numbers: &[], ends_of_enumerations: &[] };
}

impl Headings {
    /// Nothing known.
    pub const NONE: Self = Self {
        references: &[],
        external_links: &[],
        see_also: &[],
        contents: &[],
        edit_marks: &[],
        other_posts: &[],
    };
}

impl Namespaces {
    /// Nothing known.
    pub const NONE: Self = Self { media: &[], file: &[], template: &[], category: &[], other: &[] };
}
