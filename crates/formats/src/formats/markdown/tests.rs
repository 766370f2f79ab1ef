//! Files as people keep them, in six languages, and front matter that cannot be read.

use super::*;
use crate::text::page::Section;

fn section(heading: &str, text: &str) -> Section {
    Section { heading: heading.to_owned(), text: text.to_owned() }
}

fn pair(key: &str, value: &str) -> (String, String) {
    (key.to_owned(), value.to_owned())
}

#[test]
fn articles_in_six_languages() {
    let cases = [
        ("tr", "Güven mektubu", "Tarihçe", "Kaynakça", "Dış bağlantılar"),
        ("ru", "Верительная грамота", "История", "Примечания", "Ссылки"),
        ("uk", "Вірча грамота", "Історія", "Примітки", "Посилання"),
        ("kk", "Сенім грамотасы", "Тарихы", "Дереккөздер", "Сыртқы сілтемелер"),
        ("be", "Даверчая грамата", "Гісторыя", "Зноскі", "Спасылкі"),
        ("en", "Letter of credence", "History", "References", "External links"),
    ];
    for (lang, title, history, references, links) in cases {
        let yaml = format!(
            "---\nid: a.{lang}  # comment\nlang: {lang}\ntitle: \"{title}\"\naliases:\n  - one\n\
             \x20 - 'it''s'\ndefinition: {title} — x: y.\ndate: 2023-07-31\n\
             keywords: [a, \"b, c\",\n  d]\ncategories:\n- X\nlayout:\n  deep:\n    - er\n\
             url: https://a.example/#x\ntranslations:\n  xx: a.xx\n  yy: 'a.yy'\n---\n"
        );
        let toml = format!(
            "+++\nid = \"a.{lang}\"\nlang = '{lang}'\ntitle = \"{title}\"\n\
             aliases = [\"one\", \"it's\"]\ndefinition = \"{title} — x: y.\"\n\
             date = 2023-07-31 # day\nkeywords = [\"a\", \"b, c\",\n \"d\",\n]\n\
             categories = [\"X\"]\nurl = \"https://a.example/#x\"\n[extra]\ntitle = 3\n\
             [translations]\nxx = \"a.xx\"\nyy = \"a.yy\"\n+++\n"
        );
        let body = format!(
            "# {title}\n\nLead *one* [two](other.md)\nthree.[^1]\n\n## {history}\n\n\
             - item **a**\n  - item `b`\n1. c\n\n> quote\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n\
             ```\ncode x\ncode y\n```\n![alt](a.png)\n<div>raw</div>\n\n### Sub\n\n\
             Text [site](https://b.example), <https://c.example>.\n\n## {references}\n\n\
             1. Note one\n\n## {links}\n\n- [MFA](https://mfa.example) — x\n- [](https://d.example)\n\n\
             [^1]: Note two\n"
        );
        for front in [yaml, toml] {
            let text = format!("{front}{body}");
            assert!(looks_like(&text), "{text}");
            let page = extract(&text).unwrap_or_default();
            assert_eq!(page.id, Some(format!("a.{lang}")), "{front}");
            assert_eq!(page.lang.as_deref(), Some(lang));
            assert_eq!(page.title, title);
            assert_eq!(page.aliases, ["one", "it's"]);
            assert_eq!(page.definition, Some(format!("{title} — x: y.")));
            assert_eq!(page.date.as_deref(), Some("2023-07-31"));
            assert_eq!(page.keywords, ["a", "b, c", "d"]);
            assert_eq!(page.categories, ["X"]);
            assert_eq!(page.url.as_deref(), Some("https://a.example/#x"));
            assert_eq!(page.translations, [pair("xx", "a.xx"), pair("yy", "a.yy")]);
            assert_eq!(page.lead, "Lead one two three.");
            let text = "item a\nitem b\nc\nquote\nA | B\n1 | 2\ncode x\ncode y";
            let expected =
                [section(history, text), section("Sub", "Text site, https://c.example.")];
            assert_eq!(page.sections, expected);
            assert_eq!(page.references, ["Note one", "Note two"]);
            let expected = ["site", "https://c.example", "MFA — x", "https://d.example"];
            assert_eq!(page.links, expected);
            let kinds: Vec<&str> = page.dropped.iter().map(|dropped| dropped.kind).collect();
            assert_eq!(kinds, ["footnote", "image", "markup"]);
        }
    }
}

#[test]
fn titles_without_front_matter() {
    let cases = [
        ("# Елші *туралы*\n\ntext", "Елші туралы", "text"),
        ("Посол\n=====\ntext", "Посол", "text"),
        ("text only", "", "text only"),
        ("---\n\n# A\n\nb", "A", "b"),
        ("---\ntitle: B\n---\n# A\n", "B", ""),
        ("", "", ""),
    ];
    for (text, title, lead) in cases {
        let page = extract(text).unwrap_or_default();
        assert_eq!((page.title.as_str(), page.lead.as_str()), (title, lead), "{text:?}");
    }
    let other = extract("---\ntitle: B\n---\n# A\n\nx\n").unwrap_or_default();
    assert_eq!(other.sections, [section("A", "x")]);
}

#[test]
fn broken_front_matter_is_named_by_its_line() {
    let cases = [
        ("---\ntitle: a\n", 1, "no closing line `---`"),
        ("---\ntitle: a\nword\n---\n", 3, "expected `key: value`, found `word`"),
        ("---\ntitle: \"a\n---\n", 2, "expected a closing `\"`"),
        ("---\ntitle: [a, b]\n---\n", 2, "title: expected one value, found a list"),
        ("---\nid: x\n\ntranslations: [a]\n---\n", 4, "translations: expected a map, found a list"),
        ("---\naliases:\n  - a\n  b: c\n---\n", 2, "a list and a map under one key"),
        ("---\naliases:\n  - \"a\n---\n", 3, "expected a closing `\"`"),
        ("---\ntranslations:\n  tr a\n---\n", 3, "expected `key: value` or `- item`, found `tr a`"),
        ("---\nkeywords: [a\n---\n", 2, "a list without its closing bracket"),
        (
            "---\nid: x\ndate: soon\n---\n",
            3,
            "date: expected a day such as 2019-08-19, found `soon`",
        ),
        (
            "---\ndefinition: |\n  a\n---\n",
            2,
            "text over several lines is not read; put it on one line",
        ),
        ("---\ntitle: 'a' b\n---\n", 2, "unexpected `b` after the value"),
        ("---\ntitle: \"\\q\"\n---\n", 2, "unknown escape `\\q`"),
        ("+++\ntitle = \"a\"\nid: x\n+++\n", 3, "expected `key= value`, found `id: x`"),
    ];
    for (text, line, reason) in cases {
        let error = FrontMatterError { line, reason: reason.to_owned() };
        assert_eq!(extract(text), Err(error), "{text}");
    }
}

#[test]
fn scalars() {
    let cases = [
        ("a b", "a b"),
        ("a # b", "a"),
        ("a#b", "a#b"),
        ("\"a # b\" # c", "a # b"),
        ("'a: \"b\"'", "a: \"b\""),
        (r#""a\"\u0456\n""#, "a\"і\n"),
        ("it's [1]", "it's [1]"),
        ("https://a.example/b", "https://a.example/b"),
        ("", ""),
    ];
    for (written, read) in cases {
        let page = extract(&format!("---\ntitle: {written}\n---\n")).unwrap_or_default();
        assert_eq!(page.title, read, "{written}");
    }
    let page = extract("---\ntranslations: {tr: a.tr, 'ru': \"a,ru\"}\nkeywords: a, b\n---\n");
    let page = page.unwrap_or_default();
    assert_eq!(page.translations, [pair("tr", "a.tr"), pair("ru", "a,ru")]);
    assert_eq!(page.keywords, ["a", "b"]);
}

#[test]
fn markdown_is_told_from_other_text() {
    for text in ["---\ntitle: a\n---\n", "+++\na = 1\n+++", "# Посол\n\ntext", "a\n\n## B\n\nc"]
    {
        assert!(looks_like(text), "{text}");
    }
    for text in ["", "---\n\ntext", "# one\n# two\n", "Посол", "#hashtag\n", "== A ==\n# x\n#* y"]
    {
        assert!(!looks_like(text), "{text}");
    }
}

/// Nesting and open brackets, on a small stack.
#[test]
fn hostile_files_end_in_time() {
    const TIMES: usize = 20_000;
    let marks =
        ["> ", "[", "![", "*a ", "_a*", "`a``", "- ", "<", "<a ", "| a ", "[a](", "\\", "[^"];
    let mut texts: Vec<String> = marks.iter().map(|mark| mark.repeat(TIMES)).collect();
    texts.push(format!("---\nkeywords: [{}]\n---\n", "a,".repeat(TIMES)));
    texts.push(format!("---\n{}---\n", "aliases:\n - a\n".repeat(TIMES)));
    texts.push(format!("---\nx: [\n{}", "a\n".repeat(TIMES)));
    texts.push(format!("---\nkeywords: [\n{}", "a,\n".repeat(TIMES)));
    let run = move || texts.iter().map(|text| extract(text).is_ok()).filter(|&ok| ok).count();
    let started = std::time::Instant::now();
    let thread = std::thread::Builder::new().stack_size(256 * 1024).spawn(run);
    assert!(thread.is_ok_and(|thread| thread.join().is_ok_and(|read| read == 15)));
    assert!(started.elapsed().as_secs() < 60);
}
