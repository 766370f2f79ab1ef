//! Owns the cutting of wikitext into tokens: what is a mark, what is text, what no reader sees
//! (comments, formulas). Does not know which marks belong together: see `nesting`.

use memchr::{memchr, memchr2, memmem};

use super::entity;

/// A piece of wikitext.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// Text without marks.
    Text(&'a str),
    /// What `&name;` stands for: never a mark.
    Char(entity::Chars),
    /// What stands in `<nowiki>` or `<pre>`: no marks in it.
    Raw(&'a str),
    Newline,
    /// `|`
    Pipe,
    /// A run of two or more `'`.
    Quotes(usize),
    /// `{{`
    TemplateOpen,
    /// `}}`
    TemplateClose,
    /// `[[`
    LinkOpen,
    /// `]]`; whoever needs only one of the two gives the other back by [`Lexer::unread`].
    LinkClose,
    /// `[` before an address.
    ExternalOpen,
    /// `]`
    Bracket,
    /// `<ref>` whose end is known to follow.
    RefOpen,
    /// The end of that `<ref>`, given always and only once.
    RefClose,
    /// Any other tag: name as written, and whether it closes.
    Tag(&'a str, bool),
}

/// Tags whose content is no text to read.
const UNREAD: [&str; 23] = [
    "math",
    "chem",
    "ce",
    "score",
    "timeline",
    "syntaxhighlight",
    "source",
    "imagemap",
    "graph",
    "mapframe",
    "maplink",
    "templatedata",
    "inputbox",
    "categorytree",
    "hiero",
    "phonos",
    "includeonly",
    "style",
    "script",
    "templatestyles",
    "indicator",
    "rss",
    "dynamicpagelist",
];

/// Tags whose content is text as it stands.
const RAW: [&str; 2] = ["nowiki", "pre"];

/// The tag whose lines are pictures; it counts where it is closed.
pub(super) const GALLERY: &str = "gallery";

const SCHEMES: [&str; 8] =
    ["http://", "https://", "//", "ftp://", "mailto:", "news:", "irc://", "tel:"];

/// Where the next closing tag of a name stands.
#[derive(Clone, Copy)]
enum Closing {
    Unknown,
    At(usize, usize),
    Nowhere,
}

/// Tokens of a text, in one pass; the same tokens each time.
pub(super) struct Lexer<'a> {
    source: &'a str,
    at: usize,
    /// Where the token given last began.
    start: usize,
    /// The end tag of the `<ref>` that is being read: start, and the place after it.
    ref_end: Option<(usize, usize)>,
    ref_closing: Closing,
    closings: [Closing; UNREAD.len() + RAW.len() + 1],
}

impl<'a> Lexer<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        Self {
            source,
            at: 0,
            start: 0,
            ref_end: None,
            ref_closing: Closing::Unknown,
            closings: [Closing::Unknown; UNREAD.len() + RAW.len() + 1],
        }
    }

    /// Byte at which the token given last began.
    pub(super) fn start(&self) -> usize {
        self.start
    }

    /// What follows the token given last.
    pub(super) fn rest(&self) -> &'a str {
        self.source.get(self.at..).unwrap_or_default()
    }

    /// Gives back the second half of a [`Token::LinkClose`].
    pub(super) fn unread(&mut self) {
        self.at = self.at.saturating_sub(1);
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.source.as_bytes().get(at).copied()
    }

    /// Where a tag or comment that is open now has to end.
    fn limit(&self) -> usize {
        self.ref_end.map_or(self.source.len(), |(end, _)| end)
    }

    fn take(&mut self, len: usize) -> &'a str {
        let from = self.at;
        self.at = (from + len).min(self.source.len());
        self.source.get(from..self.at).unwrap_or_default()
    }

    fn text(&mut self) -> Token<'a> {
        let rest = self.source.as_bytes().get(self.at..).unwrap_or_default();
        let len = rest.iter().position(|byte| is_special(*byte)).unwrap_or(rest.len());
        Token::Text(self.take(len.max(1)))
    }

    /// One of two marks by whether the byte is doubled.
    fn doubled(&mut self, mark: u8, token: Token<'a>) -> Option<Token<'a>> {
        (self.byte(self.at + 1) == Some(mark)).then(|| {
            self.at += 2;
            token
        })
    }

    /// A single brace; `None` for the third one of `{{{` and `}}}`, which says nothing here.
    fn brace(&mut self, mark: u8) -> Option<Token<'a>> {
        let before = self.at.checked_sub(2).map(|from| (self.byte(from), self.byte(from + 1)));
        let third = before == Some((Some(mark), Some(mark)));
        let brace = self.take(1);
        let starts_table = mark == b'{' && self.byte(self.at) == Some(b'|');
        (!third || starts_table).then_some(Token::Text(brace))
    }

    fn entity(&mut self) -> Token<'a> {
        match entity::read(self.rest()) {
            Some((chars, len)) => {
                self.at += len;
                Token::Char(chars)
            }
            None => Token::Text(self.take(1)),
        }
    }

    fn quotes(&mut self) -> Token<'a> {
        let rest = self.rest().bytes();
        match rest.take_while(|byte| *byte == b'\'').count() {
            1 => Token::Text(self.take(1)),
            run => {
                self.at += run;
                Token::Quotes(run)
            }
        }
    }

    /// What begins at a `<`; `None` where nothing is to be seen.
    fn angle(&mut self) -> Option<Token<'a>> {
        if self.rest().starts_with("<!--") {
            self.skip_comment();
            return None;
        }
        let Some(tag) = read_tag(self.rest()) else {
            return Some(Token::Text(self.take(1)));
        };
        self.at += tag.len;
        if let Some(place) = UNREAD.iter().position(|name| tag.is(name)) {
            if !tag.closes && !tag.is_empty {
                self.at = self.closing(place, tag.name).map_or(self.at, |(_, after)| after);
            }
            return None;
        }
        if let Some(place) = RAW.iter().position(|name| tag.is(name)) {
            if tag.closes || tag.is_empty {
                return None;
            }
            let (end, after) = self.closing(UNREAD.len() + place, tag.name)?;
            let raw = self.source.get(self.at..end)?;
            self.at = after;
            return Some(Token::Raw(raw));
        }
        if tag.is(GALLERY) && !tag.closes {
            let place = UNREAD.len() + RAW.len();
            let is_whole = !tag.is_empty && self.closing(place, tag.name).is_some();
            return is_whole.then_some(Token::Tag(tag.name, false));
        }
        if tag.is("ref") {
            if !tag.closes && !tag.is_empty && self.ref_end.is_none() {
                self.ref_end = find_closing(self.source, self.at, tag.name, &mut self.ref_closing);
                return self.ref_end.map(|_| Token::RefOpen);
            }
            return None;
        }
        Some(Token::Tag(tag.name, tag.closes))
    }

    /// A comment that stands alone on its line takes the line with it.
    fn skip_comment(&mut self) {
        let from = self.at;
        let limit = self.limit();
        let inside = self.source.as_bytes().get(from + 4..limit).unwrap_or_default();
        self.at = memmem::find(inside, b"-->").map_or(limit, |len| from + 4 + len + 3);
        let before = self.source.get(..from).unwrap_or_default().trim_end_matches([' ', '\t']);
        let after = self.rest().trim_start_matches([' ', '\t']);
        if (before.is_empty() || before.ends_with('\n')) && after.starts_with('\n') {
            self.at = (self.source.len() - after.len() + 1).min(limit);
        }
    }

    /// Closing tag of the tag that was just read, within the `<ref>` being read.
    fn closing(&mut self, place: usize, name: &str) -> Option<(usize, usize)> {
        let known = self.closings.get_mut(place)?;
        let found = find_closing(self.source, self.at, name, known)?;
        (found.0 < self.limit()).then_some(found)
    }
}

impl<'a> Iterator for Lexer<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            self.start = self.at;
            if let Some((end, after)) = self.ref_end
                && self.at >= end
            {
                self.ref_end = None;
                self.at = self.at.max(after);
                return Some(Token::RefClose);
            }
            let token = match self.byte(self.at)? {
                b'\n' => {
                    self.at += 1;
                    Some(Token::Newline)
                }
                b'|' => {
                    self.at += 1;
                    Some(Token::Pipe)
                }
                b'<' => self.angle(),
                b'&' => Some(self.entity()),
                b'\'' => Some(self.quotes()),
                b'{' => self.doubled(b'{', Token::TemplateOpen).or_else(|| self.brace(b'{')),
                b'}' => self.doubled(b'}', Token::TemplateClose).or_else(|| self.brace(b'}')),
                b'[' => self.doubled(b'[', Token::LinkOpen).or_else(|| {
                    let bracket = self.take(1);
                    let external = starts_with_scheme(self.rest());
                    Some(if external { Token::ExternalOpen } else { Token::Text(bracket) })
                }),
                b']' => self.doubled(b']', Token::LinkClose).or_else(|| {
                    self.at += 1;
                    Some(Token::Bracket)
                }),
                0..=8 | 11..=31 | 127 => {
                    self.at += 1;
                    None
                }
                _ => Some(self.text()),
            };
            if token.is_some() {
                return token;
            }
        }
    }
}

/// Whether `text` begins with the scheme of an address.
pub(super) fn starts_with_scheme(text: &str) -> bool {
    SCHEMES.iter().any(|scheme| {
        text.as_bytes()
            .get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme.as_bytes()))
    })
}

fn is_special(byte: u8) -> bool {
    matches!(
        byte,
        b'<' | b'{' | b'}' | b'[' | b']' | b'|' | b'\'' | b'&' | b'\n' | 0..=8 | 11..=31 | 127
    )
}

struct Tag<'a> {
    name: &'a str,
    closes: bool,
    /// `<name/>`
    is_empty: bool,
    len: usize,
}

impl Tag<'_> {
    fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }
}

/// The tag at the start of `text`, which has to end before another one begins.
fn read_tag(text: &str) -> Option<Tag<'_>> {
    let inside = text.strip_prefix('<')?;
    let closes = inside.starts_with('/');
    let inside = inside.strip_prefix('/').unwrap_or(inside);
    if !inside.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let name_len = inside.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'-').count();
    let (name, attributes) = inside.split_at_checked(name_len)?;
    if !attributes.starts_with(|c: char| c.is_whitespace() || c == '/' || c == '>') {
        return None;
    }
    let end = memchr2(b'<', b'>', attributes.as_bytes())?;
    let attributes = attributes.get(..=end)?.strip_suffix('>')?;
    let is_empty = attributes.ends_with('/');
    let len = 1 + usize::from(closes) + name_len + end + 1;
    Some(Tag { name, closes, is_empty, len })
}

/// The first `</name>` from `from` on: its start and the place after it. What was found is kept
/// in `known`, so that all searches for one name together read the text once.
fn find_closing(
    source: &str,
    from: usize,
    name: &str,
    known: &mut Closing,
) -> Option<(usize, usize)> {
    match *known {
        Closing::At(start, after) if start >= from => return Some((start, after)),
        Closing::Nowhere => return None,
        _ => {}
    }
    let bytes = source.as_bytes();
    let mut at = from;
    while let Some(step) = bytes.get(at..).and_then(|rest| memchr(b'<', rest)) {
        let start = at + step;
        at = start + 1;
        let rest = bytes.get(at..).unwrap_or_default();
        let is_same = rest.first() == Some(&b'/')
            && rest
                .get(1..=name.len())
                .is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
            && !rest.get(name.len() + 1).is_some_and(u8::is_ascii_alphanumeric);
        if is_same {
            let after = memchr2(b'>', b'\n', rest).map_or(source.len(), |len| at + len + 1);
            *known = Closing::At(start, after);
            return Some((start, after));
        }
    }
    *known = Closing::Nowhere;
    None
}
