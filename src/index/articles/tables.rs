//! The tables of symbols of a component, by their numbers.
//!
//! ```text
//! count │ bytes of each table │ checksum of all else │ tables
//! ```
//!
//! All texts of a language depend on one of them, so they stand twice in the file: where one copy
//! is damaged, `repair` reads by the other.

use std::io;
use std::sync::OnceLock;

use tantivy::directory::OwnedBytes;
use xxhash_rust::xxh3::xxh3_64;

use super::layout::{damaged, u32_at};
use super::part::Part;
use super::symbols::{SymbolTable, Unpacker};

const NUMBER_BYTES: usize = 4;
const CHECKSUM_BYTES: usize = 8;

/// Tables to unpack by, each made ready when it is first used, which costs a millisecond.
pub(super) struct Tables {
    packed: Vec<OwnedBytes>,
    unpackers: Box<[OnceLock<Unpacker>]>,
}

impl Tables {
    /// Reads them from the first copy that is whole.
    pub(super) fn load(copies: [&Part; 2]) -> io::Result<Self> {
        let [first, second] = copies;
        Self::read(&first.all()?).or_else(|_| Self::read(&second.all()?))
    }

    fn read(bytes: &OwnedBytes) -> io::Result<Self> {
        let wrong = || damaged("the tables of symbols");
        let count = u32_at(bytes, 0).ok_or_else(wrong)? as usize;
        let lengths_end = count.checked_mul(NUMBER_BYTES).and_then(|n| n.checked_add(NUMBER_BYTES));
        let sum_at = lengths_end.filter(|end| *end <= bytes.len()).ok_or_else(wrong)?;
        let (head, behind) = bytes.split_at(sum_at);
        let (sum, tables) = behind.split_first_chunk().ok_or_else(wrong)?;
        if u64::from_le_bytes(*sum) != checksum(head, tables) {
            return Err(wrong());
        }
        let mut start = sum_at + CHECKSUM_BYTES;
        let mut packed = Vec::with_capacity(count);
        for number in 1..=count {
            let length = u32_at(bytes, number * NUMBER_BYTES).ok_or_else(wrong)? as usize;
            let end = start.checked_add(length).filter(|end| *end <= bytes.len());
            let end = end.ok_or_else(wrong)?;
            packed.push(bytes.slice(start..end));
            start = end;
        }
        Ok(Self::packed(packed))
    }

    fn packed(packed: Vec<OwnedBytes>) -> Self {
        let unpackers = packed.iter().map(|_| OnceLock::new()).collect();
        Self { packed, unpackers }
    }

    /// None: whoever has only these can read no text.
    pub(super) fn none() -> Self {
        Self::packed(Vec::new())
    }

    #[cfg(test)]
    pub(super) fn of(tables: &[&[u8]]) -> Self {
        Self::packed(tables.iter().map(|table| OwnedBytes::new(table.to_vec())).collect())
    }

    /// As they are kept, in their order.
    pub(super) fn all(&self) -> &[OwnedBytes] {
        &self.packed
    }

    /// What unpacks blocks of table `number`.
    pub(super) fn unpacker(&self, number: u16) -> io::Result<&Unpacker> {
        let missing = || damaged("a block names a table of symbols that is not there");
        let slot = self.unpackers.get(usize::from(number)).ok_or_else(missing)?;
        if let Some(unpacker) = slot.get() {
            return Ok(unpacker);
        }
        let packed = self.packed.get(usize::from(number)).ok_or_else(missing)?;
        let table = SymbolTable::from_bytes(packed)?;
        Ok(slot.get_or_init(|| Unpacker::new(&table)))
    }
}

/// Tables as they are kept in a file.
pub(super) fn to_bytes(tables: &[impl AsRef<[u8]>]) -> Vec<u8> {
    let number = |n: usize| (n as u32).to_le_bytes();
    let mut head = number(tables.len()).to_vec();
    tables.iter().for_each(|table| head.extend(number(table.as_ref().len())));
    let tables: Vec<u8> = tables.iter().flat_map(|table| table.as_ref()).copied().collect();
    let sum = checksum(&head, &tables);
    [head, sum.to_le_bytes().to_vec(), tables].concat()
}

fn checksum(head: &[u8], tables: &[u8]) -> u64 {
    xxh3_64(head) ^ xxh3_64(tables).rotate_left(1)
}

#[cfg(test)]
mod tests {
    use super::super::symbols::{Packer, train};
    use super::*;

    #[test]
    fn a_damaged_copy_leaves_the_other() {
        let texts = ["посол и посол и посол", "the envoy and the envoy"];
        let tables = texts.map(|text| train([text.as_bytes()]));
        let bytes = to_bytes(&tables.each_ref().map(|table| table.to_bytes().unwrap()));
        let whole = Part::from(bytes.clone());
        for at in 0..bytes.len() {
            let mut rotten = bytes.clone();
            rotten[at] ^= 0x20;
            let rotten = Part::from(rotten);
            assert!(Tables::load([&rotten, &rotten]).is_err(), "{at}");
            for copies in [[&rotten, &whole], [&whole, &rotten]] {
                let loaded = Tables::load(copies).unwrap();
                for (number, text) in texts.into_iter().enumerate() {
                    let mut packed = Vec::new();
                    Packer::new(&tables[number]).pack(text.as_bytes(), &mut packed);
                    let unpacker = loaded.unpacker(number as u16).unwrap();
                    assert_eq!(unpacker.unpack(&packed, text.len()).unwrap(), text.as_bytes());
                }
                assert!(loaded.unpacker(2).is_err());
            }
            assert!(Tables::load([&Part::from(bytes[..at].to_vec()), &rotten]).is_err());
        }
    }
}
