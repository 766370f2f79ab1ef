//! An index of an older version made into one of this, from the articles that it stores.

use std::error::Error as _;
use std::path::Path;
use std::sync::atomic::Ordering;

use super::guard::Guard;
use super::manifest::{Manifest, settle};
use super::options::IndexOptions;
use super::progress::Progress;
use super::rebuild::rebuild;
use super::store::{Index, folder};
use super::stored::Articles;
use super::switch::{Switch, tidy, writer_lock};
use super::version::Version;
use crate::error::{Damage, Error, ErrorKind, Result};

/// What came of an upgrade.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Upgrade {
    /// The index is of this version now.
    Done {
        /// Its articles.
        articles: u64,
        /// What it was made by before.
        from: Version,
        /// What it is made by now.
        to: Version,
    },
    /// There was nothing to do: it is of this version, which is given.
    Current(Version),
    /// [`Progress::stop`] ended it: the index is as it was.
    Stopped,
}

impl Index {
    /// Makes the index in `dir` one of this program's version, from its stored articles, where it
    /// is of another whose articles can be read ([`Version::is_readable`]): of other analysis rules,
    /// or of an older format. Costs indexing them, and the size of the index once more on disk
    /// while it runs.
    ///
    /// The new index takes the place of the old one in one step when it is complete: at any moment
    /// before, and after any error, kill or power cut, the old one is there as it was. No writer
    /// gets in meanwhile. Of `options`, threads, memory and limits count.
    ///
    /// ```
    /// use demarche::index::Upgrade;
    /// use demarche::{Index, IndexOptions, Progress};
    ///
    /// # fn main() -> demarche::Result<()> {
    /// # let parent = tempfile::tempdir().unwrap();
    /// # let input = parent.path().join("articles.jsonl");
    /// # std::fs::write(&input, "{\"id\":\"a\",\"title\":\"Посол\"}\n").unwrap();
    /// # let dir = parent.path().join("index");
    /// # let (options, progress) = (IndexOptions::default(), Progress::default());
    /// # Index::open_or_create(&dir)?.add(&[input], &options, &progress)?;
    /// # let manifest = std::fs::read_to_string(dir.join("demarche.json")).unwrap();
    /// # let version = demarche::analysis::version();
    /// # let older = manifest.replace(&format!("\"{version}\""), "\"1\"");
    /// # std::fs::write(dir.join("demarche.json"), older).unwrap();
    /// // An index that an older program has made.
    /// assert!(Index::open(&dir).is_err());
    /// let upgrade = Index::upgrade(&dir, &IndexOptions::default(), &Progress::default())?;
    /// assert!(matches!(upgrade, Upgrade::Done { articles: 1, .. }));
    /// Index::open(&dir)?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// `User` when there is no index; `Corrupt` when its articles are of a format that this program
    /// can't read, or are damaged; `Busy` when a writer holds it; `Io` when the system refuses.
    pub fn upgrade(
        dir: impl AsRef<Path>,
        options: &IndexOptions,
        progress: &Progress,
    ) -> Result<Upgrade> {
        let dir = dir.as_ref();
        let found = Manifest::of_readable(dir)?;
        if found.version.is_current() && found.before.is_none() {
            return Ok(Upgrade::Current(found.version));
        }
        let _lock = writer_lock(dir)?;
        // Another upgrade may have ended, or been killed, in between.
        let found = Manifest::of_readable(dir)?;
        if found.version.is_current() {
            tidy(dir)?;
            return Ok(Upgrade::Current(found.version));
        }
        settle(dir)?;
        let guard = Guard::open(folder(dir)?.windowed(), &found.id);
        let mut articles = Articles::open(dir, guard).map_err(|e| damaged(dir, e))?;
        let total = articles.total();
        progress.total_articles.store(total, Ordering::Relaxed);
        let id = Manifest::random_id();
        if !rebuild(dir, &id, &mut articles, options, progress).map_err(|e| damaged(dir, e))? {
            return Ok(Upgrade::Stopped);
        }
        drop(articles);
        let switch = Switch::prepare(dir)?;
        if switch.articles() != total {
            let message = format!(
                "{}: not upgraded: of {total} articles the new index has {}",
                dir.display(),
                switch.articles()
            );
            return Err(Error::new(ErrorKind::Internal, message));
        }
        switch.make()?;
        tidy(dir)?;
        Ok(Upgrade::Done { articles: total, from: found.version, to: Version::current() })
    }

    /// What the index in `dir` was made by, whatever made it.
    ///
    /// # Errors
    /// `User` when there is none, `Corrupt` when that can't be read, `Io` when the system refuses.
    pub fn version_in(dir: impl AsRef<Path>) -> Result<Version> {
        Manifest::of_any_version(dir.as_ref()).map(|manifest| manifest.version)
    }
}

/// The error of an index whose articles can't all be read; `check` would only say that it is of
/// another version.
fn damaged(dir: &Path, error: Error) -> Error {
    if error.kind() != ErrorKind::Corrupt {
        return error;
    }
    let damage = error.source().and_then(|source| source.downcast_ref::<Damage>());
    let what = match damage {
        Some(damage) => format!("{}: index is damaged: {damage}", dir.join(&damage.file).display()),
        None => error.to_string(),
    };
    let message = format!(
        "{what}; it was not upgraded and is as it was: `demarche check --repair` makes an index of \
         this version from the articles that are whole"
    );
    Error::new(ErrorKind::Corrupt, message).caused_by(error)
}
