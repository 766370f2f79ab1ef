//! One input stream: its bytes counted, its compression undone, its format told.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::cirrus;
use super::unpack::{Packing, Unpacked};
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

fn is_markdown_name(name: &str) -> bool {
    let stem = [".gz", ".bz2", ".zst"].iter().find_map(|end| name.strip_suffix(end));
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

/// A stream ready to be cut into units.
pub(super) struct Source {
    pub(super) reader: Box<dyn BufRead + Send>,
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
        let unpacked: Box<dyn Read + Send> = if magic.starts_with(&[0x1f, 0x8b]) {
            Box::new(flate2::bufread::MultiGzDecoder::new(packed))
        } else if magic.starts_with(b"BZh") {
            Box::new(Unpacked::new(packed, Packing::Bzip2, jobs))
        } else if is_zstd(&magic) {
            Box::new(Unpacked::new(packed, Packing::Zstd, jobs))
        } else {
            Box::new(packed)
        };
        let mut buffered = BufReader::with_capacity(BUFFER_BYTES, unpacked);
        let start = fill(&mut buffered, 3)?;
        let utf16 = start.starts_with(&[0xff, 0xfe]) || start.starts_with(&[0xfe, 0xff]);
        let mut reader: Box<dyn BufRead + Send> = if utf16 {
            let transcoding = encoding_rs_io::DecodeReaderBytesBuilder::new().build(buffered);
            Box::new(BufReader::with_capacity(BUFFER_BYTES, transcoding))
        } else {
            Box::new(buffered)
        };
        let head = fill(&mut reader, HEAD_BYTES)?;
        Ok(Self { reader, head })
    }
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
