//! Markdown, with or without front matter.

use std::path::Path;

use crate::formats::{plain, whole};
use crate::input_format::{Head, Input, InputFormat, Opened};
use crate::source::unpacked_name;

/// Markdown, with or without front matter.
pub(in crate::formats) struct Markdown;

impl InputFormat for Markdown {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn is_of(&self, head: &Head<'_>) -> bool {
        !plain::looks_like(&head.text)
            && (super::looks_like(&head.text) || is_markdown_name(head.name))
    }

    fn open(&self, input: Input<'_>) -> Result<Opened, String> {
        whole::open(input, |text| {
            let wrong =
                |e: super::FrontMatterError| (e.line, format!("front matter: {}", e.reason));
            super::extract(text).map_err(wrong)
        })
    }
}

/// Whether a file is Markdown by its name, packed or not.
fn is_markdown_name(name: &str) -> bool {
    let extension = Path::new(unpacked_name(name)).extension();
    extension.is_some_and(|e| e.eq_ignore_ascii_case("md") || e.eq_ignore_ascii_case("markdown"))
}
