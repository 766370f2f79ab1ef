//! Turkish suffixes as an automaton: each row names the states that it may
//! follow, its shape, and the state that it leads to. The shapes are written as
//! grammars write them:
//!
//! * `A` is a or e, `I` is ı i u ü by vowel harmony with the vowel before;
//! * `D` is d or t, `C` is c or ç by the voice of the letter before;
//! * `K` is k, softened to ğ before a vowel;
//! * `(y)` a buffer consonant: there after a vowel, absent after a consonant;
//! * `(I)` a buffer vowel: there after a consonant, absent after a vowel;
//! * `-` at the front: only after a consonant, `+`: only after a vowel.
//!
//! A word is accepted when a chain of rows leads from its root to its end.

/// How readily a row is believed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Trust {
    /// Common in written prose; also stripped from words without a known root.
    Plain,
    /// First person, verb chains: only after a known root.
    Rooted,
    /// Second person, rare moods: only when nothing else explains the word.
    Rare,
}

pub(super) struct Suffix {
    pub from: u64,
    pub shape: &'static str,
    pub to: u64,
    pub trust: Trust,
}

const fn row(from: u64, shape: &'static str, to: u64, trust: Trust) -> Suffix {
    Suffix { from, shape, to, trust }
}

/// A noun or adjective without inflection.
pub(super) const NOUN: u64 = 1;
/// After the plural.
pub(super) const PLURAL: u64 = 1 << 1;
/// After a possessive of the first or second person.
pub(super) const OWN: u64 = 1 << 2;
/// After a possessive of the third person: cases take their pronominal n.
pub(super) const THIRD: u64 = 1 << 3;
/// After the locative or genitive: -ki may follow.
const PLACE: u64 = 1 << 4;
/// After another case: only the copula may follow.
const CASED: u64 = 1 << 5;
/// After -ki: plural and cases with n.
const KI: u64 = 1 << 6;
/// Nothing may follow.
const END: u64 = 1 << 7;
/// After -dı, -sa: personal endings m n k nız lar.
const PAST: u64 = 1 << 8;
/// After -mış, -yor and other predicates: endings ım sın ız sınız lar dır.
const PRED: u64 = 1 << 9;
/// After a personal ending: -dır may follow.
const PERSON: u64 = 1 << 10;
/// A verb's stem.
pub(super) const VERB: u64 = 1 << 11;
/// A negated verb's stem.
const NEGATED: u64 = 1 << 12;
/// A verb's stem that lost its a or e before -yor (bekle, bekliyor).
pub(super) const RAISED: u64 = 1 << 13;
/// After the aorist.
const AORIST: u64 = 1 << 14;
/// After -mak.
const INFINITIVE: u64 = 1 << 15;
/// After -dık: possessives.
const DIK: u64 = 1 << 16;
/// A noun made by a suffix: -ma, -ış, -lık.
const DERIVED: u64 = 1 << 17;

/// States in which a word may end. A bare verb is an imperative, rare in prose.
pub(super) const FINAL: u64 = !(RAISED | NEGATED | VERB);

use Trust::{Plain, Rare, Rooted};

const BASE: u64 = NOUN | DERIVED;
const STEM: u64 = VERB | NEGATED;

/// The rows, by kind; their order carries no meaning.
pub(super) const SUFFIXES: &[Suffix] = &[
    // Number and possession.
    row(BASE | KI | DIK, "lAr", PLURAL, Plain),
    row(BASE | PLURAL | DIK, "(I)m", OWN, Rooted),
    row(BASE | PLURAL | DIK, "(I)mIz", OWN, Rooted),
    row(BASE | PLURAL | DIK, "(I)n", OWN, Rare),
    row(BASE | PLURAL | DIK, "(I)nIz", OWN, Rare),
    row(BASE | PLURAL | DIK, "(s)I", THIRD, Plain),
    // Cases.
    row(BASE | PLURAL | OWN, "(y)I", CASED, Plain),
    row(BASE | PLURAL | OWN | INFINITIVE, "(y)A", CASED, Plain),
    row(BASE | PLURAL | OWN | INFINITIVE | DIK, "DA", PLACE, Plain),
    row(BASE | PLURAL | OWN | INFINITIVE | DIK, "DAn", CASED, Plain),
    row(BASE | PLURAL | OWN, "(n)In", PLACE, Plain),
    row(BASE | PLURAL | OWN | THIRD | INFINITIVE | PLACE | KI, "(y)lA", CASED, Plain),
    row(PLURAL | OWN | DIK, "CA", CASED, Plain),
    row(BASE, "CA", CASED, Rare),
    row(THIRD | KI, "nI", CASED, Plain),
    row(THIRD | KI, "nA", CASED, Plain),
    row(THIRD | KI, "ndA", PLACE, Plain),
    row(THIRD | KI, "ndAn", CASED, Plain),
    row(THIRD | KI, "nIn", PLACE, Plain),
    row(THIRD, "ncA", CASED, Plain),
    row(PLACE, "ki", KI, Plain),
    row(NOUN, "ki", KI, Rare),
    row(NOUN, "kü", KI, Rare),
    // Copula and person on nominal predicates.
    row(PLURAL | OWN | THIRD | PLACE | CASED | KI | INFINITIVE, "(y)DI", PAST, Rooted),
    row(BASE, "+yDI", PAST, Rooted),
    row(BASE, "-DI", PAST, Rare),
    row(PLURAL | OWN | THIRD | PLACE | CASED | KI | INFINITIVE, "(y)mIş", PRED, Rooted),
    row(BASE, "+ymIş", PRED, Rooted),
    row(BASE, "-mIş", PRED, Rare),
    row(PLURAL | OWN | THIRD | PLACE | CASED | KI | INFINITIVE, "(y)sA", PAST, Rooted),
    row(BASE, "+ysA", PAST, Rooted),
    row(BASE, "-sA", PAST, Rare),
    row(BASE | PLURAL | OWN | THIRD | PLACE | CASED | KI | INFINITIVE, "DIr", PRED, Plain),
    row(BASE | PLURAL | OWN | THIRD | PLACE | CASED, "(y)ken", KI, Rooted),
    row(BASE | PLURAL | PLACE, "(y)Im", PERSON, Rare),
    row(BASE | PLURAL | PLACE, "sIn", PERSON, Rare),
    row(BASE | PLURAL | PLACE, "(y)Iz", PERSON, Rare),
    row(BASE | PLURAL | PLACE, "sInIz", PERSON, Rare),
    row(PLACE, "lAr", PRED, Rare),
    // Personal endings of verbs.
    row(PAST, "m", END, Rooted),
    row(PAST, "n", END, Rare),
    row(PAST, "k", END, Rooted),
    row(PAST, "nIz", END, Rare),
    row(PAST, "lAr", PRED, Rooted),
    row(PAST, "(y)DI", PAST, Rooted),
    row(PAST, "(y)mIş", PRED, Rooted),
    row(PAST, "(y)sA", PAST, Rooted),
    row(PRED | AORIST, "(y)Im", PERSON, Rooted),
    row(PRED | AORIST, "sIn", PERSON, Rare),
    row(PRED | AORIST, "(y)Iz", PERSON, Rooted),
    row(PRED | AORIST, "sInIz", PERSON, Rare),
    row(PRED | AORIST, "lAr", PRED, Rooted),
    row(PRED | AORIST, "(y)DI", PAST, Rooted),
    row(PRED | AORIST, "(y)mIş", PRED, Rooted),
    row(PRED | AORIST, "(y)sA", PAST, Rooted),
    row(PRED | AORIST | PERSON, "DIr", PRED, Rooted),
    row(PRED | AORIST, "ken", KI, Rooted),
    row(PRED | AORIST, "CAsInA", END, Rooted),
    // Voice, ability, negation.
    row(VERB, "-Il", VERB, Rooted),
    row(VERB, "(I)n", VERB, Rooted),
    row(VERB, "nIl", VERB, Rooted),
    row(VERB, "DIr", VERB, Rooted),
    row(VERB, "t", VERB, Rooted),
    row(STEM, "(y)Abil", VERB, Rooted),
    row(STEM, "(y)Iver", VERB, Rare),
    row(VERB, "mA", NEGATED, Rooted),
    row(VERB, "(y)AmA", NEGATED, Rooted),
    // Tenses and moods.
    row(STEM, "DI", PAST, Rooted),
    row(STEM, "mIş", PRED | NOUN, Rooted),
    row(STEM, "(y)AcAK", PRED | NOUN | DIK, Rooted),
    row(VERB | RAISED, "-Iyor", PRED, Rooted),
    row(VERB, "+yor", PRED, Rooted),
    row(VERB, "mIyor", PRED, Rooted),
    row(VERB, "(y)AmIyor", PRED, Rooted),
    row(VERB, "+r", AORIST, Rooted),
    row(VERB, "-Ar", AORIST, Rooted),
    row(VERB, "-Ir", AORIST, Rooted),
    row(NEGATED, "z", AORIST, Rooted),
    row(NEGATED, "m", END, Rare),
    row(NEGATED, "yIz", END, Rare),
    row(STEM, "mAlI", PRED, Rooted),
    row(STEM, "sA", PAST, Rooted),
    row(STEM, "(y)AyIm", END, Rare),
    row(STEM, "(y)AlIm", END, Rooted),
    row(STEM, "(y)A", END, Rare),
    row(STEM, "sIn", PERSON, Rooted),
    row(STEM, "sInlAr", END, Rooted),
    row(STEM, "(y)In", END, Rare),
    row(STEM, "(y)InIz", END, Rare),
    // Verbal nouns, participles, converbs.
    row(STEM, "mAk", INFINITIVE, Rooted),
    row(STEM, "mA", DERIVED, Rooted),
    row(STEM, "(y)Iş", DERIVED, Rooted),
    row(STEM, "(y)An", NOUN, Rooted),
    row(STEM, "DIK", DIK, Rooted),
    row(STEM, "DIkçA", END, Rooted),
    row(STEM, "(y)Ip", END, Rooted),
    row(STEM, "(y)ArAk", END, Rooted),
    row(STEM, "(y)ArAktAn", END, Rooted),
    row(STEM, "(y)IncA", END, Rooted),
    row(STEM, "(y)AlI", END, Rooted),
    row(STEM, "mAdAn", END, Rooted),
    row(STEM, "mAksIzIn", END, Rooted),
];

/// Word formation: what these rows end is a stem of its own (başkanlık beside
/// başkan), used where the lexicon has no entry for the whole.
pub(super) const FORMATION: &[Suffix] = &[
    row(NOUN, "lI", DERIVED, Rooted),
    row(NOUN, "sIz", DERIVED, Rooted),
    row(NOUN, "lIK", DERIVED, Rooted),
    row(NOUN, "CI", DERIVED, Rooted),
    row(NOUN, "sAl", DERIVED, Rooted),
    row(NOUN, "lAş", VERB, Rooted),
    row(NOUN, "lAştIr", VERB, Rooted),
    row(NOUN, "lAn", VERB, Rooted),
    row(NOUN, "lAndIr", VERB, Rooted),
    row(NOUN, "lA", VERB, Rooted),
    row(VERB, "(y)IcI", DERIVED, Rooted),
];
