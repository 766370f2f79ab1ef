//! What fuzz targets reach that users do not. Only there when built for them (`--cfg fuzzing`).

use crate::analysis::Analyzer;
use crate::index::fuzzing as sealed;
use crate::lang::Lang;
use crate::search::{Snippet, snippet_of};

/// One article, whose snippets are asked for.
#[derive(Debug)]
pub struct OneArticle {
    text: String,
    lang: Lang,
}

impl OneArticle {
    /// Of the language of that number, with that text.
    pub fn new(lang: u8, text: &str) -> Self {
        let lang = Lang::from_number(u64::from(lang) % Lang::ALL.len() as u64).unwrap_or(Lang::En);
        Self { text: text.to_owned(), lang }
    }

    /// The best passage for the words of `query`.
    pub fn snippets(&self, query: &str, chars: usize) -> Option<Snippet> {
        snippet_of(&self.text, query, &mut Analyzer::new(self.lang), chars)
    }
}

/// Reads a ZIM file: how many articles and rejections are in it.
#[cfg(feature = "zim")]
pub fn read_zim(file: &[u8]) -> std::io::Result<usize> {
    demarche_formats::fuzzing::read_zim(file)
}

/// `body` with a seal that fits.
pub fn seal(body: &[u8]) -> Vec<u8> {
    sealed::seal(body)
}

/// Reads `meta.json`: its segments and files, or what is wrong.
pub fn open_sealed(content: &[u8]) -> Result<usize, String> {
    sealed::open(content)
}
