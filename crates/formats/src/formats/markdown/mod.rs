//! Owns reading a Markdown file: its front matter into fields, its body into sections. Raw
//! HTML in it is left out. Does not follow links.

mod front_matter;
mod input;
mod value;

use std::fmt;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

pub(super) use self::input::Markdown;
use crate::text::headings;
use crate::text::outline::Outline;
use crate::text::page::Page;

/// How many lines [`looks_like`] reads.
const HEAD_LINES: usize = 500;

/// A front matter that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrontMatterError {
    /// Line of the file, from 1.
    pub line: usize,
    /// What is wrong with it and what is expected.
    pub reason: String,
}

impl fmt::Display for FrontMatterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "front matter, line {}: {}", self.line, self.reason)
    }
}

impl std::error::Error for FrontMatterError {}

/// Whether `text` is Markdown: it starts with front matter, or has a `# heading` that stands
/// alone, unlike the items of a wiki's numbered list. Reads the first 500 lines.
#[must_use]
pub fn looks_like(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}');
    if front_matter::split(text).is_some() {
        return true;
    }
    let mut previous = "";
    let mut lines = text.lines().take(HEAD_LINES).peekable();
    while let Some(line) = lines.next() {
        let next = lines.peek().copied().unwrap_or_default();
        if is_heading(line) && previous.trim().is_empty() && !next.starts_with(['#', '*', ':']) {
            return true;
        }
        previous = line;
    }
    false
}

fn is_heading(line: &str) -> bool {
    let text = line.trim_start_matches('#');
    (1..=6).contains(&(line.len() - text.len()))
        && text.starts_with(' ')
        && text.contains(char::is_alphanumeric)
}

/// Reads a Markdown file. The fields `id lang title aliases definition date keywords
/// categories url translations references links` come from YAML (`---`) or TOML (`+++`) front
/// matter, others are passed over; without a `title` the first heading of level 1 is it.
///
/// # Errors
/// A front matter that has no end or a field that cannot be read. Costs time and memory linear
/// in the length of `text`.
pub fn extract(text: &str) -> Result<Page, FrontMatterError> {
    let text = text.trim_start_matches('\u{feff}');
    let mut page = Page::default();
    let body = match front_matter::split(text) {
        Some(front) => front_matter::read(&front, &mut page)?,
        None => text,
    };
    if page.title.is_empty() {
        page.title = main_heading(body);
    }
    let title = page.title.clone();
    let mut body_reader = Body::new(Outline::new(&mut page), title);
    for event in events(body) {
        body_reader.read(event);
    }
    body_reader.end_line();
    Ok(page)
}

fn events(body: &str) -> Parser<'_> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES;
    Parser::new_ext(body, options)
}

/// The text of the first heading of level 1, or nothing.
fn main_heading(body: &str) -> String {
    let is_start =
        |event: &Event<'_>| matches!(event, Event::Start(tag) if level_of(tag) == Some(1));
    let mut title = String::new();
    let after = events(body).skip_while(|event| !is_start(event)).skip(1);
    for event in after.take_while(|event| !matches!(event, Event::End(TagEnd::Heading(_)))) {
        match event {
            Event::Text(text) | Event::Code(text) => push_text(&mut title, &text),
            Event::SoftBreak | Event::HardBreak => push_text(&mut title, " "),
            _ => {}
        }
    }
    title.trim().to_owned()
}

fn level_of(tag: &Tag<'_>) -> Option<u8> {
    match tag {
        Tag::Heading { level, .. } => Some(*level as u8),
        _ => None,
    }
}

/// The part of the body that is open.
struct Body<'a> {
    outline: Outline<'a>,
    title: String,
    line: String,
    heading: Option<u8>,
    has_title: bool,
    is_code: bool,
    /// Within the definition of a footnote.
    is_note: bool,
    /// Text of the open image or raw HTML, with its kind of noise.
    noise: Option<(&'static str, String)>,
    /// Open images, which may stand within one another.
    images: usize,
    /// Address of the open external link and where its text began.
    link: Option<(String, usize)>,
}

impl<'a> Body<'a> {
    fn new(outline: Outline<'a>, title: String) -> Self {
        Self {
            outline,
            title,
            line: String::new(),
            heading: None,
            has_title: false,
            is_code: false,
            is_note: false,
            noise: None,
            images: 0,
            link: None,
        }
    }

    fn read(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Code(text) => self.push(&text),
            Event::Html(html) => self.push(&html),
            Event::InlineHtml(html) => {
                self.outline.drop_text("markup", &html);
                if html.starts_with("<br") {
                    self.push(" ");
                }
            }
            Event::HardBreak if self.heading.is_none() && self.noise.is_none() => self.end_line(),
            Event::SoftBreak | Event::HardBreak => self.push(" "),
            Event::FootnoteReference(label) => self.outline.drop_text("footnote", &label),
            Event::Rule => self.end_line(),
            // Task marks say nothing; mathematics is not switched on.
            Event::TaskListMarker(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn push(&mut self, text: &str) {
        if let Some((_, noise)) = &mut self.noise {
            return push_text(noise, text);
        }
        if !self.is_code {
            return push_text(&mut self.line, text);
        }
        for line in text.split_inclusive('\n') {
            push_text(&mut self.line, line);
            if line.ends_with('\n') {
                self.end_line();
            }
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Image { .. } => {
                self.images += 1;
                self.noise.get_or_insert(("image", String::new()));
            }
            Tag::Link { dest_url, .. } => {
                let is_external = dest_url.starts_with("//") || dest_url.contains("://");
                self.link = is_external.then(|| (dest_url.into_string(), self.line.len()));
            }
            Tag::HtmlBlock => {
                self.end_line();
                self.noise = Some(("markup", String::new()));
            }
            Tag::TableCell => {
                if !self.line.is_empty() {
                    self.line.push_str(" | ");
                }
            }
            Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript => {}
            tag => {
                self.end_line();
                self.heading = level_of(&tag);
                self.is_code = matches!(tag, Tag::CodeBlock(_));
                self.is_note |= matches!(tag, Tag::FootnoteDefinition(_));
            }
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Image => {
                self.images = self.images.saturating_sub(1);
                if self.images == 0 {
                    self.end_noise();
                }
            }
            TagEnd::HtmlBlock => self.end_noise(),
            TagEnd::Link => self.end_link(),
            TagEnd::TableCell
            | TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript => {}
            tag => {
                self.end_line();
                self.heading = None;
                self.is_code = false;
                self.is_note &= tag != TagEnd::FootnoteDefinition;
            }
        }
    }

    fn end_noise(&mut self) {
        if let Some((kind, text)) = self.noise.take()
            && !text.trim().is_empty()
        {
            self.outline.drop_text(kind, text.trim());
        }
    }

    fn end_link(&mut self) {
        let Some((address, start)) = self.link.take() else { return };
        let text = self.line.get(start..).unwrap_or_default().trim();
        if self.outline.lists_links() && self.noise.is_none() {
            if text.is_empty() {
                push_text(&mut self.line, &address);
            }
        } else {
            self.outline.link(if text.is_empty() { &address } else { text });
        }
    }

    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        let line = line.trim().trim_end_matches(" |");
        match self.heading {
            Some(1) if !self.has_title && headings::is_same(line, &self.title) => {
                self.has_title = true;
            }
            Some(level) => self.outline.heading(level, line),
            None if self.is_note => self.outline.reference(line),
            None => self.outline.line(line),
        }
    }
}

/// Adds text to a line, every run of white space one space.
fn push_text(line: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '\u{ad}' | '\u{200b}' | '\u{feff}' => {}
            c if !c.is_whitespace() => line.push(c),
            _ if line.is_empty() || line.ends_with(' ') => {}
            _ => line.push(' '),
        }
    }
}

#[cfg(test)]
mod tests;
