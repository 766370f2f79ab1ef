//! Expansions of a query's word that the index really has.
//!
//! Nothing is indexed for this: the dictionary of exact forms is searched by automata. Words typed
//! without their letters (`disisleri`, `казак` for `қазақ`) are looked for always, since such a
//! word may be one of the language by chance; words in the wrong alphabet (`posolstvo`), by the
//! wrong keyboard (`gjcjkmcndj`) or with typing mistakes only when no language knows the word.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::Term;
use tantivy::schema::Field;
use tantivy::termdict::TermStreamer;
use tantivy_fst::Automaton;

use super::keyboard;
use super::recent::RecentWords;
use crate::analysis::Analyzer;
use crate::index::{Fields, TextField, prefix};
use crate::lang::Lang;
use crate::limits::{
    MAX_EXPANSIONS, MAX_PATTERN_EXPANSIONS, MAX_QUERY_EXPANSIONS, MAX_QUERY_VISITED,
    MAX_TYPO_LETTERS, MAX_VISITED,
};
use crate::matching::{Expansion, Pattern, Rule, Slot, Spelling, Typo, Variants};
use crate::search::segment::Segment;

/// Letters that related words share at least.
const MIN_SHARED_LETTERS: usize = 5;

/// How much longer a related word may be.
const MAX_LONGER_LETTERS: usize = 4;

/// Weight of a word typed without its letters, beside one that is right as typed.
const UNMARKED_WEIGHT: f32 = 0.6;

/// Weight of a word a typing mistake away, of which another lot is taken for each mistake.
const TYPO_WEIGHT: f32 = 0.5;

/// Words shorter than this (in letters) are not taken for mistyped: too many words are near.
const MIN_TYPO_LETTERS: usize = 4;

/// From this length on two mistakes are allowed.
const TWO_TYPOS_LETTERS: usize = 8;

/// What each prefix or fuzzy word of a query may cost. Without it, a query of nothing else took a
/// second in six languages.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PatternShare {
    forms: usize,
    visited: usize,
}

impl PatternShare {
    /// The share of one of so many.
    pub(crate) fn of(patterns: usize) -> Self {
        let patterns = patterns.max(1);
        Self {
            forms: (MAX_QUERY_EXPANSIONS / patterns).clamp(1, MAX_PATTERN_EXPANSIONS),
            visited: (MAX_QUERY_VISITED / patterns).clamp(1, MAX_VISITED),
        }
    }
}

/// The dictionaries of all segments, searched for one language.
pub(crate) struct Dictionary<'a> {
    pub(crate) segments: &'a [Segment],
    pub(crate) fields: &'a Fields,
    pub(crate) lang: Lang,
    pub(crate) recent: &'a RecentWords,
}

impl Dictionary<'_> {
    /// The words that `automaton` matches, with their document frequency, the most frequent first.
    fn search(
        &self,
        max_visited: usize,
        automaton: &impl Automaton<State: Clone>,
    ) -> tantivy::Result<Vec<(String, u64)>> {
        let mut found = FxHashMap::default();
        for segment in self.segments {
            let inverted = segment.reader.inverted_index(self.fields.exact)?;
            collect(inverted.terms().search(automaton).into_stream()?, max_visited, &mut found);
        }
        Ok(most_frequent_first(found))
    }

    /// The words of the dictionary of `field` that begin with `start`, the language's letter
    /// included.
    fn beginning_with(&self, field: Field, start: &str) -> tantivy::Result<Vec<(String, u64)>> {
        // No byte of UTF-8 is the highest, so the next one is the end of the range.
        let mut end = start.as_bytes().to_vec();
        if let Some(last) = end.last_mut() {
            *last += 1;
        }
        let mut found = FxHashMap::default();
        for segment in self.segments {
            let inverted = segment.reader.inverted_index(field)?;
            let range = inverted.terms().range().ge(start.as_bytes()).lt(&end);
            collect(range.into_stream()?, MAX_VISITED, &mut found);
        }
        Ok(most_frequent_first(found))
    }

    /// Whether an article has `exact` just so.
    pub(crate) fn knows(&self, exact: &str) -> tantivy::Result<bool> {
        Ok(self.frequency(exact)? > 0)
    }

    /// Articles that have `exact` just so.
    pub(crate) fn frequency(&self, exact: &str) -> tantivy::Result<u64> {
        let text = format!("{}{exact}", prefix(self.lang));
        let term = Term::from_field_text(self.fields.exact, &text);
        let mut sum = 0;
        for segment in self.segments {
            sum += segment.term_info(&term)?.map_or(0, |info| u64::from(info.doc_freq));
        }
        Ok(sum)
    }

    /// Words that differ from `exact` only by letters that were typed plain.
    pub(crate) fn unmarked(
        &self,
        exact: &str,
        analyzer: &mut Analyzer,
    ) -> tantivy::Result<Arc<[Expansion]>> {
        if !Variants::may_be_of(self.lang, exact) {
            return Ok(Arc::default());
        }
        self.recent.unmarked.of(self.lang, exact.as_bytes(), || {
            let Some(variants) = Variants::of(self.lang, exact) else { return Ok(Arc::default()) };
            let found = self.search(MAX_VISITED, variants.spelling())?;
            let others = found.into_iter().filter(|(word, _)| word != exact);
            Ok(forms(others.map(|(word, _)| (word, UNMARKED_WEIGHT)), analyzer).into())
        })
    }

    /// The words that `pattern` stands for: the one that was typed, then the nearest or the most
    /// frequent that `share` has room for.
    pub(crate) fn matching(
        &self,
        pattern: &Pattern,
        share: PatternShare,
        analyzer: &mut Analyzer,
    ) -> tantivy::Result<Vec<Expansion>> {
        let found = match pattern.rule() {
            Rule::Prefix(spelling) => {
                let found = self.search(share.visited, spelling)?;
                take(share.forms, found.into_iter().map(|(word, _)| (word, 1.0)), analyzer)
            }
            Rule::Fuzzy(typo) => {
                take(share.forms, weighted(self.near(typo, share.visited)?), analyzer)
            }
            Rule::Nothing => Vec::new(),
        };
        let others = found.into_iter().filter(|form| pattern.takes_forms_of(&form.term));
        Ok(pattern.typed().cloned().into_iter().chain(others).collect())
    }

    /// The most frequent terms that share most of `term`, its derivations as a rule; of weight 1.
    pub(crate) fn related(&self, term: &str) -> tantivy::Result<Arc<[Expansion]>> {
        self.recent
            .related
            .of(self.lang, term.as_bytes(), || self.find_related(term).map(Vec::into))
    }

    fn find_related(&self, term: &str) -> tantivy::Result<Vec<Expansion>> {
        let letters = term.chars().count();
        let shared = (letters * 3 / 4).max(MIN_SHARED_LETTERS);
        if letters < MIN_SHARED_LETTERS || term.chars().any(char::is_numeric) {
            return Ok(Vec::new());
        }
        let start: String =
            std::iter::once(prefix(self.lang)).chain(term.chars().take(shared)).collect();
        let found = self.beginning_with(self.fields.text(TextField::Body), &start)?;
        let others = found.into_iter().map(|(other, _)| other).filter(|other| other != term);
        let near = others.filter(|other| other.chars().count() <= letters + MAX_LONGER_LETTERS);
        let form = |term| Expansion { term, exact: String::new(), weight: 1.0 };
        Ok(near.take(MAX_EXPANSIONS).map(form).collect())
    }

    /// What `word`, which no language knows, may have been meant to be: by another keyboard, in
    /// another alphabet, or with a typing mistake; the first of these that the index has.
    pub(crate) fn repaired(
        &self,
        typed: &str,
        exact: &str,
        analyzer: &mut Analyzer,
    ) -> tantivy::Result<Vec<Expansion>> {
        if let Some(meant) = keyboard::by_layout(self.lang, typed) {
            let (meant, _) = analyzer.forms(&meant);
            let meant = meant.to_owned();
            if self.knows(&meant)? {
                return Ok(forms([(meant, 1.0)].into_iter(), analyzer));
            }
        }
        let by_sound = keyboard::by_sound(self.lang, exact).and_then(|mut places| {
            places.insert(0, Slot::one_of([prefix(self.lang)]));
            Spelling::new(places)
        });
        let found = match by_sound {
            Some(spelling) => self.search(MAX_VISITED, &spelling)?,
            None => Vec::new(),
        };
        if !found.is_empty() {
            return Ok(forms(found.into_iter().map(|(word, _)| (word, 0.8)), analyzer));
        }
        self.mistyped(exact, analyzer)
    }

    /// Words at most a typing mistake (two in long words) from `exact`, which no language knows.
    fn mistyped(&self, exact: &str, analyzer: &mut Analyzer) -> tantivy::Result<Vec<Expansion>> {
        let letters = exact.chars().count();
        let is_number = exact.chars().any(char::is_numeric);
        if !(MIN_TYPO_LETTERS..=MAX_TYPO_LETTERS).contains(&letters) || is_number {
            return Ok(Vec::new());
        }
        let mistakes = if letters < TWO_TYPOS_LETTERS { 1 } else { 2 };
        let typo = Typo::new(prefix(self.lang), exact, mistakes);
        let mut found = self.near(&typo, MAX_VISITED)?;
        let nearest = found.first().map_or(0, |(distance, _)| *distance);
        found.retain(|(distance, _)| *distance == nearest);
        Ok(forms(weighted(found), analyzer))
    }

    /// The words that `typo` matches with their distance, nearest first; among equals the more
    /// frequent.
    fn near(&self, typo: &Typo, max_visited: usize) -> tantivy::Result<Vec<(u8, String)>> {
        let mut found: Vec<(u8, String)> = self
            .search(max_visited, typo)?
            .into_iter()
            .filter_map(|(word, _)| Some((typo.distance(&word)?, word)))
            .collect();
        found.sort_by_key(|(distance, _)| *distance);
        Ok(found)
    }
}

/// Words by their distance, with their weights.
fn weighted(near: Vec<(u8, String)>) -> impl Iterator<Item = (String, f32)> {
    near.into_iter().map(|(distance, word)| (word, TYPO_WEIGHT.powi(distance.into())))
}

/// Adds the words of `stream`, without their language's letter, and their document frequencies.
fn collect<A: Automaton<State: Clone>>(
    mut stream: TermStreamer<'_, A>,
    max_visited: usize,
    found: &mut FxHashMap<String, u64>,
) {
    let mut visited = 0;
    while visited < max_visited && stream.advance() {
        visited += 1;
        let Some(word) = std::str::from_utf8(stream.key()).ok().and_then(without_prefix) else {
            continue;
        };
        let frequency = u64::from(stream.value().doc_freq);
        match found.get_mut(word) {
            Some(sum) => *sum += frequency,
            None => {
                found.insert(word.to_owned(), frequency);
            }
        }
    }
}

fn most_frequent_first(found: FxHashMap<String, u64>) -> Vec<(String, u64)> {
    let mut found: Vec<(String, u64)> = found.into_iter().collect();
    found.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    found
}

fn without_prefix(term: &str) -> Option<&str> {
    let mut chars = term.chars();
    chars.next()?;
    Some(chars.as_str())
}

/// The best words as forms to look up; several that share a term are one.
fn forms(words: impl Iterator<Item = (String, f32)>, analyzer: &mut Analyzer) -> Vec<Expansion> {
    take(MAX_EXPANSIONS, words, analyzer)
}

fn take(
    most: usize,
    words: impl Iterator<Item = (String, f32)>,
    analyzer: &mut Analyzer,
) -> Vec<Expansion> {
    let mut forms: Vec<Expansion> = Vec::new();
    for (exact, weight) in words {
        if forms.len() >= most {
            break;
        }
        let term = analyzer.forms(&exact).1.to_owned();
        if !forms.iter().any(|form| form.term == term) {
            forms.push(Expansion { term, exact, weight });
        }
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_share_what_a_query_may_cost() {
        let share = |patterns| {
            let PatternShare { forms, visited } = PatternShare::of(patterns);
            (forms, visited)
        };
        assert_eq!([share(0), share(1), share(4)], [(50, 2_000); 3]);
        assert_eq!((share(16), share(64)), ((12, 2_000), (3, 500)));
        assert_eq!(share(1_000_000), (1, 1));
    }
}
