//! Pages as wikis, their mirrors and newspapers make them, and pages made to do harm.

use super::*;
use crate::text::page::Section;

fn section(heading: &str, text: &str) -> Section {
    Section { heading: heading.to_owned(), text: text.to_owned() }
}

fn dropped<'a>(page: &'a Page, kind: &str) -> Vec<&'a str> {
    let of_kind = page.dropped.iter().filter(|dropped| dropped.kind == kind);
    of_kind.map(|dropped| dropped.text.as_str()).collect()
}

const WIKI: &str = r##"<!DOCTYPE html>
<html class="client-nojs" lang="uk" dir="ltr"><head><meta charset="UTF-8">
<title>Посол — Вікіпедія</title>
<script>document.write("<p>ні</p>");</script>
<link rel="canonical" href="https://uk.wikipedia.org/wiki/Посол">
<link rel="alternate" hreflang="x-default" href="https://uk.wikipedia.org/">
<script type="application/ld+json">{"@type":"Article","datePublished":"2006-05-01T10:00:00Z"}</script>
</head><body class="ns-0">
<div id="siteSub" class="noprint">Матеріал з Вікіпедії</div>
<h1 id="firstHeading" class="firstHeading"><span class="mw-page-title-main">Посол</span></h1>
<nav><ul><li><a class="interlanguage-link-target" hreflang="tr" lang="tr"
 href="https://tr.wikipedia.org/wiki/Büyükelçi">Türkçe</a></li>
<li><a class="interlanguage-link-target" hreflang="uk" href="#">Українська</a></li></ul></nav>
<div id="contentSub2"><span class="mw-redirectedfrom">(Перенаправлено з <a href="/x">Амбасадор</a>)</span></div>
<div id="mw-content-text" class="mw-body-content"><div class="mw-parser-output">
<div class="hatnote">Про рибу див. <a>Соління</a>.</div>
<table class="infobox"><tr><td>Посада</td><td>посол</td></tr></table>
<p><b>Посо&#x301;л</b> — дипломатичний <i>представ</i>ник<sup id="cite_ref-1" class="reference"><a href="#cite_note-1">[1]</a></sup>
держави, км<sup>2</sup><sup><a href="#n">а</a></sup>.</p>
<p class="mw-empty-elt"></p>
<div id="toc" class="toc"><h2>Зміст</h2><ul><li>1 Історія</li></ul></div>
<div class="mw-heading mw-heading2"><h2 id="h">Історія</h2><span class="mw-editsection">[ред. | ред. код]</span></div>
<p>Перші посли.<br>Другий рядок.</p>
<figure><img src="a"><figcaption>Підпис</figcaption></figure>
<ul><li>один</li><li>два<ul><li>три</li></ul></li></ul>
<table class="wikitable"><caption>Ранги</caption><tr><th>Ранг</th><th>Клас</th></tr>
<tr><td><p>Посол</p></td><td>перший</td></tr><tr><td>Нунцій<td>перший<tr><td>Посланник<td>другий</table>
<h3>Рангові різниці [ред.]</h3><p>Текст.</p>
<h2>Див. також</h2><ul><li>Консул</li><li>Аташе</li></ul>
<h2>Примітки</h2><div class="reflist"><div class="mw-references-wrap"><ol class="references">
<li id="cite_note-1"><span class="mw-cite-backlink">↑ <a>а</a> <a>б</a></span> <span class="reference-text">Книга <i>Посол</i>.<div>Київ</div></span></li>
<li>↑ Друга книга.</li></ol></div></div>
<h3>Книги</h3><ul><li>Третя книга.</li></ul>
<h2>Посилання</h2><ul><li><a href="https://mfa.gov.ua">МЗС</a></li><li><a href="https://un.org"></a></li></ul>
<div role="navigation" class="navbox"><table><tr><td>Дипломатія</td></tr></table></div>
</div></div>
<div id="catlinks" class="catlinks"><div id="mw-normal-catlinks"><a>Категорії</a>: <ul><li><a>Дипломатія</a></li><li><a>Посади</a></li></ul></div>
<div id="mw-hidden-catlinks"><ul><li>Статті без джерел</li></ul></div></div>
<footer>Ліцензія</footer></body></html>"##;

#[test]
fn a_wiki_page() {
    let page = extract(WIKI);
    assert_eq!(page.title, "Посол");
    assert_eq!(page.lang.as_deref(), Some("uk"));
    assert_eq!(page.url.as_deref(), Some("https://uk.wikipedia.org/wiki/Посол"));
    assert_eq!(page.date.as_deref(), Some("2006-05-01T10:00:00Z"));
    assert_eq!(page.aliases, ["Амбасадор"]);
    assert_eq!(page.definition, None);
    assert_eq!(page.lead, "Посо\u{301}л — дипломатичний представник держави, км2.");
    let expected = [
        section(
            "Історія",
            "Перші посли.\nДругий рядок.\nодин\nдва\nтри\nРанги\nРанг | Клас\nПосол | перший\n\
             Нунцій | перший\nПосланник | другий",
        ),
        section("Рангові різниці", "Текст."),
        section("Див. також", "Консул\nАташе"),
    ];
    assert_eq!(page.sections, expected);
    assert_eq!(page.references, ["Книга Посол. Київ", "Друга книга.", "Третя книга."]);
    assert_eq!(page.links, ["МЗС", "https://un.org"]);
    assert_eq!(page.categories, ["Дипломатія", "Посади"]);
    let turkish = ("tr".to_owned(), "https://tr.wikipedia.org/wiki/Büyükelçi".to_owned());
    assert_eq!(page.translations, [turkish]);
    assert_eq!(dropped(&page, "hatnote"), ["Про рибу див. Соління."]);
    assert_eq!(dropped(&page, "infobox"), ["Посада посол"]);
    assert_eq!(dropped(&page, "footnote"), ["[1]", "а", "↑ а б"]);
    assert_eq!(dropped(&page, "toc"), ["Зміст 1 Історія"]);
    assert_eq!(dropped(&page, "template"), [""; 0]);
    assert_eq!(dropped(&page, "navigation"), ["Дипломатія"]);
    assert_eq!(dropped(&page, "caption"), ["Підпис"]);
}

#[test]
fn articles_in_six_languages() {
    let cases = [
        ("tr", "Büyükelçi", "Büyükelçi bir diplomattır.", "Tarihçe", "Kaynakça"),
        ("ru", "Посол", "Посол — дипломат.", "История", "Примечания"),
        ("uk", "Посол", "Посол — дипломат.", "Історія", "Примітки"),
        ("kk", "Елші", "Елші — дипломат.", "Тарихы", "Дереккөздер"),
        ("be", "Пасол", "Пасол — дыпламат.", "Гісторыя", "Зноскі"),
        ("en", "Ambassador", "An ambassador is a diplomat.", "History", "References"),
    ];
    for (lang, title, lead, history, references) in cases {
        let html = format!(
            r#"<html lang="{lang}"><head><title>{title} | Gazete</title>
            <meta name="description" content="{lead}"><meta name=keywords content="a, b,a">
            <meta name="aliases" content="x; y"><meta name="article:id" content="a.{lang}">
            <meta property="article:tag" content="t1"><meta property="article:tag" content="t2">
            <meta property="og:url" content="https://a.example/{lang}">
            <meta property="article:published_time" content="2019-08-19T10:00:00Z">
            <meta name="date" content="2001-01-01">
            <link rel=alternate hreflang="{lang}" href="/self"><link rel=alternate hreflang=xx href=/xx>
            </head><body><header><h1>Gazete</h1><p>Menu</p></header><nav>Ana sayfa</nav>
            <article><h1>{title}</h1><p>{lead}[1]</p><h2>{history}</h2><p>A&nbsp;b &amp; c.</p>
            <h2>{references}</h2><ol><li>^ a b Note</li></ol></article>
            <aside>Reklam</aside><p>Outside</p></body></html>"#
        );
        let page = extract(&html);
        assert_eq!(page.title, title);
        assert_eq!(page.lang.as_deref(), Some(lang));
        assert_eq!(page.definition.as_deref(), Some(lead));
        assert_eq!(page.lead, lead);
        assert_eq!(page.sections, [section(history, "A b & c.")]);
        assert_eq!(page.references, ["Note"]);
        assert_eq!(page.keywords, ["a", "b"]);
        assert_eq!(page.aliases, ["x", "y"]);
        assert_eq!(page.categories, ["t1", "t2"]);
        assert_eq!(page.id, Some(format!("a.{lang}")));
        assert_eq!(page.url, Some(format!("https://a.example/{lang}")));
        assert_eq!(page.date.as_deref(), Some("2019-08-19T10:00:00Z"));
        assert_eq!(page.translations, [("xx".to_owned(), "/xx".to_owned())]);
    }
}

#[test]
fn where_the_article_is() {
    let long = "diplomacy ".repeat(30);
    let cases = [
        ("<body><nav>n</nav><p>one</p><p>two</p><footer>f</footer>", "one\ntwo"),
        ("<body>out<main>in</main>out", "in"),
        ("<body>out<div role=main>in<div>deep</div></div>out", "in\ndeep"),
        (
            "<main>a<article>short</article><article>the longer one</article></main>",
            "the longer one",
        ),
        ("<p>a<article>b<article>c</article>d</article>e", "b\nc\nd"),
        ("<table><tr><td>old</td><td>layout</td></tr></table>", "old\nlayout"),
        ("<form><p>all in a form</p></form>", "all in a form"),
        ("<p>a</p><form><p>search</p></form>", "a"),
        ("<div hidden>x</div><div style='color:red; display: none'>y</div>z", "z"),
        ("<p class=hatnote>x<p>y", "y"),
        ("<p>a<span class=noprint>b</p><p>c</p>", "a\nc"),
        ("<p>a <b>b</i></b>c</p></div></article></td>d", "a bc\nd"),
        ("<svg><style/><title>t</title></svg>x", "x"),
        ("<p>a<!-- b -->c</p><![CDATA[d]]>", "ac"),
        ("in[1]ter[note 2]net [2019]", "internet [2019]"),
        ("x <sup>[citation needed]</sup>y<sup>2", "x y2"),
        ("plain &lt;text&gt; &eacute;&#1110;", "plain <text> éі"),
        ("<p>Жаңартылды: <time datetime=2018-03-14>2018-03-14</time></p>x", "x"),
        ("<p>On <time datetime=2018-03-14>14 May</time> he left.</p>", "On 14 May he left."),
        ("dip\u{ad}lo\u{200b}macy", "diplomacy"),
        ("", ""),
    ];
    for (html, lead) in cases {
        assert_eq!(extract(html).lead, lead, "{html}");
    }
    let teaser = format!("<article>teaser</article><p>{long}</p>");
    assert_eq!(extract(&teaser).lead, format!("teaser\n{}", long.trim()));
}

#[test]
fn which_name_is_the_title() {
    let cases = [
        ("<title>Елші — Уикипедия</title>", "Елші"),
        ("<title>A - B - Site</title>", "A - B"),
        ("<title>Büyükelçi</title>", "Büyükelçi"),
        ("<title> | Site</title>", "| Site"),
        ("<meta property='og:title' content='Пасол'><title>x</title>", "Пасол"),
        ("<title>x</title><header><h1>Site</h1></header><h1>Посол<br>МИД</h1>", "Посол"),
        ("<title>x</title><header><h1>Site</h1></header>", "Site"),
        ("<h1></h1><title>x</title>", "x"),
        ("", ""),
    ];
    for (html, title) in cases {
        assert_eq!(extract(html).title, title, "{html}");
    }
}

#[test]
fn html_is_told_from_other_text() {
    for html in [
        "<!DOCTYPE HTML><p>",
        "\u{feff} <html>",
        "<?xml version='1.0'?><!DOCTYPE html>",
        "<p>Посол</p>",
        "<div class=a>x</div>",
        "<!-- c --><h1>x</h1>",
    ] {
        assert!(looks_like(html), "{html}");
    }
    for other in [
        "",
        "Посол",
        "<mediawiki>",
        "<?xml version='1.0'?><mediawiki>",
        "<div>{{box}}</div> [[Посол]]",
        "<p>no end",
        "# Heading",
        "{\"a\":1}",
    ] {
        assert!(!looks_like(other), "{other}");
    }
}

/// Nesting, missing end tags and the like, on a small stack.
#[test]
fn hostile_pages_end_in_time() {
    const TIMES: usize = 50_000;
    let cases: [&[&str]; 14] = [
        &["<div>"],
        &["<article>"],
        &["<main>x"],
        &["<table><tr><td>"],
        &["<table>", "</p>"],
        &["<b>", "</i>"],
        &["<sup>x"],
        &["<ul><li>x"],
        &["<h2>"],
        &["<a href='//x'>", "</a>"],
        &["<div id=mw-content-text>x"],
        &["<ol class=references>x", "</ol>"],
        &["<p class=navbox>", "</div>"],
        &["<x", "&", "<!-", "</", "[1"],
    ];
    let pages: Vec<String> =
        cases.iter().map(|parts| parts.iter().map(|part| part.repeat(TIMES)).collect()).collect();
    let run = move || pages.iter().map(|page| extract(page).lead.len()).sum::<usize>();
    let thread = std::thread::Builder::new().stack_size(256 * 1024).spawn(run);
    let started = std::time::Instant::now();
    assert!(thread.is_ok_and(|thread| thread.join().is_ok_and(|text| text > TIMES)));
    assert!(started.elapsed().as_secs() < 60);
}

#[test]
fn articles_that_a_page_of_a_wiki_links_to() {
    let linked = |id: &str| {
        extract(&format!(
            r##"<h1 id=firstHeading>Посол</h1><nav><a href="/wiki/X" title="X">x</a></nav>
            <div id="{id}"><p><a href="/wiki/%D0%90" title="Посольство  Франції">а</a>
            <a href="А" title="Консул" class="mw-redirect">б</a> <a href="/wiki/A" title="Консул">в</a>
            <a href="/wiki/B" title="Посол">г</a> <a href="#c" title="Розділ">ґ</a>
            <a href="/w/?redlink=1" class="new" title="Нема (такої сторінки немає)">д</a>
            <a href="https://x.org/" title="Сайт">е</a> <a href="/wiki/C">є</a>
            <a href="/wiki/D" title="Файл:A.jpg">ж</a> <a href="/wiki/E" title="Портал:Право">з</a></p>
            <table><tr><td><a href="//y.org/" title="Інший сайт">й</a></td></tr></table>
            <table class="navbox"><tr><td><a href="/wiki/F" title="Ф">и</a></td></tr></table>
            <ol class="references"><li><a href="/wiki/G" title="Газета">і</a></li></ol></div>"##
        ))
        .linked
    };
    assert_eq!(linked("mw-content-text"), ["Посольство Франції", "Консул"]);
    assert_eq!(linked("content"), [""; 0]);
}
