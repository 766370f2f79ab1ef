//! Owns the heading words that mean the same on every page: references, external links,
//! see also, contents, in Turkish, Russian, Ukrainian, Kazakh, Belarusian and English, and the
//! "edit" marks that wikis set beside headings. Does not find headings in a text.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::lang::Lang;

/// What a heading says about the part below it, where it is not plain article text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeadingKind {
    /// Notes, sources, literature.
    References,
    /// Links to other sites.
    ExternalLinks,
    /// Related articles.
    SeeAlso,
    /// Table of contents.
    Contents,
}

/// A heading longer than this is never one of the words below.
const MAX_HEADING_BYTES: usize = 160;

/// What the words of all languages mean, folded.
static KINDS: LazyLock<HashMap<String, HeadingKind>> = LazyLock::new(|| {
    let of_lang = |lang: Lang| {
        let words = &lang.language().headings;
        [
            (HeadingKind::References, words.references),
            (HeadingKind::ExternalLinks, words.external_links),
            (HeadingKind::SeeAlso, words.see_also),
            (HeadingKind::Contents, words.contents),
        ]
    };
    let words_of = |(kind, words): (HeadingKind, &'static [&'static str])| {
        words.iter().map(move |word| (fold(word), kind))
    };
    Lang::ALL.into_iter().flat_map(of_lang).flat_map(words_of).collect()
});

/// What wikis set beside headings to edit a section.
fn edit_marks() -> impl Iterator<Item = &'static str> {
    Lang::ALL.into_iter().flat_map(|lang| lang.language().headings.edit_marks).copied()
}

/// What `heading` means, whatever its case and punctuation (`SEE ALSO:`, `см также`); `None`
/// for an ordinary heading. Costs one pass over a short heading, nothing for a long one.
#[must_use]
pub fn kind(heading: &str) -> Option<HeadingKind> {
    if heading.len() > MAX_HEADING_BYTES { None } else { KINDS.get(&fold(heading)).copied() }
}

/// The heading without edit marks in brackets at its end (`History [edit]`,
/// `Tarihçe[değiştir | kaynağı değiştir]`); unchanged where there are none.
#[must_use]
pub fn without_edit_mark(heading: &str) -> &str {
    let heading = heading.trim_end();
    let Some((rest, inside)) =
        heading.strip_suffix(']').and_then(|heading| heading.rsplit_once('['))
    else {
        return heading;
    };
    if inside.split(['|', '/']).all(is_edit_mark) { rest.trim_end() } else { heading }
}

/// Splits a mark off that a scraper glued to the heading (`See alsoedit`): the heading and the
/// mark. Words such as `credit` end in a mark too, so the caller has to know the heading.
#[must_use]
pub fn split_glued_edit_mark(heading: &str) -> Option<(&str, &'static str)> {
    edit_marks().find_map(|mark| {
        let rest = heading.strip_suffix(mark)?;
        rest.ends_with(char::is_alphanumeric).then_some((rest, mark))
    })
}

/// Whether two headings are the same but for case and punctuation.
#[must_use]
pub fn is_same(one: &str, other: &str) -> bool {
    fold(one) == fold(other)
}

/// Whether `heading` stands above a site's list of its other posts.
#[must_use]
pub fn is_other_posts(heading: &str) -> bool {
    static FOLDED: LazyLock<HashSet<String>> = LazyLock::new(|| {
        let of_lang = |lang: Lang| lang.language().headings.other_posts;
        Lang::ALL.into_iter().flat_map(of_lang).map(|words| fold(words)).collect()
    });
    heading.len() <= MAX_HEADING_BYTES && FOLDED.contains(&fold(heading))
}

fn is_edit_mark(text: &str) -> bool {
    let text = fold(text);
    edit_marks().any(|mark| fold(mark) == text)
}

/// Small letters, dotted and dotless i alike, every run of other signs one space.
fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            // What is left of a small letter made from İ.
            '\u{307}' => {}
            'ı' => folded.push('i'),
            'ё' => folded.push('е'),
            c if c.is_alphanumeric() => folded.push(c),
            _ if folded.is_empty() || folded.ends_with(' ') => {}
            _ => folded.push(' '),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_in_six_languages() {
        let cases = [
            (
                HeadingKind::References,
                ["References", "Kaynakça", "Примечания", "Примітки", "Дереккөздер", "Зноскі"],
            ),
            (
                HeadingKind::ExternalLinks,
                [
                    "External links",
                    "Dış bağlantılar",
                    "Ссылки",
                    "Посилання",
                    "Сыртқы сілтемелер",
                    "Спасылкі",
                ],
            ),
            (
                HeadingKind::SeeAlso,
                [
                    "See also",
                    "Ayrıca bakınız",
                    "См. также",
                    "Див. також",
                    "Тағы қараңыз",
                    "Гл. таксама",
                ],
            ),
            (
                HeadingKind::Contents,
                ["Contents", "İçindekiler", "Содержание", "Зміст", "Мазмұны", "Змест"],
            ),
        ];
        for (expected, headings) in cases {
            for heading in headings {
                assert_eq!(kind(heading), Some(expected), "{heading}");
                assert_eq!(kind(&heading.to_uppercase()), Some(expected), "{heading}, capitals");
                assert_eq!(kind(&format!(" {heading}: ")), Some(expected), "{heading}, spaced");
            }
        }
        for other in ["History", "Tarihçe", "История", "Історія", "Тарихы", "Гісторыя", "", "…"]
        {
            assert_eq!(kind(other), None, "{other}");
        }
    }

    #[test]
    fn lost_full_stops_and_odd_capitals() {
        assert_eq!(kind("См также"), Some(HeadingKind::SeeAlso));
        assert_eq!(kind("DIŞ BAĞLANTILAR"), Some(HeadingKind::ExternalLinks));
        assert_eq!(kind("IÇINDEKILER"), Some(HeadingKind::Contents));
        assert_eq!(kind(&"references ".repeat(1_000)), None);
    }

    #[test]
    fn lists_of_other_posts() {
        for heading in ["Random Posts", "Random Posts (", "Rastgele Yazılar", "Похожие записи"]
        {
            assert!(is_other_posts(heading), "{heading}");
        }
        for heading in ["Posts", "", "Random posts of the embassy"] {
            assert!(!is_other_posts(heading), "{heading}");
        }
        assert!(is_same("İlk elçiler", "ilk ELÇİLER:"));
        assert!(!is_same("First", "Second"));
    }

    #[test]
    fn edit_marks() {
        let cases = [
            ("History [edit]", "History"),
            ("Tarihçe[değiştir | kaynağı değiştir]", "Tarihçe"),
            ("История[править | править код]", "История"),
            ("Історія[ред. | ред. код]", "Історія"),
            ("Тарихы[өңдеу]", "Тарихы"),
            ("Гісторыя [правіць | правіць зыходнік]", "Гісторыя"),
            ("Notes [1]", "Notes [1]"),
            ("]", "]"),
        ];
        for (heading, expected) in cases {
            assert_eq!(without_edit_mark(heading), expected);
        }
        assert_eq!(split_glued_edit_mark("See alsoedit"), Some(("See also", "edit")));
        assert_eq!(split_glued_edit_mark("Historyedit source"), Some(("History", "edit source")));
        assert_eq!(split_glued_edit_mark("Историяправить"), Some(("История", "править")));
        assert_eq!(split_glued_edit_mark("We edit"), None);
        assert_eq!(split_glued_edit_mark("edit"), None);
    }
}
