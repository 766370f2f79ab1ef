//! Inputs that are one article: a page, a text.

use std::io::Read;

use crate::article::Article;
use crate::input_format::{Input, Opened, Piece, With};
use crate::parsed::{Parsed, count_dropped, decoded};
use crate::text::Page;

/// Makes a page of the text of a file, or says on which line it is wrong and why.
type Extract = fn(&str) -> Result<Page, (usize, String)>;

/// A whole file.
struct Whole {
    bytes: Vec<u8>,
    extract: Extract,
}

/// Reads a file that `extract` makes a page of.
pub(super) fn open(input: Input<'_>, extract: Extract) -> Result<Opened, String> {
    let limit = input.limits.article_bytes;
    let mut bytes = Vec::new();
    let mut reader = input.reader.take(limit as u64 + 1);
    reader.read_to_end(&mut bytes).map_err(|e| e.to_string())?;
    if bytes.len() > limit {
        return Err(format!("longer than {limit} bytes: expected one article"));
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err("empty: expected an article".to_owned());
    }
    Ok(Opened::Whole(Box::new(Whole { bytes, extract })))
}

impl Piece for Whole {
    fn bytes(&self) -> usize {
        self.bytes.len()
    }

    fn parse(self: Box<Self>, with: &With<'_>) -> Parsed {
        let mut parsed = Parsed::default();
        let source = &*with.origin.shown;
        let Some(text) = decoded(source, "", &self.bytes, &mut parsed) else { return parsed };
        match (self.extract)(&text) {
            Ok(page) => {
                count_dropped(&page, &mut parsed.dropped);
                parsed.keep(with.origin, String::new(), &"", Article::from_page(page));
            }
            Err((line, reason)) => parsed.reject(source, format!("line {line}"), reason),
        }
        parsed
    }
}
