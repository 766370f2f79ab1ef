//! The engines, behind one trait.

use std::path::Path;

use clap::ValueEnum;

use crate::Result;
use crate::queries::Query;

pub mod demarche;
pub mod fts5;
pub mod tantivy;
mod tokenizers;

/// Which engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Name {
    /// This project
    Demarche,
    /// tantivy with its default tokenizer
    Tantivy,
    /// tantivy with UAX 29 words and Snowball by language
    TantivySnowball,
    /// SQLite FTS5
    Fts5,
}

/// In the order of the table.
pub const ALL: [Name; 4] = [Name::Demarche, Name::Tantivy, Name::TantivySnowball, Name::Fts5];

impl Name {
    /// As the command line has it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Demarche => "demarche",
            Self::Tantivy => "tantivy",
            Self::TantivySnowball => "tantivy-snowball",
            Self::Fts5 => "fts5",
        }
    }

    /// For people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Demarche => "demarche",
            Self::Tantivy => "tantivy 0.27, default tokenizer",
            Self::TantivySnowball => "tantivy 0.27, UAX 29 + Snowball",
            Self::Fts5 => "SQLite FTS5",
        }
    }

    /// Makes an index of `input` in the empty folder `dir`; returns the articles in it.
    pub fn index(self, input: &Path, dir: &Path, jobs: usize, memory_bytes: usize) -> Result<u64> {
        match self {
            Self::Demarche => demarche::index(input, dir, jobs, memory_bytes),
            Self::Tantivy => tantivy::index(input, dir, jobs, memory_bytes, false),
            Self::TantivySnowball => tantivy::index(input, dir, jobs, memory_bytes, true),
            Self::Fts5 => fts5::index(input, dir, memory_bytes),
        }
    }

    /// Opens the index in `dir`.
    pub fn open(self, dir: &Path) -> Result<Box<dyn Engine>> {
        Ok(match self {
            Self::Demarche => Box::new(demarche::Demarche::open(dir)?),
            Self::Tantivy => Box::new(tantivy::Tantivy::open(dir, false)?),
            Self::TantivySnowball => Box::new(tantivy::Tantivy::open(dir, true)?),
            Self::Fts5 => Box::new(fts5::Fts5::open(dir)?),
        })
    }
}

/// Hits asked for.
pub const HITS: usize = 10;

/// An open index.
pub trait Engine {
    /// The ids of the ten best articles, and with `snippets` a passage of each. Returns how many
    /// bytes of answer there are, so that no work can be left out.
    fn search(&self, query: &Query, snippets: bool) -> Result<usize>;
}
