//! Owns the way from headings and lines, in reading order, to the parts of a [`Page`]: lead,
//! sections, references, external links. Does not find the headings or clean the lines.

use super::footnotes;
use super::headings::{self, HeadingKind};
use super::page::{Page, Section};

/// Fills a page from headings and lines as a reader meets them.
#[derive(Debug)]
pub struct Outline<'a> {
    page: &'a mut Page,
    target: Target,
    /// Level of the heading that set the target; deeper headings stay below it.
    level: u8,
    /// The heading that says "contents", until it shows whether a list or prose is below it.
    contents: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Target {
    Text,
    References,
    Links,
    Contents,
}

impl<'a> Outline<'a> {
    /// Goes on where `page` ends: lines go to its lead until the first heading.
    pub fn new(page: &'a mut Page) -> Self {
        Self { page, target: Target::Text, level: 0, contents: String::new() }
    }

    /// Starts the part that `heading` names; `level` is 2 for the outermost. A heading for
    /// references or links opens no section, and headings below it belong to it.
    pub fn heading(&mut self, level: u8, heading: &str) {
        let heading = headings::without_edit_mark(heading).trim();
        if heading.is_empty() {
            return;
        }
        let target = match headings::kind(heading) {
            Some(HeadingKind::References) => Target::References,
            Some(HeadingKind::ExternalLinks) => Target::Links,
            Some(HeadingKind::Contents) => Target::Contents,
            None if self.target != Target::Text && level > self.level => return,
            Some(HeadingKind::SeeAlso) | None => Target::Text,
        };
        self.target = target;
        self.level = level;
        match target {
            Target::Text => self
                .page
                .sections
                .push(Section { heading: heading.to_owned(), text: String::new() }),
            Target::Contents => {
                self.page.drop_text("toc", heading);
                heading.clone_into(&mut self.contents);
            }
            Target::References | Target::Links => {}
        }
    }

    /// Adds a paragraph or list item to the part that is open; an empty one is passed over.
    pub fn line(&mut self, line: &str) {
        let line = line.trim();
        if line.is_empty() {
            return;
        }
        if self.target == Target::Contents && is_prose(line) {
            // What a document is about, not a list of its parts.
            let heading = std::mem::take(&mut self.contents);
            self.page.sections.push(Section { heading, text: String::new() });
            self.target = Target::Text;
        }
        match self.target {
            Target::Text => {
                let text = match self.page.sections.last_mut() {
                    Some(section) => &mut section.text,
                    None => &mut self.page.lead,
                };
                if !text.is_empty() {
                    text.push('\n');
                }
                text.push_str(line);
            }
            Target::References => self.reference(line),
            Target::Links => self.page.links.push(line.to_owned()),
            Target::Contents => self.page.drop_text("toc", line),
        }
    }

    /// Adds an entry of a list of references, whatever part is open, without its number and
    /// the marks that lead back to the text.
    pub fn reference(&mut self, entry: &str) {
        let entry = footnotes::without_backlinks(entry);
        if !entry.is_empty() {
            self.page.references.push(entry.to_owned());
        }
    }

    /// Adds the address of a link without text, where external links are listed.
    pub fn address(&mut self, address: &str) {
        if self.target == Target::Links {
            self.page.links.push(address.to_owned());
        }
    }

    /// Whether the open part lists external links, so that each of its lines is one.
    #[must_use]
    pub fn lists_links(&self) -> bool {
        self.target == Target::Links
    }

    /// Adds an external link from running text.
    pub fn link(&mut self, link: &str) {
        self.page.links.push(link.to_owned());
    }

    /// Records text that was left out here.
    pub fn drop_text(&mut self, kind: &'static str, text: &str) {
        self.page.drop_text(kind, text);
    }
}

/// Whether a line below "contents" is a sentence and no entry of a table of contents.
fn is_prose(line: &str) -> bool {
    const LONGEST_ENTRY_CHARS: usize = 100;
    line.chars().count() > LONGEST_ENTRY_CHARS
        || line.ends_with(['.', '!', '?']) && line.split_whitespace().count() > 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_go_where_their_headings_say() {
        let words = [
            ["History", "See also", "Notes", "External links", "Contents"],
            ["Tarihçe", "Ayrıca bakınız", "Kaynakça", "Dış bağlantılar", "İçindekiler"],
            ["История", "См. также", "Примечания", "Ссылки", "Содержание"],
            ["Історія", "Див. також", "Примітки", "Посилання", "Зміст"],
            ["Тарихы", "Тағы қараңыз", "Дереккөздер", "Сыртқы сілтемелер", "Мазмұны"],
            ["Гісторыя", "Гл. таксама", "Зноскі", "Спасылкі", "Змест"],
        ];
        for [history, see_also, notes, links, contents] in words {
            let mut page = Page::default();
            let mut outline = Outline::new(&mut page);
            outline.line("lead");
            outline.heading(2, contents);
            outline.line("1 History");
            outline.heading(2, history);
            outline.line("one");
            outline.line(" two ");
            outline.line("  ");
            outline.heading(2, see_also);
            outline.line("peace");
            outline.heading(2, notes);
            outline.heading(3, "Books");
            outline.line("a book");
            outline.heading(2, links);
            outline.line("a site");
            outline.address("http://a.example");
            outline.heading(2, "Later");
            outline.address("http://b.example");
            assert_eq!(page.lead, "lead", "{history}");
            let section = |heading: &str, text: &str| Section {
                heading: heading.to_owned(),
                text: text.to_owned(),
            };
            let expected =
                [section(history, "one\ntwo"), section(see_also, "peace"), section("Later", "")];
            assert_eq!(page.sections, expected);
            assert_eq!(page.references, ["a book"]);
            assert_eq!(page.links, ["a site", "http://a.example"]);
            assert!(page.dropped.iter().all(|dropped| dropped.kind == "toc"));
            assert_eq!(page.dropped.len(), 2);
        }
    }
}
