//! The syntax tree of a query, and how it is written as a query.
//!
//! What [`parse`](super::parse) keeps, and whoever reads trees may rely on:
//!
//! 1. [`Node::Nothing`] is only ever the whole tree.
//! 2. A [`Bool`] has something in `must` or `should`; where a query only excludes, `should` is
//!    [`Node::All`] alone. It never holds one clause and nothing else.
//! 3. The text of a word or phrase is that of the query at its span, and not empty.
//! 4. Boosts are finite and within the limits.

use std::fmt;
use std::ops::Range;

use super::lexer;
use crate::index::TextField;

/// What to look for.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Node {
    /// A word.
    Word(Word),
    /// Words in a row.
    Phrase(Phrase),
    /// Clauses together.
    Bool(Bool),
    /// Every article.
    All,
    /// No article: there was nothing to look for.
    Nothing,
}

/// A word, or whatever stood between two spaces: analysis may find several words in it, or none.
#[derive(Debug, Clone, PartialEq)]
pub struct Word {
    /// As typed, without operators.
    pub text: String,
    /// Whether words that start with it match too.
    pub prefix: bool,
    /// How many edits away a word may be; never together with `prefix`.
    pub fuzzy: Option<u8>,
    /// Where to look; `None` for wherever a plain query looks.
    pub field: Option<FieldName>,
    /// Factor on its score.
    pub boost: f32,
    /// Where the text stands, in bytes of the query.
    pub span: Range<usize>,
}

/// A phrase: the text between quotes.
#[derive(Debug, Clone, PartialEq)]
pub struct Phrase {
    /// As typed, without the quotes.
    pub text: String,
    /// How many words may stand between or be moved; 0 for none.
    pub slop: u32,
    /// Where to look; `None` for wherever a plain query looks.
    pub field: Option<FieldName>,
    /// Factor on its score.
    pub boost: f32,
    /// Where the text stands, in bytes of the query.
    pub span: Range<usize>,
}

impl Phrase {
    /// Its words, any of which may match, wherever the phrase was looked for.
    #[must_use]
    pub fn as_words(&self) -> Node {
        let Self { text, field, boost, span, .. } = self.clone();
        Node::Word(Word { text, prefix: false, fuzzy: None, field, boost, span })
    }
}

/// Clauses together: all of `must`, none of `must_not`, and, where `must` is empty, at least one
/// of `should`. The scores of `must` and `should` add up.
#[derive(Debug, Clone, PartialEq)]
pub struct Bool {
    /// All of them match.
    pub must: Vec<Node>,
    /// The more of them match, the better.
    pub should: Vec<Node>,
    /// None of them matches.
    pub must_not: Vec<Node>,
    /// Factor on the sum.
    pub boost: f32,
}

/// A field as queries name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum FieldName {
    /// A part of the article.
    Text(TextField),
    /// The exact forms of all searched parts: no stemming.
    Exact,
}

impl FieldName {
    /// The name in queries.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Text(field) => field.name(),
            Self::Exact => "exact",
        }
    }

    /// The field of that name, in ASCII letters of either case.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let text = TextField::ALL.into_iter().map(Self::Text);
        text.chain([Self::Exact]).find(|field| field.name().eq_ignore_ascii_case(name))
    }
}

impl fmt::Display for FieldName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Node {
    /// The same with its boost multiplied, within `range`. What has no boost stays as it is.
    pub(super) fn boosted(mut self, factor: f32, range: (f32, f32)) -> Self {
        let boost = match &mut self {
            Self::Word(word) => &mut word.boost,
            Self::Phrase(phrase) => &mut phrase.boost,
            Self::Bool(group) => &mut group.boost,
            Self::All | Self::Nothing => return self,
        };
        *boost = (*boost * factor).max(range.0).min(range.1);
        self
    }
}

/// A query that parses to the same tree but for spans, given the same limits and room for its
/// length. It has no AND, OR or NOT: `(+a +b) c -d`.
impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool(group) if !is_plain(group.boost) => write_grouped(self, f),
            Self::Bool(group) => group.fmt(f),
            Self::Word(word) => word.fmt(f),
            Self::Phrase(phrase) => phrase.fmt(f),
            Self::All => f.write_str("*"),
            Self::Nothing => f.write_str("-*"),
        }
    }
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_field(self.field, f)?;
        f.write_str(&self.text)?;
        if self.prefix {
            f.write_str("*")?;
        } else if let Some(edits) = self.fuzzy {
            write!(f, "~{edits}")?;
        } else if self.field.is_none() && lexer::operator(&self.text).is_some() {
            // Bare, it would be read as the operator.
            return write!(f, "^{}", self.boost);
        }
        write_boost(self.boost, f)
    }
}

impl fmt::Display for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_field(self.field, f)?;
        write_quoted(&self.text, f)?;
        if self.slop > 0 {
            write!(f, "~{}", self.slop)?;
        }
        write_boost(self.boost, f)
    }
}

/// The clauses, without parentheses around them and without the boost.
impl fmt::Display for Bool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lists = [("+", &self.must), ("", &self.should), ("-", &self.must_not)];
        let clauses =
            lists.iter().flat_map(|(sign, list)| list.iter().map(move |node| (sign, node)));
        for (at, (sign, node)) in clauses.enumerate() {
            let space = if at > 0 { " " } else { "" };
            write!(f, "{space}{sign}")?;
            match node {
                Node::Bool(_) => write_grouped(node, f)?,
                other => other.fmt(f)?,
            }
        }
        Ok(())
    }
}

/// A group in parentheses with its boost; anything else as it is.
fn write_grouped(node: &Node, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let Node::Bool(group) = node else { return write!(f, "{node}") };
    write!(f, "({group})")?;
    write_boost(group.boost, f)
}

fn write_field(field: Option<FieldName>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    field.map_or(Ok(()), |field| write!(f, "{field}:"))
}

fn write_boost(boost: f32, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if is_plain(boost) { Ok(()) } else { write!(f, "^{boost}") }
}

/// Whether the boost changes nothing.
fn is_plain(boost: f32) -> bool {
    boost.total_cmp(&1.0).is_eq()
}

/// `text` in quotes that it does not end. Every text that was parsed has such quotes, those it
/// stood in; a text that has none loses its double quotes.
pub(super) fn write_quoted(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (open, closers) in lexer::QUOTES {
        if let [close, ..] = closers
            && !text.contains(closers)
        {
            return write!(f, "{open}{text}{close}");
        }
    }
    write!(f, "\"{}\"", text.replace('"', " "))
}
