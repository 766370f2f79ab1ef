//! Fits the n-gram table of the language detector and writes it to `../ngrams.bin`.
//!
//! Words are drawn from counts of n-grams ([`Words`]), texts of one to five words are made of them,
//! and weights of hashed n-grams are fitted to these ([`fit`]). `../README.md` tells the whole.

#[allow(dead_code)]
#[path = "../../model.rs"]
mod model;

use std::collections::BTreeMap;
use std::path::Path;

use fst::Streamer;
use model::{LANE_BITS, STRANGER, Script, Visitor, Walker, bucket, strangers};

/// Deterministic random numbers (xorshift64*).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }
    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }
    fn below(&mut self, n: usize) -> usize {
        (self.unit() * n as f64) as usize
    }
}

/// Things drawn by weight.
struct Urn<T> {
    items: Vec<(f64, T)>,
    total: f64,
}

impl<T> Urn<T> {
    fn new(weighted: impl IntoIterator<Item = (f64, T)>) -> Self {
        let mut total = 0.0;
        let items = weighted
            .into_iter()
            .filter(|(w, _)| *w > 0.0)
            .map(|(w, t)| {
                total += w;
                (total, t)
            })
            .collect();
        Self { items, total }
    }
    fn draw(&self, random: &mut Random) -> Option<&T> {
        let x = random.unit() * self.total;
        let i = self.items.partition_point(|(sum, _)| *sum <= x);
        self.items.get(i.min(self.items.len().checked_sub(1)?)).map(|(_, t)| t)
    }
}

/// Words of one language, made from counts of n-grams inside words.
///
/// The counts of longer n-grams tell how often an n-gram begins or ends a word: as often as no
/// letter stands before or after it.
struct Words {
    start: Urn<String>,
    next: BTreeMap<String, Urn<Option<char>>>,
    own: Vec<String>,
    stop: Vec<String>,
}

/// Letters before a letter that decide its chance.
const CONTEXT: usize = 4;

impl Words {
    /// Reads a model of lingua, and the word lists of the project for a language with a code.
    fn read(model: &[u8], code: Option<&str>) -> Self {
        let map = fst::Map::new(model).unwrap();
        let mut logs: BTreeMap<String, f64> = BTreeMap::new();
        let mut stream = map.stream();
        while let Some((k, v)) = stream.next() {
            logs.insert(String::from_utf8(k.to_vec()).unwrap(), f64::from_bits(v));
        }
        let count: BTreeMap<&str, f64> = logs
            .keys()
            .map(|k| {
                let sum: f64 = k
                    .char_indices()
                    .map(|(i, c)| logs.get(&k[..i + c.len_utf8()]).copied().unwrap_or(f64::MIN))
                    .sum();
                (k.as_str(), sum.exp())
            })
            .collect();
        let mut before: BTreeMap<&str, f64> = BTreeMap::new();
        let mut after: BTreeMap<&str, f64> = BTreeMap::new();
        let mut both: BTreeMap<&str, f64> = BTreeMap::new();
        for (k, n) in &count {
            let first = k.chars().next().map_or(0, char::len_utf8);
            let last = k.char_indices().last().map_or(0, |(i, _)| i);
            *before.entry(&k[first..]).or_default() += n;
            *after.entry(&k[..last]).or_default() += n;
            if first < last {
                *both.entry(&k[first..last]).or_default() += n;
            }
        }
        let of = |m: &BTreeMap<&str, f64>, k: &str| m.get(k).copied().unwrap_or(0.0);
        let mut starts = Vec::new();
        let mut next: BTreeMap<String, Vec<(f64, Option<char>)>> = BTreeMap::new();
        for (k, n) in &count {
            match k.chars().count() {
                CONTEXT => {
                    starts.push((n - of(&before, k), k.to_string()));
                    let ends = n - of(&after, k);
                    next.entry(k.to_string()).or_default().push((ends, None));
                }
                len if len < CONTEXT => {
                    let whole = n - of(&before, k) - of(&after, k) + of(&both, k);
                    starts.push((whole, format!("{k} ")));
                }
                _ => {
                    let (i, c) = k.char_indices().last().unwrap();
                    next.entry(k[..i].to_string()).or_default().push((*n, Some(c)));
                }
            }
        }
        let floor = 0.5 * count.values().copied().fold(1.0, f64::min);
        let next = next
            .into_iter()
            .map(|(k, v)| (k, Urn::new(v.into_iter().filter(|(w, _)| *w > floor))))
            .collect();
        let (own, stop) = code.map(own_words).unwrap_or_default();
        Self { start: Urn::new(starts.into_iter().filter(|(w, _)| *w > floor)), next, own, stop }
    }

    /// Puts a word into `word`.
    fn draw(&self, random: &mut Random, word: &mut String) {
        word.clear();
        let x = random.unit();
        if x < OWN && !self.own.is_empty() {
            word.push_str(&self.own[random.below(self.own.len())]);
            return;
        }
        if x < OWN + STOP && !self.stop.is_empty() {
            word.push_str(&self.stop[random.below(self.stop.len())]);
            return;
        }
        let Some(start) = self.start.draw(random) else { return };
        if let Some(whole) = start.strip_suffix(' ') {
            word.push_str(whole);
            return;
        }
        word.push_str(start);
        let mut context = 0;
        while word.len() < 60 {
            let urn = self.next.get(&word[context..]);
            match urn.and_then(|u| u.draw(random)) {
                Some(Some(c)) => word.push(*c),
                _ => break,
            }
            context += word[context..].chars().next().map_or(0, char::len_utf8);
        }
    }
}

/// Shares of words of the exception tables and of stop words.
const OWN: f64 = 0.05;
const STOP: f64 = 0.03;

/// Forms of the exception table and the stop words of a language.
fn own_words(lang: &str) -> (Vec<String>, Vec<String>) {
    let data = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../languages"));
    let lines = |name: String| {
        let text = std::fs::read_to_string(data.join(name)).unwrap();
        text.lines().filter(|l| !l.starts_with('#')).map(str::to_string).collect::<Vec<_>>()
    };
    let own = lines(format!("{lang}/exceptions.tsv"))
        .iter()
        .flat_map(|l| l.split_whitespace().map(str::to_string).collect::<Vec<_>>())
        .collect();
    (own, lines(format!("{lang}/stop_words.txt")))
}

/// The rows of the n-grams of one text.
struct Text {
    script: Script,
    rows: usize,
    found: Vec<usize>,
    strange: u64,
}

impl Visitor for Text {
    fn ngram(&mut self, script: Script, hash: u64) {
        if script == self.script {
            self.found.push(bucket(hash, self.rows));
        }
    }

    fn letter(&mut self, script: Script, code: u8, _: bool) {
        if script == self.script {
            self.strange += strangers(script, code);
        }
    }

    fn foreign(&mut self) {}
}

/// Kazakh as typed on a Russian keyboard.
fn plain_kazakh(word: &str) -> String {
    word.chars()
        .map(|c| match c {
            'ә' => 'а',
            'ғ' => 'г',
            'қ' => 'к',
            'ң' => 'н',
            'ө' => 'о',
            'ұ' | 'ү' => 'у',
            'һ' => 'х',
            'і' => 'и',
            c => c,
        })
        .collect()
}

/// Share of Kazakh words given as typed on a Russian keyboard.
const PLAIN_KAZAKH: f64 = 0.03;

/// Share of Turkish words given as typed without its letters.
const PLAIN_TURKISH: f64 = 0.12;

/// Turkish as typed without its letters.
fn plain_turkish(word: &str) -> String {
    word.chars()
        .map(|c| match c {
            'ç' => 'c',
            'ğ' => 'g',
            'ı' | 'î' => 'i',
            'ö' => 'o',
            'ş' => 's',
            'ü' | 'û' => 'u',
            'â' => 'a',
            c => c,
        })
        .collect()
}

/// Fits weights to drawn texts: multinomial logistic regression by AdaGrad, the mean of the later
/// half of the way.
fn fit(script: Script, rows: usize, classes: &[Vec<&Words>], seed: u64) -> Vec<f32> {
    let k = classes.len();
    let mut weights = vec![0.0_f32; rows * k];
    let mut squares = vec![1e-3_f32; rows * k];
    let mut mean = vec![0.0_f32; rows * k];
    let mut random = Random(seed);
    let mut walker = Walker::default();
    let mut text = Text { script, rows, found: Vec::new(), strange: 0 };
    let mut word = String::new();
    let (mut right, mut seen) = (0, 0);
    for step in 0..TEXTS {
        let class = random.below(k);
        let words = classes[class][random.below(classes[class].len())];
        text.found.clear();
        text.strange = 0;
        for _ in 0..LENGTHS[random.below(LENGTHS.len())] {
            words.draw(&mut random, &mut word);
            if script == Script::Latin && class == 0 && random.unit() < PLAIN_TURKISH {
                word = plain_turkish(&word);
            }
            if script == Script::Cyrillic && class == 2 && random.unit() < PLAIN_KAZAKH {
                word = plain_kazakh(&word);
            }
            walker.walk(&word, &mut text);
        }
        let mut sums = [0.0_f32; 4];
        for (c, sum) in sums.iter_mut().enumerate().take(k) {
            let letters = (text.strange >> (LANE_BITS as usize * c)) & ((1 << LANE_BITS) - 1);
            *sum = text.found.iter().map(|row| weights[row * k + c]).sum::<f32>()
                - (STRANGER * letters as i32) as f32;
        }
        let top = (0..k).max_by(|a, b| sums[*a].total_cmp(&sums[*b])).unwrap();
        if step > TEXTS / 10 * 9 {
            seen += 1;
            right += usize::from(top == class);
        }
        let odds: f32 = sums[..k].iter().map(|sum| (sum - sums[top]).exp()).sum();
        let rate = RATE * (1.0 - 0.95 * step as f32 / TEXTS as f32);
        for c in 0..k {
            let error = (sums[c] - sums[top]).exp() / odds - f32::from(u8::from(c == class));
            if error.abs() < 1e-4 {
                continue;
            }
            for row in &text.found {
                let i = row * k + c;
                squares[i] += error * error;
                weights[i] -= rate * error / squares[i].sqrt();
            }
        }
        if step >= TEXTS / 2 && step % (TEXTS / (2 * MEANS)) == 0 {
            for (mean, weight) in mean.iter_mut().zip(&weights) {
                *mean += weight / MEANS as f32;
            }
        }
    }
    eprintln!(
        "{script:?}: {:.2} % of the last tenth right",
        100.0 * f64::from(right as u32) / f64::from(seen)
    );
    mean
}

/// Texts drawn for each script, and the words of each by equal chance.
const TEXTS: usize = 16_000_000;
const LENGTHS: [usize; 20] = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 5, 5];

/// How many states of the weights the mean is taken of.
const MEANS: usize = 20;

/// Step width of the fitting, at the begin.
const RATE: f32 = 0.06;

/// Rows of the tables, as in `detect.rs`.
const CYRILLIC_ROWS: usize = 36_864;
const LATIN_ROWS: usize = 12_288;

/// Steps of the table in one unit of log-odds.
const STEPS: f32 = 64.0;

/// Begin of the file.
const HEAD_BYTES: usize = 256;
const HEAD: &str = "Weights of n-grams for telling tr ru uk kk be en apart, fitted on counts of \
    n-grams in the language models of lingua,\ncopyright 2020-present Peter M. Stahl, Apache-2.0. \
    How it was made: README.md in this folder.\n";

fn main() {
    macro_rules! words {
        ($krate:ident, $folder:ident, $code:expr) => {{
            let model = $krate::$folder.get_file("ngrams.fst").unwrap().contents();
            Words::read(model, $code)
        }};
    }
    let ru = words!(lingua_russian_language_model, RUSSIAN_MODELS_DIRECTORY, Some("ru"));
    let uk = words!(lingua_ukrainian_language_model, UKRAINIAN_MODELS_DIRECTORY, Some("uk"));
    let kk = words!(lingua_kazakh_language_model, KAZAKH_MODELS_DIRECTORY, Some("kk"));
    let be = words!(lingua_belarusian_language_model, BELARUSIAN_MODELS_DIRECTORY, Some("be"));
    let tr = words!(lingua_turkish_language_model, TURKISH_MODELS_DIRECTORY, Some("tr"));
    let en = words!(lingua_english_language_model, ENGLISH_MODELS_DIRECTORY, Some("en"));
    let others = [
        words!(lingua_german_language_model, GERMAN_MODELS_DIRECTORY, None),
        words!(lingua_french_language_model, FRENCH_MODELS_DIRECTORY, None),
        words!(lingua_polish_language_model, POLISH_MODELS_DIRECTORY, None),
        words!(lingua_spanish_language_model, SPANISH_MODELS_DIRECTORY, None),
        words!(lingua_italian_language_model, ITALIAN_MODELS_DIRECTORY, None),
        words!(lingua_dutch_language_model, DUTCH_MODELS_DIRECTORY, None),
    ];
    let cyrillic_classes = [vec![&ru], vec![&uk], vec![&kk], vec![&be]];
    let latin_classes = [vec![&tr], vec![&en], others.iter().collect()];
    let (cyrillic, latin) = std::thread::scope(|scope| {
        let cyrillic = scope.spawn(|| fit(Script::Cyrillic, CYRILLIC_ROWS, &cyrillic_classes, 11));
        let latin = scope.spawn(|| fit(Script::Latin, LATIN_ROWS, &latin_classes, 13));
        (cyrillic.join().unwrap(), latin.join().unwrap())
    });

    let mut file = HEAD.as_bytes().to_vec();
    assert!(file.len() < HEAD_BYTES);
    file.resize(HEAD_BYTES - 1, b' ');
    file.push(b'\n');
    for (weights, k) in [(cyrillic, cyrillic_classes.len()), (latin, latin_classes.len())] {
        // Only differences count, so the first language of a script is not kept.
        for row in weights.chunks(k) {
            for weight in &row[1..] {
                let steps = ((weight - row[0]) * STEPS).round().clamp(-127.0, 127.0);
                file.push((steps as i8).cast_unsigned());
            }
        }
    }
    std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/../ngrams.bin"), file).unwrap();
}
