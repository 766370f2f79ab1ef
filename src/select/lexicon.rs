//! Owns the terms of a topic in one language, by the words that they begin with. Judges nothing.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::analysis::{Analyzer, is_stop_word};
use crate::lang::Lang;
use demarche_formats::site::fold;

/// Least weight of a term that counts in names, categories and links.
pub(super) const NAMED_WEIGHT: f32 = 1.0;

/// Least weight of a term without which nothing speaks for the topic.
const STRONG_WEIGHT: f32 = 2.0;
/// Codes in the tables of countries that are none.
const UNIONS: [&str; 2] = ["EU", "UN"];

/// A concept with its weight.
#[derive(Debug)]
pub(super) struct Concept {
    pub(super) name: &'static str,
    pub(super) weight: f32,
    /// Whether it is an organization of states: a page on one of its members names it too.
    pub(super) is_membership: bool,
}

/// The names of a language's concepts, analyzed, by their first word: what follows it, and the
/// concept.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    pub(super) concepts: Vec<Concept>,
    pub(super) by_first: FxHashMap<String, Vec<(Vec<String>, usize)>>,
    /// Exact forms that look like one of a term and are mostly another word: Russian `после` is
    /// "after", hardly ever "ambassador". In the files they have the weight 0, as have names of
    /// several words that mean something else (`goodwill ambassador`): these are concepts that
    /// count nothing.
    not_meant: FxHashSet<String>,
    /// Names of countries, folded.
    countries: FxHashSet<String>,
}

impl Lexicon {
    pub(super) fn new(lines: &'static str, lang: Lang) -> Self {
        let mut analyzer = Analyzer::new(lang);
        let mut lexicon = Self::default();
        for line in lines.lines().filter(|line| !line.starts_with('#')) {
            let Some((weight, names)) = line.split_once('\t') else { continue };
            let (weight, is_membership) = match weight.strip_suffix('m') {
                Some(weight) => (weight, true),
                None => (weight, false),
            };
            let Ok(weight) = weight.parse() else { continue };
            let is_one_word = |name: &&str| weight == 0.0 && !name.contains(' ');
            let forms = names.split('|').filter(is_one_word);
            lexicon.not_meant.extend(forms.map(|word| analyzer.forms(word).0.to_owned()));
            let name = names.split('|').next().unwrap_or_default();
            lexicon.concepts.push(Concept { name, weight, is_membership });
            for name in names.split('|').filter(|name| !is_one_word(name)) {
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
        let countries = lang.language().countries.lines().filter_map(|line| line.split_once('\t'));
        let countries = countries.filter(|(code, _)| !UNIONS.contains(code));
        lexicon.countries = countries.flat_map(|(_, names)| names.split('|')).map(fold).collect();
        lexicon
    }

    /// Whether a title is the name of a country.
    pub(super) fn is_country(&self, title: &str) -> bool {
        self.countries.contains(&fold(title))
    }

    pub(super) fn is_membership(&self, concept: usize) -> bool {
        self.concepts.get(concept).is_some_and(|concept| concept.is_membership)
    }

    /// Whether a concept is one that speaks for the topic by itself.
    pub(super) fn is_strong(&self, concept: usize) -> bool {
        self.weight(concept) >= STRONG_WEIGHT && !self.is_membership(concept)
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
