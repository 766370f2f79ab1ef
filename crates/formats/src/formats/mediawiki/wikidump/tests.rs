use super::*;

const HEAD: &str = r#"<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" xml:lang="ru">
  <siteinfo>
    <sitename>Википедия</sitename>
    <dbname>ruwiki</dbname>
    <base>https://ru.wikipedia.org/wiki/%D0%97</base>
    <namespaces>
      <namespace key="-2" case="first-letter">Медиа</namespace>
      <namespace key="0" case="first-letter" />
      <namespace key="6" case="first-letter">Файл</namespace>
      <namespace key="14" case="first-letter">Категория</namespace>
      <namespace key="x">Y</namespace>
    </namespaces>
  </siteinfo>
"#;

const PAGE: &str = r#"<page>
    <title>Посол &amp; консул</title>
    <ns>0</ns>
    <id>12</id>
    <revision>
      <id>345</id>
      <parentid>344</parentid>
      <timestamp>2026-08-01T12:00:00Z</timestamp>
      <contributor><username>A</username><id>99</id></contributor>
      <model>wikitext</model>
      <format>text/x-wiki</format>
      <text bytes="9" xml:space="preserve">'''Посол''' &lt;ref&gt;a &#1234; &quot;&copy;</text>
      <sha1>x</sha1>
    </revision>
  </page>
"#;

fn page(title: &str, text: &str) -> String {
    format!("<page><title>{title}</title><revision><text>{text}</text></revision></page>\n")
}

fn dump(pages: &str) -> String {
    format!("{HEAD}{pages}</mediawiki>")
}

/// Titles of the pages, and errors in angle brackets.
fn titles<R: BufRead>(pages: Pages<R>) -> Vec<String> {
    let name = |item: Result<RawPage, DumpError>| match item {
        Ok(page) => page.title,
        Err(DumpError::TooLong { title, .. }) => format!("<long {title}>"),
        Err(DumpError::BadPage { title, what, .. }) => format!("<{title}: {what}>"),
        Err(DumpError::NotDump { .. }) => "<not a dump>".to_owned(),
        Err(DumpError::Malformed { .. }) => "<malformed>".to_owned(),
        Err(DumpError::Truncated { .. }) => "<truncated>".to_owned(),
        Err(DumpError::Io(_)) => "<io>".to_owned(),
    };
    pages.map(name).collect()
}

fn titles_of(xml: &str) -> Vec<String> {
    titles(Pages::new(xml.as_bytes(), 1_000))
}

#[test]
fn a_page_and_its_site() {
    let xml = dump(PAGE);
    let mut pages = Pages::new(xml.as_bytes(), 1_000);
    assert_eq!(pages.site().lang(), Some("ru"));
    assert_eq!(pages.site().namespace(6), Some("Файл"));
    assert_eq!(pages.site().namespace(0), Some(""));
    assert_eq!(pages.site().url("А").as_deref(), Some("https://ru.wikipedia.org/wiki/А"));
    let expected = RawPage {
        title: "Посол & консул".to_owned(),
        ns: 0,
        id: 12,
        redirect: None,
        revision: 345,
        timestamp: "2026-08-01T12:00:00Z".to_owned(),
        model: "wikitext".to_owned(),
        format: "text/x-wiki".to_owned(),
        text: "'''Посол''' <ref>a Ӓ \"&copy;".to_owned(),
    };
    assert!(matches!(pages.next(), Some(Ok(page)) if page == expected));
    assert!(pages.next().is_none());
    assert!(pages.next().is_none());
    assert_eq!(pages.offset(), xml.len() as u64);
}

#[test]
fn language_of_the_root_or_of_the_database() {
    let cases = [
        ("<mediawiki xml:lang=\"tr\">", Some("tr")),
        ("<mediawiki xml:lang=\"tr\"><siteinfo><dbname>kkwiki</dbname></siteinfo>", Some("kk")),
        ("<mediawiki xml:lang=\"en\"><siteinfo><dbname>own</dbname></siteinfo>", Some("en")),
        ("<mediawiki>", None),
    ];
    for (head, expected) in cases {
        assert_eq!(Pages::new(head.as_bytes(), 100).site().lang(), expected, "{head}");
    }
}

#[test]
fn redirects_and_empty_texts() {
    let xml = dump(
        "<page><title>A</title><ns>1</ns><id>2</id><redirect title=\"Б &amp; В\" />\
         <revision><text deleted=\"deleted\" /></revision></page>",
    );
    let page = Pages::new(xml.as_bytes(), 100).next().and_then(Result::ok).unwrap_or_default();
    assert_eq!(page.redirect.as_deref(), Some("Б & В"));
    assert_eq!((page.ns, page.id, page.text.as_str()), (1, 2, ""));
}

#[test]
fn the_newest_revision_counts() {
    let revision = |time: &str, text: &str| {
        format!(
            "<revision><id>{}</id><timestamp>{time}</timestamp><text>{text}</text></revision>",
            text.len()
        )
    };
    let long = "x".repeat(60);
    let cases = [
        ([revision("2020", "a"), revision("2021", "b"), revision("2019", "c")], Some("b")),
        ([revision("2020", "aa"), revision("2020", "bbb"), revision("2020", "c")], Some("bbb")),
        ([revision("2019", &long), revision("2020", "b"), revision("2018", &long)], Some("b")),
        ([revision("2019", "a"), revision("2021", &long), revision("2020", "c")], None),
    ];
    for (revisions, expected) in cases {
        let xml = dump(&format!("<page><title>A</title>{}</page>", revisions.concat()));
        let page = Pages::new(xml.as_bytes(), 50).next().and_then(Result::ok);
        assert_eq!(page.map(|page| page.text).as_deref(), expected, "{revisions:?}");
    }
}

#[test]
fn a_page_that_is_too_long_costs_only_itself() {
    for text in ["я".repeat(600), "&lt;".repeat(1_100), "x &amp; ".repeat(300), "я".repeat(90_000)]
    {
        let xml = dump(&[page("A", "a"), page("B", &text), page("C", &"c".repeat(1_000))].concat());
        assert_eq!(titles_of(&xml), ["A", "<long B>", "C"], "{} bytes", text.len());
    }
}

#[test]
fn pages_with_faults_cost_only_themselves() {
    let long = "t".repeat(5_000);
    let pages = [
        page("A", "a"),
        "<page><title>B</title><ns>x</ns><revision/></page>".to_owned(),
        "<page><title>C</title></page>".to_owned(),
        page("", "d"),
        page(&long, "e"),
        page("F", "f"),
    ];
    let expected = [
        "A",
        "<B: a field is too long or no number>",
        "<C: it has no revision>",
        "<: it has no title>",
        "<: a field is too long or no number>",
        "F",
    ];
    assert_eq!(titles_of(&dump(&pages.concat())), expected);

    let mut bytes = dump(&[page("A", "a"), page("B", "x@y"), page("C", "c")].concat()).into_bytes();
    if let Some(at) = bytes.iter().position(|byte| *byte == b'@') {
        bytes[at] = 0xFF;
    }
    let expected = ["A", "<B: it is not UTF-8>", "C"];
    assert_eq!(titles(Pages::new(bytes.as_slice(), 1_000)), expected);
}

#[test]
fn every_cut_gives_the_pages_before_it() {
    let xml = dump(&[page("A", "а&lt;б"), page("B", "b"), page("C", "c")].concat());
    let mut whole = 0;
    for len in 0..xml.len() {
        let bytes = xml.as_bytes().get(..len).unwrap_or_default();
        let complete = bytes.windows(7).filter(|window| window == b"</page>").count();
        let mut found = titles(Pages::new(bytes, 1_000));
        let last = found.pop().unwrap_or_default();
        assert_eq!(found, ["A", "B", "C"][..complete], "cut at {len}");
        assert!(last == "<truncated>" || last == "<not a dump>", "cut at {len}: {last}");
        whole = whole.max(complete);
    }
    assert_eq!(whole, 3);
    let error = Pages::new(&xml.as_bytes()[..700], 1_000).find_map(Result::err);
    assert!(matches!(error, Some(DumpError::Truncated { offset: 700 })), "{error:?}");
}

#[test]
fn parts_of_a_dump() {
    let pages = [page("A", "a"), page("B", "b")].concat();
    assert_eq!(titles_of(&pages), ["A", "B"]);
    assert_eq!(titles_of(&pages[..pages.len() - 10]), ["A", "<truncated>"]);
    let head = Pages::new(HEAD.as_bytes(), 1_000);
    assert_eq!(head.site().lang(), Some("ru"));
}

#[test]
fn what_is_no_dump() {
    for text in
        ["", "  ", "plain text", "<html><body>x</body></html>", "{\"a\":1}", "\u{0}\u{1}", "<"]
    {
        let found = titles_of(text);
        assert!(found == ["<not a dump>"] || found == ["<truncated>"], "{text:?}: {found:?}");
    }
    assert_eq!(titles(Pages::new(&b"\xFF\xFE<\0m\0"[..], 10)), ["<not a dump>"]);
    let cases = [
        dump("<page><title>A</page>"),
        dump("<page><title>A</title></revision></page>"),
        dump("</page>"),
        dump("<page><!bad></page>"),
    ];
    for xml in cases {
        let last = titles_of(&xml).pop().unwrap_or_default();
        assert_eq!(last, "<malformed>", "{xml}");
    }
}

#[test]
fn bombs_are_not_lit() {
    let bomb = format!(
        "<!DOCTYPE lolz [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]>{}",
        dump(&page("A", "&b;&b; & x"))
    );
    let text = Pages::new(bomb.as_bytes(), 1_000).next().and_then(Result::ok).unwrap_or_default();
    assert_eq!(text.text, "&b;&b; & x");

    assert_eq!(titles_of(&dump(&format!("<page>{}", "<a>".repeat(1_000_000)))), ["<malformed>"]);
    // None of these comes into memory whole.
    let long = "x".repeat(3_000_000);
    let cases = [
        dump(&format!("<page><title a=\"{long}\">")),
        dump(&format!("<!-- {long}")),
        dump(&format!("<page><title>A</title><{long}")),
        dump(&format!("<!DOCTYPE {long}>")),
    ];
    for xml in cases {
        let mut pages = Pages::new(xml.as_bytes(), 1_000);
        assert!(matches!(pages.next(), Some(Err(DumpError::Malformed { .. }))));
        assert!(pages.offset() < 10_000, "{}", pages.offset());
    }
}

#[test]
fn comments_sections_and_marks_of_bytes() {
    let xml = format!(
        "\u{feff}<?xml version=\"1.0\"?>\n<!-- c -->{}",
        dump(
            "<page><title>A</title><revision><text>a<![CDATA[<b>&amp;]]><!-- x -->c</text></revision></page>"
        )
    );
    let page = Pages::new(xml.as_bytes(), 100).next().and_then(Result::ok).unwrap_or_default();
    assert_eq!(page.text, "a<b>&amp;c");
}

#[test]
fn heads() {
    for head in ["<mediawiki xmlns", "\u{feff}<?xml?>\n<mediawiki", "\n <page>\n"] {
        assert!(looks_like(head), "{head}");
    }
    for head in ["", "text <mediawiki", "<html>", "<pages>", "{{page}}"] {
        assert!(!looks_like(head), "{head}");
    }
}

/// As wikis wrote them until 2010: pages have no `<ns>`, and `<redirect />` does not say where to.
#[test]
fn the_format_of_2010() {
    let xml = r#"<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.4/" version="0.4" xml:lang="uk">
  <siteinfo>
    <sitename>Вікіпедія</sitename>
    <base>http://uk.wikipedia.org/wiki/X</base>
    <generator>MediaWiki 1.16alpha-wmf</generator>
    <case>first-letter</case>
    <namespaces>
      <namespace key="-2">Медіа</namespace>
      <namespace key="0" />
      <namespace key="1">Обговорення</namespace>
      <namespace key="3">Обговорення користувача</namespace>
      <namespace key="6">Файл</namespace>
      <namespace key="14">Категорія</namespace>
      <namespace key="100">Портал</namespace>
    </namespaces>
  </siteinfo>
  <page><title>Посол</title><id>1</id><revision><id>1</id><text>дипломат</text></revision></page>
  <page><title>Амбасадор</title><id>2</id><redirect />
    <revision><id>2</id><text>#REDIRECT [[Посол]]</text></revision></page>
  <page><title>Посланець</title><id>3</id><redirect />
    <revision><id>3</id><text>#ПЕРЕНАПРАВЛЕННЯ [[Посол#Історія]]</text></revision></page>
  <page><title>Категорія:Посли</title><id>4</id><revision><id>4</id><text>x</text></revision></page>
  <page><title>Портал:Право</title><id>5</id><revision><id>5</id><text>x</text></revision></page>
  <page><title>Обговорення користувача:А</title><id>6</id><revision><id>6</id><text>x</text></revision></page>
  <page><title>Місія: нездійсненна</title><id>7</id><revision><id>7</id><text>x</text></revision></page>
</mediawiki>"#;
    let pages: Vec<RawPage> = Pages::new(xml.as_bytes(), 1_000).map(Result::unwrap).collect();
    let found: Vec<_> =
        pages.iter().map(|page| (page.title.as_str(), page.ns, page.redirect.as_deref())).collect();
    let expected = [
        ("Посол", 0, None),
        ("Амбасадор", 0, Some("Посол")),
        ("Посланець", 0, Some("Посол")),
        ("Категорія:Посли", 14, None),
        ("Портал:Право", 100, None),
        ("Обговорення користувача:А", 3, None),
        ("Місія: нездійсненна", 0, None),
    ];
    assert_eq!(found, expected);
}
