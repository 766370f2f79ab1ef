//! Whether the files of an index are whole, and what is lost if they are not.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use super::guard::{BLOCK_BYTES, MANAGED, META, Sealed, Sums, segments};
use super::manifest::{self, Manifest};
use super::store::Index;
use crate::error::{Damage, Error, ErrorKind, Result};

/// What a check found.
#[derive(Debug, Clone, Default, serde::Serialize)]
pub struct Check {
    /// Files looked at.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
    /// Files that are missing, cut or changed.
    pub damaged: Vec<Damaged>,
    /// Articles in the index.
    pub articles: u64,
    /// Articles in the segments that have damaged files.
    pub in_damaged: u64,
}

/// A file that is not what it must be.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Damaged {
    /// Its name in the index folder.
    pub file: PathBuf,
    /// What it must be.
    pub expected: String,
    /// What it is.
    pub found: String,
    /// Articles of its segment; all of the index for a file that belongs to no segment.
    pub articles: u64,
    /// What it holds of them.
    pub holds: &'static str,
}

impl std::fmt::Display for Damaged {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { file, expected, found, articles, holds } = self;
        let file = file.display();
        write!(f, "{file}: expected {expected}, found {found}; it holds {holds}")?;
        if *articles > 0 { write!(f, " of {articles} articles") } else { Ok(()) }
    }
}

impl Index {
    /// Reads every file of the last commit and compares it with its checksums. Costs one reading
    /// of the index.
    ///
    /// # Errors
    /// As [`check_dir`](Self::check_dir).
    pub fn check(&self) -> Result<Check> {
        Self::check_dir(&self.dir)
    }

    /// The same for the index in `dir`, which may be too damaged to be opened.
    ///
    /// # Errors
    /// `User` when there is no index, `Io` when the system refuses to read; damage is no error.
    pub fn check_dir(dir: impl AsRef<Path>) -> Result<Check> {
        let dir = dir.as_ref();
        // A writer may replace the files while they are read.
        let mut generation = None;
        loop {
            let (check, read) = check_once(dir)?;
            if check.damaged.is_empty() || generation == Some(read) {
                return Ok(check);
            }
            generation = Some(read);
        }
    }
}

/// The check, and the checksum of the `meta.json` that it went by.
fn check_once(dir: &Path) -> Result<(Check, Option<u64>)> {
    let mut check = Check::default();
    let manifest = match Manifest::read(dir) {
        Ok(manifest) => Some(manifest),
        Err(e) if e.kind() == ErrorKind::Corrupt && !Manifest::is_readable(dir) => {
            check.damaged.push(Damaged {
                file: manifest::FILE.into(),
                expected: "the id, format and analysis of the index".to_owned(),
                found: "something else".to_owned(),
                articles: 0,
                holds: "what the index was made by",
            });
            None
        }
        Err(e) => return Err(e),
    };
    let meta = read_sealed(dir, META, &mut check)?;
    let managed = read_sealed(dir, MANAGED, &mut check)?;
    check.files += usize::from(manifest.is_some());
    check.damaged.extend(foreign(manifest.as_ref(), meta.as_ref(), managed.as_ref()));
    let Some(meta) = meta else { return Ok((check, None)) };
    let segments =
        segments(&meta.body).map_err(|e| Error::corrupt(dir, format!("{META}: segments: {e}")))?;
    check.articles = segments.iter().map(|segment| segment.articles()).sum();

    let files: Vec<(&String, &Sums)> = meta.seal.files.iter().collect();
    let looked: Result<Vec<_>> =
        files.par_iter().map(|(name, sums)| Ok((*name, look(dir, name, sums)?))).collect();
    let mut lost = BTreeMap::new();
    for (name, look) in looked? {
        check.bytes += look.bytes;
        check.files += usize::from(look.exists);
        let Some(damage) = look.damage else { continue };
        let segment = segments.iter().find(|segment| segment.owns(name));
        let articles = segment.map_or(0, |segment| segment.articles());
        lost.insert(segment.map(|segment| segment.name()), articles);
        check.damaged.push(Damaged {
            file: name.into(),
            expected: damage.expected,
            found: damage.found,
            articles,
            holds: holds(name),
        });
    }
    check.in_damaged = lost.values().sum();
    Ok((check, Some(meta.checksum)))
}

/// What `meta.json` holds.
const META_HOLDS: &str = "the list of segments: all";

/// The file that belongs to another index: the one that the other two do not agree with.
fn foreign(
    manifest: Option<&Manifest>,
    meta: Option<&Sealed>,
    managed: Option<&Sealed>,
) -> Option<Damaged> {
    let (Manifest { id: manifest, before, .. }, meta) = (manifest?, &meta?.seal.index);
    // One of the index that this one took the place of does no harm.
    let managed =
        managed.map(|sealed| &sealed.seal.index).filter(|id| Some(*id) != before.as_ref());
    let (file, holds, expected, found) = match managed {
        _ if manifest == meta && managed.is_none_or(|managed| managed == meta) => return None,
        Some(managed) if manifest == meta => (MANAGED, "the list of own files", meta, managed),
        Some(managed) if manifest != managed => {
            (manifest::FILE, "what the index was made by", meta, manifest)
        }
        _ => (META, META_HOLDS, manifest, meta),
    };
    let (expected, found) = (format!("a file of index {expected}"), format!("one of {found}"));
    Some(Damaged { file: file.into(), expected, found, articles: 0, holds })
}

/// Reads a sealed file and notes what is wrong with it.
fn read_sealed(dir: &Path, file: &'static str, check: &mut Check) -> Result<Option<Sealed>> {
    let holds = if file == META { META_HOLDS } else { "the list of own files" };
    let mut damaged = |expected: String, found: String| {
        check.damaged.push(Damaged { file: file.into(), expected, found, articles: 0, holds });
    };
    let path = dir.join(file);
    let content = match std::fs::read(&path) {
        Ok(content) => content,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
            damaged("to be there".to_owned(), "it is missing".to_owned());
            return Ok(None);
        }
        Err(e) => return Err(Error::io(&path, e)),
    };
    match Sealed::open(file, &content) {
        Err(Damage { expected, found, .. }) => {
            damaged(expected, found);
            Ok(None)
        }
        Ok(sealed) => {
            check.files += 1;
            check.bytes += content.len() as u64;
            Ok(Some(sealed))
        }
    }
}

/// What a look at one file found.
struct Look {
    exists: bool,
    bytes: u64,
    damage: Option<Damage>,
}

/// Reads a file whole and compares it with its sums.
fn look(dir: &Path, name: &str, sums: &Sums) -> Result<Look> {
    let path = dir.join(name);
    let io = |e| Error::io(&path, e);
    let damage = |expected: String, found: String| {
        Some(Damage { file: name.into(), place: String::new(), expected, found })
    };
    let size = format!("{} bytes", sums.bytes);
    let mut file = match File::open(&path) {
        Ok(file) => file,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
            let damage = damage(size, "it is missing".to_owned());
            return Ok(Look { exists: false, bytes: 0, damage });
        }
        Err(e) => return Err(io(e)),
    };
    let bytes = file.metadata().map_err(io)?.len();
    if bytes != sums.bytes {
        let damage = damage(size, format!("{bytes} bytes"));
        return Ok(Look { exists: true, bytes, damage });
    }
    let mut buffer = vec![0; BLOCK_BYTES];
    let (mut left, mut bad, mut first) = (bytes, 0_u64, None);
    for (number, expected) in (0_u64..).zip(&sums.blocks) {
        let len = left.min(BLOCK_BYTES as u64);
        left -= len;
        let block = buffer.get_mut(..usize::try_from(len).unwrap_or(0)).unwrap_or_default();
        // A file that shrinks while it is read is damaged, too.
        let read = file.read_exact(block);
        let found = if read.is_ok() { xxh3_64(block) } else { !expected };
        if found != *expected {
            bad += 1;
            first.get_or_insert((number * BLOCK_BYTES as u64, len, *expected, found));
        }
    }
    let damage = first.and_then(|(at, len, expected, found)| {
        let places = if bad > 1 { format!(" ({bad} such places)") } else { String::new() };
        damage(
            format!("checksum {expected:016x} in bytes {at} to {}", at + len),
            format!("{found:016x}{places}"),
        )
    });
    Ok(Look { exists: true, bytes, damage })
}

/// What a kind of file holds.
fn holds(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "art" => "titles and texts",
        "store" => "nothing yet",
        "term" => "the dictionary",
        "idx" => "the postings",
        "pos" => "the positions",
        "fast" => "languages and dates",
        "fieldnorm" => "the lengths",
        "del" => "the deletions",
        _ => "a part",
    }
}
