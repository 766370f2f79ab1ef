//! Which of the six languages a text is in.
//!
//! [`detect`] answers for one text, [`detect_main`] for the parts of a document that may be in
//! several languages. Both count what the n-grams of the text say (`ngrams.bin`, made as
//! `data/README.md` tells) and which letters speak against a language. The script is decided
//! first: Cyrillic text is Russian, Ukrainian, Kazakh or Belarusian, Latin text is Turkish or
//! English, or clearly neither. A tag that names the language is the caller's matter and comes
//! before any of this.

use super::Lang;
use super::model::{LANE_BITS, STRANGER, Script, Visitor, Walker, bucket, strangers};

/// The language of a text and how sure that is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Detection {
    /// The most likely language.
    pub lang: Lang,
    /// How sure that is, 0 to 1; 0 when the text holds no letter.
    pub confidence: f32,
}

impl Detection {
    /// The answer for a text without letters.
    const NOTHING: Self = Self { lang: Lang::Other, confidence: 0.0 };
}

/// Languages of a script in the order of the columns of its weights.
const CYRILLIC: [Lang; 4] = [Lang::Ru, Lang::Uk, Lang::Kk, Lang::Be];
const LATIN: [Lang; 3] = [Lang::Tr, Lang::En, Lang::Other];

/// A text of more bytes than this is judged by samples of it.
const WHOLE_BYTES: usize = 2_400;

/// How many samples, spread evenly from the begin on, and the bytes of each.
const SAMPLES: usize = 4;
const SAMPLE_BYTES: usize = 500;

/// A Latin letter counts half when Cyrillic ones are about: a Cyrillic text quotes Latin names
/// more often than the other way round.
const CYRILLIC_LEAD: u32 = 2;

/// Latin text is of another language when that leads by this much log-odds in this many letters.
const OTHER_LEAD: i32 = 6 * STEPS;
const OTHER_LETTERS: u32 = 24;

/// Cyrillic text is of another language when one letter in this many is in none of the alphabets.
const CYRILLIC_RARE: u32 = 20;

/// Letters in which the evidence counts as it is; in longer texts it repeats itself, and is
/// weakened by the square root.
const FRESH_LETTERS: f32 = 12.0;

/// Share of the letters of a document at which its other languages are worth mention.
const MIXED_SHARE: f64 = 0.2;

/// Guesses the language of `text` among the six by its letters and n-grams.
///
/// A long text is judged by about 2,000 bytes from its begin, middle and end. Text in another
/// script gives [`Lang::Other`], and so does Latin text that is clearly neither Turkish nor
/// English. A text without letters gives [`Lang::Other`] with confidence 0.
///
/// # Examples
///
/// ```
/// use demarche_analysis::lang::{Lang, detect};
///
/// assert_eq!(detect("Посол представляє свою державу за кордоном.").lang, Lang::Uk);
/// assert_eq!(detect("1945").confidence, 0.0);
/// ```
#[must_use]
pub fn detect(text: &str) -> Detection {
    Tally::of(text).verdict()
}

/// Guesses the main language of a document from its parts, such as paragraphs or sentences, and
/// tells whether other languages hold a fifth of its letters or more.
///
/// Every part speaks for one language, with the weight of its letters. The confidence is that of
/// the parts in the main language, times their share.
#[must_use]
pub fn detect_main<'a>(parts: impl IntoIterator<Item = &'a str>) -> (Detection, bool) {
    let mut letters = [0.0_f64; Lang::ALL.len()];
    let mut sure = [0.0_f64; Lang::ALL.len()];
    for part in parts {
        let tally = Tally::of(part);
        let found = tally.verdict();
        let weight = f64::from(tally.letters()) * tally.scale;
        if let (Some(letters), Some(sure)) = (
            letters.get_mut(usize::from(found.lang.number())),
            sure.get_mut(usize::from(found.lang.number())),
        ) {
            *letters += weight;
            *sure += weight * f64::from(found.confidence);
        }
    }
    let total: f64 = letters.iter().sum();
    let mut main = (Lang::Other, 0.0, 0.0);
    for ((lang, letters), sure) in Lang::ALL.into_iter().zip(letters).zip(sure) {
        if letters > main.1 {
            main = (lang, letters, sure);
        }
    }
    if total <= 0.0 {
        return (Detection::NOTHING, false);
    }
    let (lang, letters, sure) = main;
    let mixed = (total - letters) / total >= MIXED_SHARE;
    (Detection { lang, confidence: (sure / total) as f32 }, mixed)
}

/// Evidence of a text, in the units of the table.
#[derive(Debug, Default)]
struct Tally {
    cyrillic: [i32; CYRILLIC.len()],
    latin: [i32; LATIN.len()],
    /// Letters that a language never writes, in lanes, by script.
    strange_latin: u64,
    strange_cyrillic: u64,
    letters_latin: u32,
    letters_cyrillic: u32,
    /// Cyrillic letters of none of the alphabets.
    rare_cyrillic: u32,
    /// Letters of other scripts.
    foreign: u32,
    /// Length of the whole text in that of what was read.
    scale: f64,
}

impl Visitor for Tally {
    #[inline]
    fn ngram(&mut self, script: Script, hash: u64) {
        match script {
            Script::Cyrillic => {
                let [uk, kk, be] = cyrillic_weights(hash);
                let [_, uks, kks, bes] = &mut self.cyrillic;
                *uks += uk;
                *kks += kk;
                *bes += be;
            }
            Script::Latin => {
                let [en, other] = latin_weights(hash);
                let [_, ens, others] = &mut self.latin;
                *ens += en;
                *others += other;
            }
        }
    }

    #[inline]
    fn letter(&mut self, script: Script, code: u8, rare: bool) {
        match script {
            Script::Cyrillic => {
                self.letters_cyrillic += 1;
                self.strange_cyrillic += strangers(script, code);
                self.rare_cyrillic += u32::from(rare);
            }
            Script::Latin => {
                self.letters_latin += 1;
                self.strange_latin += strangers(script, code);
            }
        }
    }

    fn foreign(&mut self) {
        self.foreign += 1;
    }
}

impl Tally {
    /// Reads a text, or samples of a long one.
    fn of(text: &str) -> Self {
        let mut tally = Self { scale: 1.0, ..Self::default() };
        let mut walker = Walker::default();
        if text.len() <= WHOLE_BYTES {
            walker.walk(text, &mut tally);
        } else {
            for i in 0..SAMPLES {
                let from = (text.len() - SAMPLE_BYTES) / (SAMPLES - 1) * i;
                walker.walk(sample(text, from), &mut tally);
            }
            tally.scale = text.len() as f64 / (SAMPLES * SAMPLE_BYTES) as f64;
        }
        for (lane, sum) in tally.latin.iter_mut().enumerate() {
            *sum -= STRANGER * STEPS * lane_of(tally.strange_latin, lane);
        }
        for (lane, sum) in tally.cyrillic.iter_mut().enumerate() {
            *sum -= STRANGER * STEPS * lane_of(tally.strange_cyrillic, lane);
        }
        tally
    }

    /// All letters that were read.
    fn letters(&self) -> u32 {
        self.letters_latin + self.letters_cyrillic + self.foreign
    }

    fn verdict(&self) -> Detection {
        let all = self.letters();
        if all == 0 {
            return Detection::NOTHING;
        }
        let share = |letters: u32| letters as f32 / all as f32;
        if self.foreign > self.letters_latin + self.letters_cyrillic {
            return Detection { lang: Lang::Other, confidence: share(self.foreign) };
        }
        if self.letters_cyrillic * CYRILLIC_LEAD < self.letters_latin {
            let [tr, en, other] = self.latin;
            let sums = if self.letters_latin >= OTHER_LETTERS && other - tr.max(en) >= OTHER_LEAD {
                self.latin
            } else {
                [tr, en, i32::MIN]
            };
            return best(&LATIN, sums, self.letters_latin, share(self.letters_latin));
        }
        if self.rare_cyrillic > 1 && self.rare_cyrillic * CYRILLIC_RARE > self.letters_cyrillic {
            return Detection { lang: Lang::Other, confidence: 0.5 };
        }
        let quotes = share(self.letters_latin / CYRILLIC_LEAD + self.foreign);
        best(&CYRILLIC, self.cyrillic, self.letters_cyrillic, 1.0 - quotes)
    }
}

/// The language with the highest sum, and its share of the probability times `share`.
fn best<const N: usize>(langs: &[Lang; N], sums: [i32; N], letters: u32, share: f32) -> Detection {
    let mut top = (Lang::Other, i32::MIN);
    for (&lang, sum) in langs.iter().zip(sums) {
        if sum > top.1 {
            top = (lang, sum);
        }
    }
    let spread = STEPS as f32 * (letters as f32 / FRESH_LETTERS).max(1.0).sqrt();
    let odds: f32 = sums.iter().map(|sum| (sum.saturating_sub(top.1) as f32 / spread).exp()).sum();
    Detection { lang: top.0, confidence: share / odds }
}

/// Count in a lane of a sum of [`strangers`].
fn lane_of(sum: u64, lane: usize) -> i32 {
    let lane = (0..lane).fold(sum, |sum, _| sum >> LANE_BITS);
    i32::from(lane as u16)
}

/// About [`SAMPLE_BYTES`] of `text` from the byte `from` on, cut between words where one is near.
fn sample(text: &str, from: usize) -> &str {
    let boundary = |mut at: usize| {
        while !text.is_char_boundary(at) {
            at += 1;
        }
        at
    };
    let cut = text.get(boundary(from)..boundary(from + SAMPLE_BYTES)).unwrap_or_default();
    match cut.split_once(char::is_whitespace) {
        Some((broken, rest)) if from > 0 && broken.len() < SAMPLE_BYTES / 4 => rest,
        _ => cut,
    }
}

/// Steps of a weight in one unit of log-odds.
const STEPS: i32 = 64;

/// A head of text, the rows of Cyrillic n-grams, the rows of Latin ones.
static TABLE: &[u8] = include_bytes!("data/ngrams.bin");
const HEAD_BYTES: usize = 256;
const CYRILLIC_ROWS: usize = 36_864;
const LATIN_ROWS: usize = 12_288;

/// Weights of Ukrainian, Kazakh and Belarusian against Russian, whose own is 0.
static CYRILLIC_WEIGHTS: &[[u8; 3]] =
    TABLE.split_at(HEAD_BYTES).1.split_at(3 * CYRILLIC_ROWS).0.as_chunks().0;

/// Weights of English and of all other languages against Turkish, whose own is 0.
static LATIN_WEIGHTS: &[[u8; 2]] =
    TABLE.split_at(HEAD_BYTES + 3 * CYRILLIC_ROWS).1.split_at(2 * LATIN_ROWS).0.as_chunks().0;

#[inline]
fn cyrillic_weights(hash: u64) -> [i32; 3] {
    let row = CYRILLIC_WEIGHTS.get(bucket(hash, CYRILLIC_ROWS)).unwrap_or(&[0; 3]);
    row.map(|weight| i32::from(weight.cast_signed()))
}

#[inline]
fn latin_weights(hash: u64) -> [i32; 2] {
    let row = LATIN_WEIGHTS.get(bucket(hash, LATIN_ROWS)).unwrap_or(&[0; 2]);
    row.map(|weight| i32::from(weight.cast_signed()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_of_the_six() {
        for (lang, text) in [
            (Lang::Tr, "Büyükelçi, bir devleti başka bir ülkede temsil eden diplomattır."),
            (Lang::Tr, "DIŞİŞLERİ BAKANLIĞI YENİ BÜYÜKELÇİLERİ ATADI"),
            (Lang::Tr, "disisleri bakanligi yeni buyukelcileri atadi"),
            (Lang::Tr, "Heyet görüşmelerden memnun kaldı"),
            (Lang::Ru, "Посол представляет своё государство и его правительство за рубежом."),
            (Lang::Ru, "Министр выступил на переговорах"),
            (Lang::Ru, "ДОГОВОР О ДРУЖБЕ И СОТРУДНИЧЕСТВЕ"),
            (Lang::Uk, "Посол представляє свою державу та її уряд за кордоном."),
            (Lang::Uk, "Рада ухвалила угоду про безпеку"),
            (Lang::Uk, "МІНІСТЕРСТВО ЗАКОРДОННИХ СПРАВ"),
            (Lang::Kk, "Елші өз мемлекетін шетелде ресми түрде танытады."),
            (Lang::Kk, "Астанада келіссөздер басталды"),
            (Lang::Kk, "казак тили жане адебиети туралы"),
            (Lang::Be, "Пасол прадстаўляе сваю дзяржаву і яе ўрад за мяжой."),
            (Lang::Be, "Дагавор падпісалі ў Мінску"),
            (Lang::Be, "мiнiстр замежных спраў наведаў сустрэчу"),
            (Lang::En, "An ambassador represents a state and its government abroad."),
            (Lang::En, "THE TREATY WAS SIGNED IN VIENNA"),
            (Lang::En, "foreign ministers met in Antalya"),
        ] {
            let found = detect(text);
            assert_eq!(found.lang, lang, "{text}");
            assert!(found.confidence > 0.5 && found.confidence <= 1.0, "{found:?} {text}");
            assert_eq!(detect(text), found, "the same on every call");
        }
    }

    #[test]
    fn words_of_the_six() {
        for (lang, words) in [
            (Lang::Tr, "büyükelçilik anlaşması görüşmeler bakanlığı ve değil ülkeler"),
            (Lang::Ru, "посольство соглашение который переговоры безопасность государство"),
            (Lang::Uk, "посольство угода який переговори безпека держава та"),
            (Lang::Kk, "елшілік келісім және қауіпсіздік мемлекет туралы үшін"),
            (Lang::Be, "пасольства пагадненне які перамовы бяспека дзяржава гэта"),
            (Lang::En, "embassy agreement which negotiations security state the"),
        ] {
            let words: Vec<&str> = words.split(' ').collect();
            let right = words.iter().filter(|word| detect(word).lang == lang).count();
            assert!(right + 1 >= words.len(), "{lang}: {right} of {}", words.len());
        }
    }

    #[test]
    fn nothing_to_go_by() {
        for text in ["", "1945 — 24.10", "\u{301}\u{AD}", "🕊 № 5", "\n\t "] {
            assert_eq!(detect(text), Detection { lang: Lang::Other, confidence: 0.0 }, "{text:?}");
        }
    }

    #[test]
    fn other_languages() {
        for text in [
            "Ο πρέσβης εκπροσωπεί το κράτος του στο εξωτερικό.",
            "大使代表国家和政府。",
            "السفير يمثل دولته في الخارج",
            "ელჩი წარმოადგენს თავის სახელმწიფოს",
            "Der Botschafter vertritt seinen Staat und dessen Regierung im Ausland.",
            "L'ambassadeur représente son État et son gouvernement à l'étranger.",
            "Ambasador reprezentuje swoje państwo i jego rząd za granicą.",
            "Амбасадор представља своју државу и њену владу у иностранству, између осталог.",
        ] {
            let found = detect(text);
            assert_eq!(found.lang, Lang::Other, "{text}");
            assert!(found.confidence > 0.3, "{found:?} {text}");
        }
    }

    #[test]
    fn names_of_another_script_do_not_decide() {
        assert_eq!(detect("Hewlett-Packard компаниясының өкілдері келді").lang, Lang::Kk);
        assert_eq!(detect("В Twitter президент написал о саммите").lang, Lang::Ru);
        assert_eq!(detect("The word посол means ambassador in Russian").lang, Lang::En);
    }

    #[test]
    fn main_language_of_a_document() {
        let ru = "Посол представляет своё государство и его правительство за рубежом.";
        let kk = "Елші өз мемлекетін шетелде ресми түрде танытады.";
        let (found, mixed) = detect_main([ru, ru, "24.10.1945", kk]);
        assert_eq!((found.lang, mixed), (Lang::Ru, true));
        let (found, mixed) = detect_main([ru, ru, ru, ru, ru, kk]);
        assert_eq!((found.lang, mixed), (Lang::Ru, false));
        assert!(found.confidence > 0.7 && found.confidence < 1.0);
        assert_eq!(detect_main(["", "1945"]), (Detection::NOTHING, false));
        // A long part weighs by its whole length.
        let long = kk.repeat(200);
        assert_eq!(detect_main([ru, ru, ru, long.as_str()]).0.lang, Lang::Kk);
    }

    #[test]
    fn long_texts_are_sampled() {
        let front = "Read more. ".repeat(20);
        let body = "Пасол прадстаўляе сваю дзяржаву і яе ўрад за мяжой. ".repeat(500);
        assert_eq!(detect(&format!("{front}{body}")).lang, Lang::Be);
        let long = "Посол представляет своё государство. ".repeat(60);
        for (end, _) in long.char_indices().filter(|(at, _)| (2_300..2_700).contains(at)) {
            assert_eq!(detect(&long[..end]).lang, Lang::Ru);
        }
    }

    /// Its sentences were not in the training.
    #[test]
    fn sentences_of_the_corpus() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../corpus/jsonl");
        let (mut sentences, mut wrong, mut fives, mut fives_wrong) = (0, 0, 0, 0);
        for file in std::fs::read_dir(folder).unwrap() {
            let records = std::fs::read_to_string(file.unwrap().path()).unwrap();
            for record in records.lines() {
                let record: serde_json::Value = serde_json::from_str(record).unwrap();
                let lang = record["lang"].as_str().and_then(Lang::from_tag).unwrap();
                for sentence in record["body"].as_str().unwrap().split(['.', '\n']) {
                    let words: Vec<&str> = sentence.split_whitespace().collect();
                    if words.len() < 5 {
                        continue;
                    }
                    sentences += 1;
                    wrong += usize::from(detect(sentence).lang != lang);
                    for five in words.chunks_exact(5) {
                        fives += 1;
                        fives_wrong += usize::from(detect(&five.join(" ")).lang != lang);
                    }
                }
            }
        }
        assert!(sentences > 200, "{sentences}");
        assert!(wrong * 200 <= sentences, "{wrong} of {sentences} sentences");
        assert!(fives_wrong * 50 <= fives, "{fives_wrong} of {fives} cuts of five words");
    }

    #[test]
    fn any_characters_go() {
        let mut text = String::new();
        for (i, c) in ('\0'..=char::MAX).step_by(7).enumerate() {
            text.push(c);
            if i % 3_000 == 0 {
                let found = detect(&text);
                assert!((0.0..=1.0).contains(&found.confidence), "{found:?}");
                text.clear();
            }
        }
        for c in ('\0'..='\u{600}').chain('\u{1E00}'..='\u{2070}') {
            let text = String::from_iter(['ы', c, 'w', c]);
            assert!((0.0..=1.0).contains(&detect(&text).confidence));
        }
    }
}
