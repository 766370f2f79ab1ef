//! Owns where packed bytes may be cut: at the starts of bzip2 streams, by their marks, and of zstd
//! frames, by their sizes. Decodes nothing, so a mark may be a false one.

use std::io::{self, Read};

use memchr::memmem;

use super::packing::Packing;

/// A group has at least this many bytes, packed, but for the last one. Streams of a multistream
/// dump (a hundred pages) are about as long.
const GROUP_BYTES: usize = 256 << 10;
/// A stream that is longer is cut anywhere, to be decoded by one thread. Streams that programs
/// write for several threads have at most 1 MB.
const MAX_GROUP_BYTES: usize = 4 << 20;
/// Bytes read at a time.
const READ_BYTES: usize = 128 << 10;

/// First bytes of a bzip2 stream; then come the size of its blocks, `1` to `9`, and the mark of a
/// block or of the end. From the reference implementation; there is no written standard.
const BZIP2_MAGIC: &[u8] = b"BZh";
const BZIP2_BLOCK: [u8; 6] = [0x31, 0x41, 0x59, 0x26, 0x53, 0x59];
const BZIP2_END: [u8; 6] = [0x17, 0x72, 0x45, 0x38, 0x50, 0x90];
/// Bytes by which a stream's start is known.
const BZIP2_MARK_BYTES: usize = 10;

/// RFC 8878, 3.1: the magic numbers of frames and of frames to be passed over.
const ZSTD_MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];
const ZSTD_SKIPPABLE: u32 = 0x184d_2a50;

/// A run of packed bytes.
pub(super) struct Group {
    pub(super) packing: Packing,
    pub(super) bytes: Vec<u8>,
    /// Where in the file it begins.
    pub(super) offset: u64,
    /// Whether a stream begins with it, as far as its first bytes tell.
    pub(super) starts_stream: bool,
}

impl Group {
    /// An error that came up at byte `at` of the group.
    pub(super) fn damaged(&self, at: usize, error: &io::Error) -> io::Error {
        let (name, byte) = (self.packing.name(), self.offset + at as u64);
        let reason = format!("{name} can't be read from byte {byte} on: {error}");
        io::Error::new(io::ErrorKind::InvalidData, reason)
    }
}

/// Cuts a file into groups.
pub(super) struct Cutter<R> {
    reader: R,
    packing: Packing,
    /// What was read and not given.
    bytes: Vec<u8>,
    /// Where in the file `bytes` begin.
    offset: u64,
    starts_stream: bool,
    frames: Frames,
    /// How reading ended.
    end: Option<io::Result<()>>,
}

impl<R: Read> Cutter<R> {
    /// Cuts what `reader` gives, which begins at byte `offset` of the file, at the start of a stream.
    pub(super) fn new(reader: R, packing: Packing, offset: u64) -> Self {
        Self {
            reader,
            packing,
            bytes: Vec::new(),
            offset,
            starts_stream: true,
            frames: Frames::default(),
            end: None,
        }
    }

    /// The error for a file that ends within a stream, here.
    pub(super) fn cut_off(&self) -> io::Error {
        let reason =
            format!("{} ends within a stream at byte {}", self.packing.name(), self.offset);
        io::Error::new(io::ErrorKind::UnexpectedEof, reason)
    }

    /// The next group, `None` at the end. An error of the reader comes after all that it gave.
    pub(super) fn next_group(&mut self) -> io::Result<Option<Group>> {
        // The rest of a stream that was too long ends where the next one begins.
        let least = if self.starts_stream { GROUP_BYTES } else { 1 };
        let mut searched = least;
        loop {
            let found = match self.packing {
                Packing::Bzip2 => bzip2_start(&self.bytes, searched),
                Packing::Zstd => self.frames.end_at_least(&self.bytes, least),
            };
            if let Some(at) = found.filter(|at| *at < self.bytes.len()) {
                return Ok(Some(self.cut(at, true)));
            }
            searched = searched.max(self.bytes.len().saturating_sub(BZIP2_MARK_BYTES - 1));
            if self.bytes.len() >= MAX_GROUP_BYTES {
                // The next mark may have begun, but not at the first byte that is left.
                let at = self.bytes.len() - BZIP2_MARK_BYTES;
                return Ok(Some(self.cut(at, false)));
            }
            if self.end.is_none() {
                self.read_more();
            } else if !self.bytes.is_empty() {
                return Ok(Some(self.cut(self.bytes.len(), true)));
            } else {
                let end = self.end.replace(Ok(()));
                return end.unwrap_or(Ok(())).map(|()| None);
            }
        }
    }

    /// Gives the first `at` bytes; `next_starts` says what follows them.
    fn cut(&mut self, at: usize, next_starts: bool) -> Group {
        let rest = self.bytes.split_off(at);
        let bytes = std::mem::replace(&mut self.bytes, rest);
        let offset = self.offset;
        self.offset += bytes.len() as u64;
        self.frames.cut(bytes.len() as u64);
        let starts_stream = std::mem::replace(&mut self.starts_stream, next_starts);
        Group { packing: self.packing, bytes, offset, starts_stream }
    }

    fn read_more(&mut self) {
        let mut part = self.reader.by_ref().take(READ_BYTES as u64);
        match part.read_to_end(&mut self.bytes) {
            Ok(0) => self.end = Some(Ok(())),
            Ok(_) => {}
            Err(error) => self.end = Some(Err(error)),
        }
    }
}

/// The first place at or after `from` where a bzip2 stream seems to start.
fn bzip2_start(bytes: &[u8], from: usize) -> Option<usize> {
    let searched = bytes.get(from..)?;
    memmem::find_iter(searched, BZIP2_MAGIC).map(|at| from + at).find(|at| {
        let mark = bytes.get(at + BZIP2_MAGIC.len()..at + BZIP2_MARK_BYTES);
        mark.and_then(<[u8]>::split_first).is_some_and(|(size, block)| {
            (b'1'..=b'9').contains(size) && (block == BZIP2_BLOCK || block == BZIP2_END)
        })
    })
}

/// A walk over zstd frames, from header to header.
#[derive(Default)]
struct Frames {
    /// Where the next header stands, counted from the first byte that is held.
    at: u64,
    state: Walk,
}

#[derive(Default, Clone, Copy)]
enum Walk {
    /// Before a frame.
    #[default]
    Frame,
    /// Before a block of a frame that has a checksum or not.
    Block(bool),
    /// This is no zstd: there is nothing more to find.
    Lost,
}

impl Frames {
    /// The first end of a frame that is at byte `least` or later; `None` if more bytes are needed.
    fn end_at_least(&mut self, bytes: &[u8], least: usize) -> Option<usize> {
        loop {
            let at = usize::try_from(self.at).ok()?;
            if matches!(self.state, Walk::Frame) && at >= least {
                return (at <= bytes.len()).then_some(at);
            }
            let (len, state) = match self.state {
                Walk::Frame => frame_header(bytes.get(at..)?)?,
                Walk::Block(has_checksum) => block_header(bytes.get(at..)?, has_checksum)?,
                Walk::Lost => return None,
            };
            self.at += len;
            self.state = state;
        }
    }

    fn cut(&mut self, len: u64) {
        self.at = self.at.saturating_sub(len);
    }
}

/// Length of a frame's header (of a whole frame that is to be passed over), and what follows.
fn frame_header(bytes: &[u8]) -> Option<(u64, Walk)> {
    let (magic, rest) = bytes.split_first_chunk::<4>()?;
    if u32::from_le_bytes(*magic) & !0xf == ZSTD_SKIPPABLE {
        let size = rest.first_chunk::<4>()?;
        return Some((8 + u64::from(u32::from_le_bytes(*size)), Walk::Frame));
    }
    if *magic != ZSTD_MAGIC {
        return Some((0, Walk::Lost));
    }
    let descriptor = *rest.first()?;
    let is_single = descriptor & 0x20 != 0;
    let window = u64::from(!is_single);
    let dictionary = [0, 1, 2, 4].get(usize::from(descriptor & 3)).copied().unwrap_or(0);
    let content = match descriptor >> 6 {
        0 => u64::from(is_single),
        size => 1 << size,
    };
    Some((5 + window + dictionary + content, Walk::Block(descriptor & 4 != 0)))
}

/// Length of a block with its header, and with the checksum after the last one.
fn block_header(bytes: &[u8], has_checksum: bool) -> Option<(u64, Walk)> {
    let [low, middle, high] = *bytes.first_chunk::<3>()?;
    let header = u32::from_le_bytes([low, middle, high, 0]);
    let size = match header >> 1 & 3 {
        1 => 1,
        3 => return Some((0, Walk::Lost)),
        _ => u64::from(header >> 3),
    };
    if header & 1 == 0 {
        return Some((3 + size, Walk::Block(has_checksum)));
    }
    Some((3 + size + if has_checksum { 4 } else { 0 }, Walk::Frame))
}
