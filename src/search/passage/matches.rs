//! Which places of a query's words are matches: those that a reader would want to see marked.
//!
//! A word that was typed counts wherever it stands. A word of a phrase counts within the phrase. A
//! function word counts beside another match only.

use super::super::plan::{LangQuery, Tree};
use super::super::word::QueryWord;
use super::places::Place;

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

    /// The matches among `places`, which must ascend; one a position, ascending.
    pub(super) fn matches(&self, places: &[Place]) -> Vec<Match> {
        let mut found = Vec::new();
        self.add_phrases(places, &mut found);
        for Place { position, word, weight } in places.iter().copied() {
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
    fn add_function_words(&self, places: &[Place], found: &mut Vec<Match>) {
        let mut taken: Vec<u32> = found.iter().map(|found| found.position).collect();
        taken.sort_unstable();
        for Place { position, word, weight } in places.iter().copied() {
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
    fn add_phrases(&self, places: &[Place], found: &mut Vec<Match>) {
        let mut occurrence = 0;
        for (words, slop) in &self.phrases {
            let of_word = |wanted: usize| -> Vec<Place> {
                places.iter().copied().filter(|place| place.word == wanted).collect()
            };
            let lists: Vec<(Vec<Place>, u32)> =
                words.iter().map(|(word, offset)| (of_word(*word), *offset)).collect();
            let Some(((first, offset), rest)) = lists.split_first() else { continue };
            for start in first {
                let mut occurring = vec![*start];
                let mut moved = 0;
                for (list, at) in rest {
                    let wanted = start.position + (at - offset);
                    let Some(nearest) = nearest(list, wanted) else { break };
                    moved += nearest.position.abs_diff(wanted);
                    occurring.push(nearest);
                }
                if occurring.len() == lists.len() && moved <= *slop {
                    found.extend(occurring.into_iter().map(|place| Match {
                        position: place.position,
                        word: place.word,
                        weight: place.weight,
                        phrase: Some(occurrence),
                    }));
                    occurrence += 1;
                }
            }
        }
    }
}

/// The place in `list`, which ascends, that is nearest to `position`.
fn nearest(list: &[Place], position: u32) -> Option<Place> {
    let after = list.partition_point(|place| place.position < position);
    let near = [after.checked_sub(1), Some(after)];
    let near = near.into_iter().flatten().filter_map(|at| list.get(at));
    near.min_by_key(|place| place.position.abs_diff(position)).copied()
}
