//! Russian verbs whose root takes another shape in some forms, with any prefix.
//!
//! Owns the table of shapes (подпишет: пиш for писа) and the check that what stands before one is
//! a verbal prefix or nothing; a noun that only ends like one (товарищу) is left alone.

/// Which endings a shape takes, as one bit of a set.
pub(super) type Shapes = u8;
/// Present of the first conjugation, and the imperative.
const FIRST: Shapes = 1;
/// The same without -и, where that is a form of another verb (вышли).
const BARE: Shapes = 2;
/// Present of the second conjugation.
const SECOND: Shapes = 4;
/// Past and infinitive after a vowel.
const VOWEL: Shapes = 8;
/// Past after a consonant: none, -ла, -ло, -ли.
const CONSONANT: Shapes = 16;
/// The whole form.
const WHOLE: Shapes = 32;
/// A participle's stem, or a short participle.
const PARTICIPLE: Shapes = 64;

/// A root's shape, how it is inflected, what stands in the key, and the prefixes that it does not
/// take because a noun has that form (запад, совести).
struct Root(&'static str, Shapes, &'static str, &'static [&'static str]);

/// By the last letter of the shape, as [`BUCKETS`] needs it.
const ROOTS: &[Root] = &[
    Root("шла", WHOLE, "йт", &[]),
    Root("режа", WHOLE, "реза", &[]),
    Root("видела", WHOLE, "виде", &[]),
    Root("вела", WHOLE, "вед", &[]),
    Root("пала", WHOLE, "пас", &["с", "за", "о"]),
    Root("быв", WHOLE, "бы", &[]),
    Root("зов", FIRST, "зва", &[]),
    Root("рв", FIRST, "рва", &[]),
    Root("видев", WHOLE, "виде", &[]),
    Root("жив", FIRST, "жи", &[]),
    Root("крыв", WHOLE, "кры", &[]),
    Root("мог", FIRST, "мочь", &[]),
    Root("мог", CONSONANT, "мочь", &[]),
    Root("йд", FIRST, "йт", &[]),
    Root("ид", FIRST, "йт", &["в", "с", "при"]),
    Root("прид", FIRST, "прийт", &[]),
    Root("ед", FIRST, "еха", &["об", "с", "в", "от", "пред", "на"]),
    Root("буд", FIRST, "бы", &["раз", "воз", "про"]),
    Root("жд", FIRST, "жда", &[]),
    Root("вид", SECOND, "виде", &[]),
    Root("вед", FIRST, "вед", &[]),
    Root("пад", FIRST, "пас", &["за", "рас", "с"]),
    Root("дадите", WHOLE, "да", &[]),
    Root("каж", FIRST, "каза", &[]),
    Root("вяж", FIRST, "вяза", &[]),
    Root("реж", FIRST, "реза", &[]),
    Root("держ", SECOND, "держа", &[]),
    Root("леж", SECOND, "лежа", &[]),
    Root("надлеж", SECOND, "надлежа", &[]),
    Root("дрож", SECOND, "дрожа", &[]),
    Root("виж", FIRST, "виде", &[]),
    Root("мож", FIRST, "мочь", &[]),
    Root("вез", FIRST, "вез", &[]),
    Root("вез", CONSONANT, "вез", &[]),
    Root("йти", WHOLE, "йт", &[]),
    Root("идти", WHOLE, "йт", &[]),
    Root("шли", WHOLE, "йт", &[]),
    Root("видели", WHOLE, "виде", &[]),
    Root("жи", VOWEL, "жи", &[]),
    Root("би", VOWEL, "би", &[]),
    Root("ви", VOWEL, "ви", &[]),
    Root("ли", VOWEL, "ли", &[]),
    Root("пи", VOWEL, "пи", &[]),
    Root("вели", WHOLE, "вед", &[]),
    Root("вести", WHOLE, "вед", &["", "со", "по"]),
    Root("нести", WHOLE, "нес", &[]),
    Root("везти", WHOLE, "вез", &[]),
    Root("пали", WHOLE, "пас", &["с", "за", "о"]),
    Root("шел", WHOLE, "йт", &[]),
    Root("шл", CONSONANT, "йт", &[]),
    Root("шл", BARE, "сла", &[]),
    Root("видел", WHOLE, "виде", &[]),
    Root("вел", WHOLE, "вед", &[]),
    Root("пал", WHOLE, "пас", &["с", "за", "о"]),
    Root("дам", WHOLE, "да", &["во", "о", "с"]),
    Root("дадим", WHOLE, "да", &[]),
    Root("даем", WHOLE, "дава", &[]),
    Root("ним", FIRST, "ня", &[""]),
    Root("йм", FIRST, "ня", &[]),
    Root("прим", FIRST, "приня", &[]),
    Root("йден", PARTICIPLE, "йт", &[]),
    Root("йденн", PARTICIPLE, "йт", &[]),
    Root("стан", FIRST, "ста", &[]),
    Root("дан", PARTICIPLE, "да", &[]),
    Root("данн", PARTICIPLE, "да", &[""]),
    Root("чн", FIRST, "ча", &["о"]),
    Root("шло", WHOLE, "йт", &[]),
    Root("сто", SECOND, "стоя", &[]),
    Root("видело", WHOLE, "виде", &[]),
    Root("кро", FIRST, "кры", &[]),
    Root("вело", WHOLE, "вед", &[]),
    Root("пало", WHOLE, "пас", &["с", "за", "о"]),
    Root("бер", FIRST, "бра", &[]),
    Root("мр", FIRST, "мер", &[]),
    Root("мер", CONSONANT, "мер", &["при", "раз", "про", "за", ""]),
    Root("нес", FIRST, "нес", &[]),
    Root("нес", CONSONANT, "нес", &[]),
    Root("рос", CONSONANT, "раст", &[]),
    Root("даст", WHOLE, "да", &[]),
    Root("дадут", WHOLE, "да", &[]),
    Root("дает", WHOLE, "дава", &[]),
    Root("дают", WHOLE, "дава", &[]),
    Root("стает", WHOLE, "става", &[]),
    Root("стают", WHOLE, "става", &[]),
    Root("нят", PARTICIPLE, "ня", &[]),
    Root("чат", PARTICIPLE, "ча", &["по", "о", ""]),
    Root("крыт", PARTICIPLE, "кры", &[]),
    Root("бит", PARTICIPLE, "би", &[]),
    Root("вит", PARTICIPLE, "ви", &[]),
    Root("раст", FIRST, "раст", &["воз"]),
    Root("молч", SECOND, "молча", &[]),
    Root("крич", SECOND, "крича", &[]),
    Root("звуч", SECOND, "звуча", &[]),
    Root("шедш", PARTICIPLE, "йт", &[]),
    Root("ставш", PARTICIPLE, "ста", &[]),
    Root("пиш", FIRST, "писа", &[]),
    Root("слыш", SECOND, "слыша", &[]),
    Root("дыш", SECOND, "дыша", &[]),
    Root("мерш", PARTICIPLE, "мер", &[]),
    Root("ведш", PARTICIPLE, "вед", &[]),
    Root("несш", PARTICIPLE, "нес", &[]),
    Root("росш", PARTICIPLE, "раст", &[]),
    Root("павш", PARTICIPLE, "пас", &[]),
    Root("могш", PARTICIPLE, "мочь", &[]),
    Root("идущ", PARTICIPLE, "йт", &[]),
    Root("дающ", PARTICIPLE, "дава", &[]),
    Root("стающ", PARTICIPLE, "става", &[]),
    Root("ищ", FIRST, "иска", &[]),
    Root("ыщ", FIRST, "ыска", &[]),
    Root("ведущ", PARTICIPLE, "вед", &[]),
    Root("несущ", PARTICIPLE, "нес", &[]),
    Root("растущ", PARTICIPLE, "раст", &[]),
    Root("дашь", WHOLE, "да", &[]),
    Root("даешь", WHOLE, "дава", &[]),
    Root("видеть", WHOLE, "виде", &[]),
    Root("бь", FIRST, "би", &[]),
    Root("вь", FIRST, "ви", &[]),
    Root("ль", FIRST, "ли", &[]),
    Root("пь", FIRST, "пи", &[]),
    Root("пасть", WHOLE, "пас", &[]),
    Root("мочь", WHOLE, "мочь", &[]),
    Root("даю", WHOLE, "дава", &[]),
    Root("йдя", WHOLE, "йт", &[]),
    Root("давая", WHOLE, "дава", &[]),
    Root("ставая", WHOLE, "става", &[]),
];

/// What may stand before a root.
const PREFIXES: &[&str] = &[
    "",
    "в",
    "вз",
    "взо",
    "во",
    "воз",
    "вос",
    "воспри",
    "воссоз",
    "въ",
    "вы",
    "до",
    "за",
    "из",
    "изо",
    "на",
    "над",
    "надо",
    "нена",
    "о",
    "об",
    "обо",
    "объ",
    "от",
    "ото",
    "пере",
    "по",
    "под",
    "подо",
    "подъ",
    "пре",
    "пред",
    "предо",
    "предпри",
    "при",
    "про",
    "произ",
    "раз",
    "разо",
    "разъ",
    "рас",
    "с",
    "со",
    "соз",
    "съ",
    "у",
];

/// Roots before which the infinitive has a prefix with о and the present one without, and the
/// reverse: отзовет and отозвать, разобьет and разбить.
const PREFIX_LENGTHENED: &[(&str, &str)] =
    &[("от", "ото"), ("раз", "разо"), ("под", "подо"), ("из", "изо")];

/// Endings by their last letter, with the sets of shapes that take them.
fn endings(last: char) -> &'static [(&'static str, Shapes)] {
    match last {
        'а' => &[("ла", VOWEL | CONSONANT), ("а", PARTICIPLE)],
        'о' => &[("ло", VOWEL | CONSONANT), ("о", PARTICIPLE)],
        'ы' => &[("ы", PARTICIPLE)],
        'у' => &[("у", FIRST | SECOND)],
        'ю' => &[("ю", FIRST | BARE | SECOND)],
        'и' => &[("ли", VOWEL | CONSONANT), ("и", FIRST | SECOND)],
        'т' => &[
            ("ет", FIRST | BARE),
            ("ут", FIRST),
            ("ют", FIRST | BARE),
            ("ит", SECOND),
            ("ят", SECOND),
            ("ат", SECOND),
        ],
        'м' => &[("ем", FIRST | BARE), ("им", SECOND)],
        'е' => &[("ете", FIRST | BARE), ("ите", FIRST | SECOND)],
        'ь' => &[("ть", VOWEL), ("ешь", FIRST | BARE), ("ишь", SECOND)],
        'л' => &[("л", VOWEL)],
        'в' => &[("в", VOWEL)],
        _ => &[],
    }
}

/// Endings of what stays of a participle without its adjective's ending.
const OF_PARTICIPLES: &[(&str, Shapes)] =
    &[("ущ", FIRST), ("ющ", FIRST | BARE), ("ащ", SECOND), ("ящ", SECOND), ("вш", VOWEL)];

/// Place of a Russian letter in the alphabet by the last byte of its UTF-8, or 32.
const fn place(bytes: &[u8]) -> usize {
    if bytes.len() < 2 {
        return 32;
    }
    match bytes[bytes.len() - 1] {
        b @ 0xb0..=0xbf => (b - 0xb0) as usize,
        b @ 0x80..=0x8f => (b - 0x80) as usize + 16,
        _ => 32,
    }
}

/// Where the shapes that end in each letter start; one more entry than letters.
const BUCKETS: [usize; 33] = {
    let mut starts = [0; 33];
    let mut row = 0;
    while row < ROOTS.len() {
        starts[place(ROOTS[row].0.as_bytes()) + 1] = row + 1;
        row += 1;
    }
    let mut letter = 1;
    while letter < 33 {
        if starts[letter] < starts[letter - 1] {
            starts[letter] = starts[letter - 1];
        }
        letter += 1;
    }
    starts
};

/// The prefix and the key's form of the root, where `word` is a form of one of the table's verbs.
pub(super) fn find(word: &str) -> Option<(&str, &'static str)> {
    let last = word.chars().next_back()?;
    search(word, CONSONANT | WHOLE | PARTICIPLE).or_else(|| cut(word, endings(last)))
}

/// The same for a participle that has lost its adjective's ending.
pub(super) fn find_participle(stem: &str) -> Option<(&str, &'static str)> {
    let sibilant = stem.ends_with(['ш', 'щ']);
    search(stem, PARTICIPLE).or_else(|| if sibilant { cut(stem, OF_PARTICIPLES) } else { None })
}

/// Searches what stays of the word without each of the endings.
fn cut<'w>(word: &'w str, endings: &[(&str, Shapes)]) -> Option<(&'w str, &'static str)> {
    endings.iter().find_map(|(ending, shapes)| {
        word.strip_suffix(ending).and_then(|base| search(base, *shapes))
    })
}

/// The root that `base` ends in, of these shapes and after a prefix.
fn search(base: &str, shapes: Shapes) -> Option<(&str, &'static str)> {
    let letter = place(base.as_bytes());
    let (from, to) = (BUCKETS.get(letter)?, BUCKETS.get(letter + 1)?);
    ROOTS.get(*from..*to)?.iter().find_map(|Root(shape, kind, key, never)| {
        if shapes & kind == 0 {
            return None;
        }
        let prefix = base.strip_suffix(shape)?;
        let is_verb = PREFIXES.contains(&prefix) && !never.contains(&prefix);
        is_verb.then(|| (settled(prefix, shape), *key))
    })
}

/// The prefix as the infinitive has it.
fn settled<'w>(prefix: &'w str, shape: &str) -> &'w str {
    match shape {
        "бер" | "зов" if prefix != "из" => PREFIX_LENGTHENED
            .iter()
            .find_map(|(short, long)| (*short == prefix).then_some(*long))
            .unwrap_or(prefix),
        "бь" | "вь" | "ль" | "пь" => PREFIX_LENGTHENED
            .iter()
            .find_map(|(short, long)| (*long == prefix).then_some(*short))
            .unwrap_or(if prefix == "со" { "с" } else { prefix }),
        _ => prefix,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_stand_by_their_last_letter() {
        let places: Vec<usize> = ROOTS.iter().map(|root| place(root.0.as_bytes())).collect();
        assert!(places.is_sorted() && places.iter().all(|place| *place < 32));
    }

    #[test]
    fn only_verbal_prefixes_count() {
        assert_eq!(find("подпишет"), Some(("под", "писа")));
        assert_eq!(find("отзовут"), Some(("ото", "зва")));
        assert_eq!(find("разобьет"), Some(("раз", "би")));
        assert_eq!(find("товарищу"), None);
        assert_eq!(find("западу"), None);
    }
}
