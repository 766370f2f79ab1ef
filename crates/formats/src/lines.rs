//! Streams of lines, cut into runs of whole ones.

use std::io::{self, BufRead};

use super::parsed::Parsed;
use crate::limits::Limits;
use crate::text;

/// Lines are handed out in runs of about this size, enough to keep a thread busy for a while.
const RUN_BYTES: usize = 256 << 10;

/// A run of whole lines.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Lines {
    /// Number of the first line, from 1.
    pub(super) first_line: u64,
    pub(super) bytes: Vec<u8>,
    /// Numbers of lines that were longer than allowed; their place in `bytes` is an empty line.
    pub(super) too_long: Vec<u64>,
}

/// Cuts a stream into runs of lines; memory is bounded by one run and one line.
pub(super) struct LineRuns<R> {
    reader: R,
    next_line: u64,
    /// Bytes before the next line.
    offset: u64,
    line_bytes: usize,
    /// Tells a line to which the next one belongs, so that no run ends with it.
    leads: fn(&[u8]) -> bool,
}

impl<R: BufRead> LineRuns<R> {
    /// Reads `reader`; lines longer than `line_bytes` are skipped and reported.
    pub(super) fn new(reader: R, line_bytes: usize) -> Self {
        Self { reader, next_line: 1, offset: 0, line_bytes, leads: |_| false }
    }

    /// The same with runs that do not end after a line that `leads` tells; of several such lines
    /// in a row only the last one counts.
    pub(super) fn keeping(self, leads: fn(&[u8]) -> bool) -> Self {
        Self { leads, ..self }
    }

    /// The same in `reader`, which stands at byte `offset`, where line `next_line` begins.
    pub(super) fn go_on(self, reader: R, offset: u64, next_line: u64) -> Self {
        Self { reader, offset, next_line, ..self }
    }

    /// Bytes before the next run, and the number of its first line.
    pub(super) fn place(&self) -> (u64, u64) {
        (self.offset, self.next_line)
    }

    /// The next run, `None` at the end.
    pub(super) fn next_run(&mut self) -> io::Result<Option<Lines>> {
        let mut run = Lines { first_line: self.next_line, bytes: Vec::new(), too_long: Vec::new() };
        let mut start = 0;
        // One line more at most, so that a run stays bounded.
        let mut is_last = false;
        while !is_last {
            if run.bytes.len() >= RUN_BYTES {
                is_last = true;
                if !(self.leads)(run.bytes.get(start..).unwrap_or_default()) {
                    break;
                }
            }
            start = run.bytes.len();
            match self.read_line(&mut run.bytes)? {
                Line::End => break,
                Line::Whole => {}
                Line::TooLong => {
                    run.bytes.truncate(start);
                    run.bytes.push(b'\n');
                    run.too_long.push(self.next_line);
                }
            }
            self.next_line += 1;
        }
        Ok((self.next_line > run.first_line).then_some(run))
    }

    /// Appends a line with its newline to `out`; of one that is too long, only its start.
    fn read_line(&mut self, out: &mut Vec<u8>) -> io::Result<Line> {
        let start = out.len();
        let mut read_any = false;
        loop {
            let buffer = self.reader.fill_buf()?;
            if buffer.is_empty() {
                break;
            }
            read_any = true;
            let newline = memchr::memchr(b'\n', buffer);
            let taken = newline.map_or(buffer.len(), |at| at + 1);
            if out.len() - start <= self.line_bytes {
                out.extend_from_slice(buffer.get(..taken).unwrap_or_default());
            }
            self.reader.consume(taken);
            self.offset += taken as u64;
            if newline.is_some() {
                break;
            }
        }
        Ok(match read_any {
            false => Line::End,
            true if out.len() - start > self.line_bytes + 1 => Line::TooLong,
            true => Line::Whole,
        })
    }
}

enum Line {
    Whole,
    TooLong,
    End,
}

/// What some programs put before UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Calls `take` with the number and text of each line that is not blank; lines that are too long
/// or no text are rejected.
pub(super) fn each_line(
    source: &str,
    lines: &Lines,
    limits: &Limits,
    parsed: &mut Parsed,
    mut take: impl FnMut(&mut Parsed, u64, &str),
) {
    for (number, line) in (lines.first_line..).zip(lines.bytes.split(|b| *b == b'\n')) {
        let place = || format!("line {number}");
        let is_first = number == 1;
        let line = line.strip_prefix(BYTE_ORDER_MARK).filter(|_| is_first).unwrap_or(line);
        if lines.too_long.contains(&number) {
            let reason =
                format!("longer than {} bytes: expected one article", limits.article_bytes);
            parsed.reject(source, place(), reason);
            continue;
        }
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        match simdutf8::basic::from_utf8(line) {
            Ok(text) => take(parsed, number, text),
            Err(_) => match text::encoding::decode(line, None) {
                Ok(decoded) => take(parsed, number, &decoded.text),
                Err(bad) => {
                    let reason = format!(
                        "byte {} of the line can't be read: expected {}",
                        bad.byte, bad.expected
                    );
                    parsed.reject(source, place(), reason);
                }
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_stay_whole_and_long_ones_are_named() {
        let text = format!("a\n{}\nb\nc", "x".repeat(50));
        let mut runs = LineRuns::new(io::BufReader::with_capacity(7, text.as_bytes()), 20);
        let run = runs.next_run().unwrap().unwrap();
        assert_eq!(run, Lines { first_line: 1, bytes: b"a\n\nb\nc".to_vec(), too_long: vec![2] });
        assert_eq!(runs.next_run().unwrap(), None);
    }

    #[test]
    fn runs_are_bounded() {
        let text = format!("{}\n", "y".repeat(1000)).repeat(1000);
        let mut runs = LineRuns::new(text.as_bytes(), 10_000);
        let (mut lines, mut bytes) = (0, 0);
        while let Some(run) = runs.next_run().unwrap() {
            assert_eq!(run.first_line, lines + 1);
            assert!(run.bytes.len() < RUN_BYTES + 10_000);
            lines += run.bytes.iter().filter(|b| **b == b'\n').count() as u64;
            bytes += run.bytes.len();
        }
        assert_eq!((lines, bytes), (1000, text.len()));
    }
}
