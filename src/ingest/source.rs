//! One input stream: its bytes counted, its compression undone, its format told.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::cirrus;
use super::position::{Anchor, Place};
use super::unpack::{Anchors, Packing, Unpacked};
use crate::text;

/// How an input is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// One JSON object a line.
    JsonLines,
    /// A MediaWiki XML dump.
    MediaWiki,
    /// A CirrusSearch dump.
    Cirrus,
    /// A ZIM file, as Kiwix makes them; read with the feature `zim`, and not from standard input.
    Zim,
    /// An HTML page.
    Html,
    /// Markdown, with or without front matter.
    Markdown,
    /// Plain text, scraped or not.
    Text,
    /// A `langlinks` dump in SQL: no articles, but what gives them translations.
    LangLinks,
}

impl Format {
    /// Every format of articles, with its name on the command line.
    pub const NAMES: [(&'static str, Self); 7] = [
        ("jsonl", Self::JsonLines),
        ("mediawiki", Self::MediaWiki),
        ("cirrus", Self::Cirrus),
        ("zim", Self::Zim),
        ("html", Self::Html),
        ("markdown", Self::Markdown),
        ("text", Self::Text),
    ];

    /// The format of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::NAMES.into_iter().find_map(|(n, format)| (n == name).then_some(format))
    }

    /// Tells the format of a stream from its first bytes; the name only decides between Markdown
    /// and plain text where the content leaves it open.
    pub(super) fn sniff(head: &[u8], name: &str) -> Self {
        if head.starts_with(ZIM_MAGIC) {
            return Self::Zim;
        }
        let text = match text::encoding::decode(head, None) {
            Ok(decoded) => decoded.text.into_owned(),
            // Cut inside a character, most likely: what can be read is enough to tell.
            Err(_) => String::from_utf8_lossy(head).into_owned(),
        };
        let start = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
        if cirrus::looks_like(start) {
            Self::Cirrus
        } else if start.starts_with('{') || start.starts_with('[') && start.contains('{') {
            Self::JsonLines
        } else if text::wikidump::looks_like(start) {
            Self::MediaWiki
        } else if text::langlinks::looks_like(start) {
            Self::LangLinks
        } else if text::html::looks_like(start) {
            Self::Html
        } else if text::scraped::looks_like(&text) {
            Self::Text
        } else if text::markdown::looks_like(&text) || is_markdown_name(name) {
            Self::Markdown
        } else {
            Self::Text
        }
    }
}

/// Endings of packed files.
const PACKED: [&str; 3] = [".gz", ".bz2", ".zst"];

/// Whether a file seems packed by its name.
pub(super) fn is_packed_name(name: &str) -> bool {
    PACKED.iter().any(|end| name.ends_with(end)) || name.ends_with(".zim")
}

fn is_markdown_name(name: &str) -> bool {
    let stem = PACKED.iter().find_map(|end| name.strip_suffix(end));
    let stem = stem.unwrap_or(name);
    Path::new(stem)
        .extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("md") || e.eq_ignore_ascii_case("markdown"))
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

/// What a ZIM file begins with.
pub(super) const ZIM_MAGIC: &[u8] = b"ZIM\x04";

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

    #[test]
    fn formats_are_told_by_content() {
        for (head, name, format) in [
            ("{\"id\":1}", "x.html", Format::JsonLines),
            ("{\"index\":{\"_id\":\"1\"}}\n{\"title\":\"x\"}", "x.json", Format::Cirrus),
            ("<mediawiki xmlns=\"x\">", "x", Format::MediaWiki),
            ("<!DOCTYPE html><html>", "x.txt", Format::Html),
            ("---\ntitle: A\n---\n# A", "x", Format::Markdown),
            ("Посольство\n\nЭто дипломатическое представительство.", "x", Format::Text),
            ("Посольство и консульство", "x.md.gz", Format::Markdown),
        ] {
            assert_eq!(Format::sniff(head.as_bytes(), name), format, "{head}");
        }
    }
}
