//! How far a run of indexing is.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64};

/// How far a run is; may be read from another thread at any time.
#[derive(Debug, Default)]
pub struct Progress {
    /// Articles that went through, rejected ones not counted, those of an interrupted run that is
    /// gone on with included.
    pub articles: AtomicU64,
    /// Bytes read before decompression; goes up as they are read.
    pub bytes: Arc<AtomicU64>,
    /// Bytes read of a dump for its redirects, before its articles; 0 when none are looked for.
    pub ahead_bytes: Arc<AtomicU64>,
    /// Bytes of all inputs; 0 while unknown.
    pub total_bytes: AtomicU64,
    /// Articles that there are in all, where they come out of an index; 0 where they come out of
    /// inputs.
    pub total_articles: AtomicU64,
    /// Bytes from which an interrupted run is gone on with; 0 where none is.
    pub resumed_bytes: AtomicU64,
    /// Whether that place is being looked for.
    pub skipping: Arc<AtomicBool>,
    /// Whether the last step, committing and merging, has begun.
    pub finishing: AtomicBool,
    /// Whether all is committed and segments are being merged: whoever stops the process now loses
    /// nothing but that.
    pub merging: AtomicBool,
    /// Set from outside to end the run: what was read is committed, and the report says that it was
    /// stopped.
    pub stop: Arc<AtomicBool>,
}
