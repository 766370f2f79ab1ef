//! Walks the tokens of a query once, with the open groups on a stack of its own.
//!
//! A sign or field directly before a phrase, a group or a word is kept as the [`Prefix`] of the
//! token after it. Chunks are read again from behind their sign and their field; the lexer knows
//! their end by then, and what is left of them gets shorter each time.

use std::ops::Range;

use super::filters::{FilterKind, Filters};
use super::group::{Building, Item, Link, Parenthesized, Role, Sign};
use super::lexer::{Kind, Lexer, Operator, Token, is_blank, operator};
use super::syntax::{Bool, FieldName, Node, Word};
use super::{DateRange, Notes, Parsed, QueryLimits};

/// Nesting beyond which recursion over a tree could end a small stack.
const MAX_NESTING_DEPTH: usize = 128;

/// What stands before a colon and means something.
#[derive(Debug, Clone, Copy)]
pub(super) enum Target {
    Field(FieldName),
    Filter(FilterKind),
}

/// Sign and field right before a clause.
#[derive(Debug, Clone, Default)]
pub(super) struct Prefix {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) sign: Option<Sign>,
    pub(super) target: Option<Target>,
    /// Where the name of the target stands.
    pub(super) name: Range<usize>,
}

pub(super) struct Parser<'a> {
    pub(super) lexer: Lexer<'a>,
    pub(super) limits: &'a QueryLimits,
    pub(super) nesting_depth: usize,
    pub(super) notes: Notes,
    pub(super) filters: Filters,
    /// The innermost open group, and those around it.
    pub(super) group: Parenthesized,
    pub(super) stack: Vec<Parenthesized>,
    /// Open parentheses beyond the cap.
    pub(super) ignored_depth: usize,
    pub(super) clauses: usize,
    /// From the first clause beyond the cap to the last.
    pub(super) dropped: Option<Range<usize>>,
    pub(super) pending: Option<Prefix>,
    /// Where a hyphen is no NOT: at the end of a phrase, a group or a word.
    pub(super) closed_at: Option<usize>,
    /// Whether a quotation mark was opened that nothing closes: signs behind it belong to the text
    /// that it was meant to hold.
    in_open_quote: bool,
    pub(super) has_star: bool,
}

/// See [`super::parse`].
pub(super) fn parse(query: &str, limits: &QueryLimits) -> Parsed {
    let kept = cut(query, limits.query_bytes);
    let nesting_depth = limits.nesting_depth.min(MAX_NESTING_DEPTH);
    let mut parser = Parser {
        lexer: Lexer::new(kept),
        limits,
        nesting_depth,
        notes: Notes::new(limits.notes),
        filters: Filters::default(),
        group: Parenthesized::default(),
        stack: Vec::new(),
        ignored_depth: 0,
        clauses: 0,
        dropped: None,
        pending: None,
        closed_at: None,
        in_open_quote: false,
        has_star: false,
    };
    if kept.len() < query.len() {
        let message = format!("left out: expected at most {} bytes", limits.query_bytes);
        parser.notes.add(kept.len(), query.len(), message);
    }
    parser.run();
    parser.finish()
}

/// At most `max` bytes of `query`: whole words, if there is a blank to cut at.
fn cut(query: &str, max: usize) -> &str {
    if query.len() <= max {
        return query;
    }
    let boundary = (0..=max).rev().find(|at| query.is_char_boundary(*at)).unwrap_or(0);
    let kept = query.get(..boundary).unwrap_or("");
    let is_inside_word = !query.get(kept.len()..).is_some_and(|rest| rest.starts_with(is_blank));
    let blank = kept.rfind(is_blank).filter(|_| is_inside_word);
    blank.and_then(|at| kept.get(..at)).unwrap_or(kept)
}

impl Parser<'_> {
    fn run(&mut self) {
        loop {
            let token = self.lexer.next();
            let starts_clause = matches!(token.kind, Kind::Open | Kind::Phrase(_) | Kind::Chunk);
            let prefix = match self.pending.take() {
                Some(prefix) if starts_clause && prefix.end == token.start => Some(prefix),
                Some(prefix) => {
                    self.dangling(prefix);
                    None
                }
                None => None,
            };
            match token.kind {
                Kind::Open => self.open(&token, prefix),
                Kind::Close => self.close(token.start, token.end),
                Kind::Phrase(ref text) => {
                    let text = text.clone();
                    self.phrase(&token, text, &prefix.unwrap_or_default());
                }
                Kind::Stray => self.stray_quote(&token),
                Kind::Chunk => self.chunk(&token, prefix),
                Kind::End => break,
            }
        }
    }

    fn finish(mut self) -> Parsed {
        let end = self.lexer.next().end;
        while !self.stack.is_empty() {
            let start = self.group.start;
            self.note(&(start..end), "expected `)`: the group ends with the query");
            self.close_group(end, end);
        }
        self.end_links();
        if let Some(dropped) = self.dropped.take() {
            let message = format!("left out: expected at most {} clauses", self.limits.clauses);
            self.note(&dropped, message);
        }
        let group = std::mem::take(&mut self.group);
        let built = group.build(&mut self.building());
        let tree = match built.node {
            Some(node) => node,
            None if self.filters.is_empty() => Node::Nothing,
            None => Node::All,
        };
        let only_excludes =
            matches!(&tree, Node::Bool(Bool { should, .. }) if *should == [Node::All]);
        if only_excludes && !self.has_star && self.filters.is_empty() {
            self.note(&(0..end), "nothing to look for but exclusions: everything else matches");
        }
        if tree == Node::Nothing && self.has_star {
            self.note(&(0..end), "nothing can match: everything is excluded");
        }
        if self.filters.date.is_some_and(DateRange::is_empty) {
            self.note(&(0..end), "no day is in all the ranges of dates");
        }
        Parsed { tree, filters: self.filters, notes: self.notes.finish() }
    }

    pub(super) fn note(&mut self, at: &Range<usize>, message: impl Into<String>) {
        self.notes.add(at.start, at.end, message);
    }

    fn building(&mut self) -> Building<'_> {
        let left = self.nesting_depth.saturating_sub(self.stack.len());
        Building { notes: &mut self.notes, max_height: left.saturating_add(1) }
    }

    /// Whether a clause with that sign excludes, all groups around it considered.
    pub(super) fn is_excluded(&self, sign: Option<Sign>) -> bool {
        self.group.excluded != (sign == Some(Sign::MustNot))
    }

    /// The role of a clause with that sign here; takes the operators before it.
    fn take_role(&mut self, sign: Option<Sign>) -> Role {
        let link = self.group.link.take().map_or(Link::Blank, |(link, _)| link);
        let sign = if let Some(span) = self.group.not.take() {
            if sign == Some(Sign::MustNot) {
                self.note(&span, "excluded twice: expected NOT or `-`, not both");
            }
            Some(Sign::MustNot)
        } else {
            sign
        };
        Role { link, sign }
    }

    pub(super) fn push(&mut self, node: Option<Node>, sign: Option<Sign>, span: Range<usize>) {
        let role = self.take_role(sign);
        self.group.items.push(Item { role, node, height: 0, lifted: Vec::new(), span });
    }

    /// A word or phrase, if there is room for one more.
    pub(super) fn push_clause(&mut self, node: Node, sign: Option<Sign>, span: Range<usize>) {
        let node = self.has_room(&span).then_some(node);
        self.push(node, sign, span);
    }

    pub(super) fn has_room(&mut self, span: &Range<usize>) -> bool {
        if self.clauses < self.limits.clauses {
            self.clauses = self.clauses.saturating_add(1);
            return true;
        }
        let start = self.dropped.as_ref().map_or(span.start, |dropped| dropped.start);
        self.dropped = Some(start..span.end);
        false
    }

    /// A sign or field that nothing follows.
    fn dangling(&mut self, prefix: Prefix) {
        let span = prefix.start..prefix.end;
        if prefix.target.is_none() {
            self.note(&span, "left out: expected a clause right after the sign");
            return;
        }
        self.note(&span, "taken as a word: expected a value right after the colon");
        let node = self.plain_word(prefix.name);
        self.push_clause(node, prefix.sign, span);
    }

    fn plain_word(&self, span: Range<usize>) -> Node {
        let text = self.lexer.text(span.clone()).to_owned();
        let field = self.group.field;
        Node::Word(Word { text, prefix: false, fuzzy: None, field, boost: 1.0, span })
    }

    /// A quote without its pair.
    fn stray_quote(&mut self, token: &Token) {
        self.note(&(token.start..token.end), "quote left out: expected a pair");
        let is_glued = |c: Option<char>| c.is_some_and(|c| !is_blank(c));
        let before = self.lexer.text(0..token.start).chars().next_back();
        let after = self.lexer.rest(token.end).chars().next();
        self.in_open_quote |= !is_glued(before) && is_glued(after);
        self.closed_at = Some(token.end);
    }

    // Groups.

    fn open(&mut self, token: &Token, prefix: Option<Prefix>) {
        if self.closed_at == Some(token.start) {
            // Behind a word, as in Lavrov(-sky): no NOT either.
            self.closed_at = Some(token.end);
        }
        let prefix = prefix.unwrap_or(Prefix { start: token.start, ..Prefix::default() });
        if self.stack.len() >= self.nesting_depth {
            if self.ignored_depth == 0 {
                let expected =
                    format!("left out: expected at most {} inside each other", self.nesting_depth);
                self.note(&(token.start..token.end), format!("parenthesis {expected}"));
            }
            self.ignored_depth = self.ignored_depth.saturating_add(1);
            return;
        }
        let mut field = self.group.field;
        match prefix.target {
            Some(Target::Field(name)) => field = Some(name),
            Some(Target::Filter(kind)) => self.note(&(prefix.start..token.end), kind.expected()),
            None => {}
        }
        let role = self.take_role(prefix.sign);
        let excluded = self.is_excluded(role.sign);
        let group = Parenthesized {
            field,
            role,
            excluded,
            start: prefix.start,
            ..Parenthesized::default()
        };
        self.stack.push(std::mem::replace(&mut self.group, group));
    }

    fn close(&mut self, start: usize, end: usize) {
        if self.ignored_depth > 0 {
            self.ignored_depth = self.ignored_depth.saturating_sub(1);
            let _ = self.glued_suffixes();
        } else if self.stack.is_empty() {
            self.note(&(start..end), "left out: expected `(` before it");
        } else {
            self.close_group(start, end);
        }
        self.closed_at = Some(end);
    }

    /// Closes the innermost group, whose parenthesis is at `start..end`.
    fn close_group(&mut self, start: usize, end: usize) {
        self.end_links();
        let Some(outer) = self.stack.pop() else { return };
        let group = std::mem::replace(&mut self.group, outer);
        let (role, span) = (group.role, group.start..end);
        let is_empty = group.items.is_empty();
        // The group itself still counts as open.
        let mut building = self.building();
        building.max_height = building.max_height.saturating_sub(1);
        let built = group.build(&mut building);
        if is_empty {
            self.note(&span, "left out: expected a clause in the parentheses");
        }
        let mut node = built.node;
        let suffixes = if start < end { self.glued_suffixes() } else { None };
        if let Some((suffixes, at)) = suffixes {
            if suffixes.has_star || suffixes.tilde.is_some() {
                self.note(&at, "left out: expected a word before it, not a group");
            }
            let boost = self.boost(&suffixes, &at);
            let range = (self.limits.boost_min, self.limits.boost_max);
            node = node.map(|node| node.boosted(boost, range));
        }
        let (height, lifted) = (built.height, built.lifted);
        self.group.items.push(Item { role, node, height, lifted, span });
    }

    /// Notes operators at the end of a group.
    fn end_links(&mut self) {
        let link = self.group.link.take().map(|(_, span)| span);
        for span in link.into_iter().chain(self.group.not.take()) {
            self.note(&span, "left out: expected a clause after the operator");
        }
    }

    fn operator(&mut self, operator: Operator, span: Range<usize>) {
        let doubled = "left out: expected a clause between the operators";
        let link = match operator {
            Operator::Not if self.group.not.is_some() => return self.note(&span, doubled),
            Operator::Not => {
                self.group.not = Some(span);
                return;
            }
            Operator::And => Link::And,
            Operator::Or => Link::Or,
        };
        if self.group.items.is_empty() {
            self.note(&span, "left out: expected a clause before the operator");
        } else if self.group.link.is_some() || self.group.not.is_some() {
            self.note(&span, doubled);
        } else {
            self.group.link = Some((link, span));
        }
    }

    // Chunks.

    fn chunk(&mut self, token: &Token, prefix: Option<Prefix>) {
        let Token { start, end, .. } = *token;
        let text = self.lexer.text(start..end);
        let known = operator(text).filter(|_| prefix.is_none());
        if let Some(operator) = known {
            return self.operator(operator, start..end);
        }
        let unsigned = text.trim_start_matches(['+', '-']);
        let unsigned_at = end.saturating_sub(unsigned.len());
        if unsigned_at > start {
            let is_behind = self.closed_at == Some(start);
            let is_quoted = self.in_open_quote && unsigned_at < end;
            if prefix.is_none() && (is_behind || is_quoted) {
                let message = if is_behind {
                    "taken as a hyphen: expected a space before a sign"
                } else {
                    "taken as text: expected no open quote before a sign"
                };
                self.note(&(start..unsigned_at), message);
            } else {
                self.sign(start..unsigned_at, end, prefix.unwrap_or_default());
            }
            return self.lexer.seek(unsigned_at);
        }
        let prefix = prefix.unwrap_or(Prefix { start, end: start, ..Prefix::default() });
        match prefix.target {
            None => {
                if self.target(text, start, &prefix) {
                    return;
                }
            }
            Some(Target::Field(_)) => {}
            Some(Target::Filter(kind)) => {
                if !self.filter(kind, token, &prefix) {
                    self.note(&(prefix.start..end), kind.expected());
                    // Its value is read again as a clause of its own.
                    self.lexer.seek(start);
                    self.pending = Some(Prefix { target: None, ..prefix });
                }
                return;
            }
        }
        self.word(text, start, &prefix);
        self.closed_at = Some(end);
    }

    /// Signs at `at`, in a chunk up to `chunk_end`, after what `prefix` has.
    fn sign(&mut self, at: Range<usize>, chunk_end: usize, mut prefix: Prefix) {
        let text = self.lexer.text(at.clone());
        let is_repeated = text.len() > 1 && at.end < chunk_end;
        if is_repeated || prefix.sign.is_some() {
            self.note(&at, "taken as one sign, `-` before `+`: expected one");
        } else if prefix.target.is_some() && at.end < chunk_end {
            self.note(&at, "expected the sign before the field: -title:word");
        }
        if prefix.end != at.start {
            prefix = Prefix { start: at.start, ..Prefix::default() };
        }
        if text.contains('-') {
            prefix.sign = Some(Sign::MustNot);
        }
        prefix.sign = prefix.sign.or(Some(Sign::Must));
        prefix.end = at.end;
        self.pending = Some(prefix);
    }

    /// Takes a field's or filter's name and colon off the chunk that starts at `start`.
    fn target(&mut self, text: &str, start: usize, prefix: &Prefix) -> bool {
        let Some((name, value)) = text.split_once(':') else { return false };
        let name_end = start.saturating_add(name.len());
        let field = FieldName::from_name(name).map(Target::Field);
        let target = field.or_else(|| FilterKind::from_name(name).map(Target::Filter));
        if target.is_none() {
            // Times, addresses and abbreviations are no fields: 12:30, http://x.y, ст.:12.
            let is_name = !name.is_empty() && name.chars().all(char::is_alphabetic);
            if is_name && !value.is_empty() && !value.starts_with('/') {
                let message =
                    "taken as a word: expected a field before the colon, as in title:word";
                self.note(&(start..name_end), message);
            }
            return false;
        }
        let end = name_end.saturating_add(1);
        self.lexer.seek(end);
        let name = start..name_end;
        self.pending = Some(Prefix { end, target, name, ..prefix.clone() });
        true
    }
}
