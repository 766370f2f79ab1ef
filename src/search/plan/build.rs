//! From a request to what is searched in each language.
//!
//! One step after the other: the query is read by the rules of each language, its words get their
//! expansions, words that no language has are mended, and all are weighed.

use rustc_hash::FxHashSet;

use super::lang_query::LangQuery;
use super::mended::{self, Respelling};
use super::{frequency, language, name};
use crate::error::Result;
use crate::lang::Lang;
use crate::matching::{self, Expansion, QueryWord, Reading, Tree};
use crate::query::{Filters, Parsed};
use crate::search::commit::Commit;
use crate::search::expansion::PatternShare;
use crate::search::formula::{LangScoring, idf};
use crate::search::params::Bm25f;
use crate::search::request::SearchRequest;

/// What is searched for a request.
pub(crate) struct Plan {
    /// The query in each language that it may find something in.
    pub(crate) queries: Vec<LangQuery>,
    /// Words that were searched as others.
    pub(crate) corrected: Vec<Respelling>,
    /// Words that no searched language has.
    pub(crate) unknown: Vec<String>,
}

/// A query read in one language, its words with their expansions.
struct Draft {
    lang: Lang,
    reading: Reading,
    name: Option<String>,
    scoring: LangScoring,
    /// Document frequencies of the words.
    frequencies: Vec<u64>,
}

/// What is searched for `request`, whose query is `parsed`; every hit must pass all of `filters`.
///
/// # Errors
/// `Corrupt` or `Io` when a dictionary can't be read.
pub(crate) fn plan(
    commit: &Commit,
    request: &SearchRequest,
    parsed: &Parsed,
    filters: &[Filters],
) -> Result<Plan> {
    planned(commit, request, parsed, filters).map_err(|e| commit.failed(e))
}

fn planned(
    commit: &Commit,
    request: &SearchRequest,
    parsed: &Parsed,
    filters: &[Filters],
) -> tantivy::Result<Plan> {
    let mut drafts = Vec::new();
    for lang in language::searched(&request.langs, filters) {
        drafts.extend(draft(commit, lang, &request.params, parsed)?);
    }
    mend(commit, &mut drafts)?;
    let mut queries: Vec<LangQuery> = drafts.into_iter().map(weighed).collect();
    if queries.len() > 1 {
        queries = language::weigh(queries, |lang| commit.dictionary(lang))?;
    }
    let (corrected, unknown) = (mended::corrected(&queries), mended::unknown(&queries));
    queries
        .retain(|query| !query.is_word_list() || query.weights.iter().any(|weight| *weight > 0.0));
    Ok(Plan { queries, corrected, unknown })
}

/// The query by the rules of `lang`; `None` when there are no articles of it or nothing is left to
/// look for.
fn draft(
    commit: &Commit,
    lang: Lang,
    params: &Bm25f,
    parsed: &Parsed,
) -> tantivy::Result<Option<Draft>> {
    let Some(stats) = commit.stats_of(lang) else { return Ok(None) };
    let (mut reading, name) = commit.with_analyzer(lang, |analyzer| {
        let reading = matching::read(parsed, analyzer, params.stop_word_weight);
        (reading, name::term(&parsed.tree, analyzer))
    });
    if reading.tree == Tree::Nothing {
        return Ok(None);
    }
    let scoring = LangScoring::new(lang, commit.fields(), params, stats);
    expand_patterns(commit, lang, &mut reading)?;
    add_unmarked(commit, lang, &mut reading.words)?;
    let frequencies = frequencies(commit, lang, &scoring, &reading.words, false)?;
    // What is demanded or excluded is meant as it was typed.
    if params.related > 0.0 && reading.tree.is_word_list() {
        add_related(commit, lang, &mut reading.words, params.related)?;
    }
    Ok(Some(Draft { lang, reading, name, scoring, frequencies }))
}

/// Looks up what prefixes and fuzzy words stand for.
fn expand_patterns(commit: &Commit, lang: Lang, reading: &mut Reading) -> tantivy::Result<()> {
    if reading.patterns.is_empty() {
        return Ok(());
    }
    let dictionary = commit.dictionary(lang);
    let share = PatternShare::of(reading.patterns.len());
    commit.with_analyzer(lang, |analyzer| {
        for (number, pattern) in &reading.patterns {
            let forms = dictionary.matching(pattern, share, analyzer)?;
            if let Some(word) = reading.words.get_mut(*number) {
                word.expansions = forms;
            }
        }
        Ok(())
    })
}

/// Adds to each word what it may stand for if it was typed without the language's letters.
fn add_unmarked(commit: &Commit, lang: Lang, words: &mut [QueryWord]) -> tantivy::Result<()> {
    let dictionary = commit.dictionary(lang);
    commit.with_analyzer(lang, |analyzer| {
        for word in words.iter_mut().filter(|word| !word.is_pattern) {
            let others = dictionary.unmarked(word.exact(), analyzer)?;
            word.expansions.extend(others.iter().cloned());
        }
        Ok(())
    })
}

/// Adds to each word the words that share most of its stem, with this weight.
fn add_related(
    commit: &Commit,
    lang: Lang,
    words: &mut [QueryWord],
    weight: f32,
) -> tantivy::Result<()> {
    let dictionary = commit.dictionary(lang);
    for word in words.iter_mut().filter(|word| !word.is_pattern) {
        let related = dictionary.related(word.term())?;
        let related = related.iter().map(|other| Expansion { weight, ..other.clone() });
        word.expansions.extend(related);
    }
    Ok(())
}

/// Document frequencies of words; of words that were `mended`, which stand for more than others
/// that are written so, anew.
fn frequencies(
    commit: &Commit,
    lang: Lang,
    scoring: &LangScoring,
    words: &[QueryWord],
    mended: bool,
) -> tantivy::Result<Vec<u64>> {
    let frequency = |word: &QueryWord| {
        let find = || frequency::document_frequency(commit.segments(), scoring, word);
        let is_plain = !mended && !word.is_pattern && word.field.is_none();
        if is_plain && scoring.looks_everywhere() {
            commit.recent().frequencies.of(lang, word.exact().as_bytes(), find)
        } else {
            find()
        }
    };
    words.iter().map(frequency).collect()
}

/// Looks for what was meant by words that none of the searched languages knows.
fn mend(commit: &Commit, drafts: &mut [Draft]) -> tantivy::Result<()> {
    let known: FxHashSet<String> = drafts
        .iter()
        .flat_map(|draft| draft.reading.words.iter().zip(&draft.frequencies))
        .filter(|(word, frequency)| word.weight > 0.0 && **frequency > 0)
        .map(|(word, _)| word.typed.clone())
        .collect();
    for draft in drafts {
        let Draft { lang, reading, scoring, .. } = draft;
        let dictionary = commit.dictionary(*lang);
        let is_mended = commit.with_analyzer(*lang, |analyzer| {
            let mut is_mended = false;
            let unknown = |word: &&mut QueryWord| {
                !word.is_pattern && word.weight > 0.0 && !known.contains(&word.typed)
            };
            for word in reading.words.iter_mut().filter(unknown) {
                let meant = dictionary.repaired(&word.typed, word.exact(), analyzer)?;
                is_mended |= !meant.is_empty();
                word.meant = meant.first().map(|meant| meant.exact.clone());
                word.expansions.extend(meant);
            }
            Ok::<_, tantivy::TantivyError>(is_mended)
        })?;
        if is_mended {
            draft.frequencies = frequencies(commit, *lang, scoring, &reading.words, true)?;
        }
    }
    Ok(())
}

/// The query with the weights of its words.
fn weighed(draft: Draft) -> LangQuery {
    let Draft { lang, reading: Reading { tree, words, .. }, name, scoring, frequencies } = draft;
    let rarity = |frequency: u64| idf(scoring.articles(), frequency).powf(scoring.idf_power);
    let phrase_weights: Vec<f32> = frequencies.iter().map(|frequency| rarity(*frequency)).collect();
    let weight = |((word, frequency), idf): ((&QueryWord, &u64), &f32)| {
        if *frequency == 0 { 0.0 } else { word.weight * idf }
    };
    let weights = words.iter().zip(&frequencies).zip(&phrase_weights).map(weight).collect();
    LangQuery { lang, words, tree, scoring, weights, phrase_weights, name }
}
