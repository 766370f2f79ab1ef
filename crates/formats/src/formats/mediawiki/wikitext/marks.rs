//! Owns the signs that stand for structure between the passes. They are control characters,
//! which the lexer drops from the source, so a text cannot bring its own.

/// Start or end of bold text.
pub(super) const BOLD: char = '\u{1}';
/// A line ends here for the reader, not for the syntax (`<br>`).
pub(super) const BREAK: char = '\u{2}';
/// A `|` to be read, not one between cells.
pub(super) const PIPE: char = '\u{3}';
/// What follows is text even where it looks like a mark at the start of a line.
pub(super) const GUARD: char = '\u{4}';
/// The line is not to be read from here on.
pub(super) const CUT: char = '\u{5}';
/// Before and after an address that has no text.
pub(super) const ADDRESS: char = '\u{6}';

/// The line is the caption of a picture.
pub(super) const CAPTION: char = '\u{7}';
/// The line is one of a gallery: a file, then its caption.
pub(super) const GALLERY: char = '\u{8}';

/// Whether `c` is a space or a sign that shows nothing at the start of a line.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, BOLD | BREAK)
}
