//! Automata over a dictionary of words: words that are written with other letters, and words a
//! typing mistake away.
//!
//! Both look at the words of one language only, which begin with its letter, and visit no more of
//! the dictionary than can still match.

use std::sync::LazyLock;

use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder, SINK_STATE};
use tantivy_fst::Automaton;

/// Whether `automaton` matches `word` behind the letter of its language.
pub(super) fn accepts(automaton: &impl Automaton, language: char, word: &str) -> bool {
    let mut letter = [0; 4];
    let letter = language.encode_utf8(&mut letter).bytes();
    let mut state = automaton.start();
    for byte in letter.chain(word.bytes()) {
        if !automaton.can_match(&state) {
            return false;
        }
        state = automaton.accept(&state, byte);
    }
    automaton.is_match(&state)
}

/// What may stand at one place of a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Slot {
    /// The letters that may stand here, each of one or two bytes in UTF-8.
    pub(crate) letters: Vec<char>,
    /// Whether the place may be empty.
    pub(crate) optional: bool,
}

impl Slot {
    /// Exactly one of `letters`.
    pub(crate) fn one_of(letters: impl IntoIterator<Item = char>) -> Self {
        Self { letters: letters.into_iter().collect(), optional: false }
    }

    /// One of `letters`, or nothing.
    pub(crate) fn maybe(letters: impl IntoIterator<Item = char>) -> Self {
        Self { optional: true, ..Self::one_of(letters) }
    }
}

/// Matches words place by place.
pub(crate) struct Spelling {
    /// The letters of each place in UTF-8, behind a zero where they have one byte.
    places: Vec<Vec<[u8; 2]>>,
    /// The places that may be empty, a bit each.
    optional: u64,
    /// Whether anything may follow.
    open_end: bool,
}

/// The places that may come next, a bit each, and the first byte of a letter half read.
#[derive(Clone, Copy)]
pub(crate) struct SpellingState {
    places: u64,
    half: u8,
}

impl Spelling {
    /// `None` for a word of more places than a state holds, or none at all.
    pub(crate) fn new(places: Vec<Slot>) -> Option<Self> {
        let bits = places.iter().enumerate().map(|(at, place)| u64::from(place.optional) << at);
        let fits = (1..64).contains(&places.len());
        fits.then(|| Self {
            optional: bits.sum(),
            places: places.iter().map(|place| utf8(&place.letters)).collect(),
            open_end: false,
        })
    }

    /// The same for words that start so.
    pub(crate) fn into_prefix(self) -> Self {
        Self { open_end: true, ..self }
    }

    /// Adds the places that can be reached by leaving optional ones empty.
    fn with_skips(&self, mut places: u64) -> u64 {
        if self.optional != 0 {
            for at in 0..self.places.len() {
                places |= (places & self.optional & 1 << at) << 1;
            }
        }
        places
    }

    /// The places of `state` that a letter may stand at for which `holds` holds.
    fn places_with(&self, state: &SpellingState, holds: impl Fn(&[u8; 2]) -> bool) -> u64 {
        let (mut left, mut found) = (state.places & !(1 << self.places.len()), 0);
        while left != 0 {
            let at = left.trailing_zeros();
            let letters = self.places.get(at as usize);
            found |= u64::from(letters.is_some_and(|letters| letters.iter().any(&holds))) << at;
            left &= left - 1;
        }
        found
    }
}

/// The letters of at most two bytes, behind a zero where they have one.
fn utf8(letters: &[char]) -> Vec<[u8; 2]> {
    let letters = letters.iter().filter(|letter| letter.len_utf8() <= 2);
    let encoded = letters.map(|letter| {
        let mut bytes = [0; 2];
        let start = 2 - letter.len_utf8();
        if let Some(place) = bytes.get_mut(start..) {
            letter.encode_utf8(place);
        }
        bytes
    });
    encoded.collect()
}

impl Automaton for Spelling {
    type State = SpellingState;

    fn start(&self) -> SpellingState {
        SpellingState { places: self.with_skips(1), half: 0 }
    }

    fn is_match(&self, state: &SpellingState) -> bool {
        state.half == 0 && state.places >> self.places.len() & 1 == 1
    }

    fn can_match(&self, state: &SpellingState) -> bool {
        state.places != 0
    }

    fn accept(&self, state: &SpellingState, byte: u8) -> SpellingState {
        let end = state.places & (1 << self.places.len());
        let open = if self.open_end { end } else { 0 };
        if state.half == 0 && (0xc2..=0xdf).contains(&byte) {
            // The first byte of a letter, which rules out most places already.
            let places = open | self.places_with(state, |letter| letter[0] == byte);
            return SpellingState { places, half: byte };
        }
        let places = open | self.places_with(state, |letter| *letter == [state.half, byte]) << 1;
        SpellingState { places: self.with_skips(places), half: 0 }
    }
}

/// Matches words within a few typing mistakes: letters added, left out, changed, or two swapped.
///
/// The first letter must be right: few mistakes are made there, and the dictionary is then
/// searched in one place of many.
pub(crate) struct Typo {
    /// The language's letter and the word's first one.
    head: String,
    dfa: DFA,
}

/// Where a [`Typo`] is: so many bytes into the head, or in the rest of the word.
#[derive(Clone, Copy)]
pub(crate) enum TypoState {
    Head(usize),
    Rest(u32),
    Dead,
}

impl Typo {
    /// Words of the language with letter `language`, at most `mistakes` (1 or 2) from `word`.
    pub(crate) fn new(language: char, word: &str, mistakes: u8) -> Self {
        static ONE: LazyLock<LevenshteinAutomatonBuilder> =
            LazyLock::new(|| LevenshteinAutomatonBuilder::new(1, true));
        static TWO: LazyLock<LevenshteinAutomatonBuilder> =
            LazyLock::new(|| LevenshteinAutomatonBuilder::new(2, true));
        let builder = if mistakes < 2 { &ONE } else { &TWO };
        let mut letters = word.chars();
        let head = std::iter::once(language).chain(letters.next()).collect();
        Self { head, dfa: builder.build_dfa(letters.as_str()) }
    }

    /// How many mistakes away `word` is, which begins with the same letter.
    pub(crate) fn distance(&self, word: &str) -> Option<u8> {
        let mut letters = word.chars();
        letters.next();
        match self.dfa.eval(letters.as_str()) {
            Distance::Exact(mistakes) => Some(mistakes),
            Distance::AtLeast(_) => None,
        }
    }
}

impl Automaton for Typo {
    type State = TypoState;

    fn start(&self) -> TypoState {
        TypoState::Head(0)
    }

    fn is_match(&self, state: &TypoState) -> bool {
        match state {
            TypoState::Rest(state) => matches!(self.dfa.distance(*state), Distance::Exact(_)),
            _ => false,
        }
    }

    fn can_match(&self, state: &TypoState) -> bool {
        match state {
            TypoState::Head(_) => true,
            TypoState::Rest(state) => *state != SINK_STATE,
            TypoState::Dead => false,
        }
    }

    fn accept(&self, state: &TypoState, byte: u8) -> TypoState {
        match state {
            TypoState::Head(at) if self.head.as_bytes().get(*at) == Some(&byte) => {
                if at + 1 == self.head.len() {
                    TypoState::Rest(self.dfa.initial_state())
                } else {
                    TypoState::Head(at + 1)
                }
            }
            TypoState::Rest(state) => TypoState::Rest(self.dfa.transition(*state, byte)),
            _ => TypoState::Dead,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(automaton: &impl Automaton, word: &str) -> bool {
        let end = word.bytes().fold(automaton.start(), |state, b| automaton.accept(&state, b));
        automaton.is_match(&end)
    }

    #[test]
    fn spellings() {
        let places = vec![
            Slot::one_of(['k']),
            Slot::one_of(['к', 'қ']),
            Slot::one_of(['а', 'ә']),
            Slot::maybe(['ь']),
            Slot::one_of(['з']),
        ];
        let spelling = Spelling::new(places).unwrap();
        for (word, expected) in [
            ("kқаз", true),
            ("kкәьз", true),
            ("kкаьь", false),
            ("kка", false),
            ("rказ", false),
            ("", false),
        ] {
            assert_eq!(matches(&spelling, word), expected, "{word}");
        }
        assert!(Spelling::new(Vec::new()).is_none());
    }

    #[test]
    fn typos() {
        let typo = Typo::new('r', "дипломатия", 1);
        assert!(matches(&typo, "rдипломатия"));
        assert!(matches(&typo, "rдиплoматия"));
        assert!(matches(&typo, "rдипломтаия"));
        assert!(!matches(&typo, "rдиплатия"));
        assert!(!matches(&typo, "uдипломатия"));
        assert_eq!(typo.distance("дипломати"), Some(1));
    }
}
