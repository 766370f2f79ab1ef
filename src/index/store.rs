//! Opening and creating an index folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::directory::MmapDirectory;
use tantivy::tokenizer::{TextAnalyzer, TokenizerManager};
use tantivy::{IndexReader, IndexSettings, ReloadPolicy};

use super::articles::ArticlesComponent;
use super::manifest::Manifest;
use super::schema::Fields;
use super::terms::{SPLITTER, TermSplitter};
use crate::error::{Error, Result};

/// An index folder, opened.
#[derive(Clone)]
pub struct Index {
    pub(crate) dir: PathBuf,
    pub(crate) inner: tantivy::Index,
    pub(crate) fields: Fields,
}

impl Index {
    /// Opens the index in `dir`.
    ///
    /// # Errors
    /// `User` when there is none, `Corrupt` when it is damaged or was made by other analysis
    /// rules, `Io` when the system refuses.
    pub fn open(dir: impl AsRef<Path>) -> Result<Self> {
        let dir = dir.as_ref();
        Manifest::read(dir)?;
        let mut inner =
            tantivy::Index::open_in_dir(dir).map_err(|e| Error::tantivy(dir, "opening it", e))?;
        inner.register_plugin(Arc::new(ArticlesComponent));
        let fields = Fields::new();
        if inner.schema() != fields.schema {
            return Err(Error::corrupt(dir, "its fields are not those that its manifest promises"));
        }
        Ok(Self::with_tokenizer(dir, inner, fields))
    }

    /// Opens the index in `dir`, or makes an empty one there if the folder is absent or empty.
    ///
    /// # Errors
    /// As [`open`](Self::open), and `User` when the folder holds other files.
    pub fn open_or_create(dir: impl AsRef<Path>) -> Result<Self> {
        let dir = dir.as_ref();
        if Manifest::exists(dir) {
            return Self::open(dir);
        }
        fs::create_dir_all(dir).map_err(|e| Error::io(dir, e))?;
        refuse_foreign_files(dir)?;
        let fields = Fields::new();
        // tantivy's own store stays empty: articles are in a component of ours.
        let settings =
            IndexSettings { docstore_compress_dedicated_thread: false, ..IndexSettings::default() };
        let directory = MmapDirectory::open(dir)
            .map_err(|e| Error::tantivy(dir, "opening the folder", e.into()))?;
        let inner = tantivy::Index::builder()
            .schema(fields.schema.clone())
            .settings(settings)
            .register_plugin(Arc::new(ArticlesComponent))
            .open_or_create(directory)
            .map_err(|e| Error::tantivy(dir, "creating it", e))?;
        Manifest::current().write(dir)?;
        Ok(Self::with_tokenizer(dir, inner, fields))
    }

    fn with_tokenizer(dir: &Path, mut inner: tantivy::Index, fields: Fields) -> Self {
        let tokenizers = TokenizerManager::new();
        tokenizers.register(SPLITTER, TermSplitter::default());
        // tantivy asks for "default" for every field that is no text.
        for whole in ["raw", "default"] {
            let tokenizer = tantivy::tokenizer::RawTokenizer::default();
            tokenizers.register(whole, TextAnalyzer::from(tokenizer));
        }
        inner.set_tokenizers(tokenizers);
        Self { dir: dir.to_path_buf(), inner, fields }
    }

    /// The folder.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// A reader of the last commit; it stays at that commit until reloaded.
    pub(crate) fn reader(&self) -> Result<IndexReader> {
        self.inner
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()
            .map_err(|e| Error::tantivy(&self.dir, "reading it", e))
    }
}

/// An index is made in an absent or empty folder, or in one that holds nothing but a README or
/// what an interrupted creation left.
fn refuse_foreign_files(dir: &Path) -> Result<()> {
    for entry in fs::read_dir(dir).map_err(|e| Error::io(dir, e))? {
        let name = entry.map_err(|e| Error::io(dir, e))?.file_name();
        let name = name.to_string_lossy();
        let harmless = name.starts_with('.') || name == "README.md" || name.ends_with(".tmp");
        if name == "meta.json" && fs::metadata(dir.join("meta.json")).is_ok() {
            // Created by us and killed before the manifest, or an index of somebody else's: only
            // an empty one is ours to finish.
            let empty = tantivy::Index::open_in_dir(dir)
                .and_then(|index| index.searchable_segment_ids())
                .is_ok_and(|ids| ids.is_empty());
            if empty {
                fs::remove_file(dir.join("meta.json")).map_err(|e| Error::io(dir, e))?;
                continue;
            }
        }
        if !harmless {
            return Err(Error::new(
                crate::error::ErrorKind::User,
                format!(
                    "{}: holds files that are no index of ours ({name}); name another folder \
                     with -i",
                    dir.display()
                ),
            ));
        }
    }
    Ok(())
}
