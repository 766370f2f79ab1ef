//! What could not be read, and why.

/// Something that could not be read as an article, and why.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Rejection {
    /// File, or `-` for standard input.
    pub source: String,
    /// Where in it: a line, a page, a byte; empty for the whole.
    pub place: String,
    /// What was expected, what was found, what to do.
    pub reason: String,
}

impl Rejection {
    /// A rejection of what stands at `place` of `source`, for `reason`.
    pub fn new(source: &str, place: impl Into<String>, reason: impl std::fmt::Display) -> Self {
        Self { source: source.to_owned(), place: place.into(), reason: reason.to_string() }
    }
}

impl std::fmt::Display for Rejection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { source, place, reason } = self;
        if place.is_empty() {
            write!(f, "{source}: {reason}")
        } else {
            write!(f, "{source}: {place}: {reason}")
        }
    }
}
