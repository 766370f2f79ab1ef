//! Owns the heading words that mean the same on every page: references, external links,
//! see also, contents, in Turkish, Russian, Ukrainian, Kazakh, Belarusian and English, and the
//! "edit" marks that wikis set beside headings. Does not find headings in a text.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

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

const WORDS: &[(HeadingKind, &[&str])] = &[
    (HeadingKind::References, REFERENCES),
    (HeadingKind::ExternalLinks, EXTERNAL_LINKS),
    (HeadingKind::SeeAlso, SEE_ALSO),
    (HeadingKind::Contents, CONTENTS),
];

#[rustfmt::skip]
const REFERENCES: &[&str] = &[
    // en
    "references", "reference", "notes", "footnotes", "notes and references",
    "references and notes", "citations", "sources", "bibliography", "works cited",
    "further reading", "literature", "explanatory notes", "general references",
    // tr
    "kaynakça", "kaynaklar", "dipnotlar", "notlar", "notlar ve kaynakça", "kaynakça ve notlar",
    "dipnotlar ve kaynakça", "bibliyografya", "konuyla ilgili yayınlar", "okuma listesi",
    "ek okumalar", "genel kaynaklar", "özel kaynaklar", "referanslar", "atıflar",
    // ru
    "примечания", "примечание", "сноски", "источники", "литература", "библиография",
    "список литературы", "использованная литература", "примечания и источники",
    "источники и литература", "литература и источники", "комментарии", "список источников",
    // uk
    "примітки", "примітка", "виноски", "джерела", "література", "бібліографія",
    "список літератури", "джерела та література", "джерела і література",
    "література та джерела", "примітки та джерела", "список джерел", "використана література",
    // kk
    "дереккөздер", "дереккөз", "пайдаланылған әдебиет", "пайдаланылған әдебиеттер",
    "пайдаланған әдебиеттер", "әдебиет", "әдебиеттер", "ескертпелер", "ескертулер",
    "түсініктемелер", "әдебиеттер тізімі", "қолданылған әдебиеттер",
    // be
    "крыніцы", "зноскі", "заўвагі", "літаратура", "бібліяграфія", "спіс літаратуры",
    "крыніцы і літаратура", "літаратура і крыніцы", "каментарыі", "выкарыстаная літаратура",
];

#[rustfmt::skip]
const EXTERNAL_LINKS: &[&str] = &[
    "external links", "external link", "links", "web links",
    "dış bağlantılar", "dış bağlantı", "bağlantılar", "harici bağlantılar",
    "ссылки", "внешние ссылки", "ссылки по теме",
    "посилання", "зовнішні посилання", "посилання за темою",
    "сілтемелер", "сыртқы сілтемелер", "сыртқы сілтеме",
    "спасылкі", "знешнія спасылкі", "вонкавыя спасылкі",
];

#[rustfmt::skip]
const SEE_ALSO: &[&str] = &[
    "see also", "related articles",
    "ayrıca bakınız", "ayrıca bkz.", "bakınız", "ayrıca bakın",
    "см. также", "смотрите также", "смотри также",
    "див. також", "дивіться також", "дивись також",
    "тағы қараңыз", "тағы қара", "сондай-ақ қараңыз", "сонымен қатар қараңыз",
    "гл. таксама", "глядзі таксама", "глядзіце таксама", "гл. яшчэ",
];

#[rustfmt::skip]
const CONTENTS: &[&str] = &[
    "contents", "table of contents", "içindekiler", "konu başlıkları",
    "содержание", "оглавление", "зміст", "мазмұны", "мазмұн", "змест",
];

/// Longer marks first, so that `edit source` is not read as a heading that ends in `edit`.
#[rustfmt::skip]
const EDIT_MARKS: &[&str] = &[
    "edit source", "edit",
    "kaynağı değiştir", "düzenle", "değiştir",
    "править вики-текст", "править код", "править", "редактировать",
    "редагувати код", "редагувати", "ред. код", "ред.",
    "қайнарын өңдеу", "бастапқы кодын өңдеу", "өңдеу",
    "правіць зыходнік", "правіць код", "правіць", "рэдагаваць",
];

/// What sites call their lists of other posts.
#[rustfmt::skip]
const OTHER_POSTS: &[&str] = &[
    "random posts", "related posts", "recent posts", "popular posts", "you may also like",
    "rastgele yazılar", "ilgili yazılar", "benzer yazılar", "son yazılar",
    "случайные записи", "похожие записи", "последние записи", "случайные статьи",
    "випадкові записи", "схожі записи", "останні записи", "випадкові статті",
    "кездейсоқ жазбалар", "ұқсас жазбалар", "соңғы жазбалар",
    "выпадковыя запісы", "падобныя запісы", "апошнія запісы",
];

/// The words above, folded.
static KINDS: LazyLock<HashMap<String, HeadingKind>> = LazyLock::new(|| {
    let words_of = |&(kind, words): &(HeadingKind, &'static [&str])| {
        words.iter().map(move |word| (fold(word), kind))
    };
    WORDS.iter().flat_map(words_of).collect()
});

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
    EDIT_MARKS.iter().find_map(|mark| {
        let rest = heading.strip_suffix(mark)?;
        rest.ends_with(char::is_alphanumeric).then_some((rest, *mark))
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
    static FOLDED: LazyLock<HashSet<String>> =
        LazyLock::new(|| OTHER_POSTS.iter().map(|words| fold(words)).collect());
    heading.len() <= MAX_HEADING_BYTES && FOLDED.contains(&fold(heading))
}

fn is_edit_mark(text: &str) -> bool {
    let text = fold(text);
    EDIT_MARKS.iter().any(|mark| fold(mark) == text)
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
