//! The analyzer: words through a language's chain, with a memory of words seen.

use std::hash::Hasher;
use std::sync::atomic::{AtomicU64, Ordering};

use hashbrown::HashTable;
use rustc_hash::FxHasher;

use super::chain::{self, Chain};
use super::tokenizer::for_each_word;
use crate::MAX_TOKEN_BYTES;
use crate::lang::Lang;

/// Words remembered at most; more than nine words of ten of a running text are in a memory of this
/// size, and a word costs about 60 bytes.
const MEMORY_WORDS: usize = 1 << 17;

/// Words that are kept at most when the memory is full: more would leave room for few.
const KEPT_WORDS: usize = MEMORY_WORDS / 4 * 3;

/// Words looked up at a time.
const AHEAD: usize = 32;

/// One word of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'a> {
    /// What the word is indexed and searched by: stemmed and folded.
    pub term: &'a str,
    /// The word normalized and lowercased, not stemmed.
    pub exact: &'a str,
    /// First byte of the word in the text.
    pub start: usize,
    /// Byte after its last one.
    pub end: usize,
    /// Number of the word in the text, from 0.
    pub position: u32,
}

/// Where a remembered word lies in the arena: the word as it stood in the text, its exact form and
/// its term, one after the other, so that a look-up touches one place in memory.
#[derive(Clone, Copy)]
struct Remembered {
    hash: u32,
    from: u32,
    word_bytes: u16,
    exact_bytes: u16,
    term_bytes: u16,
    /// The article that it was last seen in, and which of that article's distinct words it is.
    article: u32,
    number: u32,
    serial: u32,
    /// Whether it was seen in a second article since the memory was last full.
    again: bool,
}

impl Remembered {
    fn word(self, arena: &str) -> &str {
        let from = self.from as usize;
        arena.get(from..from + usize::from(self.word_bytes)).unwrap_or_default()
    }

    fn forms(self, arena: &str) -> (&str, &str) {
        let exact = self.from as usize + usize::from(self.word_bytes);
        let term = exact + usize::from(self.exact_bytes);
        let end = term + usize::from(self.term_bytes);
        (arena.get(exact..term).unwrap_or_default(), arena.get(term..end).unwrap_or_default())
    }
}

/// Which of the distinct words of an article a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Distinct {
    /// Numbers go up from 0 in the order of first occurrence. Rarely, where the memory of words was
    /// full, a word gets a second one.
    pub number: u32,
    /// Whether the number is new.
    pub first: bool,
    /// A number, not 0, that no other word has of the same [`Analyzer::id`].
    pub serial: u32,
}

/// The last [`Analyzer::id`] that was given.
static LAST_ID: AtomicU64 = AtomicU64::new(0);

/// Analyzes texts of one language.
///
/// Not shared between threads: it remembers the words it has seen (up to about 16 MB), which
/// makes nine look-ups of ten cheap and free of allocation.
pub struct Analyzer {
    chain: &'static Chain,
    lang: Lang,
    id: u64,
    words: HashTable<Remembered>,
    arena: String,
    exact: String,
    term: String,
    spare: String,
    token_bytes: usize,
    /// Number of the article being analyzed, and how many distinct words it has.
    article: u32,
    distinct: u32,
    /// How many words were put into the memory.
    remembered: u32,
}

impl Analyzer {
    /// An analyzer of `lang` with an empty memory.
    #[must_use]
    pub fn new(lang: Lang) -> Self {
        Self {
            chain: &lang.language().chain,
            lang,
            id: new_id(),
            words: HashTable::new(),
            arena: String::new(),
            exact: String::new(),
            term: String::new(),
            spare: String::new(),
            token_bytes: MAX_TOKEN_BYTES,
            article: 0,
            distinct: 0,
            remembered: 0,
        }
    }

    /// The language that this analyzer is of.
    #[must_use]
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// By which its words' serial numbers are told from those of other analyzers.
    #[must_use]
    pub fn id(&self) -> u64 {
        self.id
    }

    /// Calls `each` with every token of `text`, in order.
    ///
    /// A word longer than 255 bytes counts as a position but gives no token. Linear in the text.
    pub fn analyze(&mut self, text: &str, mut each: impl FnMut(Token<'_>)) {
        self.analyze_numbered(text, |token, _| each(token));
    }

    /// Begins an article: numbers of distinct words start at 0 again.
    pub fn begin_article(&mut self) {
        self.distinct = 0;
        self.article = self.article.wrapping_add(1);
        if self.article == 0 || self.remembered > u32::MAX / 2 {
            // Words seen four billion articles ago would pass for words of this one, and serial
            // numbers must not come again.
            self.forget();
            self.article = 1;
        }
    }

    /// As [`analyze`](Self::analyze), with which of the article's distinct words each token is.
    pub fn analyze_numbered(&mut self, text: &str, mut each: impl FnMut(Token<'_>, Distinct)) {
        let mut words = [(0, 0); AHEAD];
        let mut waiting = 0;
        let mut position = 0;
        for_each_word(text, |start, end| {
            words[waiting] = (start, end);
            waiting += 1;
            if waiting == AHEAD {
                self.analyze_words(text, &words, &mut position, &mut each);
                waiting = 0;
            }
        });
        self.analyze_words(text, &words[..waiting], &mut position, &mut each);
    }

    /// Analyzes at most [`AHEAD`] words.
    fn analyze_words(
        &mut self,
        text: &str,
        words: &[(usize, usize)],
        position: &mut u32,
        each: &mut impl FnMut(Token<'_>, Distinct),
    ) {
        let word = |&(start, end): &(usize, usize)| text.get(start..end).unwrap_or_default();
        let mut hashes = [0; AHEAD];
        for (hash, place) in hashes.iter_mut().zip(words) {
            *hash = self::hash(word(place));
        }
        self.look_ahead(&hashes[..words.len()]);
        for (place, hash) in words.iter().zip(hashes) {
            let (word, &(start, end)) = (word(place), place);
            if word.len() <= self.token_bytes {
                let (remembered, first) = self.look_up(word, hash);
                let (exact, term) = remembered.forms(&self.arena);
                if !term.is_empty() {
                    let Remembered { number, serial, .. } = remembered;
                    let distinct = Distinct { number, first, serial };
                    each(Token { term, exact, start, end, position: *position }, distinct);
                }
            }
            *position += 1;
        }
    }

    /// Touches what looking up these words will read. The memory is larger than the processor's
    /// caches, and reads that do not depend on each other are waited for at once.
    fn look_ahead(&self, hashes: &[u64]) {
        let mut places = [0; AHEAD];
        for (place, hash) in places.iter_mut().zip(hashes) {
            let found = self.words.find(*hash, |r| r.hash == *hash as u32);
            *place = found.map_or(0, |r| r.from as usize);
        }
        let bytes = self.arena.as_bytes();
        let touched = places.iter().filter_map(|place| bytes.get(*place)).fold(0, |all, b| all ^ b);
        std::hint::black_box(touched);
    }

    /// Exact form and term of one word as it stands in a text.
    pub fn forms(&mut self, word: &str) -> (&str, &str) {
        self.look_up(word, hash(word)).0.forms(&self.arena)
    }

    /// A word in the memory, where it is put if need be, and whether the article has it for the
    /// first time.
    fn look_up(&mut self, word: &str, hash: u64) -> (Remembered, bool) {
        let known = |r: &Remembered| r.hash == hash as u32 && r.word(&self.arena) == word;
        let Some(found) = self.words.find_mut(hash, known) else {
            return (self.remember(word, hash), true);
        };
        let first = found.article != self.article;
        if first {
            (found.article, found.number, found.again) = (self.article, self.distinct, true);
            self.distinct += u32::from(found.term_bytes > 0);
        }
        (*found, first)
    }

    /// Forgets all words.
    fn forget(&mut self) {
        self.words.clear();
        self.arena.clear();
        (self.id, self.remembered) = (new_id(), 0);
    }

    /// Forgets the words that came up in one article only, which is most of them; all if too few
    /// are such.
    fn make_room(&mut self) {
        let kept: Vec<Remembered> = self.words.drain().filter(|word| word.again).collect();
        let empty = String::with_capacity(self.arena.capacity());
        let arena = std::mem::replace(&mut self.arena, empty);
        if kept.len() > KEPT_WORDS {
            return;
        }
        for mut word in kept {
            let from = self.arena.len();
            let (exact, term) = word.forms(&arena);
            let text = word.word(&arena);
            let hash = self::hash(text);
            [text, exact, term].iter().for_each(|form| self.arena.push_str(form));
            (word.from, word.again) = (u32::try_from(from).unwrap_or(u32::MAX), false);
            let spread = |r: &Remembered| self::hash(r.word(&self.arena));
            self.words.insert_unique(hash, word, spread);
        }
    }

    /// Runs the chain on `word` and keeps what came out.
    fn remember(&mut self, word: &str, hash: u64) -> Remembered {
        if self.words.len() >= MEMORY_WORDS {
            self.make_room();
        }
        self.remembered = self.remembered.wrapping_add(1);
        self.exact.clear();
        self.exact.push_str(word);
        chain::run(self.chain.word, &mut self.exact, &mut self.spare, |_, _| {});
        self.term.clear();
        self.term.push_str(&self.exact);
        chain::run(self.chain.term, &mut self.term, &mut self.spare, |_, _| {});
        // No word is longer than a token may be, and no form grows past three times that.
        let bytes = |text: &str| u16::try_from(text.len()).unwrap_or(0);
        let remembered = Remembered {
            hash: hash as u32,
            from: u32::try_from(self.arena.len()).unwrap_or(u32::MAX),
            word_bytes: bytes(word),
            exact_bytes: bytes(&self.exact),
            term_bytes: bytes(&self.term),
            article: self.article,
            number: self.distinct,
            serial: self.remembered,
            again: false,
        };
        self.distinct += u32::from(remembered.term_bytes > 0);
        self.arena.push_str(word);
        self.arena.push_str(&self.exact);
        self.arena.push_str(&self.term);
        let spread = |r: &Remembered| self::hash(r.word(&self.arena));
        self.words.insert_unique(hash, remembered, spread);
        remembered
    }
}

fn new_id() -> u64 {
    LAST_ID.fetch_add(1, Ordering::Relaxed) + 1
}

fn hash(word: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(word.as_bytes());
    hasher.finish()
}

/// What one step of the chain made of a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    /// Name of the step.
    pub step: &'static str,
    /// The word after it.
    pub word: String,
}

/// The steps that changed `word`, a single word as it stands in a text of `lang`, in order. The
/// last one's word is its term; none at all means that the word is its own term.
#[must_use]
pub fn explain(lang: Lang, word: &str) -> Vec<Explained> {
    let chain = &lang.language().chain;
    let mut steps = Vec::new();
    let (mut current, mut spare) = (word.to_owned(), String::new());
    for part in [chain.word, chain.term] {
        chain::run(part, &mut current, &mut spare, |step, word| {
            steps.push(Explained { step, word: word.to_owned() });
        });
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Exact form, term, number and serial number of each word of an article.
    fn analyze(analyzer: &mut Analyzer, text: &str) -> Vec<(String, String, u32, u32)> {
        let mut words = Vec::new();
        analyzer.begin_article();
        analyzer.analyze_numbered(text, |token, distinct| {
            let Distinct { number, serial, .. } = distinct;
            words.push((token.exact.to_owned(), token.term.to_owned(), number, serial));
        });
        words
    }

    #[test]
    fn a_full_memory_keeps_the_words_that_came_again() {
        let mut analyzer = Analyzer::new(Lang::En);
        let id = analyzer.id();
        let before = analyze(&mut analyzer, "Embassies rare");
        let mut named = std::collections::HashMap::new();
        for article in 0..MEMORY_WORDS as u32 / 500 + 2 {
            let once = (0..500).map(|n| format!(" x{}", article * 500 + n));
            let text = format!("embassies Embassies{}", once.collect::<String>());
            for (number, (exact, _, distinct, serial)) in (0..).zip(analyze(&mut analyzer, &text)) {
                assert_eq!(distinct, number);
                assert_eq!(*named.entry(serial).or_insert(exact.clone()), exact);
            }
        }
        assert!(analyzer.words.len() < 2000, "{} words are left", analyzer.words.len());
        let after = analyze(&mut analyzer, "Embassies rare");
        assert_eq!(after[0], before[0]);
        assert_eq!((&after[1].0, &after[1].1), (&before[1].0, &before[1].1));
        assert_ne!(after[1].3, before[1].3);
        assert_eq!(analyzer.id(), id);
    }

    #[test]
    fn a_memory_of_words_that_all_came_again_begins_anew() {
        let mut analyzer = Analyzer::new(Lang::En);
        for _ in 0..2 {
            analyzer.begin_article();
            for n in 0..MEMORY_WORDS {
                analyzer.forms(&format!("x{n}"));
            }
        }
        assert_eq!(analyzer.forms("embassies"), ("embassies", "embassy"));
        assert_eq!(analyzer.words.len(), 1);
        assert_eq!(analyzer.forms("x7"), ("x7", "x7"));
    }
}
