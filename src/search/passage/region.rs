//! The text around a window, with the places of its matches in bytes.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::Article;
use super::matches::Match;
use super::parts::Part;
use super::windows::Window;
use crate::analysis::for_each_word;

/// Bytes of a word with what parts it from the next: a guess, and more is read where it fails.
const WORD_BYTES: usize = 14;

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
    let words_before = u32::try_from(max_chars / 10).unwrap_or(u32::MAX);
    let earlier = first.position.saturating_sub(words_before);
    let from = article.marks.at_position(earlier);
    let from = from.filter(|from| from.position > part_start.position).unwrap_or(part_start);
    let start = if from == part_start { part.bytes.start } else { from.byte as usize };
    let words = (last.position.saturating_sub(from.position) + 1) as usize;
    let mut wanted_bytes = words * WORD_BYTES + max_chars * 2;
    let skipped = (from.byte as usize).saturating_sub(start);
    loop {
        let end = (start + wanted_bytes).min(part.bytes.end);
        let mut text = articles.text_from(article.doc, start..end)?;
        let to_end = end == part.bytes.end;
        if !to_end {
            drop_last_word(&mut text);
        }
        let marked = place(&text, skipped, from.position, matches);
        let is_first = |marked: &&Marked| marked.found.position == first.position;
        let shown = marked.iter().find(is_first).and_then(|first| text.get(first.bytes.start..));
        let reached = marked.last().is_some_and(|marked| marked.found.position >= last.position);
        let enough = reached && shown.is_some_and(|shown| shown.chars().nth(max_chars).is_some());
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
    for_each_word(text.get(skipped..).unwrap_or_default(), |start, end| {
        if let Some(found) = matches.get(next).filter(|m| m.position == position) {
            marked.push(Marked { bytes: skipped + start..skipped + end, found: *found });
            next += 1;
        }
        position += 1;
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
