//! Belarusian.

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
    code: "be",
    name: "Belarusian",
    other_codes: &["bel"],
    letter: 'b',
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
        step("read Łacinka", stem::latin::from_lacinka),
        NO_APOSTROPHE,
        step("fold ў ё ґ", fold::belarusian),
    ],
    term: &[table(exceptions), step("stem (be)", stem), NO_ACCENTS],
},
    stop_words: include_str!("stop_words.txt"),
    plain_letters: &[('и', &['і'])],
    keyboard: Some("йцукенгшўзх'фывапролджэячсмітьбюё1234567890-="),
    sentences: Sentences {
        abbreviations: &["англ", "бел", "букв", "вобл", "гл", "дац", "зб", "лац", "нап", "напр", "ням", "параўн", "праф", "стст", "т.зв"],
        before_numbers: &["мал", "ст"],
        ends_of_enumerations: &["г.д"],
    },
    headings: Headings {
        references: &["крыніцы", "зноскі", "заўвагі", "літаратура", "бібліяграфія", "спіс літаратуры", "крыніцы і літаратура", "літаратура і крыніцы", "каментарыі", "выкарыстаная літаратура"],
        external_links: &["спасылкі", "знешнія спасылкі", "вонкавыя спасылкі"],
        see_also: &["гл. таксама", "глядзі таксама", "глядзіце таксама", "гл. яшчэ"],
        contents: &["змест"],
        edit_marks: &["правіць зыходнік", "правіць код", "правіць", "рэдагаваць"],
        other_posts: &["выпадковыя запісы", "падобныя запісы", "апошнія запісы"],
    },
    months: ["сту", "лют", "сак", "кра", "май", "чэр", "ліп", "жні", "вер", "кас", "ліс", "сне"],
    month_names: ["студзеня", "лютага", "сакавіка", "красавіка", "мая", "чэрвеня", "ліпеня", "жніўня", "верасня", "кастрычніка", "лістапада", "снежня"],
    calendar: &["год", "года", "годзе", "гады", "гадоў", "стагоддзе", "я", "да", "н", "э"],
    countries: include_str!("countries.tsv"),
    namespaces: Namespaces {
        media: &["медыя"],
        file: &["файл", "выява"],
        template: &["шаблон"],
        category: &["катэгорыя", "катэґорыя"],
        other: &["удзельнік", "удзельніца", "вікіпедыя", "праект", "даведка", "партал", "модуль", "адмысловае", "размовы"],
    },
    diplomacy: include_str!("diplomacy.tsv"),
    made_up: Some(MadeUp {
    words: include_str!("words.txt"),
    has_long_tail: true,
    back: &[
        "а",
        "ы",
        "аў",
        "ам",
        "амі",
        "ах",
        "у",
        "ом",
        "е",
        "і",
        "ага",
        "аму",
        "ым",
        "ых",
        "ымі",
        "ай",
        "ую",
        "ая",
        "ое",
        "ыя",
        "аць",
        "аў",
        "алі",
        "ае",
        "аюць",
        "анне",
        "ання",
        "аннем",
        "асць",
        "асці",
        "асцю",
        "",
    ],
    front: &[],
        consonants: &[
            'б', 'в', 'г', 'д', 'ж', 'з', 'к', 'л', 'м', 'н', 'п', 'р', 'с', 'т', 'ў', 'х', 'ц',
            'ч', 'ш',
        ],
        vowels: &['а', 'э', 'і', 'о', 'у', 'ы', 'я'],
    headings: &[
        "Гісторыя",
        "Функцыі",
        "Прававая аснова",
        "Практыка",
        "Удзельнікі",
        "Перамовы",
        "Сучаснасць",
        "Крытыка",
        "Будова",
        "Наступствы",
    ],
    namespaces: ["Размовы", "Файл", "Шаблон", "Катэгорыя"],
    is: "—",
    page: "с.",
    of_256: 60,
    }),
};
