//! What must hold of the passages of one hit.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use demarche::analysis::{Analyzer, is_stop_word};
use demarche::render::snippet_html;
use demarche::{Article, Lang, Snippet};
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use super::world::{Clause, Query};

/// The words of a language's articles.
pub struct Vocabulary {
    analyzer: RefCell<Analyzer>,
    lang: Lang,
    /// Exact forms, and those of each term.
    forms: BTreeSet<String>,
    of_term: BTreeMap<String, BTreeSet<String>>,
    /// Words of running text, and words that follow each other, as they were written.
    words: BTreeSet<String>,
    runs: BTreeSet<Vec<String>>,
}

impl Vocabulary {
    pub fn new(lang: Lang) -> Self {
        Self {
            analyzer: RefCell::new(Analyzer::new(lang)),
            lang,
            forms: BTreeSet::new(),
            of_term: BTreeMap::new(),
            words: BTreeSet::new(),
            runs: BTreeSet::new(),
        }
    }

    pub fn add(&mut self, article: &Article) {
        let texts = [&article.title, &article.definition];
        let headings = article.sections.iter().map(|section| &section.heading);
        for text in texts.into_iter().chain(headings) {
            self.know(text);
        }
        for (_, text) in article.parts() {
            self.know(text);
            let mut words: Vec<String> = Vec::new();
            self.analyzer
                .borrow_mut()
                .analyze(text, |token| words.push(text[token.start..token.end].to_owned()));
            self.runs.extend(words.chunks(2).chain(words.chunks(3)).map(<[String]>::to_vec));
            self.words.extend(words);
        }
    }

    fn know(&mut self, text: &str) {
        for (exact, term) in self.analyzed(text) {
            self.of_term.entry(term).or_default().insert(exact.clone());
            self.forms.insert(exact);
        }
    }

    pub fn words(&self) -> impl Iterator<Item = &String> {
        self.words.iter()
    }

    pub fn runs(&self) -> impl Iterator<Item = &Vec<String>> {
        self.runs.iter()
    }

    /// Exact form and term of each word of `text`.
    fn analyzed(&self, text: &str) -> Vec<(String, String)> {
        let mut forms = Vec::new();
        self.analyzer.borrow_mut().analyze(text, |token| {
            forms.push((token.exact.to_owned(), token.term.to_owned()));
        });
        forms
    }

    /// Whether one of the index's words with the term `term` holds.
    fn any(&self, term: &str, holds: impl Fn(&str) -> bool) -> bool {
        self.of_term.get(term).is_some_and(|forms| forms.iter().any(|exact| holds(exact)))
    }
}

/// Everything that is wrong with `snippets`.
pub fn all(
    snippets: &[Snippet],
    article: &Article,
    query: &Query,
    vocabulary: &Vocabulary,
) -> Vec<String> {
    let mut wrong = Vec::new();
    for snippet in snippets {
        let complaints = [
            is_cut_from_its_part(snippet, article, query),
            highlights_are_sound(snippet),
            highlights_are_asked_for(snippet, query, vocabulary),
            html_is_safe(snippet),
        ];
        wrong.extend(
            complaints.into_iter().filter_map(Result::err).map(|e| format!("{e}: {snippet:?}")),
        );
    }
    for (at, one) in snippets.iter().enumerate() {
        for other in &snippets[..at] {
            let overlap = one.bytes.0 < other.bytes.1 && other.bytes.0 < one.bytes.1;
            if (one.field, one.section) == (other.field, other.section) && overlap {
                wrong.push(format!("overlap: {one:?} {other:?}"));
            }
        }
    }
    if snippets.len() > query.count {
        wrong.push(format!("{} passages", snippets.len()));
    }
    wrong
}

/// The text that a snippet is from.
fn part<'a>(snippet: &Snippet, article: &'a Article) -> Result<&'a str, String> {
    match (snippet.field, snippet.section) {
        ("definition", None) => Ok(&article.definition),
        ("body", None) => Ok(&article.body),
        ("body", Some(section)) => {
            let section = article.sections.get(section).ok_or("no such section")?;
            let heading = Some(&section.heading).filter(|heading| !heading.is_empty());
            if heading != snippet.heading.as_ref() {
                return Err("another heading".to_owned());
            }
            Ok(&section.text)
        }
        _ => Err("no such field".to_owned()),
    }
}

fn is_boundary(text: &str, at: usize) -> bool {
    GraphemeCursor::new(at, text.len(), true).is_boundary(text, 0).unwrap_or(false)
}

fn is_cut_from_its_part(snippet: &Snippet, article: &Article, query: &Query) -> Result<(), String> {
    let part = part(snippet, article)?;
    let (start, end) = snippet.bytes;
    let passage = part.get(start..end).ok_or("bytes out of the part")?;
    let chars = part.chars().skip(snippet.chars.0).take(snippet.chars.1 - snippet.chars.0);
    if chars.collect::<String>() != passage {
        return Err("chars are not bytes".to_owned());
    }
    if !is_boundary(part, start) || !is_boundary(part, end) {
        return Err("cut inside a grapheme".to_owned());
    }
    let shown = passage.replace('\n', " ");
    let dots = |before: bool, after: bool| {
        format!("{}{shown}{}", if before { "… " } else { "" }, if after { " …" } else { "" })
    };
    let (before, after) = match [(false, false), (true, false), (false, true), (true, true)]
        .into_iter()
        .find(|(before, after)| snippet.text == dots(*before, *after))
    {
        Some(found) => found,
        None => return Err("not the text of its place".to_owned()),
    };
    if before && part[..start].trim().is_empty() {
        return Err("dots before the beginning".to_owned());
    }
    if after && part[end..].trim().is_empty() {
        return Err("dots behind the end".to_owned());
    }
    if passage.trim().is_empty() {
        // Nothing fits where one character with its marks is longer.
        let longest = part.graphemes(true).map(|grapheme| grapheme.chars().count()).max();
        if longest.is_some_and(|longest| longest <= query.chars) {
            return Err("empty".to_owned());
        }
    }
    if passage.chars().count() > query.chars {
        return Err(format!("{} characters", passage.chars().count()));
    }
    Ok(())
}

fn highlights_are_sound(snippet: &Snippet) -> Result<(), String> {
    let bytes: Vec<usize> = snippet.text.char_indices().map(|(at, _)| at).collect();
    let byte = |char: usize| bytes.get(char).copied().unwrap_or(snippet.text.len());
    let mut before = 0;
    for (start, end) in snippet.highlights.iter().copied() {
        if start < before || end <= start || end > bytes.len() {
            return Err(format!("highlight {start}..{end}"));
        }
        before = end;
        if !is_boundary(&snippet.text, byte(start)) || !is_boundary(&snippet.text, byte(end)) {
            return Err(format!("highlight {start}..{end} inside a grapheme"));
        }
    }
    Ok(())
}

fn html_is_safe(snippet: &Snippet) -> Result<(), String> {
    let html = snippet_html(snippet).replace("<mark>", "").replace("</mark>", "");
    if html.contains(['<', '>']) { Err(format!("markup: {html}")) } else { Ok(()) }
}

/// Words of highlights must be of the query, word by word.
fn highlights_are_asked_for(
    snippet: &Snippet,
    query: &Query,
    vocabulary: &Vocabulary,
) -> Result<(), String> {
    for (piece, _) in snippet.pieces().filter(|(_, matched)| *matched) {
        let words = vocabulary.analyzed(piece);
        if words.is_empty() {
            return Err(format!("no word in {piece:?}"));
        }
        for (exact, term) in &words {
            if !query.clauses.iter().any(|clause| asks(clause, exact, term, query, vocabulary)) {
                return Err(format!("{exact:?} ({term:?}) was not asked for"));
            }
        }
        if let [Clause::Phrase(phrase, 0)] = query.clauses.as_slice() {
            let phrase = phrase.join(" ");
            let asked = vocabulary.analyzed(&phrase).len();
            let at_end = snippet.text.ends_with('…') || snippet.text.starts_with('…');
            let too_long = query.chars < phrase.chars().count() + 8;
            if words.len() < asked && !at_end && !too_long {
                return Err(format!("{piece:?} is a part of the phrase"));
            }
        }
    }
    Ok(())
}

/// Whether `clause` looks for the word with this exact form and term.
fn asks(clause: &Clause, exact: &str, term: &str, query: &Query, vocabulary: &Vocabulary) -> bool {
    // Function words go from what is no list, which may leave one; one demanded word is a list.
    let is_stop = |word: &str| {
        let forms = vocabulary.analyzed(word);
        forms.iter().all(|(exact, _)| is_stop_word(vocabulary.lang, exact))
    };
    let is_list = query.clauses.iter().all(|clause| match clause {
        Clause::Demanded(word) => query.clauses.len() == 1 || is_stop(word),
        Clause::Excluded(word) => is_stop(word),
        Clause::Phrase(words, _) => words.len() == 1,
        _ => true,
    });
    let of_word = |word: &str, related: bool| {
        vocabulary.analyzed(word).iter().any(|(asked, asked_term)| {
            let known = vocabulary.forms.contains(asked);
            term == asked_term
                || vocabulary.any(term, |form| plain(vocabulary.lang, form, asked))
                || related && is_list && is_related(term, asked_term)
                || !known && vocabulary.any(term, |form| distance(form, asked) <= 2)
        })
    };
    match clause {
        Clause::Excluded(_) | Clause::Title(_) => false,
        Clause::Word(word) | Clause::Demanded(word) => of_word(word, true),
        Clause::Phrase(words, _) => words.iter().any(|word| of_word(word, words.len() == 1)),
        Clause::Exact(word) => vocabulary.analyzed(word).iter().any(|(asked, _)| {
            let known = vocabulary.forms.contains(asked);
            asked == exact
                || plain(vocabulary.lang, exact, asked)
                || !known && distance(exact, asked) <= 2
        }),
        Clause::Prefix(start) => vocabulary
            .analyzed(start)
            .iter()
            .any(|(start, _)| vocabulary.any(term, |form| form.starts_with(start.as_str()))),
        Clause::Fuzzy(word, edits) => {
            vocabulary.analyzed(word).iter().any(|(asked, asked_term)| {
                term == asked_term
                    || vocabulary.any(term, |form| distance(form, asked) <= usize::from(*edits))
            })
        }
    }
}

/// Terms that share three quarters of their letters count as related in lists of words.
fn is_related(term: &str, asked: &str) -> bool {
    let letters = asked.chars().count();
    let start: String = asked.chars().take((letters * 3 / 4).max(5)).collect();
    letters >= 5 && term.starts_with(&start) && term.chars().count() <= letters + 4
}

/// Whether `typed` is `form` without letters of the language.
fn plain(lang: Lang, form: &str, typed: &str) -> bool {
    let pairs: &[&str] = match lang {
        Lang::Tr => &["cç", "gğ", "iı", "oö", "sş", "uü"],
        Lang::Kk => &["аә", "гғ", "кқ", "нң", "оө", "уұ", "уү", "хһ", "иі", "ыі", "еә"],
        Lang::Uk => &["иі", "еє"],
        Lang::Be => &["иі"],
        _ => &[],
    };
    let same = |(a, b): (char, char)| {
        a == b || pairs.iter().any(|pair| pair.starts_with(b) && pair.ends_with(a))
    };
    form.chars().count() == typed.chars().count() && form.chars().zip(typed.chars()).all(same)
}

/// Letters to change, leave out, add or exchange with their neighbour.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > 2 {
        return usize::MAX;
    }
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            rows[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let changed = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                let swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                let swap = if swapped { rows[i - 2][j - 2] + 1 } else { usize::MAX };
                changed.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1).min(swap)
            };
        }
    }
    rows[a.len()][b.len()]
}
