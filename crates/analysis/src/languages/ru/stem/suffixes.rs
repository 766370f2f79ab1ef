//! Endings and suffixes of Russian words, as tables for `ru.rs`.
//!
//! Owns nothing but the data; the order of the steps that read it stands there.

/// What a nominal ending says about the word.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// No ending, or one that nouns with a hard stem and short adjectives share.
    Hard,
    /// An ending of nouns with a soft stem, or of both sorts.
    Soft,
    /// An ending of full adjectives.
    Adjective,
    /// Nouns in -ия, -ие, -ий.
    Iota,
}
use Kind::{Adjective, Hard, Iota, Soft};

/// An ending, what takes its place, and the fewest letters that stay before it.
pub(super) struct Verbal(pub(super) &'static str, pub(super) &'static str, pub(super) usize);

/// Endings of verbs only, by their last letter, the longest first. -ет and -ут after a consonant
/// are left alone: there they end more nouns (совет, институт) than regular verbs.
pub(super) const VERB_MILD: &[Verbal] = &[
    Verbal("овать", "ова", 2),
    Verbal("аешь", "а", 2),
    Verbal("яешь", "я", 2),
    Verbal("уешь", "ова", 2),
    Verbal("еешь", "е", 2),
    Verbal("ать", "а", 2),
    Verbal("ять", "я", 2),
    Verbal("ыть", "ы", 2),
    Verbal("уть", "у", 2),
    Verbal("оть", "о", 3),
    Verbal("ить", "", 3),
    Verbal("еть", "", 3),
    Verbal("еть", "е", 2),
    Verbal("ишь", "", 3),
];
pub(super) const VERB_T: &[Verbal] = &[
    Verbal("цует", "цева", 2),
    Verbal("цуют", "цева", 2),
    Verbal("ает", "а", 2),
    Verbal("яет", "я", 2),
    Verbal("ует", "ова", 2),
    Verbal("юет", "ева", 2),
    Verbal("еет", "", 3),
    Verbal("еет", "е", 2),
    Verbal("ают", "а", 2),
    Verbal("яют", "я", 2),
    Verbal("уют", "ова", 2),
    Verbal("юют", "ева", 2),
    Verbal("еют", "", 3),
    Verbal("еют", "е", 2),
    Verbal("нет", "ну", 2),
    Verbal("нут", "ну", 2),
    Verbal("ят", "", 3),
    Verbal("жат", "ж", 2),
    Verbal("чат", "ч", 2),
    Verbal("шат", "ш", 2),
    Verbal("щат", "щ", 2),
];
pub(super) const VERB_M: &[Verbal] =
    &[Verbal("аем", "а", 3), Verbal("яем", "я", 3), Verbal("уем", "ова", 3)];
pub(super) const VERB_U: &[Verbal] = &[Verbal("аю", "а", 3), Verbal("яю", "я", 3)];
/// Adverbial participles in -ая where no adjective ends so; the rest is left to adjectives.
pub(super) const VERB_A: &[Verbal] = &[
    Verbal("уя", "ова", 3),
    Verbal("ывая", "ыва", 2),
    Verbal("аивая", "аива", 2),
    Verbal("тривая", "трива", 2),
    Verbal("рживая", "ржива", 2),
    Verbal("скивая", "скива", 2),
    Verbal("гивая", "гива", 2),
    Verbal("знавая", "знава", 1),
    Verbal("имая", "има", 2),
    Verbal("чиная", "чина", 2),
    Verbal("ирая", "ира", 2),
    Verbal("ючая", "юча", 2),
    Verbal("ждая", "жда", 3),
    Verbal("лняя", "лня", 2),
    Verbal("аняя", "аня", 2),
    Verbal("еняя", "еня", 1),
    Verbal("иняя", "иня", 2),
    Verbal("ляя", "ля", 2),
    Verbal("ряя", "ря", 2),
];
pub(super) const VERB_E: &[Verbal] = &[
    Verbal("уйте", "ова", 3),
    Verbal("айте", "а", 3),
    Verbal("яйте", "я", 3),
    Verbal("аете", "а", 3),
    Verbal("яете", "я", 3),
    Verbal("уете", "ова", 3),
];
/// Adverbial participles; after other consonants -ав and -ив are mostly nouns (состав, мотив).
pub(super) const VERB_V: &[Verbal] = &[
    Verbal("овав", "ова", 2),
    Verbal("зав", "за", 2),
    Verbal("сав", "са", 2),
    Verbal("нав", "на", 2),
    Verbal("чав", "ча", 2),
    Verbal("дав", "да", 2),
    Verbal("вав", "ва", 2),
    Verbal("мав", "ма", 2),
    Verbal("жав", "жа", 2),
    Verbal("яв", "я", 2),
    Verbal("нув", "ну", 2),
    Verbal("чив", "ч", 3),
    Verbal("вив", "в", 3),
    Verbal("нив", "н", 3),
    Verbal("шив", "ш", 3),
    Verbal("жив", "ж", 3),
    Verbal("див", "д", 3),
    Verbal("рив", "р", 3),
    Verbal("мив", "м", 3),
    Verbal("пив", "п", 3),
    Verbal("бив", "б", 3),
    Verbal("стив", "ст", 3),
    Verbal("тив", "т", 5),
];
pub(super) const VERB_J: &[Verbal] = &[Verbal("уй", "ова", 3)];
/// Taken only where -ся showed that the word is a verb.
pub(super) const VERB_REFLEXIVE: &[Verbal] = &[
    Verbal("ет", "", 3),
    Verbal("ут", "", 3),
    Verbal("ешь", "", 3),
    Verbal("нем", "ну", 2),
    Verbal("ая", "а", 3),
    Verbal("яя", "я", 3),
];

/// An ending of nouns and adjectives, what it says, and the fewest letters before it.
pub(super) struct Nominal(pub(super) &'static str, pub(super) Kind, pub(super) usize);

// By their last letter, the longest first.

pub(super) const END_A: &[Nominal] = &[Nominal("а", Hard, 2)];
pub(super) const END_YA: &[Nominal] = &[
    Nominal("ия", Iota, 2),
    Nominal("ая", Adjective, 3),
    Nominal("яя", Adjective, 3),
    Nominal("ея", Soft, 3),
    Nominal("ья", Soft, 2),
    Nominal("я", Soft, 2),
];
pub(super) const END_O: &[Nominal] =
    &[Nominal("ого", Adjective, 3), Nominal("его", Adjective, 3), Nominal("о", Hard, 2)];
pub(super) const END_E: &[Nominal] = &[
    Nominal("ие", Iota, 2),
    Nominal("ые", Adjective, 2),
    Nominal("ое", Adjective, 2),
    Nominal("ее", Adjective, 3),
    Nominal("ье", Soft, 2),
    Nominal("е", Hard, 2),
];
pub(super) const END_I: &[Nominal] = &[
    Nominal("иями", Iota, 2),
    Nominal("ьями", Soft, 2),
    Nominal("еями", Soft, 3),
    Nominal("ями", Soft, 2),
    Nominal("ами", Hard, 2),
    Nominal("ими", Adjective, 3),
    Nominal("ыми", Adjective, 2),
    Nominal("ии", Iota, 2),
    Nominal("ьи", Soft, 2),
    Nominal("еи", Soft, 3),
    Nominal("и", Soft, 2),
];
pub(super) const END_U: &[Nominal] =
    &[Nominal("ому", Adjective, 3), Nominal("ему", Adjective, 3), Nominal("у", Hard, 2)];
pub(super) const END_YU: &[Nominal] = &[
    Nominal("ию", Iota, 2),
    Nominal("ью", Soft, 2),
    Nominal("ую", Adjective, 3),
    Nominal("юю", Adjective, 3),
    Nominal("ою", Hard, 3),
    Nominal("ею", Soft, 3),
    Nominal("ю", Soft, 2),
];
pub(super) const END_M: &[Nominal] = &[
    Nominal("ием", Iota, 2),
    Nominal("иям", Iota, 2),
    Nominal("ьем", Soft, 2),
    Nominal("ьям", Soft, 2),
    Nominal("еем", Soft, 3),
    Nominal("еям", Soft, 3),
    Nominal("ом", Hard, 3),
    Nominal("ем", Soft, 3),
    Nominal("ам", Hard, 3),
    Nominal("ям", Soft, 3),
    Nominal("им", Adjective, 3),
    Nominal("ым", Adjective, 3),
];
pub(super) const END_H: &[Nominal] = &[
    Nominal("иях", Iota, 2),
    Nominal("ьях", Soft, 2),
    Nominal("еях", Soft, 3),
    Nominal("ах", Hard, 3),
    Nominal("ях", Soft, 3),
    Nominal("их", Adjective, 3),
    Nominal("ых", Adjective, 3),
];
pub(super) const END_J: &[Nominal] = &[
    Nominal("ией", Iota, 2),
    Nominal("ьей", Soft, 2),
    Nominal("еей", Soft, 3),
    Nominal("ий", Iota, 2),
    Nominal("ый", Adjective, 2),
    Nominal("ой", Hard, 2),
    Nominal("ей", Soft, 3),
    Nominal("й", Soft, 3),
];
pub(super) const END_V: &[Nominal] = &[
    Nominal("иев", Iota, 2),
    Nominal("ьев", Soft, 2),
    Nominal("еев", Soft, 3),
    Nominal("ов", Hard, 3),
    Nominal("ев", Soft, 3),
];
pub(super) const END_MILD: &[Nominal] = &[Nominal("ь", Soft, 2)];
pub(super) const END_Y: &[Nominal] = &[Nominal("ы", Hard, 2)];

/// Suffixes of the past tense and of participles at the end of a stem.
pub(super) const PAST: &[Verbal] = &[
    Verbal("ировал", "ирова", 2),
    Verbal("ал", "а", 2),
    Verbal("ял", "я", 2),
    Verbal("ил", "", 3),
    Verbal("ел", "", 3),
    Verbal("ел", "е", 2),
    Verbal("ыл", "ы", 3),
    Verbal("ул", "у", 3),
    Verbal("ит", "", 3),
    Verbal("ыт", "ы", 4),
    Verbal("ан", "а", 4),
];
pub(super) const PARTICIPLES: &[Verbal] = &[
    Verbal("авш", "а", 2),
    Verbal("явш", "я", 2),
    Verbal("ивш", "", 3),
    Verbal("евш", "", 3),
    Verbal("евш", "е", 2),
    Verbal("ывш", "ы", 3),
    Verbal("увш", "у", 3),
    Verbal("ающ", "а", 2),
    Verbal("яющ", "я", 2),
    Verbal("ующ", "ова", 2),
    Verbal("еющ", "", 3),
    Verbal("еющ", "е", 2),
    Verbal("ящ", "", 3),
    Verbal("жащ", "ж", 2),
    Verbal("чащ", "ч", 2),
    Verbal("аем", "а", 3),
    Verbal("яем", "я", 3),
    Verbal("уем", "ова", 3),
    Verbal("анн", "а", 4),
    Verbal("янн", "я", 4),
];

/// Endings of participles in a vowel, after which -ся stands.
pub(super) const PARTICIPLE_ENDINGS: &[&str] = &["ая", "ее", "ие", "его", "ему", "ую", "ею", "ими"];

/// Undoes the change of consonant before -ен(н): утвержд, утверд.
pub(super) const MUTATIONS: &[(&str, &str)] = &[
    ("жд", "д"),
    ("бл", "б"),
    ("вл", "в"),
    ("мл", "м"),
    ("пл", "п"),
    ("раж", "раз"),
    ("ниж", "низ"),
    ("ближ", "близ"),
    ("меч", "мет"),
    ("лач", "лат"),
    ("рач", "рат"),
    ("вач", "ват"),
    ("треч", "трет"),
    ("пущ", "пуст"),
    ("мещ", "мест"),
    ("прощ", "прост"),
    ("чищ", "чист"),
    ("щ", "т"),
    ("глаш", "глас"),
    ("выш", "выс"),
    ("крош", "крос"),
    ("прош", "прос"),
    ("брош", "брос"),
];

/// What stands before -енн in adjectives that are no participles (государственный, современный).
pub(super) const ADJECTIVES: &[&str] = &["ств", "м", "ц", "дар", "треб"];
