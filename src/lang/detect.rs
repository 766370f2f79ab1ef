//! Language detection.

use super::Lang;
#[path = "model.rs"]
mod model;

use model::{LANE_BITS, STRANGER, bucket, Script, Visitor, Walker, strangers};

/// The language of a text and how sure that is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Detection {
    /// The most likely language.
    pub lang: Lang,
    /// Its share of all evidence, 0 to 1; 0 when the text holds no letter.
    pub confidence: f32,
}

/// Languages of a script in the order of the model's columns; the first one's weight is 0.
const CYRILLIC: [Lang; 4] = [Lang::Ru, Lang::Uk, Lang::Kk, Lang::Be];
const LATIN: [Lang; 3] = [Lang::Tr, Lang::En, Lang::Other];

#[derive(Debug, Default)]
struct Tally {
    cyrillic: [i32; 4],
    latin: [i32; 3],
    cyrillic_letters: u32,
    latin_letters: u32,
    rare: u32,
    strange: [u64; 2],
    foreign: u32,
}

impl Visitor for Tally {
    #[inline]
    fn ngram(&mut self, script: Script, hash: u64) {
        match script {
            Script::Cyrillic => {
                let [uk, kk, be] = cyrillic_weights(hash);
                self.cyrillic[1] += i32::from(uk);
                self.cyrillic[2] += i32::from(kk);
                self.cyrillic[3] += i32::from(be);
            }
            Script::Latin => {
                let [en, other] = latin_weights(hash);
                self.latin[1] += i32::from(en);
                self.latin[2] += i32::from(other);
            }
        }
    }
    #[inline]
    fn letter(&mut self, script: Script, code: u8, rare: bool) {
        self.strange[script as usize] += strangers(script, code);
        match script {
            Script::Cyrillic => self.cyrillic_letters += 1,
            Script::Latin => self.latin_letters += 1,
        }
        self.rare += u32::from(rare);
    }
    fn foreign(&mut self) {
        self.foreign += 1;
    }
}

/// Guesses the language.
#[must_use]
pub fn detect(text: &str) -> Detection {
    let mut t = Tally::default();
    Walker::new().walk(text, &mut t);
    if t.cyrillic_letters + t.latin_letters == 0 {
        return Detection { lang: Lang::Other, confidence: 0.0 };
    }
    for (i, sum) in t.cyrillic.iter_mut().enumerate() {
        *sum -= 64 * STRANGER * ((t.strange[1] >> (LANE_BITS as usize * i)) & 0xFFFF) as i32;
    }
    for (i, sum) in t.latin.iter_mut().enumerate() {
        *sum -= 64 * STRANGER * ((t.strange[0] >> (LANE_BITS as usize * i)) & 0xFFFF) as i32;
    }
    if t.cyrillic_letters * 2 >= t.latin_letters {
        pick(&CYRILLIC, &t.cyrillic)
    } else {
        pick(&LATIN[..2], &t.latin[..2])
    }
}

fn pick(langs: &[Lang], sums: &[i32]) -> Detection {
    let top = sums.iter().copied().max().unwrap_or(0);
    let all: f32 = sums.iter().map(|s| ((s - top) as f32 / 64.0).exp()).sum();
    let at = sums.iter().position(|s| *s == top).unwrap_or(0);
    Detection { lang: langs[at], confidence: 1.0 / all }
}

/// The table: a head of text, the Cyrillic weights, the Latin weights.
static TABLE: &[u8] = include_bytes!("data/ngrams.bin");
const HEAD_BYTES: usize = 256;
const CYRILLIC_LEN: usize = 36_864;
const LATIN_LEN: usize = 12_288;
/// Weights of Ukrainian, Kazakh and Belarusian against Russian.
static CYRILLIC_ROWS: &[[u8; 3]] =
    TABLE.split_at(HEAD_BYTES).1.split_at(3 * CYRILLIC_LEN).0.as_chunks().0;
/// Weights of English and of all other languages against Turkish.
static LATIN_ROWS: &[[u8; 2]] = TABLE.split_at(HEAD_BYTES + (3 * CYRILLIC_LEN)).1.as_chunks().0;

/// What an n-gram of Cyrillic letters says, in 64ths of log-odds.
#[inline]
fn cyrillic_weights(hash: u64) -> [i8; 3] {
    CYRILLIC_ROWS
        .get(bucket(hash, CYRILLIC_LEN))
        .map_or([0; 3], |row| row.map(|w| w as i8))
}

/// What an n-gram of Latin letters says, in 64ths of log-odds.
#[inline]
fn latin_weights(hash: u64) -> [i8; 2] {
    LATIN_ROWS.get(bucket(hash, LATIN_LEN)).map_or([0; 2], |row| row.map(|w| w as i8))
}
