//! A Turkish word as letter codes, with what vowel harmony asks of each place.

/// Longer words are not read.
pub(super) const MAX_LETTERS: usize = 40;

/// The letters, vowels first; a letter's code is its place here.
const ALPHABET: [char; 32] = [
    'a', 'e', 'ı', 'i', 'o', 'ö', 'u', 'ü', 'p', 'ç', 't', 'k', 'f', 'h', 's', 'ş', 'b', 'c', 'd',
    'g', 'ğ', 'j', 'l', 'm', 'n', 'r', 'v', 'y', 'z', 'q', 'w', 'x',
];

/// Codes below this are vowels.
const VOWELS: u8 = 8;
/// Codes from there up to this are voiceless consonants.
const VOICELESS: u8 = 16;
/// The number of letters, and the code of anything else.
pub(super) const LETTERS: usize = 32;
const OTHER: u8 = 32;

/// The code of a letter.
pub(super) const fn code(letter: char) -> u8 {
    match letter {
        'a' => 0,
        'e' => 1,
        'ı' => 2,
        'i' => 3,
        'o' => 4,
        'ö' => 5,
        'u' => 6,
        'ü' => 7,
        'p' => 8,
        'ç' => 9,
        't' => 10,
        'k' => 11,
        'f' => 12,
        'h' => 13,
        's' => 14,
        'ş' => 15,
        'b' => 16,
        'c' => 17,
        'd' => 18,
        'g' => 19,
        'ğ' => 20,
        'j' => 21,
        'l' => 22,
        'm' => 23,
        'n' => 24,
        'r' => 25,
        'v' => 26,
        'y' => 27,
        'z' => 28,
        'q' => 29,
        'w' => 30,
        'x' => 31,
        _ => OTHER,
    }
}

pub(super) fn is_vowel(letter: char) -> bool {
    code(letter) < VOWELS
}

/// What a suffix sees of the word before it: the last vowel and the last letter's voice.
#[derive(Clone, Copy)]
pub(super) struct Context {
    /// The last vowel's code; none before the first vowel.
    vowel: Option<u8>,
    /// 0 a vowel, 1 a voiceless, 2 a voiced consonant.
    voice: u8,
}

impl Context {
    /// All contexts that a suffix may stand in.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        (0..VOWELS).flat_map(|vowel| (0..3).map(move |voice| Self { vowel: Some(vowel), voice }))
    }

    /// The context after one more letter.
    pub(super) fn then(self, letter: u8) -> Self {
        match letter {
            0..VOWELS => Self { vowel: Some(letter), voice: 0 },
            VOWELS..VOICELESS => Self { voice: 1, ..self },
            _ => Self { voice: 2, ..self },
        }
    }

    /// One bit of 24 for each context with a vowel, none otherwise.
    pub(super) fn bit(self) -> u32 {
        let place = |v: u8| u32::from(v).saturating_mul(3).saturating_add(u32::from(self.voice));
        self.vowel.map_or(0, |v| 1u32.checked_shl(place(v)).unwrap_or(0))
    }

    /// The same with the last vowel read as a front one (saat, saatler).
    pub(super) fn fronted(self) -> Self {
        let vowel = self.vowel.map(|v| match v {
            0 | 2 => 1,
            4 | 6 => 5,
            other => other,
        });
        Self { vowel, ..self }
    }

    pub(super) fn after_vowel(self) -> bool {
        self.voice == 0
    }

    pub(super) fn after_voiceless(self) -> bool {
        self.voice == 1
    }

    /// The open vowel that harmonizes: a or e.
    pub(super) fn open(self) -> char {
        if matches!(self.vowel, Some(0 | 2 | 4 | 6)) { 'a' } else { 'e' }
    }

    /// The close vowel that harmonizes: ı i u ü.
    pub(super) fn close(self) -> char {
        match self.vowel {
            Some(0 | 2) => 'ı',
            Some(4 | 6) => 'u',
            Some(5 | 7) => 'ü',
            _ => 'i',
        }
    }
}

/// A word of the Turkish alphabet and q w x.
pub(super) struct Letters {
    codes: [u8; MAX_LETTERS],
    before: [Context; MAX_LETTERS + 1],
    pub len: usize,
}

impl Letters {
    /// None if there is any other character, or too many letters.
    pub(super) fn read(word: &str) -> Option<Self> {
        let start = Context { vowel: None, voice: 2 };
        let mut letters =
            Self { codes: [OTHER; MAX_LETTERS], before: [start; MAX_LETTERS + 1], len: 0 };
        let mut context = start;
        for c in word.chars() {
            let code = code(c);
            if code == OTHER {
                return None;
            }
            *letters.codes.get_mut(letters.len)? = code;
            letters.len = letters.len.saturating_add(1);
            context = context.then(code);
            *letters.before.get_mut(letters.len)? = context;
        }
        Some(letters)
    }

    /// The letter's code at a place; after the end, that of no letter.
    pub(super) fn get(&self, at: usize) -> u8 {
        self.codes.get(at).copied().unwrap_or(OTHER)
    }

    pub(super) fn letter(&self, at: usize) -> char {
        ALPHABET.get(usize::from(self.get(at))).copied().unwrap_or('\0')
    }

    pub(super) fn vowel_at(&self, at: usize) -> bool {
        self.get(at) < VOWELS
    }

    /// What a suffix at this place sees before it.
    pub(super) fn context(&self, at: usize) -> Context {
        self.before.get(at).copied().unwrap_or(Context { vowel: None, voice: 2 })
    }
}
