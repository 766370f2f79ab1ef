//! How frequent the words are that are not on a language's list.

/// How frequencies fall past the list.
#[derive(Clone, Copy)]
pub(super) enum Tail {
    /// Like `r^-1.5`.
    Long,
    /// Like `r^-1.8`.
    Short,
}

impl Tail {
    pub(super) fn exponent_less_one(self) -> f64 {
        match self {
            Self::Long => 0.5,
            Self::Short => 0.8,
        }
    }

    /// The rank, in multiples of the joint, that a share of `part` of the tail lies beyond: `part` to
    /// the power of -1 / (exponent - 1).
    pub(super) fn rank(self, part: f64) -> f64 {
        match self {
            Self::Long => 1.0 / (part * part),
            Self::Short => 1.0 / (part * part.sqrt().sqrt()),
        }
    }
}
