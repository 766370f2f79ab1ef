//! Filters written without a query, as applications and command lines give them.

use std::str::FromStr;

use super::QueryLimits;
use super::filters::Filters;
use super::parser::parse;
use super::syntax::Node;
use crate::error::{Error, ErrorKind, Result};

/// The filters of a text without words, written as in queries: `category:Treaties`, `lang:uk,ru`,
/// `date:>=2019 -has:translation`.
impl FromStr for Filters {
    type Err = Error;

    /// # Errors
    /// `User` where the text has words, no filter, or a filter that can't be read.
    fn from_str(text: &str) -> Result<Self> {
        let parsed = parse(text, &QueryLimits::default());
        let expected = match parsed.notes.first() {
            Some(note) => note.message.as_str(),
            None if parsed.tree == Node::All && !parsed.filters.is_empty() => {
                return Ok(parsed.filters);
            }
            None => {
                "expected filters alone: lang:uk, category:Treaties, date:>=2019, has:translation, \
                 or with a minus what must not be"
            }
        };
        Err(Error::new(ErrorKind::User, format!("filter {text:?}: {expected}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_alone_are_read_and_anything_else_is_refused() {
        for text in [
            "lang:uk",
            "category:\"Vienna Convention\"",
            "-lang:en",
            "date:>=2019 -has:translation",
        ] {
            let filters: Filters = text.parse().unwrap();
            assert_eq!(filters.to_string().parse::<Filters>().unwrap(), filters, "{text}");
        }
        for (text, expected) in [
            ("", "expected filters alone"),
            ("embassy", "expected filters alone"),
            ("lang:uk embassy", "expected filters alone"),
            ("*", "expected filters alone"),
            ("date:soon", "expected a date"),
            ("category:", "expected a value"),
        ] {
            let error = text.parse::<Filters>().unwrap_err().to_string();
            assert!(error.contains(expected), "{text}: {error}");
        }
    }
}
