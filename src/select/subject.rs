//! Owns what a title alone tells: that a page is on a country, a year, a century or a day, and so on
//! no topic of its own. Knows no texts.

use super::lexicon::Lexicon;
use crate::lang::Lang;

/// Whether a page of this title is on a country or a part of the calendar.
pub(super) fn is_other(title: &str, lang: Lang, lexicon: &Lexicon) -> bool {
    // `Georgia (country)` is one too; `Georgia (ship)` is on no topic here either.
    let name = title.split_once(" (").map_or(title, |(name, _)| name).trim();
    lexicon.is_country(name) || is_calendar(name, lang)
}

/// Whether a title is made of numbers, months and words such as "year" and "century" alone.
fn is_calendar(title: &str, lang: Lang) -> bool {
    let language = lang.language();
    let mut has_number = false;
    let digits_apart = |c: char| !c.is_alphanumeric();
    let mut words = title.split(digits_apart).filter(|word| !word.is_empty()).peekable();
    words.peek().is_some()
        && words.all(|word| {
            let letters = word.trim_start_matches(|c: char| c.is_ascii_digit());
            let lower = letters.to_lowercase();
            has_number |= letters.len() < word.len() || is_roman(word);
            letters.is_empty()
                || language.calendar.contains(&lower.as_str())
                || letters.len() == word.len()
                    && (is_roman(word)
                        || language.month_names.iter().any(|month| month.to_lowercase() == lower))
        })
        && has_number
        // `XX` alone may be anything.
        && !is_roman(title)
}

fn is_roman(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| matches!(byte, b'I' | b'V' | b'X'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::select::Topic;

    #[test]
    fn countries_and_parts_of_the_calendar() {
        for (lang, yes, no) in [
            (
                Lang::En,
                &["France", "Turkey", "1815", "1990s", "19th century", "May 5", "AD 102", "10 BC"]
                    [..],
                &[
                    "Foreign relations of France",
                    "1815 in diplomacy",
                    "May",
                    "XX",
                    "IV",
                    "United Nations",
                    "",
                ][..],
            ),
            (
                Lang::Uk,
                &[
                    "Україна",
                    "США",
                    "102",
                    "1815 рік",
                    "1990-ті",
                    "XX століття",
                    "9 березня",
                    "10 до н. е.",
                ],
                &["Посол", "Посольство 2", "Конгрес 1815", "ООН"],
            ),
            (
                Lang::Ru,
                &["Турция", "1815 год", "XIX век", "5 мая", "1990-е годы"],
                &["Май", "Дело № 5"],
            ),
            (Lang::Be, &["Польшча", "1815", "XIX стагоддзе", "5 мая"], &["Венскі кангрэс 1815"]),
            (Lang::Kk, &["Қазақстан", "1815 жыл", "19 ғасыр", "5 мамыр"], &["Елші"]),
            (
                Lang::Tr,
                &["Fransa", "1815", "19. yüzyıl", "5 Mayıs", "MÖ 10"],
                &["Lozan 1923", "Elçi"],
            ),
        ] {
            let lexicon = Lexicon::new(Topic::Diplomacy.terms(lang), lang);
            yes.iter()
                .for_each(|title| assert!(is_other(title, lang, &lexicon), "{lang}: {title}"));
            no.iter()
                .for_each(|title| assert!(!is_other(title, lang, &lexicon), "{lang}: {title}"));
        }
    }
}
