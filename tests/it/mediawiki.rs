//! MediaWiki dumps through the program: articles without a trace of markup, redirects as aliases.
#![cfg(feature = "cli")]

use std::io::Write;

use crate::common::{Folder, corpus, text};
use serde_json::Value;

/// What wikitext is made of; none of it may stay in an article.
const MARKUP: [&str; 18] = [
    "[[",
    "]]",
    "{{",
    "}}",
    "{|",
    "|}",
    "|-",
    "''",
    "==",
    "<ref",
    "</",
    "<gallery",
    "<!--",
    "&lt;",
    "&amp;",
    "&nbsp;",
    "thumb",
    "міні|",
];

/// Fails if any text of the record looks like markup.
#[track_caller]
fn no_markup(article: &Value) {
    let mut values = vec![article];
    while let Some(value) = values.pop() {
        match value {
            Value::String(text) => {
                let found = MARKUP.iter().find(|markup| text.contains(**markup));
                assert_eq!(found, None, "{text}");
            }
            Value::Array(list) => values.extend(list),
            Value::Object(map) => values.extend(map.values()),
            _ => {}
        }
    }
}

#[test]
fn sample_dumps_of_all_languages() {
    let folder = Folder::new();
    let dumps = corpus().join("mediawiki");
    let report = folder.index(&[dumps.to_str().unwrap()], 0);
    for (lang, title, categories) in [
        ("tr", "Lozan Antlaşması", 1),
        ("ru", "Лозаннский мирный договор", 1),
        ("uk", "Лозаннський мирний договір", 2),
        ("be", "Лазанскі мірны дагавор", 1),
        ("kk", "Лозанна бейбіт шарты", 1),
        ("en", "Treaty of Lausanne", 1),
    ] {
        let article = folder.show(&format!("{lang}wiki:{title}"));
        assert_eq!(article["title"], title);
        assert_eq!(article["lang"], lang);
        assert!(article["aliases"].as_array().is_some_and(|a| !a.is_empty()), "{article}");
        assert!(article["categories"].as_array().unwrap().len() >= categories, "{article}");
        assert_eq!(article["translations"].as_object().unwrap().len(), 5, "{article}");
        let definition = text(&article["definition"]);
        assert!(definition.contains(title) && definition.contains("1923"), "{definition}");
        no_markup(&article);
    }
    for lang in ["tr", "ru", "uk", "be", "kk", "en"] {
        let added = &report["languages"][lang]["added"];
        assert_eq!(added, 2, "{lang}: talk, category and redirect pages are none");
    }
}

/// A dump with one of everything.
const DUMP: &str = r#"<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="uk">
  <siteinfo>
    <sitename>Вікіпедія</sitename>
    <dbname>ukwiki</dbname>
    <base>https://uk.wikipedia.org/wiki/Main</base>
    <namespaces>
      <namespace key="0" case="first-letter" />
      <namespace key="1" case="first-letter">Обговорення</namespace>
      <namespace key="6" case="first-letter">Файл</namespace>
      <namespace key="10" case="first-letter">Шаблон</namespace>
      <namespace key="14" case="first-letter">Категорія</namespace>
    </namespaces>
  </siteinfo>
  <page>
    <title>Амбасада</title><ns>0</ns><id>1</id><redirect title="Посольство" />
    <revision><id>10</id><text>#ПЕРЕНАПРАВЛЕННЯ [[Посольство]]</text></revision>
  </page>
  <page>
    <title>Посольство</title><ns>0</ns><id>2</id>
    <revision><id>20</id><timestamp>2020-01-01T00:00:00Z</timestamp><text>Стара редакція про паляницю.</text></revision>
    <revision><id>21</id><timestamp>2024-05-06T07:08:09Z</timestamp><text xml:space="preserve">{{Інфобокс
| назва = Посольство {{nobr|{{мова|uk}}}}
| зображення = Embassy.jpg
}}
'''Посо́льство''' — [[Дипломатичне представництво|дипломатичне представництво]]&lt;ref name="a"&gt;{{cite book|title=Право|author=Гроцій}}&lt;/ref&gt; найвищого ''класу''.

[[Файл:Embassy.jpg|міні|праворуч|Будівля [[Посольство Франції|посольства [[Франція|Франції]]]] у Києві]]
Посол живе в&amp;nbsp;[[Київ|столиці]].&lt;!-- примітка --&gt; Площа 5 &amp;lt; 6.&lt;ref name="a" /&gt;

== Будівля ==
{| class="wikitable"
! Місто !! Рік
|-
| [[Київ]] || 1992
|}
&lt;gallery&gt;
Файл:A.jpg|Підпис галереї
&lt;/gallery&gt;
&lt;nowiki&gt;дослівно&lt;/nowiki&gt; та H&lt;sub&gt;2&lt;/sub&gt;O.

== Примітки ==
{{reflist}}

== Посилання ==
* [https://example.org/x Закон про посольства]

[[Категорія:Дипломатія]]
[[категорія:Міжнародні відносини|Посольство]]
[[en:Embassy]]</text></revision>
  </page>
  <page>
    <title>Обговорення:Посольство</title><ns>1</ns><id>3</id>
    <revision><id>30</id><text>Балачки про посольство.</text></revision>
  </page>
  <page>
    <title>Категорія:Дипломатія</title><ns>14</ns><id>4</id>
    <revision><id>40</id><text>Опис категорії.</text></revision>
  </page>
  <page>
    <title>Шаблон:Інфобокс</title><ns>10</ns><id>5</id>
    <revision><id>50</id><text>{{{назва}}}</text></revision>
  </page>
  <page>
    <title>Місія</title><ns>0</ns><id>6</id><redirect title="Посольство" />
    <revision><id>60</id><text>#ПЕРЕНАПРАВЛЕННЯ [[Посольство]]</text></revision>
  </page>
</mediawiki>
"#;

#[test]
fn one_of_everything() {
    let folder = Folder::new();
    let mut bz = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::default());
    bz.write_all(DUMP.as_bytes()).unwrap();
    folder.write("ukwiki-pages-articles.xml.bz2", bz.finish().unwrap());
    let report = folder.index(&["ukwiki-pages-articles.xml.bz2"], 0);
    assert_eq!(folder.run(&["stats", "--json"]).json()["articles"], 1, "{report}");

    let article = folder.show("ukwiki:Посольство");
    no_markup(&article);
    assert_eq!(article["lang"], "uk");
    assert_eq!(article["date"], "2024-05-06");
    assert_eq!(article["url"], "https://uk.wikipedia.org/wiki/Посольство");
    assert_eq!(article["categories"], serde_json::json!(["Дипломатія", "Міжнародні відносини"]));
    assert_eq!(article["translations"]["en"], "Embassy");
    // A redirect before the article, and one behind it.
    let aliases = article["aliases"].as_array().unwrap();
    for alias in ["Амбасада", "Місія"] {
        assert!(aliases.iter().any(|a| a == alias), "{alias}: {aliases:?}");
    }

    let body = text(&article["body"]);
    assert!(body.contains("дипломатичне представництво найвищого класу."), "{body}");
    assert!(body.contains("живе в столиці. Площа 5 < 6."), "{body}");
    assert!(body.ends_with("\nБудівля посольства Франції у Києві"), "{body}");
    let section = &article["sections"][0];
    assert_eq!(section["heading"], "Будівля");
    assert!(text(&section["text"]).contains("Київ | 1992"), "{section}");
    assert!(text(&section["text"]).contains("Підпис галереї\nдослівно та H2O."), "{section}");
    let shown = article.to_string();
    for gone in ["паляницю", "Балачки", "Embassy.jpg", "A.jpg", "примітка", "праворуч"]
    {
        assert!(!shown.contains(gone), "{gone}: {shown}");
    }
    assert!(text(&article["references"][0]).contains("Право"), "{article}");
    assert!(text(&article["links"][0]).contains("Закон про посольства"), "{article}");
}

#[test]
fn a_stream_that_is_read_once_knows_earlier_redirects() {
    let folder = Folder::new();
    folder.run_with(&["index", "--report", "report.json", "-"], DUMP.as_bytes()).ends_with(0);
    let article = folder.show("ukwiki:Посольство");
    assert_eq!(article["aliases"], serde_json::json!(["Амбасада"]));
    assert_eq!(folder.report()["redirects_unused"], 1);
}

#[test]
fn redirects_are_found_by_search() {
    let folder = Folder::new();
    folder.write("dump.xml", DUMP);
    folder.index(&["dump.xml"], 0);
    assert_eq!(folder.search(&["-l", "uk", "амбасади"]), ["ukwiki:Посольство"]);
    assert_eq!(folder.search(&["-l", "uk", "паляницю"]), [""; 0]);
}

/// Links of the page 2 and of others, into the six languages and others.
const LANGLINKS: &str = "-- MySQL dump 10.19\n--\n-- Host: db    Database: ukwiki\n\
    INSERT INTO `langlinks` VALUES (1,'en','Nothing'),(2,'de','Botschaft'),(2,'en','Embassy (act)'),\
    (2,'be-x-old','Амбасада'),(2,'kk','Елшілік'),(2,'ru','Посольство'),(2,'tr','Büyükelçilik'),\
    (7,'ru','Чужое');\n";

fn packed(text: &str) -> Vec<u8> {
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(text.as_bytes()).unwrap();
    gz.finish().unwrap()
}

#[test]
fn langlinks_give_translations() {
    let expected = serde_json::json!({
        "be": "Амбасада",
        "en": "Embassy (act)",
        "kk": "Елшілік",
        "ru": "Посольство",
        "tr": "Büyükelçilik"
    });
    // By the option under any name; among the inputs in any place; below a folder.
    for args in [
        &["--langlinks", "links.gz", "dump/a.xml"][..],
        &["dump/a.xml", "ukwiki-langlinks.sql.gz"],
        &["dump"],
    ] {
        let folder = Folder::new();
        folder.write("dump/a.xml", DUMP);
        folder.write("links.gz", packed(LANGLINKS));
        folder.write("ukwiki-langlinks.sql.gz", packed(LANGLINKS));
        if args == ["dump"] {
            folder.write("dump/z.sql.gz", packed(LANGLINKS));
        }
        let report = folder.index(args, 0);
        assert_eq!(report["langlinks"], 7, "{args:?}");
        assert_eq!(report["notes"]["translations taken from langlinks"], 1);
        assert_eq!(folder.show("ukwiki:Посольство")["translations"], expected, "{args:?}");
    }
}

#[test]
fn langlinks_that_cant_be_used() {
    let folder = Folder::new();
    folder.write("dump.xml", DUMP);
    folder.write("late.txt", LANGLINKS);
    folder.write("other.sql", "CREATE TABLE `page`;");
    let args = ["dump.xml", "late.txt", "--langlinks", "other.sql", "--langlinks", "none.sql"];
    let report = folder.index(&args, 1);
    let reasons: Vec<String> = report["rejections"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| format!("{}: {}", text(&r["source"]), text(&r["reason"])))
        .collect();
    assert_eq!(reasons.len(), 3, "{reasons:?}");
    assert!(reasons[0].starts_with("other.sql: expected a langlinks dump"), "{reasons:?}");
    assert!(reasons[1].starts_with("none.sql: No such file"), "{reasons:?}");
    assert!(reasons[2].contains("late.txt: links between languages"), "{reasons:?}");
    assert_eq!(
        folder.show("ukwiki:Посольство")["translations"],
        serde_json::json!({"en": "Embassy"})
    );
}

/// A dump as Wikipedia packs it: a stream for the head, one for each run of pages, one for the end.
#[test]
fn multistream_dump() {
    let folder = Folder::new();
    let stream = |text: &str| {
        let mut bz = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::default());
        bz.write_all(text.as_bytes()).unwrap();
        bz.finish().unwrap()
    };
    let mut packed =
        stream("<mediawiki xml:lang=\"uk\"><siteinfo><dbname>ukwiki</dbname></siteinfo>");
    let mut state = 1_u64;
    for run in 0..12 {
        let mut pages = String::new();
        for page in 0..20 {
            // Numbers pack badly, so that there is work for more than one thread.
            let mut numbers = String::new();
            for _ in 0..2_000 {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                numbers += &format!("{} ", state >> 20);
            }
            let title = format!("Нота {run}-{page}");
            pages += &format!(
                "<page><title>{title}</title><ns>0</ns><id>{run}{page}</id><revision><id>1</id>\
                 <comment>{numbers}</comment><text>'''Нота''' — текст.</text></revision></page>"
            );
            pages += &format!(
                "<page><title>Лист {run}-{page}</title><ns>0</ns><id>9{run}{page}</id>\
                 <redirect title=\"{title}\" /><revision><id>1</id><text>x</text></revision></page>"
            );
        }
        packed.extend(stream(&pages));
    }
    packed.extend(stream("</mediawiki>"));
    assert!(packed.len() > 1 << 20, "{}", packed.len());
    folder.write("ukwiki-multistream.xml.bz2", &packed);
    let report = folder.index(&["-j", "3", "ukwiki-multistream.xml.bz2"], 0);
    assert_eq!(report["languages"]["uk"]["added"], 240);
    assert_eq!(report["redirects_unused"], 0);
    assert_eq!(
        folder.show("ukwiki:Нота 11-19")["aliases"],
        serde_json::json!(["Нота", "Лист 11-19"])
    );

    // Cut in its last third: what stands before is kept, and the place is named.
    let folder = Folder::new();
    folder.write("cut.bz2", &packed[..packed.len() * 2 / 3]);
    let report = folder.index(&["-j", "3", "cut.bz2"], 1);
    let added = report["languages"]["uk"]["added"].as_u64().unwrap();
    assert!((100..240).contains(&added), "{report}");
    let reason = text(&report["rejections"][0]["reason"]);
    assert!(reason.contains("bzip2 ends within a stream at byte"), "{reason}");
}
