//! Sentence ends, by punctuation and each language's abbreviations.

/// Abbreviations that a full stop does not end a sentence after, lowercased, without the stop.
const ABBREVIATIONS: &[&str] = &[
    // Turkish
    "vb", "vs", "dr", "prof", "bkz", "örn", "sn", "yy", "mö", "ms", "hz", "av", "alb", "gen", "no",
    // Russian
    "т", "д", "е", "г", "гг", "в", "вв", "им", "др", "пр", "н", "э", "см", "ст", "ул", "тыс", "млн",
    "млрд", "руб", "проф", "акад", "англ", "нем", "фр", "лат", "рус", "напр", "род", "ок", "св",
    // Ukrainian
    "ін", "рр", "р", "ст", "ім", "англ", "див", "напр", "тис", "п", "зокр", "нар", "бл", "укр",
    // Kazakh
    "б", "т.б", "ж", "жж", "ғ", "мыс", "қ", "т.с.с", "жыл", // Belarusian
    "гл", "інш", "ст", "стст", "тыс", "імя", "бел", "нап", "каля", // English
    "mr", "mrs", "ms", "st", "e.g", "i.e", "etc", "vs", "u.s", "u.k", "jr", "sr", "inc", "co",
    "fig", "vol", "pp", "ca", "al", "art", "gov", "sen", "rep", "lt", "col", "capt", "rev", "hon",
    "amb",
];

/// Byte offsets just after each sentence of `text`, ascending; the last is always its length.
///
/// A sentence ends at a newline, or at `.`, `!`, `?`, `…` with what closes them, when white space
/// and something other than a lowercase letter follow, and the stop is not that of an abbreviation,
/// an initial or a number with an ordinal stop. Linear in the text.
#[must_use]
pub fn sentence_ends(text: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut chars = text.char_indices().peekable();
    let mut word_start = 0;
    while let Some((at, c)) = chars.next() {
        if c == '\n' {
            ends.push(at + 1);
            word_start = at + 1;
            continue;
        }
        if c.is_whitespace() || matches!(c, '(' | '«' | '"' | '“') {
            word_start = at + c.len_utf8();
            continue;
        }
        if !matches!(c, '.' | '!' | '?' | '…') {
            continue;
        }
        let word = text.get(word_start..at).unwrap_or_default();
        let mut end = at + c.len_utf8();
        while let Some((next, closing)) = chars.next_if(|(_, n)| {
            matches!(n, '.' | '!' | '?' | '…' | '"' | '\'' | '”' | '’' | '»' | ')' | ']')
        }) {
            end = next + closing.len_utf8();
        }
        let rest = text.get(end..).unwrap_or_default();
        let next = rest.trim_start_matches([' ', '\t', '\u{a0}']);
        let spaced = next.len() < rest.len();
        let goes_on = next.starts_with(char::is_lowercase);
        if (spaced && !goes_on && !(c == '.' && is_abbreviation(word))) || rest.is_empty() {
            let end = end + (rest.len() - next.len());
            ends.push(end);
            while chars.next_if(|(at, _)| *at < end).is_some() {}
            word_start = end;
        }
    }
    if ends.last() != Some(&text.len()) {
        ends.push(text.len());
    }
    ends
}

/// Whether a full stop after `word` belongs to the word.
fn is_abbreviation(word: &str) -> bool {
    let lower = word.to_lowercase();
    let one_letter = word.chars().count() == 1 && word.starts_with(char::is_alphabetic);
    let initials = word.contains('.') && word.split('.').all(|part| part.chars().count() <= 1);
    one_letter || initials || ABBREVIATIONS.contains(&lower.as_str())
}

/// The first sentence of `text` without white space around it; empty when there is none.
#[must_use]
pub fn first_sentence(text: &str) -> &str {
    let text = text.trim_start();
    let end = sentence_ends(text).first().copied().unwrap_or(0);
    text.get(..end).unwrap_or_default().trim_end()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        let mut start = 0;
        let ends = sentence_ends(text);
        ends.into_iter().map(|end| text[std::mem::replace(&mut start, end)..end].trim()).collect()
    }

    #[test]
    fn abbreviations_do_not_end_sentences() {
        for (text, expected) in [
            ("Посол и др. дипломаты. Конец.", &["Посол и др. дипломаты.", "Конец."][..]),
            ("У 1961 р. Відень. Так і т. д. Далі.", &["У 1961 р. Відень.", "Так і т. д. Далі."]),
            ("Елші, т.б. Қызметі бар.", &["Елші, т.б. Қызметі бар."]),
            ("Dr. Ahmet geldi. Gitti mi? Evet!", &["Dr. Ahmet geldi.", "Gitti mi?", "Evet!"]),
            (
                "The U.S. State Department. «Yes.» No",
                &["The U.S. State Department.", "«Yes.»", "No"],
            ),
            ("J. F. Kennedy won.\nNext", &["J. F. Kennedy won.", "Next"]),
            ("", &[""]),
        ] {
            assert_eq!(split(text), expected);
        }
    }

    #[test]
    fn first() {
        assert_eq!(first_sentence("  Пасол — дыпламат. Ён ёсць."), "Пасол — дыпламат.");
        assert_eq!(first_sentence(""), "");
    }
}
