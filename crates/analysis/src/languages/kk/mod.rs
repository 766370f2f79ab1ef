//! Kazakh.

mod stem;

use crate::chain::{ACRONYM, APOSTROPHES, COMPOSE, HOMOGLYPHS, NO_ACCENTS, NO_APOSTROPHE, SILENT, Chain, step, table};
use crate::exceptions::exceptions;
use crate::language::{Headings, Language, MadeUp, Namespaces, Script, Sentences};
use crate::{casing};

exceptions!("exceptions.tsv");

/// The step of the stemmer.
fn stem(word: &str, out: &mut String) -> bool {
    stem::stem(word, out);
    true
}

pub(crate) static LANGUAGE: Language = Language {
    code: "kk",
    name: "Kazakh",
    other_codes: &["kaz", "kz"],
    letter: 'k',
    script: Script::Cyrillic,
    has_dotless_i: true,
    is_detected: true,
    chain: Chain {
    word: &[
        COMPOSE,
        SILENT,
        APOSTROPHES,
        HOMOGLYPHS,
        ACRONYM,
        step("lowercase (kk)", casing::lowercase_kazakh),
        step("read Kazakh Latin", stem::latin::from_latin),
        NO_APOSTROPHE,
    ],
    term: &[table(exceptions), step("stem (kk)", stem), NO_ACCENTS],
},
    stop_words: include_str!("stop_words.txt"),
    plain_letters: &[('а', &['а', 'ә']),
        ('г', &['г', 'ғ']),
        ('к', &['к', 'қ']),
        ('н', &['н', 'ң']),
        ('о', &['о', 'ө']),
        ('у', &['у', 'ұ', 'ү']),
        ('х', &['х', 'һ']),
        ('и', &['и', 'і']),
        ('ы', &['ы', 'і']),
        ('е', &['е', 'ә'])],
    keyboard: Some("йцукенгшщзхъфывапролджэячсмитьбю(\"әіңғ,.үұқөһ"),
    sentences: Sentences {
        abbreviations: &["ауд", "ағыл", "даң", "жж", "көш", "мыс", "т.ж", "т.с.с"],
        before_numbers: &["бап"],
        ends_of_enumerations: &["т.б", "т.с.с"],
    },
    headings: Headings {
        references: &["дереккөздер", "дереккөз", "пайдаланылған әдебиет", "пайдаланылған әдебиеттер", "пайдаланған әдебиеттер", "әдебиет", "әдебиеттер", "ескертпелер", "ескертулер", "түсініктемелер", "әдебиеттер тізімі", "қолданылған әдебиеттер"],
        external_links: &["сілтемелер", "сыртқы сілтемелер", "сыртқы сілтеме"],
        see_also: &["тағы қараңыз", "тағы қара", "сондай-ақ қараңыз", "сонымен қатар қараңыз"],
        contents: &["мазмұны", "мазмұн"],
        edit_marks: &["қайнарын өңдеу", "бастапқы кодын өңдеу", "өңдеу"],
        other_posts: &["кездейсоқ жазбалар", "ұқсас жазбалар", "соңғы жазбалар"],
    },
    months: ["қаң", "ақп", "нау", "сәу", "мам", "мау", "шіл", "там", "қыр", "қаз", "қар", "жел"],
    namespaces: Namespaces {
        media: &["медиа"],
        file: &["сурет"],
        template: &["үлгі"],
        category: &["санат", "sanat"],
        other: &["қатысушы", "уикипедия", "жоба", "анықтама", "портал", "арнайы", "талқылау", "талқылауы"],
    },
    diplomacy: include_str!("diplomacy.tsv"),
    made_up: Some(MadeUp {
    words: include_str!("words.txt"),
    has_long_tail: true,
    back: &[
        "",
        "лар",
        "дың",
        "да",
        "дан",
        "ға",
        "ды",
        "лары",
        "лардың",
        "ларда",
        "лардан",
        "ларға",
        "ында",
        "ынан",
        "ына",
        "ын",
        "ның",
        "ымен",
        "дағы",
        "сыз",
        "лық",
        "ымыз",
        "лау",
        "ған",
    ],
    front: &[
        "",
        "лер",
        "дің",
        "де",
        "ден",
        "ге",
        "ді",
        "лері",
        "лердің",
        "лерде",
        "лерден",
        "лерге",
        "інде",
        "інен",
        "іне",
        "ін",
        "нің",
        "імен",
        "дегі",
        "сіз",
        "лік",
        "іміз",
        "леу",
        "ген",
    ],
        consonants: &[
            'б', 'ғ', 'д', 'ж', 'з', 'к', 'қ', 'л', 'м', 'н', 'ң', 'п', 'р', 'с', 'т', 'ш',
        ],
        vowels: &['а', 'ә', 'е', 'і', 'о', 'ө', 'ұ', 'ү', 'ы'],
    headings: &[
        "Тарихы",
        "Міндеттері",
        "Құқықтық негізі",
        "Тәжірибе",
        "Қатысушылары",
        "Келіссөздер",
        "Қазіргі кезең",
        "Сын",
        "Құрылымы",
        "Салдары",
    ],
    namespaces: ["Талқылау", "Сурет", "Үлгі", "Санат"],
    is: "—",
    page: "б.",
    of_256: 90,
    }),
};
