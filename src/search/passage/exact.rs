//! Which places of a word are of the form that was asked for, `exact:word`.

use super::parts::{self, Part};
use super::places::WordPosition;
use super::source::Article;
use crate::analysis::{Analyzer, for_each_word};
use crate::matching::QueryWord;
use crate::query::FieldName;
use crate::search::plan::LangQuery;

/// Bytes read at once: what stands between two marks, as a rule.
const STRETCH_BYTES: usize = 1 << 10;

/// The forms asked for, of a word of which other forms are not wanted.
pub(super) fn only_exact(word: &QueryWord) -> bool {
    word.field == Some(FieldName::Exact)
}

/// Leaves out places of other forms of words whose exact form was asked for: positions are kept of
/// terms, so the text says which form it is. Costs nothing without such words; with them, reading
/// the stretches of text that they stand in.
pub(super) fn keep(
    article: &Article<'_>,
    parts: &[Part<'_>],
    places: &mut Vec<WordPosition>,
    query: &LangQuery,
    analyzer: &mut Analyzer,
) -> tantivy::Result<()> {
    let exact = |place: &WordPosition| query.words.get(place.word).filter(|word| only_exact(word));
    let mut asked: Vec<WordPosition> =
        places.iter().copied().filter(|p| exact(p).is_some()).collect();
    if asked.is_empty() {
        return Ok(());
    }
    let mut kept: Vec<WordPosition> = Vec::new();
    let articles = &article.segment.articles;
    asked.reverse();
    while let Some(first) = asked.last() {
        let part = parts::at(parts, first.position).and_then(|at| parts.get(at));
        let mark = article.marks.at_position(first.position);
        let (Some(part), Some(mark)) = (part, mark) else { break };
        let start = mark.byte as usize;
        let end = start.saturating_add(STRETCH_BYTES).min(part.bytes.end).max(start);
        let text = articles.text_from(article.doc, start..end)?;
        let last = first.position;
        let mut position = mark.position;
        for_each_word(&text, |word_start, word_end| {
            let cut = word_end == text.len() && end < part.bytes.end;
            while let Some(place) = asked.pop_if(|place| place.position == position && !cut) {
                let written = text.get(word_start..word_end).unwrap_or_default();
                let written = analyzer.forms(written).0;
                let forms =
                    exact(&place).map(|word| word.expansions.as_slice()).unwrap_or_default();
                if forms.iter().any(|form| form.exact == written) {
                    kept.push(place);
                }
            }
            position += 1;
        });
        if asked.last().is_some_and(|place| place.position == last) {
            // Behind a word that is longer than a stretch: no form that one types.
            asked.pop();
        }
    }
    places.retain(|place| exact(place).is_none() || kept.contains(place));
    Ok(())
}
