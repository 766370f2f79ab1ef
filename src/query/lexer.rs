//! Cuts a query into parentheses, phrases and chunks.
//!
//! A chunk is what stands between blanks, parentheses and quotes: a word with its signs, field and
//! suffixes, which the parser takes apart. Each character is looked at a constant number of times.

use std::ops::Range;

/// Opening quotes, each with those that close it. Typing mixes them: „…“ „…” and „…" are all met.
/// Apostrophes are none: they belong to words (зв'язок, Türkiye’nin).
pub(super) const QUOTES: [(char, &[char]); 6] = [
    ('"', &['"']),
    ('«', &['»']),
    ('“', &['”', '“']),
    ('„', &['“', '”', '"']),
    ('‟', &['”', '“']),
    ('”', &['”']),
];

/// What stands between clauses. Only capitals: "and", "ve" and "или" are words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    And,
    Or,
    Not,
}

/// The operator that a chunk is.
pub(super) fn operator(chunk: &str) -> Option<Operator> {
    match chunk {
        "AND" | "&&" => Some(Operator::And),
        "OR" | "||" => Some(Operator::Or),
        "NOT" => Some(Operator::Not),
        _ => None,
    }
}

/// A piece of the query, and where it stands in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) start: usize,
    pub(super) end: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// `(`
    Open,
    /// `)`
    Close,
    /// A phrase; where its text stands.
    Phrase(Range<usize>),
    /// A quote that opens or closes nothing.
    Stray,
    /// Anything else up to the next blank, parenthesis or quote.
    Chunk,
    /// The end of the query.
    End,
}

/// A place in a query.
#[derive(Debug)]
pub(super) struct Lexer<'a> {
    query: &'a str,
    at: usize,
    /// The end of the last chunk, so that going back into it does not cost looking for it again.
    chunk_end: usize,
    /// Whether a quote of that kind was seen that nothing closes: then no later one is closed.
    unclosed: [bool; QUOTES.len()],
}

impl<'a> Lexer<'a> {
    pub(super) fn new(query: &'a str) -> Self {
        Self { query, at: 0, chunk_end: 0, unclosed: [false; QUOTES.len()] }
    }

    /// Goes on at byte `at`, a character boundary not before the start of the last token.
    pub(super) fn seek(&mut self, at: usize) {
        self.at = at;
    }

    /// The text of a range.
    pub(super) fn text(&self, range: Range<usize>) -> &'a str {
        self.query.get(range).unwrap_or("")
    }

    /// The text from byte `at` on.
    pub(super) fn rest(&self, at: usize) -> &'a str {
        self.query.get(at..).unwrap_or("")
    }

    /// The next token.
    pub(super) fn next(&mut self) -> Token {
        let rest = self.rest(self.at);
        let Some((skipped, first)) = rest.char_indices().find(|(_, c)| !is_blank(*c)) else {
            let end = self.query.len();
            self.at = end;
            return Token { kind: Kind::End, start: end, end };
        };
        let start = self.at.saturating_add(skipped);
        let after = start.saturating_add(first.len_utf8());
        let (kind, end) = match first {
            '(' => (Kind::Open, after),
            ')' => (Kind::Close, after),
            quote if is_quote(quote) => self.phrase(quote, after),
            _ => (Kind::Chunk, self.chunk_from(start)),
        };
        self.at = end;
        Token { kind, start, end }
    }

    /// The chunk that starts right here, without taking it.
    pub(super) fn glued_chunk(&mut self) -> Option<Range<usize>> {
        let first = self.rest(self.at).chars().next()?;
        is_chunk(first).then(|| self.at..self.chunk_from(self.at))
    }

    /// Where the chunk with a character at `start` ends.
    fn chunk_from(&mut self, start: usize) -> usize {
        if start >= self.chunk_end {
            let rest = self.rest(start);
            let length = rest.find(|c| !is_chunk(c)).unwrap_or(rest.len());
            self.chunk_end = start.saturating_add(length);
        }
        self.chunk_end
    }

    /// What a quote before `start` opens.
    fn phrase(&mut self, quote: char, start: usize) -> (Kind, usize) {
        let known = QUOTES.iter().zip(&mut self.unclosed).find(|((open, _), _)| *open == quote);
        let Some(((_, closers), unclosed)) = known else { return (Kind::Stray, start) };
        if *unclosed {
            return (Kind::Stray, start);
        }
        let rest = self.query.get(start..).unwrap_or("");
        let closed = rest.char_indices().find(|(_, c)| closers.contains(c));
        let Some((length, close)) = closed else {
            *unclosed = true;
            return (Kind::Stray, start);
        };
        let end = start.saturating_add(length);
        (Kind::Phrase(start..end), end.saturating_add(close.len_utf8()))
    }
}

/// Whether `c` parts clauses: white space, control characters, a byte order mark, a break without
/// width.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{feff}' | '\u{200b}')
}

/// Whether `c` opens or closes phrases.
fn is_quote(c: char) -> bool {
    c == '»' || QUOTES.iter().any(|(open, _)| *open == c)
}

fn is_chunk(c: char) -> bool {
    !is_blank(c) && !matches!(c, '(' | ')') && !is_quote(c)
}

/// Whether `c` is punctuation, which no word is made of alone.
pub(super) fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation() || matches!(c, '\u{2010}'..='\u{205e}' | '·' | '¡' | '¿' | '§' | '¶')
}
