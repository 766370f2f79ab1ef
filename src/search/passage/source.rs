//! Where passages are from.

use tantivy::DocId;

use crate::index::{Head, Marks};
use crate::search::segment::Segment;

/// The article that passages are wanted of.
#[derive(Clone, Copy)]
pub(crate) struct Article<'a> {
    pub(crate) segment: &'a Segment,
    pub(crate) doc: DocId,
    pub(crate) head: &'a Head,
    pub(crate) marks: &'a Marks,
}
