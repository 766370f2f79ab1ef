//! Owns the terms of a topic in one language, by the words that they begin with. Judges nothing.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::analysis::{Analyzer, is_stop_word};
use crate::lang::Lang;

/// Least weight of a term that counts in names, categories and links.
pub(super) const NAMED_WEIGHT: f32 = 1.0;

/// A concept with its weight.
#[derive(Debug)]
pub(super) struct Concept {
    pub(super) name: &'static str,
    pub(super) weight: f32,
}

/// The names of a language's concepts, analyzed, by their first word: what follows it, and the
/// concept.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    pub(super) concepts: Vec<Concept>,
    pub(super) by_first: FxHashMap<String, Vec<(Vec<String>, usize)>>,
    /// Exact forms that look like one of a term and are mostly another word: Russian `после` is
    /// "after", hardly ever "ambassador". In the files they have the weight 0.
    not_meant: FxHashSet<String>,
}

impl Lexicon {
    pub(super) fn new(lines: &'static str, lang: Lang) -> Self {
        let mut analyzer = Analyzer::new(lang);
        let mut lexicon = Self::default();
        for line in lines.lines().filter(|line| !line.starts_with('#')) {
            let Some((weight, names)) = line.split_once('\t') else { continue };
            let Ok(weight) = weight.parse() else { continue };
            if weight == 0.0 {
                let forms = names.split('|').map(|word| analyzer.forms(word).0.to_owned());
                lexicon.not_meant.extend(forms);
                continue;
            }
            let name = names.split('|').next().unwrap_or_default();
            lexicon.concepts.push(Concept { name, weight });
            for name in names.split('|') {
                let mut words = Vec::new();
                analyzer.analyze(name, |token| words.push(token.term.to_owned()));
                let Some((first, rest)) = words.split_first() else { continue };
                let entry = (rest.to_vec(), lexicon.concepts.len() - 1);
                lexicon.by_first.entry(first.clone()).or_default().push(entry);
            }
        }
        // The longest name first: "foreign minister" before "minister".
        lexicon
            .by_first
            .values_mut()
            .for_each(|names| names.sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len())));
        lexicon
    }

    pub(super) fn weight(&self, concept: usize) -> f32 {
        self.concepts.get(concept).map_or(0.0, |concept| concept.weight)
    }

    /// The names that begin with a word, the longest first: what follows it, and the concept.
    pub(super) fn names(&self, first: &str) -> &[(Vec<String>, usize)] {
        self.by_first.get(first).map_or(&[], Vec::as_slice)
    }

    /// Whether an exact form that looks like one of a term is hardly ever meant so.
    pub(super) fn is_not_meant(&self, lang: Lang, exact: &str) -> bool {
        is_stop_word(lang, exact) || self.not_meant.contains(exact)
    }
}
