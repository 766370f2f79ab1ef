//! Owns the decoding of packed bytes stream after stream, with the place of damage. Starts no
//! thread.

use std::io;

use bzip2::{Decompress, Status};
use zstd::stream::raw::{self, InBuffer, Operation, OutBuffer};

use super::cutter::Group;
use super::packing::Packing;

/// Why decoding paused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// There is no more room for what comes out.
    Full,
    /// All bytes were taken, and all that they give was given.
    NeedsMore,
}

enum Codec {
    Bzip2(Decompress),
    Zstd(raw::Decoder<'static>),
}

/// Decodes streams one after the other.
pub(super) struct Decoder {
    packing: Packing,
    /// The stream being decoded; none before the next stream's first byte.
    codec: Option<Codec>,
}

impl Decoder {
    pub(super) fn new(packing: Packing) -> Self {
        Self { packing, codec: None }
    }

    /// Whether a stream has begun and not ended.
    pub(super) fn is_within(&self) -> bool {
        self.codec.is_some()
    }

    /// Decodes `group` from its byte `taken` on, which moves, into the spare room of `out`. An
    /// error says at which byte of the file it came up; what `out` has by then is good.
    pub(super) fn decode(
        &mut self,
        group: &Group,
        taken: &mut usize,
        out: &mut Vec<u8>,
    ) -> io::Result<Step> {
        loop {
            let input = group.bytes.get(*taken..).unwrap_or_default();
            if self.codec.is_none() && input.is_empty() {
                return Ok(Step::NeedsMore);
            }
            let given = out.len();
            let (used, has_ended) = self.step(input, out).map_err(|e| group.damaged(*taken, &e))?;
            *taken += used;
            if has_ended {
                self.codec = None;
            } else if out.len() == out.capacity() {
                return Ok(Step::Full);
            } else if used == input.len() {
                return Ok(Step::NeedsMore);
            } else if used == 0 && out.len() == given {
                return Err(group.damaged(*taken, &io::Error::other("it does not go on")));
            }
        }
    }

    /// One call of the codec: bytes of `input` used, and whether the stream has ended.
    fn step(&mut self, input: &[u8], out: &mut Vec<u8>) -> io::Result<(usize, bool)> {
        let codec = match &mut self.codec {
            Some(codec) => codec,
            none => none.insert(match self.packing {
                Packing::Bzip2 => Codec::Bzip2(Decompress::new(false)),
                Packing::Zstd => Codec::Zstd(raw::Decoder::new()?),
            }),
        };
        match codec {
            Codec::Bzip2(codec) => {
                let before = codec.total_in();
                let status = codec.decompress_vec(input, out).map_err(io::Error::other)?;
                let used = usize::try_from(codec.total_in() - before).unwrap_or(input.len());
                Ok((used, status == Status::StreamEnd))
            }
            Codec::Zstd(codec) => {
                let mut input = InBuffer::around(input);
                let given = out.len();
                let mut output = OutBuffer::around_pos(out, given);
                let hint = codec.run(&mut input, &mut output)?;
                Ok((input.pos(), hint == 0))
            }
        }
    }
}
