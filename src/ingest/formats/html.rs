//! HTML pages.

use super::whole;
use crate::ingest::input_format::{Head, Input, InputFormat, Opened};
use crate::text;

/// HTML pages.
pub(super) struct Html;

impl InputFormat for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn is_of(&self, head: &Head<'_>) -> bool {
        text::html::looks_like(head.start())
    }

    fn open(&self, input: Input<'_>) -> Result<Opened, String> {
        whole::open(input, |text| Ok(text::html::extract(text)))
    }
}
