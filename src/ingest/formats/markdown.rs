//! Markdown, with or without front matter.

use std::path::Path;

use super::whole;
use crate::ingest::input_format::{Head, Input, InputFormat, Opened};
use crate::ingest::source::unpacked_name;
use crate::text;

/// Markdown, with or without front matter.
pub(super) struct Markdown;

impl InputFormat for Markdown {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn is_of(&self, head: &Head<'_>) -> bool {
        !text::scraped::looks_like(&head.text)
            && (text::markdown::looks_like(&head.text) || is_markdown_name(head.name))
    }

    fn open(&self, input: Input<'_>) -> Result<Opened, String> {
        whole::open(input, |text| {
            let wrong = |e: text::markdown::FrontMatterError| {
                (e.line, format!("front matter: {}", e.reason))
            };
            text::markdown::extract(text).map_err(wrong)
        })
    }
}

/// Whether a file is Markdown by its name, packed or not.
fn is_markdown_name(name: &str) -> bool {
    let extension = Path::new(unpacked_name(name)).extension();
    extension.is_some_and(|e| e.eq_ignore_ascii_case("md") || e.eq_ignore_ascii_case("markdown"))
}
