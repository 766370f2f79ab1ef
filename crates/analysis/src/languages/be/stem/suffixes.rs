//! The endings that the Belarusian stemmer takes off, grouped by their last letter, and the lists
//! by which it tells nouns from adjectives.
//!
//! Owns data only. In a group the longest stands first, and the first that fits wins. о stands as
//! а, ё as е and ў as у, as in the words that the steps see.

/// What goes and what is put in its place (mostly nothing).
pub(super) type Ending = (&'static str, &'static str);

/// The endings that close with the letter `last`, longest first.
pub(super) fn endings(last: char) -> &'static [Ending] {
    match last {
        'а' => ENDINGS_A,
        'я' => ENDINGS_YA,
        'е' => ENDINGS_YE,
        'і' => ENDINGS_I,
        'й' => ENDINGS_SHORT_I,
        'м' => ENDINGS_M,
        'у' => ENDINGS_U,
        'х' => ENDINGS_KH,
        'ш' => ENDINGS_SH,
        'ы' => ENDINGS_Y,
        'ь' => ENDINGS_SOFT,
        'ю' => ENDINGS_YU,
        'э' => &[("э", "")],
        _ => &[],
    }
}

/// Genitive and short forms; the past tense of feminine and neuter, with the stem of verbs in -нуць and
/// of those whose past keeps the consonant (магла, пякла, прыйшла).
const ENDINGS_A: &[Ending] = &[
    ("нула", "н"),
    ("гла", "г"),
    ("кла", "к"),
    ("шла", "ш"),
    ("ала", ""),
    ("іла", ""),
    ("ыла", ""),
    ("яла", ""),
    ("ела", ""),
    ("эла", ""),
    ("чула", "ч"),
    ("ага", ""),
    ("яга", ""),
    ("а", ""),
];

/// Adjectives, and nouns in -ыя and -ія.
const ENDINGS_YA: &[Ending] =
    &[("ыя", "ы"), ("ія", "і"), ("ая", ""), ("яя", ""), ("ея", ""), ("я", "")];

/// Locatives, neuters, the present tense, the imperative plural.
const ENDINGS_YE: &[Ending] = &[
    ("аеце", ""),
    ("яеце", ""),
    ("уеце", ""),
    ("юеце", ""),
    ("айце", ""),
    ("яйце", ""),
    ("уйце", ""),
    ("юйце", ""),
    ("жаце", "ж"),
    ("чаце", "ч"),
    ("шаце", "ш"),
    ("ьце", ""),
    ("іце", ""),
    ("ыце", ""),
    ("ае", ""),
    ("яе", ""),
    ("уе", ""),
    ("юе", ""),
    ("е", ""),
];

/// Instrumentals, the past tense plural.
const ENDINGS_I: &[Ending] = &[
    ("ыямі", "ы"),
    ("іямі", "і"),
    ("еямі", ""),
    ("аямі", ""),
    ("нулі", "н"),
    ("амі", ""),
    ("ямі", ""),
    ("ымі", ""),
    ("імі", ""),
    ("ьмі", ""),
    ("глі", "г"),
    ("клі", "к"),
    ("шлі", "ш"),
    ("алі", ""),
    ("ялі", ""),
    ("ілі", ""),
    ("ылі", ""),
    ("елі", ""),
    ("чулі", "ч"),
    ("рэлі", "р"),
    ("ыі", "ы"),
    ("іі", "і"),
    ("аі", ""),
    ("еі", ""),
    ("і", ""),
];

/// Feminine cases, genitives plural, the imperative.
const ENDINGS_SHORT_I: &[Ending] = &[
    ("ыяй", "ы"),
    ("іяй", "і"),
    ("еяй", ""),
    ("ый", "ы"),
    ("ій", "і"),
    ("ай", ""),
    ("эй", ""),
    ("ей", ""),
    ("яй", ""),
    ("уй", ""),
    ("юй", ""),
    ("й", ""),
];

/// Instrumentals, datives plural, the first person plural.
const ENDINGS_M: &[Ending] = &[
    ("грам", "грам"),
    ("ыям", "ы"),
    ("іям", "і"),
    ("еям", ""),
    ("аям", ""),
    ("еем", ""),
    ("аем", ""),
    ("яем", ""),
    ("уем", ""),
    ("юем", ""),
    ("ам", ""),
    ("ым", ""),
    ("ім", ""),
    ("ем", ""),
    ("ям", ""),
];

/// Datives and accusatives; what ends in ў: genitives plural and the past tense. Nouns in -тыў keep
/// their в.
const ENDINGS_U: &[Ending] = &[
    ("іяу", "і"),
    ("еяу", ""),
    ("аяу", ""),
    ("нуу", "н"),
    ("граму", "грам"),
    ("кламу", "клам"),
    ("аму", ""),
    ("яму", ""),
    ("тыу", "тыв"),
    ("ау", ""),
    ("яу", ""),
    ("еу", ""),
    ("іу", ""),
    ("эу", ""),
    ("ыу", ""),
    ("уу", ""),
    ("у", ""),
];

/// Locatives plural.
const ENDINGS_KH: &[Ending] = &[
    ("ыях", "ы"),
    ("іях", "і"),
    ("еях", ""),
    ("аях", ""),
    ("ах", ""),
    ("ых", ""),
    ("іх", ""),
    ("ях", ""),
];

/// The second person singular.
const ENDINGS_SH: &[Ending] = &[
    ("жаш", "ж"),
    ("чаш", "ч"),
    ("шаш", "ш"),
    ("аеш", ""),
    ("яеш", ""),
    ("уеш", ""),
    ("юеш", ""),
    ("еш", ""),
    ("эш", ""),
    ("іш", ""),
    ("ыш", ""),
];

/// Plurals and adjectives; the two gerunds.
const ENDINGS_Y: &[Ending] = &[
    ("еючы", ""),
    ("аючы", ""),
    ("яючы", ""),
    ("уючы", ""),
    ("юючы", ""),
    ("аушы", ""),
    ("яушы", ""),
    ("іушы", ""),
    ("ыушы", ""),
    ("уушы", ""),
    ("еушы", ""),
    ("ячы", ""),
    ("учы", ""),
    ("ючы", ""),
    ("ы", ""),
];

/// Infinitives, the third person; soft nouns, -асць among them, lose the ь alone.
const ENDINGS_SOFT: &[Ending] = &[
    ("нуць", "н"),
    ("аюць", ""),
    ("яюць", ""),
    ("уюць", ""),
    ("ююць", ""),
    ("еюць", ""),
    ("аець", ""),
    ("яець", ""),
    ("уець", ""),
    ("юець", ""),
    ("аць", ""),
    ("яць", ""),
    ("іць", ""),
    ("ыць", ""),
    ("ець", ""),
    ("эць", ""),
    ("уць", ""),
    ("юць", ""),
    ("ь", ""),
];

/// Accusatives and instrumentals of the feminine, the first person.
const ENDINGS_YU: &[Ending] = &[
    ("ыяю", "ы"),
    ("іяю", "і"),
    ("ыю", "ы"),
    ("ію", "і"),
    ("ую", ""),
    ("юю", ""),
    ("аю", ""),
    ("яю", ""),
    ("ею", ""),
    ("эю", ""),
    ("ю", ""),
];

/// What makes a verb, a participle or a noun of action of a stem, by the last letter; one of each
/// group in turn: the -ан- of кіраванне before the -ав- of кіраваць. Nouns that happen to end so
/// lose it in every form.
pub(super) const FORMATIVES: &[(char, &[&str])] =
    &[('н', &["ан", "ян", "ен", "эн"]), ('в', &["аув", "ав", "яв"])];

/// Doubled consonants at a stem's end, which the genitive plural or a sibling has single.
pub(super) const DOUBLED: &[Ending] = &[
    ("нн", "н"),
    ("цц", "ц"),
    ("ддз", "дз"),
    ("лл", "л"),
    ("сс", "с"),
    ("зз", "з"),
    ("чч", "ч"),
    ("жж", "ж"),
    ("шш", "ш"),
];

/// The vowel that stands before the last к or ц of a stem where no ending follows.
pub(super) const FLEETING: &[Ending] = &[("ак", "к"), ("ек", "к"), ("ец", "ц")];

/// Ends before which -ыя makes a noun after т: дэмакратыя, дыпламатыя, сімпатыя, партыя, гарантыя,
/// дынастыя, амністыя. Participles and ordinals are far more (адкрытыя, узятыя, шостыя).
pub(super) const NOUNS_IN_TYA: &[&str] =
    &["крат", "мат", "пат", "арт", "ант", "наст", "ніст", "эт"];

/// Ends before which -ыя makes an adjective after д and р, where nouns are more (гісторыя, Індыя).
pub(super) const ADJECTIVES_IN_YA: &[&str] = &[
    "лад",
    "верд",
    "худ",
    "ард",
    "дабр",
    "хітр",
    "шэр",
    "шчыр",
    "мудр",
    "вастр",
    "макр",
    "дзер",
    "катар",
    "бур",
];

/// Ends before which -ія makes an adjective after г and н, where nouns are more (стратэгія, Данія).
pub(super) const ADJECTIVES_IN_IA: &[&str] =
    &["наг", "раг", "руг", "рог", "ауг", "баг", "шн", "дн", "жн", "рхн", "сін"];
