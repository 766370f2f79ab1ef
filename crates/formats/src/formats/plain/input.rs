//! Plain text, scraped or not: what is nothing else.

use crate::formats::whole;
use crate::input_format::{Head, Input, InputFormat, Opened};

/// Plain text, scraped or not: what is nothing else.
pub(in crate::formats) struct Text;

impl InputFormat for Text {
    fn name(&self) -> &'static str {
        "text"
    }

    fn is_of(&self, _: &Head<'_>) -> bool {
        true
    }

    fn open(&self, input: Input<'_>) -> Result<Opened, String> {
        whole::open(input, |text| Ok(super::extract(text)))
    }
}
