//! The languages, one folder each.
//!
//! A new one is a folder here and a line at the end of the list below; what its value lacks does
//! not compile. Its place in the list is its number, which indexes keep: a new one comes last.

use serde::{Deserialize, Serialize};

use crate::language::Language;

macro_rules! languages {
    ($($(#[$doc:meta])* $variant:ident = $folder:ident,)*) => {
        $(mod $folder;)*

        /// A language that articles are written in.
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
        )]
        #[serde(rename_all = "lowercase")]
        #[non_exhaustive]
        pub enum Lang {
            $($(#[$doc])* $variant,)*
        }

        impl Lang {
            /// Every language, in the order of their numbers.
            pub const ALL: [Self; [$(stringify!($variant)),*].len()] = [$(Self::$variant),*];

            /// All that is particular to it.
            #[must_use]
            pub fn language(self) -> &'static Language {
                match self {
                    $(Self::$variant => &$folder::LANGUAGE,)*
                }
            }
        }
    };
}

languages! {
    /// Turkish.
    Tr = tr,
    /// Russian.
    Ru = ru,
    /// Ukrainian.
    Uk = uk,
    /// Kazakh.
    Kk = kk,
    /// Belarusian.
    Be = be,
    /// English.
    En = en,
    /// Any other language: indexed by the plain analyzer.
    Other = other,
}

impl Lang {
    /// The languages that have an analyzer of their own: all but [`Lang::Other`].
    pub const OWN: [Self; Self::ALL.len() - 1] = {
        let mut own = [Self::Other; Self::ALL.len() - 1];
        let (mut at, mut to) = (0, 0);
        while at < Self::ALL.len() {
            if !matches!(Self::ALL[at], Self::Other) {
                own[to] = Self::ALL[at];
                to += 1;
            }
            at += 1;
        }
        own
    };
}
