//! Owns the last step of every piece of text: structure signs out, spaces tidied, brackets that a
//! dropped template left empty removed, and no pair of signs left that reads as markup, however
//! broken the source was. One pass, and the result never grows.

use super::marks::{ADDRESS, BOLD, BREAK, CUT, GUARD, PIPE};

/// Longest behaviour switch looked at (`__БЕЗ_ОГЛАВЛЕНИЯ__`), in characters.
const MAX_SWITCH_CHARS: usize = 40;

/// What happens to an address that has no text of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Addresses {
    Keep,
    Drop,
}

/// `raw` as one line of plain text.
pub(super) fn line(raw: &str, addresses: Addresses) -> String {
    let mut writer = Writer { out: String::with_capacity(raw.len()), space: false };
    let mut in_address = false;
    let mut skip_to = 0;
    for (at, c) in raw.char_indices() {
        if at < skip_to {
            continue;
        }
        match c {
            ADDRESS => {
                in_address = !in_address;
                writer.space = true;
            }
            _ if in_address && addresses == Addresses::Drop => {}
            BOLD | GUARD | CUT => {}
            BREAK => writer.space = true,
            PIPE => writer.put('|'),
            c if c.is_whitespace() => writer.space = true,
            // Soft hyphen, zero-width space, marks of direction, byte order mark.
            '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}' => {}
            c if c.is_control() => {}
            '_' => match raw.get(at..).and_then(switch_len) {
                Some(len) => skip_to = at + len,
                None => writer.put(c),
            },
            c => writer.put(c),
        }
    }
    writer.out
}

/// `raw` as plain text, a line for each line that the reader saw.
pub(super) fn lines(raw: &str, addresses: Addresses) -> String {
    if !raw.contains([BREAK, '\n']) {
        return line(raw, addresses);
    }
    let mut text = String::with_capacity(raw.len());
    for part in raw.split([BREAK, '\n']) {
        let part = line(part, addresses);
        if !part.is_empty() {
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(&part);
        }
    }
    text
}

struct Writer {
    out: String,
    /// A space is due before the next character.
    space: bool,
}

impl Writer {
    fn put(&mut self, c: char) {
        match c {
            ')' if self.drops_brackets() => {}
            ',' | ';' if self.out.is_empty() || self.out.ends_with(['(', ',', ';']) => {}
            ',' | ';' => {
                self.space = false;
                self.push(c);
            }
            ']' if self.out.ends_with('[') => self.pop(1),
            '»' if self.out.ends_with('«') => self.pop('«'.len_utf8()),
            c => {
                if self.space && !self.out.is_empty() && !self.out.ends_with('(') && c != ')' {
                    self.out.push(' ');
                }
                self.space = false;
                self.push(c);
            }
        }
    }

    /// Removes the bracket that a `)` would close around nothing; otherwise the separators
    /// before it.
    fn drops_brackets(&mut self) -> bool {
        let text = self.out.trim_end_matches([' ', ',', ';', ':', '·', '/', '–', '—', '-']);
        if let Some(before) = text.strip_suffix('(') {
            let len = before.trim_end().len();
            self.space |= len < before.len();
            self.out.truncate(len);
            return true;
        }
        let len = self.out.trim_end_matches([' ', ',', ';']).len();
        self.out.truncate(len);
        false
    }

    /// Adds `c`, or takes away what would read as markup together with it. As no such pair is
    /// ever in `out`, none is in the result.
    fn push(&mut self, c: char) {
        match (self.out.chars().next_back(), c) {
            (Some('['), '[')
            | (Some(']'), ']')
            | (Some('{'), '{' | '|')
            | (Some('}' | '|'), '}')
            | (Some('='), '=')
            | (Some('\''), '\'') => self.pop(1),
            (Some('<'), c) if c.is_ascii_alphabetic() || c == '/' || c == '!' => {
                let len = self.out.trim_end_matches('<').len();
                self.out.truncate(len);
                self.out.push(c);
            }
            (Some('p'), ';') if self.out.ends_with("&nbsp") => self.pop("&nbsp".len()),
            _ => self.out.push(c),
        }
    }

    /// Takes away the last characters, `len` bytes long, and keeps a space before them for later.
    fn pop(&mut self, len: usize) {
        self.out.truncate(self.out.len().saturating_sub(len));
        let len = self.out.trim_end().len();
        self.space |= len < self.out.len();
        self.out.truncate(len);
    }
}

/// Length of the behaviour switch (`__NOTOC__`) at the start of `text`.
fn switch_len(text: &str) -> Option<usize> {
    let name = text.strip_prefix("__")?;
    let mut end = None;
    for (at, c) in name.char_indices().take(MAX_SWITCH_CHARS) {
        if !(c == '_' || c.is_uppercase()) {
            break;
        }
        if at > 0 && name.get(at..).is_some_and(|rest| rest.starts_with("__")) {
            end = Some(at);
            break;
        }
    }
    end.map(|len| len + 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_and_spaces() {
        let cases = [
            ("Париж ( ; ) — город", "Париж — город"),
            ("Ankara (, ) şehri", "Ankara şehri"),
            ("Лондон (; 5 мая 1920, )", "Лондон (5 мая 1920)"),
            ("a (()) b", "a b"),
            ("a ( : — ), b", "a, b"),
            ("one , two ; three", "one, two; three"),
            ("a, , b", "a, b"),
            ("  x \u{a0} y  ", "x y"),
            ("( текст )", "(текст)"),
            ("мин[] «» конец", "мин конец"),
            (", начало", "начало"),
            ("soft\u{ad}ened\u{200b}", "softened"),
            ("Ве́нский", "Ве́нский"),
            ("()", ""),
            ("", ""),
        ];
        for (raw, expected) in cases {
            assert_eq!(line(raw, Addresses::Drop), expected, "{raw}");
        }
    }

    #[test]
    fn pairs_never_survive() {
        let cases = [
            ("[{{[", ""),
            ("a [[b]] c", "a b c"),
            ("''''x'''''", "x'"),
            ("x == y", "x y"),
            ("{|a|}", "a"),
            ("<ref>x</ref>", "ref>x/ref>"),
            ("<<<ref", "ref"),
            ("&&nbsp;nbsp;", ""),
            ("5 < 6 > 4", "5 < 6 > 4"),
        ];
        for (raw, expected) in cases {
            assert_eq!(line(raw, Addresses::Drop), expected, "{raw}");
        }
    }

    #[test]
    fn switches() {
        let cases = [
            ("__NOTOC__text", "text"),
            ("a __БЕЗ_ОГЛАВЛЕНИЯ__ b", "a b"),
            ("__İÇİNDEKİLERYOK__", ""),
            ("snake__case__name", "snake__case__name"),
            ("____", "____"),
            ("__NOTOC", "__NOTOC"),
        ];
        for (raw, expected) in cases {
            assert_eq!(line(raw, Addresses::Drop), expected, "{raw}");
        }
    }

    #[test]
    fn addresses_without_text() {
        let raw = format!("see {ADDRESS}http://a.b/c{ADDRESS}, x");
        assert_eq!(line(&raw, Addresses::Keep), "see http://a.b/c, x");
        assert_eq!(line(&raw, Addresses::Drop), "see, x");
    }

    #[test]
    fn breaks_become_lines() {
        let raw = format!("a {BREAK} b\n\n c{BREAK}");
        assert_eq!(lines(&raw, Addresses::Drop), "a\nb\nc");
        assert_eq!(line(&raw, Addresses::Drop), "a b c");
    }
}
