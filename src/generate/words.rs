//! Words of one language: those of the list, by their frequency, and endless rarer ones.
//!
//! The word of rank `r` has a frequency like `r^-0.875` up to rank 5,000 and like `r^-1.5` past it
//! (English `r^-1.8`), joined without a step. That two-part law, and its exponents, are what the
//! articles show that the engine is measured on: slopes of 0.7 to 0.96 between ranks 10 and 1,000,
//! about 1 up to 10,000 and 1.1 to 1.5 past it. With it the count of different words grows like
//! the 0.67th power of the text (English 0.56), as Heaps' law has it.
//!
//! A word past the list is made of its rank: the stem of a listed word with another ending, and
//! further down a made-up stem. Different ranks give different words but for chance.

use super::languages::Rules;
use super::random::{Random, hash};

/// A word of the list.
#[derive(Clone, Copy)]
struct Listed {
    /// Where it lies in the arena, followed by its form with a capital.
    from: u32,
    bytes: u16,
    capital_bytes: u16,
    stem_bytes: u16,
    /// Words that often follow; equal to `NONE` where there is none.
    followers: [u16; 3],
}

const NONE: u16 = u16::MAX;

/// Rank at which frequencies begin to fall faster.
const JOINT: usize = 5_000;

/// Entries of the table of ranks: a draw of 16 bits is a look-up.
const DRAWS: usize = 1 << 16;

/// How often, of 256, a word is followed by one of its followers.
const FOLLOW_OF_256: u64 = 40;

/// The words of one language.
pub(super) struct Words {
    pub(super) rules: &'static Rules,
    listed: Vec<Listed>,
    arena: String,
    /// Rank by a draw.
    draws: Vec<u16>,
    /// Draws of 32 bits below this are past the joint.
    tail_below: u64,
}

/// What a sentence has just had.
#[derive(Clone, Copy)]
pub(super) struct Last(u16);

impl Last {
    pub(super) const NOTHING: Self = Self(NONE);
}

impl Words {
    pub(super) fn new(rules: &'static Rules) -> Self {
        let mut words = Self {
            rules,
            listed: Vec::new(),
            arena: String::new(),
            draws: Vec::with_capacity(DRAWS),
            tail_below: 0,
        };
        for line in rules.words.lines() {
            words.read(line);
        }
        words.weigh();
        words
    }

    fn read(&mut self, line: &str) {
        let mut columns = line.split(' ');
        let word = columns.next().unwrap_or_default();
        let stem_chars = columns.next().and_then(|n| n.parse().ok()).unwrap_or(0);
        let stem_bytes = word.char_indices().nth(stem_chars).map_or(word.len(), |(at, _)| at);
        let mut followers = [NONE; 3];
        for (follower, row) in followers.iter_mut().zip(columns) {
            *follower = row.parse().unwrap_or(NONE);
        }
        let from = self.arena.len();
        self.arena.push_str(word);
        self.rules.push_capitalized(word, &mut self.arena);
        self.listed.push(Listed {
            from: from as u32,
            bytes: word.len() as u16,
            capital_bytes: (self.arena.len() - from - word.len()) as u16,
            stem_bytes: stem_bytes as u16,
            followers,
        });
    }

    /// Fills the table of draws, and weighs the ranks before the joint against those past it.
    fn weigh(&mut self) {
        let weights: Vec<f64> = (0..JOINT).map(|rank| weight(rank as f64 + 1.5)).collect();
        let before: f64 = weights.iter().sum();
        // The integral of the tail, which starts at the joint.
        let past = weight(JOINT as f64 + 1.5) * JOINT as f64 / self.rules.tail.exponent_less_one();
        self.tail_below = (past / (before + past) * 4_294_967_296.0) as u64;
        let mut sum = 0.0;
        for (rank, weight) in weights.iter().enumerate() {
            sum += weight;
            let end = (sum / before * DRAWS as f64) as usize;
            self.draws.resize(end.clamp(self.draws.len(), DRAWS), rank as u16);
        }
        self.draws.resize(DRAWS, 0);
    }

    /// Writes the next word of a sentence; a capital where `capital` says so. Returns what the
    /// word after it should know.
    pub(super) fn next(
        &self,
        random: &mut Random,
        last: Last,
        capital: bool,
        out: &mut String,
    ) -> Last {
        let bits = random.bits();
        if bits & 0xff < FOLLOW_OF_256 {
            let followers = self.listed.get(usize::from(last.0)).map(|word| word.followers);
            let row = followers.and_then(|f| f.get((bits >> 8) as usize % 3).copied());
            if let Some(word) = row.and_then(|row| self.listed.get(usize::from(row))) {
                self.push(*word, capital, out);
                return Last(row.unwrap_or(NONE));
            }
        }
        let (draw, rest) = (bits >> 32, (bits >> 16) & 0xffff);
        let rank = if draw < self.tail_below {
            // A draw below the bound is itself uniform. Saturates, far past what any text reaches.
            let part = (draw as f64 + 1.0) / (self.tail_below as f64);
            (self.rules.tail.rank(part) * JOINT as f64) as u64
        } else {
            self.draws.get(rest as usize).copied().map_or(0, u64::from)
        };
        if let Some(word) = usize::try_from(rank).ok().and_then(|rank| self.listed.get(rank)) {
            self.push(*word, capital, out);
            return Last(rank as u16);
        }
        self.push_rare(rank - self.listed.len() as u64, capital, out);
        Last::NOTHING
    }

    /// Writes a word of the list that is no function word.
    pub(super) fn push_common(&self, number: u64, capital: bool, out: &mut String) {
        const FUNCTION_WORDS: u64 = 60;
        let count = (self.listed.len() as u64).saturating_sub(FUNCTION_WORDS).max(1);
        if let Some(word) = self.listed.get((FUNCTION_WORDS + number % count) as usize) {
            self.push(*word, capital, out);
        }
    }

    fn push(&self, word: Listed, capital: bool, out: &mut String) {
        let from = word.from as usize;
        let end = from + usize::from(word.bytes);
        let range = if capital { end..end + usize::from(word.capital_bytes) } else { from..end };
        out.push_str(self.arena.get(range).unwrap_or_default());
    }

    /// Writes the word that lies `past` words past the list.
    fn push_rare(&self, past: u64, capital: bool, out: &mut String) {
        /// Forms of one stem.
        const FORMS: u64 = 4;
        let count = self.listed.len() as u64;
        let (stem, form) = (past / FORMS, past % FORMS);
        let scattered = hash(0, 3, stem);
        let start = out.len();
        match self.listed.get(stem as usize) {
            Some(word) => {
                let from = word.from as usize;
                let end = from + usize::from(word.stem_bytes);
                out.push_str(self.arena.get(from..end).unwrap_or_default());
            }
            None => {
                // Every other made-up stem is a name.
                let name = capital || scattered & 1 == 0;
                self.rules.made_up.push(stem - count, 2, name, out);
            }
        }
        let endings = self.rules.endings(out.get(start..).unwrap_or_default());
        let at = (scattered >> 8) + form * (endings.len() as u64 / FORMS);
        out.push_str(
            endings.get((at % endings.len() as u64) as usize).copied().unwrap_or_default(),
        );
        if capital && (stem as usize) < self.listed.len() {
            let word = out.split_off(start);
            self.rules.push_capitalized(&word, out);
        }
    }
}

/// `x` to the power of -0.875, by operations that are exact on every machine.
fn weight(x: f64) -> f64 {
    let half = x.sqrt();
    let quarter = half.sqrt();
    1.0 / (half * quarter * quarter.sqrt())
}
