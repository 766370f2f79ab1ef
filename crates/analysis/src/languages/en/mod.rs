//! English.

mod stem;

use crate::apostrophe;
use crate::chain::{
    ACRONYM, APOSTROPHES, COMPOSE, Chain, HOMOGLYPHS, LOWERCASE, NO_ACCENTS, SILENT, step, table,
};
use crate::exceptions::exceptions;
use crate::language::{Headings, Language, MadeUp, Namespaces, Script, Sentences};

exceptions!("exceptions.tsv");

/// The step of the stemmer.
fn stem(word: &str, out: &mut String) -> bool {
    stem::stem(word, out);
    true
}

pub(crate) static LANGUAGE: Language = Language {
    code: "en",
    name: "English",
    other_codes: &["eng"],
    letter: 'e',
    script: Script::Latin,
    has_dotless_i: false,
    is_detected: true,
    chain: Chain {
        word: &[
            COMPOSE,
            SILENT,
            APOSTROPHES,
            HOMOGLYPHS,
            ACRONYM,
            LOWERCASE,
            step("cut possessive", apostrophe::cut_possessive),
        ],
        term: &[table(exceptions), step("stem (en)", stem), NO_ACCENTS],
    },
    stop_words: include_str!("stop_words.txt"),
    plain_letters: &[],
    keyboard: None,
    sentences: Sentences {
        abbreviations: &[
            "abbr", "adm", "amb", "approx", "brig", "ca", "capt", "cf", "cmdr", "col", "dept",
            "ed", "eds", "esp", "gov", "hon", "inc", "jr", "lit", "lt", "ltd", "maj", "messrs",
            "mr", "mrs", "mt", "ph.d", "pres", "rep", "rev", "sec", "sen", "sgt", "sr", "st",
            "viz",
        ],
        before_numbers: &["art", "ch", "fig", "no", "nos", "pp", "vol"],
        ends_of_enumerations: &[],
    },
    headings: Headings {
        references: &[
            "references",
            "reference",
            "notes",
            "footnotes",
            "notes and references",
            "references and notes",
            "citations",
            "sources",
            "bibliography",
            "works cited",
            "further reading",
            "literature",
            "explanatory notes",
            "general references",
        ],
        external_links: &["external links", "external link", "links", "web links"],
        see_also: &["see also", "related articles"],
        contents: &["contents", "table of contents"],
        edit_marks: &["edit source", "edit"],
        other_posts: &[
            "random posts",
            "related posts",
            "recent posts",
            "popular posts",
            "you may also like",
        ],
    },
    months: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
    month_names: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    calendar: &["year", "century", "s", "st", "nd", "rd", "th", "ad", "bc", "ce", "bce"],
    countries: include_str!("countries.tsv"),
    namespaces: Namespaces {
        media: &["media"],
        file: &["file", "image"],
        template: &["template"],
        category: &["category"],
        other: &[
            "user",
            "wikipedia",
            "project",
            "help",
            "portal",
            "draft",
            "module",
            "special",
            "mediawiki",
            "talk",
        ],
    },
    diplomacy: include_str!("diplomacy.tsv"),
    made_up: Some(MadeUp {
        words: include_str!("words.txt"),
        has_long_tail: false,
        back: &["", "s", "ed", "ing", "er", "ers", "al", "ally", "ly", "ness", "ation", "ations"],
        front: &[],
        consonants: &[
            'b', 'c', 'd', 'f', 'g', 'h', 'j', 'k', 'l', 'm', 'n', 'p', 'r', 's', 't', 'v', 'w',
            'y',
        ],
        vowels: &['a', 'e', 'i', 'o', 'u'],
        headings: &[
            "History",
            "Functions",
            "Legal basis",
            "Practice",
            "Parties",
            "Negotiations",
            "Present day",
            "Criticism",
            "Structure",
            "Consequences",
        ],
        namespaces: ["Talk", "File", "Template", "Category"],
        is: "is",
        page: "p.",
        of_256: 200,
    }),
};
