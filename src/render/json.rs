//! Hits as JSON.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::search::{Answer, GroupedHit, Hit, Snippet, WordPart};

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
    group: &'a [GroupedHit],
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
        group: &hit.group,
        explanation: &hit.explanation,
    };
    serde_json::to_value(json).unwrap_or_default()
}

/// The same as a line of JSON Lines, without the newline.
#[must_use]
pub fn hit_line(hit: &Hit, rank: usize) -> String {
    hit_json(hit, Some(rank)).to_string()
}

/// A whole answer as one JSON object: `hits`, and where there are, `after` (what the next page is
/// asked for by), `facets`, `notes` on the query and `corrected` words.
#[must_use]
pub fn answer_json(answer: &Answer) -> serde_json::Value {
    let mut json = answer_end_json(answer);
    let hits = (1..).zip(&answer.hits).map(|(rank, hit)| hit_json(hit, Some(rank))).collect();
    if let Some(object) = json.as_object_mut() {
        object.insert("hits".to_owned(), serde_json::Value::Array(hits));
    }
    json
}

/// What an answer has beside its hits, as one JSON object.
#[must_use]
pub fn answer_end_json(answer: &Answer) -> serde_json::Value {
    let mut object = serde_json::Map::new();
    if let Some(next) = &answer.next {
        object.insert("after".to_owned(), next.to_string().into());
    }
    if let Some(facets) = &answer.facets {
        object.insert("facets".to_owned(), serde_json::to_value(facets).unwrap_or_default());
    }
    let mut list = |key: &str, values: serde_json::Result<serde_json::Value>| {
        let values = values.unwrap_or_default();
        if values.as_array().is_some_and(|values| !values.is_empty()) {
            object.insert(key.to_owned(), values);
        }
    };
    list("notes", serde_json::to_value(&answer.notes));
    list("corrected", serde_json::to_value(&answer.corrected));
    serde_json::Value::Object(object)
}
