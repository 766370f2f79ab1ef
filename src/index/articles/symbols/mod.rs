//! Texts as codes of symbols: strings of up to 15 bytes, mostly words and pieces of words, that a
//! table learned from the texts themselves. A code has one byte or two.
//!
//! ```text
//! sample ▶ SymbolTable ─▶ Packer    text ▶ codes
//!          train        └▶ Unpacker  codes ▶ text
//! ```
//!
//! This is the idea of FSST (Boncz, Neumann and Leis 2020) with codes of two bytes beside those of
//! one, since words of six languages do not fit into 255 symbols. Unpacking is a copy of 16 bytes
//! a code, three times as fast as zstd, and can stop anywhere; texts in blocks of a few KB take a sixth
//! less room than by zstd, which learns each block anew.
//!
//! What it will not do: find repetitions that are longer than a symbol.

mod chunks;
mod matcher;
mod packer;
mod table;
mod train;
mod unpacker;

pub(super) use packer::Packer;
pub(super) use table::SymbolTable;
pub(super) use train::train;
pub(super) use unpacker::Unpacker;

/// Bytes that one copy moves: a symbol with what is behind it.
const COPIED_BYTES: usize = 16;

/// Bytes of a symbol, at most; the last byte of a copy has its length.
const SYMBOL_BYTES: usize = COPIED_BYTES - 1;

/// First bytes that are a code by themselves; each of the others begins codes of two bytes. With
/// fewer, more symbols fit and the codes of frequent ones are longer: from 128 to 192 it makes 3 %
/// of the room.
const SHORT_CODES: usize = 240;

/// Symbols of a table, at most.
const MAX_SYMBOLS: usize = SHORT_CODES + (256 - SHORT_CODES) * 256;
