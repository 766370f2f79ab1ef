//! JSON Lines: an article a line.

use crate::article::Article;
use crate::input_format::{Head, Input, InputFormat, Opened, Piece, Pieces, Unread, With};
use crate::lines::{LineRuns, Lines, each_line};
use crate::parsed::Parsed;
use crate::position::Place;
use crate::source::Reader;

/// JSON Lines: an article a line.
pub(super) struct JsonLines;

impl InputFormat for JsonLines {
    fn name(&self) -> &'static str {
        "jsonl"
    }

    fn is_of(&self, head: &Head<'_>) -> bool {
        let start = head.start();
        start.starts_with('{') || start.starts_with('[') && start.contains('{')
    }

    fn open(&self, input: Input<'_>) -> Result<Opened, String> {
        let runs = LineRuns::new(input.reader, input.limits.article_bytes);
        Ok(Opened::Pieces(Box::new(LinePieces { runs, parse: parse_lines })))
    }
}

/// A stream of lines as pieces, each parsed by `parse`.
pub(super) struct LinePieces {
    pub(super) runs: LineRuns<Reader>,
    pub(super) parse: ParseLines,
}

/// Parses a run of lines.
pub(super) type ParseLines = fn(&Lines, &With<'_>, &mut Parsed);

struct LinePiece {
    lines: Lines,
    parse: ParseLines,
}

impl Pieces for LinePieces {
    fn next(&mut self) -> Option<Result<Box<dyn Piece>, Unread>> {
        let parse = self.parse;
        let piece = |lines| Box::new(LinePiece { lines, parse }) as Box<dyn Piece>;
        self.runs.next_run().map(|lines| lines.map(piece)).map_err(Unread::Broken).transpose()
    }

    fn place(&self) -> Option<(u64, u64)> {
        Some(self.runs.place())
    }

    fn go_on(self: Box<Self>, reader: Reader, place: &Place, _: u64) -> Box<dyn Pieces> {
        Box::new(Self { runs: self.runs.go_on(reader, place.bytes, place.line), ..*self })
    }
}

impl Piece for LinePiece {
    fn bytes(&self) -> usize {
        self.lines.bytes.len()
    }

    fn parse(self: Box<Self>, with: &With<'_>) -> Parsed {
        let mut parsed = Parsed::default();
        (self.parse)(&self.lines, with, &mut parsed);
        parsed
    }
}

fn parse_lines(lines: &Lines, with: &With<'_>, parsed: &mut Parsed) {
    let source = &*with.origin.shown;
    each_line(
        source,
        lines,
        with.limits,
        parsed,
        |parsed, number, text| match serde_json::from_str::<Article>(text) {
            Ok(article) => parsed.keep(with.origin, format!("line {number}"), &number, article),
            Err(e) => not_an_article(source, number, &e, parsed),
        },
    );
}

/// Rejects a line that is not the JSON that was expected.
pub(super) fn not_an_article(
    source: &str,
    number: u64,
    error: &serde_json::Error,
    parsed: &mut Parsed,
) {
    let reason = format!("not an article in JSON: {}", without_line(error));
    parsed.reject(source, format!("line {number}, column {}", error.column()), reason);
}

/// What serde_json says without its own line number, which counts within the line.
fn without_line(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or_default().to_owned()
}
