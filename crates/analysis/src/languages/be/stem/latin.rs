//! Belarusian Łacinka to Cyrillic.
//!
//! Owns the telling and the transliteration of one lowercased word. A word is taken for Łacinka
//! where it holds a letter of Łacinka that no other of the six languages has (č š ž ŭ ł ć ś ź ń ĺ)
//! and none that Łacinka lacks. A word without such a letter (vajna, unija) is left alone: nothing
//! in it tells it from English or Turkish.
//!
//! Both writings of the semivowel are read: ja, je, ju, jo after a vowel or at the start, and ia,
//! ie, iu, io after a consonant. ł is the hard л and a plain l the soft one; in the romanization of
//! 2007, told by its ĺ or its lia, lie, lio, liu, a plain l is hard. What comes out is written
//! in ordinary Cyrillic letters, ў and ё among them, which the normalization then folds.

/// The letters that show Łacinka.
const TELLING: &[char] = &['č', 'š', 'ž', 'ŭ', 'ł', 'ć', 'ś', 'ź', 'ń', 'ĺ'];

/// Writes `word` in Cyrillic into `out` and returns true, or leaves `out` empty and returns false
/// where the word's letters do not show that it is Łacinka. Never fails; linear.
pub(crate) fn from_lacinka(word: &str, out: &mut String) -> bool {
    out.clear();
    if !word.contains(TELLING) || !word.chars().all(is_lacinka) {
        return false;
    }
    let l_is_hard = ["ĺ", "lia", "lie", "lio", "liu"].iter().any(|sign| word.contains(sign));
    let mut rest = word.chars().peekable();
    let mut before = None;
    while let Some(c) = rest.next() {
        let mut last = c;
        match (c, rest.peek().copied()) {
            ('c', Some('h')) => {
                out.push('х');
                rest.next();
                last = 'h';
            }
            ('j', Some(vowel @ ('a' | 'e' | 'o' | 'u'))) => {
                // After a hard consonant j parts it from the vowel: abjava, аб'ява.
                if before.is_some_and(|b| !is_vowel(b) && !is_soft(b)) {
                    out.push('\'');
                }
                out.push(iotated(vowel));
                rest.next();
                last = vowel;
            }
            // jich, іх
            ('j', Some('i')) => {}
            ('i', Some(vowel @ ('a' | 'e' | 'o' | 'u')))
                if before.is_some_and(|b| !is_vowel(b)) =>
            {
                out.push(iotated(vowel));
                rest.next();
                last = vowel;
            }
            ('l', next) if !l_is_hard => {
                out.push('л');
                match next {
                    // The softness shows in the і, or in the second l.
                    Some('i' | 'l') => {}
                    Some(vowel @ ('a' | 'e' | 'o' | 'u')) => {
                        out.push(iotated(vowel));
                        rest.next();
                        last = vowel;
                    }
                    _ => out.push('ь'),
                }
            }
            ('ć' | 'ś' | 'ź' | 'ń' | 'ĺ', _) => {
                out.push(plain(c));
                out.push('ь');
            }
            _ => out.push(plain(c)),
        }
        before = Some(last);
    }
    true
}

fn is_lacinka(c: char) -> bool {
    let is_plain = c.is_ascii_lowercase() && !matches!(c, 'q' | 'w' | 'x');
    is_plain || TELLING.contains(&c) || c == '\''
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

/// Whether a ь, or ў, already stands between this letter and a vowel.
fn is_soft(c: char) -> bool {
    matches!(c, 'ć' | 'ś' | 'ź' | 'ń' | 'ĺ' | 'l' | 'ŭ')
}

fn iotated(vowel: char) -> char {
    match vowel {
        'a' => 'я',
        'e' => 'е',
        'o' => 'ё',
        _ => 'ю',
    }
}

fn plain(c: char) -> char {
    match c {
        'a' => 'а',
        'b' => 'б',
        'c' | 'ć' => 'ц',
        'č' => 'ч',
        'd' => 'д',
        'e' => 'э',
        'f' => 'ф',
        'g' => 'ґ',
        'h' => 'г',
        'i' => 'і',
        'j' => 'й',
        'k' => 'к',
        'l' | 'ł' | 'ĺ' => 'л',
        'm' => 'м',
        'n' | 'ń' => 'н',
        'o' => 'о',
        'p' => 'п',
        'r' => 'р',
        's' | 'ś' => 'с',
        'š' => 'ш',
        't' => 'т',
        'u' => 'у',
        'ŭ' => 'ў',
        'v' => 'в',
        'y' => 'ы',
        'z' | 'ź' => 'з',
        'ž' => 'ж',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::from_lacinka;

    fn read(word: &str) -> Option<String> {
        let mut out = String::new();
        from_lacinka(word, &mut out).then_some(out)
    }

    #[test]
    fn words_that_show_their_alphabet_are_read() {
        for (latin, cyrillic) in [
            ("biełaruś", "беларусь"),
            ("dziaržava", "дзяржава"),
            ("dypłamatyja", "дыпламатыя"),
            ("dziejnaść", "дзейнасьць"),
            ("vajskoŭcy", "вайскоўцы"),
            ("mižnarodny", "міжнародны"),
            ("dačynieńni", "дачыненьні"),
            ("śviet", "сьвет"),
            ("źjezd", "зьезд"),
            ("žyćcio", "жыцьцё"),
            ("łacinka", "лацінка"),
            ("jeŭropa", "еўропа"),
            ("chłopiec", "хлопец"),
            ("pačatak", "пачатак"),
            ("čałaviek", "чалавек"),
            ("ludziaŭ", "людзяў"),
            ("kroŭju", "кроўю"),
            ("abjaŭlać", "аб'яўляць"),
            ("palityčny", "палітычны"),
            ("polščy", "польшчы"),
            ("maładziečna", "маладзечна"),
            ("maliaŭničy", "маляўнічы"),
        ] {
            assert_eq!(read(latin).as_deref(), Some(cyrillic), "{latin}");
        }
    }

    #[test]
    fn other_words_are_left_alone() {
        for word in ["", "vajna", "embassy", "łódź", "wałęsa", "şehir", "čёрт", "š1", "дыпламат"]
        {
            assert_eq!(read(word), None, "{word}");
        }
    }

    #[test]
    fn any_order_of_letters_is_survived() {
        let alphabet = ["l", "i", "j", "a", "č", "ĺ", "c", "h", "ŭ", "'"];
        for a in alphabet {
            for b in alphabet {
                for c in alphabet {
                    let word = [a, b, c, "š", c, b, a].concat();
                    assert!(read(&word).is_some_and(|text| !text.is_empty()), "{word}");
                }
            }
        }
    }
}
