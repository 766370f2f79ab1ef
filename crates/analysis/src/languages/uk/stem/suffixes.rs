//! Tables of the Ukrainian stemmer: endings, and the tails of stems that decide between them.

/// An inflectional ending and what is done with it.
pub(super) struct Ending {
    /// The letters at the end of the word.
    pub(super) suffix: &'static str,
    /// What is written in their place: nothing, or the stem of a verb with several stems.
    pub(super) put: &'static str,
    /// Whether only verbs have it; such an ending is not cut from a word that looks like a noun.
    pub(super) verbal: bool,
    /// Fewest letters that stay before it.
    pub(super) kept: usize,
}

const fn n(suffix: &'static str) -> Ending {
    Ending { suffix, put: "", verbal: false, kept: 3 }
}

const fn v(suffix: &'static str) -> Ending {
    Ending { suffix, put: "", verbal: true, kept: 3 }
}

/// Forms of nouns of quality in -ість (незалежність), which meet the adjective.
const fn q(suffix: &'static str) -> Ending {
    Ending { suffix, put: "", verbal: false, kept: 4 }
}

/// Forms of verbs made with a prefix from йти and бути, whose stem changes.
const fn go(suffix: &'static str) -> Ending {
    Ending { suffix, put: "йд", verbal: true, kept: 2 }
}

const fn be(suffix: &'static str) -> Ending {
    Ending { suffix, put: "бу", verbal: true, kept: 2 }
}

/// Endings by their last letter, each before the ones that it ends with.
pub(super) fn endings(last: char) -> &'static [Ending] {
    match last {
        'а' => A,
        'в' => V,
        'е' => E,
        'и' => Y,
        'й' => J,
        'м' => M,
        'о' => O,
        'у' => U,
        'х' => H,
        'ш' => SH,
        'ь' => SOFT,
        'ю' => JU,
        'я' => YA,
        'є' => JE,
        'і' => I,
        'ї' => JI,
        _ => &[],
    }
}

const A: &[Ending] = &[
    go("йшла"),
    be("була"),
    v("увала"),
    v("ювала"),
    v("нула"),
    v("ала"),
    v("яла"),
    v("ила"),
    v("іла"),
    v("їла"),
    n("а"),
];

const V: &[Ending] = &[
    go("йшов"),
    be("був"),
    v("ував"),
    v("ював"),
    v("нув"),
    v("ав"),
    v("яв"),
    v("ив"),
    n("ів"),
    n("їв"),
];

const E: &[Ending] = &[
    be("будете"),
    v("уєте"),
    v("юєте"),
    v("аєте"),
    v("яєте"),
    v("ієте"),
    v("уйте"),
    v("юйте"),
    v("айте"),
    v("яйте"),
    v("ійте"),
    be("буде"),
    v("ньте"),
    v("ете"),
    v("ите"),
    v("їте"),
    n("е"),
];

const Y: &[Ending] = &[
    go("йшовши"),
    v("увавши"),
    v("ювавши"),
    v("нувши"),
    v("увати"),
    v("ювати"),
    v("ували"),
    v("ювали"),
    be("бувши"),
    v("авши"),
    v("явши"),
    v("ивши"),
    v("івши"),
    go("йшли"),
    be("були"),
    be("бути"),
    v("уючи"),
    v("юючи"),
    v("аючи"),
    v("яючи"),
    v("іючи"),
    v("нути"),
    v("нули"),
    go("йти"),
    v("ати"),
    v("яти"),
    v("ити"),
    v("іти"),
    v("їти"),
    v("али"),
    v("яли"),
    v("или"),
    v("іли"),
    v("їли"),
    v("ючи"),
    v("ячи"),
    v("учи"),
    v("ачи"),
    q("остями"),
    q("ости"),
    n("ами"),
    n("ями"),
    n("ими"),
    n("іми"),
    n("їми"),
    n("ьми"),
    n("и"),
];

const J: &[Ending] = &[q("остей"), v("уй"), v("юй"), n("ий"), n("ій"), n("ей"), n("й")];

const M: &[Ending] =
    &[q("остям"), n("ам"), n("ям"), n("ом"), n("ем"), n("єм"), n("им"), n("ім"), n("їм")];

const O: &[Ending] = &[
    v("ьовано"),
    be("будемо"),
    v("увало"),
    v("ювало"),
    v("овано"),
    go("йшло"),
    be("було"),
    v("уймо"),
    v("юймо"),
    v("аймо"),
    v("яймо"),
    v("уємо"),
    v("юємо"),
    v("аємо"),
    v("яємо"),
    v("іємо"),
    v("нуло"),
    v("нуто"),
    v("ало"),
    v("яло"),
    v("ило"),
    v("іло"),
    v("їло"),
    v("ано"),
    v("яно"),
    v("ено"),
    v("єно"),
    v("ято"),
    n("ього"),
    n("ого"),
    v("емо"),
    v("имо"),
    v("їмо"),
    v("імо"),
    n("о"),
];

const U: &[Ending] = &[n("ьому"), n("ому"), n("у")];

const H: &[Ending] = &[q("остях"), n("ах"), n("ях"), n("их"), n("іх"), n("їх")];

const SH: &[Ending] =
    &[v("уєш"), v("юєш"), v("аєш"), v("яєш"), v("ієш"), v("еш"), v("иш"), v("їш")];

const SOFT: &[Ending] = &[
    be("будуть"),
    be("будеть"),
    v("ують"),
    v("юють"),
    v("ають"),
    v("яють"),
    v("іють"),
    v("уєть"),
    v("юєть"),
    v("аєть"),
    v("яєть"),
    v("ієть"),
    v("еть"),
    v("уть"),
    v("ють"),
    v("ать"),
    v("ять"),
    v("ить"),
    q("ість"),
    v("іть"),
    v("їть"),
    n("ь"),
];

const JU: &[Ending] =
    &[q("істю"), n("ьою"), n("ою"), n("ею"), n("єю"), v("ую"), v("юю"), v("аю"), v("яю"), n("ю")];

const YA: &[Ending] = &[n("я")];

const JE: &[Ending] = &[v("ує"), v("ює"), v("ає"), v("яє"), v("іє"), n("є")];

const I: &[Ending] = &[q("ості"), n("єві"), n("ові"), n("еві"), n("і")];

const JI: &[Ending] = &[n("ьої"), n("ої"), n("ї")];

/// Ends of nouns that look like verbs once a vowel ending is off, by their last letter: suffixes
/// and roots taken from other languages for the most part (депутати is not депута + ти).
pub(super) fn noun_tails(last: char) -> &'static [&'static str] {
    match last {
        'т' => &[
            "ломат",
            "ормат",
            "томат",
            "лімат",
            "ромат",
            "фікат",
            "лікат",
            "вокат",
            "андат",
            "ндидат",
            "лдат",
            "парат",
            "крат",
            "іат",
            "утат",
            "ьтат",
            "цитат",
            "плат",
            "палат",
            "улат",
            "сенат",
            "іонат",
            "атташат",
            "озит",
            "візит",
            "редит",
            "нзит",
            "фіцит",
            "удит",
            "андит",
            "еліт",
            "ліміт",
            "літ",
            "світ",
            "сайт",
            "байт",
            "трибут",
        ],
        'л' => &[
            "іал",
            "ерал",
            "мірал",
            "рсонал",
            "іонал",
            "урнал",
            "канал",
            "сенал",
            "фінал",
            "гнал",
            "бунал",
            "гінал",
            "мінал",
            "андал",
            "італ",
            "ртал",
            "метал",
            "вокзал",
            "навал",
            "правил",
            "зділ",
            "дділ",
            "поділ",
            "неділ",
            "наділ",
            "могил",
        ],
        'в' => &[
            "держав",
            "справ",
            "прав",
            "застав",
            "підстав",
            "вистав",
            "ктив",
            "натив",
            "наратив",
            "оратив",
            "ератив",
            "итив",
            "мотив",
            "плив",
            "заяв",
            "архів",
        ],
        _ => &[],
    }
}

/// What stands before -увати in verbs with бувати (набувати, відбувати), whose stem keeps -ув-.
pub(super) const BUVATY: &[&str] =
    &["наб", "доб", "ідб", "ереб", "озб", "риб", "заб", "виб", "поб"];

/// Stems of nouns in -г (нога, книга) as they stand before -і.
pub(super) const SOFTENED_G: &[&str] = &[
    "моз",
    "дороз",
    "тривоз",
    "облоз",
    "длоз",
    "ваз",
    "праз",
    "сназ",
    "книз",
    "слуз",
    "круз",
    "пруз",
    "друз",
    "смуз",
    "ліз",
];

/// Stems of nouns in -к (безпека, політика) as they stand before -і.
pub(super) const SOFTENED_K: &[&str] = &["тиц", "зиц", "мериц", "іц", "ец", "оц", "атац", "уц"];

/// Suffixes of word formation that go with the ending: the adjectives of countries and bodies
/// (російський, банківський), doers and places in -ник and -ниця, participles in -ований. With
/// the fewest letters that stay.
pub(super) const DERIVED: &[(&str, usize)] = &[
    ("івськ", 4),
    ("овськ", 4),
    ("ійськ", 3),
    ("йськ", 3),
    ("ськ", 4),
    ("цьк", 4),
    ("зьк", 4),
    ("аційн", 5),
    ("аці", 5),
    ("яці", 5),
    ("ник", 4),
    ("ниц", 4),
    ("ьован", 4),
    ("ован", 4),
];
