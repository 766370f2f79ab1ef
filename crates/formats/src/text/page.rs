//! What a reader of one outside format hands over: plain text with its parts named.

/// Titles kept of those that a page links to. The longest lists link to several thousand; what a
/// page is on shows in the first ones.
pub const MAX_LINKED: usize = 1_000;
/// Longest title of a MediaWiki.
pub const MAX_TITLE_BYTES: usize = 255;

/// One document as its format gave it: plain text, no markup left, nothing validated yet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// Stable id that the document states itself, if any.
    pub id: Option<String>,
    /// Language tag as written (`tr`, `ru-RU`), if any.
    pub lang: Option<String>,
    /// Title, without a site's suffix.
    pub title: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// The sentence that says what the thing is, where the format marks it.
    pub definition: Option<String>,
    /// Text before the first heading, paragraphs split by `\n`.
    pub lead: String,
    /// The rest, in reading order.
    pub sections: Vec<Section>,
    /// Keywords.
    pub keywords: Vec<String>,
    /// Categories.
    pub categories: Vec<String>,
    /// Notes and sources, one entry each.
    pub references: Vec<String>,
    /// External links, one entry each (its text, or its address where there is no text).
    pub links: Vec<String>,
    /// Titles of articles of the same wiki that the page links to, outside its footnotes: each
    /// once, in order, the first 1,000.
    pub linked: Vec<String>,
    /// Date in ISO 8601 (`2019-08-19` or with time), if stated.
    pub date: Option<String>,
    /// Address of the page itself.
    pub url: Option<String>,
    /// Language code and id, title or address of the same article in that language; the
    /// value is empty where only the language is known.
    pub translations: Vec<(String, String)>,
    /// What was left out and why, in order of appearance.
    pub dropped: Vec<Dropped>,
}

/// A heading and the text below it up to the next heading, paragraphs split by `\n`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Section {
    /// Heading, as plain text.
    pub heading: String,
    /// Text, possibly empty where only subsections follow.
    pub text: String,
}

/// Text that was left out of the article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dropped {
    /// Kind of noise: `footnote`, `toc`, `comments`, `template`, …
    pub kind: &'static str,
    /// The text left out, cut to 200 characters.
    pub text: String,
}

impl Page {
    /// Records that `text` was left out; keeps at most 200 characters of it and 1,000 entries.
    pub fn drop_text(&mut self, kind: &'static str, text: &str) {
        if self.dropped.len() < 1_000 {
            self.dropped.push(Dropped { kind, text: text.chars().take(200).collect() });
        }
    }
}
