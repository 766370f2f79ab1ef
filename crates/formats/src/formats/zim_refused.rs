//! ZIM files in a build that does not read them.

use crate::input_format::{Head, Input, InputFormat, Opened};

/// ZIM files, refused by name.
pub(crate) struct Zim;

impl InputFormat for Zim {
    fn name(&self) -> &'static str {
        "zim"
    }

    fn is_of(&self, head: &Head<'_>) -> bool {
        head.bytes.starts_with(b"ZIM\x04")
    }

    fn open(&self, _: Input<'_>) -> Result<Opened, String> {
        Err("a ZIM file, which this build does not read: build with the feature zim".to_owned())
    }
}
