//! Faults, power cuts and rotten bits, within one process: these need a `Directory` of their own
//! below the index, so they are unit tests of the library that live here.
//!
//! Each has a small count for every run and an environment variable for long ones (`just torture`).

mod fault;
mod fault_directory;
mod model;
mod panics;
mod power;
mod power_directory;
mod rot;

use std::path::Path;

use tantivy::directory::Directory;

use super::articles::Record;
use super::builder::Prepared;
use super::document::IndexDocument;
use super::guard::Guard;
use super::known::Standing;
use super::store::Index;
use super::writer::Writer;
use crate::analysis::Analyzer;
use crate::error::Result;
use crate::lang::Lang;
use crate::search::{SearchRequest, Searcher};
use demarche_formats::Article;

/// Id of the indexes made here.
const ID: &str = "0123456789abcdef";

/// A count from the environment, or the one for every run.
fn count(variable: &str, usual: u64) -> u64 {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// Where no file is.
fn nowhere() -> &'static Path {
    Path::new("/nonexistent/torture")
}

fn create(directory: impl Into<Box<dyn Directory>>) -> Result<Index> {
    Index::create_over(nowhere(), Guard::create(directory, ID))
}

fn open(directory: impl Into<Box<dyn Directory>>) -> Result<Index> {
    Index::open_over(nowhere(), Guard::open(directory, ID))
}

fn writer(index: &Index) -> Result<Writer> {
    Writer::open(index, 1, 20 << 20, 8 << 20)
}

fn article(id: &str, text: &str) -> Article {
    let mut article = Article::default();
    id.clone_into(&mut article.id);
    "en".clone_into(&mut article.lang);
    article.title = format!("Title {id}");
    text.clone_into(&mut article.body);
    article
}

/// Adds or replaces an article, as the pipeline does.
fn upsert(index: &Index, writer: &mut Writer, articles: &[Article]) -> Result<()> {
    let mut analyzer = Analyzer::new(Lang::En);
    for article in articles {
        let record = Record::new(article, Lang::En);
        let hash = record.hash();
        let standing = writer.known_mut().claim(&article.id, hash);
        let fields = &index.fields;
        let document = Box::new(IndexDocument::new(fields, article, record, hash, &mut analyzer));
        let replaces = standing != Standing::New;
        writer.upsert(vec![Prepared { id: article.id.clone(), replaces, document }])?;
    }
    Ok(())
}

/// The articles of a batch: ten, of which the last replaces one of the batch before.
fn batch(number: u64) -> Vec<Article> {
    let mut articles: Vec<Article> =
        (0..9).map(|n| article(&format!("{number}-{n}"), "The embassy of a state.")).collect();
    let replaced = format!("{}-0", number.saturating_sub(1));
    articles.push(article(&replaced, &format!("A consulate, version {number}.")));
    articles
}

/// Articles after `batches` batches.
fn articles_after(batches: u64) -> u64 {
    batches * 9
}

/// The number of articles, counted in two ways.
fn articles_of(index: &Index) -> Result<u64> {
    let searcher = Searcher::open(index)?;
    let counted: u64 = searcher.articles().values().sum();
    let mut request = SearchRequest::new("title");
    request.limit = 5000;
    let hits = searcher.search(&request)?;
    assert_eq!(hits.len() as u64, counted.min(5000), "hits and columns differ");
    Ok(counted)
}

/// A small generator of numbers, the same for the same seed.
struct Random(u64);

impl Random {
    fn next(&mut self, below: u64) -> u64 {
        // SplitMix64, by Steele, Lea and Flood.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % below.max(1)
    }
}
