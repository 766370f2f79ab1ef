//! Random numbers that are the same on every machine: PCG for streams, a mix of bits for what must
//! be known of an article without making it.
//!
//! Nothing here, and nothing that uses it, calls a function of floating point that the standard
//! leaves open (`pow`, `exp`, `ln`): only the four operations and the square root are the same
//! everywhere.

use rand_pcg::Pcg64Mcg;
use rand_pcg::rand_core::Rng;

/// Scatters the bits of `x` (the finalizer of SplitMix64).
pub(super) fn mix(x: u64) -> u64 {
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// A number that `seed`, `kind` and `number` alone decide.
pub(super) fn hash(seed: u64, kind: u64, number: u64) -> u64 {
    mix(mix(seed ^ kind.wrapping_mul(0x9e37_79b9_7f4a_7c15)).wrapping_add(mix(number)))
}

/// A stream of random numbers.
pub(super) struct Random(Pcg64Mcg);

impl Random {
    /// The stream that `seed`, `kind` and `number` decide.
    pub(super) fn new(seed: u64, kind: u64, number: u64) -> Self {
        let high = u128::from(hash(seed, kind, number));
        let low = u128::from(hash(seed, kind ^ u64::MAX, number));
        Self(Pcg64Mcg::new(high << 64 | low))
    }

    /// 64 random bits.
    pub(super) fn bits(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// A number below `limit`, 0 for a limit of 0.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        (((self.bits() >> 32) * limit as u64) >> 32) as usize
    }

    /// Whether something that happens `of_256` times of 256 happens.
    pub(super) fn chance(&mut self, of_256: u64) -> bool {
        self.bits() >> 56 < of_256
    }

    /// One of `choices`.
    pub(super) fn one_of<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices.get(self.below(choices.len())).copied().unwrap_or_default()
    }

    /// A number of the distribution whose quantiles, in sixteenths, are `table`.
    pub(super) fn quantile(&mut self, table: &[u32; 17]) -> usize {
        let bits = self.bits();
        let at = (bits >> 60) as usize;
        let (low, high) = (value(table, at), value(table, at + 1));
        let part = (bits >> 28) & 0xffff_ffff;
        (low + (((high - low) * part) >> 32)) as usize
    }
}

fn value(table: &[u32; 17], at: usize) -> u64 {
    u64::from(table.get(at).copied().unwrap_or_default())
}
