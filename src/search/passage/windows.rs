//! The runs of matches that say most, by positions alone.

use std::ops::Range;

use super::matches::Match;

/// Characters of a word with what parts it from the next, about, in all six languages.
const WORD_CHARS: usize = 8;

/// What a repeated word is worth beside the first of it.
const REPEATED: f32 = 0.1;

/// What a word is worth more behind its neighbour of the query.
const IN_ORDER: f32 = 0.5;

/// What the end of a very long article loses to its beginning, so that of near-ties the earlier
/// wins; at `HALF_WAY` positions half of it is lost.
const LATENESS: f32 = 0.15;
const HALF_WAY: f32 = 500.0;

/// Matches that go into one passage.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Window {
    /// Their numbers.
    pub(super) matches: Range<usize>,
    pub(super) score: f32,
}

/// Positions from the first match of a window to the last, at most.
pub(super) fn width(max_chars: usize) -> u32 {
    u32::try_from((max_chars / WORD_CHARS).max(1)).unwrap_or(u32::MAX)
}

/// The `count` best windows that share no match, best first; each about as long as `max_chars`, and
/// in one of `parts`, given by where they begin, ascending, and what their windows are worth more.
pub(super) fn best(
    matches: &[Match],
    parts: &[(u32, f32)],
    max_chars: usize,
    count: usize,
) -> Vec<Window> {
    let width = width(max_chars);
    let mut all: Vec<Window> = Vec::with_capacity(matches.len());
    let (mut end, mut next_part, mut lift) = (0, 0, 1.0);
    for (start, first) in matches.iter().enumerate() {
        while let Some((_, of_part)) = parts.get(next_part).filter(|p| p.0 <= first.position) {
            lift = *of_part;
            next_part += 1;
        }
        let part_end = parts.get(next_part).map_or(u32::MAX, |(start, _)| *start);
        let window_end = first.position.saturating_add(width).min(part_end);
        while matches.get(end).is_some_and(|last| last.position < window_end) {
            end += 1;
        }
        let inside = matches.get(start..end).unwrap_or_default();
        let lateness = first.position as f32 / (first.position as f32 + HALF_WAY);
        let score = lift * worth(inside) * (1.0 - LATENESS * lateness);
        all.push(Window { matches: start..end, score });
    }
    if count == 1 {
        // Of equal ones the first.
        return all
            .into_iter()
            .reduce(|a, b| if b.score > a.score { b } else { a })
            .into_iter()
            .collect();
    }
    all.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.matches.start.cmp(&b.matches.start)));
    let mut chosen: Vec<Window> = Vec::new();
    for window in all {
        if chosen.len() == count {
            break;
        }
        let shares = |other: &Window| {
            other.matches.start < window.matches.end && window.matches.start < other.matches.end
        };
        if !chosen.iter().any(shares) {
            chosen.push(window);
        }
    }
    chosen
}

/// The weights of the different words, and something for repetition and order.
pub(super) fn worth<'a>(matches: impl IntoIterator<Item = &'a Match>) -> f32 {
    // As bits, but for those that very long queries have.
    let (mut few, mut others) = (0_u64, Vec::new());
    let mut is_new = |word: usize| {
        if word < 64 {
            let before = few;
            few |= 1 << word;
            few != before
        } else {
            let is_new = !others.contains(&word);
            others.extend(is_new.then_some(word));
            is_new
        }
    };
    let mut sum = 0.0;
    let mut before: Option<&Match> = None;
    for found in matches {
        sum += found.weight * if is_new(found.word) { 1.0 } else { REPEATED };
        if before.is_some_and(|b| b.word + 1 == found.word && b.position + 1 == found.position) {
            sum += found.weight * IN_ORDER;
        }
        before = Some(found);
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(places: &[(u32, usize)]) -> Vec<Match> {
        let found = |(position, word)| Match { position, word, weight: 1.0, phrase: None };
        places.iter().copied().map(found).collect()
    }

    #[test]
    fn different_words_are_worth_more_than_many() {
        let matches = matches(&[(0, 0), (3, 0), (5, 0), (100, 1), (102, 0), (300, 1)]);
        let windows = best(&matches, &[], 160, 3);
        let ranges: Vec<Range<usize>> = windows.into_iter().map(|w| w.matches).collect();
        assert_eq!(ranges, [3..5, 0..3, 5..6]);
    }

    #[test]
    fn order_counts_and_the_earlier_wins_a_tie() {
        let apart = matches(&[(0, 1), (1, 0), (50, 0), (51, 1), (90, 0), (91, 1)]);
        assert_eq!(best(&apart, &[], 80, 1)[0].matches, 2..4);
        assert!(best(&[], &[], 80, 1).is_empty());
    }

    #[test]
    fn no_window_reaches_into_the_next_part() {
        let matches = matches(&[(10, 0), (12, 0), (30, 1), (32, 0)]);
        let ranges = |parts: &[(u32, f32)]| -> Vec<Range<usize>> {
            best(&matches, parts, 240, 2).into_iter().map(|window| window.matches).collect()
        };
        assert_eq!(ranges(&[(0, 1.0)]), std::slice::from_ref(&(0..4)));
        assert_eq!(ranges(&[(0, 1.0), (28, 1.0)]), [2..4, 0..2]);
        // Parts without words begin where the next does.
        let with_empty = [0, 0, 28, 28, u32::MAX].map(|start| (start, 1.0));
        assert_eq!(ranges(&with_empty), [2..4, 0..2]);
        // A heading that says so brings the other one up.
        assert_eq!(ranges(&[(0, 2.0), (28, 1.0)]), [0..2, 2..4]);
    }
}
