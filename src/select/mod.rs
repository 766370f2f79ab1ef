//! Which articles of an input are taken: by category, by a query, by topic. So that one command
//! takes the diplomacy of a Wikipedia.
//!
//! A [`Selector`] judges one article by what stands in it, without an index: `fields` are its
//! words, `matcher` a query on them, `topic` terms (`lexicon`) that speak for a subject, `linked`
//! what its links say of that. An article must meet each kind that is asked for; of several
//! categories or queries one is enough.
//!
//! What it will not do: follow categories to those above them, which an article does not name, or
//! mend words of a query that no article has, which takes an index.

mod fields;
mod lexicon;
mod linked;
mod matcher;
mod subject;
mod topic;

use crate::analysis::Analyzer;
use crate::index::{Choice, Choose};
use crate::lang::Lang;
use crate::query::{self, Note, QueryLimits};
use demarche_formats::Article;
use demarche_formats::site::{Site, fold};

use fields::Fields;
use matcher::Matcher;
pub use topic::Topic;

/// What articles must have to be taken; empty: everything.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct SelectOptions {
    /// Categories, one of which the article names; case does not count, nor does a prefix
    /// (`Category:`, `Категория:`).
    pub categories: Vec<String>,
    /// Queries, one of which the article matches.
    pub queries: Vec<String>,
    /// Topic that the article is on.
    pub topic: Option<Topic>,
    /// Score from which an article is on the topic, instead of
    /// [`DEFAULT_THRESHOLD`](Topic::DEFAULT_THRESHOLD).
    pub threshold: Option<f32>,
}

/// Judges articles; shared between threads.
#[derive(Debug)]
pub struct Selector {
    options: SelectOptions,
    categories: Vec<String>,
    matchers: Vec<Matcher>,
    topic: Option<(topic::Judge, f32)>,
}

impl Selector {
    /// Reads `options` once for all articles. Also gives the notes on what of the queries could
    /// not be read. Costs some milliseconds where a topic is asked for.
    #[must_use]
    pub fn new(options: &SelectOptions) -> (Self, Vec<Note>) {
        let mut notes = Vec::new();
        let matchers = options.queries.iter().map(|text| {
            let parsed = query::parse(text, &QueryLimits::default());
            notes.extend(parsed.notes.iter().cloned());
            Matcher::new(parsed)
        });
        let matchers = matchers.collect();
        let threshold = options.threshold.unwrap_or(Topic::DEFAULT_THRESHOLD);
        let topic = options.topic.map(|topic| (topic::Judge::new(topic), threshold));
        let categories = options.categories.iter().map(|name| category(name)).collect();
        (Self { options: options.clone(), categories, matchers, topic }, notes)
    }

    /// Whether everything is taken.
    #[must_use]
    pub fn takes_all(&self) -> bool {
        self.categories.is_empty() && self.matchers.is_empty() && self.topic.is_none()
    }
}

impl Choose for Selector {
    fn choose(&self, article: &Article, lang: Lang, analyzer: &mut Analyzer) -> Choice {
        let mut choice = Choice { kept: true, score: None, because: Vec::new() };
        if !self.categories.is_empty() {
            let found = article.categories.iter().find(|c| self.categories.contains(&category(c)));
            choice.kept = found.is_some();
            choice.because.extend(found.map(|name| format!("category {name}")));
        }
        if !choice.kept || self.matchers.is_empty() && self.topic.is_none() {
            return choice;
        }
        let fields = Fields::new(article, analyzer);
        if !self.matchers.is_empty() {
            let found = self.matchers.iter().find(|m| m.matches(article, lang, &fields, analyzer));
            choice.kept = found.is_some();
            choice.because.extend(found.map(|matcher| format!("query {}", matcher.query())));
        }
        if let Some((judge, threshold)) = self.topic.as_ref().filter(|_| choice.kept) {
            let judged = judge.judge(lang, article, &fields, analyzer);
            choice.kept = judged.score >= *threshold;
            choice.score = Some(judged.score);
            choice.because.extend(judged.evidence);
        }
        choice
    }

    fn signature(&self) -> Option<String> {
        Some(format!("{:?} {}", self.options, topic::RULES))
    }
}

/// A category's name for comparing: folded, without the namespace.
fn category(name: &str) -> String {
    let bare = match name.split_once(':') {
        Some((prefix, rest)) if Site::default().is_category(prefix) => rest,
        _ => name,
    };
    fold(bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(options: &SelectOptions, article: &Article, lang: Lang) -> Choice {
        let (selector, notes) = Selector::new(options);
        assert!(notes.is_empty(), "{notes:?}");
        selector.choose(article, lang, &mut Analyzer::new(lang))
    }

    #[test]
    fn categories_by_name() {
        let article = Article {
            categories: vec!["Дипломатія".into(), "X".into()],
            ..Article::default()
        };
        for (wanted, kept) in [
            ("дипломатія", true),
            ("Категорія:Дипломатія", true),
            ("Category: ДИПЛОМАТІЯ", true),
            ("Дипломат", false),
        ] {
            let categories = vec!["нічого".to_owned(), wanted.to_owned()];
            let options = SelectOptions { categories, ..SelectOptions::default() };
            assert_eq!(chosen(&options, &article, Lang::Uk).kept, kept, "{wanted}");
        }
    }

    #[test]
    fn each_kind_must_be_met() {
        let article = Article {
            title: "Посол".into(),
            body: "Посол очолює посольство.".into(),
            categories: vec!["Дипломатія".into()],
            ..Article::default()
        };
        let mut options = SelectOptions {
            categories: vec!["дипломатія".into()],
            queries: vec!["посольства".into()],
            topic: Some(Topic::Diplomacy),
            threshold: None,
        };
        let choice = chosen(&options, &article, Lang::Uk);
        assert!(choice.kept && choice.score.is_some(), "{choice:?}");
        assert_eq!(choice.because[..2], ["category Дипломатія", "query посольства"]);
        options.queries = vec!["футбол".into()];
        assert!(!chosen(&options, &article, Lang::Uk).kept);
        options.queries.clear();
        options.threshold = Some(1e6);
        assert!(!chosen(&options, &article, Lang::Uk).kept);
    }
}
