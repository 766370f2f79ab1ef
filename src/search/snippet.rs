//! Passages that show why an article was found.

use rustc_hash::FxHashMap;

use crate::analysis::Analyzer;
use crate::article::Article;
use crate::text::sentence_ends;

/// A piece of an article's text with the places where the query matched.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Snippet {
    /// The text; `…` at an end where it was cut inside a sentence.
    pub text: String,
    /// First character and character after the last of each match, ascending, disjoint.
    pub highlights: Vec<(usize, usize)>,
    /// Heading of the section that the passage stands in, if it stands in one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub heading: Option<String>,
}

/// What to look for: terms of the article's language, each with its weight and the number of the
/// query's word that it stands for.
pub(crate) type Wanted = FxHashMap<String, (usize, f32)>;

/// A match in a part of the article.
#[derive(Clone, Copy)]
struct Match {
    start: usize,
    end: usize,
    position: u32,
    word: usize,
    weight: f32,
}

/// How many sentences' worth of text one article offers at most; bounds the work on huge ones.
const MAX_MATCHES: usize = 2_000;

/// Makes the best passage of at most about `max_chars` characters; the definition when nothing in
/// the text matches; nothing at all for an article without text.
pub(crate) fn best(
    article: &Article,
    wanted: &Wanted,
    analyzer: &mut Analyzer,
    max_chars: usize,
) -> Option<Snippet> {
    let mut found: Option<(f32, Snippet)> = None;
    let mut left = MAX_MATCHES;
    for (number, (heading, text)) in article.parts().enumerate() {
        let matches = matches(text, wanted, analyzer, left);
        left -= matches.len();
        if let Some((score, range)) = best_range(text, &matches, max_chars, number)
            && found.as_ref().is_none_or(|(best, _)| score > *best)
        {
            let snippet = cut(text, range, &matches, heading);
            found = Some((score, snippet));
        }
        if left == 0 {
            break;
        }
    }
    if let Some((_, snippet)) = found {
        return Some(snippet);
    }
    let fallback = [article.definition.as_str(), article.body.as_str()];
    let text = fallback.into_iter().find(|text| !text.trim().is_empty()).or_else(|| {
        article.sections.iter().map(|s| s.text.as_str()).find(|text| !text.trim().is_empty())
    })?;
    let matches = matches(text, wanted, analyzer, MAX_MATCHES);
    let end = fitting_end(text, 0, max_chars);
    Some(cut(text, (0, end), &matches, None))
}

/// The words of `text` that are wanted, at most `limit`.
fn matches(text: &str, wanted: &Wanted, analyzer: &mut Analyzer, limit: usize) -> Vec<Match> {
    let mut found = Vec::new();
    analyzer.analyze(text, |token| {
        if found.len() < limit
            && let Some((word, weight)) = wanted.get(token.term)
        {
            found.push(Match {
                start: token.start,
                end: token.end,
                position: token.position,
                word: *word,
                weight: *weight,
            });
        }
    });
    found
}

/// Chooses the bytes of `text` that show the matches best.
///
/// A candidate begins at each sentence that has a match and takes in the next ones as far as they
/// fit. It is worth the weights of the different words in it, a tenth of those of repetitions, and
/// half of a word's weight more where the word follows the one before it in the query; a later
/// place in the article breaks near-ties.
fn best_range(
    text: &str,
    matches: &[Match],
    max_chars: usize,
    part: usize,
) -> Option<(f32, (usize, usize))> {
    let first = matches.first()?;
    let ends = sentence_ends(text);
    let mut best: Option<(f32, (usize, usize))> = None;
    let mut last_start = usize::MAX;
    for (at, candidate) in matches.iter().enumerate() {
        let sentence = ends.partition_point(|end| *end <= candidate.start);
        let start = sentence.checked_sub(1).and_then(|i| ends.get(i)).copied().unwrap_or(0);
        let whole_end = ends.get(sentence).copied().unwrap_or(text.len());
        let (start, end) = if chars_between(text, start, whole_end) > max_chars {
            // The sentence alone is too long: begin a little before the match.
            let start = back_to_word(text, candidate.start, max_chars / 4).max(start);
            (start, fitting_end(text, start, max_chars).min(whole_end))
        } else if start == last_start {
            continue;
        } else {
            let mut end = whole_end;
            for next in ends.get(sentence + 1..).unwrap_or_default() {
                if chars_between(text, start, *next) > max_chars {
                    break;
                }
                end = *next;
            }
            (start, end)
        };
        last_start = start;
        let inside = matches.get(at..).unwrap_or_default().iter().take_while(|m| m.end <= end);
        let lateness = 1.0 / (1.0 + 0.02 * (part as f32 + start as f32 / 2_000.0));
        let score = worth(inside) * lateness;
        if best.is_none_or(|(old, _)| score > old) {
            best = Some((score, (start, end)));
        }
    }
    best.or_else(|| {
        let end = fitting_end(text, first.start, max_chars);
        Some((first.weight, (first.start, end)))
    })
}

fn worth<'a>(matches: impl Iterator<Item = &'a Match>) -> f32 {
    let mut seen: Vec<usize> = Vec::new();
    let mut sum = 0.0;
    let mut before: Option<Match> = None;
    for m in matches {
        if seen.contains(&m.word) {
            sum += m.weight * 0.1;
        } else {
            seen.push(m.word);
            sum += m.weight;
        }
        if before.is_some_and(|b| b.word + 1 == m.word && b.position + 1 == m.position) {
            sum += m.weight * 0.5;
        }
        before = Some(*m);
    }
    sum
}

fn chars_between(text: &str, start: usize, end: usize) -> usize {
    text.get(start..end).map_or(0, |part| part.trim_end().chars().count())
}

/// The end of the longest run of whole words from `start` that has at most `max_chars` characters.
fn fitting_end(text: &str, start: usize, max_chars: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    let Some((cut, _)) = rest.char_indices().nth(max_chars) else { return text.len() };
    let head = rest.get(..cut).unwrap_or_default();
    let word_end = head.rfind(char::is_whitespace).filter(|end| *end > cut / 2).unwrap_or(cut);
    start + word_end
}

/// The start of the word about `chars` characters before byte `at`.
fn back_to_word(text: &str, at: usize, chars: usize) -> usize {
    let head = text.get(..at).unwrap_or_default();
    let start = head.char_indices().rev().take(chars).last().map_or(at, |(i, _)| i);
    let skipped = text.get(start..at).and_then(|s| s.find(char::is_whitespace));
    match skipped {
        Some(space) if start > 0 => start + space + 1,
        _ => start,
    }
}

/// Cuts `range` out of `text` and turns the matches inside into ranges of characters.
fn cut(text: &str, range: (usize, usize), matches: &[Match], heading: Option<&str>) -> Snippet {
    let part = text.get(range.0..range.1).unwrap_or_default();
    let start = range.0 + (part.len() - part.trim_start().len());
    let shown = part.trim();
    let end = start + shown.len();
    let before = text.get(..start).unwrap_or_default().trim_end();
    let at_sentence = before.is_empty() || ends_sentence(before) || text_breaks(text, start);
    let mut out = String::with_capacity(shown.len() + 8);
    if !at_sentence {
        out.push_str("… ");
    }
    let mut highlights: Vec<(usize, usize)> = Vec::new();
    let (mut byte, mut chars) = (start, out.chars().count());
    for m in matches.iter().filter(|m| m.start >= start && m.end <= end) {
        chars += text.get(byte..m.start).map_or(0, |s| s.chars().count());
        let length = text.get(m.start..m.end).map_or(0, |s| s.chars().count());
        highlights.push((chars, chars + length));
        chars += length;
        byte = m.end;
    }
    out.extend(shown.chars().map(|c| if c == '\n' { ' ' } else { c }));
    let rest = text.get(end..).unwrap_or_default();
    if !rest.trim().is_empty() && !ends_sentence(shown) && !rest.starts_with('\n') {
        out.push_str(" …");
    }
    let heading = heading.filter(|h| !h.is_empty()).map(str::to_owned);
    Snippet { text: out, highlights, heading }
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']']).ends_with(['.', '!', '?', '…'])
}

/// Whether a paragraph begins at byte `at`.
fn text_breaks(text: &str, at: usize) -> bool {
    text.get(..at).is_some_and(|before| before.trim_end_matches([' ', '\t']).ends_with('\n'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;

    fn wanted(lang: Lang, words: &[&str]) -> Wanted {
        let mut analyzer = Analyzer::new(lang);
        words
            .iter()
            .enumerate()
            .map(|(i, word)| (analyzer.forms(word).1.to_owned(), (i, 1.0)))
            .collect()
    }

    fn marked(snippet: &Snippet) -> String {
        let chars: Vec<char> = snippet.text.chars().collect();
        let mut out = String::new();
        for (i, c) in chars.iter().enumerate() {
            if snippet.highlights.iter().any(|h| h.0 == i) {
                out.push('[');
            }
            out.push(*c);
            if snippet.highlights.iter().any(|h| h.1 == i + 1) {
                out.push(']');
            }
        }
        out
    }

    #[test]
    fn the_sentence_with_most_words_wins() {
        let article = Article {
            body: "Консул живёт в городе. Посол вручил верительные грамоты королю. Конец.".into(),
            ..Article::default()
        };
        let mut analyzer = Analyzer::new(Lang::Ru);
        let wanted = wanted(Lang::Ru, &["верительные", "грамоты"]);
        let snippet = best(&article, &wanted, &mut analyzer, 45).unwrap();
        assert_eq!(marked(&snippet), "Посол вручил [верительные] [грамоты] королю.");
    }

    #[test]
    fn long_sentences_are_cut_at_words() {
        let article = Article {
            body: "слово ".repeat(100) + "посол " + &"слово ".repeat(100),
            ..Article::default()
        };
        let mut analyzer = Analyzer::new(Lang::Ru);
        let snippet = best(&article, &wanted(Lang::Ru, &["посол"]), &mut analyzer, 60).unwrap();
        assert!(snippet.text.starts_with("… слово") && snippet.text.ends_with("слово …"));
        assert!(marked(&snippet).contains("[посол]"), "{}", marked(&snippet));
        assert!(snippet.text.chars().count() <= 66, "{}", snippet.text);
    }

    #[test]
    fn the_definition_stands_in() {
        let article = Article {
            definition: "Посол — дипломат.".into(),
            body: "Текст.".into(),
            ..Article::default()
        };
        let mut analyzer = Analyzer::new(Lang::Ru);
        let snippet = best(&article, &Wanted::default(), &mut analyzer, 60).unwrap();
        assert_eq!((snippet.text.as_str(), snippet.highlights.len()), ("Посол — дипломат.", 0));
        assert!(best(&Article::default(), &Wanted::default(), &mut analyzer, 60).is_none());
    }
}

/// The best passage for the words of `query`, as the fuzz targets ask for it.
#[cfg(fuzzing)]
pub(crate) fn of_words(
    article: &Article,
    query: &str,
    analyzer: &mut Analyzer,
    max_chars: usize,
) -> Option<Snippet> {
    let mut wanted = Wanted::default();
    let mut number = 0;
    analyzer.analyze(query, |token| {
        wanted.insert(token.term.to_owned(), (number, 1.0));
        number += 1;
    });
    best(article, &wanted, analyzer, max_chars)
}
