//! The elements of a dump.

/// The elements that are read, and every other one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Element {
    MediaWiki,
    DbName,
    Base,
    Namespace,
    Page,
    Title,
    Ns,
    Id,
    Redirect,
    Revision,
    Timestamp,
    Model,
    Format,
    Text,
    Other,
}

impl Element {
    pub(super) fn named(name: &str) -> Self {
        match name {
            "mediawiki" => Self::MediaWiki,
            "dbname" => Self::DbName,
            "base" => Self::Base,
            "namespace" => Self::Namespace,
            "page" => Self::Page,
            "title" => Self::Title,
            "ns" => Self::Ns,
            "id" => Self::Id,
            "redirect" => Self::Redirect,
            "revision" => Self::Revision,
            "timestamp" => Self::Timestamp,
            "model" => Self::Model,
            "format" => Self::Format,
            "text" => Self::Text,
            _ => Self::Other,
        }
    }

    /// The attribute that carries what the element says.
    pub(super) fn attribute(self) -> Option<&'static str> {
        match self {
            Self::MediaWiki => Some("xml:lang"),
            Self::Namespace => Some("key"),
            Self::Redirect => Some("title"),
            _ => None,
        }
    }
}
