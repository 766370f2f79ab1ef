//! HTML pages.

use crate::formats::whole;
use crate::input_format::{Head, Input, InputFormat, Opened};

/// HTML pages.
pub(in crate::formats) struct Html;

impl InputFormat for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn is_of(&self, head: &Head<'_>) -> bool {
        super::looks_like(head.start())
    }

    fn open(&self, input: Input<'_>) -> Result<Opened, String> {
        whole::open(input, |text| Ok(super::extract(text)))
    }
}
