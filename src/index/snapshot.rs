//! A copy of an index at one commit, taken while a writer may be at work.
//!
//! Files with a name in a generation never change, so that a second name for the same bytes is a
//! copy that costs nothing. The copy appears under its name whole and durable, or not at all. A
//! writer may delete an old generation's files between our reading their names and linking them;
//! then there is a newer generation, and all begins again.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::guard::{MANAGED, META, Seal, Sealed};
use super::manifest::{self, Manifest};
use super::store::Index;
use crate::error::{Error, ErrorKind, Result};

/// How often it is tried again while a writer replaces the files.
const TRIES: usize = 100;

/// What a snapshot is made of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// Files.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
    /// Files that share their bytes with the index; the others are copies.
    pub linked: usize,
}

impl Index {
    /// Makes a copy of the last commit in the folder `to`, which must not be there: hard links
    /// where the file system allows, copies otherwise. Waits for no writer, and no writer for it.
    ///
    /// Linked files share their bytes, damage included: a snapshot on the same disk is no backup
    /// against a failing disk.
    ///
    /// # Errors
    /// `User` when `to` is there already, `Corrupt` when a file of the index is missing, `Io` when
    /// the system refuses.
    pub fn snapshot(&self, to: impl AsRef<Path>) -> Result<Snapshot> {
        let to = to.as_ref();
        if to.symlink_metadata().is_ok() {
            let message = format!(
                "{}: is there already: expected the name of a folder to be made",
                to.display()
            );
            return Err(Error::new(ErrorKind::User, message));
        }
        let parent = match to.parent() {
            Some(parent) if parent.as_os_str().is_empty() => Path::new("."),
            Some(parent) => parent,
            None => return Err(Error::io(to, io::ErrorKind::InvalidInput.into())),
        };
        let name = to.file_name().unwrap_or_default().to_string_lossy();
        let unfinished = parent.join(format!(".{name}.{}.tmp", std::process::id()));
        let mut last = None;
        for _ in 0..TRIES {
            remove_folder(&unfinished)?;
            let (outcome, generation) = self.copy_into(&unfinished)?;
            match outcome {
                Ok(snapshot) => {
                    fs::rename(&unfinished, to).map_err(|e| Error::io(to, e))?;
                    sync_folder(parent)?;
                    return Ok(snapshot);
                }
                Err(missing) if last == Some(generation) => {
                    remove_folder(&unfinished)?;
                    let file = missing.display();
                    return Err(Error::corrupt(&self.dir, format!("{file} is missing")));
                }
                Err(_) => last = Some(generation),
            }
        }
        remove_folder(&unfinished)?;
        let message = format!("{}: it changes too fast to be copied", self.dir.display());
        Err(Error::new(ErrorKind::Busy, message))
    }

    /// Copies the last commit into the new folder `to`, or tells which file went away, and which
    /// generation it was.
    fn copy_into(&self, to: &Path) -> Result<(std::result::Result<Snapshot, PathBuf>, u64)> {
        fs::create_dir_all(to).map_err(|e| Error::io(to, e))?;
        let path = self.dir.join(META);
        let content = fs::read(&path).map_err(|e| Error::io(&path, e))?;
        let meta =
            Sealed::open(META, &content).map_err(|damage| Error::damage(&self.dir, &damage))?;
        let manifest = Manifest::read(&self.dir)?;
        if manifest.id != meta.seal.index {
            return Err(Error::corrupt(&self.dir, format!("{META} is of another index")));
        }
        let mut snapshot = Snapshot { files: 3, ..Snapshot::default() };
        for (name, sums) in &meta.seal.files {
            let (from, target) = (self.dir.join(name), to.join(name));
            match link_or_copy(&from, &target) {
                Ok(linked) => snapshot.linked += usize::from(linked),
                Err(e) if e.kind() == io::ErrorKind::NotFound => {
                    return Ok((Err(name.into()), meta.checksum));
                }
                Err(e) => return Err(Error::io(&target, e)),
            }
            let bytes = fs::metadata(&target).map_err(|e| Error::io(&target, e))?.len();
            if bytes != sums.bytes {
                let what = format!("{name}: expected {} bytes, found {bytes} bytes", sums.bytes);
                return Err(Error::corrupt(&self.dir, what));
            }
            snapshot.files += 1;
            snapshot.bytes += bytes;
        }
        let names: Vec<&str> = meta.seal.files.keys().map(String::as_str).chain([META]).collect();
        let seal = Seal { index: manifest.id.clone(), ..Seal::default() };
        let managed = serde_json::to_vec(&names).map_err(io::Error::from);
        let managed = managed.and_then(|names| seal.close(&names));
        let managed = managed.map_err(|e| Error::io(&to.join(MANAGED), e))?;
        write_synced(&to.join(MANAGED), &managed)?;
        write_synced(&to.join(META), &content)?;
        manifest.write(to)?;
        snapshot.bytes += (managed.len() + content.len()) as u64;
        debug_assert!(to.join(manifest::FILE).exists());
        Ok((Ok(snapshot), meta.checksum))
    }
}

/// Gives the bytes of `from` the name `to`, by a link if the file system allows; says whether.
fn link_or_copy(from: &Path, to: &Path) -> io::Result<bool> {
    match fs::hard_link(from, to) {
        Ok(()) => return Ok(true),
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Err(e),
        // Another file system, one without links, or a user that may only read.
        Err(_) => {}
    }
    fs::copy(from, to)?;
    fs::File::open(to)?.sync_all()?;
    Ok(false)
}

fn write_synced(path: &Path, content: &[u8]) -> Result<()> {
    let written = fs::write(path, content).and_then(|()| fs::File::open(path)?.sync_all());
    written.map_err(|e| Error::io(path, e))
}

pub(super) fn sync_folder(dir: &Path) -> Result<()> {
    fs::File::open(dir).and_then(|folder| folder.sync_all()).map_err(|e| Error::io(dir, e))
}

pub(super) fn remove_folder(dir: &Path) -> Result<()> {
    match fs::remove_dir_all(dir) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(Error::io(dir, e)),
        _ => Ok(()),
    }
}
