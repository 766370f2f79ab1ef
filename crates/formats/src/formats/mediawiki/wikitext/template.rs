//! Owns what a reader sees of a template that carries text (`{{lang|fr|…}}`, `{{s|…}}`), as a
//! table of names in six languages. Does not fetch templates: every other one shows nothing.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::citation;
use crate::formats::mediawiki::site::{Site, fold, is_language_code};

/// What is shown in place of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    /// Nothing, and no source either where it stands in a footnote.
    Nothing,
    /// This sign.
    Sign(&'static str),
    /// First, second or last value without a name.
    First,
    Second,
    Last,
    /// The second value, or the first where there is none: label or target.
    Label,
    /// Target of an article that may have a language before it.
    Interlanguage,
    /// The first value after these signs.
    After(&'static str),
    /// All values without a name, this between them.
    Joined(&'static str),
    /// All values without a name, each on its line.
    Lines,
    /// The first value as paragraphs of its own.
    Block,
    /// Number and unit: `10|km`, `10|to|20|km`.
    Measure,
    /// Day, month and year, or one text.
    Date,
    /// Text of a footnote.
    Footnote,
    /// A source.
    Citation,
    /// Title of the page itself.
    Title,
}

#[rustfmt::skip]
const TABLE: &[(Shown, &[&str])] = &[
    (Shown::First, &[
        "nobr", "nowrap", "nw", "nowr", "s", "нобр", "безперенос", "bölünmez",
        "small", "smaller", "big", "larger", "мелким", "крупно", "küçük",
        "em", "strong", "bold", "italic", "noitalic", "no italic", "mono", "tt", "code", "sup", "sub",
        "underline", "smallcaps", "sc", "капитель", "center", "ortala", "курсив",
        "abbr", "tooltip", "аббр", "comment", "as written", "visible anchor", "vanchor",
        "formatnum", "num", "число", "nts", "val", "год", "lc", "uc", "lcfirst", "ucfirst",
        "nihongo", "нет аи 2", "citation needed span", "дореф", "columns-list",
        "kısaltma", "büyük", "абревіатура", "скорочення", "абрэвіятура", "қысқарту", "не разрывать",
        "без переноса", "sic", "not a typo", "proper name", "bracket", "angbr", "crossreference",
        "gloss", "ordinal", "nobold", "normal", "larger text", "midsize", "xx-small", "перевод",
        "прапорець", "сцяг", "flag icon text", "ülke bayrağı",
        "flag", "flagu", "flagcountry", "флагификация", "страна", "прапорифікація",
        "сцягафікацыя", "bayrak", "bayrakülke", "байрақ",
    ]),
    (Shown::Second, &[
        "lang", "langx", "lang-x", "мова", "язык", "dil", "yabancı dil", "тіл", "color", "colour",
        "native name", "native phrase", "rtl-lang", "nativename", "yabancı", "font color", "fontcolor", "цвет", "колір", "renk", "audio", "rquote",
    ]),
    (Shown::Last, &[
        "transl", "transliteration", "translit", "транслит", "транслітерація", "транслітарацыя",
        "transliterasyon", "çevriyazı", "транслитерация",
    ]),
    (Shown::Label, &[
        "нп", "нп1", "нп2", "нп3", "нп4", "нп5", "iw", "iw2", "не переведено", "не переведено 1",
        "не переведено 2", "не переведено 3", "не переведено 4", "не переведено 5",
        "не перекладено", "не перекладено 1", "не перекладено 2", "не перекладено 5",
        "не перекладено 3", "не перекладено 4", "не перакладзена", "не перакладзена 1",
        "не перакладзена 2", "не перакладзена 3", "не перакладзена 5", "нп6", "np", "np5",
        "çevrilmemiş", "аударылмаған", "w",
    ]),
    (Shown::Interlanguage, &["ill", "interlanguage link", "illm", "link-interwiki", "ill2", "dillerarası bağlantı"]),
    (Shown::After("c. "), &["circa", "c.", "ca."]),
    (Shown::After("ок. "), &["ок.", "около"]),
    (Shown::After("бл. "), &["бл.", "близько"]),
    (Shown::After("fl. "), &["floruit", "fl."]),
    (Shown::After("r. "), &["reign", "r."]),
    (Shown::After("née "), &["nee", "née"]),
    (Shown::After("lit. "), &["lit", "literal translation", "literally"]),
    (Shown::After("дословно "), &["букв", "дословно"]),
    (Shown::After("USS "), &["uss"]),
    (Shown::After("HMS "), &["hms"]),
    (Shown::After("RMS "), &["rms"]),
    (Shown::After("$"), &["доллар сша", "долар сша", "abd doları", "долар зша"]),
    (Shown::After("As of "), &["as of"]),
    (Shown::After("US$"), &["us$", "usd"]),
    (Shown::After("€"), &["€", "euro", "eur", "евро", "євро", "еўра", "avro"]),
    (Shown::After("£"), &["£", "gbp"]),
    (Shown::Joined(", "), &["hlist", "cslist"]),
    (Shown::Joined("/"), &["frac", "дробь", "sfrac"]),
    (Shown::Joined(" "), &["linktext", "oldstyledate", "старый стиль", "сс"]),
    (Shown::Lines, &[
        "ubl", "unbulleted list", "plainlist", "flatlist", "ulist", "bulleted list", "список",
        "плоский список", "маркированный список", "düz liste", "yalın liste", "плаский список",
        "маркований список", "нумерованный список", "ordered list", "спіс", "тізім", "liste",
    ]),
    (Shown::Block, &[
        "quote", "blockquote", "block quote", "cquote", "bquote", "quotation", "quote box",
        "quotebox", "pull quote", "poemquote", "цитата", "врезка", "alıntı", "alıntı kutusu",
        "дәйексөз", "цытата", "quotation box", "цитата2", "епіграф",
        "эпиграф", "epigraph", "epigraf", "verse translation", "стихи", "вірші", "вершы", "şiir",
    ]),
    (Shown::Measure, &["convert", "cvt", "dönüştür", "çevir", "перевести", "конвертувати"]),
    (Shown::Date, &[
        "date", "дата", "tarih", "dts", "start date", "end date", "start date and age",
        "birth date", "birth date and age", "death date", "death date and age", "bda", "dob",
        "film date", "birth-date", "death-date", "event date", "end date and age",
        "doğum tarihi", "doğum tarihi ve yaşı", "ölüm tarihi", "ölüm tarihi ve yaşı",
        "başlangıç tarihi", "bitiş tarihi", "kuruluş tarihi",
        "дата рождения", "дата смерти", "др", "дата создания", "дата основания",
        "дата народження", "дата народження та вік", "дата смерті", "дата створення",
        "дата нараджэння", "дата смерці", "дата стварэння",
        "туған күні", "қайтыс болған күні", "күні",
    ]),
    (Shown::Footnote, &[
        "efn", "refn", "notetag", "footnote", "прим", "примечание", "комментарий", "comm",
        "примітка", "dipnot",
    ]),
    (Shown::Sign(" – "), &["snd", "spnd", "snds", "spaced ndash", "spaced en dash"]),
    (Shown::Sign(" — "), &["spaced mdash", "spaced em dash", "тире", "--"]),
    (Shown::Sign("–"), &["ndash", "en dash", "–"]),
    (Shown::Sign("—"), &["mdash", "em dash", "—"]),
    (Shown::Sign("|"), &["!"]),
    (Shown::Sign("||"), &["!!"]),
    (Shown::Sign("="), &["="]),
    (Shown::Sign("'"), &["'"]),
    (Shown::Sign(" "), &["nbsp", "sp", "space", "spaces", "пробел", "thinsp"]),
    (Shown::Sign(" · "), &["·", "•", "*", "dot", "middot", "bull", "bullet"]),
    (Shown::Title, &["pagename", "fullpagename", "subjectpagename", "basepagename"]),
    (Shown::Nothing, &[
        "webarchive", "webarşiv", "wayback", "dead link", "ölü bağlantı", "недоступная ссылка",
        "мёртвая ссылка", "нет аи", "уточнить", "кто?", "когда?", "источник?", "джерело?",
        "уточнити", "хто?", "коли?", "крыніца?", "дереккөз керек", "kaynak belirt", "kim?",
        "ne zaman?", "citation needed", "cn", "fact", "who", "when", "clarify", "проверено", "недоступне посилання", "cbignore", "isbn", "issn", "oclc",
        "doi", "rp", "page needed", "subscription required", "reflist", "notelist",
        "примечания", "примітки", "kaynakça", "зноскі", "дереккөздер",
    ]),
    (Shown::Citation, &[
        "citation", "harv", "harvnb", "harvtxt", "книга", "статья", "публикация", "источник",
        "стаття", "публікація", "кніга", "артыкул", "кітап", "мақала", "kitap kaynağı",
        "web kaynağı", "haber kaynağı", "dergi kaynağı", "akademik dergi kaynağı",
        "ansiklopedi kaynağı", "basın bildirisi kaynağı", "kaynak",
    ]),
];

/// Names of the value that is meant to be read, where the first one has a name.
#[rustfmt::skip]
const TEXT_NAMES: [&str; 14] = [
    "1", "text", "quote", "content", "текст", "цитата", "текст цитаты", "зміст", "содержание",
    "metin", "alıntı", "мәтін", "тэкст", "цытата",
];

/// Names of the label of a link to an article that may be missing.
const LABEL_NAMES: [&str; 7] = ["lt", "2", "текст", "тэкст", "надо", "треба", "1"];

/// A sign between two numbers of a range in a measure.
const RANGE_SIGNS: [&str; 11] = ["-", "–", "—", "to", "and", "or", "x", "by", "до", "ve", "и"];

static SHOWN: LazyLock<HashMap<String, Shown>> = LazyLock::new(|| {
    let names_of = |&(shown, names): &(Shown, &'static [&str])| {
        names.iter().map(move |name| (fold(name), shown))
    };
    TABLE.iter().flat_map(names_of).collect()
});

/// Where a template stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    /// Title of the page.
    pub title: &'a str,
    /// Names of the wiki's namespaces.
    pub site: &'a Site,
    /// Whether in a footnote, where an unknown template is a source.
    pub in_ref: bool,
}

/// What becomes of a template.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Rendered {
    /// Shown as this text.
    Text(String),
    /// A footnote with this text.
    Footnote(String),
    /// Not shown.
    Dropped,
}

/// Renders the template whose parts, split at `|`, are `parts`: the name, then the values. The
/// cost is one pass over the parts.
pub(super) fn render(parts: &[&str], place: Place<'_>) -> Rendered {
    let Some((name, values)) = parts.split_first() else { return Rendered::Dropped };
    let name = name
        .split_once(':')
        .map_or(*name, |(prefix, rest)| if place.site.is_template(prefix) { rest } else { name });
    // `{{formatnum:1234}}` has its first value in the name.
    let (name, first) = match name.split_once(':') {
        Some((function, value)) if !function.trim().is_empty() => (function, Some(value)),
        _ => (name, None),
    };
    let name = fold(name);
    let values = Values::new(first.into_iter().chain(values.iter().copied()));
    let text = match shown(&name, place.in_ref) {
        None | Some(Shown::Nothing) => return Rendered::Dropped,
        Some(Shown::Footnote) => return Rendered::Footnote(values.text().to_owned()),
        Some(Shown::Sign(sign)) => sign.to_owned(),
        Some(Shown::First) => values.text().to_owned(),
        Some(Shown::Second) => values.at(1).unwrap_or_default().to_owned(),
        Some(Shown::Last) => values.plain.last().copied().unwrap_or_default().to_owned(),
        Some(Shown::Label) => values.label().to_owned(),
        Some(Shown::Interlanguage) => values.interlanguage().to_owned(),
        Some(Shown::After(sign)) => format!("{sign}{}", values.text()),
        Some(Shown::Joined(sign)) => values.joined(sign),
        Some(Shown::Lines) => format!("\n{}\n", values.joined("\n* ")),
        Some(Shown::Block) => format!("\n\n{}\n\n", values.text()),
        Some(Shown::Measure) => values.measure(),
        Some(Shown::Date) => values.date(),
        Some(Shown::Citation) => citation::text(&values.named, &values.plain),
        Some(Shown::Title) => place.title.to_owned(),
    };
    Rendered::Text(text)
}

fn shown(name: &str, in_ref: bool) -> Option<Shown> {
    if let Some(shown) = SHOWN.get(name) {
        return Some(*shown);
    }
    if ["lang-", "dil-", "script/", "мова-", "тіл-"].iter().any(|start| name.starts_with(start))
    {
        return Some(Shown::First);
    }
    if name.starts_with("ref-") {
        return Some(Shown::Nothing);
    }
    (in_ref || name.starts_with("cite ")).then_some(Shown::Citation)
}

/// The values of a template.
struct Values<'a> {
    plain: Vec<&'a str>,
    named: Vec<(String, &'a str)>,
}

impl<'a> Values<'a> {
    fn new(values: impl Iterator<Item = &'a str>) -> Self {
        let mut split = Self { plain: Vec::new(), named: Vec::new() };
        for value in values {
            match value.split_once('=').filter(|(name, _)| is_name(name)) {
                Some((name, text)) => split.named.push((fold(name), text.trim())),
                None => split.plain.push(value),
            }
        }
        split
    }

    fn named(&self, names: &[&str]) -> Option<&'a str> {
        let with_name =
            |name: &&str| self.named.iter().find(|(known, text)| known == name && !text.is_empty());
        names.iter().find_map(with_name).map(|(_, text)| *text)
    }

    /// The value at `place`, counted from zero, whether or not it was written with its number.
    fn at(&self, place: usize) -> Option<&'a str> {
        let text = self.plain.get(place).copied();
        text.filter(|text| !text.trim().is_empty()).or_else(|| {
            let number = (place + 1).to_string();
            self.named(&[number.as_str()])
        })
    }

    fn text(&self) -> &'a str {
        self.at(0).or_else(|| self.named(&TEXT_NAMES)).unwrap_or_default()
    }

    fn label(&self) -> &'a str {
        let label = self.at(1).or_else(|| self.named(&LABEL_NAMES));
        label.or_else(|| self.at(0)).unwrap_or_default()
    }

    fn interlanguage(&self) -> &'a str {
        let target = self.at(0).filter(|first| !is_language_code(first.trim()));
        self.named(&LABEL_NAMES).or(target).or_else(|| self.at(1)).unwrap_or_default()
    }

    fn joined(&self, sign: &str) -> String {
        let values = self.plain.iter().map(|value| value.trim_matches([' ', '\t']));
        values.filter(|value| !value.trim().is_empty()).collect::<Vec<_>>().join(sign)
    }

    fn measure(&self) -> String {
        let value = |place| self.at(place).unwrap_or_default().trim();
        if RANGE_SIGNS.contains(&value(1)) {
            format!("{}–{} {}", value(0), value(2), value(3))
        } else {
            format!("{} {}", value(0), value(1))
        }
    }

    /// `2001|5|3` and `3|5|2001` with points or hyphens, `28|июня|1919` with spaces.
    fn date(&self) -> String {
        let parts: Vec<&str> = self.plain.iter().map(|part| part.trim()).take(3).collect();
        let is_number = |part: &&str| part.parse::<u16>().is_ok();
        match parts.as_slice() {
            [year, rest @ ..] if year.len() == 4 && !rest.is_empty() => {
                let numbers = rest.iter().take_while(|part| is_number(part));
                numbers.fold((*year).to_owned(), |date, part| format!("{date}-{part:0>2}"))
            }
            [day, month, year] if [day, month, year].into_iter().all(is_number) => {
                format!("{day:0>2}.{month:0>2}.{year}")
            }
            [day, month, year] if is_number(day) && is_number(year) => {
                format!("{day} {month} {year}")
            }
            _ => self.text().to_owned(),
        }
    }
}

/// Whether this may stand before the `=` of a value; a formula or an address may not.
fn is_name(name: &str) -> bool {
    let name = name.trim();
    name.len() <= 60
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-' | '\'' | '’'))
}
