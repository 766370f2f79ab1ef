//! Any other language: words are normalized and folded, not stemmed.

use crate::chain::{
    ACRONYM, APOSTROPHES, COMPOSE, Chain, HOMOGLYPHS, LOWERCASE, NO_ACCENTS, SILENT,
};
use crate::language::{Headings, Language, Namespaces, Script, Sentences};

pub(crate) static LANGUAGE: Language = Language {
    code: "other",
    name: "other",
    other_codes: &[],
    letter: 'o',
    script: Script::Latin,
    has_dotless_i: false,
    is_detected: true,
    chain: Chain {
        word: &[COMPOSE, SILENT, APOSTROPHES, HOMOGLYPHS, ACRONYM, LOWERCASE],
        term: &[NO_ACCENTS],
    },
    stop_words: "",
    plain_letters: &[],
    keyboard: None,
    sentences: Sentences::NONE,
    headings: Headings::NONE,
    months: [""; 12],
    month_names: [""; 12],
    calendar: &[],
    countries: "",
    namespaces: Namespaces::NONE,
    diplomacy: "",
    made_up: None,
};
