//! Where a phrase stands, its words moved by a few positions together.

/// The entry of `list` whose place, by `at`, is nearest to `wanted`; of two as near the earlier.
fn nearest<T>(list: &[T], wanted: u32, at: impl Fn(&T) -> u32) -> Option<&T> {
    let after = list.partition_point(|entry| at(entry) < wanted);
    let near = [after.checked_sub(1), Some(after)];
    let near = near.into_iter().flatten().filter_map(|number| list.get(number));
    near.min_by_key(|entry| at(entry).abs_diff(wanted))
}

/// A phrase that begins at a place of its first word, as far as its words were found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Occurrence {
    start: u32,
    /// How far its words were moved together.
    moved: u32,
}

impl Occurrence {
    /// The first word at `start`, the others not found yet.
    pub(crate) fn at(start: u32) -> Self {
        Self { start, moved: 0 }
    }

    /// Finds another word, which belongs `behind` positions behind the first: of its `places`,
    /// which ascend by `at`, the nearest. `None` where it does not stand, or where the words are
    /// moved by more than `slop` together with it.
    pub(crate) fn next<'a, T>(
        &mut self,
        behind: u32,
        places: &'a [T],
        at: impl Fn(&T) -> u32,
        slop: u32,
    ) -> Option<&'a T> {
        let wanted = self.start.saturating_add(behind);
        let found = nearest(places, wanted, &at)?;
        self.moved = self.moved.saturating_add(at(found).abs_diff(wanted));
        (self.moved <= slop).then_some(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn before_or_behind() {
        let list = [2, 5, 9];
        for (wanted, expected) in [(0, 2), (3, 2), (4, 5), (7, 5), (8, 9), (99, 9)] {
            assert_eq!(nearest(&list, wanted, |place| *place), Some(&expected), "{wanted}");
        }
        assert_eq!(nearest(&[], 3, |place: &u32| *place), None);
    }

    #[test]
    fn moves_add_up_to_the_slop() {
        let stands = |start, words: &[(u32, &[u32])], slop| {
            let mut phrase = Occurrence::at(start);
            words.iter().all(|(behind, at)| phrase.next(*behind, at, |p| *p, slop).is_some())
        };
        assert!(stands(4, &[(1, &[2, 5]), (2, &[6])], 0));
        // Both words behind the one between are a place off.
        assert!(!stands(4, &[(1, &[6]), (2, &[7])], 1));
        assert!(stands(4, &[(1, &[6]), (2, &[7])], 2));
        // Exchanged, the second is two places off.
        assert!(!stands(5, &[(1, &[4])], 1));
        assert!(stands(5, &[(1, &[4])], 2));
        assert!(!stands(5, &[(1, &[])], u32::MAX));
        assert!(stands(u32::MAX, &[(1, &[u32::MAX])], 0));
    }
}
