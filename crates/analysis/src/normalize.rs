//! Spelling variants of one word to one spelling, before lowercasing.
//!
//! Each function is a step of the [`chain`](super::chain): it writes its result to `out` and says
//! whether it changed the word; when it says no, `out` holds nothing of use.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Composes decomposed letters (NFC): `и` + U+0306 to `й`.
pub(super) fn compose(word: &str, out: &mut String) -> bool {
    if is_nfc_quick(word.chars()) == IsNormalized::Yes {
        return false;
    }
    out.clear();
    out.extend(word.nfc());
    true
}

/// Stress marks, soft hyphens, joiners and direction marks, which no dictionary writes.
///
/// U+0300 and U+0301 are stress over vowels of any script here: where they make a letter (é),
/// composition has already joined them to it.
fn is_silent(c: char) -> bool {
    matches!(
        c,
        '\u{300}' | '\u{301}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'
    )
}

/// Takes stress marks, soft hyphens and invisible marks out of the word.
pub(super) fn drop_silent(word: &str, out: &mut String) -> bool {
    if !word.contains(is_silent) {
        return false;
    }
    out.clear();
    out.extend(word.chars().filter(|c| !is_silent(*c)));
    true
}

/// Characters typed for an apostrophe.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '’'
            | '‘'
            | 'ʼ'
            | '`'
            | '´'
            | 'ʹ'
            | 'ʻ'
            | 'ʽ'
            | 'ʾ'
            | 'ʿ'
            | 'ˋ'
            | '՚'
            | '׳'
            | '‛'
            | '′'
            | '‵'
            | 'ꞌ'
            | '＇'
            | '｀'
    )
}

/// Writes every apostrophe as U+0027.
pub(super) fn unify_apostrophes(word: &str, out: &mut String) -> bool {
    if !word.contains(|c| c != '\'' && is_apostrophe(c)) {
        return false;
    }
    out.clear();
    out.extend(word.chars().map(|c| if is_apostrophe(c) { '\'' } else { c }));
    true
}

/// Latin letters and the Cyrillic ones that look the same; capitals apart, since `B` looks like
/// `В` but `b` does not look like `в`.
const LOOK_ALIKES: &[(char, char)] = &[
    ('a', 'а'),
    ('c', 'с'),
    ('e', 'е'),
    ('o', 'о'),
    ('p', 'р'),
    ('x', 'х'),
    ('y', 'у'),
    ('i', 'і'),
    ('j', 'ј'),
    ('s', 'ѕ'),
    ('h', 'һ'),
    ('ï', 'ї'),
    ('ë', 'ё'),
    ('A', 'А'),
    ('B', 'В'),
    ('C', 'С'),
    ('E', 'Е'),
    ('H', 'Н'),
    ('I', 'І'),
    ('J', 'Ј'),
    ('K', 'К'),
    ('M', 'М'),
    ('O', 'О'),
    ('P', 'Р'),
    ('S', 'Ѕ'),
    ('T', 'Т'),
    ('X', 'Х'),
    ('Y', 'У'),
    ('Ï', 'Ї'),
    ('Ë', 'Ё'),
    ('ə', 'ә'),
    ('Ə', 'Ә'),
];

fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{52f}')
}

fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic()
        || (matches!(c, '\u{c0}'..='\u{24f}') && c != '×' && c != '÷')
        || c == 'ə'
}

fn to_cyrillic(c: char) -> Option<char> {
    LOOK_ALIKES.iter().find_map(|(latin, cyrillic)| (*latin == c).then_some(*cyrillic))
}

fn to_latin(c: char) -> Option<char> {
    LOOK_ALIKES.iter().find_map(|(latin, cyrillic)| (*cyrillic == c).then_some(*latin))
}

/// Makes a word of mixed Latin and Cyrillic letters wholly one script where every foreign letter
/// has a look-alike: `Cовет` with a Latin C becomes Cyrillic. Words that can't be made whole
/// (`KoЯn`, `IP-адрес`) stay. Where both scripts would do, Cyrillic wins: of real texts, Cyrillic
/// ones carry stray Latin letters far more often than the reverse.
pub(super) fn repair_homoglyphs(word: &str, out: &mut String) -> bool {
    let (mut cyrillic, mut latin) = (0_usize, 0_usize);
    for c in word.chars() {
        cyrillic += usize::from(is_cyrillic(c));
        latin += usize::from(is_latin(c));
    }
    if cyrillic == 0 || latin == 0 {
        return false;
    }
    rewrite(word, out, is_latin, to_cyrillic) || rewrite(word, out, is_cyrillic, to_latin)
}

/// Rewrites the letters that are `foreign` by `map`; false when one of them has no counterpart.
fn rewrite(
    word: &str,
    out: &mut String,
    foreign: fn(char) -> bool,
    map: fn(char) -> Option<char>,
) -> bool {
    out.clear();
    for c in word.chars() {
        if !foreign(c) {
            out.push(c);
        } else if let Some(twin) = map(c) {
            out.push(twin);
        } else {
            return false;
        }
    }
    true
}

/// Takes the periods out of an acronym: `N.A.T.O` to `NATO`, `О.О.Н` to `ООН`. Only where every
/// part between periods is a single letter; `24.10.1945` and `www.mfa.gov` stay.
pub(super) fn join_acronym(word: &str, out: &mut String) -> bool {
    let is_letter = |part: &str| {
        let mut chars = part.chars();
        chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
    };
    if !word.contains('.') || !word.split('.').all(is_letter) {
        return false;
    }
    out.clear();
    out.extend(word.chars().filter(|c| *c != '.'));
    true
}

#[cfg(test)]
mod tests {
    use super::super::chain::apply;
    use super::*;

    #[test]
    fn homoglyphs_meet_in_one_script() {
        assert_eq!(apply(repair_homoglyphs, "Cовет"), "Совет");
        assert_eq!(apply(repair_homoglyphs, "сiтуацыя"), "сітуацыя");
        assert_eq!(apply(repair_homoglyphs, "Қaзaқстан"), "Қазақстан");
        assert_eq!(apply(repair_homoglyphs, "diplоmacy"), "diplomacy");
        assert_eq!(apply(repair_homoglyphs, "KoЯn"), "KoЯn");
        assert_eq!(apply(repair_homoglyphs, "embassy"), "embassy");
    }

    #[test]
    fn acronyms_lose_their_periods() {
        assert_eq!(apply(join_acronym, "О.О.Н"), "ООН");
        assert_eq!(apply(join_acronym, "24.10.1945"), "24.10.1945");
        assert_eq!(apply(join_acronym, "mfa.gov"), "mfa.gov");
    }

    #[test]
    fn silent_marks_go() {
        assert_eq!(apply(drop_silent, "ди\u{ad}пло\u{301}мат"), "дипломат");
        assert_eq!(apply(compose, "и\u{306}"), "й");
        assert_eq!(apply(unify_apostrophes, "зв’яз"), "зв'яз");
    }
}
