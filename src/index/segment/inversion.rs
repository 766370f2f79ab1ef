//! From words by article to articles by word.
//!
//! While a segment is gathered, a field is one long list of word numbers; what a term's posting
//! list needs is brought together at the end by a counting sort, which touches memory in order but
//! for one look-up a word. A hash table of growing lists, which is the usual way, misses the
//! processor's caches at every word.

use std::io;

use crate::index::terms::NO_WORD;

/// Parts that a field is sorted in at most: each costs a pass over the field, and the room that
/// sorting takes is that much smaller.
const PARTS: usize = 4;
/// Words that are sorted at once at least.
const MIN_PART: usize = 1 << 18;

/// Words of a field by article.
#[derive(Default)]
pub(super) struct FieldWords {
    /// Words at all positions of all articles.
    words: Vec<u32>,
    /// Where each article begins, and at the end where the last one ends.
    starts: Vec<u32>,
    /// Positions that have a word.
    tokens: u64,
}

impl FieldWords {
    /// Adds the next article, whose words are `numbers` among `words`; how many tokens it has.
    pub(super) fn add(&mut self, numbers: &[u32], words: &[u32]) -> u32 {
        if self.starts.is_empty() {
            self.starts.push(0);
        }
        let before = self.words.len();
        // NO_WORD is behind all numbers.
        let word = |number: &u32| words.get(*number as usize).copied().unwrap_or(NO_WORD);
        self.words.extend(numbers.iter().map(word));
        let gaps = self.words[before..].iter().filter(|word| **word == NO_WORD).count();
        let tokens = u32::try_from(numbers.len() - gaps).unwrap_or(u32::MAX);
        self.starts.push(u32::try_from(self.words.len()).unwrap_or(u32::MAX));
        self.tokens += u64::from(tokens);
        tokens
    }

    /// Positions held.
    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    /// Positions that have a word.
    pub(super) fn tokens(&self) -> u64 {
        self.tokens
    }

    /// Where each article begins, and where the last one ends.
    pub(super) fn starts(&self) -> &[u32] {
        &self.starts
    }

    /// Bytes held.
    pub(super) fn mem_usage(&self) -> usize {
        (self.words.len() + self.starts.len()) * 4
    }
}

/// Words, each with a number that grows from one occurrence of a word to the next.
pub(super) trait Occurrences {
    fn for_each(&self, each: impl FnMut(u32, u32));
}

/// Words with their place among all positions of the field.
impl Occurrences for &FieldWords {
    fn for_each(&self, mut each: impl FnMut(u32, u32)) {
        for (place, word) in (0..).zip(&self.words) {
            if *word != NO_WORD {
                each(*word, place);
            }
        }
    }
}

/// Words of several fields with the article.
impl Occurrences for &[&FieldWords] {
    fn for_each(&self, mut each: impl FnMut(u32, u32)) {
        let articles = self.first().map_or(0, |field| field.starts.len().saturating_sub(1));
        for article in 0..articles {
            for field in *self {
                let (from, to) = (field.starts[article], field.starts[article + 1]);
                for word in &field.words[from as usize..to as usize] {
                    if *word != NO_WORD {
                        each(*word, article as u32);
                    }
                }
            }
        }
    }
}

/// Calls `each` for every rank that occurs, in order, with the numbers of its occurrences, in
/// order. A word's rank is `rank_of` it, below `ranks`.
pub(super) fn by_rank(
    occurrences: impl Occurrences,
    rank_of: &[u32],
    ranks: usize,
    mut each: impl FnMut(usize, &[u32]) -> io::Result<()>,
) -> io::Result<()> {
    // How often a rank occurs; then where its next occurrence goes.
    let mut slots = vec![0_u32; ranks];
    let mut total = 0;
    occurrences.for_each(|word, _| {
        slots[rank_of[word as usize] as usize] += 1;
        total += 1;
    });
    let part = usize::max(total / PARTS, MIN_PART);
    let mut room = Vec::new();
    let mut from = 0;
    while from < ranks {
        let (mut to, mut size) = (from, 0);
        while to < ranks && (size == 0 || size + slots[to] as usize <= part) {
            let count = slots[to];
            slots[to] = size as u32;
            size += count as usize;
            to += 1;
        }
        room.resize(size, 0);
        let part = from..to;
        occurrences.for_each(|word, number| {
            let rank = rank_of[word as usize] as usize;
            if part.contains(&rank) {
                room[slots[rank] as usize] = number;
                slots[rank] += 1;
            }
        });
        let mut start = 0;
        for rank in part {
            let end = slots[rank] as usize;
            if end > start {
                each(rank, &room[start..end])?;
            }
            start = end;
        }
        from = to;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn occurrences_come_by_rank_and_in_order() {
        let mut body = FieldWords::default();
        assert_eq!(body.add(&[0, 1, NO_WORD, 0], &[5, 3]), 3);
        assert_eq!(body.add(&[], &[]), 0);
        assert_eq!(body.add(&[0], &[3]), 1);
        assert_eq!(body.starts(), [0, 4, 4, 5]);
        let rank_of = [9, 9, 9, 0, 9, 2];
        assert_eq!(ranked(&body, &rank_of), [(0, vec![1, 4]), (2, vec![0, 3])]);
        let twice = ranked(&[&body, &body][..], &rank_of);
        assert_eq!(twice, [(0, vec![0, 0, 2, 2]), (2, vec![0, 0, 0, 0])]);
    }

    fn ranked(occurrences: impl Occurrences, rank_of: &[u32]) -> Vec<(usize, Vec<u32>)> {
        let mut seen = Vec::new();
        by_rank(occurrences, rank_of, 3, |rank, numbers| {
            seen.push((rank, numbers.to_vec()));
            Ok(())
        })
        .unwrap();
        seen
    }

    #[test]
    fn parts_make_no_difference() {
        // More than two parts' worth, of few ranks and of one that is larger than a part.
        let words: Vec<u32> =
            (0..3 * MIN_PART as u32).map(|n| if n % 3 == 0 { n % 7 } else { 7 }).collect();
        let mut body = FieldWords::default();
        let numbers: Vec<u32> = (0..words.len() as u32).collect();
        body.add(&numbers, &words);
        let rank_of: Vec<u32> = (0..8).rev().collect();
        let (mut ranks, mut total) = (Vec::new(), 0);
        by_rank(&body, &rank_of, 8, |rank, places| {
            assert!(places.is_sorted_by(|a, b| a < b));
            assert!(
                places.iter().all(|place| rank_of[words[*place as usize] as usize] == rank as u32)
            );
            ranks.push(rank);
            total += places.len();
            Ok(())
        })
        .unwrap();
        assert_eq!((ranks, total), ((0..8).collect(), words.len()));
    }
}
