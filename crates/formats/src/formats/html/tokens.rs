//! Owns feeding html5ever's tokenizer within bounds: it compares each attribute of a tag with
//! all before it, so a tag of a million attributes would take hours. Does not look at what
//! the tokens mean.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

/// Takes the tokens of one document in order.
pub(super) trait TokenReader {
    /// Reads one token; the answer says how the tokenizer goes on after a start tag such as
    /// `<script>`.
    fn read(&mut self, token: Token) -> Option<RawKind>;
}

/// Bytes fed at once; between two pieces the feed looks whether tokens still come.
const PIECE_BYTES: usize = 2_048;
/// A tag with more spaces, slashes and quotes than this is cut down before it is fed.
const MAX_SEPARATORS: usize = 4_096;
/// What is kept of such a tag: its name and this many attributes, none longer than below.
const MAX_ATTRIBUTES: usize = 64;
const MAX_ATTRIBUTE_BYTES: usize = 1_024;

/// Gives the tokens of `html` to the reader that `start` makes. Where a tag goes beyond the
/// bounds it starts again with oversized tags and all comments cut out of `html`; `false` says
/// that even so it had to stop early. Linear in the length of `html`.
pub(super) fn read_tokens<R: TokenReader>(html: &str, start: impl Fn() -> R) -> (R, bool) {
    let (reader, is_whole) = feed(html, start());
    if is_whole { (reader, true) } else { feed(&with_small_tags(html), start()) }
}

struct Sink<R> {
    reader: RefCell<R>,
    tokens: Cell<usize>,
}

impl<R: TokenReader> TokenSink for Sink<R> {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        if matches!(token, Token::ParseError(_)) {
            return TokenSinkResult::Continue;
        }
        self.tokens.set(self.tokens.get().wrapping_add(1));
        match self.reader.borrow_mut().read(token) {
            Some(kind) => TokenSinkResult::RawData(kind),
            None => TokenSinkResult::Continue,
        }
    }
}

fn feed<R: TokenReader>(html: &str, reader: R) -> (R, bool) {
    let sink = Sink { reader: RefCell::new(reader), tokens: Cell::new(0) };
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let queue = BufferQueue::default();
    let mut rest = html;
    let mut separators = 0;
    while separators <= MAX_SEPARATORS && !rest.is_empty() {
        let (piece, after) = split_piece(rest);
        rest = after;
        let before = tokenizer.sink.tokens.get();
        queue.push_back(StrTendril::from_slice(piece));
        let _ = tokenizer.feed(&queue);
        if tokenizer.sink.tokens.get() != before {
            separators = 0;
        }
        let is_separator = |byte: &u8| byte.is_ascii_whitespace() || b"/\"'".contains(byte);
        separators += piece.bytes().filter(|byte| is_separator(byte)).count();
    }
    let is_whole = rest.is_empty() && separators <= MAX_SEPARATORS;
    if is_whole {
        tokenizer.end();
    }
    (tokenizer.sink.reader.into_inner(), is_whole)
}

fn split_piece(text: &str) -> (&str, &str) {
    let mut end = PIECE_BYTES;
    while end < text.len() && !text.is_char_boundary(end) {
        end += 1;
    }
    text.split_at_checked(end).unwrap_or((text, ""))
}

/// `html` without comments, and with no more than a few attributes in each tag. It does not
/// know scripts, whose text may lose some; that text is dropped anyway.
fn with_small_tags(html: &str) -> Cow<'_, str> {
    let mut kept = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        kept.push_str(before);
        rest = if let Some(comment) = after.strip_prefix("!--") {
            comment.split_once("-->").map_or("", |(_, after)| after)
        } else if after.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') {
            kept.push('<');
            copy_small_tag(after, &mut kept)
        } else {
            kept.push('<');
            after
        };
    }
    kept.push_str(rest);
    Cow::Owned(kept)
}

/// Copies the tag at the start of `tag` as far as the bounds allow; what follows it comes back.
fn copy_small_tag<'a>(tag: &'a str, kept: &mut String) -> &'a str {
    let (mut rest, mut attributes) = (tag, 0);
    while !rest.is_empty() {
        let (part, after) = split_attribute(rest);
        if attributes <= MAX_ATTRIBUTES && part.len() <= MAX_ATTRIBUTE_BYTES {
            kept.push_str(part);
        }
        attributes += 1;
        rest = after;
        if let Some(after) = rest.strip_prefix('>') {
            rest = after;
            break;
        }
    }
    kept.push('>');
    rest
}

/// Splits after one attribute with its quoted value and the space before it.
fn split_attribute(tag: &str) -> (&str, &str) {
    let mut quote = None;
    let mut has_name = false;
    let mut previous = ' ';
    let end = tag.char_indices().find(|&(_, c)| {
        let ends = match quote {
            Some(open) => {
                if c == open {
                    quote = None;
                }
                false
            }
            None if c == '>' => true,
            None if c.is_ascii_whitespace() || c == '/' => has_name && previous != '=',
            None if matches!(c, '"' | '\'') && previous == '=' => {
                quote = Some(c);
                false
            }
            None => {
                has_name = true;
                false
            }
        };
        previous = c;
        ends
    });
    tag.split_at_checked(end.map_or(tag.len(), |(end, _)| end)).unwrap_or((tag, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Counts tags and the attributes of the last one.
    #[derive(Default)]
    struct Counter {
        tags: usize,
        attributes: usize,
        text: String,
    }

    impl TokenReader for Counter {
        fn read(&mut self, token: Token) -> Option<RawKind> {
            match token {
                Token::TagToken(tag) => {
                    self.tags += 1;
                    self.attributes = tag.attrs.len();
                }
                Token::CharacterTokens(text) => self.text.push_str(&text),
                _ => {}
            }
            None
        }
    }

    #[test]
    fn ordinary_pages_are_fed_as_they_are() {
        let html = format!("<p title=\"{}\">посол</p>", "x".repeat(100_000));
        let (counter, is_whole) = read_tokens(&html, Counter::default);
        assert!(is_whole);
        assert_eq!((counter.tags, counter.text.as_str()), (2, "посол"));
    }

    #[test]
    fn oversized_tags_are_cut_down() {
        let attributes: String = (0..200_000).map(|n| format!(" a{n}=\">\"")).collect();
        let html = format!("<p>one</p><p{attributes}>two</p>");
        let (counter, is_whole) = read_tokens(&html, Counter::default);
        assert!(is_whole);
        assert_eq!((counter.tags, counter.text.as_str()), (4, "onetwo"));
    }

    #[test]
    fn long_comments_and_values_do_not_end_the_page() {
        let words = "word ".repeat(50_000);
        let html = format!("<!-- {words} --><p title='{words}' class=\"a\">two</p>");
        let (counter, is_whole) = read_tokens(&html, Counter::default);
        assert!(is_whole);
        assert_eq!((counter.tags, counter.text.as_str()), (2, "two"));
    }

    #[test]
    fn a_tag_hidden_in_a_script_stops_the_feed() {
        let attributes: String = (0..200_000).map(|n| format!(" a{n}")).collect();
        let html = format!("one<a x='</p><p{attributes}'>two");
        let (counter, _) = read_tokens(&html, Counter::default);
        assert!(counter.attributes <= MAX_SEPARATORS + PIECE_BYTES);
        assert!(counter.text.starts_with("one"));
    }
}
