//! The terms of several dictionaries, in order and each once.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::io;

use tantivy::postings::TermInfo;
use tantivy::termdict::{TermDictionary, TermStreamer};

/// Goes through dictionaries side by side.
pub(super) struct Terms<'a> {
    /// Where each dictionary is; the one with the least term on top.
    heads: BinaryHeap<Reverse<Head<'a>>>,
    key: Vec<u8>,
    found: Vec<Found>,
}

/// Number of a dictionary, and what it says of the term.
pub(super) type Found = (usize, TermInfo);

/// The term that a dictionary is at.
struct Head<'a> {
    /// Its first bytes, by which most are told apart.
    first: u128,
    /// Boxed: heads are moved about.
    stream: Box<TermStreamer<'a>>,
    /// Number of the dictionary.
    at: usize,
}

impl<'a> Terms<'a> {
    pub(super) fn of(
        dictionaries: impl IntoIterator<Item = &'a TermDictionary>,
    ) -> io::Result<Self> {
        let mut heads = Vec::new();
        for (at, dictionary) in dictionaries.into_iter().enumerate() {
            let mut stream = Box::new(dictionary.stream()?);
            if stream.advance() {
                heads.push(Reverse(Head { first: first(stream.key()), stream, at }));
            }
        }
        Ok(Self { heads: heads.into(), key: Vec::new(), found: Vec::new() })
    }

    /// The next term, and what the dictionaries that have it say, by their numbers in order.
    pub(super) fn next(&mut self) -> Option<(&[u8], &[Found])> {
        let Reverse(least) = self.heads.peek()?;
        let first_bytes = least.first;
        self.key.clear();
        self.key.extend_from_slice(least.stream.key());
        self.found.clear();
        while let Some(mut top) = self.heads.peek_mut() {
            let Reverse(head) = &*top;
            if head.first != first_bytes || *head.stream.key() != *self.key {
                break;
            }
            self.found.push((head.at, head.stream.value().clone()));
            let Reverse(head) = &mut *top;
            if head.stream.advance() {
                head.first = first(head.stream.key());
            } else {
                PeekMut::pop(top);
            }
        }
        Some((&self.key, &self.found))
    }
}

/// The first 16 bytes of a term as a number that is ordered like them; shorter terms end in zeros.
fn first(key: &[u8]) -> u128 {
    match key.first_chunk() {
        Some(bytes) => u128::from_be_bytes(*bytes),
        None => {
            let mut bytes = [0; 16];
            bytes[..key.len()].copy_from_slice(key);
            u128::from_be_bytes(bytes)
        }
    }
}

impl Ord for Head<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.first
            .cmp(&other.first)
            .then_with(|| self.stream.key().cmp(other.stream.key()))
            .then(self.at.cmp(&other.at))
    }
}

impl PartialOrd for Head<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Head<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Head<'_> {}
