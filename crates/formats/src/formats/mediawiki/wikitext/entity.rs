//! Owns character references (`&nbsp;`, `&#8212;`, `&#x2014;`): all that HTML names.

use html5ever::data::NAMED_ENTITIES;

/// Longest reference looked at, between `&` and `;`: `CounterClockwiseContourIntegral`.
const MAX_NAME_BYTES: usize = 31;

/// The characters of a reference: a few names stand for two.
pub(super) type Chars = (char, Option<char>);

/// Reads a reference at the start of `text`, which begins with `&`: its characters and its length
/// in bytes; `None` where none begins. A reference escaped once too often (`&amp;nbsp;`) is read
/// as what was meant. Costs at most a few bytes more than the reference is long.
pub(super) fn read(text: &str) -> Option<(Chars, usize)> {
    let mut used = 0;
    let mut rest = text.strip_prefix('&')?;
    while let Some(after) = rest.strip_prefix("amp;") {
        used += "amp;".len();
        rest = after;
    }
    let direct = name_of(rest).and_then(|name| Some((characters(name)?, name.len())));
    match direct {
        Some((chars, len)) => Some((chars, 1 + used + len)),
        None if used > 0 => Some((('&', None), 1 + used)),
        None => None,
    }
}

/// The name with the `;` that ends it.
fn name_of(text: &str) -> Option<&str> {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'#';
    let len = text.bytes().take(MAX_NAME_BYTES).take_while(is_part).count();
    text.get(..=len).filter(|name| name.ends_with(';'))
}

fn characters(name: &str) -> Option<Chars> {
    let Some(number) = name.strip_prefix('#') else {
        let (first, second) = *NAMED_ENTITIES.get(name)?;
        let second = char::from_u32(second).filter(|c| *c != '\0');
        return Some((readable(char::from_u32(first)?)?, second));
    };
    let number = number.trim_end_matches(';');
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    Some((readable(char::from_u32(code)?)?, None))
}

/// The character as text has it: one space for all; `None` for a control character.
fn readable(c: char) -> Option<char> {
    match c {
        '\u{a0}' | '\t' | '\n' | '\r' | '\u{2002}'..='\u{200a}' => Some(' '),
        c if c.is_control() => None,
        c => Some(c),
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn references() {
        let cases = [
            ("&nbsp;x", Some((' ', 6))),
            ("&mdash;", Some(('—', 7))),
            ("&#1234;", Some(('Ӓ', 7))),
            ("&#x2014;", Some(('—', 8))),
            ("&#X301;", Some(('\u{301}', 7))),
            ("&#160;", Some((' ', 6))),
            ("&amp;", Some(('&', 5))),
            ("&amp;nbsp;", Some((' ', 10))),
            ("&amp;amp;amp;", Some(('&', 13))),
            ("&thinsp;", Some((' ', 8))),
            ("&Psi;", Some(('Ψ', 5))),
            ("&psi;", Some(('ψ', 5))),
            ("&Aring;land", Some(('Å', 7))),
            ("&Zcaron;", Some(('Ž', 8))),
            ("&scedil;", Some(('ş', 8))),
            ("&iukcy;", Some(('і', 7))),
            ("&CounterClockwiseContourIntegral;", Some(('∳', 33))),
            ("&#0;", None),
            ("&#x110000;", None),
            ("&#-5;", None),
            ("&;", None),
            ("&", None),
            ("&unknown;", None),
            ("&psi x", None),
            ("&copy 2020", None),
            ("&длинное;", None),
            ("& text;", None),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), expected.map(|(c, len)| ((c, None), len)), "{text}");
        }
        assert_eq!(read("&NotEqualTilde;"), Some((('≂', Some('\u{338}')), 15)));
    }
}
