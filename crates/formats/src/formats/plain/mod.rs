//! Owns reading plain text: what is left of a wiki page after a scraper took its markup and
//! full stops away and a mirror put its own noise around it, and ordinary text of a title and
//! paragraphs. Does not mend the sentences.

mod footnotes;
mod input;
mod lines;
mod sentence;

use std::ops::Range;

pub(super) use self::input::Text;
use self::lines::{Contents, Line};
use crate::text::dates;
use crate::text::headings;
use crate::text::outline::Outline;
use crate::text::page::Page;

/// A line with more characters is no title or heading.
const MAX_TITLE_CHARS: usize = 150;
/// The title comes within this many lines, after a date and the like.
const MAX_HEAD_LINES: usize = 40;
/// A line of the tail has no more words than this beside the title's.
const MAX_TAIL_WORDS: usize = 4;

/// Whether `text` has the marks of a page scraped from a wiki's mirror, at least two of: a
/// date line, a line of languages, a numbered table of contents, `edit` glued to a heading,
/// notes with `^`, a list of other posts. Reads the text once.
#[must_use]
pub fn looks_like(text: &str) -> bool {
    let lines = lines::classify(text);
    let head = || lines.iter().filter(|line| !line.text.is_empty()).take(3);
    let marks = [
        head().take(1).any(|line| date_of(line.text).is_some()),
        head().any(|line| lines::languages(line.text).is_some()),
        Contents::find(&lines).is_some(),
        lines.iter().any(|line| {
            let glued = headings::split_glued_edit_mark(line.text);
            line.is_short() && glued.is_some_and(|(rest, _)| headings::kind(rest).is_some())
        }),
        lines.iter().any(Line::is_note),
        lines.iter().any(|line| headings::is_other_posts(line.text)),
    ];
    marks.into_iter().filter(|&is_there| is_there).count() >= 2
}

/// Reads scraped or ordinary plain text: the first short line is the title, the rest
/// paragraphs under the headings that can be told. Never fails; what is taken for noise is
/// recorded as dropped. Linear in the length of `text`.
#[must_use]
pub fn extract(text: &str) -> Page {
    if looks_like(text) { Scraped::new(text).read() } else { ordinary(text) }
}

/// Text without a scraper's marks. Lines that a program has broken are joined again.
fn ordinary(text: &str) -> Page {
    let lines = lines::classify(text);
    let is_wrapped = lines.iter().any(|line| line.text.is_empty())
        && lines.iter().all(|line| line.text.chars().nth(100).is_none());
    let mut page = Page::default();
    let mut rest = lines.as_slice();
    if let Some(at) = rest.iter().position(|line| !line.text.is_empty()) {
        let (head, after) = rest.split_at_checked(at + 1).unwrap_or((&[], rest));
        let has_text = after.iter().any(|line| !line.text.is_empty());
        let stands_alone = !is_wrapped || after.first().is_none_or(|line| line.text.is_empty());
        let title = head.last().map_or("", |line| line.text);
        if has_text && stands_alone && title.chars().nth(MAX_TITLE_CHARS).is_none() {
            title.clone_into(&mut page.title);
            rest = after;
        }
    }
    let mut outline = Outline::new(&mut page);
    let mut paragraph = String::new();
    for line in rest {
        let is_heading = line.is_short() && headings::kind(line.text).is_some();
        if !is_wrapped || line.text.is_empty() || is_heading || line.is_item {
            outline.line(&std::mem::take(&mut paragraph));
        }
        if is_heading {
            outline.heading(2, line.text);
            continue;
        }
        if !paragraph.is_empty() {
            paragraph.push(' ');
        }
        paragraph.push_str(line.text);
    }
    outline.line(&paragraph);
    page
}

/// A piece of the article in reading order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece<'a> {
    Heading(&'a str),
    Paragraph(&'a str),
    Item(&'a str),
    Note(&'a str),
    /// Where the table of contents was.
    Contents,
}

struct Scraped<'a> {
    lines: Vec<Line<'a>>,
    contents: Option<Contents<'a>>,
    /// Edit marks that stand glued to a heading whose words are known.
    marks: Vec<&'static str>,
    page: Page,
    pieces: Vec<Piece<'a>>,
}

impl<'a> Scraped<'a> {
    fn new(text: &'a str) -> Self {
        let lines = lines::classify(text);
        let contents = Contents::find(&lines);
        let mut scraped =
            Self { lines, contents, marks: Vec::new(), page: Page::default(), pieces: Vec::new() };
        let glued = |line: &Line<'a>| headings::split_glued_edit_mark(line.text);
        let short = scraped.lines.iter().filter(|line| line.is_short() && !line.is_item);
        let proven = short.filter_map(glued).filter(|(rest, _)| scraped.is_known(rest));
        let mut marks: Vec<&'static str> = proven.map(|(_, mark)| mark).collect();
        marks.dedup();
        scraped.marks = marks;
        scraped
    }

    fn read(mut self) -> Page {
        let body = self.read_head();
        self.read_body(body);
        self.name_lost_sections();
        self.write()
    }

    /// Whether a heading is one of the table of contents or says the same everywhere.
    fn is_known(&self, heading: &str) -> bool {
        headings::kind(heading).is_some()
            || self.contents.as_ref().is_some_and(|contents| contents.position(heading).is_some())
    }

    /// The heading that a line is, if it is one.
    fn heading_of(&self, line: &Line<'a>) -> Option<&'a str> {
        if line.is_item || !line.is_short() || line.text.is_empty() {
            return None;
        }
        match headings::split_glued_edit_mark(line.text) {
            Some((heading, mark)) => {
                // "Letter of credit" ends in a mark too.
                let last = heading.rsplit(' ').next().unwrap_or_default();
                let is_word = last.chars().nth(2).is_some();
                let is_sure = self.is_known(heading) || is_word && self.marks.contains(&mark);
                is_sure.then_some(heading)
            }
            None => self.is_known(line.text).then_some(line.text),
        }
    }

    /// Reads what stands before the text: date, languages, title. Returns where it ends.
    fn read_head(&mut self) -> usize {
        for (at, line) in self.lines.iter().enumerate().take(MAX_HEAD_LINES) {
            if line.text.is_empty() {
                continue;
            }
            if self.page.date.is_none()
                && let Some(date) = date_of(line.text)
            {
                self.page.date = Some(date);
            } else if let Some(languages) = lines::languages(line.text) {
                self.page.translations = languages;
            } else {
                let is_title = line.text.chars().nth(MAX_TITLE_CHARS).is_none();
                if is_title {
                    line.text.clone_into(&mut self.page.title);
                }
                return at + usize::from(is_title);
            }
        }
        self.lines.len().min(MAX_HEAD_LINES)
    }

    /// Sorts the lines of the text, as far as it goes, into pieces.
    fn read_body(&mut self, from: usize) {
        let contents = self.contents.as_ref().map_or(0..0, |contents| contents.lines.clone());
        let lines = std::mem::take(&mut self.lines);
        let mut after_text = false;
        for (at, line) in lines.iter().enumerate().skip(from) {
            let text = line.text;
            if text.is_empty() {
                continue;
            }
            if contents.contains(&at) {
                if at == contents.start {
                    self.pieces.push(Piece::Contents);
                }
                self.page.drop_text("toc", text);
            } else if line.is_note() {
                after_text = true;
                self.pieces.push(Piece::Note(text));
            } else if headings::is_other_posts(text) || self.is_tail(line, after_text) {
                self.drop_tail(lines.get(at..).unwrap_or_default());
                break;
            } else if let Some(heading) = self.heading_of(line) {
                after_text |= headings::kind(heading).is_some();
                if heading.len() < text.len() {
                    self.page.drop_text("edit", text.get(heading.len()..).unwrap_or_default());
                }
                self.pieces.push(Piece::Heading(heading));
            } else if let Some(keywords) = lines::keywords(text, &self.page.title) {
                self.page.drop_text("keywords", text);
                self.page.keywords.extend(keywords);
            } else if line.is_item {
                self.pieces.push(Piece::Item(text));
            } else {
                self.pieces.push(Piece::Paragraph(text));
            }
        }
        self.lines = lines;
        lines::dedup(&mut self.page.keywords);
    }

    /// Whether the page's own text is over: after its last parts a mirror writes the title
    /// again, alone or with a few words.
    fn is_tail(&self, line: &Line<'_>, after_text: bool) -> bool {
        let title = &self.page.title;
        if !after_text || line.is_item || title.is_empty() || line.text.contains(',') {
            return false;
        }
        let Some(rest) = line.text.strip_prefix(title.as_str()) else { return false };
        rest.is_empty()
            || rest.starts_with(' ') && rest.split_whitespace().count() <= MAX_TAIL_WORDS
    }

    fn drop_tail(&mut self, lines: &[Line<'_>]) {
        let mut kind = "boilerplate";
        let mut is_comment = false;
        for line in lines.iter().filter(|line| !line.text.is_empty()) {
            if headings::is_other_posts(line.text) {
                kind = "related";
            }
            let is_keywords = || lines::keywords(line.text, &self.page.title).is_some();
            let kind = match kind {
                "boilerplate" if line.is_item || is_comment => "comments",
                "boilerplate" if is_keywords() => "keywords",
                kind => kind,
            };
            is_comment = line.is_item;
            self.page.drop_text(kind, line.text);
        }
    }

    /// Gives the text after the table of contents the headings that only the table has kept.
    fn name_lost_sections(&mut self) {
        let Some(contents) = &self.contents else { return };
        let Some(start) = self.pieces.iter().position(|piece| *piece == Piece::Contents) else {
            return;
        };
        let after = self.pieces.get(start + 1..).unwrap_or_default();
        let is_text = |piece: &&Piece<'_>| matches!(piece, Piece::Paragraph(_) | Piece::Item(_));
        let text_len = after.iter().take_while(is_text).count();
        let next = after.get(text_len).and_then(|piece| match piece {
            Piece::Heading(heading) => contents.position(heading),
            _ => None,
        });
        let before_next = contents.entries.iter().take(next.unwrap_or(usize::MAX));
        let lost: Vec<&str> =
            before_next.copied().filter(|entry| headings::kind(entry).is_none()).collect();
        let text = after.get(..text_len).unwrap_or_default().to_vec();
        let paragraphs = text.iter().filter(|piece| matches!(piece, Piece::Paragraph(_))).count();
        if lost.is_empty() || text.is_empty() {
            return;
        }
        let mut named = Vec::with_capacity(text.len() + lost.len());
        // As many paragraphs as headings: most likely one each. Else the first takes all.
        let mut headings = lost.iter().map(|heading| Piece::Heading(heading));
        let is_one_each = paragraphs == lost.len();
        for (at, piece) in text.into_iter().enumerate() {
            if at == 0 || is_one_each && matches!(piece, Piece::Paragraph(_)) {
                named.extend(headings.next());
            }
            named.push(piece);
        }
        self.pieces.splice(start + 1..start + 1 + text_len, named);
    }

    /// Writes the pieces into the page, without the footnote numbers in them.
    fn write(mut self) -> Page {
        let notes = self.pieces.iter().filter(|piece| matches!(piece, Piece::Note(_))).count();
        let (text, spans) = self.joined_text();
        let marks = footnotes::find(&text, notes);
        for mark in &marks {
            let number = text.get(mark.clone()).unwrap_or_default();
            self.page.drop_text("footnote", number.trim());
        }
        let mut marks = marks.into_iter().peekable();
        let mut spans = spans.into_iter();
        let mut outline = Outline::new(&mut self.page);
        let mut definition = None;
        let mut is_lead = true;
        for piece in &self.pieces {
            match piece {
                Piece::Contents => {}
                Piece::Heading(heading) => {
                    is_lead = false;
                    outline.heading(2, heading);
                }
                Piece::Note(note) => outline.reference(note),
                Piece::Paragraph(line) | Piece::Item(line) => {
                    let Some(span) = spans.next() else { continue };
                    let mut own: Vec<Range<usize>> = Vec::new();
                    while let Some(mark) = marks.next_if(|mark| mark.end <= span.end) {
                        own.push(mark.start - span.start..mark.end - span.start);
                    }
                    if is_lead && definition.is_none() && matches!(piece, Piece::Paragraph(_)) {
                        definition = Some(sentence::first_sentence(line, &own));
                    }
                    outline.line(&without(line, &own));
                }
            }
        }
        self.page.definition = definition.flatten();
        self.page
    }

    /// All text one below the other, as the notes run through it, and where each piece is.
    fn joined_text(&self) -> (String, Vec<Range<usize>>) {
        let (mut text, mut spans) = (String::new(), Vec::new());
        for piece in &self.pieces {
            if let Piece::Paragraph(line) | Piece::Item(line) = piece {
                let start = text.len();
                text.push_str(line);
                spans.push(start..text.len());
                text.push('\n');
            }
        }
        (text, spans)
    }
}

/// `line` without the stretches given, which are in order and apart.
fn without(line: &str, stretches: &[Range<usize>]) -> String {
    let mut kept = String::with_capacity(line.len());
    let mut from = 0;
    for stretch in stretches {
        kept.push_str(line.get(from..stretch.start).unwrap_or_default());
        from = stretch.end;
    }
    kept.push_str(line.get(from..).unwrap_or_default());
    kept
}

/// The date that a line is, if it is nothing else.
fn date_of(line: &str) -> Option<String> {
    if line.chars().nth(40).is_some() { None } else { dates::iso(line) }
}

#[cfg(test)]
mod tests;
