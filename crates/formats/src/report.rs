//! What came of an indexing run, counted.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::rejection::Rejection;
use crate::lang::Lang;

/// Articles of one language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LangCounts {
    /// New ids.
    pub added: u64,
    /// Known ids with changed content.
    pub replaced: u64,
    /// Known ids with the same content: skipped.
    pub unchanged: u64,
}

/// What a choice of articles came to.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Selection {
    /// Articles taken.
    pub kept: u64,
    /// Articles left out.
    pub left_out: u64,
    /// Articles taken, by the first thing that spoke for each (a category, a query, a term).
    pub because: BTreeMap<String, u64>,
    /// The first articles of each kind, with what was decided about them.
    pub articles: Vec<Chosen>,
}

/// An article, and whether it was taken.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Chosen {
    /// Id of the article.
    pub id: String,
    /// Code of its language.
    pub lang: Cow<'static, str>,
    /// Whether it was taken.
    pub kept: bool,
    /// Its score, where one was computed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<f32>,
    /// What spoke for it, the strongest first.
    pub because: Vec<String>,
}

/// What came of an indexing run.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Report {
    /// Counts by language code.
    pub languages: BTreeMap<Cow<'static, str>, LangCounts>,
    /// Articles whose language was detected, not stated.
    pub detected: u64,
    /// Articles of several languages, taken for their main one.
    pub mixed: u64,
    /// Number of inputs or records that were rejected.
    pub rejected: u64,
    /// The first of them, with their reasons.
    pub rejections: Vec<Rejection>,
    /// Keys of records that are not part of the article record, with how often they came up.
    pub unknown_keys: BTreeMap<String, u64>,
    /// Things changed in articles that were kept (a date left out, …), with how often.
    pub notes: BTreeMap<String, u64>,
    /// Articles without an id of their own whose address another article of the run states too:
    /// kept under a numbered id.
    #[serde(default)]
    pub numbered: u64,
    /// The first of them: the id, and the source in brackets.
    #[serde(default)]
    pub numbered_ids: Vec<String>,
    /// Kinds of text left out of articles (footnotes, templates, …), with how often.
    pub dropped: BTreeMap<Cow<'static, str>, u64>,
    /// Folders of indexes below the inputs, which were left out.
    #[serde(default)]
    pub indexes_left_out: Vec<String>,
    /// Redirects of dumps whose article was not in the input.
    pub redirects_unused: u64,
    /// Which articles were taken, where not all were.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub selection: Option<Selection>,
    /// Links between languages that `langlinks` dumps gave.
    pub langlinks: u64,
    /// Bytes read from disk or standard input, before decompression.
    pub bytes_read: u64,
    /// Seconds from start to end; of an interrupted run up to its last commit.
    pub seconds: f64,
    /// Commits, one if the run was short.
    pub commits: u64,
    /// Bytes of the input that an interrupted run had read before this one went on from there.
    /// All counts are of both.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resumed_from: Option<u64>,
    /// Whether the run was asked to stop before its end.
    pub stopped: bool,
}

impl Report {
    /// The counts of one language.
    pub fn of(&mut self, lang: Lang) -> &mut LangCounts {
        self.languages.entry(lang.code().into()).or_default()
    }

    /// Counts a rejection and keeps it while there are fewer than `kept`.
    pub fn reject(&mut self, rejection: Rejection, kept: usize) {
        self.rejected += 1;
        if self.rejections.len() < kept {
            self.rejections.push(rejection);
        }
    }

    /// Counts an article that was given a numbered id, and names it while there are fewer than
    /// `kept`.
    pub fn number(&mut self, id: &str, source: &str, kept: usize) {
        self.numbered += 1;
        if self.numbered_ids.len() < kept {
            self.numbered_ids.push(format!("{id} ({source})"));
        }
    }

    /// Counts a choice, and keeps it while there are fewer than `kept` of its kind.
    pub fn choose(&mut self, chosen: Chosen, kept: u64) {
        let selection = self.selection.get_or_insert_default();
        let count = if chosen.kept { &mut selection.kept } else { &mut selection.left_out };
        *count += 1;
        let is_shown = *count <= kept;
        if let Some(first) = chosen.because.first().filter(|_| chosen.kept) {
            // Terms have their share of the score behind them.
            let reason = match first.rsplit_once(' ') {
                Some((term, share)) if share.parse::<f32>().is_ok() => term,
                _ => first,
            };
            *selection.because.entry(reason.to_owned()).or_default() += 1;
        }
        if is_shown {
            selection.articles.push(chosen);
        }
    }

    /// Articles read and kept, changed or not.
    #[must_use]
    pub fn articles(&self) -> u64 {
        self.languages.values().map(|c| c.added + c.replaced + c.unchanged).sum()
    }
}
