//! Owns the text of an HTML page as lines and headings in reading order, and which stretch of
//! them is the article. Does not know tags.

use super::rules::Container;
use crate::text::footnotes;
use crate::text::outline::Outline;
use crate::text::page::Page;

/// A container with fewer characters is the article only if it holds much of the page.
const ARTICLE_CHARS: usize = 1_000;
const ARTICLE_SHARE: usize = 4;

/// A line with a date in it and no more characters than this only dates the page.
const MAX_LABEL_CHARS: usize = 40;

/// One piece of the page.
#[derive(Debug)]
enum Block {
    Heading { level: u8, text: String, rank: Rank },
    Line(String),
    Reference(String),
    Address(String),
    Dropped(&'static str, String),
}

/// How sure it is that an `h1` names the page, the surest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// In the page's header, where the site has its name.
    Header,
    Body,
    Article,
    /// `#firstHeading`, the title of a wiki page.
    First,
}

/// Where text goes at the end of its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineKind {
    Text,
    Reference,
    Heading(u8, Rank),
    Dropped(&'static str),
}

/// Where a container began.
#[derive(Debug, Clone, Copy)]
pub(super) struct Start {
    block: usize,
    chars: usize,
}

/// The lines gathered so far and the one being written.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    list: Vec<Block>,
    line: String,
    /// Characters of all text lines so far.
    chars: usize,
    /// The longest container of each kind: its blocks and characters.
    longest: [Option<(usize, usize, usize)>; 3],
}

impl Blocks {
    /// Adds running text to the line, every run of white space one space. Soft hyphens and
    /// zero-width spaces say only where a word may break.
    pub(super) fn push_text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '\u{ad}' | '\u{200b}' | '\u{feff}' => {}
                c if c.is_whitespace() => self.push_space(),
                c => self.line.push(c),
            }
        }
    }

    pub(super) fn push_space(&mut self) {
        if !self.line.is_empty() && !self.line.ends_with(' ') {
            self.line.push(' ');
        }
    }

    /// Marks the border between two cells of a row.
    pub(super) fn push_cell_border(&mut self) {
        if !self.line.is_empty() {
            self.push_space();
            self.line.push_str("| ");
        }
    }

    pub(super) fn line_len(&self) -> usize {
        self.line.len()
    }

    /// Whether the line is a few words and no sentence, as `Updated: 14 May 2018`.
    pub(super) fn is_label(&self) -> bool {
        let line = self.line.trim_end();
        line.chars().nth(MAX_LABEL_CHARS).is_none() && !line.ends_with(['.', '!', '?', '…'])
    }

    /// Cuts the line back to `len` bytes and returns what stood after them.
    pub(super) fn cut_line(&mut self, len: usize) -> String {
        if self.line.is_char_boundary(len) { self.line.split_off(len) } else { String::new() }
    }

    /// Ends the line; an empty one leaves nothing.
    pub(super) fn end_line(&mut self, kind: LineKind) {
        let line = std::mem::take(&mut self.line);
        let text = footnotes::without_marks(line.trim().trim_end_matches(" |"));
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        let owned = || text.to_owned();
        let block = match kind {
            LineKind::Text => {
                self.chars += text.chars().count();
                Block::Line(owned())
            }
            LineKind::Reference => Block::Reference(owned()),
            LineKind::Heading(level, rank) => Block::Heading { level, text: owned(), rank },
            LineKind::Dropped(kind) => Block::Dropped(kind, owned()),
        };
        self.list.push(block);
    }

    pub(super) fn push_address(&mut self, address: &str) {
        self.list.push(Block::Address(address.to_owned()));
    }

    pub(super) fn push_dropped(&mut self, kind: &'static str, text: &str) {
        let text = text.trim();
        if !text.is_empty() {
            self.list.push(Block::Dropped(kind, text.to_owned()));
        }
    }

    /// Where a container that opens here begins.
    pub(super) fn start(&self) -> Start {
        Start { block: self.list.len(), chars: self.chars }
    }

    /// Closes a container, so that its blocks may be chosen as the article.
    pub(super) fn close(&mut self, container: Container, start: Start) {
        let chars = self.chars.saturating_sub(start.chars);
        let Some(longest) = self.longest.get_mut(container as usize) else { return };
        if longest.is_none_or(|(_, _, known)| known < chars) {
            *longest = Some((start.block, self.list.len(), chars));
        }
    }

    /// The page's main heading: the surest, and of equals the first.
    pub(super) fn main_heading(&self) -> Option<String> {
        let headings = self.list.iter().filter_map(|block| match block {
            Block::Heading { level: 1, text, rank } => Some((rank, text)),
            _ => None,
        });
        let best = headings.reduce(|best, next| if next.0 > best.0 { next } else { best });
        best.map(|(_, text)| text.clone())
    }

    /// Hands the article's blocks over to `page`, whose title is known.
    pub(super) fn fill(mut self, page: &mut Page) {
        let (from, to) = self.article();
        let blocks = self.list.get_mut(from..to).unwrap_or_default();
        if !blocks.iter().any(|block| matches!(block, Block::Line(_))) {
            restore(blocks);
        }
        let title = page.title.clone();
        let mut outline = Outline::new(page);
        for block in blocks {
            match block {
                Block::Heading { level: 1, text, .. } if *text == title => {}
                Block::Heading { level, text, .. } => outline.heading(*level, text),
                Block::Line(text) => outline.line(text),
                Block::Reference(text) => outline.reference(text),
                Block::Address(address) => outline.address(address),
                Block::Dropped(kind, text) => outline.drop_text(kind, text),
            }
        }
    }

    /// The blocks of the surest container that holds enough text, or all.
    fn article(&self) -> (usize, usize) {
        let is_enough = |chars: usize| {
            chars > 0 && (chars >= ARTICLE_CHARS || chars * ARTICLE_SHARE >= self.chars)
        };
        let containers = self.longest.iter().rev().flatten();
        let best = containers.copied().find(|&(_, _, chars)| is_enough(chars));
        best.map_or((0, self.list.len()), |(from, to, _)| (from, to))
    }
}

/// Some pages are one large form: better its text than none.
fn restore(blocks: &mut [Block]) {
    for block in blocks {
        if let Block::Dropped("form" | "header", text) = block {
            *block = Block::Line(std::mem::take(text));
        }
    }
}
