//! Owns the evaluation of a query on one article, by the rules of [`crate::matching`], which are
//! those of the search. A query takes here what it would find in an index of that article, except
//! that a phrase asks for the phrase even where it stands nowhere, and that words which no article
//! has are not mended.
//!
//! So in an index of many articles a search finds more by what other articles have: an article with
//! another form of a word that a prefix, a fuzzy word or a word typed without its letters stands
//! for, and one with words related to a word. And it finds less where such words are so many that
//! it leaves out the rarest.

use std::sync::OnceLock;

use super::fields::{FieldToken, Fields};
use crate::analysis::Analyzer;
use crate::index::{TextField, days};
use crate::lang::Lang;
use crate::matching::{
    self, FilterRules, Kind, Occurrence, Pattern, QueryWord, Reading, Subject, Tree, Variants,
    is_searched,
};
use crate::query::{FieldName, Parsed, Translation};
use demarche_formats::Article;

/// What function words weigh, which only rank: it decides nothing here.
const STOP_WORD_WEIGHT: f32 = 1.0;

/// A query to be held against articles.
#[derive(Debug)]
pub(super) struct Matcher {
    parsed: Parsed,
    filters: FilterRules,
    /// The query by the rules of each language, read when its first article comes.
    readings: [OnceLock<Read>; Lang::ALL.len()],
}

/// A query by the rules of one language, with what its words stand for.
#[derive(Debug)]
struct Read {
    tree: Tree,
    words: Vec<Wanted>,
}

/// A word of a query.
#[derive(Debug)]
struct Wanted {
    word: QueryWord,
    pattern: Option<Pattern>,
    /// What it may stand for if it was typed without the language's letters.
    variants: Option<Variants>,
}

impl Matcher {
    pub(super) fn new(parsed: Parsed) -> Self {
        let filters = FilterRules::of(&parsed.filters);
        Self { parsed, filters, readings: Default::default() }
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
        let rules = &self.filters;
        if !is_searched(lang, &self.parsed.filters) || !rules.passes(&Facts { article, rules }) {
            return false;
        }
        let Some(reading) = self.readings.get(usize::from(lang.number())) else { return false };
        let Read { tree, words } = reading.get_or_init(|| Read::of(&self.parsed, analyzer));
        if matches!(tree, Tree::All | Tree::Nothing) {
            return *tree == Tree::All;
        }
        let searched =
            if words.iter().any(Wanted::has_others) { fields.searched_forms() } else { Vec::new() };
        let found = words.iter().map(|word| word.found(fields, &searched, analyzer)).collect();
        let on = OnArticle { fields, words, found, is_word_list: tree.is_word_list() };
        on.matches(tree)
    }
}

impl Read {
    fn of(parsed: &Parsed, analyzer: &mut Analyzer) -> Self {
        let lang = analyzer.lang();
        let Reading { tree, words, patterns } = matching::read(parsed, analyzer, STOP_WORD_WEIGHT);
        let mut patterns = patterns.into_iter().peekable();
        let wanted = |(number, word): (usize, QueryWord)| {
            let pattern = patterns.next_if(|(of, _)| *of == number).map(|(_, pattern)| pattern);
            let variants = if word.is_pattern { None } else { Variants::of(lang, word.exact()) };
            Wanted { word, pattern, variants }
        };
        Self { tree, words: words.into_iter().enumerate().map(wanted).collect() }
    }
}

/// What filters ask of an article.
struct Facts<'a> {
    article: &'a Article,
    rules: &'a FilterRules,
}

impl Subject for Facts<'_> {
    fn date(&self) -> Option<i64> {
        self.article.date.as_deref().and_then(days)
    }

    fn has_translation(&self, wanted: Translation) -> bool {
        let codes = self.article.translations.keys();
        let mut langs = codes.filter_map(|code| Lang::from_tag(code));
        match wanted {
            Translation::Any => langs.next().is_some(),
            Translation::Into(lang) => langs.any(|known| known == lang),
        }
    }

    fn has_category(&self, kind: Kind) -> bool {
        self.article.categories.iter().any(|written| self.rules.names(kind, written))
    }
}

/// Numbers of the terms and exact forms in an article that a word stands for, ascending.
#[derive(Default)]
struct MatchingForms {
    terms: Vec<u32>,
    exact: Vec<u32>,
}

impl MatchingForms {
    fn has_term(&self, place: &FieldToken) -> bool {
        self.terms.binary_search(&place.term).is_ok()
    }
}

impl Wanted {
    /// Whether it stands for other words than the typed one.
    fn has_others(&self) -> bool {
        self.pattern.is_some() || self.variants.is_some()
    }

    /// What it stands for in the article, whose exact forms are marked that other words are sought
    /// among.
    fn found(&self, fields: &Fields, searched: &[bool], analyzer: &mut Analyzer) -> MatchingForms {
        let mut found = MatchingForms::default();
        for typed in &self.word.expansions {
            found.terms.extend(fields.number(&typed.term));
            found.exact.extend(fields.number(&typed.exact));
        }
        let others = fields.texts().filter(|_| self.has_others());
        for (text, exact) in others {
            let is_meant = searched.get(exact as usize) == Some(&true)
                && (self.pattern.as_ref().is_some_and(|pattern| pattern.accepts(text))
                    || self.variants.as_ref().is_some_and(|variants| variants.accepts(text)));
            if !is_meant {
                continue;
            }
            let term = analyzer.forms(text).1;
            if self.pattern.as_ref().is_none_or(|pattern| pattern.takes_forms_of(term)) {
                found.terms.extend(fields.number(term));
                found.exact.push(exact);
            }
        }
        found.terms.sort_unstable();
        found.exact.sort_unstable();
        found
    }
}

/// A query on the words of one article.
struct OnArticle<'a> {
    fields: &'a Fields,
    words: &'a [Wanted],
    /// What each word stands for.
    found: Vec<MatchingForms>,
    is_word_list: bool,
}

impl OnArticle<'_> {
    /// Recursive, as deep as the parser lets queries nest.
    fn matches(&self, tree: &Tree) -> bool {
        match tree {
            Tree::All => true,
            Tree::Nothing => false,
            Tree::Word(number) => self.has(*number),
            Tree::Phrase { words, slop, field } => {
                self.places(*field).into_iter().any(|places| self.has_phrase(places, words, *slop))
            }
            Tree::Bool { must, should, must_not, .. } => {
                must.iter().all(|tree| self.matches(tree))
                    && (!must.is_empty() || should.iter().any(|tree| self.matches(tree)))
                    && !must_not.iter().any(|tree| self.matches(tree))
            }
        }
    }

    /// The words of the fields that are looked at.
    fn places(&self, field: Option<FieldName>) -> Vec<&[FieldToken]> {
        match field {
            Some(FieldName::Text(field)) => vec![self.fields.of(field)],
            _ => TextField::SEARCHED.into_iter().map(|field| self.fields.of(field)).collect(),
        }
    }

    fn has(&self, number: usize) -> bool {
        let (Some(Wanted { word, .. }), Some(found)) =
            (self.words.get(number), self.found.get(number))
        else {
            return false;
        };
        if self.is_word_list && word.only_ranks {
            return false;
        }
        let by_term = |place: &FieldToken| found.has_term(place);
        let by_exact = |place: &FieldToken| found.exact.binary_search(&place.exact).is_ok();
        let is_meant = |place: &FieldToken| match word.field {
            Some(FieldName::Text(_)) => by_term(place),
            Some(FieldName::Exact) => by_exact(place),
            _ => by_term(place) || by_exact(place),
        };
        self.places(word.field).into_iter().flatten().any(is_meant)
    }

    /// Whether the words stand in a row, moved by at most `slop` together. Phrases are of terms,
    /// also in the field of exact forms, as in an index.
    fn has_phrase(&self, places: &[FieldToken], words: &[(usize, u32)], slop: u32) -> bool {
        let mut lists = Vec::with_capacity(words.len());
        for (number, offset) in words {
            let Some(found) = self.found.get(*number) else { return false };
            let is_meant = |place: &&FieldToken| found.has_term(place);
            let at: Vec<u32> = places.iter().filter(is_meant).map(|place| place.position).collect();
            if at.is_empty() {
                return false;
            }
            lists.push((*offset, at));
        }
        let Some(((head, starts), rest)) = lists.split_first() else { return false };
        starts.iter().any(|start| {
            let mut phrase = Occurrence::at(*start);
            rest.iter()
                .all(|(offset, at)| phrase.next(offset - head, at, |place| *place, slop).is_some())
        })
    }
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
