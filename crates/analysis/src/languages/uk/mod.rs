//! Ukrainian.

mod stem;

use crate::chain::{ACRONYM, APOSTROPHES, COMPOSE, HOMOGLYPHS, LOWERCASE, NO_ACCENTS, NO_APOSTROPHE, SILENT, Chain, step, table};
use crate::exceptions::exceptions;
use crate::language::{Headings, Language, MadeUp, Namespaces, Script, Sentences};
use crate::{fold};

exceptions!("exceptions.tsv");

/// The step of the stemmer.
fn stem(word: &str, out: &mut String) -> bool {
    stem::stem(word, out);
    true
}

pub(crate) static LANGUAGE: Language = Language {
    code: "uk",
    name: "Ukrainian",
    other_codes: &["ukr", "ua"],
    letter: 'u',
    script: Script::Cyrillic,
    has_dotless_i: false,
    is_detected: true,
    chain: Chain {
    word: &[
        COMPOSE,
        SILENT,
        APOSTROPHES,
        HOMOGLYPHS,
        ACRONYM,
        LOWERCASE,
        NO_APOSTROPHE,
        step("fold ґ", fold::ukrainian),
    ],
    term: &[table(exceptions), step("stem (uk)", stem), NO_ACCENTS],
},
    stop_words: include_str!("stop_words.txt"),
    plain_letters: &[('и', &['и', 'і']),
        ('е', &['е', 'є'])],
    keyboard: Some("йцукенгшщзхїфівапролджєячсмитьбю'1234567890-="),
    sentences: Sentences {
        abbreviations: &["англ", "бл", "буд", "букв", "вул", "грец", "див", "досл", "зокр", "кв", "нар", "наст", "нім", "пров", "рос", "рр", "скор", "тис", "укр", "фр", "франц", "ім", "ісп", "італ"],
        before_numbers: &["мал", "розд", "ст", "рис"],
        ends_of_enumerations: &[],
    },
    headings: Headings {
        references: &["примітки", "примітка", "виноски", "джерела", "література", "бібліографія", "список літератури", "джерела та література", "джерела і література", "література та джерела", "примітки та джерела", "список джерел", "використана література"],
        external_links: &["посилання", "зовнішні посилання", "посилання за темою"],
        see_also: &["див. також", "дивіться також", "дивись також"],
        contents: &["зміст"],
        edit_marks: &["редагувати код", "редагувати", "ред. код", "ред."],
        other_posts: &["випадкові записи", "схожі записи", "останні записи", "випадкові статті"],
    },
    months: ["січ", "лют", "бер", "кві", "тра", "чер", "лип", "серп", "вер", "жов", "лис", "гру"],
    month_names: ["січня", "лютого", "березня", "квітня", "травня", "червня", "липня", "серпня", "вересня", "жовтня", "листопада", "грудня"],
    calendar: &["рік", "року", "році", "роки", "років", "століття", "сторіччя", "ті", "до", "н", "е"],
    countries: include_str!("countries.tsv"),
    namespaces: Namespaces {
        media: &["медіа"],
        file: &["файл", "зображення"],
        template: &["шаблон"],
        category: &["категорія"],
        other: &["користувач", "користувачка", "вікіпедія", "проєкт", "довідка", "портал", "модуль", "спеціальна", "обговорення"],
    },
    diplomacy: include_str!("diplomacy.tsv"),
    made_up: Some(MadeUp {
    words: include_str!("words.txt"),
    has_long_tail: true,
    back: &[
        "а",
        "и",
        "ів",
        "ам",
        "ами",
        "ах",
        "у",
        "ом",
        "і",
        "ові",
        "ий",
        "ого",
        "ому",
        "им",
        "их",
        "ими",
        "ої",
        "ою",
        "ують",
        "е",
        "ати",
        "ав",
        "али",
        "ає",
        "ають",
        "ення",
        "енням",
        "ість",
        "ості",
        "істю",
        "єю",
        "",
    ],
    front: &[],
        consonants: &[
            'б', 'в', 'г', 'ґ', 'д', 'ж', 'з', 'й', 'к', 'л', 'м', 'н', 'п', 'р', 'с', 'т', 'х',
            'ц', 'ч', 'ш',
        ],
        vowels: &['а', 'е', 'и', 'і', 'о', 'у', 'ї', 'є'],
    headings: &[
        "Історія",
        "Функції",
        "Правова основа",
        "Практика",
        "Учасники",
        "Переговори",
        "Сучасність",
        "Критика",
        "Будова",
        "Наслідки",
    ],
    namespaces: ["Обговорення", "Файл", "Шаблон", "Категорія"],
    is: "—",
    page: "с.",
    of_256: 120,
    }),
};
