//! Which places of a query's words are matches: those that a reader would want to see marked.
//!
//! A word that was typed counts wherever it stands. A word of a phrase counts within the phrase. A
//! function word counts beside another match only.

use super::places::WordPosition;
use crate::matching::{Occurrence, QueryWord, Tree};
use crate::search::plan::LangQuery;

/// A place that counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Match {
    pub(super) position: u32,
    pub(super) word: usize,
    pub(super) weight: f32,
    /// Number of the phrase's occurrence that it is part of.
    pub(super) phrase: Option<u32>,
}

/// What of a query counts as a match.
pub(super) struct Evidence<'a> {
    words: &'a [QueryWord],
    /// Words by themselves, by number.
    typed: Vec<bool>,
    /// Words with their places in the phrase, and how far they may be moved together.
    phrases: Vec<(&'a [(usize, u32)], u32)>,
}

impl<'a> Evidence<'a> {
    pub(super) fn of(query: &'a LangQuery) -> Self {
        let typed = vec![false; query.words.len()];
        let mut evidence = Self { words: &query.words, typed, phrases: Vec::new() };
        evidence.add(&query.tree);
        evidence
    }

    /// Adds what `tree` looks for; recursive, as deep as the parser lets queries nest.
    fn add(&mut self, tree: &'a Tree) {
        match tree {
            Tree::Word(at) => {
                let by_itself = self.words.get(*at).is_some_and(|word| word.by_itself);
                if let Some(typed) = self.typed.get_mut(*at) {
                    *typed |= by_itself;
                }
            }
            Tree::Phrase { words, slop, .. } => self.phrases.push((words, *slop)),
            Tree::Bool { must, should, .. } => {
                must.iter().chain(should).for_each(|tree| self.add(tree));
            }
            Tree::All | Tree::Nothing => {}
        }
    }

    /// How far words of one phrase may be moved together.
    pub(super) fn slop(&self) -> u32 {
        self.phrases.iter().map(|(_, slop)| *slop).max().unwrap_or(0)
    }

    /// Whether `matches` lack what was asked for.
    pub(super) fn lacks(&self, matches: &[Match]) -> bool {
        matches.is_empty()
            || !self.phrases.is_empty() && matches.iter().all(|found| found.phrase.is_none())
    }

    /// The matches among `places`, which must ascend; one a position, ascending.
    pub(super) fn matches(&self, places: &[WordPosition]) -> Vec<Match> {
        let mut found = Vec::with_capacity(places.len());
        self.add_phrases(places, &mut found);
        for WordPosition { position, word, weight } in places.iter().copied() {
            let is = |get: fn(&QueryWord) -> bool| self.words.get(word).is_some_and(get);
            if self.typed.get(word) == Some(&true) && !is(|word| word.only_ranks) {
                found.push(Match { position, word, weight, phrase: None });
            }
        }
        self.add_function_words(places, &mut found);
        // A place may count as a word and as part of a phrase: the phrase stays.
        found.sort_by(|a, b| {
            a.position
                .cmp(&b.position)
                .then(b.phrase.is_some().cmp(&a.phrase.is_some()))
                .then(b.weight.total_cmp(&a.weight))
        });
        found.dedup_by_key(|found| found.position);
        found
    }

    /// Function words that stand beside a match.
    fn add_function_words(&self, places: &[WordPosition], found: &mut Vec<Match>) {
        if self.words.iter().all(|word| !word.only_ranks) {
            return;
        }
        let mut taken: Vec<u32> = found.iter().map(|found| found.position).collect();
        taken.sort_unstable();
        for WordPosition { position, word, weight } in places.iter().copied() {
            let ranks_only = self.words.get(word).is_some_and(|word| word.only_ranks);
            let beside = |at: Option<u32>| at.is_some_and(|at| taken.binary_search(&at).is_ok());
            if ranks_only
                && self.typed.get(word) == Some(&true)
                && (beside(position.checked_sub(1)) || beside(position.checked_add(1)))
            {
                found.push(Match { position, word, weight, phrase: None });
            }
        }
    }

    /// The words of each occurrence of a phrase.
    fn add_phrases(&self, places: &[WordPosition], found: &mut Vec<Match>) {
        let mut occurrence = 0;
        for (words, slop) in &self.phrases {
            let of_word = |wanted: usize| -> Vec<WordPosition> {
                places.iter().copied().filter(|place| place.word == wanted).collect()
            };
            let lists: Vec<(Vec<WordPosition>, u32)> =
                words.iter().map(|(word, offset)| (of_word(*word), *offset)).collect();
            let Some(((first, offset), rest)) = lists.split_first() else { continue };
            let mut last_places: Vec<u32> = Vec::new();
            for start in first {
                let mut occurring = vec![*start];
                let mut phrase = Occurrence::at(start.position);
                for (list, at) in rest {
                    let next = phrase.next(at - offset, list, |place| place.position, *slop);
                    let Some(next) = next else { break };
                    occurring.push(*next);
                }
                if occurring.len() == lists.len() {
                    // Occurrences that share a word are shown as one.
                    let shared = |place: &WordPosition| last_places.contains(&place.position);
                    occurrence += u32::from(!occurring.iter().any(shared));
                    last_places = occurring.iter().map(|place| place.position).collect();
                    found.extend(occurring.into_iter().map(|place| Match {
                        position: place.position,
                        word: place.word,
                        weight: place.weight,
                        phrase: Some(occurrence),
                    }));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words, in the order of the query: whether each was typed by itself, and whether it is a
    /// function word that only ranks.
    fn words(kinds: &[(bool, bool)]) -> Vec<QueryWord> {
        let word = |(by_itself, only_ranks): &(bool, bool)| QueryWord {
            meant: None,
            typed: String::new(),
            expansions: Vec::new(),
            field: None,
            is_pattern: false,
            by_itself: *by_itself,
            is_stop: *only_ranks,
            only_ranks: *only_ranks,
            weight: 1.0,
        };
        kinds.iter().map(word).collect()
    }

    fn evidence<'a>(words: &'a [QueryWord], phrase: &'a [(usize, u32)], slop: u32) -> Evidence<'a> {
        let typed = words.iter().map(|word| word.by_itself).collect();
        let phrases = if phrase.is_empty() { Vec::new() } else { vec![(phrase, slop)] };
        Evidence { words, typed, phrases }
    }

    /// Positions that match, with the number of the phrase's occurrence.
    fn found(evidence: &Evidence<'_>, places: &[(u32, usize)]) -> Vec<(u32, Option<u32>)> {
        let place = |(position, word): &(u32, usize)| WordPosition {
            position: *position,
            word: *word,
            weight: 1.0,
        };
        let places: Vec<WordPosition> = places.iter().map(place).collect();
        evidence.matches(&places).iter().map(|m| (m.position, m.phrase)).collect()
    }

    #[test]
    fn words_of_a_phrase_match_within_it_only() {
        let words = words(&[(false, false), (false, false)]);
        let places = [(1, 0), (5, 0), (6, 1), (8, 1), (12, 1), (13, 0)];
        let phrase = [(0, 0), (1, 1)];
        assert_eq!(found(&evidence(&words, &phrase, 0), &places), [(5, Some(1)), (6, Some(1))]);
        // A word left out between them, as function words may be, keeps its place.
        let apart = [(0, 0), (1, 3)];
        assert_eq!(found(&evidence(&words, &apart, 0), &places), [(5, Some(1)), (8, Some(1))]);
        assert_eq!(found(&evidence(&words, &phrase, 0), &places[..2]), []);
    }

    #[test]
    fn slop_counts_words_between_and_moves() {
        let words = words(&[(false, false), (false, false), (false, false)]);
        let phrase = [(0, 0), (1, 1), (2, 2)];
        let one_between = [(4, 0), (6, 1), (7, 2)];
        // Both words behind the gap are one place off.
        assert_eq!(found(&evidence(&words, &phrase, 1), &one_between), []);
        let all = [(4, Some(1)), (6, Some(1)), (7, Some(1))];
        assert_eq!(found(&evidence(&words, &phrase, 2), &one_between), all);
        let exchanged = [(4, 1), (5, 0)];
        let phrase = [(0, 0), (1, 1)];
        assert_eq!(found(&evidence(&words, &phrase, 1), &exchanged), []);
        let both = [(4, Some(1)), (5, Some(1))];
        assert_eq!(found(&evidence(&words, &phrase, 2), &exchanged), both);
    }

    #[test]
    fn a_word_typed_and_in_a_phrase_matches_everywhere_and_the_phrase_stays_whole() {
        let words = words(&[(true, false), (false, false)]);
        let phrase = [(0, 0), (1, 1)];
        let places = [(1, 0), (5, 0), (6, 1), (8, 1)];
        let expected = [(1, None), (5, Some(1)), (6, Some(1))];
        assert_eq!(found(&evidence(&words, &phrase, 0), &places), expected);
    }

    #[test]
    fn occurrences_of_a_phrase_that_share_a_word_are_one() {
        let words = words(&[(false, false)]);
        let phrase = [(0, 0), (0, 1)];
        let places = [(1, 0), (2, 0), (3, 0), (7, 0), (8, 0)];
        let expected = [1, 1, 1, 2, 2].map(Some);
        let phrases = found(&evidence(&words, &phrase, 0), &places).into_iter().map(|m| m.1);
        assert_eq!(phrases.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn function_words_match_beside_a_match_only() {
        let words = words(&[(true, false), (true, true)]);
        let places = [(0, 1), (4, 1), (5, 0), (6, 1), (7, 1), (9, 1)];
        let expected = [(4, None), (5, None), (6, None)];
        assert_eq!(found(&evidence(&words, &[], 0), &places), expected);
        assert_eq!(found(&evidence(&words, &[], 0), &[(0, 1), (1, 1)]), []);
    }
}
