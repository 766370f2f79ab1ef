//! Owns reading one HTML page: which of its text is the article, set as lines and headings.
//! Works on html5ever's tokens with a few counters instead of a tree, whose building takes
//! quadratic time on hostile nesting. Does not fetch, run scripts or apply style sheets.

mod blocks;
mod input;
mod meta;
mod region;
mod rules;
mod tokens;

use html5ever::LocalName;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Tag, TagKind, Token};

use self::blocks::{Blocks, LineKind, Rank, Start};
pub(super) use self::input::Html;
use self::meta::{DateSource, Meta};
use self::region::{Region, RegionKind};
use self::rules::{Container, Layout, attribute};
use crate::text::page::Page;
use tokens::TokenReader;

/// How far [`looks_like`] reads.
const HEAD_BYTES: usize = 4_096;

/// Whether `text` is an HTML page or a piece of one, judged by its first bytes.
#[must_use]
pub fn looks_like(text: &str) -> bool {
    let mut head = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let mut end = HEAD_BYTES.min(head.len());
    while !head.is_char_boundary(end) {
        end -= 1;
    }
    head = head.get(..end).unwrap_or(head);
    let head = head.to_ascii_lowercase();
    let first = head.strip_prefix("<?xml").map_or(head.as_str(), |prolog| {
        prolog.split_once("?>").map_or("", |(_, rest)| rest.trim_start())
    });
    let sure =
        ["<!doctype html", "<html", "<head", "<body", "<title", "<meta", "<article", "<main"];
    let likely = ["<p>", "<p ", "<h1", "<div", "<section", "<!--"];
    let starts_with = |tags: &[&str]| tags.iter().any(|tag| first.starts_with(tag));
    // Wikitext may start with a tag or a comment as well.
    let is_wikitext = || ["[[", "{{", "\n=="].iter().any(|mark| head.contains(mark));
    let has_end_tags =
        || ["</p>", "</h1>", "</div>", "</html"].iter().any(|tag| head.contains(tag));
    starts_with(&sure) || starts_with(&likely) && has_end_tags() && !is_wikitext()
}

/// Reads the article of an HTML page: `#mw-content-text`, else `<article>`, else `<main>`, else
/// the body, without menus, boxes, edit links and footnote marks, all of which are recorded as
/// dropped. Never fails: a page without text gives an empty lead. Takes time and memory
/// linear in the length of `html`, whatever its nesting.
#[must_use]
pub fn extract(html: &str) -> Page {
    let (reader, is_whole) = tokens::read_tokens(html, Reader::default);
    let mut page = reader.finish();
    if !is_whole {
        page.drop_text("markup", "a tag with too many attributes, and all after it");
    }
    page
}

/// What is open at the point of the page that is being read.
#[derive(Default)]
struct Reader {
    meta: Meta,
    blocks: Blocks,
    region: Option<Region>,
    articles: Vec<Start>,
    mains: Vec<Start>,
    /// Containers that are told by an attribute, with the depth of their element's name.
    named: Option<(LocalName, usize, Container, Start)>,
    references: Option<(LocalName, usize)>,
    heading: Option<(u8, Rank)>,
    headers: usize,
    forms: usize,
    tables: usize,
    /// Depth of the table whose row is being read.
    row: Option<usize>,
    /// Length of the line before an open `<sup>`, and whether a link to a note is in it.
    sup: Option<(usize, bool)>,
    /// Whether a `<time>` is on this line.
    has_time: bool,
    /// Address of a link on this line.
    address: Option<String>,
}

impl TokenReader for Reader {
    fn read(&mut self, token: Token) -> Option<RawKind> {
        match token {
            Token::CharacterTokens(text) => match &mut self.region {
                Some(region) => region.push_text(&text),
                None => self.blocks.push_text(&text),
            },
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => return self.start_tag(&tag),
            Token::TagToken(tag) => self.end_tag(&tag.name),
            _ => {}
        }
        None
    }
}

impl Reader {
    fn start_tag(&mut self, tag: &Tag) -> Option<RawKind> {
        self.meta.read_tag(tag);
        if let Some(region) = &mut self.region {
            if region.start_tag(tag) {
                // Within a drawing `<style/>` and `<title/>` end themselves.
                return if tag.self_closing { None } else { rules::raw_text(&tag.name) };
            }
            self.leave_region();
        }
        if !rules::is_void(&tag.name) {
            if let Some(kind) = region::kind(tag) {
                self.enter_region(tag, kind);
                return rules::raw_text(&tag.name);
            }
            self.open_containers(tag);
        }
        self.set_start(tag);
        None
    }

    fn end_tag(&mut self, name: &LocalName) {
        if let Some(region) = &mut self.region {
            match region.end_tag(name) {
                region::End::Within => return,
                region::End::Last => return self.leave_region(),
                region::End::Missing => self.leave_region(),
            }
        }
        self.set_end(name);
        self.close_containers(name);
    }

    fn enter_region(&mut self, tag: &Tag, kind: RegionKind) {
        if rules::layout(&tag.name) != Layout::Inline {
            self.end_block();
        }
        self.region = Some(Region::new(tag, kind));
    }

    fn leave_region(&mut self) {
        let Some(region) = self.region.take() else { return };
        match region.kind {
            RegionKind::Noise(kind) => self.blocks.push_dropped(kind, &region.text),
            RegionKind::Machines => {}
            RegionKind::Title => self.meta.add_title(&region.text),
            RegionKind::JsonLd => self.meta.read_json_ld(&region.text),
            RegionKind::Redirect => region.items().for_each(|name| self.meta.add_alias(name)),
            RegionKind::Categories => {
                region.items().for_each(|category| self.meta.add_category(category));
            }
        }
    }

    /// How a line that ends here is to be taken.
    fn line_kind(&self) -> LineKind {
        if let Some((level, rank)) = self.heading {
            return LineKind::Heading(level, rank);
        }
        match (self.is_in_container(), &self.references) {
            (_, Some(_)) => LineKind::Reference,
            (false, None) if self.headers > 0 => LineKind::Dropped("header"),
            (false, None) if self.forms > 0 => LineKind::Dropped("form"),
            _ => LineKind::Text,
        }
    }

    fn is_in_container(&self) -> bool {
        self.named.is_some() || !self.articles.is_empty() || !self.mains.is_empty()
    }

    fn end_line(&mut self) {
        self.sup = None;
        let address = self.address.take();
        if self.blocks.line_len() == 0 {
            if let Some(address) = address {
                self.blocks.push_address(&address);
            }
            return;
        }
        let mut kind = self.line_kind();
        if std::mem::take(&mut self.has_time) && kind == LineKind::Text && self.blocks.is_label() {
            kind = LineKind::Dropped("date");
        }
        self.blocks.end_line(kind);
        self.heading = None;
    }

    /// A block ends its line, but only spaces a cell of a row or a note.
    fn end_block(&mut self) {
        if self.row.is_some() || self.references.is_some() && self.heading.is_none() {
            self.blocks.push_space();
        } else {
            self.end_line();
        }
    }

    fn set_start(&mut self, tag: &Tag) {
        match rules::layout(&tag.name) {
            Layout::Inline => self.inline_start(tag),
            Layout::Block | Layout::Break => self.end_block(),
            Layout::ListItem if self.row.is_some() => self.blocks.push_space(),
            Layout::ListItem => self.end_line(),
            Layout::Heading(level) => {
                self.row = None;
                self.end_line();
                self.heading = Some((level, self.rank(tag)));
            }
            Layout::Table => {
                self.end_block();
                self.tables = self.tables.saturating_add(1);
            }
            Layout::Row if self.row.is_none_or(|depth| depth == self.tables) => {
                self.row = None;
                self.end_line();
                // Old pages are laid out in tables; only an article's rows are lines.
                self.row = self.is_in_container().then_some(self.tables);
            }
            Layout::Cell if self.row == Some(self.tables) => self.blocks.push_cell_border(),
            Layout::Row | Layout::Cell => self.end_block(),
        }
    }

    fn set_end(&mut self, name: &LocalName) {
        match rules::layout(name) {
            Layout::Inline if &**name == "sup" => self.end_sup(),
            Layout::Inline => {}
            Layout::Cell if self.row.is_some() => {}
            Layout::ListItem if self.row.is_some() => self.blocks.push_space(),
            Layout::ListItem => self.end_line(),
            Layout::Heading(_) => {
                self.end_line();
                self.heading = None;
            }
            Layout::Table => {
                if self.row.is_some_and(|depth| depth >= self.tables) {
                    self.row = None;
                    self.end_line();
                }
                self.tables = self.tables.saturating_sub(1);
                self.end_block();
            }
            Layout::Row if self.row == Some(self.tables) => {
                self.row = None;
                self.end_line();
            }
            Layout::Block | Layout::Break | Layout::Row | Layout::Cell => self.end_block(),
        }
    }

    fn rank(&self, tag: &Tag) -> Rank {
        if attribute(tag, "id") == Some("firstHeading") {
            Rank::First
        } else if self.is_in_container() {
            Rank::Article
        } else if self.headers > 0 {
            Rank::Header
        } else {
            Rank::Body
        }
    }

    fn inline_start(&mut self, tag: &Tag) {
        match &*tag.name {
            "sup" => self.sup = Some((self.blocks.line_len(), false)),
            "time" => {
                self.has_time = true;
                if let Some(date) = attribute(tag, "datetime") {
                    self.meta.add_date(DateSource::TimeElement, date);
                }
            }
            "a" => self.link_start(tag),
            _ => {}
        }
    }

    fn link_start(&mut self, tag: &Tag) {
        match attribute(tag, "href") {
            Some(href) if href.starts_with('#') => {
                self.sup = self.sup.map(|(len, _)| (len, true));
            }
            Some(href) if href.contains("//") && self.row.is_none() => {
                self.address = Some(href.to_owned());
            }
            Some(href) if !href.contains("//") && self.is_in_wiki_text() => {
                self.meta.add_linked(tag);
            }
            _ => {}
        }
    }

    /// Whether this is the text of a wiki's page and no footnote.
    fn is_in_wiki_text(&self) -> bool {
        matches!(self.named, Some((_, _, Container::WikiText, _))) && self.references.is_none()
    }

    /// A raised link to a note is a footnote's mark; other raised text is part of the word.
    fn end_sup(&mut self) {
        let Some((len, has_note)) = self.sup.take() else { return };
        let raised = self.blocks.cut_line(len);
        let mark = raised.trim();
        if has_note || mark.starts_with('[') && mark.ends_with(']') {
            self.blocks.push_dropped("footnote", mark);
        } else {
            self.blocks.push_text(&raised);
        }
    }

    fn open_containers(&mut self, tag: &Tag) {
        let name: &str = &tag.name;
        if let Some((named, depth, ..)) = &mut self.named {
            *depth += usize::from(*named == tag.name);
        }
        if let Some((list, depth)) = &mut self.references {
            *depth += usize::from(*list == tag.name);
        }
        match name {
            "header" => self.headers += 1,
            "form" => self.forms += 1,
            _ => {}
        }
        let Some(container) = rules::container(tag) else {
            if self.references.is_none() && rules::is_reference_list(tag) {
                self.end_block();
                self.references = Some((tag.name.clone(), 1));
            }
            return;
        };
        self.end_block();
        let start = self.blocks.start();
        match name {
            "article" => self.articles.push(start),
            "main" => self.mains.push(start),
            _ if self.named.is_none() => {
                self.named = Some((tag.name.clone(), 1, container, start));
            }
            _ => {}
        }
    }

    fn close_containers(&mut self, name: &LocalName) {
        if is_last(&mut self.references, name) {
            self.end_line();
            self.references = None;
        }
        if let Some((named, depth, container, start)) = &mut self.named
            && named == name
        {
            *depth -= 1;
            if *depth == 0 {
                self.blocks.close(*container, *start);
                self.named = None;
            }
        }
        match &**name {
            "article" => self.close_last(Container::Article),
            "main" => self.close_last(Container::Main),
            "header" => self.headers = self.headers.saturating_sub(1),
            "form" => self.forms = self.forms.saturating_sub(1),
            _ => {}
        }
    }

    fn close_last(&mut self, container: Container) {
        let open = match container {
            Container::Article => &mut self.articles,
            Container::Main | Container::WikiText => &mut self.mains,
        };
        if let Some(start) = open.pop() {
            self.blocks.close(container, start);
        }
    }

    /// Closes what the page left open.
    fn finish(mut self) -> Page {
        self.leave_region();
        self.end_line();
        while !self.articles.is_empty() {
            self.close_last(Container::Article);
        }
        while !self.mains.is_empty() {
            self.close_last(Container::Main);
        }
        if let Some((.., container, start)) = self.named.take() {
            self.blocks.close(container, start);
        }
        let mut page = self.meta.into_page(self.blocks.main_heading());
        self.blocks.fill(&mut page);
        page
    }
}

/// Counts an end tag; whether it was the one that ends the open element.
fn is_last(open: &mut Option<(LocalName, usize)>, name: &LocalName) -> bool {
    match open {
        Some((opened, depth)) if opened == name => {
            *depth = depth.saturating_sub(1);
            *depth == 0
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests;
