//! Blocks that were unpacked lately.

use std::io;
use std::sync::Arc;

use quick_cache::sync;

/// Of a stream's blocks one in so many is kept, within bounds.
const SHARE: usize = 8;
/// Of texts 4 to 16 MB, of heads half as much.
pub(super) const OF_TEXTS: (usize, usize) = (2_048, 8_192);
pub(super) const OF_HEADS: (usize, usize) = (1_024, 4_096);

/// Blocks by number: the articles of one answer, of its next page and of a query typed again are
/// mostly the same, and so are neighbours in a merge.
pub(super) struct Cache(sync::Cache<usize, Arc<Vec<u8>>>);

impl Cache {
    /// A cache for a stream of `blocks` blocks, which keeps so many at least and at most.
    pub(super) fn new(blocks: usize, (least, most): (usize, usize)) -> Self {
        Self(sync::Cache::new((blocks / SHARE).clamp(least, most)))
    }

    /// The block of that number, by `unpack` where it is not kept. Others who want the same block
    /// wait for it; where unpacking fails, they try for themselves.
    pub(super) fn block(
        &self,
        number: usize,
        unpack: impl FnOnce() -> io::Result<Vec<u8>>,
    ) -> io::Result<Arc<Vec<u8>>> {
        self.0.get_or_insert_with(&number, || unpack().map(Arc::new))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_unpacked_once_and_errors_are_not_kept() {
        let cache = Cache::new(0, OF_TEXTS);
        let mut unpacked = Vec::new();
        for number in [1, 1, 2, 1] {
            let block = cache.block(number, || {
                unpacked.push(number);
                Ok(vec![number as u8])
            });
            assert_eq!(*block.unwrap(), [number as u8]);
        }
        assert_eq!(unpacked, [1, 2]);
        assert!(cache.block(7, || Err(io::Error::other("damaged"))).is_err());
        assert_eq!(*cache.block(7, || Ok(vec![7])).unwrap(), [7]);
    }

    #[test]
    fn memory_is_bounded() {
        let cache = Cache::new(OF_HEADS.1 * SHARE * 2, OF_HEADS);
        for number in 0..OF_HEADS.1 * 3 {
            let block = cache.block(number, || Ok(number.to_le_bytes().to_vec()));
            assert_eq!(*block.unwrap(), number.to_le_bytes());
            assert!(cache.0.len() <= OF_HEADS.1);
        }
    }
}
