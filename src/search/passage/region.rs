//! The text around a window, with the places of its matches in bytes.

use std::ops::{ControlFlow, Range};

use unicode_segmentation::UnicodeSegmentation;

use super::matches::Match;
use super::parts::Part;
use super::source::Article;
use super::windows::Window;
use crate::analysis::try_for_each_word;
use crate::index::Mark;
use crate::limits::MAX_REGION_BYTES;
use demarche_formats::nth_char;

/// Bytes of a word with what parts it from the next, and of a character, where nothing tells them:
/// guesses, and more is read where they fail.
const WORD_BYTES: f32 = 14.0;
const CHAR_BYTES: f32 = 2.0;

/// What is read behind a passage's estimated end, lest the estimate be short: bytes, and a share.
const SPARE_BYTES: f32 = 100.0;
const SPARE: f32 = 1.1;

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
    let words_before = u32::try_from(max_chars / 10).unwrap_or(u32::MAX);
    let earlier = first.position.saturating_sub(words_before);
    let from = article.marks.at_position(earlier);
    let from = from.filter(|from| from.position > part_start.position).unwrap_or(part_start);
    let start = if from == part_start { part.bytes.start } else { from.byte as usize };
    let mut wanted_bytes = estimate(article, start, &from, last, max_chars);
    let skipped = (from.byte as usize).saturating_sub(start);
    // Words are counted from the last mark before any match.
    let from_match = matches.get(matches.partition_point(|m| m.position < from.position));
    let counted = from_match.and_then(|first| article.marks.at_position(first.position));
    let counted = counted.filter(|mark| mark.position > from.position).unwrap_or(from);
    let counted_at = (counted.byte as usize).saturating_sub(start);
    loop {
        let end = (start + wanted_bytes).min(part.bytes.end);
        let mut text = articles.text_from(article.doc, start..end)?;
        let to_end = end == part.bytes.end;
        if !to_end {
            drop_last_word(&mut text);
        }
        let within = matches_before(article, matches, end);
        let marked = place(&text, counted_at, counted.position, within);
        // A passage may begin at the last match.
        let is_last = |marked: &&Marked| marked.found.position == last.position;
        let shown = marked.iter().rfind(is_last).and_then(|last| text.get(last.bytes.start..));
        let enough = shown.is_some_and(|shown| nth_char(shown, max_chars).is_some());
        if !enough && !to_end && wanted_bytes < MAX_REGION_BYTES {
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

/// The matches that stand before `end`, and perhaps some behind it.
fn matches_before<'a>(article: &Article<'_>, matches: &'a [Match], end: usize) -> &'a [Match] {
    let behind = article.marks.at_byte(end).map_or(u32::MAX, |mark| mark.position);
    let count = matches.partition_point(|found| found.position < behind);
    matches.get(..count).unwrap_or_default()
}

/// About how many bytes there are from `start`, which is at `from` or before it, up to where a
/// passage that begins at the match `last` ends.
fn estimate(
    article: &Article<'_>,
    start: usize,
    from: &Mark,
    last: &Match,
    max_chars: usize,
) -> usize {
    // The nearest mark before the match says where the words up to it are, and how long.
    let near = article.marks.at_position(last.position);
    let near = near.filter(|near| near.position > from.position).unwrap_or(*from);
    let (bytes, words) = (near.byte - from.byte, near.position - from.position);
    let word_bytes = if words > 0 { bytes as f32 / words as f32 } else { WORD_BYTES };
    let char_bytes = if near.char > 0 { near.byte as f32 / near.char as f32 } else { CHAR_BYTES };
    let words_left = last.position.saturating_sub(near.position) as f32;
    let match_at = near.byte as f32 - start as f32 + words_left * word_bytes;
    (match_at + max_chars as f32 * char_bytes * SPARE + SPARE_BYTES) as usize
}

/// Cuts off the end of `text` from the last white space on: a word there may be a part of one. Of
/// a text without, the last grapheme, which may be half of one too.
fn drop_last_word(text: &mut String) {
    let grapheme = || text.grapheme_indices(true).next_back().map(|(at, _)| at);
    let end = text.rfind(char::is_whitespace).filter(|end| *end > 0).or_else(grapheme);
    text.truncate(end.unwrap_or(0));
}

/// The bytes of the matches in `text`, whose word at byte `skipped` has `position`.
fn place(text: &str, skipped: usize, mut position: u32, matches: &[Match]) -> Vec<Marked> {
    let mut marked = Vec::new();
    let mut next = matches.partition_point(|m| m.position < position);
    let text = text.get(skipped..).unwrap_or_default();
    try_for_each_word(text, |start, end| {
        let Some(found) = matches.get(next) else { return ControlFlow::Break(()) };
        if found.position == position {
            marked.push(Marked { bytes: skipped + start..skipped + end, found: *found });
            next += 1;
        } else if (found.position - position) as usize > text.len() - start {
            // As many words can't follow.
            return ControlFlow::Break(());
        }
        position += 1;
        ControlFlow::Continue(())
    });
    marked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_words_from_the_one_skipped_to() {
        let found = |position| Match { position, word: 0, weight: 1.0, phrase: None };
        let text = ", и Посол (он же консул) прибыл";
        let skipped = text.find("Посол").unwrap();
        let marked = place(text, skipped, 7, &[found(3), found(7), found(10), found(40)]);
        let words: Vec<(u32, &str)> =
            marked.into_iter().map(|m| (m.found.position, &text[m.bytes])).collect();
        assert_eq!(words, [(7, "Посол"), (10, "консул")]);
    }

    #[test]
    fn what_may_be_half_a_word_is_dropped() {
        for (text, kept) in [
            ("Посол при", "Посол"),
            ("Посол\u{a0}и кон", "Посол\u{a0}и"),
            ("посо", "пос"),
            ("е\u{301}е\u{301}", "е\u{301}"),
            ("", ""),
        ] {
            let mut text = text.to_owned();
            drop_last_word(&mut text);
            assert_eq!(text, kept);
        }
    }
}
