mod words;

use super::*;
use crate::text::page::Section;

/// Signs that must not stand in any text of a page.
const MARKUP: [&str; 11] =
    ["[[", "]]", "{{", "}}", "{|", "|}", "<ref", "'''", "==", "&nbsp;", "<!--"];

fn page(source: &str) -> Page {
    extract("Заголовок", source, &Site::with_lang("ru"))
}

/// Every text of a page, for checks that look for something that should not be there.
fn all_texts(page: &Page) -> Vec<&str> {
    let mut texts = vec![page.lead.as_str()];
    for section in &page.sections {
        texts.extend([section.heading.as_str(), section.text.as_str()]);
    }
    for list in [&page.aliases, &page.categories, &page.references, &page.links] {
        texts.extend(list.iter().map(String::as_str));
    }
    texts.extend(page.translations.iter().map(|(_, title)| title.as_str()));
    texts
}

#[track_caller]
fn assert_no_markup(page: &Page, source: &str) {
    for text in all_texts(page) {
        for mark in MARKUP {
            assert!(!text.contains(mark), "{mark} is left in {text:?} of {source:?}");
        }
        assert!(!text.contains(|c: char| c.is_control() && c != '\n'), "{text:?} of {source:?}");
        assert_eq!(text.trim(), text, "of {source:?}");
    }
}

/// Checks leads; the same sources must also leave no markup.
#[track_caller]
fn assert_leads(cases: &[(&str, &str)]) {
    for (source, expected) in cases {
        let page = page(source);
        assert_eq!(page.lead, *expected, "{source:?}");
        assert_no_markup(&page, source);
    }
}

fn section(heading: &str, text: &str) -> Section {
    Section { heading: heading.to_owned(), text: text.to_owned() }
}

#[test]
fn inline_marks() {
    assert_leads(&[
        ("", ""),
        ("просто текст", "просто текст"),
        ("'''Посол''' — ''дипломат''", "Посол — дипломат"),
        ("'''''both''''' l''''amour'''", "both l'amour"),
        ("об'єкт і п'ять", "об'єкт і п'ять"),
        ("a&nbsp;b &mdash; c&#1234; &laquo;d&raquo; &amp;nbsp;e", "a b — cӒ «d» e"),
        ("AT&T & co; &unknown;", "AT&T & co; &unknown;"),
        ("&lt;ref&gt; &#91;&#91;x&#93;&#93;", "ref> x"),
        ("Ве́на, го́род", "Ве́на, го́род"),
        ("a<br>b<br />c<BR/>", "a\nb\nc"),
        ("H<sub>2</sub>O, 1<sup>st</sup>", "H2O, 1st"),
        ("<div class=\"x\">a</div><span style='y'>b</span> <u>c</u>", "a\nb c"),
        ("5 < 6 и 7 > 2", "5 < 6 и 7 > 2"),
        ("a <nowiki>[[b]] ''c'' &nbsp;|</nowiki> d", "a b c | d"),
        ("<nowiki>* no item</nowiki>", "* no item"),
        ("<pre>\none\n== two ==\n</pre>", "one\ntwo"),
        ("a <math>x^{{2}}</math> b<score>c</score>", "a b"),
        ("<gallery>\nFile:A.jpg|caption\n</gallery>text", "caption\ntext"),
        ("<syntaxhighlight lang=c>{{ [[ </syntaxhighlight>x<source>y</source>", "x"),
        ("<timeline>a</timeline><imagemap>b</imagemap>x", "x"),
        ("<includeonly>a</includeonly><noinclude>b</noinclude>", "b"),
        ("<poem>\nстрока один\nстрока два\n</poem>", "строка один строка два"),
        ("__NOTOC__\nтекст __БЕЗ_ОГЛАВЛЕНИЯ__", "текст"),
        ("a\r\nb\u{1}\u{6}c", "a bc"),
        ("soft&shy;ened zero&#8203;width", "softened zerowidth"),
    ]);
}

#[test]
fn comments() {
    assert_leads(&[
        ("a<!-- b -->c", "ac"),
        ("a\n<!-- alone -->\nb", "a b"),
        ("a\n<!-- x --> \n\nb", "a\nb"),
        ("{{s|a<!-- }} -->b}}", "ab"),
        ("[[a|b<!-- ]] -->c]]", "bc"),
        ("a <!-- never closed [[ {{", "a"),
        ("<nowiki><!-- shown --></nowiki>", "!-- shown -->"),
        ("<ref>a<!-- b</ref>c", "c"),
    ]);
}

#[test]
fn links() {
    assert_leads(&[
        ("[[посол]]", "посол"),
        ("[[посол|послу]]", "послу"),
        ("two [[bus]]es, [[посол]]ьство, [[елші]]лік", "two buses, посольство, елшілік"),
        ("[[a#b|c]] [[#d]] [[e_f#g]] [[h (i)|]]", "c d e f h"),
        (
            "[[Файл:A.jpg|thumb|подпись с [[link|ссылкой]] и {{s|x}}]]текст",
            "текст\nподпись с ссылкой и x",
        ),
        ("[[Файл:A.jpg|thumb|[[Файл:B.jpg|20px]] [[c]]]] текст", "текст\nc"),
        ("[[Dosya:a.png|küçük]][[Resim:b.png]][[Сурет:c]][[Выява:d]][[Зображення:e]]x", "x"),
        ("[[:Файл:A.jpg|снимок]]", "снимок"),
        ("[[:Категория:Послы]]", "Категория:Послы"),
        ("[[Медиа:речь.ogg|запись]]", "запись"),
        ("[http://a.b/c текст ссылки] [http://a.b/c] [//d.e].", "текст ссылки ."),
        ("[https://a.b/?x={{s|1}} [[c|d]] e]", "d e"),
        ("[mailto:a@b.c письмо] [не ссылка]", "письмо [не ссылка]"),
        ("[http://a.b [c]] d]", "[c] d]"),
        ("[[a|b [http://c.d e]]] f", "b e f"),
        ("[http://a.b [[c]]] d", "c d"),
        ("[[[a]]]", "[a]"),
        ("[[http://a.b c]]", "c"),
        ("[[a|'''b''']] [[''c''|d]]", "b d"),
        ("[[w:en:Envoy]] [[:en:Ambassador]] [[wikt:envoy|envoy]]", "Envoy Ambassador envoy"),
    ]);
}

#[test]
fn templates_with_text() {
    assert_leads(&[
        ("{{lang|fr|Quai d'Orsay}}", "Quai d'Orsay"),
        ("{{lang-en|embassy}} {{langx|tr|elçi}} {{lang-tr|büyükelçi}}", "embassy elçi büyükelçi"),
        ("{{nobr|10 мая}} {{nowrap|a b}} {{s|А. И.}} {{small|x}}", "10 мая a b А. И. x"),
        ("{{Шаблон:s|a}} {{Template:S|b}} {{ S |c}} {{Şablon:nowrap|d}}", "a b c d"),
        ("x{{snd}}y {{ndash}} {{mdash}} {{—}}", "x – y – — —"),
        ("10{{nbsp}}км, a{{·}}b{{=}}c", "10 км, a · b=c"),
        ("{{нп|Статья}} {{нп5|Статья|статью|en|Article}} {{iw|Б||en|B}}", "Статья статью Б"),
        ("{{не перекладено|треба=Посол|текст=посла|є=en}}", "посла"),
        ("{{Не перакладзена|Пасол|пасла|en|Envoy}}", "пасла"),
        ("{{ill|Kongre|en|Congress}} {{ill|de|Kongress}} {{ill|A|lt=b|fr}}", "Kongre Kongress b"),
        ("{{число|12345}} {{formatnum:1234}} {{num|5}}", "12345 1234 5"),
        ("{{abbr|ООН|Организация}} {{comment|а|б}}", "ООН а"),
        ("{{convert|10|km|mi}} {{convert|1|to|2|km}} {{dönüştür|3|m}}", "10 km 1–2 km 3 m"),
        (
            "{{date|28|июня|1919}} {{start date|1919|6|28}} {{дата|3|5|2001}}",
            "28 июня 1919 28 июня 1919 3 мая 2001",
        ),
        ("{{circa|1850}} {{frac|1|2}} {{US$|10}} {{hlist|a|b|c}}", "c. 1850 1/2 US$10 a, b, c"),
        ("{{plainlist|\n* a\n* b\n}}", "a\nb"),
        ("x {{quote|a b|автор}} y", "x\na b\ny"),
        ("{{цитата|автор=А|текст=слова}}", "слова"),
        ("{{Alıntı|söz}}\n{{Цытата|слова}}", "söz\nслова"),
        ("{{color|red|красный}} {{transl|ru|posol}}", "красный posol"),
        ("{{nobr|1=a = b}}", "a = b"),
        ("{{lang|en|{{nobr|{{small|deep}}}}}}", "deep"),
        ("{{PAGENAME}} — город", "Заголовок — город"),
        ("{{flag|Turkey}} {{Флагификация|Франция}}", "Турция Франция"),
    ]);
}

#[test]
fn templates_of_six_languages() {
    assert_leads(&[
        ("{{native name|fr|Quai d'Orsay}} ({{rtl-lang|ar|سفير}})", "Quai d'Orsay (سفير)"),
        ("{{script/Hebrew|שגריר}} {{sic|embasy}} {{gloss|envoy}}", "שגריר embasy envoy"),
        (
            "{{floruit|1520}} {{née|Smith}} {{USS|Missouri|BB-63}}",
            "fl. 1520 née Smith USS Missouri",
        ),
        ("{{kısaltma|BM|Birleşmiş Milletler}} {{çevriyazı|ru|posol}}", "BM posol"),
        ("{{doğum tarihi|1900|1|2}} – {{ölüm tarihi|1950|3|4}}", "2 января 1900 – 4 марта 1950"),
        ("{{yalın liste|\n* a\n* b\n}}", "a\nb"),
        ("{{дата рождения|2|1|1900}}, {{доллар США|5}}, {{евро|6}}", "2 января 1900, $5, €6"),
        ("{{не переведено|есть=:en:X|надо=Посол|текст=посла}}", "посла"),
        ("{{нп3|Статья||en|Article}} {{эпиграф|слова|автор}}", "Статья\nслова"),
        ("{{дата народження|2|1|1900}} {{бл.|1650}} {{євро|7}}", "2 января 1900 бл. 1650 €7"),
        ("{{не перекладено 3|Посол|посла|en|Envoy}}", "посла"),
        ("{{дата нараджэння|2|1|1900}} {{абрэвіятура|ААН|x}}", "2 января 1900 ААН"),
        ("{{Не перакладзена 3|Пасол||en|Envoy}}", "Пасол"),
        ("{{туған күні|2|1|1900}} {{қысқарту|БҰҰ|x}} {{lang-kk|елші}}", "2 января 1900 БҰҰ елші"),
        ("a{{kaynak belirt}} b{{нет АИ|1}} c{{cn}} d{{джерело?}}", "a b c d"),
        ("{{Начало цитаты}}\nслова\n{{Конец цитаты}}", "слова"),
    ]);
}

/// An article with some of everything, again and again: its time grows as its length does.
#[track_caller]
fn assert_linear(bytes: usize) {
    let part = "'''Посол''' {{нп5|A|b|en|C}} [[x|{{nobr|y}}]] {{Карточка|a={{s|b}}|c=[[d]]}}<ref>{{книга\
        |автор=А|год=1900}}</ref>\n\n== H ==\n{| class=x\n! A !! B\n|-\n| 1 || [[e|f]]\n|}\n* {{дата|1|2|1900}}\n\
        [[Файл:A.jpg|thumb|{{s|c}}]]\n[http://a.b d] ''e'' <!-- f --> &nbsp; {{unclosed [[also\n";
    let time = |bytes: usize| {
        let source = part.repeat(bytes / part.len());
        let runs = (0..3).map(|_| {
            let start = std::time::Instant::now();
            assert!(!page(&source).lead.is_empty());
            start.elapsed()
        });
        runs.min().unwrap_or_default().as_secs_f64()
    };
    // A quadratic step would make it four; other work on the machine must not fail the test.
    let ratios: Vec<f64> = (0..4).map(|_| time(2 * bytes) / time(bytes)).collect();
    println!("t(2n)/t(n) with n = {bytes}: {ratios:.2?}");
    assert!(ratios.iter().any(|ratio| *ratio < 2.8), "{ratios:?}");
}

#[test]
fn time_is_linear() {
    assert_linear(200_000);
}

/// `cargo test --release --lib wikitext::tests::ten_megabytes -- --ignored --nocapture`
#[test]
#[ignore = "takes long without --release"]
fn ten_megabytes_in_linear_time() {
    assert_linear(5_000_000);
}

#[test]
fn templates_without_text() {
    assert_leads(&[
        ("{{Государство|название=[[Франция]]|x={{s|y}}}}\nтекст", "текст"),
        ("{{Infobox person\n| name = X\n| born = {{birth date|1900|1|2}}\n}}\n'''X'''", "X"),
        ("a {{coord|1|2}} {{DEFAULTSORT:x}} {{#if:a|b|c}} {{unknown}} b", "a b"),
        ("{{{param}}} {{{x|y}}}", ""),
        ("Город ({{lang-xx}}; {{IPA|x}}) стоит", "Город стоит"),
        ("Город ({{IPA|x}}; 1900) стоит {{-}}.", "Город (1900) стоит ."),
        ("{{main|x}}\nтекст", "текст"),
        ("{{}} {{ }} {{|}} {{s}} {{s|}}", ""),
    ]);
    let page = page("{{Карточка|a}} {{карточка|b}} {{Карточка|c}} {{Шаблон:Навигация}}");
    let names: Vec<_> = page.dropped.iter().map(|drop| drop.text.as_str()).collect();
    assert_eq!(names, ["Карточка", "карточка", "Шаблон:Навигация"]);
    assert!(page.dropped.iter().all(|drop| drop.kind == "template"));
    let many = (0..100).fold(String::new(), |all, n| all + &format!("{{{{t{n}}}}}"));
    assert_eq!(extract("x", &many, &Site::default()).dropped.len(), 8);
}

#[test]
fn lists_and_paragraphs() {
    assert_leads(&[
        ("* a\n** b\n# c\n: d\n; e\n*# f", "a\nb\nc\nd\ne\nf"),
        ("one\ntwo\n\nthree", "one two\nthree"),
        ("text\n* item\ntext", "text\nitem\ntext"),
        ("a\n----\nb\n---- c", "a\nb\nc"),
        (" preformatted\n line", "preformatted\nline"),
        ("*\n#\n:\n", ""),
        ("&#42; no item", "* no item"),
    ]);
}

#[test]
fn tables() {
    assert_leads(&[
        ("{| class=\"wikitable\"\n|+ Caption\n! A !! B\n|-\n| 1 || 2\n|}", "Caption\nA | B\n1 | 2"),
        ("{|\n|-\n| style=\"x\" | a\n| b\n|}\ntext", "a | b\ntext"),
        ("{|\n! scope=row | H\n| [[x|y]] || [[z]]\n|}", "H | y | z"),
        ("{|\n|\n* one\n* two\n|last\n|}", "one two | last"),
        ("{|\n| a\n{|\n| inner\n|}\n| b\n|-\n| c\n|}", "a\ninner\nb\nc"),
        (":{| class=x\n|a\n|}", "a"),
        ("{|\n| a<br>b || &#124; c\n|}", "a b | | c"),
        ("{{s|x}}\n{|\n|{{!}} a {{!!}} b\n|}", "x\na | b"),
        ("{|\n| never closed\n\ntext", "never closed text"),
        (
            "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>",
            "A | B\n1 | 2",
        ),
    ]);
    let page = page("{|\n| open\n== Heading ==\ntext");
    assert_eq!(page.lead, "open");
    assert_eq!(page.sections, [section("Heading", "text")]);
}

#[test]
fn sections() {
    let source = "lead\n== ''A'' [[b|B]] ==\ntext\n=== C ===\n\n==== D ====\nd\n== Empty ==\n\
        == E == <!-- c -->\ne\n<h2>F</h2>\nf\n= G =\ng\n== Gone ==\n{{x}}\n";
    let page = page(source);
    assert_eq!(page.lead, "lead");
    let expected = [
        section("A B", "text"),
        section("C", ""),
        section("D", "d"),
        section("E", "e"),
        section("F", "f"),
        section("G", "g"),
    ];
    assert_eq!(page.sections, expected);
    assert_no_markup(&page, source);
}

#[test]
fn references() {
    let source = "a<ref>Громыко, ''Памятное''</ref> b<ref name=\"x\">{{книга|автор=Тарле|\
        заглавие=Талейран|год=1939|isbn=1}}</ref><ref name=x /> c<REF>[http://a.b Сайт] \
        [http://c.d]</REF>{{efn|note}} {{Карточка|x=<ref>in box</ref>}}\n\
        == Примечания ==\n{{примечания|refs=<ref name=y>listed {{unknown|word}}</ref>}}\n\
        === Книги ===\n* {{книга|автор=А|заглавие=Б}}\n* Просто книга. [http://e.f]\n\
        == Дальше ==\nтекст";
    let page = page(source);
    let expected = [
        "Громыко, Памятное",
        "Тарле, Талейран, 1939",
        "Сайт http://c.d",
        "note",
        "in box",
        "listed word",
        "А, Б",
        "Просто книга. http://e.f",
    ];
    assert_eq!(page.references, expected);
    assert_eq!(page.lead, "a b c");
    assert_eq!(page.sections, [section("Дальше", "текст")]);
    assert_no_markup(&page, source);
}

#[test]
fn special_sections_in_six_languages() {
    let cases = [
        ("References", "External links", "See also"),
        ("Kaynakça", "Dış bağlantılar", "Ayrıca bakınız"),
        ("Примечания", "Ссылки", "См. также"),
        ("Примітки", "Посилання", "Див. також"),
        ("Дереккөздер", "Сыртқы сілтемелер", "Тағы қараңыз"),
        ("Зноскі", "Спасылкі", "Гл. таксама"),
    ];
    for (references, links, see_also) in cases {
        let source = format!(
            "lead\n== {references} ==\n* source\n== {links} ==\n* [http://a.b Site] — text\n\
             * [http://c.d]\n{{{{Commons}}}}\n== {see_also} ==\n* [[Other]]\n"
        );
        let page = page(&source);
        assert_eq!(page.references, ["source"], "{references}");
        assert_eq!(page.links, ["Site — text", "http://c.d"], "{links}");
        assert_eq!(page.sections, [section(see_also, "Other")]);
    }
}

#[test]
fn categories_and_translations() {
    let source = "x [[Category:A|sort]][[Категория:Б_в]][[Категорія:Г]][[Катэгорыя:Д]]\
        [[Санат:Е]][[Kategori:F]][[категория:Б в]] [[en:Envoy]] [[tr:Elçi]] [[kk:Елші]] \
        [[uk:Посол]] [[be:Пасол]] [[zh-min-nan:X]] [[xqz:Y]]";
    let page = page(source);
    assert_eq!(page.categories, ["A", "Б в", "Г", "Д", "Е", "F"]);
    let expected = [
        ("en", "Envoy"),
        ("tr", "Elçi"),
        ("kk", "Елші"),
        ("uk", "Посол"),
        ("be", "Пасол"),
        ("zh-min-nan", "X"),
    ];
    let found: Vec<_> = page.translations.iter().map(|(l, t)| (l.as_str(), t.as_str())).collect();
    assert_eq!(found, expected);
    assert_eq!(page.lead, "x");
    assert_eq!(page.lang.as_deref(), Some("ru"));
}

#[test]
fn names_of_a_dump() {
    let mut site = Site::with_lang("de");
    site.add_namespace(6, "Datei");
    site.add_namespace(14, "Kategorie");
    let page = extract("Botschafter", "[[Datei:A.jpg|mini|x]]a[[Kategorie:Diplomatie]]", &site);
    assert_eq!(
        (page.lead.as_str(), page.categories.as_slice()),
        ("a\nx", &["Diplomatie".into()][..])
    );
}

#[test]
fn aliases() {
    let cases: [(&str, &str, &[&str]); 7] = [
        ("Венский конгресс", "'''Ве́нский конгре́сс''' — встреча", &[]),
        (
            "ООН",
            "'''Организа́ция''' ('''ООН''', ''«'''Объединённые нации'''»'')",
            &["Организа́ция", "Объединённые нации"],
        ),
        ("Merkür (elçi)", "'''Merkür''' veya '''Utarit'''", &["Utarit"]),
        ("Иванов, Иван", ": ''см. также''\n\n'''Иван [[Иванов]]''' — посол", &["Иван Иванов"]),
        ("X", "текст\n\n'''A'''\n\n'''B'''", &["A"]),
        ("X", "текст\n== H ==\n'''A'''", &[]),
        ("X", "''' ''' '''unclosed", &["unclosed"]),
    ];
    for (title, source, expected) in cases {
        assert_eq!(extract(title, source, &Site::default()).aliases, expected, "{source}");
    }
}

#[test]
fn broken_wikitext_keeps_the_article() {
    assert_leads(&[
        ("{{Infobox\n| a = b\n| c = {{s|d}\n'''Text''' is here", "Text is here"),
        ("[[File:A.jpg|thumb|never closed\n\ntext", "text"),
        ("a [[link|text b", "a link|text b"),
        ("a ]] b }} c |} d", "a b c d"),
        ("[[a|{{nobr|b]] c", "b c"),
        ("{{s|[[a}} b", "a b"),
        ("[http://a.b never closed\ntext", "http://a.b never closed text"),
        ("a <ref>never closed [[b]]", "a never closed b"),
        ("<math>never closed", "never closed"),
        ("<!-->x", ""),
        ("'''''a", "a"),
        ("== a\nb ==", "a b"),
        ("====", ""),
        ("|}\n|-\n| x\ntext", "text"),
        ("</ref></div>}}]]text", "text"),
        ("<ref><ref>a</ref></ref>b", "b"),
        ("<br <b>x", "br x"),
        ("{{a|[[b|{{c|[[d}}]]}}]]e", "e"),
    ]);
    let page = page("[[open\n== H ==\n[[a]] ]] text");
    assert_eq!(page.sections, [section("H", "a text")]);
}

#[test]
fn redirects() {
    let cases = [
        ("#REDIRECT [[Target]]", Some("Target")),
        ("#redirect: [[Target#Section|x]]", Some("Target")),
        ("\n #перенаправление [[Цель]]\n[[Категория:x]]", Some("Цель")),
        ("#ПЕРЕНАПРАВЛЕННЯ [[Ціль]]", Some("Ціль")),
        ("#YÖNLENDİRME [[Hedef]]", Some("Hedef")),
        ("#yönlendir [[Hedef]]", Some("Hedef")),
        ("#YÖNLENDIRME[[Hedef]]", Some("Hedef")),
        ("#АЙДАУ [[Нысан]]", Some("Нысан")),
        ("#перанакіраванне [[:Мэта]]", Some("Мэта")),
        ("# list [[item]]", None),
        ("#REDIRECT", None),
        ("#REDIRECT [[]]", None),
        ("#REDIRECT [[open", None),
        ("text #REDIRECT [[x]]", None),
        ("", None),
    ];
    for (source, expected) in cases {
        assert_eq!(redirect_target(source), expected, "{source:?}");
    }
}

/// Pieces that make trouble together, in an order that a fixed seed gives.
#[test]
fn no_mixture_leaves_markup() {
    const PIECES: &str = "{{ }} [[ ]] [ ] { } | || ''' '' ' = == <ref> </ref> <ref/> <!-- --> \
        <nowiki> </nowiki> {| |} |- ! * &nbsp; &amp; nbsp; &#91; &lt;ref&gt; s| lang|ru| File: \
        Category: en: слово x <br>";
    let pieces: Vec<&str> = PIECES.split(' ').chain(["\n", "\n\n", " ", "http://a.b "]).collect();
    let mut state = 20_261_123_u64;
    for _ in 0..20_000 {
        let mut source = String::new();
        for _ in 0..24 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            source.push_str(pieces[(state >> 33) as usize % pieces.len()]);
        }
        assert_no_markup(&page(&source), &source);
    }
}

/// A quadratic step or a recursion would not get through this.
#[test]
fn hostile_sources_on_a_small_stack() {
    const SHAPES: &str = "{{ [[ <!-- <ref> <nowiki> <math> {{{ {{s| [[a| <div> | '' = & &amp; < __ ( \
        <ref>{{ \u{1} [[File: [[a: }} ]]";
    let with_spaces =
        ["[http://a ", "{{s|[[a|[http://b ", "{|\n", "\n=", "==\n", "* ", "( ;", "<ref name="];
    let shapes = SHAPES.split(' ').chain(with_spaces);
    let run = move || {
        for shape in shapes {
            let source = shape.repeat(1_000_000 / shape.len());
            let page = page(&source);
            assert!(page.lead.len() <= source.len(), "{shape}");
        }
        let nested = format!("{}x{}", "{{s|".repeat(200_000), "}}".repeat(200_000));
        assert_eq!(page(&nested).lead, "");
    };
    let thread = std::thread::Builder::new().stack_size(256 << 10).spawn(run);
    assert!(thread.is_ok_and(|thread| thread.join().is_ok()));
}
