//! The numbers of articles in the new segment.

use tantivy::{DocId, SegmentReader};

/// What an article that was deleted has instead of a number.
const NONE: DocId = DocId::MAX;

/// The new numbers of the articles of all segments: those of the first come first.
pub(super) struct Numbers {
    segments: Vec<OfSegment>,
    count: DocId,
}

/// The new numbers of one segment's articles.
pub(super) enum OfSegment {
    /// Nothing was deleted: the first article has this number.
    From(DocId),
    Listed(Vec<DocId>),
}

impl Numbers {
    pub(super) fn of(segments: &[SegmentReader]) -> Self {
        let mut count = 0;
        let numbered = segments.iter().map(|segment| {
            let first = count;
            count += segment.num_docs();
            match segment.alive_bitset() {
                None => OfSegment::From(first),
                Some(alive) => {
                    let mut next = first;
                    let number = |doc| {
                        let number = if alive.is_alive(doc) { next } else { NONE };
                        next += DocId::from(number != NONE);
                        number
                    };
                    OfSegment::Listed((0..segment.max_doc()).map(number).collect())
                }
            }
        });
        Self { segments: numbered.collect(), count }
    }

    /// How many articles there will be.
    pub(super) fn count(&self) -> DocId {
        self.count
    }

    pub(super) fn of_segment(&self, segment: usize) -> &OfSegment {
        &self.segments[segment]
    }

    pub(super) fn has_deletes(&self) -> bool {
        self.segments.iter().any(|segment| matches!(segment, OfSegment::Listed(_)))
    }
}

impl OfSegment {
    /// The new number of `doc`; none where it was deleted.
    pub(super) fn of(&self, doc: DocId) -> Option<DocId> {
        match self {
            Self::From(first) => Some(first + doc),
            Self::Listed(numbers) => numbers.get(doc as usize).copied().filter(|n| *n != NONE),
        }
    }
}
