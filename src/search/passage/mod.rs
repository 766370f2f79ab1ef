//! Passages that show why an article was found.
//!
//! ```text
//! postings ▶ places of the words ▶ matches ▶ windows ▶ text around ▶ passage
//!            places                matches   windows   region        cut
//! ```
//!
//! Up to the windows only positions are looked at, which the index has; then the text around the
//! best of them is read, a KB or two of it, wherever in the article it stands. So a passage of a
//! long article costs no more than one of a short one, and no text is analyzed again.

mod cut;
mod definition;
mod exact;
mod matches;
mod parts;
mod places;
mod region;
mod snippet;
mod source;
mod windows;

use crate::analysis::Analyzer;
use crate::search::plan::LangQuery;
use crate::search::request::SearchRequest;
use matches::Evidence;
use places::Depth;

pub(super) use places::BodyPlaces;
pub use snippet::Snippet;
pub(crate) use source::Article;

/// The best passages of an article, best first: of its text where words of the query match there,
/// else its definition, or the beginning of its text; none of an article without either.
pub(super) fn best(
    article: &Article<'_>,
    places: &mut BodyPlaces<'_>,
    query: &LangQuery,
    analyzer: &mut Analyzer,
    request: &SearchRequest,
) -> tantivy::Result<Vec<Snippet>> {
    let max_chars = request.snippet_chars;
    let evidence = Evidence::of(query);
    let parts = parts::of(article);
    let near = windows::width(max_chars).saturating_add(evidence.slop());
    let mut matches = Vec::new();
    for depth in [Depth::Near(near), Depth::All] {
        let mut of_article = places.of(article.doc, depth)?.to_vec();
        exact::keep(article, &parts, &mut of_article, query, analyzer)?;
        matches = evidence.matches(&of_article);
        if !places.has_more() || !evidence.lacks(&matches) {
            break;
        }
    }
    let starts = parts.iter().map(|part| part.first.map_or(u32::MAX, |first| first.position));
    let lifts = parts::lifts(&parts, &matches, query, analyzer);
    let lifted: Vec<(u32, f32)> = starts.zip(lifts).collect();
    let mut found: Vec<Snippet> = Vec::new();
    for window in windows::best(&matches, &lifted, max_chars, request.snippets_per_hit) {
        let first = matches.get(window.matches.start).map_or(0, |first| first.position);
        let part = parts::at(&parts, first).and_then(|at| parts.get(at));
        let Some(part) = part else { continue };
        let region = region::around(article, part, &matches, &window, max_chars)?;
        let Some(region) = region else { continue };
        let snippet = cut::passage(&region, max_chars, window.score);
        let overlaps = |other: &Snippet| {
            let (a, b) = (other.bytes, snippet.bytes);
            other.section == snippet.section && a.0 < b.1 && b.0 < a.1
        };
        if !found.iter().any(overlaps) {
            found.push(snippet);
        }
    }
    if found.is_empty() {
        found.extend(definition::instead(article, &evidence, query, analyzer, max_chars)?);
    }
    found.truncate(request.snippets_per_hit);
    Ok(found)
}

/// The best passage of a text for the words of `query`, as the fuzz targets ask for it.
#[cfg(fuzzing)]
pub(crate) fn of_text(
    text: &str,
    query: &str,
    analyzer: &mut Analyzer,
    max_chars: usize,
) -> Option<Snippet> {
    let mut terms: Vec<String> = Vec::new();
    analyzer.analyze(query, |token| terms.push(token.term.to_owned()));
    let mut marked = Vec::new();
    analyzer.analyze(text, |token| {
        if let Some(word) = terms.iter().position(|term| term == token.term) {
            let found =
                matches::Match { position: token.position, word, weight: 1.0, phrase: None };
            marked.push(region::Marked { bytes: token.start..token.end, found });
        }
    });
    let found: Vec<matches::Match> = marked.iter().map(|marked| marked.found).collect();
    let window = windows::best(&found, &[(0, 1.0)], max_chars, 1).pop()?;
    let (text, to_end) = (text.to_owned(), true);
    let window_of = window.matches.clone();
    let region = region::Region {
        text,
        to_end,
        marked,
        window: window_of,
        field: "body",
        ..Default::default()
    };
    Some(cut::passage(&region, max_chars, window.score))
}
