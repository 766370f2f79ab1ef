//! Owns what the links of an article say about its topic: which concepts the titles name that it
//! links to. Knows the titles alone, not what stands in those articles.
//!
//! An author thought a link worth it, so it says more than a word; but any article may link to an
//! embassy in passing, and a long one links to everything. So:
//!
//! 1. a title counts when the whole of it is a name of a concept (`Embassy`). `Embassy Theatre`,
//!    `Посол доброй воли` and `İyi niyet elçisi` show that what stands beside one word makes it
//!    another thing, so only a name of several words and great weight may have more before or after
//!    it (`Foreign relations of Turkey`);
//! 2. in a title with a bracket the bracket says what is meant, so it alone is looked at: `Нота
//!    (дипломатия)` counts and `Посол (фильм)` does not;
//! 3. one concept counts once, and the best [`COUNTED`] count, which alone stay below the threshold;
//!    fewer say nothing: towns link to a consulate and to a visa, sports to sanctions and to
//!    arbitration;
//! 4. organizations of states count nothing: whatever is on a member links to them;
//! 5. where fewer than one title in [`TITLES_FOR_ONE`] names a concept all count less, in proportion.

use rustc_hash::FxHashSet;

use super::lexicon::{Lexicon, NAMED_WEIGHT};
use crate::analysis::Analyzer;

/// Worth of a link, beside 1 for a term of the definition.
const LINK: f32 = 0.5;
/// Concepts without which links say nothing, and beyond which they say nothing more.
const COUNTED: usize = 3;
/// More terms among the links than one in so many say nothing more.
const TITLES_FOR_ONE: usize = 10;
/// Least weight of a name that may have other words beside it.
const GREAT_WEIGHT: f32 = 3.0;

/// Concepts that the titles name, with what each adds to the score, the best first. Costs the
/// analysis of the titles and a few look-ups for each of their words.
pub(super) fn scores(
    lexicon: &Lexicon,
    titles: &[String],
    analyzer: &mut Analyzer,
) -> Vec<(usize, f32)> {
    let (mut concepts, mut naming) = (FxHashSet::default(), 0);
    let mut words = Vec::new();
    for title in titles {
        if let Some(concept) = named(lexicon, title, analyzer, &mut words) {
            naming += 1;
            concepts.insert(concept);
        }
    }
    if concepts.len() < COUNTED {
        return Vec::new();
    }
    let part = ((naming * TITLES_FOR_ONE) as f32 / titles.len() as f32).min(1.0);
    let worth = |concept: usize| (concept, lexicon.weight(concept) * LINK * part);
    let mut scores: Vec<(usize, f32)> = concepts.into_iter().map(worth).collect();
    scores.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    scores.truncate(COUNTED);
    scores
}

/// The concept that a title names. `words` are room to work in.
fn named(
    lexicon: &Lexicon,
    title: &str,
    analyzer: &mut Analyzer,
    words: &mut Vec<(String, bool)>,
) -> Option<usize> {
    let lang = analyzer.lang();
    let said = title.rsplit_once(" (").map_or(title, |(_, meaning)| meaning);
    words.clear();
    analyzer.analyze(said, |token| {
        words.push((token.term.to_owned(), !lexicon.is_not_meant(lang, token.exact)));
    });
    (0..words.len()).find_map(|from| {
        let ((first, is_meant), after) = words.get(from..)?.split_first()?;
        let mut names = lexicon.names(first).iter().filter(|_| *is_meant);
        let stands = |rest: &[String]| {
            rest.len() <= after.len() && rest.iter().zip(after).all(|(name, word)| *name == word.0)
        };
        let found = names.find(|(rest, concept)| {
            let is_begin = from == 0;
            let is_end = rest.len() == after.len();
            let weight = lexicon.weight(*concept);
            let is_enough = if lexicon.is_membership(*concept) {
                false
            } else if is_begin && is_end {
                weight >= NAMED_WEIGHT
            } else {
                (is_begin || is_end) && !rest.is_empty() && weight >= GREAT_WEIGHT
            };
            is_enough && stands(rest)
        });
        found.map(|(_, concept)| *concept)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;
    use crate::select::Topic;

    fn titles(list: &[&str], others: usize) -> Vec<String> {
        let others = (0..others).map(|number| format!("Village {number}"));
        list.iter().map(|title| (*title).to_owned()).chain(others).collect()
    }

    fn of(lang: Lang, titles: &[String]) -> Vec<f32> {
        let lexicon = Lexicon::new(Topic::Diplomacy.terms(lang), lang);
        let scores = scores(&lexicon, titles, &mut Analyzer::new(lang));
        scores.into_iter().map(|(_, score)| score).collect()
    }

    fn counts(lang: Lang, title: &str) -> bool {
        let lexicon = Lexicon::new(Topic::Diplomacy.terms(lang), lang);
        named(&lexicon, title, &mut Analyzer::new(lang), &mut Vec::new()).is_some()
    }

    #[test]
    fn whole_titles_and_long_names_count() {
        for (lang, yes, no) in [
            (
                Lang::En,
                &[
                    "Embassy",
                    "Embassies",
                    "consulate general",
                    "Foreign relations of Turkey",
                    "French Ministry of Foreign Affairs",
                    "Capitulation (treaty)",
                    "Sanctions",
                ][..],
                &[
                    "Embassy Theatre",
                    "Goodwill Ambassador",
                    "Embassy of France in London",
                    "Consul (car)",
                    "Ambassador (film)",
                    "International",
                    "Agreement",
                    "United Nations Plaza",
                    "The",
                ][..],
            ),
            (
                Lang::Ru,
                &["Посольство", "Нота (дипломатия)", "Министерство иностранных дел СССР"],
                &["Посол доброй воли", "Посол (фильм)", "После", "Договор", "Дипломат (журнал)"],
            ),
            (
                Lang::Uk,
                &[
                    "Амбасада",
                    "Міністерство закордонних справ України",
                    "Зовнішня політика Франції",
                ],
                &["Посол доброї волі", "Посол (риба)", "Угода", "Дипломат Київ"],
            ),
            (
                Lang::Be,
                &["Пасольства", "Міністэрства замежных спраў Беларусі", "Нота (дыпламатыя)"],
                &["Пасля", "Пасол добрай волі", "Пагадненне", "Консул (фільм)"],
            ),
            (
                Lang::Kk,
                &["Елшілік", "Қазақстан сыртқы істер министрлігі", "Нота (дипломатия)"],
                &["Ізгі ниет елшісі", "Елші (фильм)", "Келісім", "Консул Опель"],
            ),
            (
                Lang::Tr,
                &["Büyükelçilik", "Türkiye Cumhuriyeti Dışişleri Bakanlığı", "Nota (diplomasi)"],
                &["İyi niyet elçisi", "Elçi (film)", "Anlaşma", "Konsolos Oteli"],
            ),
        ] {
            yes.iter().for_each(|title| assert!(counts(lang, title), "{lang}: {title}"));
            no.iter().for_each(|title| assert!(!counts(lang, title), "{lang}: {title}"));
        }
    }

    #[test]
    fn the_share_of_links_counts() {
        let scores = |list: &[&str], others| of(Lang::En, &titles(list, others));
        assert_eq!(scores(&[], 0), [0.0; 0]);
        assert_eq!(scores(&["Embassy", "Embassies", "Chancery"], 0), [0.0; 0]);
        assert_eq!(scores(&["Embassy", "Consul"], 0), [0.0; 0]);
        let three = ["Embassy", "Consul", "Treaty"];
        assert_eq!(scores(&three, 27), [1.5, 1.0, 0.5]);
        assert_eq!(scores(&three, 57), [0.75, 0.5, 0.25]);
        let many = ["Treaty", "Embassy", "Envoy", "Ambassador", "Legation"];
        assert_eq!(scores(&many, 0), [1.5; 3]);
        let threshold = Topic::DEFAULT_THRESHOLD;
        assert!(COUNTED as f32 * LINK * GREAT_WEIGHT < threshold, "links alone would do");
    }
}
