//! Lowercasing by language.

/// Lowercases by Unicode's default rules, except that `İ` gives plain `i`: the dot above that
/// Unicode leaves behind would part `İSTANBUL` from `istanbul`.
pub(super) fn lowercase(word: &str, out: &mut String) -> bool {
    lower(word, out, |c| (c == 'İ').then_some('i'))
}

/// Lowercases with dotted and dotless i kept apart: `I` to `ı`, `İ` to `i` (Turkish, Kazakh).
pub(super) fn lowercase_dotless(word: &str, out: &mut String) -> bool {
    lower(word, out, |c| match c {
        'I' => Some('ı'),
        'İ' => Some('i'),
        _ => None,
    })
}

/// Kazakh writes I/İ by the Turkish rule in its own Latin alphabet only; in a foreign word of
/// plain ASCII (`Internet`, `IMF`) that rule would part the word from its lower-case form.
pub(super) fn lowercase_kazakh(word: &str, out: &mut String) -> bool {
    if word.is_ascii() { lowercase(word, out) } else { lowercase_dotless(word, out) }
}

fn lower(word: &str, out: &mut String, special: fn(char) -> Option<char>) -> bool {
    if !word.contains(char::is_uppercase) {
        return false;
    }
    out.clear();
    let mut chars = word.chars().peekable();
    while let Some(c) = chars.next() {
        match special(c) {
            Some(l) => out.push(l),
            None => out.extend(c.to_lowercase()),
        }
        // `I` + U+0307 is how a decomposed İ looks; composition leaves none but be safe.
        if matches!(c, 'I' | 'i' | 'İ') {
            while chars.next_if_eq(&'\u{307}').is_some() {}
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::super::chain::apply;
    use super::*;

    #[test]
    fn dotted_and_dotless() {
        assert_eq!(apply(lowercase_dotless, "İSTANBUL"), "istanbul");
        assert_eq!(apply(lowercase_dotless, "ISPARTA"), "ısparta");
        assert_eq!(apply(lowercase, "İSTANBUL"), "istanbul");
        assert_eq!(apply(lowercase, "ISPARTA"), "isparta");
        assert_eq!(apply(lowercase_kazakh, "INTERNET"), "internet");
        assert_eq!(apply(lowercase_kazakh, "QAZAQSTAN ELİ"), "qazaqstan eli");
    }
}
