//! Owns whether an article is on a topic: terms that speak for it, with weights, one file a
//! language. Knows nothing of what words mean.
//!
//! The score is the sum of four parts, so that a short article and a long one meet the same
//! threshold:
//!
//! 1. terms of the title and the other names: weight × [`TITLE`];
//! 2. terms of categories and keywords: weight × [`CATEGORY`], the best [`MAX_CATEGORIES`] of them;
//! 3. terms of the definition: weight × [`DEFINITION`];
//! 4. terms of headings and text: weight × occurrences for each hundred words, an occurrence of
//!    one term counted [`MAX_REPEATS`] times at most.
//!
//! Function words are passed over, terms of little weight count in texts alone, and without a term
//! of great weight the score is 0.
//!
//! A term is a concept with all its names: *embassy* and *chancery* are one.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::fields::{Fields, Place};
use crate::analysis::{Analyzer, is_stop_word};
use crate::index::TextField;
use crate::lang::Lang;

const TITLE: f32 = 3.0;
const CATEGORY: f32 = 2.0;
const DEFINITION: f32 = 1.0;
const MAX_CATEGORIES: usize = 3;
const MAX_REPEATS: u32 = 6;
/// Words of the text that are looked at: an article is about what it begins with.
const MAX_WORDS: usize = 2_000;
/// A shorter text counts as this long: one term in three words says little.
const MIN_WORDS: usize = 80;
/// Different terms without which the text alone does not speak for the topic.
const MIN_TERMS: usize = 2;
/// Least weight of a term that counts in names and categories, and of one without which nothing
/// speaks for the topic.
const NAMED_WEIGHT: f32 = 1.0;
const STRONG_WEIGHT: f32 = 2.0;
/// Terms named as evidence.
const MAX_EVIDENCE: usize = 8;

/// A subject that articles may be on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Topic {
    /// Diplomacy and the relations between states.
    Diplomacy,
}

impl Topic {
    /// Score from which an article is on a topic, unless said otherwise. Chosen on articles that
    /// were read and judged: see ARCHITECTURE.md.
    pub const DEFAULT_THRESHOLD: f32 = 5.0;

    /// The topic of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        (name == "diplomacy").then_some(Self::Diplomacy)
    }

    /// Lines of weight, tab and names split by `|`; empty for languages outside the six.
    fn terms(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Diplomacy, Lang::Tr) => include_str!("data/diplomacy_tr.tsv"),
            (Self::Diplomacy, Lang::Ru) => include_str!("data/diplomacy_ru.tsv"),
            (Self::Diplomacy, Lang::Uk) => include_str!("data/diplomacy_uk.tsv"),
            (Self::Diplomacy, Lang::Kk) => include_str!("data/diplomacy_kk.tsv"),
            (Self::Diplomacy, Lang::Be) => include_str!("data/diplomacy_be.tsv"),
            (Self::Diplomacy, Lang::En) => include_str!("data/diplomacy_en.tsv"),
            (Self::Diplomacy, Lang::Other) => "",
        }
    }
}

/// A concept with its weight.
#[derive(Debug)]
struct Concept {
    name: &'static str,
    weight: f32,
}

/// The names of a language's concepts, analyzed, by their first word: what follows it, and the
/// concept.
#[derive(Debug, Default)]
struct Lexicon {
    concepts: Vec<Concept>,
    names: FxHashMap<String, Vec<(Vec<String>, usize)>>,
    /// Exact forms that look like one of a term and are mostly another word: Russian `после` is
    /// "after", hardly ever "ambassador". In the files they have the weight 0.
    not_meant: FxHashSet<String>,
}

/// Judges articles of all languages.
#[derive(Debug, Clone)]
pub(super) struct Judge {
    lexicons: Arc<[Lexicon]>,
}

/// What came of an article.
#[derive(Debug)]
pub(super) struct Judged {
    pub(super) score: f32,
    /// What speaks for the topic, the strongest first: `embassy 3.2`.
    pub(super) evidence: Vec<String>,
}

impl Judge {
    pub(super) fn new(topic: Topic) -> Self {
        let lexicons = Lang::ALL.into_iter().map(|lang| Lexicon::new(topic.terms(lang), lang));
        Self { lexicons: lexicons.collect() }
    }

    /// Scores an article. Costs a look-up for each of its first words.
    pub(super) fn judge(&self, lang: Lang, fields: &Fields) -> Judged {
        match self.lexicons.get(usize::from(lang.number())) {
            Some(lexicon) if !lexicon.concepts.is_empty() => lexicon.judge(lang, fields),
            _ => Judged { score: 0.0, evidence: Vec::new() },
        }
    }
}

impl Lexicon {
    fn new(lines: &'static str, lang: Lang) -> Self {
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
                lexicon.names.entry(first.clone()).or_default().push(entry);
            }
        }
        // The longest name first: "foreign minister" before "minister".
        lexicon
            .names
            .values_mut()
            .for_each(|names| names.sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len())));
        lexicon
    }

    fn judge(&self, lang: Lang, fields: &Fields) -> Judged {
        let names = Names::of(self, lang, fields);
        let weight = |concept: &usize| self.concepts.get(*concept).map_or(0.0, |c| c.weight);
        let mut parts = vec![0.0_f32; self.concepts.len()];
        let mut add = |concept: usize, score: f32| {
            if let Some(part) = parts.get_mut(concept) {
                *part += score;
            }
        };
        let distinct = |of: &[TextField]| {
            let mut found: Vec<usize> =
                of.iter().flat_map(|field| names.within(fields.of(*field))).collect();
            found.sort_by(|a, b| weight(b).total_cmp(&weight(a)).then(a.cmp(b)));
            found.dedup();
            found.retain(|concept| weight(concept) >= NAMED_WEIGHT);
            found
        };
        let mut beside = 0;
        let titles = distinct(&[TextField::Title, TextField::Aliases]);
        let categories = distinct(&[TextField::Keywords]);
        for (concepts, factor, most) in
            [(titles, TITLE, usize::MAX), (categories, CATEGORY, MAX_CATEGORIES)]
        {
            beside += concepts.len();
            concepts.iter().take(most).for_each(|c| add(*c, weight(c) * factor));
        }
        distinct(&[TextField::Definition]).iter().for_each(|c| add(*c, weight(c) * DEFINITION));

        let headings = fields.of(TextField::Headings);
        let body = fields.of(TextField::Body);
        let body = body.get(..MAX_WORDS).unwrap_or(body);
        let mut counts: FxHashMap<usize, u32> = FxHashMap::default();
        for concept in names.within(headings).into_iter().chain(names.within(body)) {
            *counts.entry(concept).or_default() += 1;
        }
        if beside > 0 || counts.len() >= MIN_TERMS {
            let words = (headings.len() + body.len()).max(MIN_WORDS) as f32;
            for (concept, count) in counts {
                let count = count.min(MAX_REPEATS) as f32;
                add(concept, weight(&concept) * count * 100.0 / words);
            }
        }
        let mut terms = self.concepts.iter().zip(&parts).filter(|(_, score)| **score > 0.0);
        if !terms.any(|(concept, _)| concept.weight >= STRONG_WEIGHT) {
            parts.fill(0.0);
        }
        self.judged(&parts)
    }

    fn judged(&self, parts: &[f32]) -> Judged {
        let mut found: Vec<(&Concept, f32)> =
            self.concepts.iter().zip(parts.iter().copied()).filter(|(_, s)| *s > 0.0).collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.name.cmp(b.0.name)));
        let score = found.iter().map(|(_, score)| score).sum();
        let shown = found.iter().take(MAX_EVIDENCE);
        let evidence = shown.map(|(concept, score)| format!("{} {score:.1}", concept.name));
        Judged { score, evidence: evidence.collect() }
    }
}

/// A name as the numbers of an article's words after the first, and its concept.
type Name = (Vec<u32>, usize);

/// Those names of which the article has all words, by the number of the first one.
struct Names {
    by_first: FxHashMap<u32, Vec<Name>>,
    /// Exact forms that are function words or other words than a term.
    not_meant: FxHashSet<u32>,
}

impl Names {
    fn of(lexicon: &Lexicon, lang: Lang, fields: &Fields) -> Self {
        let mut by_first: FxHashMap<u32, Vec<Name>> = FxHashMap::default();
        for (first, names) in &lexicon.names {
            let Some(first) = fields.number(first) else { continue };
            for (rest, concept) in names {
                let rest: Option<Vec<u32>> = rest.iter().map(|word| fields.number(word)).collect();
                if let Some(rest) = rest {
                    by_first.entry(first).or_default().push((rest, *concept));
                }
            }
        }
        let not_meant = fields.texts().filter_map(|(text, number)| {
            let is_other = is_stop_word(lang, text) || lexicon.not_meant.contains(text);
            is_other.then_some(number)
        });
        Self { by_first, not_meant: not_meant.collect() }
    }

    /// The concepts named in a field, in order; of names that overlap the first and longest.
    fn within(&self, places: &[Place]) -> Vec<usize> {
        let mut found = Vec::new();
        let mut from = 0;
        while let Some((first, after)) = places.get(from..).and_then(<[Place]>::split_first) {
            let stands = |(rest, _): &&Name| {
                rest.len() <= after.len()
                    && rest.iter().zip(after).zip(1..).all(|((word, place), step)| {
                        place.term == *word && place.position == first.position + step
                    })
            };
            let begins = !self.not_meant.contains(&first.exact);
            let names = self.by_first.get(&first.term).filter(|_| begins);
            let named = names.and_then(|names| names.iter().find(stands));
            from += 1;
            if let Some((rest, concept)) = named {
                found.push(*concept);
                from += rest.len();
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;

    fn judge(lang: Lang, article: &Article) -> Judged {
        let mut analyzer = Analyzer::new(lang);
        let fields = Fields::new(article, &mut analyzer);
        Judge::new(Topic::Diplomacy).judge(lang, &fields)
    }

    #[test]
    fn lists_are_whole() {
        let mut counts = Vec::new();
        for lang in Lang::SIX {
            let lines = Topic::Diplomacy.terms(lang).lines().filter(|line| !line.starts_with('#'));
            for line in lines {
                let (weight, names) = line.split_once('\t').unwrap_or_else(|| panic!("{line}"));
                let weight: f32 = weight.parse().unwrap();
                assert!(weight == 0.0 || (0.5..=3.0).contains(&weight), "{line}");
                assert!(names.split('|').all(|name| name.trim() == name && !name.is_empty()));
            }
            let lexicon = Lexicon::new(Topic::Diplomacy.terms(lang), lang);
            let mut names: Vec<_> = lexicon
                .names
                .iter()
                .flat_map(|(first, names)| names.iter().map(move |(rest, c)| (first, rest, c)))
                .collect();
            names.sort();
            for pair in names.windows(2) {
                let same = (pair[0].0, pair[0].1) == (pair[1].0, pair[1].1);
                let both = [pair[0].2, pair[1].2].map(|c| lexicon.concepts[*c].name);
                assert!(!same || pair[0].2 == pair[1].2, "{lang}: one name of two: {both:?}");
            }
            counts.push(lexicon.concepts.len());
        }
        assert!(counts.iter().all(|count| *count >= 60), "{counts:?}");
    }

    #[test]
    fn names_are_found_in_all_forms() {
        let article = |title: &str| Article { title: title.into(), ..Article::default() };
        for (lang, title, evidence) in [
            (Lang::Tr, "Türkiye'nin büyükelçilikleri", "büyükelçilik 9.0"),
            (Lang::Ru, "Министры иностранных дел", "министр иностранных дел 9.0"),
            (Lang::Uk, "Посольства України", "посольство 9.0"),
            (Lang::Kk, "Қазақстанның елшіліктері", "елшілік 9.0"),
            (Lang::Be, "Пасольствы", "пасольства 9.0"),
            (Lang::En, "Foreign ministers", "foreign minister 9.0"),
        ] {
            assert_eq!(judge(lang, &article(title)).evidence, [evidence], "{title}");
        }
        for (lang, title) in [(Lang::Ru, "После войны"), (Lang::Be, "Пасля вайны")]
        {
            assert!(judge(lang, &article(title)).evidence.is_empty(), "{title}");
        }
        assert!(judge(Lang::En, &article("Football club")).evidence.is_empty());
        assert!(judge(Lang::Other, &article("Botschaft")).evidence.is_empty());
    }

    #[test]
    fn length_does_not_decide() {
        let about = "The ambassador presented his credentials to the president. ";
        let other = "The river flows through wide green valleys in the north. ";
        let of = |body: String| judge(Lang::En, &Article { body, ..Article::default() }).score;
        let (short, long) = (of(about.repeat(12)), of(about.repeat(100)));
        assert!(short > Topic::DEFAULT_THRESHOLD, "{short}");
        assert!(long < short && of(other.repeat(50)) < 0.1, "{long}");
        let mention = of(other.repeat(50) + about);
        assert!(mention < Topic::DEFAULT_THRESHOLD, "{mention}");
    }
}
