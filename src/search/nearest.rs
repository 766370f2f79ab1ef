//! The nearest of places that ascend.

/// The entry of `list` whose place, by `at`, is nearest to `wanted`; of two as near the earlier.
pub(super) fn nearest<T>(list: &[T], wanted: u32, at: impl Fn(&T) -> u32) -> Option<&T> {
    let after = list.partition_point(|entry| at(entry) < wanted);
    let near = [after.checked_sub(1), Some(after)];
    let near = near.into_iter().flatten().filter_map(|number| list.get(number));
    near.min_by_key(|entry| at(entry).abs_diff(wanted))
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
}
