//! The query language: a string to a syntax tree, filters and notes.
//!
//! [`parse`] is total: it takes every string, in time linear in its length. What it can't read it
//! takes as words, and a [`Note`] says where and what was expected.
//!
//! - Clauses: `word`, `"a phrase"` (also «…», “…”, „…“), `"a phrase"~3` with that many words
//!   moved or between, `prefix*`, `fuzzy~` `fuzzy~1` `fuzzy~2`, `*` for everything; `^2.5` after
//!   any of them, or after a group, weighs it.
//! - `title:word`, `title:"a phrase"`, `title:(a group)`: see [`FieldName`].
//! - Side by side, clauses are alternatives that add to the rank. `+a` and `a AND b` demand, `-a`
//!   and `NOT a` exclude. NOT binds before AND, AND before OR; `a AND b c` demands a and b and
//!   ranks by c. `&&` and `||` are AND and OR.
//! - Filters hold for the whole query: `lang:uk`, `lang:uk,ru`, `category:Treaties`,
//!   `category:"Vienna Convention"`, `category:Treat*`, `has:translation`, `translation:en`,
//!   `date:2019`, `date:>=2010-05`, `date:<2020-01-01`, `date:[2010 TO *]`. Values of one filter
//!   are alternatives, ranges of dates narrow each other; with `-` or NOT they exclude.
//!
//! [`Node`] is the tree, and writes itself as a query that parses to the same tree. What a word
//! becomes in a language belongs to [`crate::analysis`]; texts are kept as typed.

mod alone;
mod clauses;
mod dates;
mod filters;
mod group;
mod lexer;
mod parser;
mod suffix;
mod syntax;
#[cfg(test)]
mod tests;

pub use dates::{Date, DateRange};
pub use filters::{Category, Choices, Filters, Translation};
pub use syntax::{Bool, FieldName, Node, Phrase, Word};

use serde::Serialize;

/// Caps on one query.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct QueryLimits {
    /// Length of a query; the rest is left out. A page of text fits.
    pub query_bytes: usize,
    /// Words, phrases and category and date filters; the rest is left out. Each costs lookups in
    /// every field and language.
    pub clauses: usize,
    /// Parentheses inside parentheses; deeper ones are ignored. Never more than 128 whatever is
    /// set: trees are dropped, compared and written recursively.
    pub nesting_depth: usize,
    /// Slop of a phrase, in words: beyond it, a phrase is no better than its words.
    pub slop_words: u32,
    /// Edits of a fuzzy word: at three, most short words match each other.
    pub fuzzy_edits: u8,
    /// Least boost, above zero: a clause of no weight would still be looked up.
    pub boost_min: f32,
    /// Greatest boost: scores stay far from the end of `f32`.
    pub boost_max: f32,
    /// Notes on one query; a last one counts the rest.
    pub notes: usize,
}

impl Default for QueryLimits {
    fn default() -> Self {
        Self {
            query_bytes: 8_192,
            clauses: 64,
            nesting_depth: 32,
            slop_words: 100,
            fuzzy_edits: 2,
            boost_min: 0.01,
            boost_max: 100.0,
            notes: 32,
        }
    }
}

/// What was found in a query.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Parsed {
    /// What to look for.
    pub tree: Node,
    /// What every hit must be besides.
    pub filters: Filters,
    /// What was not taken as typed, in the order of the query.
    pub notes: Vec<Note>,
}

/// A place in a query that was not taken as it stands, or may surprise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Note {
    /// Where it starts, in bytes of the query.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// What was expected, or what was done.
    pub message: String,
}

/// Parses `query`. Never fails; costs time linear in its length and stack of constant size.
#[must_use]
pub fn parse(query: &str, limits: &QueryLimits) -> Parsed {
    parser::parse(query, limits)
}

/// The notes of one parse, up to their cap.
#[derive(Debug)]
struct Notes {
    kept: Vec<Note>,
    limit: usize,
    /// Those over the cap, and where the last of them ends.
    dropped: usize,
    dropped_end: usize,
}

impl Notes {
    fn new(limit: usize) -> Self {
        Self { kept: Vec::new(), limit, dropped: 0, dropped_end: 0 }
    }

    /// Adds a note on `start..end`.
    fn add(&mut self, start: usize, end: usize, message: impl Into<String>) {
        if self.kept.len() < self.limit {
            self.kept.push(Note { start, end, message: message.into() });
        } else {
            self.dropped = self.dropped.saturating_add(1);
            self.dropped_end = self.dropped_end.max(end);
        }
    }

    /// All of them by place.
    fn finish(mut self) -> Vec<Note> {
        self.kept.sort_by_key(|note| note.start);
        if self.dropped > 0 {
            let start = self.kept.last().map_or(0, |note| note.start).min(self.dropped_end);
            let message = format!("{} more notes are left out", self.dropped);
            self.kept.push(Note { start, end: self.dropped_end, message });
        }
        self.kept
    }
}
