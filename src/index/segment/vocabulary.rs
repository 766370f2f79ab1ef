//! The words of a segment and their terms, each kept once.

use std::hash::Hasher;

use hashbrown::HashTable;
use rustc_hash::FxHasher;

/// Words looked up at a time.
const AHEAD: usize = 32;

/// What stands in place of a number that is not known yet.
pub(super) const UNKNOWN: u32 = u32::MAX;

/// The words of a segment, which are exact forms, and the terms that they are found by. Both begin
/// with their language's letter.
#[derive(Default)]
pub(super) struct Vocabulary {
    bytes: Vec<u8>,
    words: Names,
    terms: Names,
    /// The term of each word.
    term_of: Vec<u32>,
}

/// Words, or terms, by number.
#[derive(Default)]
struct Names {
    entries: Vec<Name>,
    table: HashTable<u32>,
}

/// Where a name lies among the bytes.
#[derive(Clone, Copy)]
struct Name {
    from: u32,
    hash: u32,
    bytes: u16,
}

/// Names in the order of their bytes.
pub(super) struct Ordered<'a> {
    bytes: &'a [u8],
    names: &'a [Name],
    order: Vec<u32>,
}

impl Vocabulary {
    /// Puts the numbers of words, by exact form and term, where `numbers` has [`UNKNOWN`].
    pub(super) fn words<'a>(
        &mut self,
        letter: u8,
        words: impl Iterator<Item = (&'a str, &'a str)>,
        numbers: &mut [u32],
    ) {
        let mut unknown = words.zip(numbers).filter(|(_, number)| **number == UNKNOWN);
        let mut forms = [const { ("", "", 0) }; AHEAD];
        let mut wanted = [const { None }; AHEAD];
        loop {
            let mut waiting = 0;
            for ((form, want), ((exact, term), number)) in
                forms.iter_mut().zip(&mut wanted).zip(&mut unknown)
            {
                *form = (exact, term, hash(letter, exact));
                *want = Some(number);
                waiting += 1;
            }
            let forms = &forms[..waiting];
            self.look_ahead(forms);
            for (&(exact, term, hash), want) in forms.iter().zip(&mut wanted) {
                if let Some(number) = want {
                    **number = self.word(letter, exact, term, hash);
                }
            }
            if waiting < AHEAD {
                return;
            }
        }
    }

    /// Touches what looking up these words will read. The table is larger than the processor's
    /// caches, and reads that do not depend on each other are waited for at once.
    fn look_ahead(&self, forms: &[(&str, &str, u32)]) {
        let mut places = [0; AHEAD];
        for (place, (_, _, hash)) in places.iter_mut().zip(forms) {
            let entry = |number: &u32| self.words.entries[*number as usize];
            let found = self.words.table.find(spread(*hash), |n| entry(n).hash == *hash);
            *place = found.map_or(0, |n| entry(n).from as usize);
        }
        let found = places.iter().filter_map(|place| self.bytes.get(*place));
        std::hint::black_box(found.fold(0, |all, b| all ^ b));
    }

    /// The number of a word.
    fn word(&mut self, letter: u8, exact: &str, term: &str, hash: u32) -> u32 {
        if let Some(word) = self.words.find(&self.bytes, hash, letter, exact) {
            return word;
        }
        let from = push(&mut self.bytes, letter, exact);
        let word = self.words.add(from, hash, exact);
        let term_hash = self::hash(letter, term);
        let term = self.terms.find(&self.bytes, term_hash, letter, term).unwrap_or_else(|| {
            let from = if term == exact { from } else { push(&mut self.bytes, letter, term) };
            self.terms.add(from, term_hash, term)
        });
        self.term_of.push(term);
        word
    }

    /// The words in order, and the rank of each.
    pub(super) fn words_in_order(&self) -> (Ordered<'_>, Vec<u32>) {
        let ordered = self.words.in_order(&self.bytes);
        let ranks = ordered.ranks();
        (ordered, ranks)
    }

    /// The terms in order, and for each word the rank of its term.
    pub(super) fn terms_in_order(&self) -> (Ordered<'_>, Vec<u32>) {
        let ordered = self.terms.in_order(&self.bytes);
        let ranks = ordered.ranks();
        let of_words = self.term_of.iter().map(|term| ranks[*term as usize]).collect();
        (ordered, of_words)
    }

    /// Bytes of names.
    pub(super) fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Bytes held.
    pub(super) fn mem_usage(&self) -> usize {
        let names = |names: &Names| names.entries.len() * size_of::<Name>() + names.table.len() * 8;
        self.bytes.len() + names(&self.words) + names(&self.terms) + self.term_of.len() * 4
    }
}

impl Names {
    fn find(&self, bytes: &[u8], hash: u32, letter: u8, name: &str) -> Option<u32> {
        let same = |number: &u32| {
            let entry = &self.entries[*number as usize];
            let named = entry.of(bytes);
            entry.hash == hash && named[0] == letter && named[1..] == *name.as_bytes()
        };
        self.table.find(spread(hash), same).copied()
    }

    fn add(&mut self, from: u32, hash: u32, name: &str) -> u32 {
        let number = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        let bytes = u16::try_from(1 + name.len()).unwrap_or(u16::MAX);
        self.entries.push(Name { from, hash, bytes });
        let entries = &self.entries;
        self.table.insert_unique(spread(hash), number, |n| spread(entries[*n as usize].hash));
        number
    }

    fn in_order<'a>(&'a self, bytes: &'a [u8]) -> Ordered<'a> {
        // Most are told apart by their first bytes, which are sorted as numbers, each above the
        // number of its name.
        let mut keys: Vec<u128> =
            (0..).zip(&self.entries).map(|(n, name)| key(name.of(bytes), n)).collect();
        keys.sort_unstable();
        let mut order: Vec<u32> = keys.iter().map(|key| *key as u32).collect();
        let mut from = 0;
        for alike in keys.chunk_by(|a, b| a >> 32 == b >> 32) {
            let to = from + alike.len();
            if alike.len() > 1 {
                let name = |n: &u32| self.entries[*n as usize].of(bytes);
                order[from..to].sort_unstable_by(|a, b| name(a).cmp(name(b)));
            }
            from = to;
        }
        Ordered { bytes, names: &self.entries, order }
    }
}

impl Name {
    fn of(self, bytes: &[u8]) -> &[u8] {
        &bytes[self.from as usize..][..self.bytes.into()]
    }
}

impl Ordered<'_> {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.order.len()
    }

    /// The name of a rank.
    pub(super) fn name(&self, rank: usize) -> &[u8] {
        self.names[self.order[rank] as usize].of(self.bytes)
    }

    /// The rank of each name.
    fn ranks(&self) -> Vec<u32> {
        let mut ranks = vec![0; self.order.len()];
        for (rank, number) in (0..).zip(&self.order) {
            ranks[*number as usize] = rank;
        }
        ranks
    }
}

/// The first twelve bytes of `name` above `number`.
fn key(name: &[u8], number: u32) -> u128 {
    let mut first = [0; 16];
    let length = name.len().min(12);
    first[..length].copy_from_slice(&name[..length]);
    u128::from_be_bytes(first) | u128::from(number)
}

/// Adds a name; where it begins.
fn push(bytes: &mut Vec<u8>, letter: u8, name: &str) -> u32 {
    let from = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    bytes.push(letter);
    bytes.extend_from_slice(name.as_bytes());
    from
}

fn hash(letter: u8, name: &str) -> u32 {
    let mut hasher = FxHasher::default();
    hasher.write(name.as_bytes());
    hasher.write_u8(letter);
    let hash = hasher.finish();
    (hash >> 32) as u32 ^ hash as u32
}

/// The table looks at the lowest and at the highest bits.
fn spread(hash: u32) -> u64 {
    u64::from(hash) << 32 | u64::from(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_kept_once_and_ordered_by_bytes() {
        let mut vocabulary = Vocabulary::default();
        let forms = [
            ("посольством", "посольств"),
            ("посол", "посол"),
            ("посольства", "посольств"),
            ("послы", "посол"),
            ("посольством", "посольств"),
            ("п", "п"),
        ];
        let mut numbers = [UNKNOWN; 6];
        vocabulary.words(b'r', forms.into_iter(), &mut numbers);
        assert_eq!(numbers, [0, 1, 2, 3, 0, 4]);
        // What is known is not looked up.
        let mut numbers = [7, UNKNOWN, 8];
        let forms = [("послы", "посол"), ("посол", "посол"), ("?", "?")];
        vocabulary.words(b'u', forms.into_iter(), &mut numbers);
        assert_eq!(numbers, [7, 5, 8]);
        let (ordered, ranks) = vocabulary.words_in_order();
        let names: Vec<_> = (0..ordered.len()).map(|rank| ordered.name(rank)).collect();
        let expected =
            ["rп", "rпослы", "rпосол", "rпосольства", "rпосольством", "uпосол"].map(str::as_bytes);
        assert_eq!(names, expected);
        assert_eq!(ranks, [4, 2, 3, 1, 0, 5]);
        let (ordered, ranks) = vocabulary.terms_in_order();
        let names: Vec<_> = (0..ordered.len()).map(|rank| ordered.name(rank)).collect();
        assert_eq!(names, ["rп", "rпосол", "rпосольств", "uпосол"].map(str::as_bytes));
        assert_eq!(ranks, [2, 1, 2, 1, 0, 3]);
    }
}
