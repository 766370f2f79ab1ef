//! The analyzer: words through a language's chain, with a memory of words seen.

use rustc_hash::FxHashMap;

use super::chain::{self, Chain};
use super::tokenizer::for_each_word;
use crate::lang::Lang;
use crate::limits::Limits;

/// Words remembered at most; about nine words of ten of a running text are in a memory of this
/// size, and a word costs 60 bytes or so.
const MEMORY_WORDS: usize = 1 << 17;

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

/// Where the two forms of a remembered word lie in the arena: the exact form, then the term.
#[derive(Clone, Copy)]
struct Remembered {
    from: u32,
    exact_len: u16,
    term_len: u16,
}

/// Analyzes texts of one language.
///
/// Not shared between threads: it remembers the words it has seen (up to about 10 MB), which
/// makes nine lookups of ten cheap and free of allocation.
pub struct Analyzer {
    chain: &'static Chain,
    lang: Lang,
    words: FxHashMap<Box<str>, Remembered>,
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
            words: FxHashMap::default(),
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
        if self.words.len() >= MEMORY_WORDS {
            self.words.clear();
            self.arena.clear();
        }
        let remembered = match self.words.get(word) {
            Some(found) => *found,
            None => self.remember(word),
        };
        let from = remembered.from as usize;
        let middle = from + usize::from(remembered.exact_len);
        let end = middle + usize::from(remembered.term_len);
        (
            self.arena.get(from..middle).unwrap_or_default(),
            self.arena.get(middle..end).unwrap_or_default(),
        )
    }

    /// Runs the chain on `word` and keeps what came out.
    fn remember(&mut self, word: &str) -> Remembered {
        self.exact.clear();
        self.exact.push_str(word);
        chain::run(self.chain.word, &mut self.exact, &mut self.spare, |_, _| {});
        self.term.clear();
        self.term.push_str(&self.exact);
        chain::run(self.chain.term, &mut self.term, &mut self.spare, |_, _| {});
        let remembered = Remembered {
            from: u32::try_from(self.arena.len()).unwrap_or(u32::MAX),
            exact_len: u16::try_from(self.exact.len()).unwrap_or(0),
            term_len: u16::try_from(self.term.len()).unwrap_or(0),
        };
        self.arena.push_str(&self.exact);
        self.arena.push_str(&self.term);
        self.words.insert(word.into(), remembered);
        remembered
    }
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
