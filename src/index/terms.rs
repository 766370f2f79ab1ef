//! How analyzed text reaches tantivy: one string of terms a field, split again by a tokenizer that
//! does nothing else.
//!
//! The first character of the string is the language's letter, which is put before every term:
//! one field then serves all languages, a term's document frequency is that of its language, and
//! dictionaries stay sorted by language. After it come the terms, each followed by a space; an
//! empty term is a step in positions, so that phrases do not reach across values.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::lang::Lang;

/// Name under which the splitter is registered with tantivy.
pub(crate) const SPLITTER: &str = "demarche_terms";

/// Positions between two values of a field: more than any phrase or closeness looks across.
const GAP_POSITIONS: u32 = 16;

/// The letter that terms of `lang` begin with in the dictionaries.
pub(crate) fn prefix(lang: Lang) -> char {
    match lang {
        Lang::Tr => 't',
        Lang::Ru => 'r',
        Lang::Uk => 'u',
        Lang::Kk => 'k',
        Lang::Be => 'b',
        Lang::En => 'e',
        Lang::Other => 'o',
    }
}

/// The terms of one field of one article, as a string for the splitter.
pub(crate) struct TermsWriter {
    terms: String,
    /// Position of the next term.
    next: u32,
    /// Whether the next term begins another value.
    gap_due: bool,
}

impl TermsWriter {
    /// No terms yet, of `lang`.
    pub(crate) fn new(lang: Lang) -> Self {
        Self { terms: String::from(prefix(lang)), next: 0, gap_due: false }
    }

    /// Adds the next term and gives its position.
    pub(crate) fn push(&mut self, term: &str) -> u32 {
        if std::mem::take(&mut self.gap_due) {
            self.terms.extend(std::iter::repeat_n(' ', GAP_POSITIONS as usize));
            self.next += GAP_POSITIONS;
        }
        self.terms.push_str(term);
        self.terms.push(' ');
        self.next += 1;
        self.next - 1
    }

    /// Parts what comes from what was.
    pub(crate) fn gap(&mut self) {
        self.gap_due = self.next > 0;
    }

    /// The string, or nothing when no term was added.
    pub(crate) fn finish(self) -> Option<String> {
        (self.terms.len() > 1).then_some(self.terms)
    }
}

/// Splits what a [`TermsWriter`] wrote.
#[derive(Clone, Default)]
pub(crate) struct TermSplitter {
    token: Token,
}

/// The terms of one string.
pub(crate) struct Terms<'a> {
    prefix: char,
    rest: &'a str,
    token: &'a mut Token,
}

impl Tokenizer for TermSplitter {
    type TokenStream<'a> = Terms<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Terms<'a> {
        self.token.reset();
        let mut chars = text.chars();
        let prefix = chars.next().unwrap_or(' ');
        Terms { prefix, rest: chars.as_str(), token: &mut self.token }
    }
}

impl TokenStream for Terms<'_> {
    fn advance(&mut self) -> bool {
        while let Some(end) = memchr::memchr(b' ', self.rest.as_bytes()) {
            let (term, rest) = self.rest.split_at(end);
            self.rest = rest.get(1..).unwrap_or_default();
            self.token.position = self.token.position.wrapping_add(1);
            if !term.is_empty() {
                self.token.text.clear();
                self.token.text.push(self.prefix);
                self.token.text.push_str(term);
                return true;
            }
        }
        false
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_split_again() {
        let mut writer = TermsWriter::new(Lang::Kk);
        writer.gap();
        assert_eq!(writer.push("елші"), 0);
        writer.gap();
        writer.gap();
        assert_eq!(writer.push("хат"), 17);
        let text = writer.finish().unwrap();
        let mut splitter = TermSplitter::default();
        let mut stream = splitter.token_stream(&text);
        let mut seen = Vec::new();
        while stream.advance() {
            seen.push((stream.token().text.clone(), stream.token().position));
        }
        assert_eq!(seen, [("kелші".to_owned(), 0), ("kхат".to_owned(), 17)]);
        assert!(TermsWriter::new(Lang::En).finish().is_none());
    }
}
