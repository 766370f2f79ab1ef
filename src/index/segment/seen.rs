//! The numbers of the words that analyzers gave lately.
//!
//! Most words of an article are still in the memory of its analyzer, which knows each by a serial
//! number: by that a word's number in the vocabulary is one look-up, without a byte of it.

use super::vocabulary::UNKNOWN;

/// Words of an analyzer that are kept; a serial number has one place.
const PLACES: usize = 1 << 16;

/// Analyzers of which words are kept: one for each worker and language, of 40 workers and more.
const ANALYZERS: usize = 256;

/// What is kept of each analyzer, by its id.
#[derive(Default)]
pub(super) struct Seen(Vec<(u64, Words)>);

/// Words of one analyzer, each a serial number above the number in the vocabulary.
pub(super) struct Words(Vec<u64>);

impl Seen {
    /// `None` where there are too many.
    pub(super) fn of_analyzer(&mut self, id: u64) -> Option<&mut Words> {
        let at = match self.0.iter().position(|(of, _)| *of == id) {
            Some(at) => at,
            None if self.0.len() == ANALYZERS => return None,
            None => {
                self.0.push((id, Words(vec![0; PLACES])));
                self.0.len() - 1
            }
        };
        self.0.get_mut(at).map(|(_, words)| words)
    }

    /// Bytes held.
    pub(super) fn mem_usage(&self) -> usize {
        self.0.len() * PLACES * size_of::<u64>()
    }
}

impl Words {
    /// Puts the numbers of words into `numbers`, [`UNKNOWN`] where they are not kept.
    pub(super) fn look_up(&self, serials: &[u32], numbers: &mut [u32]) {
        for (serial, number) in serials.iter().zip(numbers) {
            let kept = self.0[place(*serial)];
            *number = if (kept >> 32) as u32 == *serial { kept as u32 } else { UNKNOWN };
        }
    }

    /// Keeps the numbers of words.
    pub(super) fn keep(&mut self, serials: &[u32], numbers: &[u32]) {
        for (serial, number) in serials.iter().zip(numbers) {
            let word = (u64::from(*serial) << 32) | u64::from(*number);
            let kept = &mut self.0[place(*serial)];
            // Most are the same: a cache line that is not written to need not be written back.
            if *kept != word {
                *kept = word;
            }
        }
    }
}

fn place(serial: u32) -> usize {
    serial as usize % PLACES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_known_until_another_takes_their_place() {
        let mut seen = Seen::default();
        let far = 3 + PLACES as u32;
        seen.of_analyzer(1).unwrap().keep(&[3, 4, u32::MAX], &[30, 0, 50]);
        let mut numbers = [9; 5];
        seen.of_analyzer(1).unwrap().look_up(&[4, 3, u32::MAX, far, 5], &mut numbers);
        assert_eq!(numbers, [0, 30, 50, UNKNOWN, UNKNOWN]);
        seen.of_analyzer(1).unwrap().keep(&[far], &[31]);
        seen.of_analyzer(1).unwrap().look_up(&[3, far], &mut numbers[..2]);
        assert_eq!(numbers[..2], [UNKNOWN, 31]);
        seen.of_analyzer(2).unwrap().look_up(&[4], &mut numbers[..1]);
        assert_eq!(numbers[0], UNKNOWN);
    }

    #[test]
    fn room_is_bounded() {
        let mut seen = Seen::default();
        for id in 0..1000 {
            assert_eq!(seen.of_analyzer(id).is_some(), id < 256);
        }
        assert!(seen.of_analyzer(7).is_some());
        assert_eq!(seen.mem_usage(), 128 << 20);
    }
}
