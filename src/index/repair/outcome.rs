//! What came of a repair.

use std::path::PathBuf;

use crate::index::version::Version;

/// What came of a repair.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Repair {
    /// Articles of the index as it is now.
    pub saved: u64,
    /// Ids of articles that are lost, as far as they are known.
    pub lost: Vec<String>,
    /// Lost articles whose ids are lost, too.
    pub lost_unknown: u64,
    /// Articles of segments whose list of deletions is lost: deleted or replaced ones of them may
    /// be back.
    pub maybe_deleted: u64,
    /// Names of the segments that were taken because `meta.json` was lost: articles that were
    /// deleted, or never committed, may be among theirs.
    pub found: Vec<String>,
    /// Those that were not taken, since their texts are damaged.
    pub damaged: Vec<String>,
    /// What the index was made by, where that is another version than this one, of which it is now.
    pub from: Option<Version>,
    /// The folder with the old files, if anything is lost or was guessed.
    pub kept: Option<PathBuf>,
}

impl Repair {
    /// Whether any article is lost.
    #[must_use]
    pub fn loses(&self) -> bool {
        !self.lost.is_empty() || self.lost_unknown > 0 || !self.damaged.is_empty()
    }

    /// Whether nobody knew which segments are the last commit.
    #[must_use]
    pub fn is_guess(&self) -> bool {
        !self.found.is_empty()
    }
}
