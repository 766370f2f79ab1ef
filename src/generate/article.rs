//! Articles: which there are, what they are called, and their content.
//!
//! A *subject* has a number from 0 and articles in some of the languages, which are translations
//! of one another. Which languages these are, and what an article is called, follows from the
//! seed and the subject alone, so that an article can link to any other without a list of them.

use super::random::{Random, hash};
use super::text::Prose;
use crate::lang::Lang;
use demarche_formats::{Article, Section};

/// Kinds of random streams, so that no two share one.
const HAS: u64 = 1;
const TITLE: u64 = 2;
const ARTICLE: u64 = 4;

/// Aliases that an article may have.
const ALIASES: u64 = 2;

/// Length of an article's text in bytes, in sixteenths of the articles: half have 2.3 KB or less.
/// Of the longest sixteenth, `LONGEST` tells.
const TEXT_BYTES: [u32; 17] = [
    300, 414, 636, 853, 1083, 1331, 1610, 1930, 2300, 2741, 3286, 3974, 4886, 6200, 8320, 12_780,
    12_780,
];
/// The longest sixteenth, in sixteenths of itself: one article of a hundred has 31 KB or more.
const LONGEST: [u32; 17] = [
    12_780, 13_400, 14_100, 14_900, 15_700, 16_700, 17_700, 18_900, 20_300, 21_900, 23_800, 26_100,
    28_200, 31_500, 36_500, 46_000, 110_000,
];

/// All articles of a seed.
pub(super) struct Library<'a> {
    seed: u64,
    langs: &'a [Prose],
}

impl<'a> Library<'a> {
    pub(super) fn new(seed: u64, langs: &'a [Prose]) -> Self {
        Self { seed, langs }
    }

    /// The languages that subject `number` has articles in.
    pub(super) fn langs(&self, number: u64) -> impl Iterator<Item = &'a Prose> {
        let has = move |prose: &&Prose| self.has(number, prose);
        let any = self.langs.iter().any(|prose| has(&prose));
        let at = (hash(self.seed, HAS, number) % self.langs.len().max(1) as u64) as usize;
        let fallback = self.langs.get(at).filter(|_| !any);
        self.langs
            .iter()
            .filter(move |prose| self.has(number, prose))
            .chain(fallback)
            .collect::<Vec<_>>()
            .into_iter()
    }

    fn has(&self, number: u64, prose: &Prose) -> bool {
        self.langs.len() == 1
            || hash(self.seed, HAS, key(number, prose.lang())) & 0xff < prose.rules().of_256
    }

    /// The title of a subject's article; no two articles and aliases of a seed share one.
    pub(super) fn title(&self, number: u64, prose: &Prose) -> String {
        self.name(number, prose, 0)
    }

    fn name(&self, number: u64, prose: &Prose, alias: u64) -> String {
        let own = key(number, prose.lang()) * (ALIASES + 1) + alias;
        let bits = hash(self.seed, TITLE, own);
        let mut title = String::new();
        let word = |bits: u64, capital: bool, title: &mut String| {
            prose.words.push_common(bits >> 16, capital, title);
        };
        let turkic = matches!(prose.lang(), Lang::Tr | Lang::Kk);
        if !turkic {
            word(bits, true, &mut title);
            title.push(' ');
        }
        prose.rules().names.push(own, 3, true, &mut title);
        if turkic {
            title.push(' ');
            word(bits, false, &mut title);
        }
        if bits & 1 == 0 {
            title.push(' ');
            word(bits >> 16, false, &mut title);
        }
        title
    }

    /// The id of a subject's article.
    pub(super) fn id(number: u64, lang: Lang) -> String {
        format!("{number}.{lang}")
    }

    /// The article of subject `number`; its text has at most about `most_bytes`.
    pub(super) fn article(&self, number: u64, prose: &Prose, most_bytes: usize) -> Article {
        let mut random = Random::new(self.seed, ARTICLE, key(number, prose.lang()));
        let title = self.title(number, prose);
        let mut article = Article {
            id: Self::id(number, prose.lang()),
            lang: prose.lang().code().to_owned(),
            aliases: (1..=random.below(ALIASES as usize + 1) as u64)
                .map(|alias| self.name(number, prose, alias))
                .collect(),
            definition: prose.definition(&title, &mut random),
            title,
            ..Article::default()
        };
        let drawn = random.quantile(&TEXT_BYTES);
        let last = TEXT_BYTES.last().copied().unwrap_or_default() as usize;
        let bytes = if drawn >= last { random.quantile(&LONGEST) } else { drawn }.min(most_bytes);
        let lead_bytes = if bytes < 900 { bytes } else { 300 + random.below(bytes / 3) };
        prose.paragraphs(lead_bytes, &mut random, &mut article.body);
        let mut left = bytes.saturating_sub(lead_bytes);
        while left > 0 {
            let text_bytes = if left < 500 { left } else { left.min(300 + random.below(2_400)) };
            let mut section = Section {
                heading: prose.heading(&mut random),
                text: String::with_capacity(text_bytes),
            };
            prose.paragraphs(text_bytes, &mut random, &mut section.text);
            article.sections.push(section);
            left = left.saturating_sub(text_bytes);
        }
        self.complete(number, prose, bytes, &mut random, &mut article);
        article
    }

    /// Adds what stands beside the text.
    fn complete(
        &self,
        number: u64,
        prose: &Prose,
        bytes: usize,
        random: &mut Random,
        article: &mut Article,
    ) {
        for _ in 0..1 + random.below(4) {
            // Few categories hold most articles.
            let most = 1 + random.below(400);
            let number = random.below(most) as u64;
            let category = prose.category(number);
            if !article.categories.contains(&category) {
                article.categories.push(category);
            }
        }
        for _ in 0..random.below(6) {
            let mut keyword = String::new();
            prose.words.push_common(random.bits() >> 8, false, &mut keyword);
            article.keywords.push(keyword);
        }
        for _ in 0..random.below(2 + (bytes / 800).min(60)) {
            article.references.push(prose.reference(random));
        }
        for _ in 0..random.below(3) {
            article.links.push(format!("https://example.org/{}", random.bits() >> 40));
        }
        if !random.chance(64) {
            article.date = Some(format!(
                "{}-{:02}-{:02}",
                1850 + random.below(176),
                1 + random.below(12),
                1 + random.below(28)
            ));
        }
        for other in self.langs(number).filter(|other| other.lang() != prose.lang()) {
            let id = Self::id(number, other.lang());
            article.translations.insert(other.lang().code().to_owned(), id);
        }
    }

    /// The title of an article in the same language that subject `number` may link to.
    pub(super) fn linked(&self, number: u64, prose: &Prose, random: &mut Random) -> Option<String> {
        // Earlier subjects for the most part, the first ones most often.
        let far = random.below(usize::try_from(number).unwrap_or(usize::MAX) + 20);
        let target = random.below(far + 1) as u64;
        let found = self.langs(target).any(|other| other.lang() == prose.lang());
        (found && target != number).then(|| self.title(target, prose))
    }

    /// The random stream for the markup of an article.
    pub(super) fn markup(&self, number: u64, lang: Lang) -> Random {
        Random::new(self.seed, ARTICLE + 1, key(number, lang))
    }
}

/// A number of its own for each article.
fn key(number: u64, lang: Lang) -> u64 {
    number * 8 + u64::from(lang.number())
}
