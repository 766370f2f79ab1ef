//! Owns the pass that takes the inline marks out of a wikitext: templates, links, footnotes,
//! tags, bold. What is left are lines with the marks at their start. Does not read those: see
//! `lines`.

use std::collections::HashSet;

use rustc_hash::FxHashSet;
use xxhash_rust::xxh3::xxh3_64;

use super::clean::{self, Addresses};
use super::entity;
use super::lexer::{self, Lexer, Token};
use super::link::{self, Link};
use super::marks::{BOLD, BREAK, CAPTION, CUT, GALLERY, GUARD, PIPE};
use super::nesting::{Bits, Kind, Nest, closed_marks};
use super::template::{self, Place, Rendered};
use crate::formats::mediawiki::site::Site;
use crate::text::page::{MAX_LINKED, Page};

/// Marks nested deeper than this show nothing; wikis themselves stop at 40. It bounds how often
/// a text is copied from an inner mark to the one around it.
const MAX_DEPTH: usize = 40;
/// Values of a template that are told apart; the rest belongs to the last one.
const MAX_VALUES: usize = 1_000;
/// Longest name of a template that is looked for where the template is broken.
const MAX_NAME_BYTES: usize = 100;
/// Longest name of a namespace that is looked for where a link is broken.
const MAX_PREFIX_BYTES: usize = 40;
/// Captions kept for one section.
const MAX_CAPTIONS: usize = 200;
/// Space before a tag of a table that is looked past, in bytes.
const MAX_SPACE_BYTES: usize = 64;
/// Dropped templates named in the page's record.
const MAX_NAMED_DROPS: usize = 8;

/// Takes the inline marks out of `source`. Categories, translations, footnotes and the titles
/// of linked articles go to `page`.
/// Two passes; the memory is that of the text and of the marks open at the same time.
pub(super) fn flatten(title: &str, source: &str, site: &Site, page: &mut Page) -> String {
    let closed = closed_marks(source);
    let mut flattener = Flattener {
        title,
        site,
        page,
        closed,
        out: String::with_capacity(source.len() / 2),
        nest: Nest::default(),
        frames: Vec::new(),
        pipes: Vec::new(),
        skips_name: false,
        captions: Vec::new(),
        in_gallery: false,
        dropped: HashSet::new(),
        categories: HashSet::new(),
        linked: FxHashSet::default(),
    };
    let mut lexer = Lexer::new(source);
    while let Some(token) = lexer.next() {
        flattener.take(token, &mut lexer);
    }
    flattener.end_section();
    flattener.out
}

/// A mark that is open and shows something.
struct Frame {
    kind: Kind,
    /// Where its text begins in `out`.
    start: usize,
    /// How many entries of `pipes` are older.
    pipes: usize,
}

struct Flattener<'a> {
    title: &'a str,
    site: &'a Site,
    page: &'a mut Page,
    closed: Bits,
    out: String,
    nest: Nest,
    /// The outermost marks of `nest`, at most [`MAX_DEPTH`].
    frames: Vec<Frame>,
    /// Where the `|` of the open frames stand in `out`.
    pipes: Vec<usize>,
    /// An unclosed template begins here: its name and the `|` after it are not shown.
    skips_name: bool,
    /// Captions of the section's pictures, which follow its text.
    captions: Vec<String>,
    in_gallery: bool,
    dropped: HashSet<String>,
    categories: HashSet<String>,
    /// Hashes of the titles that were linked to.
    linked: FxHashSet<u64>,
}

impl Flattener<'_> {
    fn take(&mut self, token: Token<'_>, lexer: &mut Lexer<'_>) {
        let skips_name = std::mem::take(&mut self.skips_name);
        match token {
            Token::Text(name) if skips_name && is_template_name(name, lexer.rest()) => {
                self.skips_name = true;
            }
            Token::Pipe if skips_name => {}
            Token::Text(_) if self.is_muted() => {}
            Token::Text(text) => self.out.push_str(text),
            Token::Newline if !self.is_muted() => self.push_newline(lexer.rest()),
            Token::Char((c, second)) if !self.is_muted() => {
                self.push_literal(c);
                self.out.extend(second);
            }
            Token::Raw(raw) if !self.is_muted() => self.push_raw(raw),
            Token::Quotes(run) if !self.is_muted() => self.push_quotes(run),
            Token::Tag(name, closes) if !self.is_muted() => self.push_tag(name, closes),
            Token::Pipe if !self.is_muted() => self.push_pipe(),
            Token::TemplateOpen => {
                self.skips_name = !self.open(Kind::Template, lexer.start());
            }
            Token::LinkOpen => {
                let is_closed = self.open(Kind::Link, lexer.start());
                self.cut_broken_file(is_closed, lexer.rest());
            }
            Token::ExternalOpen => {
                self.open(Kind::External, lexer.start());
            }
            Token::RefOpen => {
                self.open(Kind::Ref, lexer.start());
            }
            Token::TemplateClose => self.close(Kind::Template, lexer.rest()),
            Token::RefClose => self.close(Kind::Ref, ""),
            Token::LinkClose => {
                if let Some(kind) = self.nest.kind_ended_by_brackets() {
                    if kind == Kind::External {
                        lexer.unread();
                    }
                    self.close(kind, "");
                }
            }
            Token::Bracket => match self.nest.top() {
                Some(Kind::External) => self.close(Kind::External, ""),
                _ if self.is_muted() => {}
                _ => self.out.push(']'),
            },
            // Too deep to be shown.
            _ => {}
        }
    }

    /// Whether the text stands too deep to be shown.
    fn is_muted(&self) -> bool {
        self.nest.len() > self.frames.len()
    }

    /// Opens a mark; false if it is never closed.
    fn open(&mut self, kind: Kind, start: usize) -> bool {
        if !self.closed.has(start) {
            return false;
        }
        if !self.is_muted() && self.frames.len() < MAX_DEPTH {
            self.frames.push(Frame { kind, start: self.out.len(), pipes: self.pipes.len() });
        }
        self.nest.push(kind, start);
        true
    }

    /// Ends a mark, behind which `rest` stands.
    fn close(&mut self, kind: Kind, rest: &str) {
        let was_muted = self.is_muted();
        if self.nest.close(kind).is_none() || was_muted {
            return;
        }
        let Some(frame) = self.frames.pop() else { return };
        let inside = self.out.split_off(frame.start);
        let pipes = self.pipes.split_off(frame.pipes);
        match frame.kind {
            Kind::Template => self.close_template(&parts(&inside, &pipes, frame.start), rest),
            Kind::Link => self.close_link(&inside, pipes.first().map(|at| at - frame.start)),
            Kind::External => self.out.push_str(&link::external(&inside)),
            Kind::Ref => self.add_reference(&inside),
        }
    }

    fn close_template(&mut self, parts: &[&str], rest: &str) {
        let in_ref = self.frames.iter().any(|frame| frame.kind == Kind::Ref);
        let is_first = self.out.is_empty() || self.out.ends_with('\n');
        let is_alone = is_first && (rest.is_empty() || rest.starts_with('\n'));
        let place = Place { title: self.title, site: self.site, in_ref, is_alone, rest };
        match template::render(parts, place) {
            Rendered::Text(text) => self.out.push_str(&text),
            Rendered::Footnote(text) => self.add_reference(&text),
            Rendered::Dropped => {
                let name = clean::line(parts.first().unwrap_or(&""), Addresses::Drop);
                if self.dropped.len() < MAX_NAMED_DROPS
                    && !name.is_empty()
                    && self.dropped.insert(name.clone())
                {
                    self.page.drop_text("template", &name);
                }
            }
        }
    }

    fn close_link(&mut self, inside: &str, pipe: Option<usize>) {
        let (target, label) = match pipe.and_then(|at| inside.split_at_checked(at)) {
            Some((target, label)) => (target, label.strip_prefix('|')),
            None => (inside, None),
        };
        match link::read(target, label, self.site) {
            Link::Text(text) => {
                self.add_linked(target);
                self.out.push_str(&text);
            }
            Link::Category(title) => {
                let title = clean::line(&title, Addresses::Drop);
                if !title.is_empty() && self.categories.insert(title.clone()) {
                    self.page.categories.push(title);
                }
            }
            Link::Translation(lang, title) => {
                self.page.translations.push((lang, clean::line(&title, Addresses::Drop)));
            }
            Link::File(Some(caption)) if self.frames.is_empty() => self.add_caption(&caption),
            Link::File(_) | Link::Hidden => {}
        }
    }

    /// Keeps the caption of a picture for the end of its section: where the picture stands in the
    /// source, a paragraph may go on.
    fn add_caption(&mut self, caption: &str) {
        if self.captions.len() < MAX_CAPTIONS {
            let is_text = |c: &char| !matches!(*c, BOLD | CUT);
            let one_line = |c| if matches!(c, '\n' | BREAK) { ' ' } else { c };
            self.captions.push(caption.chars().filter(is_text).map(one_line).collect());
        }
    }

    /// Writes what waits for the end of the section.
    fn end_section(&mut self) {
        for caption in std::mem::take(&mut self.captions) {
            self.out.extend(['\n', CAPTION]);
            self.out.push_str(&caption);
            self.out.push('\n');
        }
    }

    fn push_newline(&mut self, rest: &str) {
        if self.frames.is_empty() {
            if rest.starts_with('=') {
                self.end_section();
            }
            if self.in_gallery {
                self.out.extend(['\n', GALLERY]);
                return;
            }
        }
        // The cells of a row may be lines of the source.
        self.out.push(if begins_table_tag(rest) { ' ' } else { '\n' });
    }

    /// Keeps the title that a link leads to. Footnotes link to publishers, and a page to itself
    /// only by oversight.
    fn add_linked(&mut self, target: &str) {
        if self.page.linked.len() >= MAX_LINKED
            || self.frames.iter().any(|frame| frame.kind == Kind::Ref)
        {
            return;
        }
        let Some(title) = link::article(target, self.site) else { return };
        let itself = self.title.chars().flat_map(char::to_lowercase);
        let is_itself = title.chars().flat_map(char::to_lowercase).eq(itself);
        if !is_itself && self.linked.insert(xxh3_64(title.as_bytes())) {
            self.page.linked.push(title);
        }
    }

    fn add_reference(&mut self, text: &str) {
        let text = clean::line(text, Addresses::Keep);
        if !text.is_empty() {
            self.page.references.push(text);
        }
    }

    /// A picture whose brackets are broken takes the rest of its line with it.
    fn cut_broken_file(&mut self, is_closed: bool, rest: &str) {
        if is_closed || self.is_muted() {
            return;
        }
        let colon = rest.bytes().take(MAX_PREFIX_BYTES).position(|byte| byte == b':');
        let prefix = colon.and_then(|len| rest.get(..len)).unwrap_or_default();
        if self.site.is_file(prefix) {
            self.out.push(CUT);
        }
    }

    fn push_pipe(&mut self) {
        match self.frames.last() {
            None => self.out.push('|'),
            Some(Frame { kind: Kind::Template | Kind::Link, pipes, .. }) => {
                if self.pipes.len() - pipes < MAX_VALUES {
                    self.pipes.push(self.out.len());
                }
                self.out.push('|');
            }
            Some(_) => self.out.push(PIPE),
        }
    }

    /// Adds a character that is no mark even where it looks like one.
    fn push_literal(&mut self, c: char) {
        match c {
            '|' => self.out.push(PIPE),
            '*' | '#' | ':' | ';' | '=' | '!' | '-' | '{' | '}' => {
                self.out.push(GUARD);
                self.out.push(c);
            }
            c => self.out.push(c),
        }
    }

    fn push_raw(&mut self, raw: &str) {
        let mut rest = raw;
        while let Some(c) = rest.chars().next() {
            let ((c, second), len) = entity::read(rest).unwrap_or(((c, None), c.len_utf8()));
            match c {
                '\n' => self.out.push(BREAK),
                c if c.is_control() => {}
                c => self.push_literal(c),
            }
            self.out.extend(second);
            rest = rest.get(len..).unwrap_or_default();
        }
    }

    fn push_quotes(&mut self, run: usize) {
        // Two are italic, three bold, five both; what is over stands for itself.
        if run == 4 {
            self.out.push('\'');
        }
        if run > 2 {
            self.out.push(BOLD);
        }
    }

    fn push_tag(&mut self, name: &str, closes: bool) {
        let lower = name.to_ascii_lowercase();
        match lower.as_str() {
            "td" | "th" if !closes => {
                let is_first = self.out.trim_end_matches(' ').ends_with(['\n', BREAK]);
                self.out.extend([' ', PIPE, ' '].into_iter().filter(|_| !is_first));
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                if !closes && self.frames.is_empty() {
                    self.end_section();
                }
                self.out.push_str(if closes { "==\n" } else { "\n==" });
            }
            lexer::GALLERY if self.frames.is_empty() => {
                self.in_gallery = !closes;
                self.out.push('\n');
                self.out.extend(self.in_gallery.then_some(GALLERY));
            }
            "br" | "p" | "div" | "li" | "ul" | "ol" | "dl" | "dt" | "dd" | "tr" | "table"
            | "caption" | "blockquote" | "center" | "hr" | "poem" => self.out.push(BREAK),
            _ => {}
        }
    }
}

/// Whether a tag of a table comes next, past some space.
fn begins_table_tag(rest: &str) -> bool {
    let space = rest.bytes().take(MAX_SPACE_BYTES).take_while(u8::is_ascii_whitespace).count();
    let Some(tag) = rest.as_bytes().get(space..).and_then(|tag| tag.strip_prefix(b"<")) else {
        return false;
    };
    let tag = tag.strip_prefix(b"/").unwrap_or(tag);
    let is_named = |name: &[u8]| {
        let after = tag.get(name.len()..).unwrap_or_default();
        tag.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name))
            && after.first().is_none_or(|byte| !byte.is_ascii_alphanumeric())
    };
    [&b"td"[..], b"th", b"tr", b"tbody", b"thead"].into_iter().any(is_named)
}

/// Whether `name`, which follows a `{{`, stands alone before a value or the end of the line.
fn is_template_name(name: &str, rest: &str) -> bool {
    name.len() <= MAX_NAME_BYTES && (rest.is_empty() || rest.starts_with(['|', '\n']))
}

/// `inside` cut at the `|` whose places count from the start of the whole text.
fn parts<'a>(inside: &'a str, pipes: &[usize], start: usize) -> Vec<&'a str> {
    let mut from = 0;
    let mut parts = Vec::with_capacity(pipes.len() + 1);
    for pipe in pipes {
        let to = pipe - start;
        parts.push(inside.get(from..to).unwrap_or_default());
        from = to + 1;
    }
    parts.push(inside.get(from..).unwrap_or_default());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn linked(source: &str) -> Vec<String> {
        let mut page = Page::default();
        flatten("Посол", source, &Site::with_lang("uk"), &mut page);
        page.linked
    }

    #[test]
    fn titles_that_are_linked_to() {
        for (source, expected) in [
            ("[[Посольство|посольства]] і [[дипломат]]и", &["Посольство", "дипломат"][..]),
            ("[[А]] [[Б]] [[А|а]] [[А#Історія]]", &["А", "Б"]),
            (
                "[[Посол]] [[посол|послу]] [[Посол#Історія]] [[#Історія]] [[Посол (фільм)]]",
                &["Посол (фільм)"],
            ),
            (
                "{{Інфобокс|посада=[[Консул|консул]]|в={{nobr|[[А]]}}}} {{s|[[Б|б]]}}",
                &["Консул", "А", "Б"],
            ),
            (
                "[[Файл:A.jpg|міні|Підпис з [[Амбасада|амбасадою]]]] [[Категорія:Посли]]",
                &["Амбасада"],
            ),
            (
                "[[Dosya:A|x]] [[Resim:A]] [[Сурет:A]] [[Выява:A]] [[Файл:A]] [[Image:A]] [[А]]",
                &["А"],
            ),
            ("[[Kategori:A]] [[Категория:A]] [[Катэгорыя:A]] [[Санат:A]] [[Category:A]]", &[]),
            (
                "[[:Kategori:A]] [[en:Ambassador]] [[:en:Ambassador]] [http://a.b c] [[http://a.b c]]",
                &[],
            ),
            ("x<ref>[[Газета|газети]]</ref> {{s|<ref>{{cite|[[Журнал]]}}</ref>}} [[А]]", &["А"]),
            ("<nowiki>[[А]]</nowiki> <!-- [[Б]] --> &#91;[В]] [[Г", &[]),
            ("[[А]\n\n[[Б|\n== В ==\n[[Г]]", &["Г"]),
            ("[[''А'']] [[В&nbsp;Г|в]]", &["А", "В Г"]),
        ] {
            assert_eq!(linked(source), expected, "{source}");
        }
    }

    #[test]
    fn only_the_first_linked_titles_are_kept() {
        let source: String = (0..MAX_LINKED + 10).map(|number| format!("[[T{number}]]")).collect();
        let linked = linked(&source);
        assert_eq!(linked.len(), MAX_LINKED);
        assert_eq!(linked.last(), Some(&format!("T{}", MAX_LINKED - 1)));
    }
}
