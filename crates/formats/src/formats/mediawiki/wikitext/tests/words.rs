//! Words that stand in templates, captions and tables.

use super::*;

/// Checks the leads of pages of a wiki in some language.
#[track_caller]
fn assert_in(lang: &str, cases: &[(&str, &str)]) {
    for (source, expected) in cases {
        let page = extract("X", source, &Site::with_lang(lang));
        assert_eq!(page.lead, *expected, "{lang}: {source:?}");
        assert_no_markup(&page, source);
    }
}

#[test]
fn countries() {
    assert_in(
        "uk",
        &[
            ("* {{USA}}\n* {{POL}} — з 1992 року", "США\nПольща — з 1992 року"),
            ("* {{Україна}}\n* {{Туреччина}} (1992)", "Україна\nТуреччина (1992)"),
            ("{{прапорець|DEU}} [[Німеччина]], {{прапорець|FRA}}", "Німеччина, Франція"),
            ("{{Прапорифікація|Kazakhstan}} {{прапорифікація|Японія}}", "Казахстан Японія"),
            ("{{flagicon|FRA}} [[Франція]] {{Флаг|Італія}}&nbsp;[[Італія]]", "Франція Італія"),
            ("{{Країна|TUR}} і {{fb|GER}}", "Туреччина і Німеччина"),
        ],
    );
    assert_in(
        "ru",
        &[
            ("* {{США}}\n* {{СССР}}\n* {{URS}}", "США\nСССР\nСССР"),
            (
                "{{Флагификация|Турция}} {{флагификация|KAZ}} {{страна|UKR}}",
                "Турция Казахстан Украина",
            ),
            ("{{Флаг США}} [[США]]", "США"),
        ],
    );
    assert_in(
        "tr",
        &[
            (
                "{{bayrak|Kazakistan}}, {{bayrak|UKR}}, {{bayrak|Germany}}",
                "Kazakistan, Ukrayna, Almanya",
            ),
            ("{{bayraksimge|Kazakistan}} [[Astana]] {{TUR}}", "Astana Türkiye"),
        ],
    );
    assert_in("be", &[("{{Сцягафікацыя|Poland}} {{сцяг|LTU}} {{BLR}}", "Польшча Літва Беларусь")]);
    assert_in("kk", &[("{{байрақ|TUR}} {{KAZ}} {{flag|Germany}}", "Түркия Қазақстан Германия")]);
    assert_in(
        "en",
        &[
            (
                "{{flag|France}}, {{flag|TUR}}, {{flagu|Soviet Union}}",
                "France, Türkiye, Soviet Union",
            ),
            ("{{flagIOC|GER|2012 Summer}} {{flagdeco|USA}} [[A]]", "Germany A"),
            (
                "{{flagIOCathlete|[[Ann Lee]]|AUS|2012}} {{GBR}}",
                "Ann Lee, Australia United Kingdom",
            ),
            // No countries, though their names look like codes, or boxes about one.
            ("a {{lc:X}} {{XYZ}} {{usa}} {{coord|USA|1|2}} b", "a X b"),
            ("{{Germany}}\ntext", "text"),
        ],
    );
    // Elsewhere the English names.
    assert_in("de", &[("{{DEU}}", "Germany")]);
}

#[test]
fn births_and_deaths() {
    assert_in(
        "uk",
        &[(
            "{{ДН|4|7|1861}}, Львів — {{ДС|12|11|1933|72}}; {{Дата народження та вік|1|2|1950}}",
            "4 липня 1861, Львів — 12 листопада 1933; 1 лютого 1950",
        )],
    );
    assert_in(
        "ru",
        &[
            (
                "{{ДР|4|7|1861}} — {{Дата смерти|12|11|1933|4|7|1861}}",
                "4 июля 1861 — 12 ноября 1933",
            ),
            ("{{дата рождения и возраст|1950|2|1}}", "1 февраля 1950"),
        ],
    );
    assert_in(
        "be",
        &[("{{Дата нараджэння|4|7|1861}} {{ДС|5|5|1920}}", "4 ліпеня 1861 5 мая 1920")],
    );
    assert_in(
        "kk",
        &[(
            "{{Туған күні|4|7|1861}} {{Қайтыс болған күні және жасы|1|9|1930}}",
            "4 шілде 1861 1 қыркүйек 1930",
        )],
    );
    assert_in(
        "tr",
        &[
            (
                "{{doğum tarihi ve yaşı|1950|2|1}} {{Ölüm tarihi|12|11|1933}}",
                "1 Şubat 1950 12 Kasım 1933",
            ),
            ("{{doğum yılı ve yaşı|1950}}", "1950"),
        ],
    );
    assert_in(
        "en",
        &[
            (
                "{{birth date and age|1970|5|2}} {{Death date|df=yes|1990|1|31}}",
                "May 2, 1970 31 January 1990",
            ),
            (
                "{{birth date|year=1970|month=5|day=2}} {{birth year and age|1950}}",
                "May 2, 1970 1950",
            ),
            ("{{use dmy dates|date=May 2020}}{{birth date|unknown}} x", "unknown x"),
            ("{{date of discovery|nothing}} x", "x"),
        ],
    );
}

#[test]
fn towns_and_people() {
    assert_in(
        "tr",
        &[("* 1988: {{kardeş şehir|Berlin|Almanya|ülke=Almanya}}", "1988: Berlin, Almanya")],
    );
    assert_in(
        "ru",
        &[(
            "{{Город-побратим|Гамбург|DEU}} {{sortname|Иван|Петров|dab=посол}}",
            "Гамбург, Германия Иван Петров",
        )],
    );
    assert_in(
        "uk",
        &[(
            "{{місто-побратим|[[Краків]]|країна=POL}} {{sort|002|Другий}}",
            "Краків, Польща Другий",
        )],
    );
    assert_in("be", &[("{{Горад-пабрацім|Рыга|Латвія}}", "Рыга, Латвія")]);
    assert_in("kk", &[("{{Бауырлас қала|Анкара|TUR}}", "Анкара, Түркия")]);
    assert_in(
        "en",
        &[("{{twin town|Kyiv|UKR}} {{sortname|Ann|Lee|Ann Lee (envoy)}}", "Kyiv, Ukraine Ann Lee")],
    );
}

#[test]
fn captions_follow_the_text_of_their_section() {
    let source = "[[Файл:A.jpg|thumb|Посол [[Пётр]] {{s|в 1900}}]]\n'''Посол''' — дипломат. Так[[Image:B.png|20px|alt=x]]\n\
        и далее.\n== История ==\nодин [[Файл:C.jpg|мини|слева|Дом\nпосла]]два\n<gallery caption=\"Виды\">\n\
        Файл:D.jpg|Вид [[Вена|Вены]]\nE.png|alt=нет|Зал\nF.jpg\n</gallery>\nтри\n* четыре [[Файл:G.jpg|10px]]\n";
    let page = page(source);
    assert_eq!(page.definition.as_deref(), Some("Посол — дипломат."));
    assert_eq!(page.lead, "Посол — дипломат. Так и далее.\nПосол Пётр в 1900");
    let history = "один два\nВид Вены\nЗал\nтри\nчетыре\nДом посла";
    assert_eq!(page.sections, [section("История", history)]);
    assert_no_markup(&page, source);
    assert_leads(&[
        ("{{Карточка|фото=[[Файл:A.jpg|thumb|В карточке]]}}\nтекст", "текст"),
        ("<gallery>\nFile:A.jpg|open\n\ntext", "text"),
        ("<gallery/>text</gallery>", "text"),
    ]);
}

#[test]
fn tables_in_html_and_indented() {
    assert_leads(&[
        (
            "text\n<table class=x>\n <tr>\n  <th>Город</th>\n  <th>Год</th>\n </tr>\n\n <TR>\n <td>[[Вена]]</td>\
             \n <td>1815</td>\n </tr>\n</table>\n{|\n| a || b\n|}",
            "text\nГород | Год\nВена | 1815\na | b",
        ),
        ("::{|\n! A\n! B\n|-\n| 1\n| 2\n|}\nпосле", "A | B\n1 | 2\nпосле"),
        ("{|\n|colspan=2|{{x|1}}||colspan=2|{{x|2}}|| c\n|}", "c"),
        ("{|\n| a || || b |||| c\n|}", "a | b | c"),
    ]);
}

#[test]
fn definitions() {
    for (lang, source, expected) in [
        (
            "tr",
            ":''Bu madde görevli hakkındadır. Diğerleri için [[Konsolos (film)]].''\n'''Konsolos''', bir görevlidir. Çok.",
            "Konsolos, bir görevlidir.",
        ),
        (
            "ru",
            "''О фильме см. [[Посол (фильм)]]. Там.''\n\n'''Посо́л''' (от лат. ''Ambactus'' — букв. «Слуга». Также: ''посланник'') — дипломат. Он.",
            "Посо́л (от лат. Ambactus — букв. «Слуга». Также: посланник) — дипломат.",
        ),
        (
            "uk",
            "[[Файл:А.jpg|міні|Будинок. Вид.]]\n'''Амбасада''' — скор. Від «посольство». Так.",
            "Амбасада — скор. Від «посольство».",
        ),
        ("be", "{|\n| рад. Два\n|}\n'''Пасол''' — дыпламат. Ён.", "Пасол — дыпламат."),
        ("kk", "* тізім. Екі\n'''Елші''' — өкіл. Ол.", "Елші — өкіл."),
        ("en", "First. Second.\n\nThird '''bold'''. Fourth.", "Third bold."),
        ("en", "No bold here. Second.", "No bold here."),
    ] {
        let page = extract("X", source, &Site::with_lang(lang));
        assert_eq!(page.definition.as_deref(), Some(expected), "{source}");
    }
    assert_eq!(page("* a list\n* only").definition, None);
}

#[test]
fn references_of_html() {
    assert_leads(&[
        ("&eta; &Psi; &Aring;land &Oslash; &scedil; &hearts; &rarr;", "η Ψ Åland Ø ş ♥ →"),
        ("&amp;Psi; a&NotEqualTilde;b &lbrace;&lbrace;x&rcub;&rcub;", "Ψ a≂̸b x"),
    ]);
}
