//! Owns the pass over lines: headings, lists, tables, paragraphs, and the other names in the
//! first paragraph. Inline marks are gone before: see `inline`. What part of the page a heading
//! opens is for `outline` to say.

use super::caption;
use super::clean::{self, Addresses};
use super::marks::{ADDRESS, BOLD, BREAK, CAPTION, CUT, GALLERY, GUARD, is_blank};
use super::table::Table;
use crate::formats::mediawiki::site::{Site, fold};
use crate::text::first_sentence;
use crate::text::headings::{self, HeadingKind};
use crate::text::outline::Outline;
use crate::text::page::Page;

/// Other names taken from the first paragraph.
const MAX_ALIASES: usize = 16;
/// Paragraphs of the lead among which the one with the title in bold is looked for.
const MAX_FIRST_PARAGRAPHS: usize = 4;
/// Longest other name, in characters.
const MAX_ALIAS_CHARS: usize = 120;

/// Reads the lines of `flat` into `page`. One pass.
pub(super) fn read(flat: &str, site: &Site, page: &mut Page) {
    let title = comparable(&page.title);
    let mut reader = Reader {
        site,
        outline: Outline::new(page),
        table: Table::default(),
        paragraph: String::new(),
        headings: Vec::new(),
        list_level: None,
        aliases: Vec::new(),
        title,
        seeks_aliases: true,
        in_lead: true,
        first: Definition::default(),
    };
    flat.split('\n').for_each(|line| reader.line(line));
    reader.end_paragraph();
    reader.end_table();
    let Reader { aliases, first, .. } = reader;
    page.aliases = aliases;
    page.definition = Some(first.sentence).filter(|sentence| !sentence.is_empty());
}

/// The sentence that says what the page is about: the first one of the first paragraph of the lead
/// with bold text, or else of the first. Notes on other pages (`: ''...''`), captions and rows are
/// no paragraphs.
#[derive(Default)]
struct Definition {
    sentence: String,
    /// Paragraphs that were looked at.
    paragraphs: usize,
    is_found: bool,
}

impl Definition {
    fn look_at(&mut self, paragraph: &str) {
        if self.is_found || self.paragraphs == MAX_FIRST_PARAGRAPHS {
            return;
        }
        self.is_found = paragraph.contains(BOLD);
        if self.is_found || self.sentence.is_empty() {
            let text = clean::lines(paragraph, Addresses::Drop);
            first_sentence(&text).clone_into(&mut self.sentence);
        }
        self.paragraphs += 1;
    }
}

struct Reader<'a> {
    site: &'a Site,
    outline: Outline<'a>,
    table: Table,
    /// Lines of the paragraph being read.
    paragraph: String,
    /// Headings that no text has followed yet, with their levels, which rise.
    headings: Vec<(u8, String)>,
    /// Level of the heading under which references or external links are listed.
    list_level: Option<u8>,
    aliases: Vec<String>,
    /// Title of the page, to tell names from it.
    title: String,
    /// Whether the lead had no paragraph with bold text so far.
    seeks_aliases: bool,
    /// Whether no heading came so far.
    in_lead: bool,
    first: Definition,
}

impl Reader<'_> {
    fn line(&mut self, line: &str) {
        let (line, is_cut) = match line.split_once(CUT) {
            Some((line, _)) => (line, true),
            None => (line, false),
        };
        if let Some(picture) = line.strip_prefix([CAPTION, GALLERY]) {
            let caption = match line.starts_with(GALLERY) {
                true => picture.split_once('|').and_then(|(_, values)| caption::of(values)),
                false => Some(picture),
            };
            self.end_paragraph();
            return self.add_raw(caption.unwrap_or_default());
        }
        let is_indented = line.starts_with(' ');
        let bare = line.trim_start_matches(is_blank_start).trim_end_matches(is_blank);
        if let Some((level, heading)) = heading(bare) {
            self.end_paragraph();
            self.end_table();
            self.start_section(level, heading);
        } else if self.table.takes(bare) {
            self.end_paragraph();
            if let Some(row) = self.table.read(bare, self.addresses()) {
                self.add(&row);
            }
        } else if let Some(item) = list_item(bare) {
            self.end_paragraph();
            self.add_raw(item);
        } else if bare.is_empty() || is_leftover(bare) || self.is_file(bare) {
            if !is_cut {
                self.end_paragraph();
            }
        } else if is_indented {
            self.end_paragraph();
            self.add_raw(bare);
        } else {
            if !self.paragraph.is_empty() {
                self.paragraph.push(' ');
            }
            // Breaks at the ends of a line are lines too.
            self.paragraph.push_str(line);
        }
    }

    fn end_paragraph(&mut self) {
        let paragraph = std::mem::take(&mut self.paragraph);
        if paragraph.is_empty() {
            return;
        }
        if self.in_lead {
            self.first.look_at(&paragraph);
        }
        if self.seeks_aliases {
            self.find_aliases(&paragraph);
        }
        self.add_raw(&paragraph);
    }

    fn end_table(&mut self) {
        if let Some(row) = self.table.end(self.addresses()) {
            self.add(&row);
        }
    }

    /// What happens here to an address without text: where sources and links are listed, it is
    /// one of them.
    fn addresses(&self) -> Addresses {
        if self.list_level.is_some() { Addresses::Keep } else { Addresses::Drop }
    }

    fn add_raw(&mut self, raw: &str) {
        self.add(&clean::lines(raw, self.addresses()));
    }

    /// Adds plain text to the part being read, after the headings that wait for it.
    fn add(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        for (level, heading) in self.headings.drain(..) {
            self.outline.heading(level, &heading);
        }
        text.lines().for_each(|line| self.outline.line(line));
    }

    /// A heading waits for text: one that is followed by none, and by no deeper one that is, is
    /// not kept.
    fn start_section(&mut self, level: u8, heading: &str) {
        let heading = clean::line(heading, Addresses::Drop);
        match headings::kind(&heading) {
            Some(HeadingKind::References | HeadingKind::ExternalLinks) => {
                self.list_level = Some(level);
            }
            None if self.list_level.is_some_and(|above| level > above) => {}
            _ => self.list_level = None,
        }
        self.seeks_aliases = false;
        self.in_lead = false;
        while self.headings.pop_if(|(above, _)| *above >= level).is_some() {}
        self.headings.push((level, heading));
    }

    /// A line that names a file, as galleries have them.
    fn is_file(&self, line: &str) -> bool {
        line.split_once(':').is_some_and(|(prefix, rest)| {
            prefix.len() < 40 && !rest.starts_with(char::is_whitespace) && self.site.is_file(prefix)
        })
    }

    fn find_aliases(&mut self, paragraph: &str) {
        if !paragraph.contains(BOLD) {
            return;
        }
        self.seeks_aliases = false;
        for bold in paragraph.split(BOLD).skip(1).step_by(2) {
            let name = clean::line(bold, Addresses::Drop);
            let name = name.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '(' | ')'));
            let is_new = !name.is_empty()
                && name.chars().count() <= MAX_ALIAS_CHARS
                && comparable(name) != self.title
                && self.aliases.iter().all(|alias| alias != name);
            if is_new && self.aliases.len() < MAX_ALIASES {
                self.aliases.push(name.to_owned());
            }
        }
    }
}

/// Level and text of a heading `== X ==`.
fn heading(line: &str) -> Option<(u8, &str)> {
    let marks = line.len() - line.trim_start_matches('=').len();
    if marks == 0 {
        return None;
    }
    let after = line.len() - line.trim_end_matches('=').len();
    let level = u8::try_from(marks.min(after).min(6)).ok()?;
    let inside = line.trim_matches('=').trim();
    (level > 0 && !inside.is_empty()).then_some((level, inside))
}

/// Text of a line of a list, or after a rule.
fn list_item(line: &str) -> Option<&str> {
    let item = line.trim_start_matches(['*', '#', ':', ';', ' ']);
    if item.len() < line.len() {
        return Some(item);
    }
    line.starts_with("----").then(|| line.trim_start_matches('-'))
}

/// What a broken template or table leaves: a value or a row on a line of its own.
fn is_leftover(line: &str) -> bool {
    line.starts_with(['|', '}'])
}

fn is_blank_start(c: char) -> bool {
    c.is_whitespace() || matches!(c, BREAK)
}

/// A name without stress marks, brackets at its end and case, to tell names apart.
fn comparable(name: &str) -> String {
    let name = name.split_once(" (").map_or(name, |(name, _)| name);
    fold(&name.replace(['\u{301}', GUARD, ADDRESS], ""))
}
