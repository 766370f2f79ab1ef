//! The analyzer: words through a language's chain, with a memory of words seen.

use std::hash::Hasher;

use hashbrown::HashTable;
use rustc_hash::FxHasher;

use super::chain::{self, Chain};
use super::tokenizer::for_each_word;
use crate::lang::Lang;
use crate::limits::Limits;

/// Words remembered at most; nine words of ten of a running text are in a memory of this size,
/// and a word costs about 60 bytes.
const MEMORY_WORDS: usize = 1 << 18;

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

/// Analyzes texts of one language.
///
/// Not shared between threads: it remembers the words it has seen (up to about 16 MB), which
/// makes nine look-ups of ten cheap and free of allocation.
pub struct Analyzer {
    chain: &'static Chain,
    lang: Lang,
    words: HashTable<Remembered>,
    arena: String,
    exact: String,
    term: String,
    spare: String,
    token_bytes: usize,
}

impl Analyzer {
    /// An analyzer of `lang` with an empty memory.
    #[must_use]
    pub fn new(lang: Lang) -> Self {
        Self {
            chain: chain::of(lang),
            lang,
            words: HashTable::new(),
            arena: String::new(),
            exact: String::new(),
            term: String::new(),
            spare: String::new(),
            token_bytes: Limits::default().token_bytes,
        }
    }

    /// The language that this analyzer is of.
    #[must_use]
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// Calls `each` with every token of `text`, in order.
    ///
    /// A word longer than 255 bytes counts as a position but gives no token. Linear in the text.
    pub fn analyze(&mut self, text: &str, mut each: impl FnMut(Token<'_>)) {
        let mut position = 0;
        for_each_word(text, |start, end| {
            if let Some(word) = text.get(start..end).filter(|w| w.len() <= self.token_bytes) {
                let (exact, term) = self.forms(word);
                if !term.is_empty() {
                    each(Token { term, exact, start, end, position });
                }
            }
            position += 1;
        });
    }

    /// Exact form and term of one word as it stands in a text.
    pub fn forms(&mut self, word: &str) -> (&str, &str) {
        let hash = self::hash(word);
        let known = |r: &Remembered| r.hash == hash as u32 && r.word(&self.arena) == word;
        let remembered = match self.words.find(hash, known) {
            Some(found) => *found,
            None => self.remember(word, hash),
        };
        remembered.forms(&self.arena)
    }

    /// Runs the chain on `word` and keeps what came out.
    fn remember(&mut self, word: &str, hash: u64) -> Remembered {
        if self.words.len() >= MEMORY_WORDS {
            self.words.clear();
            self.arena.clear();
        }
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
        };
        self.arena.push_str(word);
        self.arena.push_str(&self.exact);
        self.arena.push_str(&self.term);
        let spread = |r: &Remembered| self::hash(r.word(&self.arena));
        self.words.insert_unique(hash, remembered, spread);
        remembered
    }
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
    let chain = chain::of(lang);
    let mut steps = Vec::new();
    let (mut current, mut spare) = (word.to_owned(), String::new());
    for part in [chain.word, chain.term] {
        chain::run(part, &mut current, &mut spare, |step, word| {
            steps.push(Explained { step, word: word.to_owned() });
        });
    }
    steps
}
