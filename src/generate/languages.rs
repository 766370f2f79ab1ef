//! What made-up articles of a language are written of.

use std::sync::LazyLock;

use super::syllables::Syllables;
use super::tail::Tail;
use crate::analysis::language::Script;
use crate::lang::Lang;

/// The rules of one language.
pub(super) struct Rules {
    pub(super) lang: Lang,
    /// The word list; `data/README.md` says how it was made.
    pub(super) words: &'static str,
    pub(super) tail: Tail,
    /// Inflectional endings after a back vowel, or after any.
    back: &'static [&'static str],
    /// Endings after a front vowel, where the language tells them apart.
    front: &'static [&'static str],
    pub(super) made_up: Syllables,
    /// Letters of names that no two articles share: those that all languages of the script have.
    pub(super) names: &'static Syllables,
    pub(super) headings: &'static [&'static str],
    /// Names of the namespaces of talk, files, templates and categories.
    pub(super) namespaces: [&'static str; 4],
    /// The word between a subject and its definition.
    pub(super) is: &'static str,
    /// What stands before the number of a page in a note.
    pub(super) page: &'static str,
    /// How often of 256 a subject has an article in this language.
    pub(super) of_256: u64,
}

impl Rules {
    /// The rules of `lang`; English for what has none.
    pub(super) fn of(lang: Lang) -> &'static Self {
        static ALL: LazyLock<Vec<Rules>> =
            LazyLock::new(|| Lang::ALL.into_iter().filter_map(Rules::made).collect());
        let english = || ALL.iter().find(|rules| rules.lang == Lang::En);
        ALL.iter().find(|rules| rules.lang == lang).or_else(english).unwrap_or(&EMPTY)
    }

    /// The rules of a language that articles are made up in.
    fn made(lang: Lang) -> Option<Self> {
        let language = lang.language();
        let made = language.made_up.as_ref()?;
        Some(Self {
            lang,
            words: made.words,
            tail: if made.has_long_tail { Tail::Long } else { Tail::Short },
            back: made.back,
            front: made.front,
            made_up: Syllables { consonants: made.consonants, vowels: made.vowels },
            names: match language.script {
                Script::Latin => &LATIN,
                Script::Cyrillic => &CYRILLIC,
            },
            headings: made.headings,
            namespaces: made.namespaces,
            is: made.is,
            page: made.page,
            of_256: made.of_256,
        })
    }

    /// The endings that a stem may take.
    pub(super) fn endings(&self, stem: &str) -> &'static [&'static str] {
        if self.front.is_empty() {
            return self.back;
        }
        let last = stem.chars().rev().find(|c| "aıouаоұуыяёюeiöüэеәіөүи".contains(*c));
        if last.is_some_and(|c| "eiöüэеәіөүи".contains(c)) {
            self.front
        } else {
            self.back
        }
    }

    /// Writes `word` with a capital.
    pub(super) fn push_capitalized(&self, word: &str, out: &mut String) {
        let mut chars = word.chars();
        match chars.next() {
            Some('i') if self.lang == Lang::Tr => out.push('İ'),
            Some(first) => out.extend(first.to_uppercase()),
            None => {}
        }
        out.push_str(chars.as_str());
    }
}

const LATIN: Syllables = Syllables {
    consonants: &['b', 'd', 'f', 'g', 'k', 'l', 'm', 'n', 'p', 'r', 's', 't', 'v', 'y', 'z'],
    vowels: &['a', 'e', 'o', 'u'],
};
static CYRILLIC: Syllables = Syllables {
    consonants: &['б', 'в', 'г', 'д', 'ж', 'з', 'к', 'л', 'м', 'н', 'п', 'р', 'с', 'т', 'ш'],
    vowels: &['а', 'е', 'о', 'у'],
};

/// What is never asked for: English has rules.
static EMPTY: Rules = Rules {
    lang: Lang::En,
    words: "",
    tail: Tail::Short,
    back: &[],
    front: &[],
    made_up: LATIN,
    names: &LATIN,
    headings: &[],
    namespaces: [""; 4],
    is: "",
    page: "",
    of_256: 0,
};
