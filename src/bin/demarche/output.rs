//! What all subcommands share: how they end, and where results go.

use std::io::{self, BufRead, IsTerminal, Write};

use demarche::render::Style;

/// How a subcommand ended without an error.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    /// Found or done.
    Done,
    /// Nothing found, or not everything could be done.
    Nothing,
    /// Ended early by Ctrl-C.
    Stopped,
}

/// Exit status of [`Status::Stopped`], as shells give it for Ctrl-C.
pub(crate) const STOPPED: u8 = 130;

/// Why a subcommand failed.
pub(crate) enum Failure {
    Library(demarche::Error),
    Output(io::Error),
    Usage(String),
}

impl From<demarche::Error> for Failure {
    fn from(error: demarche::Error) -> Self {
        Self::Library(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

/// What every subcommand returns.
pub(crate) type Outcome = Result<Status, Failure>;

/// Standard output, buffered.
pub(crate) fn stdout() -> io::BufWriter<io::StdoutLock<'static>> {
    io::BufWriter::new(io::stdout().lock())
}

/// Colour on a terminal, unless `NO_COLOR` is set.
pub(crate) fn style() -> Style {
    match anstream::AutoStream::choice(&io::stdout()) {
        anstream::ColorChoice::Never => Style::Plain,
        _ if io::stdout().is_terminal() => Style::Colour,
        _ => Style::Plain,
    }
}

/// Calls `each` with `text`, or with each line of standard input when there is none, and flushes
/// after each, so that a program at the other end can wait for its answer.
pub(crate) fn for_each_text(
    text: Option<&str>,
    mut each: impl FnMut(&str, &mut dyn Write) -> io::Result<()>,
) -> Outcome {
    let mut out = stdout();
    if let Some(text) = text {
        each(text, &mut out)?;
        out.flush()?;
        return Ok(Status::Done);
    }
    let mut input = io::stdin().lock();
    let mut line = Vec::new();
    loop {
        line.clear();
        if input.read_until(b'\n', &mut line)? == 0 {
            out.flush()?;
            return Ok(Status::Done);
        }
        let text = String::from_utf8_lossy(&line);
        each(text.trim_end_matches(['\n', '\r']), &mut out)?;
        out.flush()?;
    }
}
