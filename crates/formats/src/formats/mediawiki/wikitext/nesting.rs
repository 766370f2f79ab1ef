//! Owns which opening marks have an end: `{{`, `[[`, `[http:` and `<ref>` that are closed, so
//! that an unclosed one costs its two signs and not the rest of the article. Does not render.
//!
//! A closing mark ends the nearest open mark of its kind; marks left open in between count as
//! unclosed. A `<ref>` is a world of its own. So the marks that are closed nest properly, and a
//! second pass over them alone meets the same closing marks.

use super::lexer::{Lexer, Token};

/// A mark that can be open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Template,
    Link,
    External,
    Ref,
}

/// The marks that are open, outermost first.
#[derive(Default)]
pub(super) struct Nest {
    open: Vec<(Kind, u32)>,
    /// How many templates, links and external links are open inside the innermost `<ref>`.
    counts: [usize; 3],
    outside_ref: [usize; 3],
}

impl Nest {
    pub(super) fn push(&mut self, kind: Kind, start: usize) {
        match kind {
            Kind::Ref => self.outside_ref = std::mem::take(&mut self.counts),
            kind => self.count(kind, 1),
        }
        self.open.push((kind, u32::try_from(start).unwrap_or(u32::MAX)));
    }

    pub(super) fn len(&self) -> usize {
        self.open.len()
    }

    pub(super) fn top(&self) -> Option<Kind> {
        self.open.last().map(|(kind, _)| *kind)
    }

    /// Ends the nearest open mark of this kind: where it began; `None` if there is none.
    pub(super) fn close(&mut self, kind: Kind) -> Option<usize> {
        if kind != Kind::Ref && !self.is_open(kind) {
            return None;
        }
        while let Some((found, start)) = self.open.pop() {
            if found == Kind::Ref {
                self.counts = self.outside_ref;
            } else {
                self.count(found, usize::MAX);
            }
            if found == kind {
                return Some(start as usize);
            }
        }
        None
    }

    /// A `]]`: what it ends, if anything. An external link takes only one of the two brackets.
    pub(super) fn kind_ended_by_brackets(&self) -> Option<Kind> {
        match self.top() {
            Some(Kind::External) => Some(Kind::External),
            _ if self.is_open(Kind::Link) => Some(Kind::Link),
            _ => None,
        }
    }

    fn is_open(&self, kind: Kind) -> bool {
        self.counts.get(kind as usize).is_some_and(|count| *count > 0)
    }

    fn count(&mut self, kind: Kind, step: usize) {
        if let Some(count) = self.counts.get_mut(kind as usize) {
            *count = count.wrapping_add(step);
        }
    }
}

/// One bit for each byte of a text.
pub(super) struct Bits(Vec<u64>);

impl Bits {
    fn new(len: usize) -> Self {
        Self(vec![0; len / 64 + 1])
    }

    fn set(&mut self, at: usize) {
        if let Some(word) = self.0.get_mut(at / 64) {
            *word |= 1 << (at % 64);
        }
    }

    pub(super) fn has(&self, at: usize) -> bool {
        self.0.get(at / 64).is_some_and(|word| word >> (at % 64) & 1 == 1)
    }
}

/// The starts of the opening marks that are closed. One pass, one bit for each byte and eight
/// bytes for each mark open at the same time.
pub(super) fn closed_marks(source: &str) -> Bits {
    let mut closed = Bits::new(source.len());
    let mut nest = Nest::default();
    let mut lexer = Lexer::new(source);
    while let Some(token) = lexer.next() {
        let ended = match token {
            Token::TemplateOpen => open(&mut nest, Kind::Template, lexer.start()),
            Token::LinkOpen => open(&mut nest, Kind::Link, lexer.start()),
            Token::RefOpen => open(&mut nest, Kind::Ref, lexer.start()),
            Token::ExternalOpen if nest.top() != Some(Kind::External) => {
                open(&mut nest, Kind::External, lexer.start())
            }
            Token::TemplateClose => nest.close(Kind::Template),
            Token::RefClose => nest.close(Kind::Ref),
            Token::LinkClose => {
                let kind = nest.kind_ended_by_brackets();
                if kind == Some(Kind::External) {
                    lexer.unread();
                }
                kind.and_then(|kind| nest.close(kind))
            }
            Token::Bracket if nest.top() == Some(Kind::External) => nest.close(Kind::External),
            Token::Newline => {
                // An external link ends with its line, a link before the next heading.
                let is_heading = lexer.rest().starts_with('=');
                while let Some(kind @ (Kind::External | Kind::Link)) = nest.top()
                    && (kind == Kind::External || is_heading)
                {
                    nest.close(kind);
                }
                None
            }
            _ => None,
        };
        if let Some(start) = ended {
            closed.set(start);
        }
    }
    closed
}

fn open(nest: &mut Nest, kind: Kind, start: usize) -> Option<usize> {
    nest.push(kind, start);
    None
}
