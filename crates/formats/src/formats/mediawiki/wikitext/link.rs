//! Owns what a `[[link]]` or `[http://… link]` shows and what it says about the page: category,
//! translation, file. Does not check that a target exists.

use super::caption;
use super::lexer::starts_with_scheme;
use super::marks::{ADDRESS, BOLD, BREAK, GUARD, PIPE};
use crate::formats::mediawiki::site::{CATEGORY, FILE, Site, is_language_code};
use crate::text::page::MAX_TITLE_BYTES;

/// What becomes of a `[[link]]`.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Link {
    /// Shown as this text.
    Text(String),
    /// The page is in this category.
    Category(String),
    /// The page has this counterpart: language code and title.
    Translation(String, String),
    /// A picture, with its caption.
    File(Option<String>),
    /// A page of another site: not shown.
    Hidden,
}

/// Prefixes of sister projects, which are followed by a title there.
#[rustfmt::skip]
const PROJECTS: [&str; 28] = [
    "b", "c", "commons", "d", "foundation", "m", "mediawikiwiki", "meta", "mw", "n", "phab", "q",
    "s", "species", "v", "voy", "w", "wikibooks", "wikidata", "wikinews", "wikipedia",
    "wikiquote", "wikisource", "wikispecies", "wikiversity", "wikivoyage", "wikt", "wiktionary",
];

/// Reads a link from its target and its label, which is everything after the first `|`.
pub(super) fn read(target: &str, label: Option<&str>, site: &Site) -> Link {
    let target = target.replace([BOLD, GUARD], "");
    let target = target.trim();
    if starts_with_scheme(target) {
        return Link::Text(external(target));
    }
    if let Some((prefix, title)) = target.split_once(':')
        && let Some(link) = hidden(prefix, title, label, site)
    {
        return link;
    }
    let text = match label {
        Some(label) if !label.trim().is_empty() => label.to_owned(),
        Some(_) => without_bracket(shown_target(target, site)).replace('_', " "),
        None => shown_target(target, site).replace('_', " "),
    };
    Link::Text(text.chars().map(|c| if c == '\n' { ' ' } else { c }).map(unpiped).collect())
}

/// Title of the article that a link leads to, with spaces and in the case that it is written in;
/// `None` where it leads elsewhere: to another namespace or wiki, within the page, to an address.
pub(super) fn article(target: &str, site: &Site) -> Option<String> {
    let mut title = String::new();
    for c in target.trim_start_matches([BOLD, GUARD, ':', ' ', '_']).chars() {
        match c {
            BOLD | GUARD => {}
            '#' => break,
            c if c == '_' || c.is_whitespace() && c != '\n' => {
                if !title.ends_with(' ') {
                    title.push(' ');
                }
            }
            // No title has a sign of structure or is set in two lines.
            c if c.is_control() => return None,
            c => title.push(c),
        }
        if title.len() > MAX_TITLE_BYTES {
            return None;
        }
    }
    title.truncate(title.trim_end().len());
    if title.is_empty() || starts_with_scheme(&title) {
        return None;
    }
    let is_elsewhere = title.split_once(':').is_some_and(|(prefix, _)| {
        let prefix = prefix.trim_end();
        let lower = prefix.to_ascii_lowercase();
        PROJECTS.contains(&lower.as_str()) || is_language_code(&lower) || is_code(prefix)
    });
    (!is_elsewhere && site.is_article(&title)).then_some(title)
}

/// Reads what stands in `[http://… label]`: the label, or the address where there is none.
pub(super) fn external(inside: &str) -> String {
    let inside = inside.trim();
    let label = inside.split_once([' ', '\t', '\u{a0}', BREAK]).map_or("", |(_, label)| label);
    if label.trim().is_empty() {
        let address = inside.replace(ADDRESS, "");
        return format!("{ADDRESS}{address}{ADDRESS}");
    }
    label.chars().map(unpiped).collect()
}

/// A link that is no text of the page: `Category:`, `File:`, `en:`.
fn hidden(prefix: &str, title: &str, label: Option<&str>, site: &Site) -> Option<Link> {
    let written = prefix.trim();
    match site.key_of(written) {
        Some(CATEGORY) => return Some(Link::Category(with_spaces(title))),
        Some(FILE) => {
            return Some(Link::File(label.and_then(caption::of).map(str::to_owned)));
        }
        Some(_) => return None,
        None => {}
    }
    let prefix = written.to_ascii_lowercase();
    if PROJECTS.contains(&prefix.as_str()) {
        return None;
    }
    if is_language_code(&prefix) && site.lang() != Some(prefix.as_str()) {
        return Some(Link::Translation(prefix, with_spaces(title)));
    }
    (is_code(written) && site.lang() != Some(written)).then_some(Link::Hidden)
}

/// Whether a prefix looks like a wiki that the table of codes does not know yet.
fn is_code(prefix: &str) -> bool {
    matches!(prefix.len(), 2 | 3) && prefix.bytes().all(|b| b.is_ascii_lowercase())
}

/// The target as a reader sees it: without the prefixes of other wikis and without its section.
fn shown_target<'a>(target: &'a str, site: &Site) -> &'a str {
    let mut title = target.trim_start_matches([':', ' ']);
    while let Some((prefix, rest)) = title.split_once(':') {
        let prefix = prefix.trim().to_ascii_lowercase();
        let is_wiki = PROJECTS.contains(&prefix.as_str()) || is_language_code(&prefix);
        if !is_wiki || site.key_of(&prefix).is_some() {
            break;
        }
        title = rest.trim_start_matches([':', ' ']);
    }
    match title.split_once('#') {
        Some(("", section)) => section,
        Some((page, _)) => page.trim_end(),
        None => title,
    }
}

/// `Посол (фильм)` → `Посол`, as the wiki does for an empty label.
fn without_bracket(title: &str) -> &str {
    match title.rsplit_once('(') {
        Some((name, rest)) if rest.ends_with(')') && !name.trim().is_empty() => name.trim_end(),
        _ => title,
    }
}

fn with_spaces(title: &str) -> String {
    title.trim().replace('_', " ")
}

/// A `|` that stands in a link never divides cells.
fn unpiped(c: char) -> char {
    if c == '|' { PIPE } else { c }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(shown: &str) -> Link {
        Link::Text(shown.to_owned())
    }

    #[test]
    fn links() {
        let site = Site::with_lang("ru");
        let translation = |lang: &str, title: &str| Link::Translation(lang.into(), title.into());
        let category = |title: &str| Link::Category(title.into());
        let cases = [
            ("Посол", None, text("Посол")),
            ("Посол", Some("послу"), text("послу")),
            ("Посол_Франции#История", None, text("Посол Франции")),
            ("#История", None, text("История")),
            ("Посол (фильм)", Some(""), text("Посол")),
            ("Re:Zero", None, text("Re:Zero")),
            ("Миссия: невыполнима", None, text("Миссия: невыполнима")),
            ("a", Some("b|c"), text("b\u{3}c")),
            ("Категория:Послы_Франции", Some("*"), category("Послы Франции")),
            ("category:X", None, category("X")),
            (" Sanat : Y", None, category("Y")),
            (":Категория:Послы", None, text("Категория:Послы")),
            (":Категория:Послы", Some("послы"), text("послы")),
            ("Файл:a.jpg", Some("thumb|x"), Link::File(Some("x".into()))),
            ("Файл:a.jpg", Some("thumb|220px"), Link::File(None)),
            ("Файл:a.jpg", None, Link::File(None)),
            (":Файл:a.jpg", None, text("Файл:a.jpg")),
            ("en:Ambassador", None, translation("en", "Ambassador")),
            ("be-tarask:Амбасадар", None, translation("be-tarask", "Амбасадар")),
            (":en:Ambassador", None, text("Ambassador")),
            (":en:Ambassador", Some("(en)"), text("(en)")),
            ("ru:Посол", None, text("Посол")),
            ("xqz:Title", None, Link::Hidden),
            ("w:en:Envoy", None, text("Envoy")),
            ("wikt:envoy", Some("envoy"), text("envoy")),
            ("Википедия:Форум", None, text("Википедия:Форум")),
            ("https://a.b/c текст", None, text("текст")),
        ];
        for (target, label, expected) in cases {
            assert_eq!(read(target, label, &site), expected, "{target}");
        }
    }

    #[test]
    fn articles_that_links_lead_to() {
        let site = Site::with_lang("ru");
        for (target, expected) in [
            ("Посол", "Посол"),
            (" посол ", "посол"),
            ("Посол__Франции_#История", "Посол Франции"),
            (":Посол", "Посол"),
            ("Миссия: невыполнима", "Миссия: невыполнима"),
            ("Re:Zero", "Re:Zero"),
            ("\u{1}Посол\u{1}", "Посол"),
            ("\u{4}#C", ""),
            ("C\u{4}-D", "C-D"),
            ("#История", ""),
            ("", ""),
            (":", ""),
            ("en:Ambassador", ""),
            (":En:Ambassador", ""),
            ("ru:Посол", ""),
            ("xqz:Title", ""),
            ("w:Envoy", ""),
            ("wikt:envoy", ""),
            ("https://a.b/c", ""),
            ("Посол\nФранции", ""),
            ("a\u{3}b", ""),
            ("Категория:Послы", ""),
            (":Категория:Послы", ""),
            ("Kategori:Elçiler", ""),
            ("Category:X", ""),
            ("Катэгорыя:Паслы", ""),
            ("Категорія:Посли", ""),
            ("Санат:Елшілер", ""),
            ("Файл:A.jpg", ""),
            (":file:A.jpg", ""),
            ("Dosya:A.png", ""),
            ("Зображення:A.png", ""),
            ("Сурет:A.png", ""),
            ("Выява:A.png", ""),
            ("Медиа:A.ogg", ""),
            ("Шаблон:Послы", ""),
            ("Обсуждение:Посол", ""),
        ] {
            assert_eq!(article(target, &site).unwrap_or_default(), expected, "{target}");
        }
        assert_eq!(article(&"я".repeat(127), &site), Some("я".repeat(127)));
        assert_eq!(article(&"я".repeat(128), &site), None);
    }

    #[test]
    fn external_links() {
        let cases = [
            ("http://a.b Текст ссылки", "Текст ссылки"),
            ("http://a.b", "\u{6}http://a.b\u{6}"),
            ("//a.b/c  ", "\u{6}//a.b/c\u{6}"),
        ];
        for (inside, expected) in cases {
            assert_eq!(external(inside), expected, "{inside}");
        }
    }
}
