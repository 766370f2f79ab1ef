//! Owns footnote marks in text: `[1]` in running text, `^ a b` before a note. Does not know
//! which document the text comes from.

/// A mark in brackets is no longer than this: `[12]`, `[a]`, `[note 3]`, `[прим. 3]`.
const MAX_MARK_CHARS: usize = 12;

/// `text` without footnote marks in brackets (`güvenlik[1][a] ve`); numbers in brackets that
/// are longer than a footnote's, and words in brackets, stay. One pass.
#[must_use]
pub fn without_marks(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('[') {
        kept.push_str(before);
        rest = match mark_end(after) {
            Some(end) => after.get(end..).unwrap_or_default(),
            None => {
                kept.push('[');
                after
            }
        };
    }
    kept.push_str(rest);
    kept
}

/// Where the text after a mark that opens `inside` goes on, if it is a mark.
fn mark_end(inside: &str) -> Option<usize> {
    let (end, _) =
        inside.char_indices().take(MAX_MARK_CHARS + 1).find(|&(_, c)| matches!(c, ']' | '['))?;
    let mark = inside.get(..end)?;
    inside.get(end..)?.strip_prefix(']')?;
    let number = mark.rsplit([' ', '\u{a0}']).next().unwrap_or(mark);
    let is_number = (1..=3).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    let is_letter = mark.len() == 1 && mark.bytes().all(|byte| byte.is_ascii_lowercase());
    (is_number || is_letter).then_some(end + 1)
}

/// A note without its number and the way back to the text: `1. ^ a b Tom Miles` and
/// `↑ Tom Miles` both give `Tom Miles`.
#[must_use]
pub fn without_backlinks(note: &str) -> &str {
    let note = without_number(note.trim());
    let Some(mut rest) = note.strip_prefix(['^', '↑']) else { return note };
    loop {
        let trimmed = rest.trim_start().trim_start_matches(['^', '↑']).trim_start();
        // Letters `a b c`, or numbers `1,0 1,1`, each standing for a place in the text.
        let (mark, after) = trimmed.split_once(' ').unwrap_or((trimmed, ""));
        let is_mark = match mark.as_bytes() {
            [letter] => letter.is_ascii_lowercase(),
            [digits @ .., dot, last] => {
                matches!(dot, b'.' | b',')
                    && last.is_ascii_digit()
                    && !digits.is_empty()
                    && digits.iter().all(u8::is_ascii_digit)
            }
            [] => false,
        };
        if !is_mark {
            return trimmed;
        }
        rest = after;
    }
}

/// `note` without a list number such as `12.` or `3)` before it.
#[must_use]
pub fn without_number(note: &str) -> &str {
    let after = note.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = note.len() - after.len();
    match after.strip_prefix(['.', ')']) {
        Some(rest) if (1..=4).contains(&digits) && rest.starts_with(char::is_whitespace) => {
            rest.trim_start()
        }
        _ => note,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_and_text_stays() {
        let cases = [
            ("objectives[1] However", "objectives However"),
            ("güvenlik[1][a] ve", "güvenlik ve"),
            ("посол[прим. 3].", "посол."),
            ("Посольство[12]", "Посольство"),
            ("елші[2] мен", "елші мен"),
            ("пасол[3] і", "пасол і"),
            ("in [2019] and [sic] and [", "in [2019] and [sic] and ["),
            ("[[1]", "["),
            ("[]", "[]"),
        ];
        for (text, expected) in cases {
            assert_eq!(without_marks(text), expected);
        }
    }

    #[test]
    fn notes_without_way_back() {
        let cases = [
            ("1. ^ a b Fergus Hanson", "Fergus Hanson"),
            ("^ \"E-diplomacy\"", "\"E-diplomacy\""),
            ("↑ 1,0 1,1 Посольство", "Посольство"),
            ("12. Елші", "Елші"),
            ("2012. A year", "A year"),
            ("A book", "A book"),
            ("3.5 million", "3.5 million"),
            ("^ a", ""),
            ("^", ""),
            ("", ""),
        ];
        for (note, expected) in cases {
            assert_eq!(without_backlinks(note), expected);
        }
    }
}
