//! The languages, their tags, and which one a text is written in.
//!
//! [`Lang`] names a language; [`detect`] guesses it. How a language is analyzed belongs to
//! [`crate::analysis`].

mod detect;
mod model;

pub use detect::{Detection, detect, detect_main};
use serde::{Deserialize, Serialize};

/// A language that articles are written in. Their order gives the numbers that indexes keep: a new
/// one comes last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Lang {
    /// Turkish.
    Tr,
    /// Russian.
    Ru,
    /// Ukrainian.
    Uk,
    /// Kazakh.
    Kk,
    /// Belarusian.
    Be,
    /// English.
    En,
    /// Any other language: indexed by the plain analyzer.
    Other,
}

impl Lang {
    /// Every language, in the order of their numbers.
    pub const ALL: [Self; 7] =
        [Self::Tr, Self::Ru, Self::Uk, Self::Kk, Self::Be, Self::En, Self::Other];

    /// The six languages that have an analyzer of their own.
    pub const SIX: [Self; 6] = [Self::Tr, Self::Ru, Self::Uk, Self::Kk, Self::Be, Self::En];

    /// The ISO 639-1 code, or `other`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Tr => "tr",
            Self::Ru => "ru",
            Self::Uk => "uk",
            Self::Kk => "kk",
            Self::Be => "be",
            Self::En => "en",
            Self::Other => "other",
        }
    }

    /// The language of a BCP 47 tag, of which only the first subtag counts (`ru-RU`, `be_tarask`).
    ///
    /// A well-formed tag of a language outside the six gives [`Lang::Other`]; an empty one, or one
    /// that is no tag at all, gives `None`.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let first = tag.trim().split(['-', '_']).next()?;
        let known = Self::ALL.into_iter().find(|lang| first.eq_ignore_ascii_case(lang.code()));
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
        matches!(self, Self::Tr | Self::Kk)
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
        assert_eq!(Lang::from_tag("de"), Some(Lang::Other));
        assert_eq!(Lang::from_tag("other"), Some(Lang::Other));
        assert_eq!(Lang::from_tag(""), None);
        assert_eq!(Lang::from_tag("русский"), None);
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
