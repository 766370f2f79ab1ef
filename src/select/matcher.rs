//! Owns the evaluation of a query on one article. A query takes here what it would find in an
//! index of that article, with these differences: a phrase asks for the phrase even among other
//! words, and words typed without their letters or with mistakes are not mended.

use levenshtein_automata::{Distance, LevenshteinAutomatonBuilder};
use rustc_hash::FxHashSet;

use super::fields::{Fields, Place};
use crate::analysis::{Analyzer, is_stop_word};
use crate::index::{TextField, days};
use crate::lang::Lang;
use crate::query::{Category, Choices, DateRange, FieldName, Node, Parsed, Translation, Word};
use demarche_formats::Article;

/// A query to be held against articles.
#[derive(Debug)]
pub(super) struct Matcher {
    parsed: Parsed,
}

impl Matcher {
    pub(super) fn new(parsed: Parsed) -> Self {
        Self { parsed }
    }

    /// The query, as it was understood.
    pub(super) fn query(&self) -> String {
        self.parsed.tree.to_string()
    }

    /// Whether the article matches. Costs a pass over its words for each word of the query.
    pub(super) fn matches(
        &self,
        article: &Article,
        lang: Lang,
        fields: &Fields,
        analyzer: &mut Analyzer,
    ) -> bool {
        let filters = &self.parsed.filters;
        let dates_fit = filters.date.is_none_or(|range| is_within(article, range))
            && !filters.exclude_dates.iter().any(|range| is_within(article, *range));
        if !dates_fit
            || !has_all(&filters.require, article, lang)
            || has_any(&filters.exclude, article, lang)
        {
            return false;
        }
        let tree = &self.parsed.tree;
        if *tree == Node::Nothing {
            return !filters.is_empty();
        }
        let mut on = OnArticle { fields, analyzer, only_stop_words: true };
        on.only_stop_words = on.is_all_stop_words(tree);
        on.node(tree, false)
    }
}

/// One of each list that is not empty.
fn has_all(choices: &Choices, article: &Article, lang: Lang) -> bool {
    (choices.langs.is_empty() || choices.langs.contains(&lang))
        && (choices.categories.is_empty()
            || choices.categories.iter().any(|c| is_in_category(article, c)))
        && (choices.translations.is_empty()
            || choices.translations.iter().any(|t| has_translation(article, *t)))
}

fn has_any(choices: &Choices, article: &Article, lang: Lang) -> bool {
    choices.langs.contains(&lang)
        || choices.categories.iter().any(|c| is_in_category(article, c))
        || choices.translations.iter().any(|t| has_translation(article, *t))
}

fn is_in_category(article: &Article, wanted: &Category) -> bool {
    let name = super::category(&wanted.name);
    article
        .categories
        .iter()
        .map(|known| super::category(known))
        .any(|known| if wanted.prefix { known.starts_with(&name) } else { known == name })
}

fn has_translation(article: &Article, wanted: Translation) -> bool {
    let mut langs = article.translations.keys().filter_map(|code| Lang::from_tag(code));
    match wanted {
        Translation::Any => langs.next().is_some(),
        Translation::Into(lang) => langs.any(|known| known == lang),
    }
}

fn is_within(article: &Article, range: DateRange) -> bool {
    let day = |date: crate::query::Date| days(&date.to_string());
    article.date.as_deref().and_then(days).is_some_and(|date| {
        range.from.and_then(day).is_none_or(|from| from <= date)
            && range.to.and_then(day).is_none_or(|to| date <= to)
    })
}

/// A query on the words of one article.
struct OnArticle<'a> {
    fields: &'a Fields,
    analyzer: &'a mut Analyzer,
    /// Function words count only where the query has no others.
    only_stop_words: bool,
}

impl OnArticle<'_> {
    /// Recursive, as deep as the parser lets queries nest. Of what is demanded and cut into
    /// several words, all must be there.
    fn node(&mut self, node: &Node, is_demanded: bool) -> bool {
        match node {
            Node::All => true,
            Node::Word(word) if word.prefix || word.fuzzy.is_some() => self.pattern(word),
            Node::Word(word) => {
                let words = self.words(&word.text);
                let counted: Vec<_> =
                    words.iter().filter(|w| self.only_stop_words || !w.is_stop).collect();
                let mut found = counted.iter().map(|w| self.has(w, word.field));
                if is_demanded { found.all(|has| has) } else { found.any(|has| has) }
            }
            Node::Phrase(phrase) => {
                let words = self.words(&phrase.text);
                self.places(phrase.field)
                    .iter()
                    .any(|places| has_phrase(places, &words, phrase.slop))
            }
            Node::Bool(group) => {
                group.must.iter().all(|node| self.is_only_stop(node) || self.node(node, true))
                    && (!group.must.is_empty()
                        || group.should.iter().any(|node| self.node(node, false)))
                    && !group.must_not.iter().any(|node| self.node(node, false))
            }
            _ => false,
        }
    }

    /// Whether a demanded word is a function word, which only ranks beside others.
    fn is_only_stop(&mut self, node: &Node) -> bool {
        let Node::Word(word) = node else { return false };
        if self.only_stop_words || word.prefix || word.fuzzy.is_some() {
            return false;
        }
        let words = self.words(&word.text);
        !words.is_empty() && words.iter().all(|word| word.is_stop)
    }

    fn is_all_stop_words(&mut self, node: &Node) -> bool {
        match node {
            Node::Word(word) if word.prefix || word.fuzzy.is_some() => false,
            Node::Word(Word { text, .. }) => self.words(text).iter().all(|word| word.is_stop),
            Node::Phrase(_) => false,
            Node::Bool(group) => {
                group.must.iter().chain(&group.should).all(|node| self.is_all_stop_words(node))
            }
            _ => true,
        }
    }

    fn words(&mut self, text: &str) -> Vec<QueryWord> {
        let lang = self.analyzer.lang();
        let mut words = Vec::new();
        self.analyzer.analyze(text, |token| {
            words.push(QueryWord {
                term: self.fields.number(token.term),
                exact: self.fields.number(token.exact),
                position: token.position,
                is_stop: is_stop_word(lang, token.exact),
            });
        });
        words
    }

    /// The words of the fields that are looked at.
    fn places(&self, field: Option<FieldName>) -> Vec<&[Place]> {
        match field {
            Some(FieldName::Text(field)) => vec![self.fields.of(field)],
            _ => TextField::SEARCHED.into_iter().map(|field| self.fields.of(field)).collect(),
        }
    }

    fn has(&self, word: &QueryWord, field: Option<FieldName>) -> bool {
        let places = self.places(field);
        let mut places = places.iter().flat_map(|places| places.iter());
        if field == Some(FieldName::Exact) {
            word.exact.is_some_and(|wanted| places.any(|place| place.exact == wanted))
        } else {
            word.term.is_some_and(|wanted| places.any(|place| place.term == wanted))
        }
    }

    /// A word that begins so, or is that near.
    fn pattern(&mut self, word: &Word) -> bool {
        let (exact, term) = self.analyzer.forms(&word.text);
        let (exact, term) = (exact.to_owned(), term.to_owned());
        let mut wanted: FxHashSet<u32> = FxHashSet::default();
        if let Some(edits) = word.fuzzy {
            let near = LevenshteinAutomatonBuilder::new(edits, true).build_dfa(&exact);
            let is_near = |text: &str| matches!(near.eval(text), Distance::Exact(_));
            wanted.extend(self.fields.texts().filter(|(text, _)| is_near(text)).map(|(_, n)| n));
        } else {
            let begins = |text: &str| text.starts_with(&exact);
            wanted.extend(self.fields.texts().filter(|(text, _)| begins(text)).map(|(_, n)| n));
        }
        let term = self.fields.number(&term).filter(|_| word.fuzzy.is_some());
        self.places(word.field).iter().any(|places| {
            places.iter().any(|place| wanted.contains(&place.exact) || Some(place.term) == term)
        })
    }
}

/// A word of the query; a number where the article has that word.
struct QueryWord {
    term: Option<u32>,
    exact: Option<u32>,
    position: u32,
    is_stop: bool,
}

/// Whether the words stand in a row, moved by at most `slop` together. Phrases are of terms, also
/// in the field of exact forms, as in an index.
fn has_phrase(places: &[Place], words: &[QueryWord], slop: u32) -> bool {
    let mut wanted = Vec::with_capacity(words.len());
    for word in words {
        let Some(term) = word.term else { return false };
        let at: Vec<u32> =
            places.iter().filter(|place| place.term == term).map(|place| place.position).collect();
        if at.is_empty() {
            return false;
        }
        wanted.push((word.position, at));
    }
    let Some(((head, starts), rest)) = wanted.split_first() else { return false };
    starts.iter().any(|start| {
        let mut moved = 0_u32;
        rest.iter().all(|(offset, at)| {
            let aim = start + (offset - head);
            let after = at.partition_point(|place| *place < aim);
            let near = [after.checked_sub(1), Some(after)].into_iter().flatten();
            let least = near.filter_map(|i| at.get(i)).map(|place| place.abs_diff(aim)).min();
            moved = moved.saturating_add(least.unwrap_or(u32::MAX));
            moved <= slop
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{self, QueryLimits};
    use demarche_formats::Section;

    #[test]
    fn queries_on_an_article() {
        let article = Article {
            title: "The Congress of Vienna".into(),
            aliases: vec!["Vienna Congress".into()],
            body: "Ambassadors of the great powers met in Vienna. A final act was signed.".into(),
            sections: vec![Section { heading: "Results".into(), text: "Peace of Europe.".into() }],
            categories: vec!["Peace treaties".into()],
            references: vec!["Kissinger".into()],
            date: Some("2020-05-01".into()),
            translations: [("ru".to_owned(), "Венский конгресс".to_owned())].into(),
            ..Article::default()
        };
        let mut analyzer = Analyzer::new(Lang::En);
        let fields = Fields::new(&article, &mut analyzer);
        for (text, expected) in [
            ("ambassador", true),
            ("treaty", true),
            ("embassy", false),
            ("embassy ambassador", true),
            ("+embassy ambassador", false),
            ("+ambassador +powers", true),
            ("ambassador -vienna", false),
            ("ambassador -paris", true),
            ("\"great powers\"", true),
            ("\"powers great\"", false),
            ("\"ambassadors powers\"~3", true),
            ("\"ambassadors powers\"~1", false),
            ("\"act was signed peace\"", false),
            ("title:ambassador", false),
            ("title:congresses", true),
            ("headings:result", true),
            ("kissinger", false),
            ("references:kissinger", true),
            ("exact:ambassador", false),
            ("exact:ambassadors", true),
            ("ambass*", true),
            ("ambaz*", false),
            ("ambasadors~", true),
            ("(embassy OR act) AND vienna", true),
            ("NOT vienna", false),
            ("the embassy", false),
            ("the", true),
            ("+the +ambassador", true),
            ("lang:en", true),
            ("ambassador lang:ru", false),
            ("category:\"peace treaties\"", true),
            ("ambassador -category:\"peace treaties\"", false),
            ("has:translation translation:ru", true),
            ("translation:uk", false),
            ("date:2020..2021 ambassador", true),
            ("date:2021..", false),
            ("*", true),
            ("", false),
        ] {
            let parsed = query::parse(text, &QueryLimits::default());
            let matcher = Matcher::new(parsed);
            let found = matcher.matches(&article, Lang::En, &fields, &mut analyzer);
            assert_eq!(found, expected, "{text}: {}", matcher.query());
        }
    }
}
