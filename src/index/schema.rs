//! The fields of the index.

use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STRING, Schema, TextFieldIndexing, TextOptions,
};

/// What the schema calls the tokenizer of text fields. There is none: words are analyzed before
/// they come to a segment.
pub(crate) const TOKENIZER: &str = "demarche_terms";

/// A searchable part of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum TextField {
    /// The title.
    Title,
    /// Other names.
    Aliases,
    /// The sentence that says what the thing is.
    Definition,
    /// Headings of sections.
    Headings,
    /// Keywords and categories.
    Keywords,
    /// Running text: body and sections.
    Body,
    /// Notes, sources and external links: searched only on demand.
    References,
}

impl TextField {
    /// Every text field.
    pub const ALL: [Self; 7] = [
        Self::Title,
        Self::Aliases,
        Self::Definition,
        Self::Headings,
        Self::Keywords,
        Self::Body,
        Self::References,
    ];

    /// Those that a plain query looks at.
    pub const SEARCHED: [Self; 6] =
        [Self::Title, Self::Aliases, Self::Definition, Self::Headings, Self::Keywords, Self::Body];

    /// Name on the command line, in queries and in the index.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Aliases => "aliases",
            Self::Definition => "definition",
            Self::Headings => "headings",
            Self::Keywords => "keywords",
            Self::Body => "body",
            Self::References => "references",
        }
    }

    /// The field of that [`name`](Self::name).
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }
}

/// Handles of the fields, and the schema that they belong to.
#[derive(Debug, Clone)]
pub(crate) struct Fields {
    pub(crate) schema: Schema,
    /// The id, to find an article by.
    pub(crate) id: Field,
    /// [`Lang::number`](crate::lang::Lang::number).
    pub(crate) lang: Field,
    /// Days since 1970.
    pub(crate) date: Field,
    /// Hash of the stored article, by which an unchanged one is known.
    pub(crate) hash: Field,
    /// Category names as written.
    pub(crate) category: Field,
    /// Title and aliases, each as one term.
    pub(crate) name: Field,
    /// Numbers of the languages that the article has translations in.
    pub(crate) translation: Field,
    /// Exact forms of all searched fields, with their frequency.
    pub(crate) exact: Field,
    /// Terms, by [`TextField`].
    pub(crate) text: [Field; TextField::ALL.len()],
}

impl Fields {
    /// The one schema of this version.
    pub(crate) fn new() -> Self {
        let indexing = |record| {
            TextOptions::default().set_indexing_options(
                TextFieldIndexing::default()
                    .set_tokenizer(TOKENIZER)
                    .set_index_option(record)
                    .set_fieldnorms(true),
            )
        };
        let mut builder = Schema::builder();
        Self {
            id: builder.add_text_field("id", STRING),
            lang: builder.add_u64_field("lang", INDEXED | FAST),
            date: builder.add_i64_field("date", FAST),
            hash: builder.add_u64_field("hash", FAST),
            category: builder.add_text_field("category", STRING | FAST),
            name: builder.add_text_field("name", STRING),
            translation: builder.add_u64_field("translation", INDEXED | FAST),
            exact: builder.add_text_field("exact", indexing(IndexRecordOption::WithFreqs)),
            text: TextField::ALL.map(|field| {
                builder.add_text_field(
                    field.name(),
                    indexing(IndexRecordOption::WithFreqsAndPositions),
                )
            }),
            schema: builder.build(),
        }
    }

    /// The handle of a text field.
    pub(crate) fn text(&self, field: TextField) -> Field {
        self.text[field as usize]
    }
}
