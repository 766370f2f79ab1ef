//! An index made beside another, put in its place.
//!
//! The fresh one is in a folder inside the index folder. Its files are moved beside the old ones
//! (names are random, so none meets another), and where its version or id is another, the manifest
//! announces it. Then `meta.json` is replaced: up to that rename the old index is as it was, behind
//! it the fresh one is complete, whatever is killed. What is left to do is tidying, which the next
//! writer does too: [`sweep`](super::sweep), [`settle`](super::manifest::settle).

use std::fs;
use std::path::Path;

use tantivy::directory::error::LockError;
use tantivy::directory::{Directory, DirectoryLock, INDEX_WRITER_LOCK};

use super::guard::{META, Sealed, SegmentLine, segments, write_atomically};
use super::manifest::{Manifest, settle, write_managed};
use super::snapshot::{remove_folder, sync_folder};
use super::store::{Index, folder};
use super::sweep::{FRESH, sweep};
use crate::error::{Error, Result};

/// The lock of the writer of the index in `dir`, held as long as the value.
///
/// # Errors
/// `Busy` when a writer holds it.
pub(super) fn writer_lock(dir: &Path) -> Result<DirectoryLock> {
    let failed = |e: LockError| {
        Error::tantivy(dir, "locking it", tantivy::TantivyError::LockFailure(e, None))
    };
    folder(dir)?.acquire_lock(&INDEX_WRITER_LOCK).map_err(failed)
}

/// The switch from the index in a folder to the fresh one inside.
pub(super) struct Switch<'a> {
    dir: &'a Path,
    /// The `meta.json` of the fresh index.
    meta: Vec<u8>,
    fresh: Sealed,
}

impl<'a> Switch<'a> {
    /// Reads what the fresh index in `dir` consists of.
    pub(super) fn prepare(dir: &'a Path) -> Result<Self> {
        let path = dir.join(FRESH).join(META);
        let meta = fs::read(&path).map_err(|e| Error::io(&path, e))?;
        let fresh = Sealed::open(META, &meta).map_err(|damage| Error::damage(dir, &damage))?;
        Ok(Self { dir, meta, fresh })
    }

    /// Articles of the fresh index.
    pub(super) fn articles(&self) -> u64 {
        let segments = segments(&self.fresh.body).unwrap_or_default();
        segments.iter().map(SegmentLine::articles).sum()
    }

    /// Switches to the fresh index. The caller holds the writer's lock.
    pub(super) fn make(&self) -> Result<()> {
        Self::STEPS.iter().try_for_each(|step| step(self))
    }

    const STEPS: [fn(&Self) -> Result<()>; 4] =
        [Self::move_files, Self::announce, Self::replace_meta, Self::replace_managed];

    fn move_files(&self) -> Result<()> {
        for name in self.fresh.seal.files.keys() {
            let to = self.dir.join(name);
            fs::rename(self.dir.join(FRESH).join(name), &to).map_err(|e| Error::io(&to, e))?;
        }
        sync_folder(self.dir)
    }

    fn announce(&self) -> Result<()> {
        let next = Manifest::new(&*self.fresh.seal.index);
        match Manifest::load(self.dir) {
            // An index of the same id and version stays readable throughout.
            Some(old) if old == next => Ok(()),
            Some(old) => old.announce(&next, self.dir),
            None => next.write(self.dir),
        }
    }

    fn replace_meta(&self) -> Result<()> {
        let path = self.dir.join(META);
        write_atomically(&path, &self.meta).map_err(|e| Error::io(&path, e))?;
        sync_folder(self.dir)
    }

    fn replace_managed(&self) -> Result<()> {
        write_managed(self.dir, &self.fresh.seal.index)
    }
}

/// Removes what a switch has left in `dir`, as far as it may be removed, and ends it. The caller
/// holds the writer's lock.
pub(super) fn tidy(dir: &Path) -> Result<()> {
    remove_folder(&dir.join(FRESH))?;
    sweep(&Index::open(dir)?);
    settle(dir)?;
    sync_folder(dir)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::guard::Guard;
    use crate::index::rebuild::rebuild;
    use crate::index::stored::Articles;
    use crate::index::version::Version;
    use crate::index::writer::Writer;
    use crate::index::{IndexOptions, Progress, Upgrade};

    const LINES: &str = "{\"id\":\"a\",\"lang\":\"en\",\"title\":\"Embassy\"}\n\
                         {\"id\":\"b\",\"lang\":\"en\",\"title\":\"Embassy\"}\n";

    fn made(dir: &Path) {
        let input = dir.with_extension("jsonl");
        fs::write(&input, LINES).unwrap();
        let index = Index::open_or_create(dir).unwrap();
        index.add(&[input], &IndexOptions::default(), &Progress::default()).unwrap();
    }

    /// Gives the manifest in `dir` other rules, and no announcement, which a program that makes
    /// such indexes does not see.
    fn set_rules(dir: &Path, analysis: &str) {
        let path = dir.join(crate::index::manifest::FILE);
        let mut json: serde_json::Value =
            serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        json["analysis"] = analysis.into();
        json.as_object_mut().unwrap().remove("next");
        fs::write(path, json.to_string()).unwrap();
    }

    fn is_whole(dir: &Path) {
        let check = Index::check_dir(dir).unwrap();
        assert!(check.damaged.is_empty(), "{:?}", check.damaged);
        let articles = Index::open(dir).unwrap().articles().unwrap();
        let ids: Vec<String> = articles.map(|article| article.unwrap().id).collect();
        assert_eq!(ids, ["a", "b"]);
    }

    /// An older index in `dir`, and a fresh one beside it whose switch went so many steps.
    fn stopped_after(steps: usize, dir: &Path) {
        made(dir);
        set_rules(dir, "0");
        let old = Manifest::load(dir).unwrap();
        let guard = Guard::open(folder(dir).unwrap(), &old.id);
        let mut articles = Articles::open(dir, guard).unwrap();
        let (options, progress) = (IndexOptions::default(), Progress::default());
        let id = Manifest::random_id();
        assert!(rebuild(dir, &id, &mut articles, &options, &progress).unwrap());
        let switch = Switch::prepare(dir).unwrap();
        assert_eq!(switch.articles(), 2);
        Switch::STEPS.iter().take(steps).for_each(|step| step(&switch).unwrap());
    }

    #[test]
    fn between_any_two_steps_the_old_index_or_the_new_one_is_whole() {
        let (options, progress) = (IndexOptions::default(), Progress::default());
        for steps in 0..=Switch::STEPS.len() {
            let folder = tempfile::tempdir().unwrap();
            let dir = folder.path().join("index");
            stopped_after(steps, &dir);
            let is_new = Manifest::load(&dir).unwrap().version.is_current();
            assert_eq!(is_new, steps >= 3, "meta.json decides");
            if is_new {
                is_whole(&dir);
                let copy = folder.path().join("copy");
                Index::open(&dir).unwrap().snapshot(&copy).unwrap();
                is_whole(&copy);
            } else {
                let seen = folder.path().join("seen");
                fs::create_dir(&seen).unwrap();
                for entry in fs::read_dir(&dir).unwrap().map(|entry| entry.unwrap()) {
                    if entry.file_type().unwrap().is_file() {
                        fs::copy(entry.path(), seen.join(entry.file_name())).unwrap();
                    }
                }
                set_rules(&seen, &Version::current().analysis);
                is_whole(&seen);
                Index::articles_in(&dir).unwrap().for_each(|article| drop(article.unwrap()));
            }
            let done = Index::upgrade(&dir, &options, &progress).unwrap();
            assert_eq!(matches!(done, Upgrade::Current(_)), is_new);
            is_whole(&dir);
            assert_eq!(Manifest::load(&dir).unwrap().before, None);
            assert!(!dir.join(FRESH).exists());
        }
    }

    #[test]
    fn the_next_writer_ends_a_switch() {
        for steps in 3..=Switch::STEPS.len() {
            let folder = tempfile::tempdir().unwrap();
            let dir = folder.path().join("index");
            stopped_after(steps, &dir);
            assert!(Manifest::load(&dir).unwrap().before.is_some());
            let index = Index::open(&dir).unwrap();
            let writer = Writer::open(&index.for_writing().unwrap(), 1, 20 << 20, 8 << 20).unwrap();
            writer.close().unwrap();
            assert_eq!(Manifest::load(&dir).unwrap().before, None);
            assert!(!dir.join(FRESH).exists());
            is_whole(&dir);
            // The index that was open goes on.
            index.delete(&["a".to_owned()]).unwrap();
            assert_eq!(index.articles().unwrap().total(), 1);
        }
    }

    #[test]
    fn what_an_interrupted_switch_has_made_can_be_upgraded_in_turn() {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("index");
        stopped_after(3, &dir);
        // By the time it is looked at, the rules are newer than those of the new index, too.
        let path = dir.join(crate::index::manifest::FILE);
        let mut json: serde_json::Value =
            serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        json["next"]["analysis"] = "1".into();
        fs::write(&path, json.to_string()).unwrap();
        let found = Manifest::load(&dir).unwrap();
        assert_eq!((&*found.version.analysis, found.before.is_some()), ("1", true));
        let upgrade = Index::upgrade(&dir, &IndexOptions::default(), &Progress::default());
        assert!(matches!(upgrade.unwrap(), Upgrade::Done { articles: 2, .. }));
        is_whole(&dir);
    }
}
