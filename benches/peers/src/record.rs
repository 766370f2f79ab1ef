//! The one file that all engines index: JSON Lines of id, language, title, definition and body.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use demarche::formats::{Inputs, InputsOptions};
use demarche::{Article, Lang, Limits};
use serde::{Deserialize, Serialize};

use crate::Result;

/// An article, reduced to what every engine can hold.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Record {
    pub id: String,
    pub lang: String,
    pub title: String,
    pub definition: String,
    pub body: String,
}

/// What a file holds.
#[derive(Debug, Clone, Copy, Default)]
pub struct Size {
    pub articles: u64,
    pub bytes: u64,
}

impl Record {
    fn of(article: &Article) -> Self {
        let mut body = String::new();
        for (heading, text) in article.parts() {
            for part in heading.into_iter().chain([text]) {
                if !part.is_empty() {
                    body.push_str(part);
                    body.push('\n');
                }
            }
        }
        let lang =
            Lang::from_tag(&article.lang).unwrap_or_else(|| demarche::lang::detect(&body).lang);
        Self {
            id: article.id.clone(),
            lang: lang.code().to_owned(),
            title: article.title.clone(),
            definition: article.definition.clone(),
            body,
        }
    }
}

/// Reads `inputs` by demarche's readers and writes their articles to `path`, each id once.
pub fn write(inputs: &[PathBuf], path: &Path) -> Result<Size> {
    let limits = Limits::default();
    let mut out = BufWriter::new(File::create(path)?);
    let mut size = Size::default();
    let mut ids = rustc_hash::FxHashSet::default();
    let mut rejected = 0_u64;
    for unit in Inputs::new(inputs, InputsOptions::default()) {
        let Ok(unit) = unit else {
            rejected += 1;
            continue;
        };
        for article in unit.parse(&limits).records {
            let Ok(article) = article else {
                rejected += 1;
                continue;
            };
            if !ids.insert(xxhash_rust::xxh3::xxh3_64(article.id.as_bytes())) {
                continue;
            }
            let line = serde_json::to_string(&Record::of(&article))?;
            writeln!(out, "{line}")?;
            size.articles += 1;
            size.bytes += line.len() as u64 + 1;
        }
    }
    out.flush()?;
    if rejected > 0 {
        eprintln!("left out, not readable: {rejected}");
    }
    Ok(size)
}

/// Calls `each` with every record of a file.
pub fn for_each(path: &Path, mut each: impl FnMut(Record) -> Result<()>) -> Result<()> {
    let mut reader = BufReader::with_capacity(1 << 20, File::open(path)?);
    let mut line = String::new();
    loop {
        line.clear();
        if reader.read_line(&mut line)? == 0 {
            return Ok(());
        }
        each(serde_json::from_str(&line)?)?;
    }
}
