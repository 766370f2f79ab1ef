//! Owns what the names, classes and ids of HTML elements say about the text in them: how it is
//! set, and which of it is no part of the article. Does not keep any state.

use html5ever::tokenizer::Tag;
use html5ever::tokenizer::states::RawKind;

/// How an element sets its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// Within a line.
    Inline,
    /// On lines of its own.
    Block,
    ListItem,
    Table,
    Row,
    Cell,
    Break,
    /// `h1` to `h6`.
    Heading(u8),
}

/// A part of the page that may hold the article, the surest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Container {
    Main,
    Article,
    /// `#mw-content-text`, which every page of a wiki has.
    WikiText,
}

pub(super) fn layout(name: &str) -> Layout {
    match name {
        "h1" => Layout::Heading(1),
        "h2" => Layout::Heading(2),
        "h3" => Layout::Heading(3),
        "h4" => Layout::Heading(4),
        "h5" => Layout::Heading(5),
        "h6" => Layout::Heading(6),
        "br" => Layout::Break,
        "li" | "dt" | "dd" => Layout::ListItem,
        "table" => Layout::Table,
        "tr" => Layout::Row,
        "td" | "th" => Layout::Cell,
        "address" | "article" | "aside" | "blockquote" | "body" | "caption" | "center"
        | "details" | "dir" | "div" | "dl" | "fieldset" | "figcaption" | "figure" | "footer"
        | "form" | "frameset" | "header" | "hgroup" | "hr" | "html" | "legend" | "main"
        | "menu" | "nav" | "ol" | "option" | "p" | "pre" | "search" | "section" | "summary"
        | "tbody" | "tfoot" | "thead" | "title" | "ul" => Layout::Block,
        _ => Layout::Inline,
    }
}

/// How the tokenizer has to read what follows the start tag.
pub(super) fn raw_text(name: &str) -> Option<RawKind> {
    match name {
        "script" => Some(RawKind::ScriptData),
        "style" | "iframe" | "noembed" | "noframes" | "xmp" => Some(RawKind::Rawtext),
        "title" | "textarea" => Some(RawKind::Rcdata),
        _ => None,
    }
}

/// Elements that hold nothing and have no end tag.
pub(super) fn is_void(name: &str) -> bool {
    #[rustfmt::skip]
    let voids = [
        "area", "base", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta",
        "param", "source", "track", "wbr",
    ];
    voids.contains(&name)
}

/// Elements whose text is for machines: left out without a word.
pub(super) fn is_for_machines(name: &str) -> bool {
    #[rustfmt::skip]
    let names = [
        "script", "style", "noscript", "template", "svg", "math", "iframe", "noembed", "noframes",
        "object", "canvas", "audio", "video", "textarea", "select", "datalist",
    ];
    names.contains(&name)
}

/// Elements, classes and ids whose text is no part of the article, and its kind of noise.
/// Forms and headers are not here: whole pages are set in them.
pub(super) fn noise(tag: &Tag) -> Option<&'static str> {
    let name: &str = &tag.name;
    match name {
        "nav" | "menu" => return Some("navigation"),
        "aside" => return Some("aside"),
        "footer" => return Some("footer"),
        "button" | "dialog" => return Some("control"),
        "figure" => return Some("caption"),
        // A class on these says how the whole page looks.
        "html" | "body" | "main" | "article" => return None,
        _ => {}
    }
    let is_hidden = attribute(tag, "hidden").is_some()
        || attribute(tag, "style").is_some_and(|style| {
            let style: String = style.chars().filter(|c| !c.is_whitespace()).take(200).collect();
            style.contains("display:none")
        });
    if is_hidden {
        return Some("hidden");
    }
    match attribute(tag, "role") {
        Some("navigation") => return Some("navigation"),
        Some("complementary") => return Some("aside"),
        Some("contentinfo") => return Some("footer"),
        _ => {}
    }
    attribute(tag, "id").and_then(noise_name).or_else(|| classes(tag).find_map(noise_name))
}

/// Class names and ids that mean the same wherever they stand.
fn noise_name(name: &str) -> Option<&'static str> {
    Some(match name {
        "mw-editsection" | "editsection" => "edit",
        "reference" | "Inline-Template" | "mw-cite-backlink" | "cite-bracket" => "footnote",
        "toc" | "vector-toc" | "toccolours" => "toc",
        "hatnote" | "dablink" | "rellink" => "hatnote",
        "infobox" | "infobox_v2" | "vcard" => "infobox",
        "navbox" | "vertical-navbox" | "navbox-styles" | "NavFrame" | "navigation-box"
        | "sistersitebox" | "metadata" | "ambox" | "mbox-small" | "authority-control"
        | "authoritycontrol" | "stub" | "portalbox" | "portal-bar" | "shortdescription" => {
            "template"
        }
        "thumb" | "thumbcaption" | "gallery" | "wp-caption-text" => "caption",
        "noprint" | "printfooter" | "mw-jump-link" | "jump-to-nav" | "siteSub" | "contentSub"
        | "mw-indicators" | "mw-head" | "mw-panel" | "breadcrumb" | "breadcrumbs"
        | "pagination" | "sidebar" | "skip-link" => "navigation",
        "comments" | "comment-list" | "commentlist" | "disqus_thread" | "respond" => "comments",
        "share" | "social" | "sharedaddy" | "social-share" | "share-buttons" => "share",
        "related" | "related-posts" | "newsletter" => "related",
        "ad" | "ads" | "advertisement" | "adsbygoogle" | "cookie-notice" => "advertisement",
        _ => return None,
    })
}

/// The container that `tag` opens, if any.
pub(super) fn container(tag: &Tag) -> Option<Container> {
    let name: &str = &tag.name;
    match (name, attribute(tag, "id"), attribute(tag, "role")) {
        (_, Some("mw-content-text"), _) => Some(Container::WikiText),
        ("article", ..) => Some(Container::Article),
        ("main", ..) | (_, _, Some("main")) => Some(Container::Main),
        _ => None,
    }
}

/// Whether the element lists references.
pub(super) fn is_reference_list(tag: &Tag) -> bool {
    classes(tag).any(|class| matches!(class, "references" | "reflist" | "mw-references-wrap"))
}

pub(super) fn classes(tag: &Tag) -> impl Iterator<Item = &str> {
    attribute(tag, "class").unwrap_or_default().split_ascii_whitespace()
}

pub(super) fn attribute<'a>(tag: &'a Tag, name: &str) -> Option<&'a str> {
    let found = tag.attrs.iter().find(|attribute| &*attribute.name.local == name)?;
    Some(found.value.trim())
}
