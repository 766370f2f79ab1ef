//! What stands in where nothing in the text matches.

use super::matches::Evidence;
use super::places::WordPosition;
use super::region::{Marked, Region};
use super::snippet::Snippet;
use super::source::Article;
use super::{cut, exact};
use crate::analysis::Analyzer;
use crate::index::TextField;
use crate::query::FieldName;
use crate::search::plan::LangQuery;

/// The definition, or the beginning of the text of an article that has none.
pub(super) fn instead(
    article: &Article<'_>,
    evidence: &Evidence<'_>,
    query: &LangQuery,
    analyzer: &mut Analyzer,
    max_chars: usize,
) -> tantivy::Result<Option<Snippet>> {
    let definition = article.head.definition.as_str();
    let region = if definition.trim().is_empty() {
        match beginning(article, max_chars)? {
            Some(region) => region,
            None => return Ok(None),
        }
    } else {
        Region {
            text: definition.to_owned(),
            to_end: true,
            marked: marked(definition, evidence, query, analyzer),
            field: "definition",
            ..Region::default()
        }
    };
    Ok(Some(cut::passage(&region, max_chars, 0.0)))
}

/// The beginning of the first part that has text.
fn beginning(article: &Article<'_>, max_chars: usize) -> tantivy::Result<Option<Region>> {
    let (mut byte, mut sections) = (0, 0);
    for part in &article.head.parts {
        let bytes = part.bytes as usize;
        let is_section = part.heading.is_some();
        let end = byte + bytes.min(max_chars * 8);
        let text = article.segment.articles.text_from(article.doc, byte..end)?;
        if !text.trim().is_empty() {
            return Ok(Some(Region {
                to_end: text.len() == bytes,
                text,
                field: "body",
                section: is_section.then_some(sections),
                heading: part.heading.clone().filter(|heading| !heading.is_empty()),
                ..Region::default()
            }));
        }
        byte += bytes;
        sections += usize::from(is_section);
    }
    Ok(None)
}

/// The matches in a short text, which is analyzed for them.
fn marked(
    text: &str,
    evidence: &Evidence<'_>,
    query: &LangQuery,
    analyzer: &mut Analyzer,
) -> Vec<Marked> {
    let here = FieldName::Text(TextField::Definition);
    let mut places = Vec::new();
    let mut bytes = Vec::new();
    analyzer.analyze(text, |token| {
        for (number, (word, weight)) in query.words.iter().zip(&query.weights).enumerate() {
            let asked = word.field.is_none_or(|field| field == here || exact::only_exact(word));
            let form = word.expansions.iter().find(|form| {
                form.term == token.term && (!exact::only_exact(word) || form.exact == token.exact)
            });
            if let Some(form) = form.filter(|_| asked && *weight > 0.0) {
                let position = token.position;
                places.push(WordPosition { position, word: number, weight: weight * form.weight });
                bytes.push((position, token.start..token.end));
            }
        }
    });
    let matches = evidence.matches(&places).into_iter();
    matches
        .filter_map(|found| {
            let at = bytes.binary_search_by_key(&found.position, |(position, _)| *position).ok()?;
            let (_, bytes) = bytes.get(at)?.clone();
            Some(Marked { bytes, found })
        })
        .collect()
}
