//! Blocks that were unpacked lately.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

/// Of a stream's blocks one in so many is kept, within bounds.
const SHARE: usize = 8;
/// Of texts 4 to 16 MB, of heads half as much.
pub(super) const OF_TEXTS: (usize, usize) = (2_048, 8_192);
pub(super) const OF_HEADS: (usize, usize) = (1_024, 4_096);

type Slot = Mutex<Option<(usize, Arc<Vec<u8>>)>>;

/// Keeps each block in the one slot that its number gives: the articles of one answer, of its next
/// page and of a query typed again are mostly the same, and so are neighbours in a merge.
pub(super) struct Cache {
    slots: Box<[Slot]>,
}

impl Cache {
    /// A cache for a stream of `blocks` blocks, which keeps so many at least and at most.
    pub(super) fn new(blocks: usize, (least, most): (usize, usize)) -> Self {
        let slots = (blocks / SHARE).clamp(least, most);
        Self { slots: (0..slots).map(|_| Slot::default()).collect() }
    }

    /// The block of that number, by `unpack` where it is not kept.
    pub(super) fn block(
        &self,
        number: usize,
        unpack: impl FnOnce() -> io::Result<Vec<u8>>,
    ) -> io::Result<Arc<Vec<u8>>> {
        let Some(slot) = self.slots.get(number % self.slots.len().max(1)) else {
            return unpack().map(Arc::new);
        };
        let kept = |slot: &Slot| match &*slot.lock().unwrap_or_else(PoisonError::into_inner) {
            Some((of, block)) if *of == number => Some(Arc::clone(block)),
            _ => None,
        };
        if let Some(block) = kept(slot) {
            return Ok(block);
        }
        // Not under the lock: other blocks of this slot need not wait.
        let block = Arc::new(unpack()?);
        *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some((number, Arc::clone(&block)));
        Ok(block)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_unpacked_once_until_its_slot_is_taken() {
        let cache = Cache::new(0, OF_TEXTS);
        let mut unpacked = Vec::new();
        for number in [1, 1, 2, 1, 1 + OF_TEXTS.0, 1] {
            let block = cache.block(number, || {
                unpacked.push(number);
                Ok(vec![number as u8])
            });
            assert_eq!(*block.unwrap(), [number as u8]);
        }
        assert_eq!(unpacked, [1, 2, 1 + OF_TEXTS.0, 1]);
        assert!(cache.block(7, || Err(io::Error::other("damaged"))).is_err());
        assert_eq!(*cache.block(7, || Ok(vec![7])).unwrap(), [7]);
    }
}
