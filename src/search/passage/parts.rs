//! The parts of an article's text, by positions and by bytes.

use std::ops::Range;

use super::matches::Match;
use super::source::Article;
use crate::analysis::Analyzer;
use crate::index::Mark;
use crate::search::plan::LangQuery;

/// What a heading with all words of the query lifts a section by.
const HEADING: f32 = 0.25;

/// A part of the text: the body or a section.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Part<'a> {
    /// Where it stands in the text.
    pub(super) bytes: Range<usize>,
    pub(super) char: usize,
    /// Its first word; `None` when no word comes behind its beginning.
    pub(super) first: Option<Mark>,
    /// Number among the sections; `None` for the body.
    pub(super) section: Option<usize>,
    pub(super) heading: Option<&'a str>,
}

/// All parts of an article, in order. Costs a look-up for each.
pub(super) fn of<'a>(article: &Article<'a>) -> Vec<Part<'a>> {
    let (mut byte, mut char, mut sections) = (0, 0, 0);
    let mut parts = Vec::with_capacity(article.head.parts.len());
    for part in &article.head.parts {
        let heading = part.heading.as_deref();
        let bytes = byte..byte + part.bytes as usize;
        (byte, char) = (bytes.end, char + part.chars as usize);
        parts.push(Part {
            // A part without words has the first word of the next.
            first: article.marks.at_byte(bytes.start),
            char: char - part.chars as usize,
            bytes,
            section: heading.is_some().then_some(sections),
            heading,
        });
        sections += usize::from(heading.is_some());
    }
    parts
}

/// For each part what its heading lifts its matches by: a section whose heading has the query's
/// words is about them. Costs the analysis of the headings of parts that have `matches`.
pub(super) fn lifts(
    parts: &[Part<'_>],
    matches: &[Match],
    query: &LangQuery,
    analyzer: &mut Analyzer,
) -> Vec<f32> {
    let all: f32 = query.weights.iter().sum();
    let mut lift = |part: &Part<'_>| {
        let mut found = vec![false; query.words.len()];
        analyzer.analyze(part.heading.unwrap_or_default(), |token| {
            for (word, found) in query.words.iter().zip(&mut found) {
                *found |= word.expansions.iter().any(|form| form.term == token.term);
            }
        });
        let of_found = query.weights.iter().zip(&found).filter(|(_, found)| **found);
        let share = of_found.map(|(weight, _)| weight).sum::<f32>() / all.max(f32::MIN_POSITIVE);
        1.0 + HEADING * share
    };
    let start = |part: &Part<'_>| part.first.map_or(u32::MAX, |first| first.position);
    let before = |position: u32| matches.partition_point(|found| found.position < position);
    let has_matches = |number: usize, part: &Part<'_>| {
        let end = parts.get(number + 1).map_or(u32::MAX, start);
        before(start(part)) < before(end)
    };
    let lift = |(number, part): (usize, &Part<'_>)| match part.heading {
        Some(_) if has_matches(number, part) => lift(part),
        _ => 1.0,
    };
    parts.iter().enumerate().map(lift).collect()
}

/// The number of the part that has the word at `position`.
pub(super) fn at(parts: &[Part<'_>], position: u32) -> Option<usize> {
    let begins = |part: &Part<'_>| part.first.is_some_and(|first| first.position <= position);
    parts.partition_point(begins).checked_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_is_in_the_last_part_that_begins_before_it() {
        let part = |position: Option<u32>| Part {
            bytes: 0..0,
            char: 0,
            first: position.map(|position| Mark { position, byte: 0, char: 0 }),
            section: None,
            heading: None,
        };
        // The second has no words, so that it begins where the third does; nor has the last.
        let parts = [Some(0), Some(20), Some(20), None].map(part);
        for (position, number) in [(0, 0), (19, 0), (20, 2), (90, 2)] {
            assert_eq!(at(&parts, position), Some(number));
        }
        assert_eq!(at(&[], 0), None);
    }
}
