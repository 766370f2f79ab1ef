//! Snippets as HTML.

use crate::search::Snippet;

/// `text` for HTML, between tags or in a quoted attribute: it can't become markup there.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // Marks that reverse the direction of writing could show another text than there is.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => out.push('\u{fffd}'),
            c if c.is_control() && !c.is_whitespace() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// The text of a snippet, escaped, with its matches in `<mark>`.
#[must_use]
pub fn snippet_html(snippet: &Snippet) -> String {
    let mut out = String::with_capacity(snippet.text.len() * 2);
    for (piece, matched) in snippet.pieces() {
        if matched {
            out.push_str("<mark>");
            out.push_str(&escape(piece));
            out.push_str("</mark>");
        } else {
            out.push_str(&escape(piece));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_our_marks_is_markup() {
        let snippet = Snippet::new("<b>Посол</b> & \"грамоты\"", vec![(3, 8), (13, 23)]);
        assert_eq!(
            snippet_html(&snippet),
            "&lt;b&gt;<mark>Посол</mark>&lt;/b&gt; <mark>&amp; &quot;грамоты</mark>&quot;"
        );
        assert_eq!(escape("a\u{202e}b\u{0}\n'"), "a\u{fffd}b\u{fffd}\n&#39;");
    }
}
