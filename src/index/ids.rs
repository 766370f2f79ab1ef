//! A number for each of many ids. Ids are compared themselves: of two with one hash both are kept.

use std::hash::{BuildHasher, RandomState};

use hashbrown::HashTable;
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// Bytes of ids that are held in one piece; growing moves none of them.
const CHUNK_BYTES: usize = 1 << 20;

/// Bytes before an id, of its length.
const LENGTH_BYTES: usize = 4;

/// Hashes ids by a key of its own, so that nobody can choose ids of one hash.
#[derive(Debug, Clone, Copy)]
pub(super) struct IdHasher {
    key: u64,
    /// The bits of a hash that are used.
    bits: u64,
}

impl Default for IdHasher {
    fn default() -> Self {
        Self::keyed(RandomState::new().hash_one(0))
    }
}

impl IdHasher {
    /// By a key that is known from before.
    pub(super) fn keyed(key: u64) -> Self {
        Self { key, bits: bits() }
    }

    pub(super) fn key(&self) -> u64 {
        self.key
    }

    pub(super) fn hash(&self, id: &str) -> u64 {
        xxh3_64_with_seed(id.as_bytes(), self.key) & self.bits
    }
}

#[cfg(not(test))]
fn bits() -> u64 {
    u64::MAX
}

#[cfg(test)]
fn bits() -> u64 {
    BITS.get()
}

#[cfg(test)]
thread_local! {
    /// The bits of hashes that hashers made on this thread use: with few, ids meet often.
    static BITS: std::cell::Cell<u64> = const { std::cell::Cell::new(u64::MAX) };
}

/// Does `work` with hashes of which only `bits` are used.
#[cfg(test)]
pub(crate) fn with_hash_bits<T>(bits: u64, work: impl FnOnce() -> T) -> T {
    let before = BITS.replace(bits);
    let done = work();
    BITS.set(before);
    done
}

/// A number for each id. Costs the ids themselves and some 25 bytes more for each.
#[derive(Default)]
pub(super) struct Ids {
    hasher: IdHasher,
    /// Where each id is, with its number.
    table: HashTable<(Place, u64)>,
    texts: Texts,
}

impl Ids {
    /// Makes room for `count` more.
    pub(super) fn reserve(&mut self, count: usize) {
        let Self { hasher, table, texts } = self;
        table.reserve(count, |(place, _)| hasher.hash(texts.get(*place)));
    }

    /// The number of `id`.
    pub(super) fn get(&self, id: &str) -> Option<u64> {
        let known =
            self.table.find(self.hasher.hash(id), |(place, _)| self.texts.get(*place) == id);
        known.map(|(_, number)| *number)
    }

    /// Sets the number of `id`.
    pub(super) fn insert(&mut self, id: &str, number: u64) {
        let Self { hasher, table, texts } = self;
        let hash = hasher.hash(id);
        let known = table.find_mut(hash, |(place, _)| texts.get(*place) == id);
        if let Some((_, known)) = known {
            *known = number;
            return;
        }
        let place = texts.push(id);
        table.insert_unique(hash, (place, number), |(place, _)| hasher.hash(texts.get(*place)));
    }

    /// Forgets `id`; false if it had no number.
    pub(super) fn remove(&mut self, id: &str) -> bool {
        let Self { hasher, table, texts } = self;
        let known = table.find_entry(hasher.hash(id), |(place, _)| texts.get(*place) == id);
        match known {
            Ok(known) => {
                known.remove();
                true
            }
            Err(_) => false,
        }
    }
}

/// Where an id is: the number of its chunk above its place in there.
type Place = u64;

/// Ids one after the other, each behind its length.
#[derive(Default)]
struct Texts(Vec<Vec<u8>>);

impl Texts {
    fn push(&mut self, id: &str) -> Place {
        let bytes = LENGTH_BYTES + id.len();
        if self.0.last().is_none_or(|chunk| chunk.capacity() - chunk.len() < bytes) {
            self.0.push(Vec::with_capacity(bytes.max(CHUNK_BYTES)));
        }
        let number = self.0.len() as u64 - 1;
        let Some(chunk) = self.0.last_mut() else { return 0 };
        let place = number << 32 | chunk.len() as u64;
        chunk.extend((id.len() as u32).to_le_bytes());
        chunk.extend(id.as_bytes());
        place
    }

    fn get(&self, place: Place) -> &str {
        let id = || {
            let chunk = self.0.get((place >> 32) as usize)?;
            let (length, rest) = chunk.get(place as u32 as usize..)?.split_first_chunk()?;
            let id = rest.get(..u32::from_le_bytes(*length) as usize)?;
            std::str::from_utf8(id).ok()
        };
        id().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_one_hash_are_kept_apart() {
        for bits in [u64::MAX, 1, 0] {
            let mut ids = with_hash_bits(bits, Ids::default);
            ids.reserve(3);
            let id = |number: u64| format!("article {number}");
            for number in 0..500 {
                assert_eq!(ids.get(&id(number)), None);
                ids.insert(&id(number), number);
            }
            ids.insert(&id(7), 70);
            assert!(ids.remove(&id(8)) && !ids.remove(&id(8)) && !ids.remove("another"));
            for number in 0..500 {
                let expected = match number {
                    7 => Some(70),
                    8 => None,
                    other => Some(other),
                };
                assert_eq!(ids.get(&id(number)), expected, "{bits}");
            }
        }
    }

    #[test]
    fn ids_may_be_empty_and_longer_than_a_chunk() {
        let mut ids = Ids::default();
        let long = "д".repeat(CHUNK_BYTES);
        for (id, number) in [("", 1), (long.as_str(), 2), ("short", 3)] {
            ids.insert(id, number);
        }
        assert_eq!((ids.get(""), ids.get(&long), ids.get("short")), (Some(1), Some(2), Some(3)));
        assert_eq!(ids.get(&long[2..]), None);
    }

    #[test]
    fn hashers_have_keys_of_their_own() {
        let (one, other) = (IdHasher::default(), IdHasher::default());
        assert_ne!(one.hash("id"), other.hash("id"));
        assert_eq!(one.hash("id"), IdHasher::keyed(one.key()).hash("id"));
    }
}
