//! The formats by name, and how the format of a stream is told.

use std::fmt;

use super::formats::REGISTRY;
use super::input_format::{Head, Input, InputFormat, Opened};

/// How an input is written.
#[derive(Clone, Copy)]
pub struct Format(&'static dyn InputFormat);

impl Format {
    /// Every format of articles, in the order in which they are told apart.
    pub fn all() -> impl Iterator<Item = Self> {
        REGISTRY.iter().map(|format| Self(*format)).filter(|format| !format.name().is_empty())
    }

    /// Its name on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// The format of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::all().find(|format| format.name() == name)
    }

    /// Tells the format of a stream from its first bytes; the name only decides where the content
    /// leaves it open. `None` where it is none that is known.
    pub(super) fn sniff(head: &[u8], name: &str) -> Option<Self> {
        let head = Head::new(head, name);
        REGISTRY.iter().find(|format| format.is_of(&head)).map(|format| Self(*format))
    }

    pub(super) fn open(self, input: Input<'_>) -> Result<Opened, String> {
        self.0.open(input)
    }
}

impl fmt::Debug for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Format({})", self.name())
    }
}

impl PartialEq for Format {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Format {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_told_by_content() {
        for (head, name, format) in [
            ("{\"id\":1}", "x.html", "jsonl"),
            ("{\"index\":{\"_id\":\"1\"}}\n{\"title\":\"x\"}", "x.json", "cirrus"),
            ("<mediawiki xmlns=\"x\">", "x", "mediawiki"),
            ("<!DOCTYPE html><html>", "x.txt", "html"),
            ("---\ntitle: A\n---\n# A", "x", "markdown"),
            ("Посольство\n\nЭто дипломатическое представительство.", "x", "text"),
            ("Посольство и консульство", "x.md.gz", "markdown"),
        ] {
            let found = Format::sniff(head.as_bytes(), name).map(Format::name);
            assert_eq!(found, Some(format), "{head}");
        }
    }

    #[test]
    fn names_are_told_apart_and_come_back() {
        let names: Vec<&str> = Format::all().map(Format::name).collect();
        assert!(names.contains(&"zim") && names.contains(&"jsonl"), "{names:?}");
        for (at, name) in names.iter().enumerate() {
            assert!(!names[..at].contains(name), "{name} twice");
            assert_eq!(Format::from_name(name).map(Format::name), Some(*name));
        }
        assert_eq!(Format::from_name(""), None);
    }
}
