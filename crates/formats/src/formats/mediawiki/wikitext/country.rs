//! Owns countries as templates name them: by a code of ISO 3166, the Olympic Committee or FIFA, or by
//! a name in any of the six languages. Gives the name in the wiki's language.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::formats::mediawiki::site::{Site, fold};
use crate::lang::Lang;

/// Codes of two and three letters, from CLDR.
const CODES: &str = include_str!("../country_codes.tsv");
/// Other codes and names, and countries that are no more, by hand.
const MORE: &str = include_str!("../more_countries.tsv");
/// The languages of the columns of [`MORE`].
const COLUMNS: [Lang; 6] = [Lang::Tr, Lang::Ru, Lang::Uk, Lang::Kk, Lang::Be, Lang::En];
/// No name of a country is longer, in bytes.
const MAX_NAME_BYTES: usize = 120;

/// What the tables say, read once.
#[derive(Default)]
struct Countries {
    /// The key of a country by each of its codes.
    codes: HashMap<&'static str, &'static str>,
    /// The key of a country by its folded names, with a bit for each language that has the name.
    keys: HashMap<String, (&'static str, u16)>,
    /// The name to show by key and language.
    shown: HashMap<(&'static str, Lang), &'static str>,
}

static COUNTRIES: LazyLock<Countries> = LazyLock::new(|| {
    let mut countries = Countries::default();
    for lang in Lang::OWN {
        for (key, names) in rows(lang.language().countries) {
            countries.codes.insert(key, key);
            countries.add(key, lang, names);
        }
    }
    for (key, code) in rows(CODES) {
        countries.codes.insert(code, key);
    }
    for (key, row) in rows(MORE) {
        let mut cells = row.split('\t');
        for code in cells.next().unwrap_or_default().split(' ').filter(|code| !code.is_empty()) {
            // A code of ISO goes before one of sports.
            countries.codes.entry(code).or_insert(key);
        }
        for (lang, names) in COLUMNS.into_iter().zip(cells) {
            countries.add(key, lang, names);
        }
    }
    countries
});

/// Lines of a table: what stands before the first tab and what stands after it.
fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'))
}

impl Countries {
    fn add(&mut self, key: &'static str, lang: Lang, names: &'static str) {
        for name in names.split('|').filter(|name| !name.is_empty()) {
            self.shown.entry((key, lang)).or_insert(name);
            let (known, langs) = self.keys.entry(folded(name)).or_insert((key, 0));
            if *known == key {
                *langs |= bit(lang);
            }
        }
    }

    /// The name in a language, or in English where it is none of the six.
    fn shown(&self, key: &'static str, lang: Lang) -> Option<&'static str> {
        let name = self.shown.get(&(key, lang)).or_else(|| self.shown.get(&(key, Lang::En)));
        name.copied()
    }
}

fn bit(lang: Lang) -> u16 {
    1 << lang.number()
}

/// A name to look up: small letters, one apostrophe for all.
fn folded(name: &str) -> String {
    fold(name).replace(['’', 'ʼ', '`'], "'")
}

/// The country of a code of two to four capital letters (`TR`, `TUR`, `GER`).
pub(super) fn of_code(code: &str, site: &Site) -> Option<&'static str> {
    let code = code.trim();
    if !(2..=4).contains(&code.len()) || !code.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return None;
    }
    COUNTRIES.shown(COUNTRIES.codes.get(code)?, site.own_lang())
}

/// The country that `text` is the name of, in any of the six languages: as written where that is
/// a name in the language of the wiki, else in that language. A short one begins with a capital
/// letter: `US` and `Çad`, not `us`.
pub(super) fn of_name<'a>(text: &'a str, site: &Site) -> Option<&'a str> {
    let text = text.trim();
    let is_short = text.chars().nth(3).is_none();
    if text.len() > MAX_NAME_BYTES
        || !text.starts_with(char::is_alphabetic)
        || is_short && text.starts_with(char::is_lowercase)
    {
        return None;
    }
    let (key, langs) = COUNTRIES.keys.get(&folded(text))?;
    let lang = site.own_lang();
    if langs & bit(lang) != 0 { Some(text) } else { COUNTRIES.shown(key, lang) }
}

/// The country of a code or a name.
pub(super) fn of<'a>(text: &'a str, site: &Site) -> Option<&'a str> {
    of_code(text, site).or_else(|| of_name(text, site))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_a_known_key_or_a_name_in_each_language() {
        for (key, row) in rows(MORE) {
            let cells = row.split('\t').count();
            assert!(cells <= COLUMNS.len() + 1, "{key}: {cells} cells");
            for lang in Lang::OWN {
                assert!(COUNTRIES.shown.contains_key(&(key, lang)), "{key} has no name in {lang}");
            }
        }
    }

    #[test]
    fn all_languages_have_the_same_countries() {
        let keys =
            |lang: Lang| rows(lang.language().countries).map(|row| row.0).collect::<Vec<_>>();
        for lang in Lang::OWN {
            assert_eq!(keys(lang), keys(Lang::En), "{lang}");
            assert!(keys(lang).len() >= 249);
        }
    }

    #[test]
    fn codes_and_names() {
        for (text, lang, expected) in [
            ("USA", "uk", "США"),
            ("US", "tr", "Amerika Birleşik Devletleri"),
            ("KAZ", "kk", "Қазақстан"),
            ("GER", "uk", "Німеччина"),
            ("DEU", "be", "Германія"),
            ("SUI", "ru", "Швейцария"),
            ("URS", "ru", "СССР"),
            ("NED", "en", "Netherlands"),
            ("TUR", "be-tarask", "Турцыя"),
            ("TUR", "de", "Türkiye"),
            ("Туреччина", "uk", "Туреччина"),
            ("Turkey", "en", "Turkey"),
            ("Turkey", "ru", "Турция"),
            ("Almanya", "kk", "Германия"),
            ("Сполучені Штати Америки", "uk", "Сполучені Штати Америки"),
            ("Кот-д'Ивуар", "ru", "Кот-д'Ивуар"),
        ] {
            assert_eq!(of(text, &Site::with_lang(lang)), Some(expected), "{text} in {lang}");
        }
        for text in ["usa", "us", "XYZ", "Berlin", "", "A", "123", "ЮНЕСКО"] {
            assert_eq!(of(text, &Site::with_lang("ru")), None, "{text}");
        }
    }
}
