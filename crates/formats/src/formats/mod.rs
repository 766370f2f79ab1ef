//! The formats of inputs, one folder or file each.

pub mod html;
mod jsonl;
pub mod markdown;
pub mod mediawiki;
pub mod plain;
mod whole;
#[cfg(feature = "zim")]
pub(super) mod zim;
#[cfg(not(feature = "zim"))]
mod zim_refused;

use super::input_format::InputFormat;
pub(super) use mediawiki::{WikiLinks, is_links};

#[cfg(not(feature = "zim"))]
use zim_refused as zim;

/// All formats, in the order in which they are told apart: what is certain comes first, and plain
/// text is what is nothing else.
pub(super) static REGISTRY: &[&dyn InputFormat] = &[
    &zim::Zim,
    &mediawiki::Cirrus,
    &jsonl::JsonLines,
    &mediawiki::Xml,
    &mediawiki::LangLinks,
    &html::Html,
    &markdown::Markdown,
    &plain::Text,
];
