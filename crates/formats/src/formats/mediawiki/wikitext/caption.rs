//! Owns the caption of a picture: which of the values behind a file's name is text to read.

use super::marks::{BOLD, GUARD};
use crate::formats::mediawiki::site::fold;

/// Values that say how a picture stands, in six languages, folded.
#[rustfmt::skip]
const OPTIONS: &[&str] = &[
    // en
    "thumb", "thumbnail", "right", "left", "none", "center", "centre", "frame", "framed",
    "enframed", "frameless", "border", "baseline", "sub", "super", "sup", "top", "text-top",
    "middle", "bottom", "text-bottom", "upright",
    // tr
    "küçükresim", "küçük", "sağ", "sol", "yok", "orta", "merkez", "çerçeve", "çerçeveli",
    "çerçevesiz", "sinir", "dikey", "altçizgi", "alt", "üst", "tavan", "taban",
    // ru
    "мини", "миниатюра", "справа", "слева", "без", "центр", "обрамить", "безрамки", "граница",
    "основание", "под", "над", "сверху", "текст-сверху", "посередине", "снизу", "текст-снизу",
    "сверхусправа",
    // uk
    "міні", "мініатюра", "праворуч", "ліворуч", "обрамити", "безрамки", "рамка", "межа", "основа",
    "під", "зверху", "знизу", "зверхуправоруч",
    // be
    "мініяцюра", "значак", "злева", "няма", "цэнтр", "безрамкі", "зверху",
    // kk
    "нобай", "оңға", "солға", "жоқ", "ортаға", "орта", "сүрмелі", "сүрмесіз", "жиекті",
    // other wikis' habits
    "mini", "miniatur", "rechts", "links",
];

/// Names of values that are no text: the other text, where the picture leads, its page.
#[rustfmt::skip]
const NAMED: [&str; 20] = [
    "alt", "link", "page", "lang", "class", "upright", "thumb", "thumbnail", "frame", "manualthumb",
    "альт", "ссылка", "посилання", "сторінка", "страница", "спасылка", "мини", "міні", "bağlanti", "dil",
];

/// The caption among the values behind a file's name: the last one that says nothing of size and
/// place.
pub(super) fn of(values: &str) -> Option<&str> {
    let text = values.split('|').rfind(|value| !is_option(value))?.trim();
    text.contains(char::is_alphanumeric).then_some(text)
}

fn is_option(value: &str) -> bool {
    let value = value.trim_matches(|c: char| c.is_whitespace() || matches!(c, BOLD | GUARD));
    if value.is_empty() {
        return true;
    }
    if let Some((name, _)) = value.split_once('=') {
        return name.len() <= 40 && NAMED.contains(&fold(name.trim_end_matches(GUARD)).as_str());
    }
    if value.contains(' ') {
        return false;
    }
    is_size(value) || value.len() <= 40 && OPTIONS.contains(&fold(value).as_str())
}

/// `220px`, `x100px`, `220x100пкс`.
fn is_size(value: &str) -> bool {
    let number = value.trim_end_matches(char::is_alphabetic);
    let unit = value.get(number.len()..).unwrap_or_default();
    number.bytes().any(|byte| byte.is_ascii_digit())
        && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'x')
        && matches!(unit, "" | "px" | "пкс" | "пікс" | "пк" | "pix" | "piksel" | "нүкте")
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn captions() {
        for (values, expected) in [
            ("thumb|Послы в Вене", Some("Послы в Вене")),
            ("thumb|right|220px|alt=Здание|Посольство", Some("Посольство")),
            ("мини|слева|Подпись|200пкс", Some("Подпись")),
            ("міні|праворуч|Підпис, 1=2 тут", Some("Підпис, 1=2 тут")),
            ("küçükresim|sağ|Elçilik binası", Some("Elçilik binası")),
            ("нобай|оңға|Елшілік", Some("Елшілік")),
            ("значак|злева|Пасольства", Some("Пасольства")),
            ("thumb|x100px|upright=1.2", None),
            ("thumb|200x100px|x", Some("x")),
            ("thumb", None),
            ("", None),
            ("20px|link=France", None),
            ("thumb|—", None),
        ] {
            assert_eq!(of(values), expected, "{values}");
        }
    }
}
