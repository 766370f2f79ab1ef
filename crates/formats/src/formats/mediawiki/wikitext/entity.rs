//! Owns the character references that wikitext uses (`&nbsp;`, `&#8212;`, `&#x2014;`). Does not
//! know the whole list of HTML: a rare name stays as it was written.

/// Longest reference looked at, between `&` and `;`.
const MAX_NAME_BYTES: usize = 10;

#[rustfmt::skip]
const NAMED: &[(&str, char)] = &[
    ("nbsp", ' '), ("ensp", ' '), ("emsp", ' '), ("thinsp", ' '), ("amp", '&'), ("lt", '<'),
    ("gt", '>'), ("quot", '"'), ("apos", '\''), ("ndash", '–'), ("mdash", '—'), ("minus", '−'),
    ("laquo", '«'), ("raquo", '»'), ("lsaquo", '‹'), ("rsaquo", '›'), ("ldquo", '“'),
    ("rdquo", '”'), ("bdquo", '„'), ("lsquo", '‘'), ("rsquo", '’'), ("sbquo", '‚'),
    ("hellip", '…'), ("middot", '·'), ("bull", '•'), ("sect", '§'), ("para", '¶'),
    ("copy", '©'), ("reg", '®'), ("trade", '™'), ("deg", '°'), ("plusmn", '±'), ("times", '×'),
    ("divide", '÷'), ("frac12", '½'), ("frac14", '¼'), ("frac34", '¾'), ("sup1", '¹'),
    ("sup2", '²'), ("sup3", '³'), ("ordm", 'º'), ("ordf", 'ª'), ("prime", '′'), ("Prime", '″'),
    ("euro", '€'), ("pound", '£'), ("yen", '¥'), ("cent", '¢'), ("larr", '←'), ("uarr", '↑'),
    ("rarr", '→'), ("darr", '↓'), ("harr", '↔'), ("rArr", '⇒'), ("le", '≤'), ("ge", '≥'),
    ("ne", '≠'), ("asymp", '≈'), ("infin", '∞'), ("dagger", '†'), ("Dagger", '‡'),
    ("shy", '\u{ad}'), ("zwj", '\u{200d}'), ("zwnj", '\u{200c}'), ("lrm", '\u{200e}'),
    ("rlm", '\u{200f}'), ("acute", '´'), ("iexcl", '¡'), ("iquest", '¿'), ("micro", 'µ'),
    ("szlig", 'ß'), ("agrave", 'à'), ("aacute", 'á'), ("acirc", 'â'), ("atilde", 'ã'),
    ("auml", 'ä'), ("aring", 'å'), ("aelig", 'æ'), ("ccedil", 'ç'), ("Ccedil", 'Ç'),
    ("egrave", 'è'), ("eacute", 'é'), ("Eacute", 'É'), ("ecirc", 'ê'), ("euml", 'ë'),
    ("iacute", 'í'), ("icirc", 'î'), ("iuml", 'ï'), ("ntilde", 'ñ'), ("oacute", 'ó'),
    ("ocirc", 'ô'), ("ouml", 'ö'), ("Ouml", 'Ö'), ("oslash", 'ø'), ("ugrave", 'ù'),
    ("uacute", 'ú'), ("ucirc", 'û'), ("uuml", 'ü'), ("Uuml", 'Ü'), ("yacute", 'ý'),
    ("scaron", 'š'), ("Scaron", 'Š'), ("oelig", 'œ'), ("alpha", 'α'), ("beta", 'β'),
    ("gamma", 'γ'), ("delta", 'δ'), ("Delta", 'Δ'), ("pi", 'π'), ("sigma", 'σ'), ("omega", 'ω'),
];

/// Reads a reference at the start of `text`, which begins with `&`: its character and its length
/// in bytes; `None` where none begins. A reference escaped once too often (`&amp;nbsp;`) is read
/// as what was meant. Costs at most a few bytes more than the reference is long.
pub(super) fn read(text: &str) -> Option<(char, usize)> {
    let mut used = 0;
    let mut rest = text.strip_prefix('&')?;
    while let Some(after) = rest.strip_prefix("amp;") {
        used += "amp;".len();
        rest = after;
    }
    let direct = name_of(rest).and_then(|name| Some((character(name)?, name.len() + 1)));
    match direct {
        Some((c, len)) => Some((c, 1 + used + len)),
        None if used > 0 => Some(('&', 1 + used)),
        None => None,
    }
}

fn name_of(text: &str) -> Option<&str> {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'#';
    let len = text.bytes().take(MAX_NAME_BYTES).take_while(is_part).count();
    text.get(..len).filter(|_| text.as_bytes().get(len) == Some(&b';'))
}

fn character(name: &str) -> Option<char> {
    let Some(number) = name.strip_prefix('#') else {
        return NAMED.iter().find(|(known, _)| *known == name).map(|row| row.1);
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    match char::from_u32(code)? {
        '\u{a0}' | '\t' | '\n' | '\r' => Some(' '),
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
            ("&#0;", None),
            ("&#x110000;", None),
            ("&#-5;", None),
            ("&;", None),
            ("&", None),
            ("&unknown;", None),
            ("&длинное;", None),
            ("& text;", None),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
