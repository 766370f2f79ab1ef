//! Sentence ends, by punctuation and each language's abbreviations.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::lang::Lang;

/// No abbreviation is longer.
const MAX_ABBREVIATION_CHARS: usize = 6;

/// The abbreviations of all languages: which one a text is in is not told.
struct Abbreviations {
    /// Those that stand before anything.
    anywhere: FxHashSet<&'static str>,
    before_numbers: FxHashSet<&'static str>,
    ends_of_two: Vec<&'static str>,
}

static ABBREVIATIONS: LazyLock<Abbreviations> = LazyLock::new(|| {
    let all = || Lang::ALL.into_iter().map(|lang| &lang.language().sentences);
    Abbreviations {
        anywhere: all().flat_map(|of| of.abbreviations).copied().collect(),
        before_numbers: all().flat_map(|of| of.before_numbers).copied().collect(),
        ends_of_two: all().flat_map(|of| of.ends_of_enumerations).copied().collect(),
    }
});

/// Characters at the beginning of a text that tell whether it is Turkish.
const LANGUAGE_CHARS: usize = 2_000;

/// Byte offsets just after each sentence of `text`, ascending; the last is always its length.
///
/// A sentence ends at a newline, or at `.`, `!`, `?`, `…` with what closes them, when white space
/// and something other than a lowercase letter follow, and the stop is not that of an abbreviation
/// or an initial. In a text with letters that only Turkish has, short numbers and Roman ones are
/// ordinals (`III. Selim`, `9. Cumhurbaşkanı`). Linear in the text.
#[must_use]
pub fn sentence_ends(text: &str) -> Vec<usize> {
    Ends::of(text).collect()
}

/// The sentences of a text, one by one.
struct Ends<'a> {
    text: &'a str,
    /// Where the sentence began that is looked for the end of; `None` behind the last.
    start: Option<usize>,
    /// Whether numbers are ordinals; told when the first comes up, since it takes a look at the
    /// text.
    ordinals: Option<bool>,
}

impl<'a> Ends<'a> {
    fn of(text: &'a str) -> Self {
        Self { text, start: Some(0), ordinals: None }
    }

    /// Whether numbers are ordinals in this text.
    fn has_ordinals(&mut self) -> bool {
        *self.ordinals.get_or_insert_with(|| {
            let mut head = self.text.chars().take(LANGUAGE_CHARS);
            head.any(|c| matches!(c, 'ğ' | 'ı' | 'ş' | 'İ'))
        })
    }

    /// Where the sentence ends, if it does, whose mark `c` stands at byte `at`; else where to look
    /// on.
    fn end(&mut self, start: usize, at: usize, c: char) -> Result<usize, usize> {
        let opens = |c: char| c.is_whitespace() || matches!(c, '(' | '«' | '"' | '“');
        let before = self.text.get(..at).unwrap_or_default();
        let sentence = self.text.get(start..at).unwrap_or_default();
        let word = sentence.rsplit(opens).next().unwrap_or_default();
        let behind = self.text.get(at + c.len_utf8()..).unwrap_or_default();
        let closes =
            |c| matches!(c, '.' | '!' | '?' | '…' | '"' | '\'' | '”' | '’' | '»' | ')' | ']');
        let rest = behind.trim_start_matches(closes);
        let next = rest.trim_start_matches([' ', '\t', '\u{a0}']);
        let spaced = next.len() < rest.len();
        let mut goes_on = || {
            next.starts_with(char::is_lowercase)
                || c == '.'
                    && (is_abbreviation(word, next, before)
                        || is_ordinal(word) && self.has_ordinals())
        };
        if rest.is_empty() || (spaced && !goes_on()) {
            Ok(self.text.len() - next.len())
        } else {
            Err(self.text.len() - rest.len())
        }
    }
}

impl Iterator for Ends<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        let start = self.start?;
        let mut from = start;
        while let Some((at, c)) = mark(self.text, from) {
            let end = if c == '\n' { Ok(at + 1) } else { self.end(start, at, c) };
            match end {
                Ok(end) => {
                    self.start = (end < self.text.len()).then_some(end);
                    return Some(end);
                }
                Err(on) => from = on,
            }
        }
        self.start = None;
        Some(self.text.len())
    }
}

/// Bytes looked at together for a mark.
const STRETCH: usize = 32;

/// The next character at or behind byte `from` that may end a sentence.
fn mark(text: &str, from: usize) -> Option<(usize, char)> {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        // The first byte of `…` begins dashes and quotation marks too.
        let is_mark = |b: &u8| matches!(b, b'\n' | b'.' | b'!' | b'?' | 0xe2);
        // Stretches without any are told by a loop that takes all their bytes at once.
        let has_mark = |piece: &&[u8]| piece.iter().fold(false, |has, b| has | is_mark(b));
        let rest = bytes.get(at..)?;
        at += rest
            .chunks(STRETCH)
            .take_while(|piece| !has_mark(piece))
            .map(<[u8]>::len)
            .sum::<usize>();
        at += bytes.get(at..)?.iter().position(is_mark)?;
        match text.get(at..)?.chars().next()? {
            c @ ('\n' | '.' | '!' | '?' | '…') => return Some((at, c)),
            other => at += other.len_utf8(),
        }
    }
}

/// Whether a full stop after `word`, the end of `before`, belongs to the word where `next` follows.
fn is_abbreviation(word: &str, next: &str, before: &str) -> bool {
    if ends_enumeration(before) {
        return false;
    }
    let chars = word.chars().count();
    let one_letter = chars == 1 && word.starts_with(char::is_alphabetic);
    let initials = word.contains('.') && word.split('.').all(|part| part.chars().count() <= 1);
    if one_letter || initials || chars > MAX_ABBREVIATION_CHARS {
        return one_letter || initials;
    }
    let lower = word.to_lowercase();
    ABBREVIATIONS.anywhere.contains(lower.as_str())
        || ABBREVIATIONS.before_numbers.contains(lower.as_str())
            && next.starts_with(char::is_numeric)
}

/// Whether `before` ends as `и т. д` and `және т.б` do.
fn ends_enumeration(before: &str) -> bool {
    // Nearly no word before a stop gets further.
    let last = before.trim_end_matches([' ', '\u{a0}']).chars().next_back();
    if !ABBREVIATIONS.ends_of_two.iter().any(|closing| closing.chars().next_back() == last) {
        return false;
    }
    // The longest has five characters and two spaces.
    let start = before.char_indices().rev().nth(7).map_or(0, |(at, _)| at);
    let end: String = before.get(start..).unwrap_or_default().split([' ', '\u{a0}']).collect();
    ABBREVIATIONS.ends_of_two.iter().any(|closing| {
        let rest = end.strip_suffix(closing);
        rest.is_some_and(|rest| !rest.ends_with('.'))
    })
}

/// Whether `word` is a number that a stop makes an ordinal: a short one, or a Roman one.
fn is_ordinal(word: &str) -> bool {
    let word = word.trim_start_matches(['\'', '’']);
    (1..=2).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit())
        || (1..=6).contains(&word.len())
            && word.bytes().all(|b| matches!(b, b'I' | b'V' | b'X' | b'L'))
}

/// Longest part in brackets that a first sentence is not cut in, in bytes.
const MAX_BRACKETS_BYTES: usize = 1_000;

/// The first sentence of `text` without white space around it; empty when there is none. What
/// stands in brackets does not end it: `Esperanto (lit. "One who hopes". See below) is …`.
#[must_use]
pub fn first_sentence(text: &str) -> &str {
    let text = text.trim_start();
    let (mut end, mut brackets) = (0, Brackets::default());
    for next in Ends::of(text) {
        brackets.read(text.get(end..next).unwrap_or_default(), end);
        end = next;
        if !brackets.are_closed_later(text, end) {
            break;
        }
    }
    text.get(..end).unwrap_or_default().trim_end()
}

/// The brackets that are open.
#[derive(Default)]
struct Brackets {
    depth: usize,
    /// Where the outermost one stands.
    start: usize,
}

impl Brackets {
    fn read(&mut self, text: &str, offset: usize) {
        for (at, byte) in text.bytes().enumerate() {
            match byte {
                b'(' => {
                    if self.depth == 0 {
                        self.start = offset + at;
                    }
                    self.depth += 1;
                }
                b')' => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
        }
    }

    /// Whether one is open at byte `end` of the text and closed soon, on the same line.
    fn are_closed_later(&self, text: &str, end: usize) -> bool {
        if self.depth == 0 || text.get(..end).is_some_and(|before| before.ends_with('\n')) {
            return false;
        }
        let most = (self.start + MAX_BRACKETS_BYTES).min(text.len());
        let rest = text.as_bytes().get(end..most).unwrap_or_default();
        let stop = rest.iter().position(|byte| matches!(byte, b')' | b'\n'));
        stop.and_then(|at| rest.get(at)) == Some(&b')')
    }
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
    fn no_abbreviation_is_too_long_to_be_looked_for() {
        for abbreviation in ABBREVIATIONS.anywhere.iter().chain(&ABBREVIATIONS.before_numbers) {
            assert!(abbreviation.chars().count() <= MAX_ABBREVIATION_CHARS, "{abbreviation}");
        }
    }

    #[test]
    fn abbreviations_do_not_end_sentences() {
        for (text, expected) in [
            ("Посол и др. дипломаты. Конец.", &["Посол и др. дипломаты.", "Конец."][..]),
            ("У 1961 р. Відень. Так і т. д. Далі.", &["У 1961 р. Відень.", "Так і т. д.", "Далі."]),
            ("Елші, т.б. Қызметі бар.", &["Елші, т.б.", "Қызметі бар."]),
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
    fn the_end_of_an_enumeration_ends_a_sentence_before_a_capital() {
        for (text, sentences) in [
            ("Ноты, письма и т. п. Их хранят. Ноты и т.д. и письма.", 3),
            ("Радники, секретарі та ін. Їх призначають.", 2),
            ("Елші, кеңесші, т.б. Олар жұмыс істейді.", 2),
            ("Дарадцы, сакратары і г.\u{a0}д. Яны працуюць.", 2),
            ("Notes, letters, etc. They are kept.", 2),
            ("Nota, mektup vb. Bunlar saklanır. Nota vb. belgeler.", 3),
            // Not of an enumeration.
            ("По тел. Д. Петрова, т. е. Анны. См. д. Ивановка.", 2),
        ] {
            assert_eq!(split(text).len(), sentences, "{:?}", split(text));
        }
    }

    #[test]
    fn numbers() {
        for (text, sentences) in [
            ("Binayı III. Selim yaptırdı. Müzeyi 9. Cumhurbaşkanı açtı.", 2),
            ("II'nci değil, 1923. Sonra ışık söndü.", 2),
            ("It followed World War II. Then came 15. After that, 1961.", 3),
            ("See Art. 14. This is art. Another begins. No. They said No. 5.", 5),
            ("Согласно ст. 14 и гл. IV. Затем ч. II.", 2),
        ] {
            assert_eq!(split(text).len(), sentences, "{:?}", split(text));
        }
    }

    #[test]
    fn first() {
        assert_eq!(first_sentence("  Пасол — дыпламат. Ён ёсць."), "Пасол — дыпламат.");
        assert_eq!(first_sentence(""), "");
        for (text, first) in [
            ("Envoy (see below. It is long) is one. Two.", "Envoy (see below. It is long) is one."),
            (
                "Envoy (one! Two? Three (four. Five) six. Seven) is eight. Nine.",
                "Envoy (one! Two? Three (four. Five) six. Seven) is eight.",
            ),
            ("Envoy :( is one. Two.", "Envoy :( is one."),
            ("Envoy (one. Two\nthree) is four.", "Envoy (one."),
            ("Есперанто (букв. «Той». Так) — мова. Її", "Есперанто (букв. «Той». Так) — мова."),
        ] {
            assert_eq!(first_sentence(text), first);
        }
        let long = format!("Envoy (one. {}) is two.", "Three ".repeat(MAX_BRACKETS_BYTES));
        assert_eq!(first_sentence(&long), "Envoy (one.");
    }
}
