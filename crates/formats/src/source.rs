//! One input stream: its bytes counted, its compression undone, its format told.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::position::{Anchor, Place};
use super::unpack::{Anchors, Packing, Unpacked};

/// Endings of packed files.
const PACKED: [&str; 3] = [".gz", ".bz2", ".zst"];

/// The name without the ending of a packed file.
pub(super) fn unpacked_name(name: &str) -> &str {
    PACKED.iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name)
}

/// Whether a file seems packed by its name.
pub(super) fn is_packed_name(name: &str) -> bool {
    PACKED.iter().any(|end| name.ends_with(end)) || name.ends_with(".zim")
}

/// Counts the bytes that go through it.
struct Counting<R> {
    inner: R,
    count: Arc<AtomicU64>,
}

impl<R: Read> Read for Counting<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.count.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// Size of the buffers between reading, unpacking and cutting up.
const BUFFER_BYTES: usize = 256 << 10;

/// How much of a stream is looked at to tell its format.
const HEAD_BYTES: usize = 16 << 10;

/// Bytes, unpacked, as they are cut up.
pub(super) type Reader = Box<dyn BufRead + Send>;

/// Where a file can be opened but at its start.
#[derive(Clone)]
pub(super) enum Seeking {
    /// At every byte: what is read is what lies on disk.
    Plain,
    /// Between its streams.
    Streams(Packing, Anchors),
    /// Nowhere: gzip, UTF-16.
    No,
}

impl Seeking {
    /// The last place at or before byte `bytes` of what is read.
    pub(super) fn anchor(&self, bytes: u64) -> Anchor {
        match self {
            Self::Plain => Anchor { packed: bytes, unpacked: bytes },
            Self::Streams(_, anchors) => anchors.before(bytes),
            Self::No => Anchor::default(),
        }
    }
}

/// A stream ready to be cut into units.
pub(super) struct Source {
    pub(super) reader: Reader,
    pub(super) seeking: Seeking,
    /// The first bytes, which `reader` still gives.
    pub(super) head: Vec<u8>,
}

impl Source {
    /// Opens a file; the bytes read of it as it lies on disk are added to `count`.
    pub(super) fn file(path: &Path, count: &Arc<AtomicU64>, jobs: usize) -> io::Result<Self> {
        Self::new(File::open(path)?, count, jobs)
    }

    /// Undoes gzip, bzip2 and zstd by their magic numbers, the latter two by up to `jobs` threads
    /// where the file has several streams, and UTF-16 by its byte order mark.
    pub(super) fn new(
        raw: impl Read + Send + 'static,
        count: &Arc<AtomicU64>,
        jobs: usize,
    ) -> io::Result<Self> {
        let counting = Counting { inner: raw, count: Arc::clone(count) };
        let mut packed = BufReader::with_capacity(BUFFER_BYTES, counting);
        let magic = fill(&mut packed, 4)?;
        let packing = match &*magic {
            [b'B', b'Z', b'h', ..] => Some(Packing::Bzip2),
            magic if is_zstd(magic) => Some(Packing::Zstd),
            _ => None,
        };
        let mut seeking = Seeking::Plain;
        let unpacked: Box<dyn Read + Send> = if magic.starts_with(&[0x1f, 0x8b]) {
            seeking = Seeking::No;
            Box::new(flate2::bufread::MultiGzDecoder::new(packed))
        } else if let Some(packing) = packing {
            let unpacked = Unpacked::new(packed, packing, jobs);
            seeking = Seeking::Streams(packing, unpacked.anchors());
            Box::new(unpacked)
        } else {
            Box::new(packed)
        };
        let mut buffered = BufReader::with_capacity(BUFFER_BYTES, unpacked);
        let start = fill(&mut buffered, 3)?;
        let utf16 = start.starts_with(&[0xff, 0xfe]) || start.starts_with(&[0xfe, 0xff]);
        let mut reader: Reader = if utf16 {
            seeking = Seeking::No;
            let transcoding = encoding_rs_io::DecodeReaderBytesBuilder::new().build(buffered);
            Box::new(BufReader::with_capacity(BUFFER_BYTES, transcoding))
        } else {
            Box::new(buffered)
        };
        let head = fill(&mut reader, HEAD_BYTES)?;
        Ok(Self { reader, seeking, head })
    }

    /// The same file, which lies at `path`, from `place` on: what is before the place's anchor is
    /// not read, what is between the two is unpacked and not looked at. Counts as if all had been
    /// read.
    pub(super) fn go_on(
        &self,
        path: &Path,
        place: &Place,
        count: &Arc<AtomicU64>,
        jobs: usize,
    ) -> io::Result<(Reader, Seeking)> {
        let anchor = place.anchor;
        let (mut reader, seeking): (Reader, _) = match &self.seeking {
            Seeking::No => {
                let source = Self::file(path, count, jobs)?;
                (source.reader, source.seeking)
            }
            Seeking::Plain => (Box::new(file_at(path, anchor.packed, count)?), Seeking::Plain),
            Seeking::Streams(packing, _) => {
                let packed = file_at(path, anchor.packed, count)?;
                let unpacked = Unpacked::at(anchor, packed, *packing, jobs);
                let seeking = Seeking::Streams(*packing, unpacked.anchors());
                (Box::new(BufReader::with_capacity(BUFFER_BYTES, unpacked)), seeking)
            }
        };
        pass_over(&mut reader, place.bytes.saturating_sub(anchor.unpacked))?;
        Ok((reader, seeking))
    }
}

/// Opens a file at byte `at`. It is read in the same pieces as from its start, so that `count` goes
/// up alike.
fn file_at(
    path: &Path,
    at: u64,
    count: &Arc<AtomicU64>,
) -> io::Result<impl BufRead + Send + use<>> {
    let mut file = File::open(path)?;
    let rest = at % BUFFER_BYTES as u64;
    file.seek(SeekFrom::Start(at - rest))?;
    count.fetch_add(at - rest, Ordering::Relaxed);
    let counting = Counting { inner: file, count: Arc::clone(count) };
    let mut reader = BufReader::with_capacity(BUFFER_BYTES, counting);
    pass_over(&mut reader, rest)?;
    Ok(reader)
}

/// Reads `bytes` bytes, or to the end, without looking at them.
fn pass_over(reader: &mut impl BufRead, mut bytes: u64) -> io::Result<()> {
    while bytes > 0 {
        let there = reader.fill_buf()?.len();
        if there == 0 {
            break;
        }
        let passed = usize::try_from(bytes).map_or(there, |bytes| bytes.min(there));
        reader.consume(passed);
        bytes -= passed as u64;
    }
    Ok(())
}

/// Whether a file that begins with `magic` is zstd: a frame, or one that is to be passed over, as
/// programs for several threads put before the others.
fn is_zstd(magic: &[u8]) -> bool {
    magic.starts_with(&[0x28, 0xb5, 0x2f, 0xfd])
        || matches!(magic, [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..])
}

/// The first bytes of `reader`, at least `wanted` of them if there are so many and its buffer
/// gives them at once, without taking them out of it.
fn fill(reader: &mut impl BufRead, wanted: usize) -> io::Result<Vec<u8>> {
    let buffer = reader.fill_buf()?;
    Ok(buffer.get(..wanted.min(buffer.len())).unwrap_or_default().to_vec())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn unpack(packed: Vec<u8>) -> String {
        let mut source = Source::new(io::Cursor::new(packed), &Arc::default(), 2).unwrap();
        let mut text = String::new();
        source.reader.read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn each_compression_is_undone() {
        let text = "{\"title\":\"Елші\"}\n".repeat(1000);
        let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gz.write_all(text.as_bytes()).unwrap();
        let mut bz = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
        bz.write_all(text.as_bytes()).unwrap();
        let mut two_streams = bz.finish().unwrap();
        two_streams.extend(two_streams.clone());
        assert_eq!(unpack(gz.finish().unwrap()), text);
        assert_eq!(unpack(two_streams), text.repeat(2));
        assert_eq!(unpack(zstd::encode_all(text.as_bytes(), 1).unwrap()), text);
        assert_eq!(unpack(text.clone().into_bytes()), text);
        let utf16: Vec<u8> =
            std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        assert_eq!(unpack(utf16), text);
    }
}
