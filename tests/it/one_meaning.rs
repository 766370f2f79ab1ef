//! A query means the same to `search` and to `index --match`.
//!
//! Hundreds of queries of all kinds, made of words of the sample articles, are held against each
//! article by a [`Selector`] and looked up in an index of all. Both must come to the same articles,
//! except where a search finds more by what *other* articles have:
//!
//! - what stands nowhere is searched as something near it: words are mended, a phrase becomes its
//!   words, and the answer says so;
//! - prefixes, fuzzy words and words typed without their letters (as words of one language are to
//!   another: `дипломатия` for `дипломатія`) stand for words of the whole index, whose other forms
//!   are found too, 50 of them at most. In an index of one article they find just what a
//!   [`Selector`] takes;
//! - words related to a word that the index has find articles as well: not asked for here.

use std::collections::BTreeSet;
use std::path::Path;

use demarche::analysis::{Analyzer, is_stop_word};
use demarche::index::Choose;
use demarche::select::{SelectOptions, Selector};
use demarche::{Answer, Article, Index, IndexOptions, Lang, Progress, SearchRequest, Searcher};

/// Queries without patterns, split by semicolons: words `{a}` to `{d}`, words in a row, words of the
/// title, a function word, the language.
const PLAIN: &str = r#"
    {a} ; {a} {b} ; +{a} +{b} ; +{a} {b} ; {a} -{b} ; +{a} -{c} ; {a} AND {b} AND {c} ;
    ({a} OR {b}) AND {c} ; ({a} {b}) -({c} {d}) ; NOT {a} ; -{a} -{b} ; * ; * -{b} ;
    ({a}^2 {b})^3 +{d} ; "{two}" ; "{two}" {d} ; +"{two}" -{d} ; "{three}" ;
    "{first} {third}" ; "{first} {third}"~1 ; "{last} {first}"~1 ; "{last} {first}"~2 ;
    "{third} {last} {first}"~4 ; "{a} {b}"~20 ; "{a} {c}"~100 ; +"{a} {b}"~100 +"{other_two}" ;
    "{two}" OR "{other_two}" ; NOT "{two}" ; title:{t} ; title:{a} ; body:{a} ; headings:{t} ;
    aliases:{t} ; keywords:{t} ; definition:{t} ; references:{t} ; exact:{a} ;
    exact:{b} exact:{c} ; +exact:{a} {d} ; title:({t} {a}) ; body:"{two}" ; exact:"{two}" ;
    title:"{title}" ; {title} ; "{title}" ; references:"{two}" ; {stop} ; {stop} {a} ;
    +{stop} +{a} ; "{stop} {a}"~5 ; {stop} -{a} ; +({stop} {a}) {b} ; lang:{l} ; {a} lang:{l} ;
    {a} -lang:{l} ; {a} lang:tr,uk ; {a} category:{t} ; category:{t}* ; {a} -category:{t}* ;
    has:translation {a} ; {a} -has:translation ; translation:en ; {a} translation:tr,kk ;
    {a} -translation:en ; date:2019 ; {a} date:>=2010 ; {a} -date:>=2000 ;
    date:[1900 TO 2021-06] {a} ; {a}-{b} ; +{a}-{b} ; "{a}-{b}"~90
"#;

/// Queries with prefixes and fuzzy words: beginnings of words, and words with letters swapped or
/// left out.
const PATTERNS: &str = r#"
    {a4}* ; {a6}* {b} ; +{a4}* +{b4}* ; {a}* ; title:{t4}* ; references:{a4}* ; {a}~ ; {a}~1 ;
    {b}~2 ; {swapped}~1 ; {cut}~ ; {cut}~1 ; {head}~ ; {head}~2 ; title:{t}~1 ;
    ({a4}* OR {cut}~) AND {c}
"#;

/// Such queries of which other articles may also decide what is *not* found: what is excluded, and
/// which one of the exact forms of a term is looked for.
const EXCLUDING: &str = r#"
    exact:{a4}* ; {d} -{a4}* ; +{b} -{cut}~1 ; exact:{a}~1 ; NOT {a4}*
"#;

/// Articles of a language that queries are made of.
const SEEDS: usize = 2;

fn searcher(dir: &Path, input: &Path) -> (Searcher, Vec<Article>) {
    let index = Index::open_or_create(dir).unwrap();
    index.add(&[input.to_path_buf()], &IndexOptions::default(), &Progress::default()).unwrap();
    let articles = index.articles().unwrap().collect::<demarche::Result<_>>().unwrap();
    (Searcher::open(&index).unwrap(), articles)
}

fn sample(dir: &Path) -> (Searcher, Vec<Article>) {
    searcher(dir, &Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus"))
}

/// What other articles may decide of what a query finds.
#[derive(Clone, Copy, PartialEq)]
enum Others {
    Nothing,
    /// That it finds more.
    More,
    MoreOrLess,
}

struct Query {
    text: String,
    others: Others,
}

/// Words of an article's text with more than four letters that are no function words, and what
/// stands from each to the one after the next.
fn words(article: &Article, lang: Lang) -> Vec<(String, [String; 2])> {
    let mut tokens: Vec<(String, usize, usize, bool)> = Vec::new();
    let text = article.body.as_str();
    Analyzer::new(lang).analyze(text, |token| {
        let word = text[token.start..token.end].to_owned();
        let is_word = word.chars().count() > 4
            && word.chars().all(char::is_alphabetic)
            && !is_stop_word(lang, token.exact);
        tokens.push((word, token.start, token.end, is_word));
    });
    let plain = |from: usize, to: usize| {
        let text = &text[from..to];
        let is_plain = text.chars().all(|c| c.is_alphabetic() || c == ' ');
        is_plain.then(|| text.to_owned())
    };
    let rows = tokens.windows(3).filter(|row| row[0].3);
    let found = rows.filter_map(|row| {
        let two = plain(row[0].1, row[1].2)?;
        let three = plain(row[0].1, row[2].2)?;
        Some((row[0].0.clone(), [two, three]))
    });
    found.collect()
}

fn start(word: &str, letters: usize) -> String {
    word.chars().take(letters).collect()
}

/// Queries of all kinds on words of `article`.
fn queries(article: &Article, lang: Lang) -> Vec<Query> {
    let words = words(article, lang);
    let at = |part: usize| &words[words.len() * part / 6];
    let [(a, [two, three]), (b, [other_two, _]), (c, _), (d, _)] = [at(0), at(2), at(3), at(5)];
    let mut stop = "";
    for word in ["ve", "и", "і", "және", "the"] {
        if is_stop_word(lang, word) {
            stop = word;
        }
    }
    let (first, last) = two.split_once(' ').unwrap();
    let third = three.rsplit_once(' ').unwrap().1;
    let title = article.title.as_str();
    let title_word = title.split(|c: char| !c.is_alphabetic()).max_by_key(|w| w.len()).unwrap();
    let of = |queries: &'static str, others| {
        queries.split(" ;").map(move |query| (query.trim(), others))
    };
    let all = of(PLAIN, Others::Nothing).chain(of(PATTERNS, Others::More));
    let all = all.chain(of(EXCLUDING, Others::MoreOrLess));
    let mut letters: Vec<char> = a.chars().collect();
    letters.swap(2, 3);
    let swapped: String = letters.iter().collect();
    let cut: String = b.chars().take(3).chain(b.chars().skip(4)).collect();
    let head: String = a.chars().skip(1).collect();
    let [a4, a6, b4, t4] =
        [(a, 4), (a, 6), (b, 4), (&title_word.to_owned(), 4)].map(|(w, n)| start(w, n));
    let parts: [(&str, &str); 21] = [
        ("{a}", a),
        ("{b}", b),
        ("{c}", c),
        ("{d}", d),
        ("{two}", two),
        ("{three}", three),
        ("{other_two}", other_two),
        ("{first}", first),
        ("{last}", last),
        ("{third}", third),
        ("{t}", title_word),
        ("{title}", title),
        ("{stop}", stop),
        ("{l}", lang.code()),
        ("{a4}", &a4),
        ("{a6}", &a6),
        ("{b4}", &b4),
        ("{t4}", &t4),
        ("{swapped}", &swapped),
        ("{cut}", &cut),
        ("{head}", &head),
    ];
    let fill = |(query, others): (&str, Others)| {
        let fill = |query: String, (part, text): &(&str, &str)| query.replace(part, text);
        Query { text: parts.iter().fold(query.to_owned(), fill), others }
    };
    all.map(fill).collect()
}

/// The ids that a search finds, without related words.
fn found(searcher: &Searcher, query: &str, langs: &[Lang]) -> (BTreeSet<String>, Answer) {
    let mut request = SearchRequest::new(query);
    request.langs = langs.to_vec();
    request.limit = 1_000;
    request.snippets = false;
    request.params.related = 0.0;
    let answer = searcher.answer(&request).unwrap();
    (answer.hits.iter().map(|hit| hit.id.clone()).collect(), answer)
}

/// An analyzer of each language: with its memory of words, analyzing again costs little.
fn analyzers() -> Vec<Analyzer> {
    Lang::ALL.into_iter().map(Analyzer::new).collect()
}

/// The ids of articles that a selector takes.
fn taken(articles: &[&Article], query: &str, analyzers: &mut [Analyzer]) -> BTreeSet<String> {
    let mut options = SelectOptions::default();
    options.queries = vec![query.to_owned()];
    let (selector, _) = Selector::new(&options);
    let is_taken = |article: &&&Article| {
        let lang = Lang::from_tag(&article.lang).unwrap();
        selector.choose(article, lang, &mut analyzers[usize::from(lang.number())]).kept
    };
    articles.iter().filter(is_taken).map(|article| article.id.clone()).collect()
}

/// Whether what was searched is not what was typed.
fn is_mended(answer: &Answer) -> bool {
    let as_words = |note: &demarche::query::Note| note.message.ends_with("searched as words");
    !answer.corrected.is_empty() || answer.notes.iter().any(as_words)
}

/// Some articles that queries can be made of.
fn seeds<'a>(articles: &[&'a Article], lang: Lang) -> Vec<&'a Article> {
    let has_words = |article: &&&Article| words(article, lang).len() >= 6;
    let all: Vec<&Article> = articles.iter().filter(has_words).copied().collect();
    all.iter().step_by(all.len() / SEEDS).take(SEEDS).copied().collect()
}

fn of_lang(articles: &[Article], lang: Lang) -> Vec<&Article> {
    articles.iter().filter(|article| article.lang == lang.code()).collect()
}

#[test]
fn what_a_search_finds_is_what_an_article_is_taken_by() {
    let dir = tempfile::tempdir().unwrap();
    let (searcher, articles) = sample(dir.path());
    let all: Vec<&Article> = articles.iter().collect();
    let mut analyzers = analyzers();
    let (mut asked, mut hits, mut failures) = (0, 0, Vec::new());
    for lang in Lang::OWN {
        let own = of_lang(&articles, lang);
        let own_ids: BTreeSet<&String> = own.iter().map(|article| &article.id).collect();
        for seed in seeds(&own, lang) {
            for Query { text, others } in queries(seed, lang) {
                let alone = text.len() % 8 > 0;
                let (langs, among) = if alone { (vec![lang], &own) } else { (vec![], &all) };
                let (found, answer) = found(&searcher, &text, &langs);
                let taken = taken(among, &text, &mut analyzers);
                asked += 1;
                hits += taken.len();
                // To another language, words may be some of its own without their letters.
                let is_more = |id: &String| others == Others::Nothing && own_ids.contains(id);
                let more = found.difference(&taken).any(is_more);
                let agree = others == Others::MoreOrLess
                    || taken.is_subset(&found) && (!more || is_mended(&answer));
                if !agree {
                    let only = |a: &BTreeSet<String>, b: &BTreeSet<String>| {
                        a.difference(b).cloned().collect::<Vec<_>>().join(" ")
                    };
                    let (by_search, by_match) = (only(&found, &taken), only(&taken, &found));
                    failures.push(format!("{lang} {text}: -{by_match} +{by_search}"));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{} of {asked}:\n{}", failures.len(), failures.join("\n"));
    assert!(asked > 1_000 && hits > asked, "{hits} articles of {asked} queries");
}

#[test]
fn in_an_index_of_one_article_patterns_find_what_it_is_taken_by() {
    let dir = tempfile::tempdir().unwrap();
    let (_, articles) = sample(&dir.path().join("all"));
    let mut analyzers = analyzers();
    let (mut asked, mut takes, mut failures) = (0, 0, Vec::new());
    for lang in Lang::OWN {
        let own = of_lang(&articles, lang);
        let seeds = seeds(&own, lang);
        for (number, article) in own.iter().step_by(own.len() / 3).enumerate() {
            let input = dir.path().join("one.jsonl");
            std::fs::write(&input, serde_json::to_string(article).unwrap() + "\n").unwrap();
            let (searcher, one) = searcher(&dir.path().join(format!("{lang}{number}")), &input);
            let one: Vec<&Article> = one.iter().collect();
            for Query { text, .. } in seeds.iter().flat_map(|seed| queries(seed, lang)) {
                let (found, answer) = found(&searcher, &text, &[lang]);
                let taken = taken(&one, &text, &mut analyzers);
                asked += 1;
                takes += usize::from(!taken.is_empty());
                if taken != found && !is_mended(&answer) {
                    failures.push(format!("{} {text}: taken {taken:?}", article.id));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{} of {asked}:\n{}", failures.len(), failures.join("\n"));
    assert!(takes > asked / 10 && takes < asked * 9 / 10, "{takes} of {asked}");
}

#[test]
fn the_first_letter_of_a_fuzzy_word_must_be_right() {
    let dir = tempfile::tempdir().unwrap();
    let (searcher, articles) = sample(dir.path());
    let own = of_lang(&articles, Lang::En);
    for (query, some) in [("mbassador~", false), ("ambasador~", true), ("title:mbassy~", false)] {
        let found = found(&searcher, query, &[Lang::En]).0;
        assert_eq!(!found.is_empty(), some, "{query}: {found:?}");
        assert_eq!(!taken(&own, query, &mut analyzers()).is_empty(), some, "{query}");
    }
}
