//! Owns finding footnote numbers that a scraper left glued to the words of a text
//! (`objectives1`, `proposed234`, `201313141516`). The number of notes that the page lists and
//! their order in the text tell them from years and other numbers. Does not change the text.

use std::collections::BTreeMap;
use std::ops::Range;

/// New notes come in order; so many may be missing between two, lost with a box or caption.
const MAX_SKIPPED: u32 = 3;
/// No run of glued notes is longer than this.
const MAX_RUN_DIGITS: usize = 24;

/// Words after which 2 and 3 are powers.
#[rustfmt::skip]
const UNITS: [&str; 12] =
    ["m", "km", "cm", "mm", "ft", "mi", "м", "км", "см", "мм", "га", "dm"];

/// The byte ranges of footnote numbers in `text`, in order and apart, where the page lists
/// `notes` notes; none where it lists none. Linear in the length of `text`.
pub(super) fn find(text: &str, notes: usize) -> Vec<Range<usize>> {
    let Ok(notes) = u32::try_from(notes) else { return Vec::new() };
    if notes == 0 {
        return Vec::new();
    }
    let mut finder = Finder { notes, seen: 0, first: BTreeMap::new(), found: Vec::new() };
    let mut lone: BTreeMap<u32, Vec<Range<usize>>> = BTreeMap::new();
    for run in digit_runs(text) {
        if !finder.read(text, &run)
            && let Some(number) = lone_number(text, &run)
            && number <= notes
        {
            lone.entry(number).or_default().push(run);
        }
    }
    finder.fill_gaps(&lone);
    finder.found.sort_by_key(|range| range.start);
    finder.found
}

/// The notes met so far.
struct Finder {
    notes: u32,
    /// Highest number met.
    seen: u32,
    /// Where each number was first met.
    first: BTreeMap<u32, usize>,
    found: Vec<Range<usize>>,
}

impl Finder {
    /// Reads one run of digits; whether there are notes in it.
    fn read(&mut self, text: &str, run: &Range<usize>) -> bool {
        let (Some(before), Some(digits), Some(after)) =
            (text.get(..run.start), text.get(run.clone()), text.get(run.end..))
        else {
            return false;
        };
        let is_open_end =
            after.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '@'));
        if is_open_end || digits.len() > MAX_RUN_DIGITS || is_in_address(before) {
            return false;
        }
        let (start, strict) = match glue(before, digits, after) {
            Glue::Word => (0, false),
            Glue::Doubtful => (0, true),
            Glue::Year => (4, true),
            Glue::None => return false,
        };
        let Some(numbers) = digits.get(start..).and_then(|digits| self.split(digits, strict))
        else {
            return false;
        };
        for number in numbers {
            self.seen = self.seen.max(number);
            self.first.entry(number).or_insert(run.start);
        }
        self.found.push(run.start + start..run.end);
        true
    }

    /// Splits digits into rising note numbers, each new one the very next; only the first may
    /// skip some, and not where it is doubtful that they are notes.
    fn split(&self, digits: &str, strict: bool) -> Option<Vec<u32>> {
        let next = self.seen + 1;
        let highest = (if strict { next } else { next + MAX_SKIPPED }).min(self.notes);
        let starts = if strict { next..=next } else { 1..=highest };
        // Rather the next note than one met before: `1112` after 10 is 11, 12.
        let first = prefixes(digits).filter(|first| starts.contains(first));
        let mut firsts: Vec<u32> = first.collect();
        firsts.sort_by_key(|&first| (first != next, first <= self.seen));
        firsts.into_iter().find_map(|first| self.split_from(first, digits))
    }

    fn split_from(&self, first: u32, digits: &str) -> Option<Vec<u32>> {
        let mut numbers = vec![first];
        let mut rest = digits.strip_prefix(&first.to_string())?;
        while !rest.is_empty() {
            let last = *numbers.last()?;
            let highest = (self.seen.max(last) + 1).min(self.notes);
            let number = prefixes(rest)
                .filter(|number| (last + 1..=highest).contains(number))
                .min_by_key(|&number| number != last + 1)?;
            rest = rest.strip_prefix(&number.to_string())?;
            numbers.push(number);
        }
        Some(numbers)
    }

    /// A number that stands alone is a note where just that one is missing between two others
    /// and nothing else there could be it (`Twiplomacy 11 found`).
    fn fill_gaps(&mut self, lone: &BTreeMap<u32, Vec<Range<usize>>>) {
        let met: Vec<(u32, usize)> = self.first.iter().map(|(&n, &at)| (n, at)).collect();
        for pair in met.windows(2) {
            let &[(number, from), (next, to)] = pair else { continue };
            if next != number + 2 {
                continue;
            }
            let candidates = lone.get(&(number + 1)).map_or(&[][..], Vec::as_slice);
            let mut between = candidates.iter().filter(|run| run.start > from && run.end < to);
            if let (Some(run), None) = (between.next(), between.next()) {
                self.found.push(run.start - 1..run.end);
            }
        }
    }
}

/// The numbers of one to three digits that `digits` starts with.
fn prefixes(digits: &str) -> impl Iterator<Item = u32> {
    let is_number = !digits.starts_with('0');
    let lengths = 1..=if is_number { digits.len().min(3) } else { 0 };
    lengths.filter_map(|length| digits.get(..length)?.parse().ok())
}

/// How a run of digits hangs on what is before it.
enum Glue {
    /// On a word or a quotation: notes if the numbers fit.
    Word,
    /// On something that may have a number of its own.
    Doubtful,
    /// Its first four digits are a year.
    Year,
    None,
}

fn glue(before: &str, digits: &str, after: &str) -> Glue {
    let mut back = before.chars().rev();
    let (last, second) = (back.next().unwrap_or(' '), back.next().unwrap_or(' '));
    let is_stop = |c: char| matches!(c, '\'' | '"' | '’' | '”' | '»' | ')' | '…');
    match last {
        // `internet',5 a` and, where the next note is 4, `2010,4 which`, but not `1,435`.
        ',' | '.' | ';' | ':' if after.is_empty() || after.starts_with(char::is_whitespace) => {
            let number = back.take_while(char::is_ascii_digit).count() + 1;
            match second {
                second if second.is_lowercase() || is_stop(second) => Glue::Word,
                second if second.is_ascii_digit() && number == 4 => Glue::Doubtful,
                second if second.is_alphabetic() => Glue::Doubtful,
                _ => Glue::None,
            }
        }
        last if is_stop(last) && !second.is_whitespace() => Glue::Word,
        last if last.is_alphabetic() => {
            let word = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
            let is_power = matches!(digits, "2" | "3") && UNITS.contains(&word);
            match (last.is_lowercase(), word.chars().count()) {
                _ if is_power => Glue::None,
                (true, _) => Glue::Word,
                // After an abbreviation; G7 and MI6 are names.
                (false, 3..) => Glue::Doubtful,
                (false, _) => Glue::None,
            }
        }
        _ => {
            let year = digits.get(..4).and_then(|year| year.parse().ok());
            let is_year = digits.len() > 4 && year.is_some_and(|y| (1000..2100).contains(&y));
            if is_year { Glue::Year } else { Glue::None }
        }
    }
}

/// The value of a run with a space on both sides.
fn lone_number(text: &str, run: &Range<usize>) -> Option<u32> {
    let before = text.get(..run.start)?;
    let after = text.get(run.end..)?;
    let is_lone = before.ends_with(' ') && after.starts_with(' ');
    if is_lone && run.len() <= 3 { text.get(run.clone())?.parse().ok() } else { None }
}

/// Whether the word that `before` ends in is an address.
fn is_in_address(before: &str) -> bool {
    // No address that matters is longer; this keeps a text without spaces linear.
    let mut word = before.char_indices().rev().take(256).take_while(|(_, c)| !c.is_whitespace());
    word.any(|(at, c)| c == '@' || c == '/' && before.get(..at).is_some_and(|b| b.ends_with('/')))
}

/// The runs of ASCII digits in `text`.
fn digit_runs(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut rest = 0;
    std::iter::from_fn(move || {
        let tail = text.as_bytes().get(rest..)?;
        let start = rest + tail.iter().position(u8::is_ascii_digit)?;
        let run = text.as_bytes().get(start..)?;
        let length = run.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(run.len());
        rest = start + length;
        Some(start..rest)
    })
}

#[cfg(test)]
mod tests {
    use super::find;

    /// `text` without the notes found in it.
    fn cleaned(text: &str, notes: usize) -> String {
        let mut kept = String::new();
        let mut from = 0;
        for range in find(text, notes) {
            kept.push_str(&text[from..range.start]);
            from = range.end;
        }
        kept + &text[from..]
    }

    #[test]
    fn notes_in_order() {
        let cases = [
            ("objectives1 However, proposed234", "objectives However, proposed"),
            ("hedefler1 Ancak öneriler23 vardır", "hedefler Ancak öneriler vardır"),
            ("целей1 Однако предложены23", "целей Однако предложены"),
            ("цілей1 Проте пропозиції23", "цілей Проте пропозиції"),
            ("мақсаттар1 Алайда ұсыныстар23", "мақсаттар Алайда ұсыныстар"),
            ("мэты1 Аднак прапановы23", "мэты Аднак прапановы"),
            ("a1 b2 'internet',3 a narrower", "a b 'internet', a narrower"),
            ("a1 in January 2010,2 which", "a in January 2010, which"),
            ("a1 for 201323456", "a for 2013"),
            ("a1 in 1957–19582 they", "a in 1957–1958 they"),
            ("a1 b2 leader'3 c1", "a b leader' c"),
            ("a1 of NATO2 and UNESCO5", "a of NATO and UNESCO5"),
            ("a1 Study 2 found it b3", "a Study found it b"),
            (
                "a1 b2 c3 d4 e5 f6 g7 h8 i9 leader'10 on 11 found ',12 as",
                "a b c d e f g h i leader' on found ', as",
            ),
            ("a1 b2 c3 d4 e5 f6 g7 h8 i9 j10 k1112 l112", "a b c d e f g h i j k l"),
            ("x1 y2 z3 u4 v5 w6 p7 q8 r910 s11", "x y z u v w p q r s"),
        ];
        for (text, expected) in cases {
            assert_eq!(cleaned(text, 16), expected, "{text}");
        }
    }

    #[test]
    fn other_numbers_stay() {
        for text in [
            "in 2012 and the 21st century, 264 Twitter accounts",
            "a rail of 1,435 mm, 3.5 million, 1990'larda, 50% and 10:30",
            "G7, G20, MI6, CO2, 5G, H1N1, Covid-19, F-16",
            "12 km2, 3 м3, windows98, area51, iphone15",
            "the 20120322 edition and 19580",
            "http://example.org/a1 and me2@example.org",
            "2 of 3 members met on 4 May",
            "1957–1958 and 2012-03-22",
        ] {
            assert_eq!(cleaned(text, 16), text);
        }
        assert_eq!(cleaned("objectives1", 0), "objectives1");
        assert_eq!(cleaned("", 3), "");
        let long = "9".repeat(1_000_000);
        assert_eq!(cleaned(&long, 16), long);
    }
}
