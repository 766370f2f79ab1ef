//! Scraped pages of one shape in six languages, ordinary text, and what must not be taken for
//! a page's parts.

use super::*;
use crate::text::page::Section;

fn section(heading: &str, text: &str) -> Section {
    Section { heading: heading.to_owned(), text: text.to_owned() }
}

/// Date line, title, two paragraphs, then headings: history, see also, references, links and
/// the glued mark, then the list of other posts.
struct Sample {
    date: &'static str,
    title: &'static str,
    definition: &'static str,
    next: &'static str,
    history: &'static str,
    see_also: &'static str,
    references: &'static str,
    links: &'static str,
    edit: &'static str,
    posts: &'static str,
}

const SAMPLES: [Sample; 6] = [
    Sample {
        date: "Pzt . 19 Ağustos 2019",
        title: "Dijital diplomasi",
        definition: "Dijital diplomasi, dış siyasetin İnternet üzerinden yürütülmesidir",
        next: "Ancak başka tanımlar da vardır",
        history: "Tarihçe",
        see_also: "Ayrıca bakınız",
        references: "Kaynakça",
        links: "Dış bağlantılar",
        edit: "düzenle",
        posts: "Rastgele Yazılar",
    },
    Sample {
        date: "Пн . 19 авг 2019",
        title: "Цифровая дипломатия",
        definition: "Цифровая дипломатия — это ведение внешней политики через Интернет",
        next: "Однако есть и другие определения",
        history: "История",
        see_also: "См также",
        references: "Примечания",
        links: "Ссылки",
        edit: "править",
        posts: "Случайные записи",
    },
    Sample {
        date: "Пн . 19 серп 2019",
        title: "Цифрова дипломатія",
        definition: "Цифрова дипломатія — це ведення зовнішньої політики через Інтернет",
        next: "Проте є й інші визначення",
        history: "Історія",
        see_also: "Див також",
        references: "Примітки",
        links: "Посилання",
        edit: "редагувати",
        posts: "Випадкові записи",
    },
    Sample {
        date: "19 тамыз 2019",
        title: "Цифрлық дипломатия",
        definition: "Цифрлық дипломатия — сыртқы саясатты Интернет арқылы жүргізу тәсілі",
        next: "Алайда басқа анықтамалар да бар",
        history: "Тарихы",
        see_also: "Тағы қараңыз",
        references: "Дереккөздер",
        links: "Сыртқы сілтемелер",
        edit: "өңдеу",
        posts: "Кездейсоқ жазбалар",
    },
    Sample {
        date: "Пн . 19 жні 2019",
        title: "Лічбавая дыпламатыя",
        definition: "Лічбавая дыпламатыя — гэта вядзенне знешняй палітыкі праз Інтэрнэт",
        next: "Аднак ёсць і іншыя азначэнні",
        history: "Гісторыя",
        see_also: "Гл таксама",
        references: "Зноскі",
        links: "Спасылкі",
        edit: "правіць",
        posts: "Выпадковыя запісы",
    },
    Sample {
        date: "Thu . 19 Aug 2019",
        title: "Digital diplomacy",
        definition: "Digital diplomacy, also called eDiplomacy, is foreign policy on the Internet",
        next: "However, other definitions exist",
        history: "History",
        see_also: "See also",
        references: "References",
        links: "External links",
        edit: "edit",
        posts: "Random Posts",
    },
];

fn scraped(sample: &Sample) -> String {
    let Sample { date, title, definition, next, history, see_also, .. } = sample;
    let Sample { references, links, edit, posts, .. } = sample;
    let small = title.to_lowercase();
    format!(
        "{date}\nTR | RU | UK | KK | BE |\n\n{title}\n\n{small}, {small} pdf\n\
         {definition}1 {next}23\n\nlead two',4 in 2012\n\n\n\
         \x20 • 1 {history}\n  • 2 {see_also}\n  • 3 {references}\n  • 4 {links}\n\n\n\
         first unit5 of 264\n\nsecond, for 201367\n\n{see_also}{edit}\n\n  • One\n  • Two\n\n\n\
         \x20 1. ^ a b Note\u{a0} \n  2. ^ Note 2\n  3. ^ Note\n  4. ^ Note\n  5. ^ Note\n\
         \x20 6. ^ Note\n  7. ^ Last 2013\n\n{links}{edit}\n\n  • A site\n\n\
         {small}, {small} 2017\n\n{title} X\n\n{title}\n\n  • user icon\n\n    {title} thanks!\n\n\
         {title}\n{title} what, {title} who\n\n{posts}\n\nOther\n\nOther text\n"
    )
}

#[test]
fn scraped_pages_in_six_languages() {
    for sample in &SAMPLES {
        let text = scraped(sample);
        assert!(looks_like(&text), "{}", sample.title);
        let page = extract(&text);
        let Sample { title, definition, next, .. } = sample;
        let small = title.to_lowercase();
        assert_eq!(page.title, *title);
        assert_eq!(page.lang, None);
        assert_eq!(page.date.as_deref(), Some("2019-08-19"));
        let languages: Vec<&str> = page.translations.iter().map(|(code, _)| &**code).collect();
        assert_eq!(languages, ["tr", "ru", "uk", "kk", "be"]);
        assert_eq!(page.keywords, [small.clone(), format!("{small} pdf"), format!("{small} 2017")]);
        assert_eq!(page.definition.as_deref(), Some(*definition));
        assert_eq!(page.lead, format!("{definition} {next}\nlead two', in 2012"));
        let expected = [
            section(sample.history, "first unit of 264\nsecond, for 2013"),
            section(sample.see_also, "One\nTwo"),
        ];
        assert_eq!(page.sections, expected);
        assert_eq!(
            page.references,
            ["Note", "Note 2", "Note", "Note", "Note", "Note", "Last 2013"]
        );
        assert_eq!(page.links, ["A site"]);
        let dropped = page.dropped.as_slice();
        let of_kind =
            |kind: &'static str| dropped.iter().filter(move |dropped| dropped.kind == kind);
        assert_eq!(of_kind("toc").count(), 4);
        assert_eq!(of_kind("edit").count(), 2);
        assert_eq!(of_kind("keywords").count(), 3);
        assert_eq!(of_kind("comments").count(), 2);
        assert_eq!(of_kind("boilerplate").count(), 3);
        assert_eq!(of_kind("related").count(), 3);
        let marks: Vec<&str> = of_kind("footnote").map(|dropped| dropped.text.as_str()).collect();
        assert_eq!(marks, ["1", "23", "4", "5", "67"]);
    }
}

#[test]
fn lost_headings() {
    let contents = "Title\n\nlead\n\n • 1 One\n • 2 Two\n • 3 See also\n\n";
    let notes = "\nSee alsoedit\n\n • x\n\n1. ^ note\n";
    let cases = [
        ("a\n\nb\n", vec![section("One", "a"), section("Two", "b")]),
        ("a\n\nb\n\nc\n", vec![section("One", "a\nb\nc")]),
        ("a\n\nTwoedit\n\nb\n", vec![section("One", "a"), section("Two", "b")]),
        ("Oneedit\n\na\n\nOtheredit\n\nb\n", vec![section("One", "a"), section("Other", "b")]),
        ("", vec![]),
    ];
    for (body, mut expected) in cases {
        expected.push(section("See also", "x"));
        let page = extract(&format!("{contents}{body}{notes}"));
        assert_eq!(page.sections, expected, "{body}");
        assert_eq!(page.lead, "lead");
    }
}

#[test]
fn text_like_noise_stays() {
    let text = "Embassy\n\nEmbassy, embassies and legations, all differ from one another greatly\n\n\
                Letter of credit\n\nEmbassy staff\n\nSee alsoedit\n\n • Credit\n\n1. ^ note\n";
    let page = extract(text);
    assert_eq!(
        page.lead,
        "Embassy, embassies and legations, all differ from one another greatly\n\
         Letter of credit\nEmbassy staff"
    );
    assert_eq!(page.sections, [section("See also", "Credit")]);
    assert_eq!(page.keywords, [""; 0]);
}

#[test]
fn ordinary_text() {
    let cases = [
        ("Елші\n\nЕлші — дипломат.\nЕкінші жол.", "Елші", "Елші — дипломат. Екінші жол."),
        ("Посол\nПосол — дипломат.\nВторая строка.", "Посол", "Посол — дипломат.\nВторая строка."),
        ("\n\nTitle\n\none\ntwo\n\nthree\n", "Title", "one two\nthree"),
        ("one\ntwo\n\nthree", "", "one two\nthree"),
        ("only a line", "", "only a line"),
        ("", "", ""),
        (" \n\t\n", "", ""),
    ];
    for (text, title, lead) in cases {
        assert!(!looks_like(text));
        let page = extract(text);
        assert_eq!((page.title.as_str(), page.lead.as_str()), (title, lead), "{text:?}");
    }
    let long = format!("Title\n{}\nReferences\na book\n", "word ".repeat(40));
    let page = extract(&long);
    assert_eq!(page.title, "Title");
    assert_eq!(page.references, ["a book"]);
}

#[test]
fn hostile_text_ends_in_time() {
    const TIMES: usize = 50_000;
    let cases = [
        "\n".repeat(TIMES),
        " • 1 x\n".repeat(TIMES),
        "Title\n".repeat(TIMES),
        "a1 ".repeat(TIMES),
        "1. ^ a\n".repeat(TIMES),
        format!("{}\n1. ^ a\n2. ^ b\nSee alsoedit\n", "1".repeat(TIMES)),
        format!("{}\n1. ^ a\nSee alsoedit\n", "a//b1 ".repeat(TIMES)),
        format!("t\n{}\n1. ^ a\nSee alsoedit\n", "t, ".repeat(TIMES)),
        "TR | RU |\n".repeat(TIMES),
        format!("See alsoedit\n1. ^ a\n{}", "xedit\n".repeat(TIMES)),
    ];
    let started = std::time::Instant::now();
    for text in &cases {
        let page = extract(text);
        let kept = page.lead.len() + page.references.len() + page.sections.len();
        assert!(kept + page.dropped.len() <= text.len() + 1_000);
    }
    assert!(started.elapsed().as_secs() < 60);
}
