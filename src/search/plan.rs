//! From the words of a query to what is looked up in each language.

use rustc_hash::FxHashSet;

use super::expand::Dictionary;
use super::searcher::{SearchRequest, Searcher};
use super::word::{self, Form, LangScoring, QueryWord};
use crate::analysis::{Analyzer, is_stop_word};
use crate::error::Result;
use crate::index::TextField;
use crate::lang::Lang;
use crate::limits::Limits;

/// A query's words in one language.
pub(super) struct LangQuery {
    pub(super) lang: Lang,
    pub(super) words: Vec<QueryWord>,
    pub(super) scoring: LangScoring,
    /// The words' weights, 0 for one that the language does not know.
    pub(super) weights: Vec<f32>,
}

impl Searcher {
    /// The query by the rules of each language that it may find something in.
    pub(super) fn plan(&self, request: &SearchRequest) -> Result<Vec<LangQuery>> {
        let langs = if request.langs.is_empty() { &Lang::ALL[..] } else { &request.langs };
        let mut queries = Vec::new();
        for lang in langs {
            queries.extend(self.plan_lang(*lang, request)?);
        }
        self.repair(&mut queries)?;
        queries.retain(|query| query.weights.iter().any(|weight| *weight > 0.0));
        Ok(queries)
    }

    /// The words of the query by the rules of `lang`; `None` when there are no articles of it or
    /// nothing is left to look for.
    fn plan_lang(&self, lang: Lang, request: &SearchRequest) -> Result<Option<LangQuery>> {
        let Some(stats) = self.stats.get(lang.number() as usize).filter(|s| s.articles > 0) else {
            return Ok(None);
        };
        let words = self.with_analyzer(lang, |analyzer| query_words(request, analyzer));
        if words.is_empty() {
            return Ok(None);
        }
        let fields = &self.index.fields;
        let scoring = LangScoring::new(lang, fields, &TextField::SEARCHED, &request.params, stats);
        let mut query = LangQuery { lang, words, scoring, weights: Vec::new() };
        self.add_unmarked(&mut query)?;
        self.weigh(&mut query)?;
        Ok(Some(query))
    }

    /// Adds to each word what it may stand for if it was typed without the language's letters.
    fn add_unmarked(&self, query: &mut LangQuery) -> Result<()> {
        let dictionary = self.dictionary(query.lang);
        let added = self.with_analyzer(query.lang, |analyzer| {
            for word in &mut query.words {
                let others = dictionary.unmarked(word.exact(), analyzer)?;
                word.forms.extend(others);
            }
            Ok(())
        });
        added.map_err(|e| self.failed(e))
    }

    /// Computes the words' weights from their frequencies.
    fn weigh(&self, query: &mut LangQuery) -> Result<()> {
        query.weights.clear();
        for word in &query.words {
            let segments = self.inner.segment_readers();
            let frequency = word::document_frequency(segments, &query.scoring, word)
                .map_err(|e| self.failed(e))?;
            let idf = word::idf(query.scoring.articles(), frequency);
            query.weights.push(if frequency == 0 { 0.0 } else { word.weight * idf });
        }
        Ok(())
    }

    /// Looks for what was meant by words that none of the searched languages knows.
    fn repair(&self, queries: &mut [LangQuery]) -> Result<()> {
        let known: FxHashSet<String> = queries
            .iter()
            .flat_map(|query| query.words.iter().zip(&query.weights))
            .filter(|(_, weight)| **weight > 0.0)
            .map(|(word, _)| word.typed.clone())
            .collect();
        for query in queries.iter_mut() {
            let dictionary = self.dictionary(query.lang);
            let repaired = self.with_analyzer(query.lang, |analyzer| {
                let mut repaired = false;
                for word in query.words.iter_mut().filter(|word| !known.contains(&word.typed)) {
                    let meant = dictionary.repaired(&word.typed, word.exact(), analyzer)?;
                    repaired |= !meant.is_empty();
                    word.forms.extend(meant);
                }
                Ok(repaired)
            });
            if repaired.map_err(|e| self.failed(e))? {
                self.weigh(query)?;
            }
        }
        Ok(())
    }

    fn dictionary(&self, lang: Lang) -> Dictionary<'_> {
        Dictionary { segments: self.inner.segment_readers(), fields: &self.index.fields, lang }
    }
}

/// The words of a query: function words weigh less, or go, unless there is nothing else; a repeated
/// word counts once.
fn query_words(request: &SearchRequest, analyzer: &mut Analyzer) -> Vec<QueryWord> {
    let lang = analyzer.lang();
    let limit = Limits::default().query_words;
    let mut words: Vec<QueryWord> = Vec::new();
    analyzer.analyze(&request.query, |token| {
        let known = words.iter().any(|word| word.term() == token.term);
        if !known && words.len() < limit {
            let function_word = is_stop_word(lang, token.exact);
            let weight = if function_word { request.params.stop_word_weight } else { 1.0 };
            let as_typed =
                Form { term: token.term.to_owned(), exact: token.exact.to_owned(), weight: 1.0 };
            let typed = request.query.get(token.start..token.end).unwrap_or_default().to_owned();
            words.push(QueryWord { typed, forms: vec![as_typed], weight });
        }
    });
    if words.iter().all(|word| word.weight < 1.0) {
        words.iter_mut().for_each(|word| word.weight = 1.0);
    }
    words.retain(|word| word.weight > 0.0);
    words
}
