//! This project, by its library, with the ranking that a user gets.

use std::path::Path;

use demarche::{Index, IndexOptions, Lang, Progress, SearchRequest, Searcher};

use super::{Engine, HITS};
use crate::Result;
use crate::queries::{Class, Query};

pub fn index(input: &Path, dir: &Path, jobs: usize, memory_bytes: usize) -> Result<u64> {
    let index = Index::open_or_create(dir)?;
    let mut options = IndexOptions::default();
    options.jobs = jobs;
    options.memory_bytes = memory_bytes;
    let report = index.add(&[input.to_path_buf()], &options, &Progress::default())?;
    Ok(report.articles())
}

pub struct Demarche(Searcher);

impl Demarche {
    pub fn open(dir: &Path) -> Result<Self> {
        Ok(Self(Searcher::open(&Index::open(dir)?)?))
    }
}

impl Engine for Demarche {
    fn search(&self, query: &Query, snippets: bool) -> Result<usize> {
        let text = match query.class {
            Class::Phrase => format!("\"{}\"", query.text),
            _ => query.text.clone(),
        };
        let mut request = SearchRequest::new(text);
        request.langs = Lang::from_tag(&query.lang).into_iter().collect();
        request.limit = HITS;
        request.snippets = snippets;
        let hits = self.0.search(&request)?;
        Ok(hits
            .iter()
            .map(|hit| hit.id.len() + hit.snippets.iter().map(|s| s.text.len()).sum::<usize>())
            .sum())
    }
}
