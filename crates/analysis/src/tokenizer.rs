//! Word segmentation: UAX 29, with a fast path for plain Latin and Cyrillic.
//!
//! [`for_each_word`] walks a text once. Runs of letters and digits of the two scripts are cut by
//! a table; as soon as a character outside it comes up, the rest of that run up to the next ASCII
//! space goes through `unicode-segmentation`. A property test holds the two equal. One rule is
//! added to UAX 29: a backtick or acute accent between two letters joins them as an apostrophe
//! does, since Ukrainian and Belarusian are typed so.

use std::ops::ControlFlow;

use unicode_segmentation::UnicodeSegmentation;

/// What the fast path needs to know of a character.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// A letter of Latin or Cyrillic.
    Letter,
    /// An ASCII digit.
    Digit,
    /// Joins letters: `:` `·`, and the typed apostrophes that UAX 29 does not know.
    MidLetter,
    /// Joins digits: `,` `;`.
    MidNum,
    /// Joins both: `.` `'` `’` `‘`.
    MidBoth,
    /// Belongs to the character before it: stress mark, soft hyphen.
    Mark,
    /// Ends a word whatever stands around it.
    Break,
    /// Anything else: left to UAX 29.
    Complex,
}

/// Apostrophes by habit, which UAX 29 takes for symbols.
const TYPED_APOSTROPHES: [char; 3] = ['`', '´', '′'];

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘') || TYPED_APOSTROPHES.contains(&c)
}

/// The classes of the characters up to the end of Cyrillic.
static CLASSES: [Class; 0x530] = {
    let mut classes = [Class::Complex; 0x530];
    let mut code = 0;
    while code < classes.len() {
        if let Some(c) = char::from_u32(code as u32) {
            classes[code] = class_of(c);
        }
        code += 1;
    }
    classes
};

fn class(c: char) -> Class {
    CLASSES.get(c as usize).copied().unwrap_or_else(|| class_of(c))
}

const fn class_of(c: char) -> Class {
    match c {
        'a'..='z' | 'A'..='Z' => Class::Letter,
        '0'..='9' => Class::Digit,
        '.' | '\'' | '’' | '‘' => Class::MidBoth,
        ':' | '·' | '`' | '´' | '′' => Class::MidLetter,
        ',' | ';' => Class::MidNum,
        '_' => Class::Complex,
        '\0'..='\u{7f}' => Class::Break,
        '\u{c0}'..='\u{24f}' if c != '×' && c != '÷' => Class::Letter,
        '\u{400}'..='\u{481}' | '\u{48a}'..='\u{52f}' | 'ʼ' => Class::Letter,
        '\u{300}'..='\u{36f}' | '\u{ad}' => Class::Mark,
        '«' | '»' | '–' | '—' | '“' | '”' | '„' | '…' | '№' | '\u{a0}' | '‑' | '•' | '§' | '°' => {
            Class::Break
        }
        _ => Class::Complex,
    }
}

/// Calls `each` with the byte range of every word of `text`, in order.
///
/// A word is a segment of UAX 29 that holds a letter or a digit. Linear in the text; no
/// allocation on the fast path.
pub fn for_each_word(text: &str, mut each: impl FnMut(usize, usize)) {
    try_for_each_word(text, |start, end| {
        each(start, end);
        ControlFlow::Continue(())
    });
}

/// The same until `each` breaks off. Costs the text up to there.
pub fn try_for_each_word(text: &str, mut each: impl FnMut(usize, usize) -> ControlFlow<()>) {
    let mut chars = text.char_indices().peekable();
    while let Some((start, first)) = chars.next() {
        match class(first) {
            Class::Letter | Class::Digit => {}
            Class::Complex | Class::Mark => {
                let Some(end) = slow_words(text, start, &mut each) else { return };
                while chars.next_if(|(at, _)| *at < end).is_some() {}
                continue;
            }
            _ => continue,
        }
        let mut base = class(first);
        let mut end = start + first.len_utf8();
        let mut slow = false;
        while let Some(&(at, c)) = chars.peek() {
            match class(c) {
                k @ (Class::Letter | Class::Digit) => base = k,
                Class::Mark => {}
                Class::Break => break,
                Class::Complex => {
                    slow = true;
                    break;
                }
                mid => {
                    let after = text.get(at + c.len_utf8()..).and_then(|rest| rest.chars().next());
                    let next = after.map_or(Class::Break, class);
                    let joined = match (base, next) {
                        (_, Class::Complex | Class::Mark) => {
                            slow = true;
                            break;
                        }
                        (Class::Letter, Class::Letter) => mid != Class::MidNum,
                        (Class::Digit, Class::Digit) => mid != Class::MidLetter,
                        (Class::Digit, Class::Letter) => is_apostrophe(c),
                        _ => false,
                    };
                    if !joined {
                        break;
                    }
                }
            }
            end = at + c.len_utf8();
            chars.next();
        }
        if slow {
            let Some(end) = slow_words(text, start, &mut each) else { return };
            while chars.next_if(|(at, _)| *at < end).is_some() {}
        } else if each(start, end).is_break() {
            return;
        }
    }
}

/// Segments from `start` to the next ASCII white space by UAX 29; gives where that is, or nothing
/// when `each` broke off.
fn slow_words(
    text: &str,
    start: usize,
    each: &mut impl FnMut(usize, usize) -> ControlFlow<()>,
) -> Option<usize> {
    let Some(rest) = text.get(start..) else { return Some(text.len()) };
    let end =
        rest.bytes().position(|b| b.is_ascii_whitespace()).map_or(text.len(), |at| start + at);
    let Some(chunk) = text.get(start..end) else { return Some(text.len()) };
    let mut pending: Option<(usize, usize)> = None;
    for (at, word) in chunk.unicode_word_indices() {
        let range = (start + at, start + at + word.len());
        pending = match pending {
            Some((from, to)) if joined_by_apostrophe(text, to, range.0) => Some((from, range.1)),
            Some((from, to)) => {
                if each(from, to).is_break() {
                    return None;
                }
                Some(range)
            }
            None => Some(range),
        };
    }
    if let Some((from, to)) = pending
        && each(from, to).is_break()
    {
        return None;
    }
    Some(end)
}

/// Whether two words are split by nothing but an apostrophe that one of the added rules takes for
/// a joint.
fn joined_by_apostrophe(text: &str, end: usize, start: usize) -> bool {
    let Some(gap) = text.get(end..start) else { return false };
    let mut gap_chars = gap.chars();
    let (Some(joint), None) = (gap_chars.next(), gap_chars.next()) else { return false };
    let before = text
        .get(..end)
        .and_then(|s| s.chars().rev().find(|c| class(*c) != Class::Mark))
        .unwrap_or(' ');
    let after = text.get(start..).and_then(|s| s.chars().next()).unwrap_or(' ');
    is_apostrophe(joint)
        && after.is_alphabetic()
        && (before.is_ascii_digit() || TYPED_APOSTROPHES.contains(&joint) && before.is_alphabetic())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(text: &str) -> Vec<&str> {
        let mut out = Vec::new();
        for_each_word(text, |start, end| out.push(&text[start..end]));
        out
    }

    #[test]
    fn words_of_each_script() {
        assert_eq!(
            words("Türkiye'nin 1923'te 29’uncu (зв`язок) 24.10.1945, N.A.T.O. вице‑консул O’Brien"),
            [
                "Türkiye'nin",
                "1923'te",
                "29’uncu",
                "зв`язок",
                "24.10.1945",
                "N.A.T.O",
                "вице",
                "консул",
                "O’Brien"
            ]
        );
        assert_eq!(
            words("к.т. обо\u{301}в′яз 外交 x_y"),
            ["к.т", "обо\u{301}в′яз", "外", "交", "x_y"]
        );
    }

    /// Characters that texts of the six languages and their neighbourhood are made of.
    const ALPHABET: &str = "abzABZйцЯіїҚғöşİı019 .,:;'’‘`´′·-_—«»…\u{301}\u{308}\u{ad}\u{200d}\u{200b}\u{a0}\n\tאبあ外🇹🇷ªʼ@/º\u{483}٣";

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]
        #[test]
        fn equal_to_uax_29(picks in prop::collection::vec(0..ALPHABET.chars().count(), 0..24)) {
            let letters: Vec<char> = ALPHABET.chars().collect();
            let text: String = picks.iter().map(|i| letters[*i]).collect();
            // The added rules are taken out of the comparison by writing other joints.
            let mut after_digit = false;
            let plain: String = text
                .chars()
                .map(|c| {
                    let joint = TYPED_APOSTROPHES.contains(&c) || after_digit && is_apostrophe(c);
                    after_digit = c.is_ascii_digit() || after_digit && class(c) == Class::Mark;
                    if joint { ':' } else { c }
                })
                .collect();
            let expected: Vec<&str> = plain.unicode_words().collect();
            prop_assert_eq!(words(&plain), expected);
        }

        #[test]
        fn ranges_are_sane(text in "\\PC{0,40}") {
            let mut last = 0;
            for_each_word(&text, |start, end| {
                assert!(start >= last && end > start && text.get(start..end).is_some());
                last = end;
            });
        }
    }
}
