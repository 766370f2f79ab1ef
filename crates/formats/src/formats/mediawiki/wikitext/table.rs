//! Owns tables `{| … |}`: the cells of a row as one line. Does not lay out, span or sort.

use super::clean::{self, Addresses};

/// Between the cells of a row.
const BETWEEN_CELLS: &str = " | ";

/// The table being read, with the row that is not complete yet. Tables within cells count as
/// rows of the same table.
#[derive(Default)]
pub(super) struct Table {
    depth: usize,
    cells: Vec<String>,
    /// The row so far is the caption.
    is_caption: bool,
}

impl Table {
    /// Whether a line belongs to a table.
    pub(super) fn takes(&self, line: &str) -> bool {
        self.depth > 0 || unindented(line).starts_with("{|")
    }

    /// Reads a line that [`Table::takes`]; the row that it completes, if any.
    pub(super) fn read(&mut self, line: &str, addresses: Addresses) -> Option<String> {
        let bare = unindented(line);
        if bare.starts_with("{|") {
            self.depth += 1;
            return self.row(addresses);
        }
        if let Some(after) = line.strip_prefix("|}") {
            self.depth -= 1;
            let row = self.row(addresses);
            self.continue_cell(after);
            return row;
        }
        if line.starts_with("|-") {
            return self.row(addresses);
        }
        if let Some(caption) = line.strip_prefix("|+") {
            let row = self.row(addresses);
            self.add_cell(caption);
            self.is_caption = true;
            return row;
        }
        let starts_cells = line.starts_with(['|', '!']);
        let caption = (starts_cells && self.is_caption).then(|| self.row(addresses)).flatten();
        if let Some(cells) = line.strip_prefix('|') {
            split_cells(cells).for_each(|cell| self.add_cell(cell));
        } else if let Some(cells) = line.strip_prefix('!') {
            let cells = cells.split("!!").flat_map(split_cells);
            cells.for_each(|cell| self.add_cell(cell));
        } else {
            self.continue_cell(line.trim_start_matches(['*', '#', ':', ';']));
        }
        caption
    }

    /// Ends all tables: the last row.
    pub(super) fn end(&mut self, addresses: Addresses) -> Option<String> {
        self.depth = 0;
        self.row(addresses)
    }

    fn row(&mut self, addresses: Addresses) -> Option<String> {
        self.is_caption = false;
        let cells = self.cells.drain(..).map(|cell| clean::line(&cell, addresses));
        let row = cells.filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(BETWEEN_CELLS);
        (!row.is_empty()).then_some(row)
    }

    /// A cell may have attributes before a single `|`.
    fn add_cell(&mut self, cell: &str) {
        self.cells.push(cell.split_once('|').map_or(cell, |(_, text)| text).to_owned());
    }

    fn continue_cell(&mut self, line: &str) {
        match self.cells.last_mut() {
            Some(cell) => {
                cell.push(' ');
                cell.push_str(line);
            }
            None => self.cells.push(line.to_owned()),
        }
    }
}

/// The cells of a line. Of three `|` the first ends attributes: a template between them showed
/// nothing.
fn split_cells(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(line);
    std::iter::from_fn(move || {
        let cells = rest?;
        let Some(at) = cells.find("||") else {
            rest = None;
            return Some(cells);
        };
        let bars = cells.get(at..).unwrap_or_default().bytes().take_while(|b| *b == b'|').count();
        let end = at + bars % 2;
        rest = cells.get(end + 2..);
        cells.get(..end)
    })
}

fn unindented(line: &str) -> &str {
    line.trim_start_matches([':', '*', '#', ' '])
}
