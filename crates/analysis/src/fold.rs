//! Letters that texts write in two ways, to one.

use unicode_normalization::char::decompose_canonical;

/// Rewrites the characters that `map` knows.
fn rewrite(word: &str, out: &mut String, map: fn(char) -> Option<char>) -> bool {
    if !word.contains(|c| map(c).is_some()) {
        return false;
    }
    out.clear();
    out.extend(word.chars().map(|c| map(c).unwrap_or(c)));
    true
}

/// Russian ё, which most texts write as е.
pub(super) fn russian(word: &str, out: &mut String) -> bool {
    rewrite(word, out, |c| (c == 'ё').then_some('е'))
}

/// Ukrainian ґ, which came back into spelling in 1990 and which many texts write as г.
pub(super) fn ukrainian(word: &str, out: &mut String) -> bool {
    rewrite(word, out, |c| (c == 'ґ').then_some('г'))
}

/// Belarusian ў (у after a vowel), ё (е in careless typing) and ґ.
pub(super) fn belarusian(word: &str, out: &mut String) -> bool {
    rewrite(word, out, |c| match c {
        'ў' => Some('у'),
        'ё' => Some('е'),
        'ґ' => Some('г'),
        _ => None,
    })
}

/// Turkish circumflex (hâlâ, resmî), which is optional.
pub(super) fn turkish(word: &str, out: &mut String) -> bool {
    rewrite(word, out, |c| match c {
        'â' => Some('a'),
        'î' => Some('i'),
        'û' => Some('u'),
        _ => None,
    })
}

/// The base letter of an accented Latin one; letters of the six alphabets that only look accented
/// (`ç ğ ö ş ü` and `ñ` of Kazakh Latin) are kept where `keep` says so.
fn base_of(c: char) -> Option<char> {
    match c {
        'ø' => Some('o'),
        'ł' => Some('l'),
        'đ' => Some('d'),
        'ı' => Some('i'),
        '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => {
            let mut base = None;
            decompose_canonical(c, |part| {
                if base.is_none() {
                    base = Some(part);
                }
            });
            base.filter(|b| *b != c)
        }
        _ => None,
    }
}

/// Takes accents off Latin letters: `côte` to `cote`, `erdoğan` to `erdogan`.
pub(super) fn latin_accents(word: &str, out: &mut String) -> bool {
    rewrite(word, out, base_of)
}

/// The same but for the letters of Turkish, where `ş` is not an accented `s`.
pub(super) fn latin_accents_but_turkish(word: &str, out: &mut String) -> bool {
    rewrite(word, out, |c| if "çğıöşü".contains(c) { None } else { base_of(c) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_go_but_letters_stay() {
        let mut out = String::new();
        assert!(latin_accents("côte", &mut out));
        assert_eq!(out, "cote");
        assert!(latin_accents_but_turkish("élişş", &mut out));
        assert_eq!(out, "elişş");
        assert!(!latin_accents_but_turkish("dışişleri", &mut out));
        assert!(!latin_accents("йїўәқ", &mut out));
    }
}
