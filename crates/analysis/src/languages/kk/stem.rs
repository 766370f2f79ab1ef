//! Kazakh stems (Cyrillic).
//!
//! Owns the way from a normalized, lowercased Kazakh word to its index key, in this order:
//! 1. A root that merely looks inflected stays whole (`kk_roots.rs`), here and after each layer.
//! 2. Endings of nouns, read from the word's end: case, possessive, plural, each optional. Case
//!    endings in н- (-нда, -на, -нан, -н) demand a possessive. Read again until nothing comes
//!    off, so that a root that looks inflected ends alike bare and with endings.
//! 3. Endings of verbs: finite ones are tried on the whole word before step 2 does its work; the
//!    participle in -ған and the verbal noun in -у after it, for they take the endings of nouns.
//! 4. The root's end is folded: кітаб- and кітап, халқ- and халық, are one root.
//!
//! An ending is taken only where Kazakh could have put it: its vowels agree with each other and
//! with the last vowel of what is left, and its first consonant suits the sound before it
//! (қала-ның, жыл-дың, халық-тың). There is no lexicon of roots.
//!
//! It will not take off what makes another word (-шы, -лық: елші and елшілік stay apart), nor
//! the voices of verbs (құр, құрыл), and it leaves short, foreign and mixed words alone.

pub(super) mod latin;
mod roots;
mod suffixes;

use roots::{is_whole, with_vowel};
use suffixes::{
    CASES, DENIED, DERIVED, Ending, FINITE, Harmony, NEGATIVE, PERSON, PLURAL, THIRD, VERBAL_NOUN,
    Wants, is_vowel,
};

/// Longer words are no words; the bound keeps the reading linear.
const MAX_BYTES: usize = 96;

/// More layers than a word can have.
const MAX_ROUNDS: usize = 4;

/// Writes the stem of a normalized, lowercased word.
pub(crate) fn stem(word: &str, out: &mut String) {
    out.clear();
    let root = if is_kazakh(word) { read(word) } else { word };
    match with_vowel(root) {
        Some(full) => out.push_str(full),
        None => out.push_str(root),
    }
    if word.len() > 6 {
        fold_end(out);
    }
}

/// More than three letters, all of them of the Kazakh alphabet.
fn is_kazakh(word: &str) -> bool {
    let of_alphabet =
        |c| matches!(c, 'а'..='я' | 'ё' | 'ә' | 'ғ' | 'қ' | 'ң' | 'ө' | 'ұ' | 'ү' | 'һ' | 'і');
    word.len() > 6 && word.len() <= MAX_BYTES && word.chars().all(of_alphabet)
}

fn read(word: &str) -> &str {
    let root = read_endings(word);
    if is_whole(root) {
        return root;
    }
    first(DERIVED, root).map_or(root, |(root, _)| root)
}

fn read_endings(word: &str) -> &str {
    if is_whole(word) {
        return word;
    }
    let finite = strip_finite(word);
    if let Some(root) = finite
        && is_whole(root)
    {
        return root;
    }
    let noun = strip_noun(word);
    if is_whole(noun) {
        return noun;
    }
    if let Some(root) = finite {
        return root;
    }
    match first(VERBAL_NOUN, noun) {
        Some((root, harmony)) => strip_negative(root, harmony),
        None => noun,
    }
}

/// The root before the first ending of the table that fits.
fn first<'a>(table: &[Ending], word: &'a str) -> Option<(&'a str, Harmony)> {
    table.iter().find_map(|ending| ending.take(word, Harmony::Either))
}

/// The root of a finite form: a whole one where an ending leaves it, else the first that fits.
fn strip_finite(word: &str) -> Option<&str> {
    if let Some((root, _)) = first(DENIED, word) {
        return Some(root);
    }
    let mut found = None;
    for ending in FINITE {
        if let Some((root, harmony)) = ending.take(word, Harmony::Either) {
            if is_whole(root) {
                return Some(root);
            }
            found = found.or(Some((root, harmony)));
        }
    }
    found.map(|(root, harmony)| strip_negative(root, harmony))
}

fn strip_negative(word: &str, harmony: Harmony) -> &str {
    if is_whole(word) {
        return word;
    }
    NEGATIVE.iter().find_map(|ending| ending.take(word, harmony)).map_or(word, |(root, _)| root)
}

/// Takes noun endings off until none fits or a whole root stands there.
fn strip_noun(word: &str) -> &str {
    let mut root = word;
    for _ in 0..MAX_ROUNDS {
        if is_whole(root) {
            break;
        }
        let shorter = strip_once(root);
        if shorter.len() == root.len() {
            break;
        }
        root = shorter;
    }
    root
}

/// The best reading so far of one round: a whole root wins, else the shortest root.
struct Best<'a> {
    root: &'a str,
    is_whole: bool,
}

impl<'a> Best<'a> {
    fn offer(&mut self, root: &'a str) {
        if !self.is_whole && is_whole(root) {
            *self = Best { root, is_whole: true };
        } else if !self.is_whole && root.len() < self.root.len() {
            self.root = root;
        }
    }
}

fn strip_once(word: &str) -> &str {
    let mut best = Best { root: word, is_whole: false };
    for case in CASES {
        if let Some((left, harmony)) = case.take(word, Harmony::Either)
            && (case.back != "ны" || accusative_fits(left))
        {
            strip_possessive(left, harmony, case.wants, &mut best);
        }
    }
    strip_possessive(word, Harmony::Either, Wants::Any, &mut best);
    best.root
}

fn strip_possessive<'a>(word: &'a str, harmony: Harmony, wants: Wants, best: &mut Best<'a>) {
    if matches!(wants, Wants::Any | Wants::NotThird) {
        strip_plural(word, harmony, best);
    }
    if matches!(wants, Wants::Any | Wants::Third) {
        for ending in THIRD {
            if let Some((left, harmony)) = ending.take(word, harmony)
                && third_fits(left, ending)
            {
                strip_plural(left, harmony, best);
            }
        }
    }
    if wants != Wants::Third {
        for ending in PERSON {
            if let Some((left, harmony)) = ending.take(word, harmony) {
                strip_plural(left, harmony, best);
            }
        }
    }
}

fn strip_plural<'a>(word: &'a str, harmony: Harmony, best: &mut Best<'a>) {
    match PLURAL.iter().find_map(|ending| ending.take(word, harmony)) {
        Some((root, _)) if !is_whole(word) => best.offer(root),
        _ => best.offer(word),
    }
}

/// Whether the third person's ending can be one here: -шы, -ші of a trade is part of the root,
/// and after ы, і an с is the root's own (жұмыс-ы) unless a trade's name or a whole root stands
/// there (елші-сі, қаржы-сы).
fn third_fits(left: &str, ending: &Ending) -> bool {
    if ending.back == "сы" {
        let ends_in_y = left.ends_with(['ы', 'і']);
        return !ends_in_y || left.ends_with("шы") || left.ends_with("ші") || is_whole(left);
    }
    match left.strip_suffix('ш') {
        Some(before) => before.chars().next_back().is_some_and(|c| is_vowel(c) && c != 'у'),
        None => true,
    }
}

/// Whether -ны can be the accusative here: a root in о is a loan, and the participle in -ған
/// before a possessive looks the same (көрген-і, no көрге-ні).
fn accusative_fits(left: &str) -> bool {
    !left.ends_with(['о', 'ө', 'ұ', 'ү', 'ә', 'э'])
        && !["ға", "ге", "қа", "ке"].iter().any(|end| left.ends_with(end))
        || is_whole(left)
}

/// Voiced ends of roots before vowels go back to their voiceless shape; loans lose ь and one с,
/// as before endings (рубль, рублі; конгресс, конгресі).
fn fold_end(out: &mut String) {
    let end = match out.chars().next_back() {
        Some('г') => 'к',
        Some('ғ') => 'қ',
        Some('б') => 'п',
        Some('ь') => {
            out.pop();
            return;
        }
        Some('с') if out.ends_with("сс") => {
            out.pop();
            return;
        }
        _ => return,
    };
    out.pop();
    out.push(end);
}

#[cfg(test)]
mod tests {
    use super::stem;

    fn key(word: &str) -> String {
        let mut out = String::from("left over");
        stem(word, &mut out);
        out
    }

    fn all_give(expected: &str, forms: &str) {
        for form in forms.split(' ') {
            assert_eq!(key(form), expected, "{form}");
        }
    }

    #[test]
    fn cases_follow_harmony_and_assimilation() {
        all_give("қала", "қала қаланың қалаға қаланы қалада қаладан қаламен қаладағы");
        all_give("жыл", "жылдың жылға жылды жылда жылдан жылмен жылдағы");
        all_give("парламент", "парламенттің парламентке парламентті парламентте парламенттен");
        all_give("көз", "көздің көзге көзді көзбен");
        all_give("тарих", "тарихтың тарихқа тарихы тарихпен");
    }

    #[test]
    fn possessives_and_plurals_come_off_in_chains() {
        all_give("мемлекет", "мемлекеті мемлекетінің мемлекеттеріне мемлекетіміздің");
        all_give("мүше", "мүшесі мүшелер мүшелерінің мүшелерінде");
        all_give("елші", "елші елшісі елшілер елшілердің елшімен");
        all_give("елшілік", "елшілік елшіліктің елшілігі елшілігіндегі елшіліктер");
        all_give("дипломатия", "дипломатияның дипломатиясы дипломатиялық");
    }

    #[test]
    fn ends_of_roots_are_folded() {
        all_give("кітап", "кітап кітаптың кітабы кітабында");
        all_give("халық", "халық халықтың халқы халқының");
        all_give("одақ", "одақтың одағы одағына");
        all_give("орын", "орын орнында орындар");
        all_give("конгрес", "конгресс конгрестің конгресі");
    }

    #[test]
    fn verbs_meet() {
        all_give("кел", "келді келген келіп келеді келмейді келмеген келгенде келуі");
        all_give("қабылда", "қабылдау қабылдады қабылдайды қабылдаған қабылдап");
    }

    #[test]
    fn whole_roots_stay() {
        for root in ["ойын", "аудан", "сауда", "ғылым", "мектеп", "теңге", "кеңес", "ресей"]
        {
            assert_eq!(key(root), root);
        }
    }

    #[test]
    fn any_word_is_taken() {
        for word in
            ["", "а", "ел", "үш", "2023жылы", "nato", "сiз", "ылар", "дардарлардың", "ыыыы", "ьььь"]
        {
            key(word);
        }
        let long = "лар".repeat(1000);
        assert_eq!(key(&long), long);
        all_give("nato", "nato");
    }
}
