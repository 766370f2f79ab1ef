//! Made-up articles in any amount, to measure with: what is indexed is as large as asked for, and
//! the same on every machine.
//!
//! [`generate`] writes articles in one of two [`Form`]s until the size is reached. The bytes follow
//! from [`GenerateOptions`] alone: each article is made from the seed and its number, so that
//! threads, memory and the machine change nothing, and memory does not grow with the size.
//! `languages` has what differs by language, `words` how frequent words are, `text` sentences,
//! `article` records, `mediawiki` their markup.
//!
//! The text has the statistics of real articles – frequencies and growth of the vocabulary, lengths
//! of sentences and articles, inflected words, links and translations – but no meaning: it shows
//! speed, memory and size, and says nothing of how good a ranking is.

use std::io::{self, Write};

use rayon::prelude::*;

use crate::lang::Lang;
use demarche_formats::Article;

mod article;
mod languages;
mod mediawiki;
mod random;
mod syllables;
mod tail;
mod text;
mod words;

use article::Library;
use text::Prose;

/// How articles are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A record a line.
    JsonLines,
    /// A MediaWiki export (`pages-articles`, schema 0.11).
    MediaWiki,
}

/// What to write.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct GenerateOptions {
    /// Size of the output in bytes; kept within 1 % from 400 KB up.
    pub bytes: u64,
    /// Another seed gives other articles.
    pub seed: u64,
    /// How articles are written.
    pub form: Form,
    /// Languages of the articles; each once, any but [`Lang::Other`]. All six by default.
    pub langs: Vec<Lang>,
}

impl Default for GenerateOptions {
    fn default() -> Self {
        Self { bytes: 10 << 20, seed: 1, form: Form::JsonLines, langs: Lang::OWN.to_vec() }
    }
}

/// What was written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Generated {
    /// Articles; redirects and other pages of a wiki not counted.
    pub articles: u64,
    /// Bytes.
    pub bytes: u64,
}

/// Subjects that are made at once: some two megabytes of text, whatever the size asked for.
const BATCH_SUBJECTS: u64 = 192;

/// What is left to write when it is not worth another article.
const LEAST_BYTES: u64 = 3_000;

/// Writes articles to `out` until there are `options.bytes` of them, on all threads of rayon's
/// pool, with some ten megabytes of memory.
///
/// # Errors
/// When `out` can't be written to.
pub fn generate(options: &GenerateOptions, out: &mut impl Write) -> io::Result<Generated> {
    let mut langs: Vec<Lang> =
        options.langs.iter().copied().filter(|lang| *lang != Lang::Other).collect();
    langs.sort_by_key(|lang| lang.number());
    langs.dedup();
    if langs.is_empty() {
        langs = Lang::OWN.to_vec();
    }
    let prose: Vec<Prose> = langs.iter().map(|lang| Prose::new(*lang)).collect();
    let library = Library::new(options.seed, &prose);
    let form = options.form;

    let (head, foot) = match form {
        Form::JsonLines => (String::new(), ""),
        Form::MediaWiki => (mediawiki::head(&langs), mediawiki::FOOT),
    };
    out.write_all(head.as_bytes())?;
    let mut done = Generated { articles: 0, bytes: (head.len() + foot.len()) as u64 };
    let mut first = 0;
    'all: loop {
        let batch: Vec<Vec<Written<'_>>> = (first..first + BATCH_SUBJECTS)
            .into_par_iter()
            .map(|number| {
                let langs = library.langs(number);
                langs.map(|prose| write(&library, number, prose, form, usize::MAX)).collect()
            })
            .collect();
        for written in batch.into_iter().flatten() {
            let left = options.bytes.saturating_sub(done.bytes);
            if left < LEAST_BYTES && done.articles > 0 {
                break 'all;
            }
            let mut text = written.text;
            // The last article is as long as what is left.
            let mut most = written.text_bytes as u64;
            while text.len() as u64 > left && most > 100 {
                most = (most * left / text.len() as u64).min(most - most / 16);
                text = write(&library, written.number, written.prose, form, most as usize).text;
            }
            if text.len() as u64 > left && done.articles > 0 {
                break 'all;
            }
            out.write_all(text.as_bytes())?;
            done.articles += 1;
            done.bytes += text.len() as u64;
        }
        first += BATCH_SUBJECTS;
    }
    out.write_all(foot.as_bytes())?;
    out.flush()?;
    Ok(done)
}

/// An article as it goes out.
struct Written<'a> {
    number: u64,
    prose: &'a Prose,
    text: String,
    /// Bytes of its running text.
    text_bytes: usize,
}

fn write<'a>(
    library: &Library<'_>,
    number: u64,
    prose: &'a Prose,
    form: Form,
    most_bytes: usize,
) -> Written<'a> {
    let article = library.article(number, prose, most_bytes);
    let text = match form {
        Form::JsonLines => json_line(&article),
        Form::MediaWiki => mediawiki::pages(library, number, prose, &article),
    };
    Written { number, prose, text, text_bytes: article.parts().map(|(_, text)| text.len()).sum() }
}

fn json_line(article: &Article) -> String {
    // A record has strings alone; writing them to memory can't fail.
    let mut line = serde_json::to_string(article).unwrap_or_default();
    line.push('\n');
    line
}
