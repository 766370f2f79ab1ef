//! The index on disk: its fields, its one writer, the pipeline that fills it, its check.

mod addresses;
mod articles;
mod budget;
mod builder;
mod check;
mod checkpoint;
mod choose;
mod document;
mod guard;
mod ids;
mod known;
mod maintain;
mod manifest;
mod merge;
mod name;
mod options;
mod outdated;
mod pipeline;
mod prepare;
mod progress;
mod rebuild;
mod repair;
mod run;
mod schema;
mod segment;
mod snapshot;
mod store;
mod stored;
mod sweep;
mod switch;
mod terms;
mod upgrade;
mod version;
mod writer;

pub use check::{Check, Damaged};
pub use choose::{Choice, Choose};
pub use options::IndexOptions;
pub use progress::Progress;
pub use repair::Repair;
pub use schema::TextField;
pub use snapshot::Snapshot;
pub use store::{Index, OpenOptions};
pub use stored::Articles;
pub use upgrade::Upgrade;
pub use version::Version;

pub(crate) use articles::{ArticleReader, Head, Mark, Marks};
pub(crate) use document::{days, words_of};
#[cfg(test)]
pub(crate) use ids::with_hash_bits;
pub(crate) use name::NameTerm;
pub(crate) use schema::Fields;
pub(crate) use terms::prefix;

/// For the fuzz targets.
#[cfg(fuzzing)]
pub(crate) mod fuzzing {
    use super::guard::{META, Sealed, seal_around, segments};

    /// `line` as the list of files before a checksum that fits.
    pub(crate) fn seal(line: &[u8]) -> Vec<u8> {
        seal_around(line)
    }

    /// Reads a `meta.json`; gives how many segments and files it names.
    pub(crate) fn open(content: &[u8]) -> Result<usize, String> {
        let sealed = Sealed::open(META, content).map_err(|damage| damage.to_string())?;
        let segments = segments(&sealed.body).map_err(|e| e.to_string())?;
        let owned = |name: &str| segments.iter().filter(|segment| segment.owns(name)).count();
        Ok(sealed.seal.files.keys().map(|name| 1 + owned(name)).sum())
    }
}

#[cfg(test)]
#[path = "../../tests/torture/mod.rs"]
mod torture;
