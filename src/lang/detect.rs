//! Language detection by letters and common words.

use super::Lang;

/// How much of a text is read to tell its language.
const READ_CHARS: usize = 4_000;

/// The language of a text and how sure that is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Detection {
    /// The most likely language.
    pub lang: Lang,
    /// Its share of all evidence, 0 to 1; 0 when the text holds no letter.
    pub confidence: f32,
}

/// Letters that speak for a language, with their weight.
fn letter_evidence(c: char) -> &'static [(Lang, f32)] {
    use Lang::{Be, En, Kk, Ru, Tr, Uk};
    match c {
        'ә' | 'ғ' | 'қ' | 'ң' | 'ө' | 'ұ' | 'ү' | 'һ' => &[(Kk, 4.0)],
        'ї' | 'є' | 'ґ' => &[(Uk, 4.0)],
        'ў' => &[(Be, 4.0)],
        'ё' => &[(Be, 1.0), (Ru, 0.5)],
        'і' => &[(Uk, 1.0), (Be, 1.0), (Kk, 0.8)],
        'ы' => &[(Ru, 1.0), (Be, 1.0), (Kk, 0.8)],
        'э' => &[(Ru, 0.8), (Be, 1.0)],
        'ъ' => &[(Ru, 1.5)],
        'и' => &[(Ru, 0.6), (Uk, 0.6)],
        'щ' => &[(Ru, 0.8), (Uk, 0.8)],
        'а'..='я' => &[(Ru, 0.1), (Uk, 0.1), (Be, 0.1), (Kk, 0.1)],
        'ı' | 'ğ' | 'ş' => &[(Tr, 4.0)],
        'ç' | 'ö' | 'ü' => &[(Tr, 2.0)],
        'q' | 'w' | 'x' => &[(En, 1.0)],
        'a'..='z' => &[(Tr, 0.1), (En, 0.1)],
        _ => &[],
    }
}

/// Function words, each of which speaks for one language.
const WORDS: &[(Lang, &[&str])] = &[
    (Lang::Tr, &["ve", "bir", "bu", "ile", "olarak", "da", "de", "olan", "ne", "mi"]),
    (Lang::Ru, &["и", "в", "на", "что", "не", "как", "его", "это", "из", "от", "для", "или"]),
    (Lang::Uk, &["та", "в", "у", "на", "що", "не", "як", "це", "з", "від", "для", "або", "й"]),
    (Lang::Kk, &["және", "мен", "бір", "бұл", "үшін", "деп", "болып", "туралы", "не", "да"]),
    (Lang::Be, &["і", "у", "на", "што", "не", "як", "гэта", "з", "ад", "для", "або", "да"]),
    (Lang::En, &["the", "of", "and", "in", "to", "a", "is", "for", "was", "what", "by", "on"]),
];

/// Guesses the language of `text` among the six by its letters and function words.
///
/// Reads at most its first 4,000 characters. A text without a letter of the six alphabets
/// gives [`Lang::Other`] with confidence 0.
#[must_use]
pub fn detect(text: &str) -> Detection {
    let mut scores = [0.0_f32; Lang::SIX.len()];
    let head: String = text
        .chars()
        .take(READ_CHARS)
        .flat_map(|c| c.to_lowercase().filter(|c| *c != '\u{307}'))
        .collect();
    for c in head.chars() {
        for (lang, weight) in letter_evidence(c) {
            scores[lang.number() as usize] += weight;
        }
    }
    for word in head.split(|c: char| !c.is_alphabetic()) {
        for (lang, words) in WORDS {
            if words.contains(&word) {
                scores[lang.number() as usize] += 2.0;
            }
        }
    }
    let total: f32 = scores.iter().sum();
    let best = Lang::SIX
        .into_iter()
        .max_by(|a, b| scores[a.number() as usize].total_cmp(&scores[b.number() as usize]));
    match best {
        Some(lang) if total > 0.0 => {
            Detection { lang, confidence: scores[lang.number() as usize] / total }
        }
        _ => Detection { lang: Lang::Other, confidence: 0.0 },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_of_the_six() {
        for (lang, text) in [
            (Lang::Tr, "Büyükelçi, bir devleti başka bir ülkede temsil eden diplomattır."),
            (Lang::Ru, "Посол представляет своё государство и его правительство за рубежом."),
            (Lang::Uk, "Посол представляє свою державу та її уряд за кордоном."),
            (Lang::Kk, "Елші өз мемлекетін шетелде ресми түрде танытады."),
            (Lang::Be, "Пасол прадстаўляе сваю дзяржаву і яе ўрад за мяжой."),
            (Lang::En, "An ambassador represents a state and its government abroad."),
        ] {
            assert_eq!(detect(text).lang, lang, "{text}");
        }
    }

    #[test]
    fn nothing_to_go_by() {
        assert_eq!(detect("1945 — 24.10"), Detection { lang: Lang::Other, confidence: 0.0 });
    }
}
