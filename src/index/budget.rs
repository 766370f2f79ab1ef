//! A bound on the bytes of documents that wait to be indexed: a queue bounded by their number would
//! let a few thousand long articles take the memory that they like.

use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// Bytes that may be in flight at once.
pub(crate) struct Budget {
    free: Mutex<usize>,
    freed: Condvar,
    total: usize,
}

/// Bytes taken out of a [`Budget`]; given back on drop.
pub(crate) struct Permit {
    budget: Arc<Budget>,
    bytes: usize,
}

impl Budget {
    /// A budget of `total` bytes.
    pub(crate) fn new(total: usize) -> Arc<Self> {
        Arc::new(Self { free: Mutex::new(total), freed: Condvar::new(), total })
    }

    /// All bytes of the budget.
    pub(crate) fn total(&self) -> usize {
        self.total
    }
}

impl Permit {
    /// Takes `bytes`, waiting until they are free. What is larger than the whole budget takes all
    /// of it, so that it passes alone instead of waiting for ever.
    pub(crate) fn take(budget: &Arc<Budget>, bytes: usize) -> Self {
        let bytes = bytes.min(budget.total);
        let mut free = budget.free.lock().unwrap_or_else(PoisonError::into_inner);
        while *free < bytes {
            free = budget.freed.wait(free).unwrap_or_else(PoisonError::into_inner);
        }
        *free -= bytes;
        Self { budget: Arc::clone(budget), bytes }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        *self.budget.free.lock().unwrap_or_else(PoisonError::into_inner) += self.bytes;
        self.budget.freed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_until_bytes_are_free() {
        let budget = Budget::new(10);
        let first = Permit::take(&budget, 8);
        let other = Arc::clone(&budget);
        let waiting = std::thread::spawn(move || Permit::take(&other, 99).bytes);
        std::thread::sleep(std::time::Duration::from_millis(20));
        assert!(!waiting.is_finished());
        drop(first);
        assert_eq!(waiting.join().unwrap(), 10);
        assert_eq!(*budget.free.lock().unwrap(), 10);
    }
}
