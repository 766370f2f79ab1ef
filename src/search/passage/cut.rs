//! From a region of text to a passage: whole sentences where they fit.

use unicode_segmentation::GraphemeCursor;

use super::region::{Marked, Region};
use super::snippet::Snippet;
use super::windows::worth;
use demarche_formats::{nth_char, sentence_ends};

/// A passage shorter than this share of what may be shown takes in a part of the next sentence.
const FILLED_PERCENT: usize = 70;

/// What a passage that begins inside a sentence is worth beside a whole one.
const CUT: f32 = 0.8;

/// Cuts at most `max_chars` characters out of `region`, with as many matches of its window as fit,
/// the first above all.
pub(super) fn passage(region: &Region, max_chars: usize, score: f32) -> Snippet {
    let text = region.text.as_str();
    let window = region.marked.get(region.window.clone()).unwrap_or_default();
    let shown = match (window.first(), window.last()) {
        (Some(first), Some(last)) => Sentences::of(region).best(first, last, max_chars),
        _ => from_start(region, max_chars),
    };
    let (start, end) = trimmed(text, shown.start, shown.end);
    let before = text.get(..start).unwrap_or_default();
    let passage = text.get(start..end).unwrap_or_default();

    let mut out = String::with_capacity(passage.len() + 8);
    if shown.cut_start {
        out.push_str("… ");
    }
    let highlights = highlights(text, start, end, out.chars().count(), &region.marked);
    for (number, line) in passage.split('\n').enumerate() {
        if number > 0 {
            out.push(' ');
        }
        out.push_str(line);
    }
    if shown.cut_end {
        out.push_str(" …");
    }
    let first_char = region.char + before.chars().count();
    Snippet {
        text: out,
        highlights,
        field: region.field,
        section: region.section,
        heading: region.heading.clone(),
        bytes: (region.byte + start, region.byte + end),
        chars: (first_char, first_char + passage.chars().count()),
        score,
    }
}

/// What is shown of a text, and where that is not up to the end of a sentence.
struct Shown {
    start: usize,
    end: usize,
    cut_start: bool,
    cut_end: bool,
}

/// The sentences of a region.
struct Sentences<'a> {
    region: &'a Region,
    text: &'a str,
    ends: Vec<usize>,
}

impl<'a> Sentences<'a> {
    fn of(region: &'a Region) -> Self {
        let text = region.text.as_str();
        Self { region, text, ends: sentence_ends(text) }
    }

    /// The sentence that byte `at` is in.
    fn at(&self, at: usize) -> usize {
        self.ends.partition_point(|end| *end <= at)
    }

    fn start(&self, sentence: usize) -> usize {
        sentence.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0)
    }

    fn end(&self, sentence: usize) -> usize {
        self.ends.get(sentence).copied().unwrap_or(self.text.len())
    }

    /// Whether `start` is the beginning of a region that begins inside its part: nobody knows
    /// where its sentence began.
    fn is_cut(&self, start: usize) -> bool {
        start == 0 && self.region.byte > 0
    }

    /// What to show so that as many of the matches from `first` to `last` as fit are seen: whole
    /// sentences, or, where these would show much less, a cut.
    fn best(&self, first: &Marked, last: &Marked, max_chars: usize) -> Shown {
        let inside = |shown: &Shown| {
            let is_in = |m: &Marked| shown.start <= m.bytes.start && m.bytes.end <= shown.end;
            // A part of a phrase is no match.
            let is_whole = |m: &&Marked| {
                let part = |other: &&Marked| other.found.phrase == m.found.phrase;
                m.found.phrase.is_none() || self.region.marked.iter().filter(part).all(is_in)
            };
            let found = self.region.marked.iter().filter(|m| is_in(m)).filter(is_whole);
            worth(found.map(|m| &m.found)) * if shown.cut_start { CUT } else { 1.0 }
        };
        let spanning = self.spanning(first.bytes.start, last.bytes.end, max_chars);
        let mut best: Option<(Shown, f32)> = None;
        let window = self.region.marked.get(self.region.window.clone()).unwrap_or_default();
        let mut before = None;
        for sentence in window.iter().map(|m| self.at(m.bytes.start)) {
            if before.replace(sentence) == Some(sentence) {
                continue;
            }
            let Some(whole) = self.whole(sentence, max_chars) else { continue };
            let worth = inside(&whole);
            if best.as_ref().is_none_or(|(_, best)| worth > *best) {
                best = Some((whole, worth));
            }
        }
        // Of equals the whole sentences.
        best.filter(|(_, worth)| *worth >= inside(&spanning)).map_or(spanning, |(whole, _)| whole)
    }

    /// `sentence` and as many of its neighbours as fit; `None` if it does not fit itself.
    fn whole(&self, sentence: usize, max_chars: usize) -> Option<Shown> {
        let fits = |start: usize, end: usize| chars(self.text, start, end) <= max_chars;
        let (mut start, mut end) = (self.start(sentence), self.end(sentence));
        if self.is_cut(start) || !fits(start, end) {
            return None;
        }
        for next in self.ends.get(sentence + 1..).unwrap_or_default() {
            if !fits(start, *next) {
                break;
            }
            end = *next;
        }
        for before in (0..sentence).rev() {
            let earlier = self.start(before);
            if self.is_cut(earlier) || !fits(earlier, end) {
                break;
            }
            start = earlier;
        }
        let filled = chars(self.text, start, end) * 100 >= max_chars * FILLED_PERCENT;
        let last = end == self.text.len();
        if !filled && !last {
            end = fitting_end(self.text, start, max_chars).max(end);
        }
        let cut_end = if filled || last { last && !self.region.to_end } else { self.goes_on(end) };
        Some(Shown { start, end, cut_start: false, cut_end })
    }

    /// From the match at byte `first` to the one that ends at `last`, with a little before it
    /// where its sentence begins too early for both.
    fn spanning(&self, first: usize, last: usize, max_chars: usize) -> Shown {
        let sentence = self.start(self.at(first));
        let mut start = sentence;
        if self.is_cut(start) || chars(self.text, start, last) > max_chars {
            let between = chars(self.text, first, last).min(max_chars);
            start = back_to_word(self.text, first, (max_chars - between) / 2).max(start);
        }
        let end = fitting_end(self.text, start, max_chars);
        let cut_start = start != sentence || self.is_cut(start);
        Shown { start, end, cut_start, cut_end: self.goes_on(end) }
    }

    /// Whether what ends at byte `end` is cut there.
    fn goes_on(&self, end: usize) -> bool {
        // What parts two sentences belongs to the first.
        let rest = self.text.get(end..).unwrap_or_default();
        let next = end + (rest.len() - rest.trim_start().len());
        let at_sentence = next < self.text.len() && self.ends.contains(&next);
        !at_sentence && goes_on(self.region, end)
    }
}

/// The beginning of a text that nothing matches in.
fn from_start(region: &Region, max_chars: usize) -> Shown {
    let text = region.text.as_str();
    let ends = sentence_ends(text);
    let whole = ends.iter().take_while(|end| chars(text, 0, **end) <= max_chars).last();
    match whole.copied() {
        Some(end)
            if chars(text, 0, end) * 100 >= max_chars * FILLED_PERCENT || end == text.len() =>
        {
            Shown { start: 0, end, cut_start: false, cut_end: end == text.len() && !region.to_end }
        }
        _ => {
            let end = fitting_end(text, 0, max_chars);
            Shown { start: 0, end, cut_start: false, cut_end: goes_on(region, end) }
        }
    }
}

/// Whether there is more of the part behind byte `end` of the region.
fn goes_on(region: &Region, end: usize) -> bool {
    let rest = region.text.get(end..).unwrap_or_default();
    !region.to_end || !rest.trim().is_empty()
}

/// Characters of `text` from `start` to `end`, without white space at its end.
fn chars(text: &str, start: usize, end: usize) -> usize {
    text.get(start..end).map_or(0, |part| part.trim().chars().count())
}

/// `start` and `end` without white space inside them.
fn trimmed(text: &str, start: usize, end: usize) -> (usize, usize) {
    let part = text.get(start..end).unwrap_or_default();
    let start = start + (part.len() - part.trim_start().len());
    (start, start + part.trim().len())
}

/// The end of the longest run of whole words from `start` that has at most `max_chars` characters;
/// of a word that is longer than half of it, a piece.
fn fitting_end(text: &str, start: usize, max_chars: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    let Some(cut) = nth_char(rest, max_chars) else { return text.len() };
    let head = rest.get(..cut).unwrap_or_default();
    let at_word = rest.get(cut..).is_some_and(|rest| rest.starts_with(char::is_whitespace));
    let word_end = if at_word { Some(cut) } else { head.rfind(char::is_whitespace) };
    let end = start + word_end.filter(|end| *end > cut / 2).unwrap_or(cut);
    at_grapheme(text, end)
}

/// The start of the word about `max_chars` characters before byte `at`.
fn back_to_word(text: &str, at: usize, max_chars: usize) -> usize {
    let head = text.get(..at).unwrap_or_default();
    let Some((start, _)) = head.char_indices().rev().nth(max_chars) else { return 0 };
    let skipped = text.get(start..at).unwrap_or_default();
    match skipped.find(char::is_whitespace).and_then(|space| skipped.get(space..)) {
        Some(rest) => at_grapheme(text, at - rest.trim_start().len()),
        // No word begins in between: of one this long, a piece.
        None => at,
    }
}

/// The last place at or before `at` that is not inside a grapheme.
fn at_grapheme(text: &str, at: usize) -> usize {
    let mut cursor = GraphemeCursor::new(at, text.len(), true);
    match cursor.is_boundary(text, 0) {
        Ok(true) => at,
        _ => cursor.prev_boundary(text, 0).ok().flatten().unwrap_or(0),
    }
}

/// Matches between bytes `start` and `end` as ranges of characters, of which the first has number
/// `char`. Words of a phrase that follow each other are one.
fn highlights(
    text: &str,
    start: usize,
    end: usize,
    mut char: usize,
    marked: &[Marked],
) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut before: Option<&Marked> = None;
    let mut byte = start;
    for m in marked.iter().filter(|m| m.bytes.start >= start && m.bytes.end <= end) {
        char += text.get(byte..m.bytes.start).map_or(0, |text| text.chars().count());
        let length = text.get(m.bytes.clone()).map_or(0, |text| text.chars().count());
        let joins = before.is_some_and(|before| {
            let (before, found) = (before.found, m.found);
            found.phrase.is_some()
                && found.phrase == before.phrase
                && found.position == before.position + 1
        });
        match found.last_mut().filter(|_| joins) {
            Some(last) => last.1 = char + length,
            None => found.push((char, char + length)),
        }
        char += length;
        byte = m.bytes.end;
        before = Some(m);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::matches::Match;
    use super::*;

    /// A whole part with `words` marked, all of them the window.
    fn region(text: &str, words: &[&str]) -> Region {
        let mark = |(number, word): (usize, &&str)| {
            let start = text.find(word).unwrap();
            let position = text[..start].split_whitespace().count() as u32;
            let found = Match { position, word: number, weight: 1.0, phrase: None };
            Marked { bytes: start..start + word.len(), found }
        };
        let marked: Vec<Marked> = words.iter().enumerate().map(mark).collect();
        let window = 0..marked.len();
        Region { text: text.to_owned(), to_end: true, marked, window, ..Region::default() }
    }

    /// The passage with its matches in brackets.
    fn shown(region: &Region, max_chars: usize) -> String {
        let snippet = passage(region, max_chars, 0.0);
        let (start, end) = snippet.bytes;
        let inside = region.text[start..end].replace('\n', " ");
        assert!(snippet.text.contains(&inside) && inside.chars().count() <= max_chars);
        let piece = |(piece, is): (&str, bool)| match is {
            true => format!("[{piece}]"),
            false => piece.to_owned(),
        };
        snippet.pieces().map(piece).collect()
    }

    const TEXT: &str = "Посол прибыл утром. Он вручил грамоты. Потом был обед в честь гостей.";

    #[test]
    fn whole_sentences_as_many_as_fit() {
        let region = region(TEXT, &["вручил", "грамоты"]);
        assert_eq!(shown(&region, 25), "Он [вручил] [грамоты].");
        assert_eq!(shown(&region, 40), "Посол прибыл утром. Он [вручил] [грамоты].");
        assert_eq!(shown(&region, 50), "Он [вручил] [грамоты]. Потом был обед в честь гостей.");
        let whole = TEXT.replace("вручил грамоты", "[вручил] [грамоты]");
        assert_eq!(shown(&region, 80), whole);
    }

    #[test]
    fn a_short_sentence_takes_in_a_part_of_the_next() {
        let region = region(TEXT, &["вручил"]);
        assert_eq!(shown(&region, 32), "Он [вручил] грамоты. Потом был …");
    }

    #[test]
    fn a_long_sentence_is_cut_at_words_on_both_sides() {
        let text = "Пока гости ждали в большом зале, посол наконец вручил королю свои грамоты, и \
                    все пошли обедать.";
        let region = region(text, &["вручил", "грамоты"]);
        assert_eq!(shown(&region, 40), "… [вручил] королю свои [грамоты], и все пошли …");
        // The first above all.
        assert_eq!(shown(&region, 14), "… [вручил] королю …");
    }

    #[test]
    fn two_matches_in_a_cut_sentence_beat_one_in_a_whole() {
        let text = "Посол уехал. Новый дипломат, которого все здесь так долго и с таким большим \
                    нетерпением ждали, был на самом деле ещё не посол, а поверенный.";
        let both = region(text, &["Посол", "дипломат", "поверенный"]);
        assert_eq!(shown(&both, 30), "[Посол] уехал. Новый [дипломат], …");
        let one = region(text, &["поверенный"]);
        assert_eq!(shown(&one, 30), "… посол, а [поверенный].");
    }

    #[test]
    fn a_phrase_over_two_sentences_is_not_cut_apart() {
        let text = "Очень долго в этом зале не было слышно ни слова посла. Посла ждали.";
        let mut region = region(text, &["посла", "Посла", "ждали"]);
        region.marked[1].found.word = 0;
        // The second sentence has a match of either word, but not the phrase.
        region.marked.iter_mut().for_each(|marked| marked.found.phrase = Some(0));
        assert_eq!(shown(&region, 25), "… [посла. Посла ждали].");
    }

    #[test]
    fn newlines_end_sentences_and_are_spaces() {
        let region = region("Послы\nКонсулы и посланники", &["Консулы"]);
        assert_eq!(shown(&region, 40), "Послы [Консулы] и посланники");
        assert_eq!(shown(&region, 22), "[Консулы] и посланники");
    }

    #[test]
    fn graphemes_are_not_cut() {
        let long = "е\u{301}".repeat(30);
        // Sixteen characters end behind a mark, fifteen before one.
        for max_chars in [15, 16] {
            let snippet = passage(&region(&long, &[]), max_chars, 0.0);
            let pieces = max_chars / 2;
            assert_eq!(snippet.text, "е\u{301}".repeat(pieces) + " …");
            assert_eq!(snippet.chars, (0, pieces * 2));
        }
        let before = format!("{long} посол {long}");
        assert_eq!(shown(&region(&before, &["посол"]), 6), "… [посол] …");
        // The space before a word is none of what may be shown.
        assert_eq!(passage(&region("и посол", &["посол"]), 1, 0.0).text, "… п …");
    }

    #[test]
    fn words_of_a_phrase_that_follow_each_other_are_one_highlight() {
        let mut region =
            region("Он вручил верительные грамоты послу.", &["верительные", "грамоты"]);
        assert_eq!(shown(&region, 60), "Он вручил [верительные] [грамоты] послу.");
        region.marked.iter_mut().for_each(|marked| marked.found.phrase = Some(0));
        assert_eq!(shown(&region, 60), "Он вручил [верительные грамоты] послу.");
        region.marked[1].found.phrase = Some(1);
        assert_eq!(shown(&region, 60), "Он вручил [верительные] [грамоты] послу.");
    }

    #[test]
    fn places_count_from_the_beginning_of_the_part() {
        let text = "слово. Посол вручил грамоты. Конец";
        let region =
            Region { byte: 100, char: 60, to_end: false, ..region(text, &["вручил"]) };
        let snippet = passage(&region, 21, 0.0);
        assert_eq!(snippet.text, "Посол вручил грамоты.");
        assert_eq!((snippet.bytes, snippet.chars), ((112, 151), (67, 88)));
    }
}
