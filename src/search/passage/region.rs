//! The text around a window, with the places of its matches in bytes.

use std::ops::Range;

use super::Article;
use super::matches::Match;
use super::parts::Part;
use super::windows::Window;
use crate::analysis::for_each_word;

/// Bytes of a word with what parts it from the next: a guess, and more is read where it fails.
const WORD_BYTES: usize = 16;

/// What is read at most for one passage, when what stands between words is very long.
const MAX_REGION_BYTES: usize = 256 << 10;

/// A match in the text of a region.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Marked {
    pub(super) bytes: Range<usize>,
    pub(super) found: Match,
}

/// A piece of one part of an article's text.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Region {
    pub(super) text: String,
    /// Where it begins in its part.
    pub(super) byte: usize,
    pub(super) char: usize,
    /// Whether it goes up to the end of its part.
    pub(super) to_end: bool,
    /// All matches in it, ascending.
    pub(super) marked: Vec<Marked>,
    /// Those of the window, as numbers among `marked`.
    pub(super) window: Range<usize>,
    pub(super) field: &'static str,
    pub(super) section: Option<usize>,
    pub(super) heading: Option<String>,
}

/// Reads the text around `window` in `part`; `None` where the index does not say where it stands.
pub(super) fn around(
    article: &Article<'_>,
    part: &Part<'_>,
    matches: &[Match],
    window: &Window,
    max_chars: usize,
) -> tantivy::Result<Option<Region>> {
    let inside = matches.get(window.matches.clone()).unwrap_or_default();
    let (Some(first), Some(last)) = (inside.first(), inside.last()) else { return Ok(None) };
    let articles = &article.segment.articles;
    let Some(part_start) = part.first else { return Ok(None) };

    // Begin some words before the first match, where its sentence may begin.
    let words_before = u32::try_from(max_chars / 6).unwrap_or(u32::MAX);
    let earlier = first.position.saturating_sub(words_before);
    let from = articles.mark(article.doc, earlier)?;
    let from = from.filter(|from| from.position > part_start.position).unwrap_or(part_start);
    let start = if from == part_start { part.bytes.start } else { from.byte as usize };
    let words = (last.position.saturating_sub(from.position) + 1) as usize;
    let mut wanted_bytes = words * WORD_BYTES + max_chars * 2;
    loop {
        let end = (start + wanted_bytes).min(part.bytes.end);
        let text = articles.text_from(article.doc, start..end)?;
        let to_end = end == part.bytes.end;
        let skipped = (from.byte as usize).saturating_sub(start);
        let marked = place(&text, skipped, from.position, matches);
        let reached = marked.last().is_some_and(|marked| marked.found.position >= last.position);
        if !reached && !to_end && wanted_bytes < MAX_REGION_BYTES {
            // Long words.
            wanted_bytes *= 4;
            continue;
        }
        let before = text.get(..skipped).map_or(0, |text| text.chars().count());
        let mut region = Region {
            byte: start - part.bytes.start,
            char: (from.char as usize).saturating_sub(before + part.char),
            to_end,
            marked,
            window: 0..0,
            field: "body",
            section: part.section,
            heading: part.heading.filter(|heading| !heading.is_empty()).map(str::to_owned),
            text,
        };
        let in_window = |m: &&Marked| (first.position..=last.position).contains(&m.found.position);
        let before = region.marked.iter().take_while(|m| m.found.position < first.position).count();
        let count = region.marked.iter().filter(in_window).count();
        region.window = before..before + count;
        return Ok((count > 0).then_some(region));
    }
}

/// The bytes of the matches in `text`, whose word at byte `skipped` has `position`.
fn place(text: &str, skipped: usize, mut position: u32, matches: &[Match]) -> Vec<Marked> {
    let mut marked = Vec::new();
    let mut next = matches.partition_point(|m| m.position < position);
    for_each_word(text.get(skipped..).unwrap_or_default(), |start, end| {
        if let Some(found) = matches.get(next).filter(|m| m.position == position) {
            marked.push(Marked { bytes: skipped + start..skipped + end, found: *found });
            next += 1;
        }
        position += 1;
    });
    marked
}
