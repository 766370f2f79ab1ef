//! Articles as a wiki's export: pages of wikitext with templates, links, tables, lists and notes,
//! redirects, and pages that are no articles.
//!
//! A dump of one language is that language's wiki; one of several is a wiki of no language, whose
//! articles' languages a reader has to detect.

use std::fmt::Write;

use super::article::Library;
use super::random::Random;
use super::text::Prose;
use crate::lang::Lang;
use demarche_formats::Article;

use super::languages::Rules;

/// The end of an export.
pub(super) const FOOT: &str = "</mediawiki>\n";

/// One article of this many has a page of another namespace beside it.
const OTHER_PAGES: usize = 12;

/// The head of an export in `langs`.
pub(super) fn head(langs: &[Lang]) -> String {
    let (tag, dbname, base, rules) = match langs {
        [lang] => (
            format!(" xml:lang=\"{lang}\""),
            format!("{lang}wiki"),
            format!("https://{lang}.example.org/wiki/Main"),
            Rules::of(*lang),
        ),
        _ => (
            String::new(),
            "mixedwiki".to_owned(),
            "https://example.org/wiki/Main".to_owned(),
            Rules::of(Lang::En),
        ),
    };
    let mut head = format!(
        "<mediawiki xmlns=\"http://www.mediawiki.org/xml/export-0.11/\" version=\"0.11\"{tag}>\n  \
         <siteinfo>\n    <sitename>Made-up articles</sitename>\n    <dbname>{dbname}</dbname>\n    \
         <base>{base}</base>\n    <generator>demarche generate</generator>\n    \
         <case>first-letter</case>\n    <namespaces>\n      \
         <namespace key=\"0\" case=\"first-letter\" />\n"
    );
    for (key, name) in [1, 6, 10, 14].into_iter().zip(rules.namespaces) {
        // Writing to a string can't fail, here and below.
        let _ = writeln!(
            head,
            "      <namespace key=\"{key}\" case=\"first-letter\">{name}</namespace>"
        );
    }
    head.push_str("    </namespaces>\n  </siteinfo>\n");
    head
}

/// The page of an article, its redirects, and sometimes a page of another namespace.
pub(super) fn pages(
    library: &Library<'_>,
    number: u64,
    prose: &Prose,
    article: &Article,
) -> String {
    let mut random = library.markup(number, prose.lang());
    let text = wikitext(library, number, prose, article, &mut random);
    let id = number * 64 + u64::from(prose.lang().number()) * 8;
    let mut out = String::with_capacity(text.len() + 2_000);
    let mut page = Page { out: &mut out, date: article.date.as_deref().unwrap_or("2024-01-01") };
    page.write(&article.title, 0, id, None, &text);
    for (alias, at) in article.aliases.iter().zip(1..) {
        let text = format!("#REDIRECT [[{}]]", article.title);
        page.write(alias, 0, id + at, Some(&article.title), &text);
    }
    if random.below(OTHER_PAGES) == 0 {
        let [talk, ..] = prose.rules().namespaces;
        let mut text = String::new();
        prose.paragraphs(200, &mut random, &mut text);
        page.write(&format!("{talk}:{}", article.title), 1, id + 7, None, &text);
    }
    out
}

struct Page<'a> {
    out: &'a mut String,
    date: &'a str,
}

impl Page<'_> {
    /// Writes a page; `text` is escaped already.
    fn write(&mut self, title: &str, ns: i32, id: u64, redirect: Option<&str>, text: &str) {
        let date = self.date;
        let out = &mut *self.out;
        let _ = write!(
            out,
            "  <page>\n    <title>{title}</title>\n    <ns>{ns}</ns>\n    <id>{id}</id>\n"
        );
        if let Some(target) = redirect {
            let _ = writeln!(out, "    <redirect title=\"{target}\" />");
        }
        let _ = write!(
            out,
            "    <revision>\n      <id>{id}</id>\n      <timestamp>{date}T12:00:00Z</timestamp>\n      \
             <contributor>\n        <username>Nobody</username>\n        <id>1</id>\n      \
             </contributor>\n      <model>wikitext</model>\n      \
             <format>text/x-wiki</format>\n      <text bytes=\"{}\" xml:space=\"preserve\">",
            text.len()
        );
        out.push_str(text);
        out.push_str("</text>\n    </revision>\n  </page>\n");
    }
}

/// The source of an article, escaped for XML.
fn wikitext(
    library: &Library<'_>,
    number: u64,
    prose: &Prose,
    article: &Article,
    random: &mut Random,
) -> String {
    let size = article.parts().map(|(_, text)| text.len()).sum::<usize>();
    let mut markup = Markup {
        library,
        number,
        prose,
        notes: article.references.iter(),
        random,
        out: String::new(),
    };
    markup.out.reserve(size + size / 4 + 1_000);
    if markup.random.chance(100) {
        markup.infobox(article);
    }
    let definition = article.definition.strip_prefix(&article.title).unwrap_or_default();
    let _ = write!(markup.out, "'''{}'''", article.title);
    markup.out.push_str(definition);
    markup.note();
    markup.out.push_str("\n\n");
    if markup.random.chance(60) {
        let [_, file, ..] = prose.rules().namespaces;
        let _ = writeln!(markup.out, "[[{file}:{number}.jpg|thumb|220px|{}]]", article.title);
    }
    markup.text(&article.body);
    for section in &article.sections {
        let _ = write!(markup.out, "\n== {} ==\n", section.heading);
        match markup.random.below(12) {
            0 => markup.list(&section.text),
            1 => {
                markup.table();
                markup.text(&section.text);
            }
            _ => markup.text(&section.text),
        }
    }
    let Markup { notes, mut out, .. } = markup;
    if notes.len() > 0 {
        out.push('\n');
        for note in notes {
            let _ = writeln!(out, "&lt;ref&gt;{note}&lt;/ref&gt;");
        }
    }
    for link in &article.links {
        let _ = writeln!(out, "* [{link} {}]", article.title);
    }
    out.push('\n');
    let [.., category] = prose.rules().namespaces;
    for name in &article.categories {
        let _ = writeln!(out, "[[{category}:{name}]]");
    }
    for other in library.langs(number).filter(|other| other.lang() != prose.lang()) {
        let _ = writeln!(out, "[[{}:{}]]", other.lang(), library.title(number, other));
    }
    out
}

struct Markup<'a> {
    library: &'a Library<'a>,
    number: u64,
    prose: &'a Prose,
    notes: std::slice::Iter<'a, String>,
    random: &'a mut Random,
    out: String,
}

impl Markup<'_> {
    fn infobox(&mut self, article: &Article) {
        let title = &article.title;
        let _ = write!(self.out, "{{{{Infobox treaty\n| name = {title}\n");
        for name in ["place", "parties", "depositary"] {
            let _ = write!(self.out, "| {name} = ");
            self.prose.words.push_common(self.random.bits() >> 8, true, &mut self.out);
            self.out.push('\n');
        }
        let date = article.date.as_deref().unwrap_or("1961-04-18");
        let _ =
            writeln!(self.out, "| signed = {{{{Start date|{}}}}}\n}}}}", date.replace('-', "|"));
    }

    /// A note, if there are any left.
    fn note(&mut self) {
        if let Some(note) = self.notes.next() {
            let _ = write!(self.out, "&lt;ref&gt;{note}&lt;/ref&gt;");
        }
    }

    /// Paragraphs with links in them and notes at their ends.
    fn text(&mut self, text: &str) {
        for paragraph in text.split('\n') {
            let mut next_link = 4 + self.random.below(30);
            for (at, word) in paragraph.split(' ').enumerate() {
                if at > 0 {
                    self.out.push(' ');
                }
                if at == next_link {
                    next_link += 6 + self.random.below(50);
                    if word.chars().all(char::is_alphabetic) {
                        self.link(word);
                        continue;
                    }
                }
                self.out.push_str(word);
            }
            if self.random.chance(90) {
                self.note();
            }
            self.out.push_str("\n\n");
        }
    }

    /// A link from `word`, or a word in italics.
    fn link(&mut self, word: &str) {
        match self.library.linked(self.number, self.prose, self.random) {
            Some(title) if !self.random.chance(20) => {
                let _ = write!(self.out, "[[{title}|{word}]]");
            }
            _ => {
                let _ = write!(self.out, "''{word}''");
            }
        }
    }

    fn list(&mut self, text: &str) {
        for sentence in text.split_inclusive(['.', '\n']) {
            let sentence = sentence.trim();
            if !sentence.is_empty() {
                let _ = writeln!(self.out, "* {sentence}");
            }
        }
    }

    fn table(&mut self) {
        self.out.push_str("{| class=\"wikitable\"\n! № !! ");
        self.prose.words.push_common(self.random.bits() >> 8, true, &mut self.out);
        for row in 1..3 + self.random.below(6) {
            let _ = write!(self.out, "\n|-\n| {row} || ");
            self.prose.words.push_common(self.random.bits() >> 8, true, &mut self.out);
        }
        self.out.push_str("\n|}\n");
    }
}
