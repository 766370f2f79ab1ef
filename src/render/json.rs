//! Hits as JSON.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::search::{Hit, Snippet, WordPart};

/// A hit as `search --json` prints it.
#[derive(Serialize)]
struct HitJson<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    rank: Option<usize>,
    score: f32,
    id: &'a str,
    lang: &'a str,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    shown: Option<Shown<'a>>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    explanation: &'a [WordPart],
}

/// What a hit has when snippets were asked for.
#[derive(Serialize)]
struct Shown<'a> {
    title: &'a str,
    definition: &'a str,
    url: Option<&'a str>,
    date: Option<&'a str>,
    snippets: &'a [Snippet],
    translations: &'a BTreeMap<String, String>,
}

/// A hit of a ranking as one JSON value, with its rank (from 1) if given.
#[must_use]
pub fn hit_json(hit: &Hit, rank: Option<usize>) -> serde_json::Value {
    let shown = hit.article.as_ref().map(|article| Shown {
        title: &article.title,
        definition: &article.definition,
        url: article.url.as_deref(),
        date: article.date.as_deref(),
        snippets: &hit.snippets,
        translations: &article.translations,
    });
    let json = HitJson {
        rank,
        score: hit.score,
        id: &hit.id,
        lang: hit.lang.code(),
        shown,
        explanation: &hit.explanation,
    };
    serde_json::to_value(json).unwrap_or_default()
}

/// The same as a line of JSON Lines, without the newline.
#[must_use]
pub fn hit_line(hit: &Hit, rank: usize) -> String {
    hit_json(hit, Some(rank)).to_string()
}
