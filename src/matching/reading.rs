//! From a query's syntax tree to words and a tree over them, by the rules of one language.

use super::expansion::Expansion;
use super::pattern::Pattern;
use super::tree::Tree;
use super::word::QueryWord;
use crate::analysis::{Analyzer, is_stop_word};
use crate::query::{FieldName, Node, Parsed, Word};

/// A query by the rules of one language.
#[derive(Debug)]
pub(crate) struct Reading {
    pub(crate) tree: Tree,
    /// All words that are looked for, in the order of the query, with what they stand for as they
    /// were typed; the excluded ones too.
    pub(crate) words: Vec<QueryWord>,
    /// What those of them stand for that are patterns, by their numbers.
    pub(crate) patterns: Vec<(usize, Pattern)>,
}

/// Reads a query by the rules of the analyzer's language; function words weigh `stop_word_weight`.
pub(crate) fn read(parsed: &Parsed, analyzer: &mut Analyzer, stop_word_weight: f32) -> Reading {
    let (words, patterns) = (Vec::new(), Vec::new());
    let mut reader = Reader { analyzer, words, patterns, stop_word_weight };
    let tree = reader.tree(&parsed.tree);
    let mut tree = reader.weigh_stop_words(tree);
    if parsed.tree == Node::Nothing && !parsed.filters.is_empty() {
        // Filters alone: everything that passes them.
        tree = Tree::All;
    }
    Reading { tree, words: reader.words, patterns: reader.patterns }
}

/// Turns a syntax tree into words and a tree over them.
struct Reader<'a> {
    analyzer: &'a mut Analyzer,
    words: Vec<QueryWord>,
    patterns: Vec<(usize, Pattern)>,
    stop_word_weight: f32,
}

impl Reader<'_> {
    /// The tree of `node`; recursive, as deep as the parser lets queries nest.
    fn tree(&mut self, node: &Node) -> Tree {
        match node {
            Node::All => Tree::All,
            Node::Word(word) if word.prefix => {
                let exact = self.analyzer.forms(&word.text).0;
                let exact = exact.to_owned();
                self.pattern(word, Pattern::prefix(self.analyzer.lang(), &exact))
            }
            Node::Word(word) if word.fuzzy.is_some() => {
                let (exact, term) = self.analyzer.forms(&word.text);
                let typed =
                    Expansion { exact: exact.to_owned(), term: term.to_owned(), weight: 1.0 };
                let mistakes = word.fuzzy.unwrap_or(1);
                self.pattern(word, Pattern::fuzzy(self.analyzer.lang(), typed, mistakes))
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
                let mut all = |nodes: &[Node]| -> Vec<Tree> {
                    nodes.iter().map(|node| self.tree(node)).collect()
                };
                let must = all(&group.must);
                let cut = group.must.iter().map(|node| matches!(node, Node::Word(_)));
                let must = must.into_iter().zip(cut).flat_map(|(tree, cut)| demanded(tree, cut));
                let must = must.collect();
                let should = all(&group.should).into_iter().flat_map(with_its_words).collect();
                let must_not = all(&group.must_not);
                Tree::Bool { must, should, must_not, boost: group.boost }
            }
            _ => Tree::Nothing,
        }
    }

    /// A word that stands for several others, or for none: then it finds nothing, and whoever
    /// demands it neither.
    fn pattern(&mut self, word: &Word, pattern: Pattern) -> Tree {
        self.words.push(QueryWord {
            typed: word.text.clone(),
            expansions: pattern.typed().cloned().into_iter().collect(),
            field: word.field,
            is_pattern: true,
            meant: None,
            by_itself: true,
            is_stop: false,
            only_ranks: false,
            weight: word.boost,
        });
        let number = self.words.len() - 1;
        self.patterns.push((number, pattern));
        Tree::Word(number)
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
                let form = Expansion {
                    term: token.term.to_owned(),
                    exact: token.exact.to_owned(),
                    weight: 1.0,
                };
                words.push(QueryWord {
                    typed: text.get(token.start..token.end).unwrap_or_default().to_owned(),
                    expansions: vec![form],
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
