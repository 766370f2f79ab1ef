//! The n-gram model behind language detection: letters to codes, codes to buckets of a table.
//!
//! [`Walker`] goes through a text once. Every letter becomes a six-bit code of its script, the
//! last five codes of the word are kept in one number, and each of its tails (the n-grams of one to
//! five letters, the edge of the word being a letter too) is a bucket of the table of that script.
//! A bucket holds what the n-gram says for each language. How the table is made is told in
//! `data/README.md`. Which language a text is in is decided in [`super::detect`].

/// The alphabet that a letter belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Script {
    /// Latin: Turkish, English, and any other language.
    #[default]
    Latin,
    /// Cyrillic: Russian, Ukrainian, Kazakh, Belarusian.
    Cyrillic,
}

/// Receives what a [`Walker`] finds.
pub(super) trait Visitor {
    /// An n-gram: its script and its hash, of which the upper bits name the bucket.
    fn ngram(&mut self, script: Script, hash: u64);
    /// A letter of a script; `rare` is one that none of the six languages writes.
    fn letter(&mut self, script: Script, code: u8, rare: bool);
    /// A letter of neither script.
    fn foreign(&mut self);
}

/// The longest n-gram, in codes.
const MAX_ORDER: u64 = 5;

/// Bits of one code.
const CODE_BITS: u64 = 6;

/// Codes of letters outside the six alphabets.
const RARE_LATIN: u8 = 34;
const RARE_CYRILLIC: u8 = 47;

/// Latin letters in the order of their codes, from 1; â, î and û share the code 33.
const LATIN: &str = "abcdefghijklmnopqrstuvwxyzçğıöşü";
/// Code of â, î and û.
const CIRCUMFLEX: u8 = 33;

/// Cyrillic letters in the order of their codes, from 1.
const CYRILLIC: &str = "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґўәғқңөұүһ";

/// What a character is: the upper bits of an entry are its kind, the lower six its code.
const BREAK: u8 = 0;
const LATIN_KIND: u8 = 0x40;
const CYRILLIC_KIND: u8 = 0x80;
const KIND: u8 = 0xC0;
const SKIP: u8 = 0xC0;
const FOREIGN: u8 = 0xC1;

/// Kinds and codes of U+0000 to U+04FF.
static CHARS: [u8; 0x500] = char_table();

const fn char_table() -> [u8; 0x500] {
    let mut table = [BREAK; 0x500];
    // Letters outside the six alphabets, until overwritten below.
    let mut c = 0xC0;
    while c < 0x250 {
        if c != 0xD7 && c != 0xF7 {
            table[c] = LATIN_KIND | RARE_LATIN;
        }
        c += 1;
    }
    while c < 0x300 {
        table[c] = if c < 0x2B0 { FOREIGN } else { BREAK };
        c += 1;
    }
    while c < 0x370 {
        table[c] = SKIP;
        c += 1;
    }
    while c < 0x400 {
        table[c] = FOREIGN;
        c += 1;
    }
    while c < 0x500 {
        table[c] = CYRILLIC_KIND | RARE_CYRILLIC;
        c += 1;
    }
    table[0x37E] = BREAK;
    table[0x387] = BREAK;
    c = 0x482;
    while c < 0x48A {
        table[c] = SKIP;
        c += 1;
    }
    table[0xAD] = SKIP;
    table[0xAA] = LATIN_KIND | RARE_LATIN;
    table[0xBA] = LATIN_KIND | RARE_LATIN;
    fill(&mut table, LATIN.as_bytes(), LATIN_KIND);
    fill(&mut table, CYRILLIC.as_bytes(), CYRILLIC_KIND);
    // Capital I may be that of i or of ı: read as i, and İ as well.
    table[0x49] = table[0x69];
    table[0x130] = table[0x69];
    let mut k = 0;
    let circumflex = [0xE2, 0xEE, 0xFB, 0xC2, 0xCE, 0xDB];
    while k < circumflex.len() {
        table[circumflex[k]] = LATIN_KIND | CIRCUMFLEX;
        k += 1;
    }
    table
}

/// Enters an alphabet of one- and two-byte letters, small and capital.
const fn fill(table: &mut [u8; 0x500], letters: &[u8], kind: u8) {
    let mut at = 0;
    let mut code = 1;
    while at < letters.len() {
        let c = if letters[at] < 0x80 {
            at += 1;
            letters[at - 1] as usize
        } else {
            at += 2;
            ((letters[at - 2] as usize & 0x1F) << 6) | (letters[at - 1] as usize & 0x3F)
        };
        table[c] = kind | code;
        table[capital(c)] = kind | code;
        code += 1;
    }
}

/// The capital of a letter of the two alphabets; of ı, itself.
const fn capital(c: usize) -> usize {
    match c {
        0x61..=0x7A | 0xE0..=0xFE | 0x430..=0x44F => c - 0x20,
        0x450..=0x45F => c - 0x50,
        0x131 => c,
        0x11F | 0x15F => c - 1,
        _ => c - (c & 1),
    }
}

/// Look-alikes of the other script, for words typed in two: Latin letter, Cyrillic letter.
const TWINS: [(char, char); 20] = [
    ('a', 'а'),
    ('c', 'с'),
    ('e', 'е'),
    ('i', 'і'),
    ('o', 'о'),
    ('p', 'р'),
    ('x', 'х'),
    ('y', 'у'),
    ('A', 'А'),
    ('B', 'В'),
    ('C', 'С'),
    ('E', 'Е'),
    ('H', 'Н'),
    ('I', 'І'),
    ('K', 'К'),
    ('M', 'М'),
    ('O', 'О'),
    ('P', 'Р'),
    ('T', 'Т'),
    ('X', 'Х'),
];

/// The entry of the letter that looks like `c` in `script`, if there is one.
fn twin(c: char, script: Script) -> Option<u8> {
    let found = TWINS.iter().find(|(latin, cyrillic)| match script {
        Script::Latin => c == *cyrillic,
        Script::Cyrillic => c == *latin,
    });
    found.map(|&(latin, cyrillic)| entry(if script == Script::Latin { latin } else { cyrillic }))
}

/// The kind and code of a character.
fn entry(c: char) -> u8 {
    match CHARS.get(c as usize) {
        Some(&entry) => entry,
        None if c.is_alphabetic() => match c {
            '\u{1E00}'..='\u{1EFF}' => LATIN_KIND | RARE_LATIN,
            '\u{500}'..='\u{52F}' => CYRILLIC_KIND | RARE_CYRILLIC,
            _ => FOREIGN,
        },
        None => match c {
            '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' => SKIP,
            _ => BREAK,
        },
    }
}

/// Goes through texts letter by letter.
#[derive(Debug, Default)]
pub(super) struct Walker {
    /// Codes of the word so far, the last one lowest; 0 between words.
    codes: u64,
    /// Script of the word.
    script: Script,
}

impl Walker {
    /// Takes in `text`, which ends a word.
    #[inline]
    pub(super) fn walk(&mut self, text: &str, visitor: &mut impl Visitor) {
        for c in text.chars() {
            let mut entry = entry(c);
            let mut kind = entry & KIND;
            if kind == BREAK {
                self.end_word(visitor);
                continue;
            }
            if kind == SKIP {
                if entry == FOREIGN {
                    self.end_word(visitor);
                    visitor.foreign();
                }
                continue;
            }
            let mut script = if kind == LATIN_KIND { Script::Latin } else { Script::Cyrillic };
            if script != self.script && self.codes != 0 {
                if let Some(other) = twin(c, self.script) {
                    entry = other;
                    kind = other & KIND;
                    script = self.script;
                } else {
                    self.end_word(visitor);
                }
            }
            let code = entry ^ kind;
            let rare = match script {
                Script::Latin => code == RARE_LATIN,
                Script::Cyrillic => code == RARE_CYRILLIC,
            };
            self.script = script;
            visitor.letter(script, code, rare);
            self.push(code, visitor);
        }
        self.end_word(visitor);
    }

    fn end_word(&mut self, visitor: &mut impl Visitor) {
        if self.codes != 0 {
            self.push(0, visitor);
            self.codes = 0;
        }
    }

    /// Adds a code to the word and hands on the n-grams that it ends.
    #[inline]
    fn push(&mut self, code: u8, visitor: &mut impl Visitor) {
        self.codes =
            (self.codes << CODE_BITS | u64::from(code)) & ((1 << (CODE_BITS * MAX_ORDER)) - 1);
        for order in FIRST_ORDER..=MAX_ORDER {
            let tail = self.codes & ((1 << (CODE_BITS * order)) - 1);
            visitor.ngram(self.script, hash(tail, order));
        }
    }
}

/// The shortest n-gram that is looked up.
const FIRST_ORDER: u64 = 1;

/// Spreads an n-gram over 64 bits.
#[inline]
fn hash(tail: u64, order: u64) -> u64 {
    (tail | order << 40).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// The languages of a script that never write a letter, as a sum of lanes.
///
/// Lane 0, the lowest [`LANE_BITS`], is the first language of the script: tr, en of Latin; ru, uk,
/// kk, be of Cyrillic.
#[inline]
pub(super) fn strangers(script: Script, code: u8) -> u64 {
    let table = match script {
        Script::Latin => &STRANGERS.0,
        Script::Cyrillic => &STRANGERS.1,
    };
    table.get(usize::from(code)).copied().unwrap_or(0)
}

/// Width of a lane of [`strangers`]: enough for the letters of a whole sample.
pub(super) const LANE_BITS: u32 = 16;

static STRANGERS: ([u64; 64], [u64; 64]) = {
    let (mut latin, mut cyrillic) = ([0; 64], [0; 64]);
    let (tr, en) = (1, 1 << LANE_BITS);
    mark(&mut latin, LATIN, "qwx", tr);
    mark(&mut latin, LATIN, "çğıöşü", en);
    let (ru, uk, kk, be) = (1, 1 << LANE_BITS, 1 << (2 * LANE_BITS), 1 << (3 * LANE_BITS));
    mark(&mut cyrillic, CYRILLIC, "іїєґў", ru);
    mark(&mut cyrillic, CYRILLIC, "ёъыэў", uk);
    mark(&mut cyrillic, CYRILLIC, "їєґў", kk);
    mark(&mut cyrillic, CYRILLIC, "ищъїє", be);
    mark(&mut cyrillic, CYRILLIC, "әғқңөұүһ", ru + uk + be);
    (latin, cyrillic)
};

/// Adds `lanes` at the codes that the letters `which` have in `alphabet`.
const fn mark(table: &mut [u64; 64], alphabet: &str, which: &str, lanes: u64) {
    let (alphabet, which) = (alphabet.as_bytes(), which.as_bytes());
    let mut at = 0;
    let mut code = 1;
    while at < alphabet.len() {
        let width = if alphabet[at] < 0x80 { 1 } else { 2 };
        let mut k = 0;
        while k < which.len() {
            if which[k] == alphabet[at] && (width == 1 || which[k + 1] == alphabet[at + 1]) {
                table[code] += lanes;
            }
            k += if which[k] < 0x80 { 1 } else { 2 };
        }
        code += 1;
        at += width;
    }
}

/// What a letter weighs against a language that never writes it, in log-odds.
pub(super) const STRANGER: i32 = 2;

/// The row that a hash has in a table of `rows`, fewer than 2³².
#[inline]
pub(super) fn bucket(hash: u64, rows: usize) -> usize {
    (((hash >> 32) * rows as u64) >> 32) as usize
}
