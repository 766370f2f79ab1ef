//! From a query's syntax tree to what is looked up in each language.

use rustc_hash::FxHashSet;

use super::expand::{Dictionary, PatternShare};
use super::filter;
use super::language;
use super::mended;
use super::name;
use super::request::{Respelling, SearchRequest};
use super::searcher::Searcher;
use super::word::{self, Form, LangScoring, QueryWord};
use crate::analysis::{Analyzer, is_stop_word};
use crate::error::Result;
use crate::lang::Lang;
use crate::query::{FieldName, Filters, Node, Parsed};

/// What must match, by the rules of one language; words by their numbers.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Tree {
    Word(usize),
    /// Words with their places in the phrase.
    Phrase {
        words: Vec<(usize, u32)>,
        slop: u32,
        field: Option<FieldName>,
    },
    Bool {
        must: Vec<Tree>,
        should: Vec<Tree>,
        must_not: Vec<Tree>,
        boost: f32,
    },
    All,
    Nothing,
}

/// What is searched for a request.
pub(super) struct Plan {
    /// The query in each language that it may find something in.
    pub(super) queries: Vec<LangQuery>,
    /// Words that were searched as others.
    pub(super) corrected: Vec<Respelling>,
    /// Words that no searched language has.
    pub(super) unknown: Vec<String>,
}

/// A query in one language.
pub(super) struct LangQuery {
    pub(super) lang: Lang,
    /// All words that are looked for, in the order of the query; the excluded ones too.
    pub(super) words: Vec<QueryWord>,
    pub(super) tree: Tree,
    pub(super) scoring: LangScoring,
    /// The words' weights, 0 for one that the language does not know.
    pub(super) weights: Vec<f32>,
    /// The same without the share of function words, which count in full in a phrase.
    pub(super) phrase_weights: Vec<f32>,
    /// The term of articles that are called as the query says.
    pub(super) name: Option<String>,
}

impl LangQuery {
    /// The words that count, in the order of the query, with their weights.
    pub(super) fn weighty_words(&self) -> impl Iterator<Item = (&QueryWord, f32)> + Clone {
        let list = self.is_word_list();
        let words = self.words.iter().zip(self.weights.iter().copied());
        words.filter(move |(word, weight)| *weight > 0.0 && (list || !word.only_ranks))
    }

    /// What an article gains that is called as the query says: as much as its words can bring any
    /// article, so that it stands before all others of its language. `closeness` is what closeness
    /// of words brings at most.
    pub(super) fn name_bonus(&self, closeness: f32) -> f32 {
        let phrase = if self.is_word_list() { 0.0 } else { self.phrase_weights.iter().sum() };
        let words: f32 = self.weights.iter().sum();
        (words + phrase) * (self.scoring.k1 + 1.0) + closeness
    }

    /// Whether the query is a list of words, any of which may match: then documents that can't be
    /// among the best are left out unscored.
    pub(super) fn is_word_list(&self) -> bool {
        self.tree.is_word_list()
    }
}

impl Tree {
    fn is_word_list(&self) -> bool {
        match self {
            Self::Word(_) => true,
            Self::Bool { must, should, must_not, boost } => {
                must.is_empty()
                    && must_not.is_empty()
                    && (boost - 1.0).abs() < f32::EPSILON
                    && should.iter().all(|tree| matches!(tree, Self::Word(_)))
            }
            _ => false,
        }
    }
}

impl Searcher {
    /// The query by the rules of each language that it may find something in; every hit must pass
    /// all of `filters`.
    pub(super) fn plan(
        &self,
        request: &SearchRequest,
        parsed: &Parsed,
        filters: &[Filters],
    ) -> Result<Plan> {
        let mut queries = Vec::new();
        for lang in filter::langs(&request.langs, filters) {
            queries.extend(self.plan_lang(lang, request, parsed)?);
        }
        self.repair(&mut queries)?;
        if queries.len() > 1 {
            let dictionary = |lang| self.dictionary(lang);
            language::weigh(&mut queries, dictionary).map_err(|e| self.failed(e))?;
        }
        let (corrected, unknown) = (mended::corrected(&queries), mended::unknown(&queries));
        queries.retain(|query| {
            !query.is_word_list() || query.weights.iter().any(|weight| *weight > 0.0)
        });
        Ok(Plan { queries, corrected, unknown })
    }

    /// The query by the rules of `lang`; `None` when there are no articles of it or nothing is
    /// left to look for.
    fn plan_lang(
        &self,
        lang: Lang,
        request: &SearchRequest,
        parsed: &Parsed,
    ) -> Result<Option<LangQuery>> {
        let Some(stats) = self.stats.get(lang.number() as usize).filter(|s| s.articles > 0) else {
            return Ok(None);
        };
        let dictionary = self.dictionary(lang);
        let planned = self.with_analyzer(lang, |analyzer| {
            let stop_word_weight = request.params.stop_word_weight;
            let share = PatternShare::of(patterns(&parsed.tree));
            let words = Vec::new();
            let mut planner = Planner { analyzer, dictionary, words, stop_word_weight, share };
            let tree = planner.tree(&parsed.tree)?;
            let tree = planner.weigh_stop_words(tree);
            let words = planner.words;
            Ok((tree, words, name::term(&parsed.tree, analyzer)))
        });
        let (mut tree, words, name) = planned.map_err(|e| self.failed(e))?;
        if tree == Tree::Nothing && !parsed.filters.is_empty() && parsed.tree == Node::Nothing {
            // Filters alone: everything that passes them.
            tree = Tree::All;
        }
        if tree == Tree::Nothing {
            return Ok(None);
        }
        let scoring = LangScoring::new(lang, &self.index.fields, &request.params, stats);
        let (weights, phrase_weights) = (Vec::new(), Vec::new());
        let mut query = LangQuery { lang, words, tree, scoring, weights, phrase_weights, name };
        self.add_unmarked(&mut query)?;
        self.weigh(&mut query, false)?;
        self.add_related(&mut query, request.params.related)?;
        Ok(Some(query))
    }

    /// Adds to each word what it may stand for if it was typed without the language's letters.
    fn add_unmarked(&self, query: &mut LangQuery) -> Result<()> {
        let dictionary = self.dictionary(query.lang);
        let added = self.with_analyzer(query.lang, |analyzer| {
            for word in query.words.iter_mut().filter(|word| !word.is_pattern) {
                let others = dictionary.unmarked(word.exact(), analyzer)?;
                word.forms.extend(others.iter().cloned());
            }
            Ok(())
        });
        added.map_err(|e| self.failed(e))
    }

    /// Adds to each word the words that share most of its stem, without changing its weight.
    fn add_related(&self, query: &mut LangQuery, weight: f32) -> Result<()> {
        // What is demanded or excluded is meant as it was typed.
        if weight <= 0.0 || !query.is_word_list() {
            return Ok(());
        }
        let dictionary = self.dictionary(query.lang);
        for word in query.words.iter_mut().filter(|word| !word.is_pattern) {
            let term = word.term().to_owned();
            let related = dictionary.related(&term).map_err(|e| self.failed(e))?;
            word.forms.extend(related.iter().map(|form| Form { weight, ..form.clone() }));
        }
        Ok(())
    }

    /// Computes the words' weights from their frequencies; of words that were `repaired`, which
    /// stand for more than others that are written so, anew.
    fn weigh(&self, query: &mut LangQuery, repaired: bool) -> Result<()> {
        query.weights.clear();
        query.phrase_weights.clear();
        for word in &query.words {
            let scoring = &query.scoring;
            let find = || word::document_frequency(self.segments(), scoring, word);
            let is_plain = !repaired && !word.is_pattern && word.field.is_none();
            let frequency = if is_plain && scoring.looks_everywhere() {
                self.recent.frequencies.of(query.lang, word.exact().as_bytes(), find)
            } else {
                find()
            };
            let frequency = frequency.map_err(|e| self.failed(e))?;
            let idf = word::idf(query.scoring.articles(), frequency).powf(query.scoring.idf_power);
            query.weights.push(if frequency == 0 { 0.0 } else { word.weight * idf });
            query.phrase_weights.push(idf);
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
                let unknown = |word: &&mut QueryWord| {
                    !word.is_pattern && word.weight > 0.0 && !known.contains(&word.typed)
                };
                for word in query.words.iter_mut().filter(unknown) {
                    let meant = dictionary.repaired(&word.typed, word.exact(), analyzer)?;
                    repaired |= !meant.is_empty();
                    word.meant = meant.first().map(|form| form.exact.clone());
                    word.forms.extend(meant);
                }
                Ok(repaired)
            });
            if repaired.map_err(|e| self.failed(e))? {
                self.weigh(query, true)?;
            }
        }
        Ok(())
    }

    fn dictionary(&self, lang: Lang) -> Dictionary<'_> {
        let (fields, recent) = (&self.index.fields, &self.recent);
        Dictionary { segments: self.segments(), fields, lang, recent }
    }
}

/// Turns a syntax tree into words and a tree over them.
struct Planner<'a> {
    analyzer: &'a mut Analyzer,
    dictionary: Dictionary<'a>,
    words: Vec<QueryWord>,
    stop_word_weight: f32,
    share: PatternShare,
}

/// Prefixes and fuzzy words in `node`; recursive, as deep as the parser lets queries nest.
fn patterns(node: &Node) -> usize {
    match node {
        Node::Word(word) => usize::from(word.prefix || word.fuzzy.is_some()),
        Node::Bool(group) => {
            let nodes = group.must.iter().chain(&group.should).chain(&group.must_not);
            nodes.map(patterns).sum()
        }
        _ => 0,
    }
}

impl Planner<'_> {
    /// The tree of `node`; recursive, as deep as the parser lets queries nest.
    fn tree(&mut self, node: &Node) -> tantivy::Result<Tree> {
        Ok(match node {
            Node::All => Tree::All,
            Node::Word(word) if word.prefix => {
                let exact = self.analyzer.forms(&word.text).0.to_owned();
                let forms = self.dictionary.starting_with(&exact, self.share, self.analyzer)?;
                self.pattern(&word.text, forms, word.field, word.boost)
            }
            Node::Word(word) if word.fuzzy.is_some() => {
                let (exact, term) = self.analyzer.forms(&word.text);
                let typed = Form { exact: exact.to_owned(), term: term.to_owned(), weight: 1.0 };
                let mistakes = word.fuzzy.unwrap_or(1);
                let near =
                    self.dictionary.within(&typed.exact, mistakes, self.share, self.analyzer)?;
                let others = near.into_iter().filter(|form| form.term != typed.term);
                let forms = std::iter::once(typed.clone()).chain(others).collect();
                self.pattern(&word.text, forms, word.field, word.boost)
            }
            Node::Word(word) => {
                let words = self.text(&word.text, word.field, word.boost);
                for (at, _) in &words {
                    if let Some(word) = self.words.get_mut(*at) {
                        word.by_itself = true;
                    }
                }
                let list: Vec<Tree> = words.into_iter().map(|(at, _)| Tree::Word(at)).collect();
                any_of(list)
            }
            Node::Phrase(phrase) => {
                let words = self.text(&phrase.text, phrase.field, phrase.boost);
                match words.as_slice() {
                    [] => Tree::Nothing,
                    [(at, _)] => Tree::Word(*at),
                    _ => Tree::Phrase { words, slop: phrase.slop, field: phrase.field },
                }
            }
            Node::Bool(group) => {
                let mut all = |nodes: &[Node]| -> tantivy::Result<Vec<Tree>> {
                    nodes.iter().map(|node| self.tree(node)).collect()
                };
                let must = all(&group.must)?;
                let cut = group.must.iter().map(|node| matches!(node, Node::Word(_)));
                let must = must.into_iter().zip(cut).flat_map(|(tree, cut)| demanded(tree, cut));
                let must = must.collect();
                let should = all(&group.should)?.into_iter().flat_map(with_its_words).collect();
                let must_not = all(&group.must_not)?;
                Tree::Bool { must, should, must_not, boost: group.boost }
            }
            _ => Tree::Nothing,
        })
    }

    /// A word that stands for several of the dictionary, or for none: then it finds nothing, and
    /// whoever demands it neither.
    fn pattern(
        &mut self,
        typed: &str,
        forms: Vec<Form>,
        field: Option<FieldName>,
        weight: f32,
    ) -> Tree {
        let typed = typed.to_owned();
        self.words.push(QueryWord {
            typed,
            forms,
            field,
            is_pattern: true,
            meant: None,
            by_itself: true,
            is_stop: false,
            only_ranks: false,
            weight,
        });
        Tree::Word(self.words.len() - 1)
    }

    /// The words of a text, with their places; a word that came up before is the same one.
    fn text(&mut self, text: &str, field: Option<FieldName>, weight: f32) -> Vec<(usize, u32)> {
        let lang = self.analyzer.lang();
        let words = &mut self.words;
        let mut found = Vec::new();
        self.analyzer.analyze(text, |token| {
            let same = |word: &QueryWord| {
                !word.is_pattern && word.field == field && word.term() == token.term
            };
            let at = words.iter().position(same).unwrap_or_else(|| {
                let form = Form {
                    term: token.term.to_owned(),
                    exact: token.exact.to_owned(),
                    weight: 1.0,
                };
                words.push(QueryWord {
                    typed: text.get(token.start..token.end).unwrap_or_default().to_owned(),
                    forms: vec![form],
                    field,
                    is_pattern: false,
                    meant: None,
                    by_itself: false,
                    is_stop: is_stop_word(lang, token.exact),
                    only_ranks: false,
                    weight,
                });
                words.len() - 1
            });
            found.push((at, token.position));
        });
        found
    }

    /// Function words only rank what other words have found, unless there is nothing else; outside
    /// phrases and plain lists they go.
    fn weigh_stop_words(&mut self, tree: Tree) -> Tree {
        if self.words.iter().all(|word| word.is_stop) {
            return tree;
        }
        for word in self.words.iter_mut().filter(|word| word.is_stop) {
            word.weight *= self.stop_word_weight;
            word.only_ranks = true;
        }
        let keep_ranking = tree.is_word_list();
        self.pruned(tree, keep_ranking).unwrap_or(Tree::Nothing)
    }

    /// The tree without words of no weight, and without those that only rank unless asked to keep
    /// them; in phrases all stay.
    fn pruned(&self, tree: Tree, keep_ranking: bool) -> Option<Tree> {
        match tree {
            Tree::Word(at) => {
                let kept = self
                    .words
                    .get(at)
                    .is_some_and(|word| word.weight > 0.0 && (keep_ranking || !word.only_ranks));
                kept.then_some(Tree::Word(at))
            }
            Tree::Bool { must, should, must_not, boost } => {
                let prune = |trees: Vec<Tree>| -> Vec<Tree> {
                    trees.into_iter().filter_map(|tree| self.pruned(tree, keep_ranking)).collect()
                };
                let (must, should, must_not) = (prune(must), prune(should), prune(must_not));
                let empty = must.is_empty() && should.is_empty();
                (!empty).then_some(Tree::Bool { must, should, must_not, boost })
            }
            Tree::Nothing => None,
            other => Some(other),
        }
    }
}

/// One or several alternatives as a tree.
fn any_of(mut trees: Vec<Tree>) -> Tree {
    match trees.len() {
        0 => Tree::Nothing,
        1 => trees.remove(0),
        _ => Tree::Bool { must: Vec::new(), should: trees, must_not: Vec::new(), boost: 1.0 },
    }
}

/// A demanded clause; of a word that analysis `cut` into several, all are demanded.
fn demanded(tree: Tree, cut: bool) -> Vec<Tree> {
    match tree {
        Tree::Bool { should, .. } if cut => should,
        other => vec![other],
    }
}

/// A clause that only ranks: the words of a phrase rank too, so that an article with the words
/// apart is found behind those with the phrase.
fn with_its_words(tree: Tree) -> Vec<Tree> {
    match tree {
        Tree::Phrase { ref words, .. } => {
            let apart: Vec<Tree> = words.iter().map(|(at, _)| Tree::Word(*at)).collect();
            apart.into_iter().chain([tree]).collect()
        }
        Tree::Bool { must, should, must_not, boost }
            if must.is_empty() && must_not.is_empty() && (boost - 1.0).abs() < f32::EPSILON =>
        {
            should
        }
        other => vec![other],
    }
}
