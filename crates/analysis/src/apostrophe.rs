//! What an apostrophe inside a word means, by language. Words come in lowercased, with every
//! apostrophe written as U+0027.

/// Drops apostrophes: in Ukrainian, Belarusian and in transliterations of Russian and Kazakh they
/// keep sounds apart and part no words.
pub(super) fn drop(word: &str, out: &mut String) -> bool {
    if !word.contains('\'') {
        return false;
    }
    out.clear();
    out.extend(word.chars().filter(|c| *c != '\''));
    true
}

/// English: cuts the possessive (`britain's`, `states'`), keeps the rest (`o'brien`).
pub(super) fn cut_possessive(word: &str, out: &mut String) -> bool {
    let cut = word.strip_suffix("'s").unwrap_or(word).trim_matches('\'');
    if cut.len() == word.len() || cut.is_empty() {
        return false;
    }
    out.clear();
    out.push_str(cut);
    true
}

/// First syllables of Turkish inflection after a proper name's apostrophe, by the vowels they are
/// written with: an apostrophe before anything else belongs to a foreign name (`d'artagnan`).
fn starts_like_suffix(tail: &str) -> bool {
    const STARTS: &[&str] = &[
        "nın", "nin", "nun", "nün", "ın", "in", "un", "ün", "yı", "yi", "yu", "yü", "ya", "ye",
        "da", "de", "ta", "te", "dan", "den", "tan", "ten", "la", "le", "lar", "ler", "lı", "li",
        "lu", "lü", "sı", "si", "su", "sü", "dır", "dir", "dur", "dür", "tır", "tir", "tur", "tür",
        "na", "ne", "nda", "nde", "ndan", "nden", "ca", "ce", "ça", "çe", "ki", "ken", "mış",
        "miş", "muş", "müş", "dı", "di", "du", "dü", "tı", "ti", "tu", "tü", "cı", "ci", "cu",
        "cü", "çı", "çi", "çu", "çü", "yken", "yla", "yle", "ydı", "ydi", "sız", "siz", "suz",
        "süz", "ncı", "nci", "ncu", "ncü", "ıncı", "inci", "uncu", "üncü", "nı", "ni", "nu", "nü",
        "sına", "sine", "ımız", "imiz", "lık", "lik", "luk", "lük", "er", "ar", "şer", "şar",
    ];
    matches!(tail, "a" | "e" | "ı" | "i" | "u" | "ü" | "m" | "n")
        || STARTS.iter().any(|start| tail.starts_with(start))
}

/// Turkish: cuts the suffix that an apostrophe sets apart from a name, a number or an acronym
/// (`türkiye'nin`, `1923'te`, `nato'nun`, `o'connor'dan`).
///
/// The last apostrophe decides. Before a tail that can't be a Turkish suffix it joins the parts
/// (`d'artagnan`), so that no single letter is left as a word.
pub(super) fn cut_turkish_suffix(word: &str, out: &mut String) -> bool {
    let trimmed = word.trim_matches('\'');
    out.clear();
    match trimmed.rsplit_once('\'') {
        Some((head, tail)) => {
            let suffix = starts_like_suffix(tail)
                && tail.chars().all(|c| c.is_alphabetic() && !"qwxé".contains(c));
            let short_head =
                head.chars().count() < 2 && !head.starts_with(|c: char| c.is_numeric());
            let kept = if suffix && !short_head { head } else { trimmed };
            out.extend(kept.chars().filter(|c| *c != '\''));
        }
        None if trimmed.len() == word.len() => return false,
        None => out.push_str(trimmed),
    }
    !out.is_empty()
}

#[cfg(test)]
mod tests {
    use super::super::chain::apply;
    use super::*;

    #[test]
    fn turkish_suffixes_go_and_names_stay() {
        for (word, kept) in [
            ("türkiye'nin", "türkiye"),
            ("nato'nun", "nato"),
            ("1923'te", "1923"),
            ("o'connor'dan", "oconnor"),
            ("d'artagnan", "dartagnan"),
            ("kur'an", "kuran"),
            ("8'inci", "8"),
            ("ab'ye", "ab"),
            ("'evet'", "evet"),
        ] {
            assert_eq!(apply(cut_turkish_suffix, word), kept);
        }
    }

    #[test]
    fn english_possessive() {
        assert_eq!(apply(cut_possessive, "britain's"), "britain");
        assert_eq!(apply(cut_possessive, "states'"), "states");
        assert_eq!(apply(cut_possessive, "d'ivoire"), "d'ivoire");
        assert_eq!(apply(drop, "зв'язок"), "звязок");
    }
}
