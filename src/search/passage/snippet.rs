//! A passage as it is shown.

/// A passage of an article, with the places where the query matched.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Snippet {
    /// The text; `…` at an end where it was cut inside a sentence.
    pub text: String,
    /// First character and character after the last of each match in `text`, ascending, disjoint.
    pub highlights: Vec<(usize, usize)>,
    /// Where the text is from: `body` (which sections are part of) or `definition`.
    pub field: &'static str,
    /// Number of the section, from 0; none in the text before the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<usize>,
    /// Heading of the section.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub heading: Option<String>,
    /// First byte and byte after the last of the passage in the body, section or definition.
    pub bytes: (usize, usize),
    /// The same in characters.
    pub chars: (usize, usize),
    /// Worth by the weights of the words in it; comparable within one article.
    pub score: f32,
}

impl Snippet {
    /// A text with highlights, from nowhere in particular.
    #[must_use]
    pub fn new(text: impl Into<String>, highlights: Vec<(usize, usize)>) -> Self {
        Self {
            text: text.into(),
            highlights,
            field: "body",
            section: None,
            heading: None,
            bytes: (0, 0),
            chars: (0, 0),
            score: 0.0,
        }
    }

    /// The text in pieces, in order, each with whether it is a match; none is empty.
    pub fn pieces(&self) -> impl Iterator<Item = (&str, bool)> {
        let mut rest = self.text.as_str();
        let mut at = 0;
        let ends = self.highlights.iter().flat_map(|(start, end)| [(*start, false), (*end, true)]);
        ends.chain([(usize::MAX, false)])
            .map(move |(end, matched)| {
                let skip = end.saturating_sub(at);
                let byte = rest.char_indices().nth(skip).map_or(rest.len(), |(byte, _)| byte);
                let (piece, after) = rest.split_at(byte);
                (rest, at) = (after, end);
                (piece, matched)
            })
            .filter(|(piece, _)| !piece.is_empty())
    }
}
