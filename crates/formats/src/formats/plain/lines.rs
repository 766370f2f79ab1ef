//! Owns what a single line of scraped text is by its shape: list item, note, entry of a table
//! of contents, line of languages, line of keywords. Does not know where the line stands.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::text::footnotes;
use crate::text::headings;

/// A heading or keyword has no more characters than this.
const MAX_SHORT_CHARS: usize = 80;
/// A title's word is known by this many first letters, since endings change.
const STEM_CHARS: usize = 5;

/// One line without the white space and bullet around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line<'a> {
    pub(super) text: &'a str,
    /// Whether it began with a bullet.
    pub(super) is_item: bool,
}

impl Line<'_> {
    /// Whether it is short enough for a heading.
    pub(super) fn is_short(&self) -> bool {
        self.text.chars().nth(MAX_SHORT_CHARS).is_none()
    }

    /// Whether it is an entry of a list of notes: `3. ^ a b …`, `↑ …`.
    pub(super) fn is_note(&self) -> bool {
        footnotes::without_number(self.text).starts_with(['^', '↑'])
    }
}

pub(super) fn classify(text: &str) -> Vec<Line<'_>> {
    text.lines().map(classify_line).collect()
}

fn classify_line(line: &str) -> Line<'_> {
    let text = line.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    match text.strip_prefix(['•', '·', '▪', '*']) {
        Some(rest) if rest.is_empty() || rest.starts_with(char::is_whitespace) => {
            Line { text: rest.trim_start(), is_item: true }
        }
        _ => Line { text, is_item: false },
    }
}

/// The languages of `TR | RU | UK |`, in small letters; at least two.
pub(super) fn languages(line: &str) -> Option<Vec<(String, String)>> {
    let codes = line.split('|').map(str::trim).filter(|code| !code.is_empty());
    let is_code =
        |code: &str| (2..=3).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_alphabetic());
    let languages: Option<Vec<(String, String)>> = codes
        .map(|code| is_code(code).then(|| (code.to_ascii_lowercase(), String::new())))
        .collect();
    languages.filter(|languages| languages.len() >= 2)
}

/// The keywords of a line that repeats the title's words in each of its items.
pub(super) fn keywords(line: &str, title: &str) -> Option<Vec<String>> {
    let stems: Vec<String> = words(title).map(|word| stem(&word)).collect();
    if stems.is_empty() || !line.contains(',') {
        return None;
    }
    let items: Vec<&str> = line.split(',').map(str::trim).filter(|item| !item.is_empty()).collect();
    let repeats = |item: &&str| {
        if item.chars().nth(MAX_SHORT_CHARS).is_some() {
            return false;
        }
        let words: Vec<String> = words(item).collect();
        stems.iter().all(|stem| words.iter().any(|word| word.starts_with(stem)))
    };
    let is_stuffing = items.len() >= 2 && stems.len() < 16 && items.iter().all(repeats);
    is_stuffing.then(|| items.into_iter().map(str::to_owned).collect())
}

fn words(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase)
}

fn stem(word: &str) -> String {
    word.chars().take(STEM_CHARS).collect()
}

/// Drops what came before, whatever its case.
pub(super) fn dedup(keywords: &mut Vec<String>) {
    let mut known = HashSet::new();
    keywords.retain(|keyword| known.insert(keyword.to_lowercase()));
}

/// The table of contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Contents<'a> {
    /// Headings in order, without their numbers.
    pub(super) entries: Vec<&'a str>,
    /// The lines it takes.
    pub(super) lines: Range<usize>,
    positions: HashMap<String, usize>,
}

impl<'a> Contents<'a> {
    /// The first run of list items that are numbered from 1, of which one is a heading known
    /// everywhere or all follow one another.
    pub(super) fn find(lines: &[Line<'a>]) -> Option<Self> {
        let mut start = 0;
        while start < lines.len() {
            let rest = lines.get(start..)?;
            let is_entry = |line: &&Line<'a>| line.is_item && entry(line.text).is_some();
            let length = rest.iter().take_while(is_entry).count();
            let numbered = rest.iter().take(length).filter_map(|line| entry(line.text));
            let entries: Vec<(&str, &str)> = numbered.collect();
            if Self::is_contents(&entries) {
                let entries: Vec<&str> = entries.into_iter().map(|(_, entry)| entry).collect();
                let positions = entries.iter().enumerate().rev();
                let positions = positions.map(|(at, entry)| (entry.to_lowercase(), at)).collect();
                return Some(Self { entries, lines: start..start + length, positions });
            }
            start += length.max(1);
        }
        None
    }

    fn is_contents(entries: &[(&str, &str)]) -> bool {
        let starts_at_one = entries.first().is_some_and(|(number, _)| *number == "1");
        let has_known = entries.iter().any(|(_, entry)| headings::kind(entry).is_some());
        let mut counted = entries.iter().zip(1..);
        let is_counted = counted.all(|((number, _), n): (_, u32)| *number == n.to_string());
        starts_at_one && entries.len() >= 2 && (has_known || is_counted)
    }

    /// Where the table has `heading`.
    pub(super) fn position(&self, heading: &str) -> Option<usize> {
        self.positions.get(&heading.to_lowercase()).copied()
    }
}

/// Number and heading of `2.1 Early years`; full stops may have been lost.
fn entry(text: &str) -> Option<(&str, &str)> {
    let (number, heading) = text.split_once(char::is_whitespace)?;
    let digits = number.trim_end_matches('.');
    let is_number = (1..=6).contains(&digits.len())
        && digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let heading = heading.trim();
    (is_number && !heading.is_empty()).then_some((digits, heading))
}
