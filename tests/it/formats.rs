//! Each input format through the program: what goes in as a file comes out as an article.
#![cfg(feature = "cli")]

use std::io::Write;

use crate::common::{Folder, corpus, text};
use serde_json::Value;

const RECORD: &str = r#"{"id":"embassy.uk","lang":"uk","title":"Посольство","aliases":["амбасада"],"definition":"Посольство — дипломатичне представництво.","text":"Посол очолює посольство.","sections":[{"heading":"Історія","text":"Перші посольства виникли в Італії."}],"keywords":["посол"],"categories":["Дипломатія"],"references":["Гроцій"],"links":["https://example.org"],"date":"2019-08-19","url":"https://example.org/uk","translations":{"en":"embassy.en"},"set":1}
"#;

/// Indexes one file and returns its one article.
#[track_caller]
fn only_article(name: &str, bytes: impl AsRef<[u8]>) -> (Value, Value) {
    let folder = Folder::new();
    folder.write(name, bytes);
    let report = folder.index(&[name], 0);
    assert_eq!(folder.run(&["stats", "--json"]).json()["articles"], 1, "{report}");
    let langs = report["languages"].as_object().unwrap();
    let lang = langs.keys().next().unwrap();
    // Every article here has one of these words in its title.
    let ids = folder.search(&["-l", lang, "посольство пасольства елшілік büyükelçilik embassy"]);
    assert_eq!(ids.len(), 1, "{ids:?} {report}");
    (folder.show(&ids[0]), report)
}

#[test]
fn json_lines() {
    let (article, report) = only_article("a.jsonl", RECORD);
    let mut expected: Value = serde_json::from_str(RECORD).unwrap();
    let record = expected.as_object_mut().unwrap();
    record.remove("set");
    let body = record.remove("text").unwrap();
    record.insert("body".to_owned(), body);
    assert_eq!(article, expected);
    assert_eq!(report["unknown_keys"]["set"], 1);
}

#[test]
fn html() {
    let folder = Folder::new();
    let page = corpus().join("html/mediation.uk.html");
    folder.index(&[page.to_str().unwrap()], 0);
    let article = folder.show("mediation.uk");
    assert_eq!(article["title"], "Посередництво в міжнародних спорах");
    assert_eq!(article["lang"], "uk");
    assert_eq!(article["date"], "2021-06-22");
    assert_eq!(article["keywords"][3], "добрі послуги");
    assert!(text(&article["translations"]["en"]).starts_with("mediation.en"));
    assert!(!article["sections"].as_array().unwrap().is_empty());
    let shown = article.to_string();
    for noise in ["<p", "&nbsp;", "dataLayer", "Пошук на сайті", "cookie", "Перейти до вмісту"]
    {
        assert!(!shown.contains(noise), "{noise}: {shown}");
    }
}

#[test]
fn markdown() {
    let folder = Folder::new();
    let page = corpus().join("markdown/letter-of-credence.uk.md");
    folder.index(&[page.to_str().unwrap()], 0);
    let article = folder.show("letter-of-credence.uk");
    assert_eq!(article["title"], "Вірча грамота");
    assert_eq!(article["aliases"][2], "Кредитивна грамота");
    assert_eq!(article["date"], "2016-11-08");
    assert_eq!(article["translations"]["kk"], "letter-of-credence.kk");
    let headings: Vec<&str> =
        article["sections"].as_array().unwrap().iter().map(|s| text(&s["heading"])).collect();
    assert!(headings.ends_with(&["Правове значення", "Церемонія"]), "{headings:?}");
    let body = text(&article["body"]);
    assert!(body.starts_with("Грамоту підписує глава держави"), "{body}");
    let running = format!("{body}{}", article["sections"]);
    for markup in ["**", "*copie", "](", "> Просимо", "- називає", "---"] {
        assert!(!running.contains(markup), "{markup}: {running}");
    }
}

#[test]
fn a_section_called_contents_is_no_table_of_contents() {
    let folder = Folder::new();
    let pages = corpus().join("markdown");
    folder.index(&[pages.to_str().unwrap()], 0);
    let mut lost = Vec::new();
    for (lang, heading) in [
        ("tr", "İçerik"),
        ("ru", "Содержание"),
        ("uk", "Зміст"),
        ("kk", "Мазмұны"),
        ("be", "Змест"),
        ("en", "Content"),
    ] {
        let article = folder.show(&format!("letter-of-credence.{lang}"));
        let section = &article["sections"][0];
        if section["heading"] != heading || text(&section["text"]).len() < 200 {
            lost.push(heading);
        }
    }
    assert!(lost.is_empty(), "sections lost: {lost:?}");
}

#[test]
fn scraped_page() {
    let folder = Folder::new();
    let page = corpus().join("scraped/science-diplomacy.txt");
    folder.index(&[page.to_str().unwrap()], 0);
    let ids = folder.search(&["Antarctic Treaty laboratories"]);
    let article = folder.show(&ids[0]);
    assert_eq!(article["title"], "Science diplomacy");
    assert_eq!(article["date"], "2019-10-14");
    assert!(text(&article["definition"]).ends_with("working relations between them"));
    let headings: Vec<&str> =
        article["sections"].as_array().unwrap().iter().map(|s| text(&s["heading"])).collect();
    assert_eq!(headings, ["Three dimensions", "History", "Institutions", "See also"]);
    for noise in ["them1", "practice23", "alsoedit", "Random Posts"] {
        assert!(!article.to_string().contains(noise), "{noise}: {article}");
    }
}

#[test]
fn plain_text() {
    let page = "Embassy\n\nAn embassy is a diplomatic mission of the highest class.\n\nIt is led by \
                an ambassador.\n";
    let (article, report) = only_article("embassy.txt", page);
    assert_eq!(article["title"], "Embassy");
    assert_eq!(article["lang"], "en");
    assert_eq!(article["definition"], "An embassy is a diplomatic mission of the highest class.");
    assert!(text(&article["body"]).contains("led by an ambassador"));
    assert_eq!(report["detected"], 1);
}

#[test]
fn format_by_name_overrules_the_content() {
    let folder = Folder::new();
    folder.write("a", "{\"title\":\"Embassy\"}\n");
    folder.run(&["index", "--format", "text", "a"]).ends_with(0);
    assert_eq!(folder.run(&["stats", "--json"]).json()["articles"], 1);
    assert_eq!(folder.search(&["embassy"]).len(), 1);
    assert!(!folder.search(&["title"]).is_empty(), "its braces and keys are text here");
}

#[test]
fn packed_files() {
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gz.write_all(RECORD.as_bytes()).unwrap();
    let mut bz = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::default());
    bz.write_all(RECORD.as_bytes()).unwrap();
    let zst = zstd::encode_all(RECORD.as_bytes(), 3).unwrap();
    // The names say nothing: compression is told by content.
    for (name, bytes) in
        [("a.gz", gz.finish().unwrap()), ("b", bz.finish().unwrap()), ("c.jsonl", zst)]
    {
        let (article, _) = only_article(name, bytes);
        assert_eq!(article["id"], "embassy.uk", "{name}");
        assert_eq!(article["sections"][0]["heading"], "Історія", "{name}");
    }
}

#[test]
fn folder_of_everything() {
    let folder = Folder::new();
    folder.write("in/a.jsonl", RECORD);
    folder.write("in/sub/b.txt", "Consulate\n\nA consulate looks after citizens abroad.\n");
    folder.write("in/.hidden/c.jsonl", RECORD.replace("embassy.uk", "hidden"));
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gz.write_all(b"---\nid: treaty\nlang: en\n---\n\n# Treaty\n\nA treaty binds states.\n")
        .unwrap();
    folder.write("in/d.md.gz", gz.finish().unwrap());
    folder.index(&["in"], 0);
    assert_eq!(folder.run(&["stats", "--json"]).json()["articles"], 3);
    assert_eq!(folder.show("treaty")["title"], "Treaty");
    assert_eq!(folder.show("embassy.uk")["title"], "Посольство");
    let id = folder.path("in/sub/b.txt").canonicalize().unwrap();
    assert_eq!(folder.search(&["citizens"]), [id.to_str().unwrap()]);
}

#[test]
fn standard_input() {
    let folder = Folder::new();
    folder.run_with(&["index", "-"], RECORD.as_bytes()).ends_with(0);
    assert_eq!(folder.show("embassy.uk")["date"], "2019-08-19");
    let packed = zstd::encode_all(RECORD.replace("embassy.uk", "two").as_bytes(), 1).unwrap();
    folder.run_with(&["index", "-"], &packed).ends_with(0);
    assert_eq!(folder.run(&["stats", "--json"]).json()["articles"], 2);
}

#[test]
fn stated_language_is_kept_and_given_one_fills_the_gap() {
    let folder = Folder::new();
    folder.write("a.jsonl", "{\"id\":\"a\",\"title\":\"Дипломатия\"}\n{\"id\":\"b\",\"lang\":\"uk-UA\",\"title\":\"Угода\"}\n{\"id\":\"c\",\"lang\":\"de\",\"title\":\"Botschaft\"}\n");
    folder.run(&["index", "--lang", "kk", "a.jsonl"]).ends_with(0);
    for (id, lang) in [("a", "kk"), ("b", "uk"), ("c", "other")] {
        assert_eq!(folder.show(id)["lang"], lang, "{id}");
    }
}

const RU: &str = "Посольство\n\nПосольство - дипломатическое представительство, которое одно \
    государство держит в столице другого. Посол руководит посольством и представляет главу своего \
    государства.\n";
const UK: &str = "Посольство\n\nПосольство - дипломатичне представництво, яке одна держава утримує \
    в столиці іншої. Посол очолює посольство й представляє главу своєї держави.\n";
const BE: &str = "Пасольства\n\nПасольства - дыпламатычнае прадстаўніцтва, якое адна дзяржава \
    трымае ў сталіцы іншай. Пасол узначальвае пасольства.\n";
const TR: &str = "Büyükelçilik\n\nBüyükelçilik, bir devletin başka bir devletin başkentinde \
    bulundurduğu en yüksek düzeyli diplomatik temsilciliktir. Büyükelçi, elçiliğin başındadır.\n";
const KK: &str = "Елшілік\n\nЕлшілік — бір мемлекеттің екінші мемлекет астанасында ұстайтын \
    дипломатиялық өкілдігі.\n";

/// Indexes `page` in an old encoding and checks that it comes back whole.
#[track_caller]
fn comes_back(page: &str, encoding: &'static encoding_rs::Encoding, lang: &str) {
    let (bytes, _, lost) = encoding.encode(page);
    assert!(!lost, "{} can't write this", encoding.name());
    let (article, report) = only_article("page.txt", bytes);
    let place = format!("{} in {}: {report}", lang, encoding.name());
    assert_eq!(article["lang"], lang, "{place}");
    let (title, body) = page.split_once("\n\n").unwrap();
    assert_eq!(article["title"], title, "{place}");
    assert_eq!(article["body"], body.trim_end(), "{place}");
    let notes = report["notes"].as_object().unwrap();
    assert!(notes.keys().any(|note| note.starts_with("read as")), "{place}");
}

#[test]
fn windows_1251() {
    comes_back(RU, encoding_rs::WINDOWS_1251, "ru");
    comes_back(UK, encoding_rs::WINDOWS_1251, "uk");
    comes_back(BE, encoding_rs::WINDOWS_1251, "be");
}

#[test]
fn koi8() {
    comes_back(RU, encoding_rs::KOI8_R, "ru");
    comes_back(UK, encoding_rs::KOI8_U, "uk");
}

#[test]
fn iso_8859_5() {
    comes_back(RU, encoding_rs::ISO_8859_5, "ru");
}

#[test]
fn windows_1254() {
    comes_back(TR, encoding_rs::WINDOWS_1254, "tr");
}

#[test]
fn utf_16_and_byte_order_marks() {
    let units: Vec<u16> = std::iter::once(0xfeff).chain(KK.encode_utf16()).collect();
    let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
    let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
    let utf8 = format!("\u{feff}{KK}").into_bytes();
    for bytes in [little, big, utf8] {
        let (article, _) = only_article("kk.txt", bytes);
        assert_eq!(article["title"], "Елшілік");
        assert_eq!(article["lang"], "kk");
    }
}

#[test]
fn encoding_that_the_page_declares() {
    let page = "<!DOCTYPE html><html lang=\"ru\"><head><meta charset=\"windows-1251\"><title>\
                Посольство</title></head><body><article><h1>Посольство</h1><p>Ёмкое слово.</p>\
                </article></body></html>";
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(page);
    let (article, _) = only_article("page.html", bytes);
    assert_eq!(article["body"], "Ёмкое слово.");
}
