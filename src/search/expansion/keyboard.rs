//! Words typed by the wrong keyboard or in Latin letters.

use crate::analysis::language::Script;
use crate::lang::Lang;
use crate::matching::Slot;

/// The keys of a QWERTY keyboard, row by row.
const QWERTY: &str = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`1234567890-=";

/// What `typed` is if its keys were meant for the keyboard of `lang`; `None` when a character is
/// on no key that gives a letter there, or nothing changes.
pub(super) fn by_layout(lang: Lang, typed: &str) -> Option<String> {
    let keys = lang.language().keyboard?;
    let map = |c: char| {
        let at = QWERTY.chars().position(|key| key == c)?;
        keys.chars().nth(at).filter(|c| c.is_alphabetic() || *c == '\'')
    };
    let meant: Option<String> = typed.chars().flat_map(char::to_lowercase).map(map).collect();
    meant.filter(|meant| meant.chars().count() > 1)
}

/// Latin spellings of Cyrillic letters, longest first; the ISO 9, BGN and passport romanizations
/// and habits of typing mixed, since people mix them.
const SOUNDS: &[(&str, &[char])] = &[
    ("shch", &['щ']),
    ("zh", &['ж']),
    ("kh", &['х']),
    ("ts", &['ц']),
    ("ch", &['ч']),
    ("sh", &['ш']),
    ("ya", &['я']),
    ("ia", &['я']),
    ("ja", &['я']),
    ("yu", &['ю']),
    ("iu", &['ю']),
    ("ju", &['ю']),
    ("yo", &['е', 'ё']),
    ("ye", &['е', 'є']),
    ("je", &['е', 'є']),
    ("yi", &['ї']),
    ("a", &['а', 'ә']),
    ("b", &['б']),
    ("c", &['ц', 'с', 'к']),
    ("d", &['д']),
    ("e", &['е', 'э', 'є']),
    ("f", &['ф']),
    ("g", &['г', 'ғ']),
    ("h", &['г', 'х', 'һ']),
    ("i", &['и', 'і', 'ы', 'й', 'ї']),
    ("j", &['й', 'ж']),
    ("k", &['к', 'қ']),
    ("l", &['л']),
    ("m", &['м']),
    ("n", &['н', 'ң']),
    ("o", &['о', 'ө']),
    ("p", &['п']),
    ("q", &['қ', 'к']),
    ("r", &['р']),
    ("s", &['с']),
    ("t", &['т']),
    ("u", &['у', 'ұ', 'ү']),
    ("v", &['в']),
    ("w", &['в', 'у']),
    ("x", &['х']),
    ("y", &['ы', 'и', 'й', 'і', 'у']),
    ("z", &['з']),
];

/// The Cyrillic spellings that a word in ASCII letters may stand for; `None` for other words and
/// for languages that are not written in Cyrillic.
///
/// The soft sign, which Latin leaves out, may stand after every consonant.
pub(super) fn by_sound(lang: Lang, word: &str) -> Option<Vec<Slot>> {
    if lang.language().script != Script::Cyrillic
        || word.len() < 3
        || !word.bytes().all(|b| b.is_ascii_lowercase())
    {
        return None;
    }
    let mut places = Vec::new();
    let mut rest = word;
    while !rest.is_empty() {
        let (latin, letters) = SOUNDS.iter().find(|(latin, _)| rest.starts_with(latin))?;
        // "iia" and "iya" are и + я: the и was taken for itself, so only я is left.
        places.push(Slot::one_of(letters.iter().copied()));
        if matches!(*latin, "ia" | "ja" | "iu" | "ju") {
            // The и before я of дипломатия is often written once: diplomatia.
            let at = places.len() - 1;
            places.insert(at, Slot::maybe(['и', 'і', 'ы', 'й']));
        }
        let consonant = !latin.ends_with(['a', 'e', 'i', 'o', 'u', 'y']);
        if consonant {
            places.push(Slot::maybe(['ь']));
        }
        rest = rest.get(latin.len()..)?;
    }
    Some(places)
}

#[cfg(test)]
mod tests {
    use tantivy_fst::Automaton;

    use super::*;
    use crate::matching::Spelling;

    #[test]
    fn layouts() {
        assert_eq!(by_layout(Lang::Ru, "lbgkjvfnbz").as_deref(), Some("дипломатия"));
        assert_eq!(by_layout(Lang::Uk, "lbgkjvfnsz").as_deref(), Some("дипломатія"));
        assert_eq!(by_layout(Lang::Be, "gfcjk").as_deref(), Some("пасол"));
        assert_eq!(by_layout(Lang::Kk, "0fpf0"), Some("қазақ".to_owned()));
        assert_eq!(by_layout(Lang::Ru, "дипломат"), None);
        assert_eq!(by_layout(Lang::En, "gfcjk"), None);
    }

    #[test]
    fn sounds() {
        for (lang, typed, meant) in [
            (Lang::Ru, "posolstvo", "посольство"),
            (Lang::Ru, "diplomatiya", "дипломатия"),
            (Lang::Ru, "diplomatia", "дипломатия"),
            (Lang::Uk, "dogovir", "договір"),
            (Lang::Kk, "qazaqstan", "қазақстан"),
            (Lang::Be, "pasol", "пасол"),
        ] {
            let spelling = Spelling::new(by_sound(lang, typed).unwrap()).unwrap();
            let end = meant.bytes().fold(spelling.start(), |s, b| spelling.accept(&s, b));
            assert!(spelling.is_match(&end), "{typed}");
        }
        assert!(by_sound(Lang::Tr, "posolstvo").is_none());
    }
}
