//! Kazakh written in the Latin alphabet of 2021, brought to Cyrillic.
//!
//! Owns one question (is this word surely Kazakh in Latin letters?) and the letters' way over.
//! Words come lowercased by the rule I to ı, İ to i: ı is the Cyrillic і, i is и or й.
//! It will not guess: a word without the letters that tell Kazakh from Turkish, German, Finnish
//! or English (memleket, elşılık) is refused, and so is one with a letter that the alphabet
//! lacks (c, w, x).

/// Writes `word` in Cyrillic into `out` and answers true, or clears `out` and answers false when
/// the word is not surely Kazakh. Never fails; linear in the word's length.
pub(crate) fn from_latin(word: &str, out: &mut String) -> bool {
    out.clear();
    if !is_surely_kazakh(word) {
        return false;
    }
    let mut before = None;
    let mut letters = word.chars().peekable();
    while let Some(letter) = letters.next() {
        let after_vowel = before.is_some_and(is_vowel);
        match (letter, letters.peek()) {
            ('i', Some('a')) if after_vowel => {
                letters.next();
                out.push('я');
            }
            ('i', Some('a')) => {
                letters.next();
                out.push_str("ия");
            }
            ('i', Some('u')) if after_vowel => {
                letters.next();
                out.push('ю');
            }
            ('i', _) if after_vowel => out.push('й'),
            _ => {
                let Some(cyrillic) = to_cyrillic(letter) else {
                    out.clear();
                    return false;
                };
                out.push(cyrillic);
            }
        }
        before = Some(letter);
    }
    true
}

/// Two marks at least: q where no u follows, ñ where Spanish has none, and ŋ are Kazakh's own;
/// ä and ū need a Turkic ı, ğ or ş beside them, for Finnish and Latvian have them too.
fn is_surely_kazakh(word: &str) -> bool {
    let (mut own, mut turkic, mut other, mut vowels) = (0_u8, 0_u8, 0_u8, 0_u8);
    let mut before = None;
    let mut letters = word.chars().peekable();
    while let Some(letter) = letters.next() {
        let next = letters.peek().copied();
        let count = match letter {
            'q' if next != Some('u') => &mut own,
            'ñ' if !next.is_some_and(|c| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u')) => &mut own,
            'ŋ' => &mut own,
            'ı' | 'ğ' | 'ş' => &mut turkic,
            'ä' | 'ū' => &mut vowels,
            'ö' | 'ü' | 'q' | 'ñ' => &mut other,
            'y' if before.is_some_and(is_consonant) && next.is_some_and(is_consonant) => &mut other,
            _ => {
                before = Some(letter);
                continue;
            }
        };
        *count = count.saturating_add(1);
        before = Some(letter);
    }
    let all = own.saturating_add(turkic).saturating_add(other).saturating_add(vowels);
    (own > 0 && all > 1) || (vowels > 0 && turkic > 0)
}

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'ä' | 'e' | 'o' | 'ö' | 'u' | 'ū' | 'ü' | 'y' | 'ı')
}

fn is_consonant(letter: char) -> bool {
    letter != 'i' && !is_vowel(letter) && letter.is_alphabetic()
}

fn to_cyrillic(letter: char) -> Option<char> {
    Some(match letter {
        'a' => 'а',
        'ä' => 'ә',
        'b' => 'б',
        'd' => 'д',
        'e' => 'е',
        'f' => 'ф',
        'g' => 'г',
        'ğ' => 'ғ',
        'h' => 'х',
        'ı' => 'і',
        'i' => 'и',
        'j' => 'ж',
        'k' => 'к',
        'l' => 'л',
        'm' => 'м',
        'n' => 'н',
        'ñ' | 'ŋ' => 'ң',
        'o' => 'о',
        'ö' => 'ө',
        'p' => 'п',
        'q' => 'қ',
        'r' => 'р',
        's' => 'с',
        'ş' => 'ш',
        't' => 'т',
        'u' => 'у',
        'ū' => 'ұ',
        'ü' => 'ү',
        'v' => 'в',
        'y' => 'ы',
        'z' => 'з',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::from_latin;

    fn latin(word: &str) -> Option<String> {
        let mut out = String::from("left over");
        let sure = from_latin(word, &mut out);
        assert!(sure || out.is_empty());
        sure.then_some(out)
    }

    #[test]
    fn kazakh_words_come_over() {
        for (word, expected) in [
            ("qazaqstan", "қазақстан"),
            ("qyzmet", "қызмет"),
            ("qatynas", "қатынас"),
            ("halyqaralyq", "халықаралық"),
            ("diplomatialyq", "дипломатиялық"),
            ("äkımşılık", "әкімшілік"),
            ("ūlttyñ", "ұлттың"),
            ("elşılıktıñ", "елшіліктің"),
            ("qaiyq", "қайық"),
            ("şetelderdıŋ", "шетелдердің"),
            ("qoğamdastyq", "қоғамдастық"),
            ("qorqynyşy", "қорқынышы"),
            ("qoiyñyz", "қойыңыз"),
        ] {
            assert_eq!(latin(word).as_deref(), Some(expected), "{word}");
        }
    }

    #[test]
    fn words_of_other_languages_are_refused() {
        for word in [
            "",
            "q",
            "embassy",
            "iraq",
            "qatar",
            "question",
            "büyükelçilik",
            "dışişleri",
            "bakanlığı",
            "görüşme",
            "españa",
            "niño",
            "pääministeri",
            "hyvä",
            "jūra",
            "verhältnis",
            "länder",
            "qwerty",
            "елшілік",
            "qaзaq",
            "q1ñ",
        ] {
            assert_eq!(latin(word), None, "{word}");
        }
    }
}
