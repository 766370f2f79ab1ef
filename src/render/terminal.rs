//! Hits and articles as text for people.

use std::fmt::Write;

use crate::search::{Facets, Hit, Snippet};
use demarche_formats::Article;

/// Whether text is coloured (by ANSI escapes).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// No escapes; matches stand between `[` and `]`.
    Plain,
    /// Matches bold yellow, titles bold, the rest dimmed.
    Colour,
}

impl Style {
    fn wrap(self, codes: &str, text: &str) -> String {
        match self {
            Self::Plain => text.to_owned(),
            Self::Colour => format!("\x1b[{codes}m{text}\x1b[0m"),
        }
    }
}

/// Text that can't steer a terminal: control characters and marks that reverse the direction of
/// writing are shown as `�`, line breaks and tabs as spaces.
#[must_use]
pub fn safe(text: &str) -> String {
    let hidden =
        |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars()
        .map(|c| match c {
            '\n' | '\r' | '\t' => ' ',
            c if hidden(c) => '\u{fffd}',
            c => c,
        })
        .collect()
}

/// A hit as a few lines: rank, title and language; id, date and other languages; its passages.
#[must_use]
pub fn hit_text(hit: &Hit, rank: usize, style: Style) -> String {
    let mut out = String::new();
    let id = safe(&hit.id);
    let Some(article) = &hit.article else {
        return format!("{rank}. {id}  {:.3}\n", hit.score);
    };
    let title = if article.title.is_empty() { &hit.id } else { &article.title };
    let title = style.wrap("1", &safe(title));
    let _ = writeln!(out, "{rank}. {title}  [{}]  {:.2}", hit.lang, hit.score);
    let mut facts = vec![id];
    facts.extend(article.date.as_deref().map(safe));
    facts.extend(article.url.as_deref().map(safe));
    if !article.translations.is_empty() {
        let langs: Vec<String> = article.translations.keys().map(|code| safe(code)).collect();
        facts.push(format!("also in {}", langs.join(" ")));
    }
    let _ = writeln!(out, "   {}", style.wrap("2", &facts.join(" · ")));
    for snippet in &hit.snippets {
        let _ = writeln!(out, "   {}", snippet_text(snippet, style));
    }
    for other in &hit.group {
        let line = format!("{} [{}]  {:.2}", safe(&other.id), other.lang, other.score);
        let _ = writeln!(out, "   {} {line}", style.wrap("2", "="));
    }
    for part in &hit.explanation {
        let fields: Vec<String> =
            part.frequencies.iter().map(|(field, n)| format!("{field} {n}")).collect();
        let line = format!(
            "{:.3} = {} (idf {:.2}): {}",
            part.score,
            safe(&part.term),
            part.idf,
            fields.join(", ")
        );
        let _ = writeln!(out, "     {}", style.wrap("2", &line));
    }
    out
}

fn snippet_text(snippet: &Snippet, style: Style) -> String {
    let mut out = String::new();
    if let Some(heading) = &snippet.heading {
        let _ = write!(out, "{} ", style.wrap("2", &format!("({})", safe(heading))));
    }
    for (piece, matched) in snippet.pieces() {
        let piece = safe(piece);
        match style {
            _ if !matched => out.push_str(&piece),
            Style::Plain => {
                let _ = write!(out, "[{piece}]");
            }
            Style::Colour => out.push_str(&style.wrap("1;33", &piece)),
        }
    }
    out
}

/// Counts of all articles that match, as a few lines.
#[must_use]
pub fn facets_text(facets: &Facets, style: Style) -> String {
    let mut out = String::new();
    let mut line = |name: &str, counts: Vec<String>| {
        if !counts.is_empty() {
            let name = style.wrap("2", &format!("{name}:"));
            let _ = writeln!(out, "{name} {}", counts.join(", "));
        }
    };
    line("articles", vec![facets.articles.to_string()]);
    line("languages", facets.languages.iter().map(|(code, n)| format!("{code} {n}")).collect());
    line("years", facets.years.iter().map(|(year, n)| format!("{year} {n}")).collect());
    let categories = facets.categories.iter();
    line("categories", categories.map(|(name, n)| format!("{} {n}", safe(name))).collect());
    out
}

/// A whole article as text.
#[must_use]
pub fn article_text(article: &Article, style: Style) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}  [{}]", style.wrap("1", &safe(&article.title)), safe(&article.lang));
    let mut fact = |name: &str, value: &str| {
        if !value.is_empty() {
            let _ = writeln!(out, "{} {}", style.wrap("2", &format!("{name}:")), safe(value));
        }
    };
    fact("id", &article.id);
    fact("also called", &article.aliases.join("; "));
    fact("date", article.date.as_deref().unwrap_or_default());
    fact("url", article.url.as_deref().unwrap_or_default());
    fact("source", article.source.as_deref().unwrap_or_default());
    fact("keywords", &article.keywords.join(", "));
    fact("categories", &article.categories.join(", "));
    let translations: Vec<String> = article
        .translations
        .iter()
        .map(|(lang, id)| format!("{lang} {id}").trim_end().to_owned())
        .collect();
    fact("translations", &translations.join(", "));
    if !article.definition.is_empty() {
        let _ = writeln!(out, "\n{}", safe(&article.definition));
    }
    for (heading, text) in article.parts() {
        out.push('\n');
        if let Some(heading) = heading.filter(|h| !h.is_empty()) {
            let _ = writeln!(out, "{}", style.wrap("1", &safe(heading)));
        }
        for line in text.lines() {
            let _ = writeln!(out, "{}", safe(line));
        }
    }
    for (name, list) in [("References", &article.references), ("Links", &article.links)] {
        if !list.is_empty() {
            let _ = writeln!(out, "\n{}", style.wrap("1", name));
            for entry in list {
                let _ = writeln!(out, "- {}", safe(entry));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_disarmed() {
        assert_eq!(safe("a\x1b[31mb\u{202e}c\nd"), "a\u{fffd}[31mb\u{fffd}c d");
    }

    #[test]
    fn highlights_are_marked() {
        let mut snippet = Snippet::new("Посол вручил грамоты.", vec![(0, 5), (13, 20)]);
        snippet.heading = Some("Роль".into());
        assert_eq!(snippet_text(&snippet, Style::Plain), "(Роль) [Посол] вручил [грамоты].");
        assert!(snippet_text(&snippet, Style::Colour).contains("\x1b[1;33mПосол\x1b[0m"));
    }
}
