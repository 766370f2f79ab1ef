//! Russian.

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
    code: "ru",
    name: "Russian",
    other_codes: &["rus"],
    letter: 'r',
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
        step("fold ё", fold::russian),
    ],
    term: &[table(exceptions), step("stem (ru)", stem), NO_ACCENTS],
},
    stop_words: include_str!("stop_words.txt"),
    plain_letters: &[],
    keyboard: Some("йцукенгшщзхъфывапролджэячсмитьбюё1234567890-="),
    sentences: Sentences {
        abbreviations: &["акад", "англ", "араб", "букв", "бул", "вв", "г-жа", "г-н", "гг", "ген", "гр", "греч", "деп", "досл", "доц", "зам", "им", "исп", "итал", "канд", "корр", "лат", "млн", "млрд", "напр", "нем", "обл", "ок", "пер", "перс", "пл", "польск", "пос", "просп", "проф", "род", "рус", "св", "см", "ср", "тел", "тыс", "ул", "фр", "франц", "чл"],
        before_numbers: &["арт", "гл", "пп", "разд", "рис", "ст", "стр", "табл", "тт"],
        ends_of_enumerations: &["т.д", "т.п"],
    },
    headings: Headings {
        references: &["примечания", "примечание", "сноски", "источники", "литература", "библиография", "список литературы", "использованная литература", "примечания и источники", "источники и литература", "литература и источники", "комментарии", "список источников"],
        external_links: &["ссылки", "внешние ссылки", "ссылки по теме"],
        see_also: &["см. также", "смотрите также", "смотри также"],
        contents: &["содержание", "оглавление"],
        edit_marks: &["править вики-текст", "править код", "править", "редактировать"],
        other_posts: &["случайные записи", "похожие записи", "последние записи", "случайные статьи"],
    },
    months: ["янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"],
    month_names: ["января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"],
    calendar: &["год", "года", "году", "годы", "годов", "век", "века", "столетие", "е", "до", "н", "э"],
    countries: include_str!("countries.tsv"),
    namespaces: Namespaces {
        media: &["медиа"],
        file: &["файл", "изображение"],
        template: &["шаблон"],
        category: &["категория"],
        other: &["участник", "участница", "википедия", "проект", "справка", "портал", "модуль", "служебная", "обсуждение"],
    },
    diplomacy: include_str!("diplomacy.tsv"),
    made_up: Some(MadeUp {
    words: include_str!("words.txt"),
    has_long_tail: true,
    back: &[
        "а",
        "ы",
        "ов",
        "ам",
        "ами",
        "ах",
        "у",
        "ом",
        "е",
        "и",
        "ий",
        "ого",
        "ому",
        "ым",
        "ых",
        "ыми",
        "ой",
        "ую",
        "ая",
        "ое",
        "ые",
        "ать",
        "ал",
        "али",
        "ает",
        "ают",
        "ение",
        "ения",
        "ением",
        "ность",
        "ости",
        "",
    ],
    front: &[],
        consonants: &[
            'б', 'в', 'г', 'д', 'ж', 'з', 'к', 'л', 'м', 'н', 'п', 'р', 'с', 'т', 'ф', 'х', 'ц',
            'ч', 'ш', 'щ',
        ],
        vowels: &['а', 'е', 'и', 'о', 'у', 'ы', 'я'],
    headings: &[
        "История",
        "Функции",
        "Правовая основа",
        "Практика",
        "Участники",
        "Переговоры",
        "Современность",
        "Критика",
        "Структура",
        "Последствия",
    ],
    namespaces: ["Обсуждение", "Файл", "Шаблон", "Категория"],
    is: "—",
    page: "с.",
    of_256: 180,
    }),
};
