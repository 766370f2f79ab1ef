//! The one error type of the library, sorted by who must act.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Result with this library's [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

/// What went wrong, with all that the person who must act needs to know.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    message: String,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// Who must act on an [`Error`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The request can't be carried out as it was put: mend the request.
    User,
    /// Input could not be read: mend or leave out the input.
    Input,
    /// The index on disk is damaged or of another version: rebuild it from the inputs.
    Corrupt,
    /// Somebody else holds the index: wait or stop the other writer.
    Busy,
    /// The operating system refused: mend space, rights or paths.
    Io,
    /// A fault of this library: report it.
    Internal,
}

/// What is wrong with a file of an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Damage {
    /// The file, below the index folder.
    pub(crate) file: PathBuf,
    /// Where in it; empty for the whole.
    pub(crate) place: String,
    /// What it must be.
    pub(crate) expected: String,
    /// What it is.
    pub(crate) found: String,
}

impl Damage {
    /// The damage that an input error carries, if it does.
    pub(crate) fn of_io(error: &io::Error) -> Option<&Self> {
        error.get_ref()?.downcast_ref()
    }

    fn of_tantivy(error: &tantivy::TantivyError) -> Option<&Self> {
        use tantivy::TantivyError as T;
        use tantivy::directory::error::OpenReadError;
        match error {
            T::IoError(io_error) | T::OpenReadError(OpenReadError::IoError { io_error, .. }) => {
                Self::of_io(io_error)
            }
            _ => None,
        }
    }
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, expected, found, .. } = self;
        let behind = if place.is_empty() { "" } else { ": " };
        write!(f, "{place}{behind}expected {expected}, found {found}")
    }
}

impl std::error::Error for Damage {}

impl Error {
    /// An error of that kind; `message` names the place, what was expected and what to do.
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), source: None }
    }

    /// The same with the error that it comes from.
    pub(crate) fn caused_by(
        mut self,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        self.source = Some(source.into());
        self
    }

    /// An input or output error at `path`.
    pub(crate) fn io(path: &Path, error: std::io::Error) -> Self {
        Self::new(ErrorKind::Io, format!("{}: {error}", path.display())).caused_by(error)
    }

    /// A damaged index at `path`.
    pub(crate) fn corrupt(path: &Path, what: impl fmt::Display) -> Self {
        Self::new(
            ErrorKind::Corrupt,
            format!(
                "{}: index is damaged: {what}; rebuild it with `demarche index`",
                path.display()
            ),
        )
    }

    /// A damaged file of the index in `dir`.
    pub(crate) fn damage(dir: &Path, damage: &Damage) -> Self {
        let file = dir.join(&damage.file);
        let message = format!(
            "{}: index is damaged: {damage}; `demarche check` says what is lost, `demarche check \
             --repair` saves the rest",
            file.display()
        );
        Self::new(ErrorKind::Corrupt, message).caused_by(damage.clone())
    }

    /// What tantivy said while `doing` something with the index at `path`.
    pub(crate) fn tantivy(path: &Path, doing: &str, error: tantivy::TantivyError) -> Self {
        use tantivy::TantivyError as T;
        use tantivy::directory::error::LockError;
        if let Some(damage) = Damage::of_tantivy(&error) {
            return Self::damage(path, damage);
        }
        let corrupt = || {
            let message = format!(
                "{}: index is damaged, found while {doing}: {error}; run `demarche check`, or \
                 rebuild it with `demarche index`",
                path.display()
            );
            (ErrorKind::Corrupt, message)
        };
        let (kind, message) = match &error {
            T::LockFailure(LockError::IoError(e), _) => {
                (ErrorKind::Io, format!("{}: {doing}: taking its lock: {e}", path.display()))
            }
            T::LockFailure(..) => (
                ErrorKind::Busy,
                format!(
                    "{}: another process is writing to this index; wait until it has finished",
                    path.display()
                ),
            ),
            T::DataCorruption(_) | T::OpenReadError(_) | T::IncompatibleIndex(_) => corrupt(),
            // An error that the system did not raise comes from unpacking what was read.
            T::IoError(e) if e.raw_os_error().is_none() => corrupt(),
            T::IoError(_) | T::OpenWriteError(_) | T::OpenDirectoryError(_) => {
                (ErrorKind::Io, format!("{}: {doing}: {error}", path.display()))
            }
            _ => (ErrorKind::Internal, format!("{}: {doing}: {error}", path.display())),
        };
        Self::new(kind, message).caused_by(error)
    }

    /// Who must act.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|e| e.as_ref() as _)
    }
}
