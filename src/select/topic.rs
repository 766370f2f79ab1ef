//! Owns whether an article is on a topic: terms that speak for it, with weights, one file a
//! language. Knows nothing of what words mean.
//!
//! The score is the sum of five parts, so that a short article and a long one meet the same
//! threshold:
//!
//! 1. terms of the title and the other names: weight × [`TITLE`];
//! 2. terms of categories and keywords: weight × [`CATEGORY`], the best [`MAX_CATEGORIES`] of them;
//! 3. terms of the definition: weight × [`DEFINITION`];
//! 4. terms of headings and text: weight × occurrences for each hundred words, an occurrence of
//!    one term counted [`MAX_REPEATS`] times at most;
//! 5. terms that links lead to: see `linked`.
//!
//! Function words are passed over, terms of little weight count in texts alone, and without a term
//! of great weight, links apart, the score is 0.
//!
//! Countries, towns, years and athletes have some of these terms too, in passing. So:
//!
//! - terms of membership (organizations of states) are no such term, and count in categories and
//!   definitions only beside a term of great weight there, or where the title names one;
//! - where no title (not even by a term of little weight), category or link names a term, a first
//!   occurrence in the text is taken for a mention: from the second on it counts;
//! - a page whose title is a country, a year or a day scores 0: see `subject`.
//!
//! A term is a concept with all its names: *embassy* and *chancery* are one.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::fields::{FieldToken, Fields};
use super::lexicon::{Lexicon, NAMED_WEIGHT};
use super::{linked, subject};
use crate::analysis::Analyzer;
use crate::index::TextField;
use crate::lang::Lang;
use demarche_formats::Article;

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
/// Terms named as evidence.
const MAX_EVIDENCE: usize = 8;
/// Raised when articles are judged otherwise: an interrupted run is not gone on with under other
/// rules.
pub(super) const RULES: u32 = 3;

/// A subject that articles may be on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Topic {
    /// Diplomacy and the relations between states.
    Diplomacy,
}

impl Topic {
    /// Score from which an article is on a topic, unless said otherwise. Chosen on articles that
    /// were read and judged: see docs/decisions/0022-selecting-by-topic.md.
    pub const DEFAULT_THRESHOLD: f32 = 5.0;

    /// The topic of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        (name == "diplomacy").then_some(Self::Diplomacy)
    }

    /// Lines of weight, tab and names split by `|`; empty for languages outside the six.
    pub(super) fn terms(self, lang: Lang) -> &'static str {
        match self {
            Self::Diplomacy => lang.language().diplomacy,
        }
    }
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
    /// What speaks for the topic, the strongest first: `embassy 3.2`, of links `embassy (link) 1.5`.
    pub(super) evidence: Vec<String>,
}

impl Judge {
    pub(super) fn new(topic: Topic) -> Self {
        let lexicons = Lang::ALL.into_iter().map(|lang| Lexicon::new(topic.terms(lang), lang));
        Self { lexicons: lexicons.collect() }
    }

    /// Scores an article by its title, its words and the titles that it links to. Costs a look-up for each of
    /// its first words, and the analysis of those titles.
    pub(super) fn judge(
        &self,
        lang: Lang,
        article: &Article,
        fields: &Fields,
        analyzer: &mut Analyzer,
    ) -> Judged {
        match self.lexicons.get(usize::from(lang.number())) {
            Some(lexicon)
                if !lexicon.concepts.is_empty()
                    && !subject::is_other(&article.title, lang, lexicon) =>
            {
                let linked = linked::scores(lexicon, &article.linked, analyzer);
                lexicon.judge(lang, fields, &linked)
            }
            _ => Judged { score: 0.0, evidence: Vec::new() },
        }
    }
}

impl Lexicon {
    fn judge(&self, lang: Lang, fields: &Fields, linked: &[(usize, f32)]) -> Judged {
        let names = Names::of(self, lang, fields);
        let weight = |concept: &usize| self.weight(*concept);
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
        let titles = distinct(&[TextField::Title, TextField::Aliases]);
        let mut categories = distinct(&[TextField::Keywords]);
        let mut definition = distinct(&[TextField::Definition]);
        let is_membership = |concept: &usize| self.is_membership(*concept);
        let names_one =
            |concepts: &[usize]| concepts.iter().any(|concept| self.is_strong(*concept));
        let on_organization = titles.iter().any(is_membership);
        if !on_organization
            && ![&titles, &categories, &definition].into_iter().any(|of| names_one(of))
        {
            categories.retain(|concept| !is_membership(concept));
            definition.retain(|concept| !is_membership(concept));
        }
        let beside = titles.len() + categories.len();
        for (concepts, factor, most) in [
            (titles, TITLE, usize::MAX),
            (categories, CATEGORY, MAX_CATEGORIES),
            (definition, DEFINITION, usize::MAX),
        ] {
            concepts.iter().take(most).for_each(|c| add(*c, weight(c) * factor));
        }

        let headings = fields.of(TextField::Headings);
        let body = fields.of(TextField::Body);
        let body = body.get(..MAX_WORDS).unwrap_or(body);
        let mut counts: FxHashMap<usize, u32> = FxHashMap::default();
        for concept in names.within(headings).into_iter().chain(names.within(body)) {
            *counts.entry(concept).or_default() += 1;
        }
        counts.retain(|concept, _| weight(concept) > 0.0);
        if beside > 0 || counts.len() >= MIN_TERMS {
            let is_titled = [TextField::Title, TextField::Aliases].into_iter().any(|field| {
                let named = names.within(fields.of(field));
                named.iter().any(|c| weight(c) > 0.0 && !is_membership(c))
            });
            let mentions = u32::from(beside == 0 && linked.is_empty() && !is_titled);
            let words = (headings.len() + body.len()).max(MIN_WORDS) as f32;
            for (concept, count) in counts {
                let count = (count - mentions).min(MAX_REPEATS) as f32;
                add(concept, weight(&concept) * count * 100.0 / words);
            }
        }
        let mut found = parts.iter().enumerate().filter(|(_, score)| **score > 0.0);
        if !on_organization && !found.any(|(concept, _)| self.is_strong(concept)) {
            return Judged { score: 0.0, evidence: Vec::new() };
        }
        self.judged(&parts, linked)
    }

    fn judged(&self, parts: &[f32], linked: &[(usize, f32)]) -> Judged {
        let words = parts.iter().copied().enumerate().map(|(concept, score)| (concept, score, ""));
        let links = linked.iter().map(|(concept, score)| (*concept, *score, " (link)"));
        let found = words.chain(links).filter(|(_, score, _)| *score > 0.0);
        let found = found.filter_map(|(concept, score, place)| {
            Some((self.concepts.get(concept)?.name, place, score))
        });
        let mut found: Vec<(&str, &str, f32)> = found.collect();
        found.sort_by(|a, b| b.2.total_cmp(&a.2).then_with(|| (a.0, a.1).cmp(&(b.0, b.1))));
        let score = found.iter().map(|(.., score)| score).sum();
        let shown = found.iter().take(MAX_EVIDENCE);
        let evidence = shown.map(|(name, place, score)| format!("{name}{place} {score:.1}"));
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
        for (first, names) in &lexicon.by_first {
            let Some(first) = fields.number(first) else { continue };
            for (rest, concept) in names {
                let rest: Option<Vec<u32>> = rest.iter().map(|word| fields.number(word)).collect();
                if let Some(rest) = rest {
                    by_first.entry(first).or_default().push((rest, *concept));
                }
            }
        }
        let not_meant = fields
            .texts()
            .filter_map(|(text, number)| lexicon.is_not_meant(lang, text).then_some(number));
        Self { by_first, not_meant: not_meant.collect() }
    }

    /// The concepts named in a field, in order; of names that overlap the first and longest.
    fn within(&self, places: &[FieldToken]) -> Vec<usize> {
        let mut found = Vec::new();
        let mut from = 0;
        while let Some((first, after)) = places.get(from..).and_then(<[FieldToken]>::split_first) {
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

    fn judge(lang: Lang, article: &Article) -> Judged {
        let mut analyzer = Analyzer::new(lang);
        let fields = Fields::new(article, &mut analyzer);
        Judge::new(Topic::Diplomacy).judge(lang, article, &fields, &mut analyzer)
    }

    #[test]
    fn lists_are_whole() {
        let mut counts = Vec::new();
        for lang in Lang::OWN {
            let lines = Topic::Diplomacy.terms(lang).lines().filter(|line| !line.starts_with('#'));
            for line in lines {
                let (weight, names) = line.split_once('\t').unwrap_or_else(|| panic!("{line}"));
                let weight: f32 = weight.trim_end_matches('m').parse().unwrap();
                assert!(weight == 0.0 || (0.5..=3.0).contains(&weight), "{line}");
                assert!(names.split('|').all(|name| name.trim() == name && !name.is_empty()));
            }
            let lexicon = Lexicon::new(Topic::Diplomacy.terms(lang), lang);
            let mut names: Vec<_> = lexicon
                .by_first
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
    fn links_add_to_words() {
        let linked = ["Embassy", "Treaty", "Consul", "Valley"].map(str::to_owned).to_vec();
        let body = "The envoy left.".to_owned();
        let article = Article { title: "Envoy".into(), body, linked, ..Article::default() };
        let judged = judge(Lang::En, &article);
        let evidence =
            ["envoy 12.8", "embassy (link) 1.5", "treaty (link) 1.0", "consul (link) 0.5"];
        assert_eq!(judged.evidence, evidence);
        assert!((judged.score - 15.75).abs() < 0.01, "{judged:?}");
        // Without a strong word, links say nothing.
        let article = Article { title: "Agreement".into(), body: "A valley.".into(), ..article };
        assert_eq!(judge(Lang::En, &article).evidence, [""; 0]);
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
