//! Plain text, scraped or not: what is nothing else.

use super::whole;
use crate::ingest::input_format::{Head, Input, InputFormat, Opened};
use crate::text;

/// Plain text, scraped or not: what is nothing else.
pub(super) struct Text;

impl InputFormat for Text {
    fn name(&self) -> &'static str {
        "text"
    }

    fn is_of(&self, _: &Head<'_>) -> bool {
        true
    }

    fn open(&self, input: Input<'_>) -> Result<Opened, String> {
        whole::open(input, |text| Ok(text::scraped::extract(text)))
    }
}
