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
mod windows;

use tantivy::DocId;

use super::plan::LangQuery;
use super::request::SearchRequest;
use super::segment::Segment;
use crate::analysis::Analyzer;
use crate::index::{Head, Marks};
use matches::Evidence;
use places::Depth;

pub(super) use places::BodyPlaces;

/// A passage of an article, with the places where the query matched.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Snippet {
    /// The text; `…` at an end where it was cut inside a sentence.
    pub text: String,
    /// First character and character after the last of each match in `text`, ascending, disjoint.
    pub highlights: Vec<(usize, usize)>,
    /// Where the text is from: `body` (which sections are part of) or `definition`.
    pub field: &'static str,
    /// Number of the section, from 0; none in the text before the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<usize>,
    /// Heading of the section.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub heading: Option<String>,
    /// First byte and byte after the last of the passage in the body, section or definition.
    pub bytes: (usize, usize),
    /// The same in characters.
    pub chars: (usize, usize),
    /// Worth by the weights of the words in it; comparable within one article.
    pub score: f32,
}

impl Snippet {
    /// A text with highlights, from nowhere in particular.
    #[must_use]
    pub fn new(text: impl Into<String>, highlights: Vec<(usize, usize)>) -> Self {
        Self {
            text: text.into(),
            highlights,
            field: "body",
            section: None,
            heading: None,
            bytes: (0, 0),
            chars: (0, 0),
            score: 0.0,
        }
    }

    /// The text in pieces, in order, each with whether it is a match; none is empty.
    pub fn pieces(&self) -> impl Iterator<Item = (&str, bool)> {
        let mut rest = self.text.as_str();
        let mut at = 0;
        let ends = self.highlights.iter().flat_map(|(start, end)| [(*start, false), (*end, true)]);
        ends.chain([(usize::MAX, false)])
            .map(move |(end, matched)| {
                let skip = end.saturating_sub(at);
                let byte = rest.char_indices().nth(skip).map_or(rest.len(), |(byte, _)| byte);
                let (piece, after) = rest.split_at(byte);
                (rest, at) = (after, end);
                (piece, matched)
            })
            .filter(|(piece, _)| !piece.is_empty())
    }
}

/// The article that passages are wanted of.
#[derive(Clone, Copy)]
pub(super) struct Article<'a> {
    pub(super) segment: &'a Segment,
    pub(super) doc: DocId,
    pub(super) head: &'a Head,
    pub(super) marks: &'a Marks,
}

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
