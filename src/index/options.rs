//! How a run of indexing is done.

use std::path::PathBuf;
use std::sync::Arc;

use super::choose::Choose;
use crate::lang::Lang;
use demarche_formats::Format;
use demarche_formats::Limits;

/// How a run of indexing is done.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct IndexOptions {
    /// Language of every article that states none, instead of detecting it.
    pub lang: Option<Lang>,
    /// Format of every input, instead of telling it by content.
    pub format: Option<Format>,
    /// `langlinks` dumps, besides those among the inputs, that give the articles of dumps their
    /// translations.
    pub langlinks: Vec<PathBuf>,
    /// What decides which articles are taken; all are without it. One that is left out leaves an
    /// older one of its id in the index.
    pub choose: Option<Arc<dyn Choose>>,
    /// Threads for unpacking, for parsing and analysis, and for writing; 0 for one each core.
    pub jobs: usize,
    /// Memory for the whole run, in bytes, about. glibc's allocator keeps more that was freed. A
    /// program that must stay near this needs another one, as the command line has mimalloc, or
    /// `MALLOC_MMAP_THRESHOLD_` and `MALLOC_TRIM_THRESHOLD_` of 4194304 in its environment.
    pub memory_bytes: usize,
    /// Caps on input.
    pub limits: Limits,
    /// Starts over where an interrupted run could be gone on with.
    pub restart: bool,
    /// Commits each time that so many bytes of text were read, instead of after some time. For
    /// tests of this project.
    #[doc(hidden)]
    pub commit_every_bytes: Option<u64>,
}

impl Default for IndexOptions {
    fn default() -> Self {
        Self {
            lang: None,
            format: None,
            langlinks: Vec::new(),
            choose: None,
            jobs: 0,
            memory_bytes: 512 << 20,
            limits: Limits::default(),
            restart: false,
            commit_every_bytes: None,
        }
    }
}
