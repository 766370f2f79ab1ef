//! From an article to what is written of it, on a worker. Knows neither inputs nor the writer.

use super::articles::Record;
use super::choose::Choice;
use super::document::IndexDocument;
use super::known::{Known, Standing};
use super::options::IndexOptions;
use super::schema::Fields;
use crate::analysis::Analyzer;
use crate::lang::{self, Lang};
use demarche_formats::Article;

/// What a worker made of one article.
pub(super) struct Outcome {
    pub(super) lang: Lang,
    pub(super) detected: bool,
    /// Whether a good part of the article is in another language.
    pub(super) mixed: bool,
    pub(super) unknown_keys: Vec<String>,
    pub(super) id: String,
    /// Whether the id is the article's address, since it states none.
    pub(super) by_address: bool,
    pub(super) choice: Option<Choice>,
    pub(super) hash: u64,
    pub(super) made: Made,
}

/// What is to be written of an article.
pub(super) enum Made {
    Document(Box<IndexDocument>),
    /// Nothing, unless it turns out that another article of its id comes before it, and something
    /// is written at all.
    Unchanged(Box<(Article, Record)>),
    /// Nothing: it was not taken.
    Nothing,
}

impl Outcome {
    /// Gives the article another id.
    pub(super) fn rename(&mut self, fields: Option<&Fields>, id: String) {
        match (&mut self.made, fields) {
            (Made::Document(document), Some(fields)) => self.hash = document.rename(fields, &id),
            (Made::Unchanged(of), _) => {
                let (article, record) = &mut **of;
                article.id.clone_from(&id);
                *record = Record::new(article, self.lang);
                self.hash = record.hash();
            }
            _ => {}
        }
        self.id = id;
    }
}

/// Makes outcomes of articles.
pub(super) struct Preparing<'a> {
    pub(super) options: &'a IndexOptions,
    /// None if nothing is written.
    pub(super) fields: Option<&'a Fields>,
}

impl Preparing<'_> {
    /// Tells the language of an article and analyzes it, unless the index has it already.
    pub(super) fn prepare(&self, mut article: Article, known: &Known) -> Outcome {
        let stated = Lang::from_tag(&article.lang).or(self.options.lang);
        let (lang, mixed) = stated.map_or_else(|| detect(&article), |lang| (lang, false));
        lang.code().clone_into(&mut article.lang);
        let choice =
            self.options.choose.as_ref().map(|choose| {
                with_analyzer(lang, |analyzer| choose.choose(&article, lang, analyzer))
            });
        // Nothing below asks for them.
        article.linked = Vec::new();
        let mut outcome = Outcome {
            lang,
            detected: stated.is_none(),
            mixed,
            unknown_keys: std::mem::take(&mut article.unknown_keys),
            id: article.id.clone(),
            by_address: false,
            choice,
            hash: 0,
            made: Made::Nothing,
        };
        if outcome.choice.as_ref().is_some_and(|choice| !choice.kept) {
            return outcome;
        }
        let record = Record::new(&article, lang);
        outcome.hash = record.hash();
        outcome.made = match self.fields {
            Some(fields) if known.standing(&article.id, outcome.hash) != Standing::Unchanged => {
                Made::Document(analyzed(fields, &article, lang, record, outcome.hash))
            }
            _ => Made::Unchanged(Box::new((article, record))),
        };
        outcome
    }

    /// What is to be written of an article that stands so after all.
    pub(super) fn document(&self, made: Made, lang: Lang, hash: u64) -> Option<Box<IndexDocument>> {
        match (made, self.fields) {
            (Made::Document(document), _) => Some(document),
            (Made::Unchanged(of), Some(fields)) => {
                let (article, record) = *of;
                Some(analyzed(fields, &article, lang, record, hash))
            }
            _ => None,
        }
    }
}

fn analyzed(
    fields: &Fields,
    article: &Article,
    lang: Lang,
    record: Record,
    hash: u64,
) -> Box<IndexDocument> {
    #[cfg(test)]
    panic_over(article);
    with_analyzer(lang, |analyzer| {
        Box::new(IndexDocument::new(fields, article, record, hash, analyzer))
    })
}

/// The language of an article that states none, by title, definition and text, and whether
/// another language holds a good part of it.
fn detect(article: &Article) -> (Lang, bool) {
    let head = [article.title.as_str(), article.definition.as_str()];
    let paragraphs = article.parts().flat_map(|(_, text)| text.lines());
    let (found, mixed) = lang::detect_main(head.into_iter().chain(paragraphs));
    (found.lang, mixed)
}

/// Calls `work` with this worker's analyzer of `lang`.
fn with_analyzer<T>(lang: Lang, work: impl FnOnce(&mut Analyzer) -> T) -> T {
    ANALYZERS.with_borrow_mut(|analyzers| {
        // Taken out, so that one that panicked is not used again.
        let slot = &mut analyzers[lang.number() as usize];
        let mut analyzer = slot.take().unwrap_or_else(|| Analyzer::new(lang));
        let result = work(&mut analyzer);
        *slot = Some(analyzer);
        result
    })
}

thread_local! {
    /// Each worker's analyzers, whose memories of words stay warm from batch to batch.
    static ANALYZERS: std::cell::RefCell<[Option<Analyzer>; Lang::ALL.len()]> =
        const { std::cell::RefCell::new([const { None }; Lang::ALL.len()]) };
}

/// Stands for a fault in the analysis of one article.
#[cfg(test)]
fn panic_over(article: &Article) {
    assert!(article.title != "This title makes the analyzer panic");
}
