//! Writing the stream of texts of a segment.
//!
//! The first texts of a language wait until there are enough of them to learn from, and with them
//! all that come behind, whose order is kept.

use std::collections::VecDeque;
use std::io::{self, Write};

use super::blocks::{Blocks, BlocksWriter, Packing};
use super::layout;
use super::packers::Packers;
use super::tables::{self, Tables};
use crate::lang::Lang;

/// Bytes of a block: a passage is read out of one or two.
const BLOCK_BYTES: usize = 2 << 10;

/// Bytes of texts that wait at most.
const WAITING_BYTES: usize = 4 << 20;

/// Writes texts in their order.
pub(super) struct TextsWriter {
    blocks: BlocksWriter,
    packers: Packers,
    /// The language of the block that is being filled, and the number of its table.
    current: Option<(Lang, u16)>,
    waiting: VecDeque<(Lang, Vec<u8>)>,
    waiting_bytes: usize,
    /// The tables of this stream, by their numbers.
    tables: Vec<Box<[u8]>>,
}

/// What stands in the file beside the texts.
pub(super) struct Written {
    pub(super) block_table: Vec<u8>,
    pub(super) symbol_tables: Vec<u8>,
    /// For the next segment.
    pub(super) packers: Packers,
}

impl TextsWriter {
    pub(super) fn new(packers: Packers) -> Self {
        Self {
            blocks: BlocksWriter::new(BLOCK_BYTES),
            packers,
            current: None,
            waiting: VecDeque::new(),
            waiting_bytes: 0,
            tables: Vec::new(),
        }
    }

    /// Bytes of the stream so far: where the next text will begin.
    pub(super) fn position(&self) -> u64 {
        self.blocks.position() + self.waiting_bytes as u64
    }

    /// Adds a text of `lang`, in pieces.
    pub(super) fn push(
        &mut self,
        lang: Lang,
        pieces: [&[u8]; 2],
        out: &mut impl Write,
    ) -> io::Result<()> {
        if self.waiting.is_empty() && self.packers.get(lang).is_some() {
            pieces.iter().try_for_each(|piece| self.write(lang, piece, out))?;
            if self.packers.is_outgrown(lang) {
                self.end_block(out)?;
                self.packers.forget(lang);
            }
            return Ok(());
        }
        let text = pieces.concat();
        self.waiting_bytes += text.len();
        self.waiting.push_back((lang, text));
        if self.waiting_bytes >= WAITING_BYTES { self.write_waiting(out) } else { Ok(()) }
    }

    fn write_waiting(&mut self, out: &mut impl Write) -> io::Result<()> {
        while let Some((lang, _)) = self.waiting.front() {
            let lang = *lang;
            if self.packers.get(lang).is_none() {
                let of_lang = self.waiting.iter().filter(|(of, _)| *of == lang);
                let texts: Vec<&[u8]> = of_lang.map(|(_, text)| text.as_slice()).collect();
                self.packers.learn(lang, &texts)?;
            }
            let Some((_, text)) = self.waiting.pop_front() else { break };
            self.waiting_bytes -= text.len();
            self.write(lang, &text, out)?;
        }
        Ok(())
    }

    fn write(&mut self, lang: Lang, text: &[u8], out: &mut impl Write) -> io::Result<()> {
        if self.current.is_none_or(|(current, _)| current != lang) {
            self.end_block(out)?;
        }
        let packer = self.packers.get(lang).ok_or_else(unlearned)?;
        let number = match self.current {
            Some((_, number)) => number,
            None => number_of(&mut self.tables, packer.table())?,
        };
        self.current = Some((lang, number));
        self.blocks.push(text, &mut Packing::Symbols(number, packer), out)
    }

    fn end_block(&mut self, out: &mut impl Write) -> io::Result<()> {
        let Some((lang, number)) = self.current.take() else { return Ok(()) };
        let packer = self.packers.get(lang).ok_or_else(unlearned)?;
        self.blocks.end_block(&mut Packing::Symbols(number, packer), out)
    }

    /// Adds another stream as it is.
    pub(super) fn copy(
        &mut self,
        blocks: &Blocks<'_>,
        tables: &Tables,
        out: &mut impl Write,
    ) -> io::Result<()> {
        self.write_waiting(out)?;
        self.end_block(out)?;
        let numbers = tables.all().iter().map(|table| number_of(&mut self.tables, table));
        let numbers = numbers.collect::<io::Result<Vec<u16>>>()?;
        self.blocks.copy(blocks, &numbers, out)
    }

    /// Writes what waits.
    pub(super) fn finish(mut self, out: &mut impl Write) -> io::Result<Written> {
        self.write_waiting(out)?;
        self.end_block(out)?;
        Ok(Written {
            block_table: self.blocks.finish(),
            symbol_tables: tables::to_bytes(&self.tables),
            packers: self.packers,
        })
    }

    /// Memory held, in bytes.
    pub(super) fn mem_usage(&self) -> usize {
        let tables = self.tables.iter().map(|table| table.len()).sum::<usize>();
        self.blocks.mem_usage() + self.packers.mem_usage() + self.waiting_bytes + tables
    }
}

/// A text is only written once its language was learned; else it would be lost.
fn unlearned() -> io::Error {
    io::Error::other("a text is written by symbols that nobody learned")
}

/// The number of `table` among `tables`, to which it is added if need be.
fn number_of(tables: &mut Vec<Box<[u8]>>, table: &[u8]) -> io::Result<u16> {
    let known = tables.iter().position(|known| **known == *table);
    let number = known.unwrap_or(tables.len());
    if number == tables.len() {
        tables.push(table.into());
    }
    u16::try_from(number).map_err(|_| layout::damaged("there are too many tables of symbols"))
}
