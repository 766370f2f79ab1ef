//! Owns what a reader sees of a template that carries text (`{{lang|fr|…}}`, `{{s|…}}`): a table of
//! names in six languages, and rules for dates, countries and twin towns by what a name and its
//! values say. Does not fetch templates: every other one shows nothing.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::{citation, country, date};
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
    /// Day, month and year, or nothing.
    OnlyDate,
    /// First and last name.
    Person,
    /// The name of a country.
    Country,
    /// A flag, beside which the name mostly stands already.
    Flag,
    /// A town with its country.
    Town,
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
        "nobreak", "нерозривний", "не розривати", "непарыўны", "бөлінбейтін", "small caps",
    ]),
    (Shown::Country, &[
        "country", "страна", "країна", "краіна", "ülke", "ел", "ülke bayrağı", "iso country",
    ]),
    (Shown::Flag, &["прапорець", "прапор", "флаг", "сцяг", "жалау"]),
    (Shown::Person, &["sortname", "sort name", "sıraadı", "сортимя"]),
    (Shown::Second, &[
        "lang", "langx", "lang-x", "мова", "язык", "dil", "yabancı dil", "тіл", "color", "colour",
        "native name", "native phrase", "rtl-lang", "nativename", "yabancı", "font color", "fontcolor", "цвет", "колір", "renk", "audio", "rquote",
    ]),
    (Shown::Last, &[
        "transl", "transliteration", "translit", "транслит", "транслітерація", "транслітарацыя",
        "transliterasyon", "çevriyazı", "транслитерация",
        "sort", "hs", "сорт", "сортування", "сартаванне",
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
        "туған күні", "қайтыс болған күні", "күні", "дн", "дс", "dda", "bd",
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

/// Beginnings of a template's name that shows a flag and beside it the country, folded.
const FLAG_STARTS: [&str; 7] = ["flag", "флаг", "прапор", "сцяг", "bayrak", "байрақ", "жалау"];

/// Parts of such a name that say that the flag stands alone.
const ICON_PARTS: [&str; 9] =
    ["icon", "image", "deco", "simge", "іконк", "иконк", "значок", "flagd", "белгі"];

/// Parts of the name of a template for twin towns, folded.
const TWIN_PARTS: [&str; 9] = [
    "twin town",
    "twin cit",
    "sister cit",
    "kardeş şehir",
    "kardeş kent",
    "побратим",
    "пабрацім",
    "бауырлас",
    "породнен",
];

/// Names of the value with a country, folded.
const COUNTRY_NAMES: [&str; 8] =
    ["country", "страна", "країна", "краіна", "ülke", "ел", "nat", "код"];

/// A template that no table has shows a country by a code only where it has no more values.
const MAX_VALUES_BESIDE_CODE: usize = 2;

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
    /// Whether it has a line to itself, as boxes and navigation have.
    pub is_alone: bool,
    /// What follows it in the source.
    pub rest: &'a str,
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
    let (written, name) = (name, fold(name));
    let values = Values::new(first.into_iter().chain(values.iter().copied()));
    let text = match shown(&name, place.in_ref) {
        None => match country(written, &values, place) {
            Some(name) => name.to_owned(),
            None => return Rendered::Dropped,
        },
        Some(Shown::Nothing) => return Rendered::Dropped,
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
        Some(Shown::Date) => values.date(place.site).unwrap_or_else(|| values.text().to_owned()),
        Some(Shown::OnlyDate) => match values.date(place.site) {
            Some(date) => date,
            None => return Rendered::Dropped,
        },
        Some(Shown::Person) => values.person(),
        Some(Shown::Flag) if has_text_behind(place.rest) => return Rendered::Dropped,
        Some(Shown::Country | Shown::Flag) => values.country(place.site),
        Some(Shown::Town) => values.town(place.site),
        Some(Shown::Citation) => citation::text(&values.named, &values.plain),
        Some(Shown::Title) => place.title.to_owned(),
    };
    Rendered::Text(text)
}

/// What is shown of the template of this folded name; `None` where the name does not tell.
fn shown(name: &str, in_ref: bool) -> Option<Shown> {
    if let Some(shown) = SHOWN.get(name) {
        return Some(*shown);
    }
    let has = |parts: &[&str]| parts.iter().any(|part| name.contains(part));
    if FLAG_STARTS.iter().any(|start| name.starts_with(start)) {
        return Some(if has(&ICON_PARTS) { Shown::Nothing } else { Shown::Country });
    }
    if has(&TWIN_PARTS) {
        return Some(Shown::Town);
    }
    if !in_ref && date::is_name(name) {
        return Some(Shown::OnlyDate);
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

/// The country that a template without a rule of its own names: by its own name (`{{USA}}`,
/// `{{США}}`), or by the code that it is given (`{{fb|GER}}`).
fn country<'a>(name: &'a str, values: &Values<'a>, place: Place<'a>) -> Option<&'a str> {
    if place.in_ref || values.plain.len() + values.named.len() > MAX_VALUES_BESIDE_CODE {
        return None;
    }
    if let Some(country) = country::of_code(name, place.site) {
        return Some(country);
    }
    match values.plain.as_slice() {
        // A box about a country has a line to itself.
        [] if values.named.is_empty() && !place.is_alone => country::of_name(name, place.site),
        [] => country::of_code(values.named(&COUNTRY_NAMES)?, place.site),
        [code, ..] if code.trim().len() == 3 => country::of_code(code, place.site),
        _ => None,
    }
}

/// Whether a link or a word follows on the same line.
fn has_text_behind(rest: &str) -> bool {
    let mut rest = rest.trim_start_matches([' ', '\u{a0}']);
    while let Some(after) = rest.strip_prefix("&nbsp;") {
        rest = after.trim_start_matches([' ', '\u{a0}']);
    }
    rest.starts_with("[[") || rest.starts_with(char::is_alphabetic)
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

    fn date(&self, site: &Site) -> Option<String> {
        let day_first = self.named(&["df", "dayfirst"]).is_some();
        date::written(&self.plain, |names: &[&str]| self.named(names), day_first, site)
    }

    /// `First|Last`; what follows says where the name links to.
    fn person(&self) -> String {
        let names = [self.at(0), self.at(1)].into_iter().flatten().map(str::trim);
        names.collect::<Vec<_>>().join(" ")
    }

    /// The country that the first value names, or the value and the country behind it.
    fn country(&self, site: &Site) -> String {
        let first = self.at(0).or_else(|| self.named(&COUNTRY_NAMES)).unwrap_or_default().trim();
        if let Some(name) = country::of(first, site) {
            return name.to_owned();
        }
        match self.at(1).and_then(|code| country::of_code(code, site)) {
            Some(name) => format!("{first}, {name}"),
            None => first.to_owned(),
        }
    }

    /// All that a row of twin towns says, each once.
    fn town(&self, site: &Site) -> String {
        let named = self.named(&COUNTRY_NAMES);
        let mut shown: Vec<&str> = Vec::new();
        for value in self.plain.iter().copied().chain(named) {
            let value = country::of_code(value, site).unwrap_or(value.trim());
            if !value.is_empty() && !shown.contains(&value) {
                shown.push(value);
            }
        }
        shown.join(", ")
    }
}

/// Whether this may stand before the `=` of a value; a formula or an address may not.
fn is_name(name: &str) -> bool {
    let name = name.trim();
    name.len() <= 60
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-' | '\'' | '’'))
}
