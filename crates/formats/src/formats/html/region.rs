//! Owns stretches of a page that are read apart from its text: noise, scripts, the title, the
//! list of categories. Knows where a stretch ends; does not know what surrounds it.

use html5ever::LocalName;
use html5ever::tokenizer::Tag;

use super::rules::{self, Layout, attribute};

/// Of noise only the start is kept, to say what was left out.
const NOISE_BYTES: usize = 800;

/// What a region is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RegionKind {
    /// Text that is no part of the article, by its kind.
    Noise(&'static str),
    /// Text for machines.
    Machines,
    Title,
    JsonLd,
    /// The name by which the reader came here; only the link's text.
    Redirect,
    /// The categories of a wiki page, one list item each.
    Categories,
}

/// A region being read.
#[derive(Debug)]
pub(super) struct Region {
    pub(super) kind: RegionKind,
    /// Its text; items of categories end in `\n`.
    pub(super) text: String,
    name: LocalName,
    /// Open elements of that name.
    depth: usize,
    /// Open blocks in an inline region or paragraph, which cannot outlive the block around it.
    blocks: usize,
    is_inline: bool,
    /// From here on the page shows nothing of it to readers.
    is_hidden: bool,
    /// Within the element that counts: a link or a list item.
    is_in_item: bool,
}

/// What an end tag means to a region.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// It belongs to the region.
    Within,
    /// It ends the region.
    Last,
    /// It ends something around the region, whose own end tag is missing.
    Missing,
}

/// The region that a start tag opens, if any.
pub(super) fn kind(tag: &Tag) -> Option<RegionKind> {
    let name: &str = &tag.name;
    if name == "title" {
        return Some(RegionKind::Title);
    }
    if name == "script" && attribute(tag, "type") == Some("application/ld+json") {
        return Some(RegionKind::JsonLd);
    }
    if rules::is_for_machines(name) {
        return Some(RegionKind::Machines);
    }
    if attribute(tag, "id") == Some("catlinks") {
        return Some(RegionKind::Categories);
    }
    if rules::classes(tag).any(|class| class == "mw-redirectedfrom") {
        return Some(RegionKind::Redirect);
    }
    rules::noise(tag).map(RegionKind::Noise)
}

impl Region {
    pub(super) fn new(tag: &Tag, kind: RegionKind) -> Self {
        Self {
            kind,
            text: String::new(),
            name: tag.name.clone(),
            depth: 1,
            blocks: 0,
            is_inline: rules::layout(&tag.name) == Layout::Inline || &*tag.name == "p",
            is_hidden: false,
            is_in_item: false,
        }
    }

    pub(super) fn push_text(&mut self, text: &str) {
        let is_noise = matches!(self.kind, RegionKind::Noise(_));
        match self.kind {
            RegionKind::Machines => return,
            RegionKind::Redirect | RegionKind::Categories if !self.is_in_item => return,
            RegionKind::JsonLd => return self.text.push_str(text),
            _ => {}
        }
        for word in text.split_inclusive(char::is_whitespace) {
            if is_noise && self.text.len() >= NOISE_BYTES {
                return;
            }
            self.text.push_str(word.trim_end());
            if word.ends_with(char::is_whitespace) && !self.text.ends_with([' ', '\n']) {
                self.text.push(' ');
            }
        }
    }

    /// Whether the element belongs to the region; if not, its end tag was left out.
    pub(super) fn start_tag(&mut self, tag: &Tag) -> bool {
        let name: &str = &tag.name;
        let is_inline = rules::layout(name) == Layout::Inline;
        if &*self.name == "p" && !is_inline {
            return false;
        }
        if !is_inline && !self.text.is_empty() {
            self.push_text(" ");
        }
        if tag.name == self.name {
            self.depth += 1;
        } else if self.is_inline && !is_inline && !rules::is_void(name) {
            self.blocks += 1;
        }
        match self.kind {
            RegionKind::Categories if attribute(tag, "id") == Some("mw-hidden-catlinks") => {
                self.is_hidden = true;
            }
            RegionKind::Categories if name == "li" => self.is_in_item = !self.is_hidden,
            RegionKind::Redirect if name == "a" => self.is_in_item = true,
            _ => {}
        }
        true
    }

    pub(super) fn end_tag(&mut self, name: &LocalName) -> End {
        if *name == self.name {
            self.depth -= 1;
            return if self.depth == 0 { End::Last } else { End::Within };
        }
        if self.is_inline && rules::layout(name) != Layout::Inline {
            if self.blocks == 0 {
                return End::Missing;
            }
            self.blocks -= 1;
        }
        let item = match self.kind {
            RegionKind::Categories => "li",
            RegionKind::Redirect => "a",
            _ => return End::Within,
        };
        if self.is_in_item && &**name == item {
            self.text.push('\n');
            self.is_in_item = false;
        }
        End::Within
    }

    /// The items of a list of categories.
    pub(super) fn items(&self) -> impl Iterator<Item = &str> {
        self.text.split('\n').map(str::trim).filter(|item| !item.is_empty())
    }
}
