//! Titles and aliases as single terms, by which an article is found that is called just so.

use super::terms::prefix;
use crate::lang::Lang;

/// Longer names are no terms: nobody types them whole.
const MAX_NAME_BYTES: usize = 400;

/// A name on its way to its term: the exact forms of its words in a row, behind the letter of the
/// language.
pub(crate) struct NameTerm {
    term: String,
    words: usize,
}

impl NameTerm {
    /// A name in `lang`, without words yet.
    pub(crate) fn new(lang: Lang) -> Self {
        Self { term: String::from(prefix(lang)), words: 0 }
    }

    /// Adds the next word by its exact form.
    pub(crate) fn push(&mut self, exact: &str) {
        if self.words > 0 && self.term.len() <= MAX_NAME_BYTES {
            self.term.push(' ');
        }
        self.words += 1;
        if self.term.len() <= MAX_NAME_BYTES {
            self.term.push_str(exact);
        }
    }

    /// The term; `None` for a name without words or with too many.
    pub(crate) fn finish(self) -> Option<String> {
        (self.words > 0 && self.term.len() <= MAX_NAME_BYTES).then_some(self.term)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(words: &[&str]) -> Option<String> {
        let mut name = NameTerm::new(Lang::En);
        words.iter().for_each(|word| name.push(word));
        name.finish()
    }

    #[test]
    fn a_name_is_its_words_in_a_row() {
        assert_eq!(term(&["treaty", "of", "versailles"]).as_deref(), Some("etreaty of versailles"));
        assert_eq!(term(&[]), None);
        assert_eq!(term(&["word"; 100]), None);
    }
}
