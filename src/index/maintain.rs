//! Deleting articles and merging segments.

use super::pipeline::cores;
use super::store::Index;
use super::writer::Writer;
use crate::error::Result;

/// Memory of a writer that adds nothing.
const SMALL_WRITER_BYTES: usize = 20 << 20;

impl Index {
    /// Deletes the articles of `ids`; returns those that have none.
    ///
    /// # Errors
    /// `Busy` when another writer holds the index, `Io` when writing fails.
    pub fn delete(&self, ids: &[String]) -> Result<Vec<String>> {
        let mut writer =
            Writer::open(&self.for_writing()?, 1, SMALL_WRITER_BYTES, SMALL_WRITER_BYTES)?;
        let mut missing = Vec::new();
        for id in ids {
            if !writer.delete(id)? {
                missing.push(id.clone());
            }
        }
        writer.commit()?;
        writer.close()?;
        Ok(missing)
    }

    /// Merges all segments into one, which makes searches faster and frees the room of deleted
    /// articles. Costs a rewriting of the index, by two threads where there are two cores, and its size
    /// and a fifth more on disk while it runs.
    ///
    /// # Errors
    /// `Busy` when another writer holds the index, `Io` when writing fails.
    pub fn optimize(&self) -> Result<()> {
        let mut writer =
            Writer::open(&self.for_writing()?, cores(), SMALL_WRITER_BYTES, SMALL_WRITER_BYTES)?;
        writer.merge_all()?;
        writer.close()
    }
}
