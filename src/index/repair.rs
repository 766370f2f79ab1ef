//! An index made again from the articles that it stores.
//!
//! The fresh one is built in a folder inside the index folder, its files are moved beside the old
//! ones (names are random, so none meets another), and then `meta.json` is replaced: up to that
//! rename the old index is as it was, behind it the fresh one is complete. Where the manifest must
//! change too, the fresh index has another id, so that a crash between the two files leaves a
//! folder that is refused and can be repaired again.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tantivy::DocId;
use tantivy::directory::{Directory, INDEX_WRITER_LOCK};
use tantivy::fastfield::AliveBitSet;
use tantivy::index::{Segment, SegmentComponent};

use super::articles::{ArticleReader, EXTENSION};
use super::guard::{Guard, MANAGED, META, Seal, Sealed, write_atomically};
use super::manifest::Manifest;
use super::pipeline::{IndexOptions, Progress};
use super::snapshot::{remove_folder, sync_folder};
use super::store::{Index, folder};
use super::sweep::{FRESH, sweep};
use crate::error::{Error, ErrorKind, Result};

/// Where files of an index that could not be saved whole are kept.
const KEPT: &str = ".damaged";

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
    /// The folder with the damaged files, if anything is lost.
    pub kept: Option<PathBuf>,
}

impl Index {
    /// Makes the index in `dir` again from its stored articles, as far as they are whole. Costs
    /// indexing them, and the size of the index once more on disk while it runs.
    ///
    /// # Errors
    /// `Corrupt` when `meta.json` is damaged, since it alone says which files are the last commit;
    /// `Busy` when a writer holds the index; `Io` when the system refuses.
    pub fn repair(dir: impl AsRef<Path>, options: &IndexOptions) -> Result<Repair> {
        let dir = dir.as_ref();
        let failed = |e| Error::tantivy(dir, "repairing it", e);
        let old = read_meta(dir)?;
        let guard = Guard::salvage(folder(dir)?);
        let inner = tantivy::Index::open(guard.clone()).map_err(failed)?;
        let lock = inner.directory().acquire_lock(&INDEX_WRITER_LOCK);
        let _lock = lock.map_err(|e| failed(tantivy::TantivyError::LockFailure(e, None)))?;

        let fresh_dir = dir.join(FRESH);
        remove_folder(&fresh_dir)?;
        fs::create_dir_all(&fresh_dir).map_err(|e| Error::io(&fresh_dir, e))?;
        let articles = fresh_dir.join("articles.jsonl");
        let mut repair = Repair::default();
        salvage(&inner, &articles, &mut repair).map_err(|e| match e {
            SalvageError::Io(e) => Error::io(&articles, e),
            SalvageError::Tantivy(e) => failed(e),
        })?;

        let manifest = Manifest::load(dir);
        let same = manifest.filter(|m| m.id == old.seal.index && *m == Manifest::new(&*m.id));
        let id = same.map_or_else(Manifest::random_id, |manifest| manifest.id);
        let fresh = Self::create_over(&fresh_dir, Guard::create(folder(&fresh_dir)?, &id))?;
        // An empty file is no input.
        let any = fs::metadata(&articles).is_ok_and(|file| file.len() > 0);
        let inputs: &[PathBuf] = if any { &[articles] } else { &[] };
        let report = fresh.add(inputs, options, &Progress::default())?;
        if let Some(rejection) = report.rejections.first() {
            let message = format!("{}: a stored article: {rejection}", dir.display());
            return Err(Error::new(ErrorKind::Internal, message));
        }
        drop(fresh);
        let moved = move_in(dir, &fresh_dir, &id)?;
        repair.saved = moved;
        if !repair.lost.is_empty() || repair.lost_unknown > 0 {
            repair.kept = Some(keep(dir, &old.seal)?);
        }
        remove_folder(&fresh_dir)?;
        let index = Self::open(dir)?;
        sweep(&index);
        sync_folder(dir)?;
        Ok(repair)
    }
}

fn read_meta(dir: &Path) -> Result<Sealed> {
    let path = dir.join(META);
    let content = fs::read(&path);
    let sealed = match &content {
        Ok(content) => Sealed::open(META, content).map_err(|damage| damage.to_string()),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Err("it is missing".to_owned()),
        Err(e) => return Err(Error::io(&path, io::Error::new(e.kind(), e.to_string()))),
    };
    sealed.map_err(|what| {
        let what = format!("{what}; without it nobody knows which files are the last commit");
        Error::corrupt(&path, what)
    })
}

/// Moves the files of the fresh index in and switches to it; returns its number of articles.
fn move_in(dir: &Path, fresh_dir: &Path, id: &str) -> Result<u64> {
    let path = fresh_dir.join(META);
    let content = fs::read(&path).map_err(|e| Error::io(&path, e))?;
    let fresh = Sealed::open(META, &content).map_err(|damage| Error::damage(dir, &damage))?;
    for name in fresh.seal.files.keys() {
        fs::rename(fresh_dir.join(name), dir.join(name))
            .map_err(|e| Error::io(&dir.join(name), e))?;
    }
    sync_folder(dir)?;
    // An index of the same id and manifest stays readable throughout.
    if Manifest::load(dir).is_none_or(|manifest| manifest != Manifest::new(id)) {
        Manifest::new(id).write(dir)?;
    }
    let names: Vec<&str> = fresh.seal.files.keys().map(String::as_str).chain([META]).collect();
    let seal = Seal { index: id.to_owned(), ..Seal::default() };
    let write = || -> io::Result<()> {
        write_atomically(&dir.join(MANAGED), &seal.close(&serde_json::to_vec(&names)?)?)?;
        write_atomically(&dir.join(META), &content)
    };
    write().map_err(|e| Error::io(&dir.join(META), e))?;
    sync_folder(dir)?;
    let segments = super::guard::segments(&fresh.body).unwrap_or_default();
    Ok(segments.iter().map(super::guard::SegmentLine::articles).sum())
}

/// Puts the files of the old index aside; those that are there.
fn keep(dir: &Path, old: &Seal) -> Result<PathBuf> {
    let kept = (0..)
        .map(|n| dir.join(if n == 0 { KEPT.to_owned() } else { format!("{KEPT}-{n}") }))
        .find(|path| !path.exists())
        .unwrap_or_else(|| dir.join(KEPT));
    fs::create_dir_all(&kept).map_err(|e| Error::io(&kept, e))?;
    for name in old.files.keys() {
        match fs::rename(dir.join(name), kept.join(name)) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => {
                return Err(Error::io(&kept.join(name), e));
            }
            _ => {}
        }
    }
    Ok(kept)
}

enum SalvageError {
    Io(io::Error),
    Tantivy(tantivy::TantivyError),
}

/// Writes every stored article that is whole to `to`, one a line.
fn salvage(
    inner: &tantivy::Index,
    to: &Path,
    repair: &mut Repair,
) -> std::result::Result<(), SalvageError> {
    let mut segments = inner.searchable_segments().map_err(SalvageError::Tantivy)?;
    // A later record of an id replaces an earlier one: articles that may have been replaced first.
    segments.sort_by_key(|segment| alive(segment).is_ok());
    let mut out = io::BufWriter::new(fs::File::create(to).map_err(SalvageError::Io)?);
    for segment in segments {
        let alive = alive(&segment).unwrap_or_else(|_| {
            repair.maybe_deleted += u64::from(segment.meta().max_doc());
            None
        });
        let articles = segment
            .open_read(SegmentComponent::Custom(EXTENSION.to_owned()))
            .ok()
            .and_then(|file| ArticleReader::open_lazily(&file, segment.meta().max_doc()).ok());
        let mut lost = Vec::new();
        for doc in 0..segment.meta().max_doc() {
            if alive.as_ref().is_some_and(|alive| !alive.is_alive(doc)) {
                continue;
            }
            match articles.as_ref().and_then(|articles| stored(articles, doc)) {
                Some(json) => writeln!(out, "{json}").map_err(SalvageError::Io)?,
                None => lost.push(doc),
            }
        }
        name_lost(articles.as_ref(), &lost, repair);
    }
    out.into_inner().map_err(|e| SalvageError::Io(e.into_error())).map(|_| ())
}

/// Which articles of a segment are not deleted; none if all are. Fails when that is lost.
fn alive(segment: &Segment) -> tantivy::Result<Option<AliveBitSet>> {
    if !segment.meta().has_deletes() {
        return Ok(None);
    }
    let bytes = segment.open_read(SegmentComponent::Delete)?.read_bytes()?;
    Ok(Some(AliveBitSet::open(bytes)))
}

/// The JSON of a stored article, if it is whole.
fn stored(articles: &ArticleReader, doc: DocId) -> Option<String> {
    serde_json::to_string(&articles.article(doc).ok()?).ok()
}

fn name_lost(articles: Option<&ArticleReader>, lost: &[DocId], repair: &mut Repair) {
    for doc in lost {
        match articles.and_then(|articles| articles.id_if_whole(*doc)) {
            Some(id) => repair.lost.push(id),
            None => repair.lost_unknown += 1,
        }
    }
}
