//! What the dictionaries said lately of words.

use std::sync::Arc;

use crate::lang::Lang;
use crate::matching::Expansion;
use crate::search::segment::Recent;

/// All that is kept of words.
#[derive(Default)]
pub(crate) struct RecentWords {
    /// By exact form, what it may stand for if it was typed without its letters.
    pub(crate) unmarked: Recent<Lang, Arc<[Expansion]>>,
    /// By exact form, the document frequency of a word that was typed plain, those included.
    pub(crate) frequencies: Recent<Lang, u64>,
    /// By term, related words, of weight 1.
    pub(crate) related: Recent<Lang, Arc<[Expansion]>>,
}
