//! The one error type of the library, sorted by who must act.

use std::fmt;
use std::path::Path;

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

    /// What tantivy said while `doing` something with the index at `path`.
    pub(crate) fn tantivy(path: &Path, doing: &str, error: tantivy::TantivyError) -> Self {
        use tantivy::TantivyError as T;
        let corrupt = || {
            let message = format!(
                "{}: index is damaged, found while {doing}: {error}; run `demarche check`, or \
                 rebuild it with `demarche index`",
                path.display()
            );
            (ErrorKind::Corrupt, message)
        };
        let (kind, message) = match &error {
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
