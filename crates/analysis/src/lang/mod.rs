//! The languages, their tags, and which one a text is written in.
//!
//! [`Lang`] names a language; [`detect`] guesses it. How a language is analyzed belongs to
//! the root of the crate.

mod detect;
mod model;

pub use detect::{Detection, detect, detect_main};

pub use crate::languages::Lang;

impl Lang {
    /// The ISO 639-1 code, or `other`.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.language().code
    }

    /// The language of a BCP 47 tag, of which only the first subtag counts (`ru-RU`, `be_tarask`).
    ///
    /// The codes of ISO 639-2 and -3 and habits such as `ua` are known too. A well-formed tag of a
    /// language that has no analyzer gives [`Lang::Other`]; an empty one, or one
    /// that is no tag at all, gives `None`.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let first = tag.trim().split(['-', '_']).next()?;
        let is_code = |code: &str| first.eq_ignore_ascii_case(code);
        let known = Self::ALL.into_iter().find(|lang| {
            is_code(lang.code()) || lang.language().other_codes.iter().any(|code| is_code(code))
        });
        let well_formed =
            (2..=3).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_alphabetic());
        known.or(well_formed.then_some(Self::Other))
    }

    /// A small number, unique and stable: it is kept in indexes.
    #[must_use]
    pub fn number(self) -> u8 {
        self as u8
    }

    /// The language with that [`number`](Self::number).
    #[must_use]
    pub fn from_number(number: u64) -> Option<Self> {
        usize::try_from(number).ok().and_then(|n| Self::ALL.get(n).copied())
    }

    /// Whether capital I is the capital of dotless ı, and İ that of i.
    #[must_use]
    pub fn has_dotless_i(self) -> bool {
        self.language().has_dotless_i
    }
}

impl std::fmt::Display for Lang {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_cut_to_their_language() {
        assert_eq!(Lang::from_tag("ru-RU"), Some(Lang::Ru));
        assert_eq!(Lang::from_tag("be_tarask"), Some(Lang::Be));
        assert_eq!(Lang::from_tag(" KK "), Some(Lang::Kk));
        assert_eq!(Lang::from_tag("tur"), Some(Lang::Tr));
        assert_eq!(Lang::from_tag("ua"), Some(Lang::Uk));
        assert_eq!(Lang::from_tag("de"), Some(Lang::Other));
        assert_eq!(Lang::from_tag("other"), Some(Lang::Other));
        assert_eq!(Lang::from_tag(""), None);
        assert_eq!(Lang::from_tag("русский"), None);
    }

    #[test]
    fn codes_and_letters_are_of_one_language_alone() {
        for lang in Lang::ALL {
            let is_same = |other: Lang| {
                let (one, other) = (lang.language(), other.language());
                let codes = |of: &'static crate::language::Language| {
                    [of.code].into_iter().chain(of.other_codes.iter().copied())
                };
                one.letter == other.letter || codes(one).any(|code| codes(other).any(|c| c == code))
            };
            assert_eq!(Lang::ALL.into_iter().filter(|other| is_same(*other)).count(), 1, "{lang}");
            assert_eq!(serde_json::to_string(&lang).unwrap(), format!("\"{}\"", lang.code()));
        }
        assert!(!Lang::OWN.contains(&Lang::Other));
    }

    /// They are in the indexes that people have, of which an upgrade reads the articles.
    #[test]
    fn numbers_stay_what_they_are() {
        let kept = ["tr", "ru", "uk", "kk", "be", "en", "other"];
        for (number, code) in (0..).zip(kept) {
            assert_eq!(Lang::from_number(number).map(Lang::code), Some(code));
        }
    }

    #[test]
    fn numbers_come_back() {
        for lang in Lang::ALL {
            assert_eq!(Lang::from_number(u64::from(lang.number())), Some(lang));
        }
        assert_eq!(Lang::from_number(99), None);
    }
}
