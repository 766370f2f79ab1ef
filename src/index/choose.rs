//! What decides which articles of an input go into the index. Decides nothing itself.

use crate::analysis::Analyzer;
use crate::lang::Lang;
use demarche_formats::Article;

/// Decides about articles, from several threads.
pub trait Choose: std::fmt::Debug + Send + Sync {
    /// Whether an article is taken, and why. `analyzer` is of its language `lang`.
    fn choose(&self, article: &Article, lang: Lang, analyzer: &mut Analyzer) -> Choice;

    /// What it decides by, in a form that is the same for the same decisions only. An interrupted
    /// run is gone on with only under the same; without it, always from the start.
    fn signature(&self) -> Option<String> {
        None
    }
}

/// What was decided about an article.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// Whether it is taken.
    pub kept: bool,
    /// Its score, where one was computed.
    pub score: Option<f32>,
    /// What speaks for it, the strongest first.
    pub because: Vec<String>,
}
