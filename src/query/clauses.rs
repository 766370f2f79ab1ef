//! Words, phrases and filters: what a token becomes once its sign and field are known.

use std::ops::Range;

use super::dates;
use super::filters::{self, Category, FilterKind, Translation};
use super::group::{Lifted, Sign};
use super::lexer::{Token, is_blank, is_punctuation};
use super::parser::{Parser, Prefix, Target};
use super::suffix::{self, Suffix};
use super::syntax::{Node, Phrase, Word};
use crate::lang::Lang;

/// Words of fewer letters are one edit away with a bare `~`, others two.
const SHORT_WORD_CHARS: usize = 6;

/// Suffixes as they are meant.
#[derive(Debug, Default)]
pub(super) struct Suffixes {
    pub(super) has_star: bool,
    pub(super) tilde: Option<Suffix>,
    pub(super) boost: Option<f32>,
    pub(super) is_repeated: bool,
}

impl Parser<'_> {
    pub(super) fn word(&mut self, text: &str, start: usize, prefix: &Prefix) {
        let mut core = text;
        let mut suffixes = Suffixes::default();
        while let Some((rest, suffix)) = suffix::cut(core).filter(|(rest, _)| !rest.is_empty()) {
            suffixes.add(suffix);
            core = rest;
        }
        let core_end = start.saturating_add(core.len());
        let end = start.saturating_add(text.len());
        let whole = prefix.start..end;
        let at = core_end..end;
        if core == "*" && !suffixes.has_star {
            self.has_star = true;
            if prefix.target.is_some() || core.len() < text.len() {
                self.note(&whole, "taken as `*`: expected no field and nothing after it");
            }
            return self.push(Some(Node::All), prefix.sign, whole);
        }
        if core.chars().all(is_punctuation) {
            if core.contains(['~', '^', '*', ':']) || prefix.end > prefix.start {
                self.note(&whole, "left out: expected a word beside the operator");
            }
            return;
        }
        if core.contains('*') {
            let message = "`*` ignored: expected it only at the end of a word: prefix*";
            self.note(&(start..core_end), message);
        } else if suffix::is_broken(core) {
            self.note(&(start..core_end), "taken as a word: expected a number after `~` or `^`");
        }
        let fuzzy = self.fuzzy(core, &suffixes, &at);
        let boost = self.boost(&suffixes, &at);
        let field = match prefix.target {
            Some(Target::Field(name)) => Some(name),
            _ => self.group.field,
        };
        let text = core.to_owned();
        let span = start..core_end;
        let node = Word { text, prefix: suffixes.has_star, fuzzy, field, boost, span };
        self.push_clause(Node::Word(node), prefix.sign, whole);
    }

    fn fuzzy(&mut self, text: &str, suffixes: &Suffixes, at: &Range<usize>) -> Option<u8> {
        let limit = self.limits.fuzzy_edits;
        let tilde = suffixes.tilde?;
        if suffixes.has_star {
            self.note(at, "`~` left out: expected `*` or `~`, not both");
            return None;
        }
        let edits = match tilde {
            Suffix::Tilde(Some(edits)) => {
                let taken = u8::try_from(edits).unwrap_or(u8::MAX).min(limit);
                if edits > u32::from(limit) {
                    self.note(at, format!("{taken} taken: expected at most {limit} edits"));
                }
                taken
            }
            bare => {
                if bare == Suffix::Similarity {
                    self.note(at, "taken as a bare `~`: expected a number of edits: word~1");
                }
                let edits = if text.chars().count() < SHORT_WORD_CHARS { 1 } else { 2 };
                limit.min(edits)
            }
        };
        (edits > 0).then_some(edits)
    }

    pub(super) fn phrase(&mut self, token: &Token, span: Range<usize>, prefix: &Prefix) {
        let start = if prefix.end == token.start { prefix.start } else { token.start };
        let text = self.lexer.text(span.clone());
        let suffixes = self.glued_suffixes();
        let end = suffixes.as_ref().map_or(token.end, |(_, at)| at.end);
        self.closed_at = Some(end);
        let (suffixes, at) = suffixes.unwrap_or((Suffixes::default(), end..end));
        let whole = start..end;
        if text.chars().all(is_blank) {
            self.note(&whole, "left out: expected words between the quotes");
            return self.push(None, prefix.sign, whole);
        }
        let mut field = self.group.field;
        match prefix.target {
            Some(Target::Filter(FilterKind::Category)) => {
                let category = filters::category(text, true);
                let starred = |c: Category| Category { prefix: suffixes.has_star, ..c };
                return self.push_category(category.map(starred), prefix.sign, whole);
            }
            Some(Target::Filter(kind)) => self.note(&whole, kind.expected()),
            Some(Target::Field(name)) => field = Some(name),
            None => {}
        }
        if suffixes.has_star {
            self.note(&at, "`*` left out: expected it after a word, not a phrase");
        }
        let slop = self.slop(suffixes.tilde, &at);
        let boost = self.boost(&suffixes, &at);
        let node = Phrase { text: text.to_owned(), slop, field, boost, span };
        self.push_clause(Node::Phrase(node), prefix.sign, whole);
    }

    fn slop(&mut self, tilde: Option<Suffix>, at: &Range<usize>) -> u32 {
        let limit = self.limits.slop_words;
        match tilde {
            Some(Suffix::Tilde(Some(slop))) if slop > limit => {
                self.note(at, format!("{limit} taken: expected at most that many words"));
                limit
            }
            Some(Suffix::Tilde(Some(slop))) => slop,
            Some(_) => {
                self.note(at, "`~` left out: expected a number of words after it: \"a b\"~3");
                0
            }
            None => 0,
        }
    }

    /// The suffixes right after a phrase or group, and where they stand.
    pub(super) fn glued_suffixes(&mut self) -> Option<(Suffixes, Range<usize>)> {
        let at = self.lexer.glued_chunk()?;
        let text = self.lexer.text(at.clone());
        if !text.starts_with(['~', '^', '*']) {
            return None;
        }
        let mut rest = text;
        let mut suffixes = Suffixes::default();
        while let Some((before, suffix)) = suffix::cut(rest) {
            suffixes.add(suffix);
            rest = before;
        }
        if !rest.is_empty() {
            self.note(&at, "taken as a word: expected a number after `~` or `^`");
            return None;
        }
        self.lexer.seek(at.end);
        Some((suffixes, at))
    }

    /// The boost that is meant, within its limits.
    pub(super) fn boost(&mut self, suffixes: &Suffixes, at: &Range<usize>) -> f32 {
        if suffixes.is_repeated {
            self.note(at, "the last one counts: expected each suffix once");
        }
        let (min, max) = (self.limits.boost_min, self.limits.boost_max);
        match suffixes.boost {
            None => 1.0,
            Some(boost) if boost.is_nan() => {
                self.note(at, "1 taken: expected a number after `^`");
                1.0
            }
            Some(boost) if boost < min || boost > max => {
                let taken = boost.max(min).min(max);
                self.note(at, format!("{taken} taken: expected a boost from {min} to {max}"));
                taken
            }
            Some(boost) => boost,
        }
    }

    /// Takes the value of a filter at `token`; false where it is none.
    pub(super) fn filter(&mut self, kind: FilterKind, token: &Token, prefix: &Prefix) -> bool {
        let mut end = token.end;
        if kind == FilterKind::Date {
            let rest = self.lexer.rest(token.start);
            if let Some(length) = dates::bracketed_bytes(rest) {
                end = token.start.saturating_add(length);
            }
        }
        let value = self.lexer.text(token.start..end);
        let span = prefix.start..end;
        let excluded = self.filter_excludes(prefix.sign);
        match kind {
            FilterKind::Category => {
                let category = filters::category(value, false);
                self.push_category(category, prefix.sign, span);
                return true;
            }
            FilterKind::Has if filters::is_translation(value) => {
                let list = &mut self.filters.choices(excluded).translations;
                filters::add(list, Translation::Any);
            }
            FilterKind::Has => return false,
            FilterKind::Date => {
                let Some(range) = dates::range(value) else { return false };
                self.lexer.seek(end);
                if self.has_room(&span) {
                    self.filters.add_date(range, excluded);
                }
            }
            FilterKind::Lang | FilterKind::Translation => {
                let Some((langs, is_foreign)) = filters::langs(value) else { return false };
                if is_foreign {
                    let six = Lang::OWN.map(Lang::code).join(" ");
                    self.note(&span, format!("every other language: expected one of {six}"));
                }
                let choices = self.filters.choices(excluded);
                for lang in langs {
                    match kind {
                        FilterKind::Lang => filters::add(&mut choices.langs, lang),
                        _ => filters::add(&mut choices.translations, Translation::Into(lang)),
                    }
                }
            }
        }
        self.lift(kind, prefix.sign, span);
        true
    }

    fn push_category(
        &mut self,
        category: Option<Category>,
        sign: Option<Sign>,
        span: Range<usize>,
    ) {
        let excluded = self.filter_excludes(sign);
        if let Some(category) = category.filter(|_| self.has_room(&span)) {
            filters::add(&mut self.filters.choices(excluded).categories, category);
        }
        self.lift(FilterKind::Category, sign, span);
    }

    /// Whether a filter with that sign excludes, all groups around it considered.
    fn filter_excludes(&self, sign: Option<Sign>) -> bool {
        let not_here = self.group.not.is_some() || sign == Some(Sign::MustNot);
        self.group.excluded != not_here
    }

    /// Leaves an empty clause where a filter stands.
    fn lift(&mut self, kind: FilterKind, sign: Option<Sign>, span: Range<usize>) {
        self.push(None, sign, span.clone());
        if let Some(item) = self.group.items.last_mut() {
            item.lifted.push(Lifted { kind, span });
        }
    }
}

impl Suffixes {
    /// Adds one; they come last first, and the last counts.
    fn add(&mut self, suffix: Suffix) {
        match suffix {
            Suffix::Star => self.has_star = true,
            Suffix::Caret(boost) => {
                self.is_repeated |= self.boost.is_some();
                self.boost = self.boost.or(Some(boost));
            }
            tilde => {
                self.is_repeated |= self.tilde.is_some();
                self.tilde = self.tilde.or(Some(tilde));
            }
        }
    }
}
