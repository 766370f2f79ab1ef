//! Kazakh endings and the sounds they may follow.
//!
//! Owns the tables that the reader in `kk.rs` goes through, longest ending first within a layer,
//! and the one test of fitness, [`Ending::take`]: an ending is taken only where the language
//! could have put it. It decides nothing about the order of the layers.

/// Sorts of sounds that an ending may follow; a set of them is a bit mask.
mod after {
    /// Full vowels.
    pub(super) const V: u8 = 1;
    /// р, й and the glides у, и, ю.
    pub(super) const R: u8 = 2;
    pub(super) const L: u8 = 4;
    /// з, ж.
    pub(super) const Z: u8 = 8;
    /// м, н, ң.
    pub(super) const N: u8 = 16;
    /// Voiceless consonants, and б в г д, which end loans and are spoken voiceless.
    pub(super) const T: u8 = 32;
    /// а, я: the ends of loans.
    pub(super) const A: u8 = 64;
    pub(super) const VOICED: u8 = R | L | Z | N;
    pub(super) const CONSONANT: u8 = VOICED | T;
    pub(super) const ANY: u8 = V | CONSONANT;
}
use after::{A, ANY, CONSONANT, L, N, R, T, V, VOICED, Z};

/// The harmony of a vowel or an ending.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Harmony {
    Back,
    Front,
    /// и, у, ю and endings of one shape only (-мен): go with both.
    Either,
}
use Harmony::{Back, Either, Front};

impl Harmony {
    fn agrees(self, other: Harmony) -> bool {
        self == Either || other == Either || self == other
    }
}

/// What must stand before a case ending.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Wants {
    Any,
    /// Anything but the possessive of the third person, which has case endings of its own.
    NotThird,
    /// The possessive of the third person.
    Third,
    /// A possessive of the first or second person.
    Person,
}

/// One ending: its two shapes (the same twice where harmony does not change it), the sounds it
/// may follow, and the fewest bytes (two a letter) of what is left.
pub(super) struct Ending {
    pub(super) back: &'static str,
    pub(super) front: &'static str,
    after: u8,
    pub(super) wants: Wants,
    least: usize,
    /// The tails of both shapes, which turn most words away at once.
    tails: (u16, u16),
    tail_mask: u16,
}

/// The last bytes of the last two letters, the only ones that tell letters of two bytes apart.
const fn tail(text: &str) -> u16 {
    match text.as_bytes() {
        [.., before, _, last] => u16::from_be_bytes([*before, *last]),
        [.., last] => *last as u16,
        [] => 0,
    }
}

const fn ending(
    back: &'static str,
    front: &'static str,
    after: u8,
    wants: Wants,
    least: usize,
) -> Ending {
    let tail_mask = if back.len() > 2 { 0xffff } else { 0xff };
    Ending { back, front, after, wants, least, tails: (tail(back), tail(front)), tail_mask }
}

const TWO_LETTERS: usize = 4;
const THREE_LETTERS: usize = 6;
const FOUR_LETTERS: usize = 8;
const FIVE_LETTERS: usize = 10;

const fn e(back: &'static str, front: &'static str, after: u8) -> Ending {
    ending(back, front, after, Wants::Any, TWO_LETTERS)
}
const fn third(back: &'static str, front: &'static str) -> Ending {
    ending(back, front, V, Wants::Third, TWO_LETTERS)
}
const fn bare(back: &'static str, front: &'static str, after: u8) -> Ending {
    ending(back, front, after, Wants::NotThird, TWO_LETTERS)
}
const fn long(back: &'static str, front: &'static str, after: u8, least: usize) -> Ending {
    ending(back, front, after, Wants::Any, least)
}

/// Cases, and the locative and genitive that -ғы and -кі make adjectives of.
pub(super) const CASES: &[Ending] = &[
    third("ндағы", "ндегі"),
    bare("дағы", "дегі", V | VOICED),
    bare("тағы", "тегі", T),
    e("нікі", "нікі", V | N),
    bare("дікі", "дікі", R | L | Z),
    bare("тікі", "тікі", T),
    third("нда", "нде"),
    third("нан", "нен"),
    e("ның", "нің", V | N),
    bare("дың", "дің", R | L | Z),
    bare("тың", "тің", T),
    bare("нан", "нен", N),
    ending("дай", "дей", V | VOICED, Wants::Any, THREE_LETTERS),
    ending("тай", "тей", T, Wants::Any, THREE_LETTERS),
    bare("дан", "ден", V | R | L | Z),
    bare("тан", "тен", T),
    e("мен", "мен", V | R | L | N),
    bare("бен", "бен", Z),
    bare("пен", "пен", T),
    third("на", "не"),
    bare("ны", "ні", V),
    bare("ды", "ді", VOICED),
    bare("ты", "ті", T),
    bare("ға", "ге", V | VOICED),
    bare("қа", "ке", T),
    bare("да", "де", V | VOICED),
    bare("та", "те", T),
    ending("ғы", "гі", VOICED, Wants::NotThird, FOUR_LETTERS),
    ending("қы", "кі", T, Wants::NotThird, FOUR_LETTERS),
    third("н", "н"),
    ending("а", "е", N, Wants::Person, TWO_LETTERS),
];

pub(super) const THIRD: &[Ending] = &[e("сы", "сі", V), e("ы", "і", CONSONANT)];

/// -м and -ң after a vowel are left alone: far more roots end so than forms.
pub(super) const PERSON: &[Ending] = &[
    e("ымыз", "іміз", CONSONANT),
    e("ыңыз", "іңіз", CONSONANT),
    e("мыз", "міз", V),
    e("ңыз", "ңіз", V),
    e("ым", "ім", CONSONANT),
    e("ың", "ің", CONSONANT),
];

pub(super) const PLURAL: &[Ending] =
    &[e("лар", "лер", V | R), e("дар", "дер", L | Z | N), e("тар", "тер", T)];

/// Finite forms, the participle in -тын and the converb in -п. The past in -ды after a consonant
/// is spelled like the accusative and is read as one.
pub(super) const FINITE: &[Ending] = &[
    e("дыңыз", "діңіз", V | VOICED),
    e("тыңыз", "тіңіз", T),
    e("ыпты", "іпті", CONSONANT),
    e("йтын", "йтін", V),
    e("атын", "етін", CONSONANT),
    e("ймын", "ймін", V),
    e("асың", "есің", CONSONANT),
    e("йсың", "йсің", V),
    e("асыз", "есіз", CONSONANT),
    e("йсыз", "йсіз", V),
    e("амыз", "еміз", CONSONANT),
    e("ймыз", "йміз", V),
    e("мады", "меді", V | R | L),
    e("бады", "беді", Z | N),
    e("пады", "педі", T),
    e("ады", "еді", CONSONANT),
    e("йды", "йді", V),
    e("дым", "дім", V | VOICED),
    e("тым", "тім", T),
    long("ды", "ді", V, THREE_LETTERS),
    e("сын", "сін", VOICED),
    e("са", "се", ANY),
    e("ып", "іп", CONSONANT),
    long("п", "п", V, FOUR_LETTERS),
];

/// The converb of a denied verb (бармай, келмей); plain -й ends too many nouns.
pub(super) const DENIED: &[Ending] =
    &[e("май", "мей", V | R | L), e("бай", "бей", Z | N), e("пай", "пей", T)];

/// Denial, between a verb's root and its ending.
pub(super) const NEGATIVE: &[Ending] =
    &[e("ма", "ме", V | R | L), e("ба", "бе", Z | N), e("па", "пе", T)];

/// The past participle and the verbal noun, which take the endings of nouns.
pub(super) const VERBAL_NOUN: &[Ending] = &[
    e("ған", "ген", V | VOICED),
    e("қан", "кен", T),
    long("у", "у", CONSONANT, THREE_LETTERS),
    long("у", "у", V, FOUR_LETTERS),
];

/// What is taken off last, once: -ыс of nouns made of verbs (байланыс, байлану), -ла of verbs
/// made of nouns (қабылда, қабыл), -лық after а and я, which makes adjectives of loans
/// (америкалық), and -ат of Arabic loans, which cannot be told from the participle before -ын
/// (мемлекет-ін, келет-ін), so that both ways end alike.
pub(super) const DERIVED: &[Ending] = &[
    long("ыс", "іс", CONSONANT, FOUR_LETTERS),
    long("ат", "ет", CONSONANT, FOUR_LETTERS),
    long("ла", "ле", V | R, FOUR_LETTERS),
    long("да", "де", L | N | Z, FOUR_LETTERS),
    long("та", "те", T, FOUR_LETTERS),
    long("лық", "лік", A, FIVE_LETTERS),
    long("лығ", "ліг", A, FIVE_LETTERS),
];

impl Ending {
    fn starts_with_vowel(&self) -> bool {
        self.back.starts_with(is_vowel)
    }

    /// What is left of `word` before this ending, and the harmony of the endings so far, where
    /// this ending may stand there.
    #[inline]
    pub(super) fn take<'a>(&self, word: &'a str, harmony: Harmony) -> Option<(&'a str, Harmony)> {
        let tail = tail(word) & self.tail_mask;
        if tail != self.tails.0 && tail != self.tails.1 {
            return None;
        }
        let (left, own) = if let Some(left) = word.strip_suffix(self.back) {
            (left, if self.back == self.front { Either } else { Back })
        } else {
            (word.strip_suffix(self.front)?, Front)
        };
        let fits = own.agrees(harmony)
            && left.len() >= self.least
            && last_sound(left) & self.after != 0
            && (left.len() > TWO_LETTERS || left.starts_with(is_vowel))
            && (!self.starts_with_vowel() || ends_like_root(left))
            && own.agrees(last_harmony(left)?);
        fits.then_some((left, if own == Either { harmony } else { own }))
    }
}

/// Whether a root can end so before a vowel: not in д or л after a consonant (мәлімде-ді,
/// сайла-ды, no мәлімд-), nor in т after a sound that melts with it (сақта-ды, мұхит-ты, no
/// сақт-, мұхитт-), save for the loans in -ист.
fn ends_like_root(left: &str) -> bool {
    let mut letters = left.chars().rev();
    match (letters.next(), letters.next()) {
        (Some('д' | 'л'), Some(before)) => is_vowel(before),
        (Some('т'), Some('с')) => letters.next() == Some('и'),
        (Some('т'), Some(before)) => !matches!(before, 'қ' | 'п' | 'ш' | 'т'),
        (Some('қ'), Some('қ')) | (Some('к'), Some('к')) => false,
        _ => true,
    }
}

fn last_sound(word: &str) -> u8 {
    match word.trim_end_matches(['ь', 'ъ']).chars().next_back() {
        Some('а' | 'я') => V | A,
        Some('ә' | 'е' | 'ё' | 'о' | 'ө' | 'ұ' | 'ү' | 'ы' | 'і' | 'э') => V,
        Some('р' | 'й' | 'у' | 'и' | 'ю') => R,
        Some('л') => L,
        Some('з' | 'ж') => Z,
        Some('м' | 'н' | 'ң') => N,
        Some(_) => T,
        None => 0,
    }
}

pub(super) fn is_vowel(letter: char) -> bool {
    matches!(
        letter,
        'а' | 'ә' | 'е' | 'ё' | 'о' | 'ө' | 'ұ' | 'ү' | 'ы' | 'і' | 'э' | 'я' | 'и' | 'у' | 'ю'
    )
}

/// The harmony that the word's end asks for, or nothing when it has no vowel. и and ю leave it
/// open, and so does у before a consonant and whatever stands before ь, for loans take both
/// (режимі, пленумы, фестивальдер); an open у is a glide, and the vowel before it decides.
fn last_harmony(word: &str) -> Option<Harmony> {
    let mut found = None;
    for (back, letter) in word.chars().rev().enumerate() {
        match letter {
            'а' | 'о' | 'ұ' | 'ы' | 'я' | 'ё' => return Some(Back),
            'ә' | 'е' | 'ө' | 'ү' | 'і' | 'э' => return Some(Front),
            'и' | 'ю' | 'ь' => return Some(Either),
            'у' if back > 0 => return Some(Either),
            'у' => found = Some(Either),
            _ => {}
        }
    }
    found
}
