//! A place in a ranking, by which the next page is asked for.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

/// The last hit of a page. Written as text it has no white space but what the id has.
///
/// The next page starts behind this hit whatever was added to the index in between, where an
/// offset would repeat hits or leave some out.
#[derive(Debug, Clone, PartialEq)]
pub struct Cursor {
    /// Hits up to this one: how far a ranking must be computed to go on from here.
    pub(super) seen: usize,
    pub(super) place: SortKey,
}

/// What a ranking is ordered by.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct SortKey {
    /// The date as the order wants it, the smaller first; 0 where relevance alone counts.
    pub(super) key: i64,
    pub(super) score: f32,
    pub(super) id: String,
}

impl SortKey {
    /// Order in a ranking: by key, then the better score, then the id.
    pub(super) fn compare(&self, other: &Self) -> Ordering {
        self.key
            .cmp(&other.key)
            .then_with(|| other.score.total_cmp(&self.score))
            .then_with(|| self.id.cmp(&other.id))
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let SortKey { key, score, id } = &self.place;
        write!(f, "{}:{key}:{:08x}:{id}", self.seen, score.to_bits())
    }
}

impl FromStr for Cursor {
    type Err = String;

    /// Reads what was written by `Display`.
    fn from_str(text: &str) -> Result<Self, String> {
        let mut pieces = text.splitn(4, ':');
        let mut piece = || pieces.next().unwrap_or_default();
        let (seen, key, score, id) = (piece(), piece(), piece(), piece());
        let read = || {
            let score = f32::from_bits(u32::from_str_radix(score, 16).ok()?);
            let place = SortKey { key: key.parse().ok()?, score, id: id.to_owned() };
            Some(Self { seen: seen.parse().ok()?, place })
        };
        read().filter(|cursor| !cursor.place.id.is_empty()).ok_or_else(|| {
            format!("{text:?} is no place in a ranking: expected what the page before gave")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let place = SortKey {
            key: -365, score: 12.25, id: "Договор: об океане#1".to_owned()
        };
        let cursor = Cursor { seen: 20, place };
        assert_eq!(cursor.to_string().parse(), Ok(cursor));
        for wrong in ["", "20", "20:0:zz:a", "x:0:41440000:a", "20:0:41440000:"] {
            assert!(wrong.parse::<Cursor>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_better_comes_first_then_the_id() {
        let place = |key, score, id: &str| SortKey { key, score, id: id.to_owned() };
        assert_eq!(place(0, 2.0, "b").compare(&place(0, 1.0, "a")), Ordering::Less);
        assert_eq!(place(0, 1.0, "b").compare(&place(0, 1.0, "a")), Ordering::Greater);
        assert_eq!(place(-9, 1.0, "b").compare(&place(-8, 2.0, "a")), Ordering::Less);
    }
}
