//! The ZIM format, as openzim.org's wiki describes it: a header, lists of offsets, entries by path,
//! and clusters of several contents that are packed together.

use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};

const HEADER_BYTES: usize = 80;
/// What a ZIM file begins with.
pub(super) const MAGIC: &[u8] = b"ZIM\x04";

/// Entries and clusters that stand for none have the highest numbers.
const REDIRECT: u16 = 0xffff;
const LINK_TARGET: u16 = 0xfffe;
const DELETED: u16 = 0xfffd;
/// Media types, paths and titles are this long at most.
const NAME_BYTES: u64 = 64 << 10;
/// Media types that a file lists at most.
const MAX_TYPES: usize = 4096;

/// An open file.
pub(super) struct Archive<R> {
    file: BufReader<R>,
    bytes: u64,
    /// Since version 6.1 all content is in one namespace.
    one_namespace: bool,
    types: Vec<String>,
    entries: Vec<u64>,
    clusters: Vec<u64>,
    /// Where something begins, in order: a cluster ends where the next thing begins.
    bounds: Vec<u64>,
}

/// An entry of the list of paths.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) namespace: u8,
    /// The last part of its address.
    pub(super) path: String,
    pub(super) title: String,
    pub(super) target: Target,
}

/// What an entry leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    /// A content: number of its media type, its cluster and its place there.
    Content { media: u16, cluster: u32, blob: u32 },
    /// Another entry.
    Redirect(u32),
    /// Nothing.
    Nothing,
}

impl<R: Read + Seek> Archive<R> {
    /// Reads the header and the lists. Costs 8 bytes an entry and 16 a cluster.
    pub(super) fn open(mut file: R) -> io::Result<Self> {
        let bytes = file.seek(SeekFrom::End(0))?;
        let mut file = BufReader::with_capacity(64 << 10, file);
        file.seek(SeekFrom::Start(0))?;
        let mut header = [0; HEADER_BYTES];
        file.read_exact(&mut header)?;
        if !header.starts_with(MAGIC) {
            return Err(damaged("no ZIM file by its first bytes"));
        }
        let (major, minor) = (u16_at(&header, 4), u16_at(&header, 6));
        if !(5..=6).contains(&major) {
            return Err(damaged(&format!(
                "a ZIM file of version {major}.{minor}: expected 5 or 6"
            )));
        }
        let (entries, clusters) = (u32_at(&header, 24), u32_at(&header, 28));
        let entries = offsets(&mut file, u64_at(&header, 32), entries, bytes)?;
        let clusters = offsets(&mut file, u64_at(&header, 48), clusters, bytes)?;
        let types = media_types(&mut file, u64_at(&header, 56))?;
        let mut bounds = clusters.clone();
        // Its checksum stands at the end; older files have none.
        let checksum = u64_at(&header, 72);
        bounds.push(if checksum == 0 || checksum > bytes { bytes } else { checksum });
        bounds.extend([u64_at(&header, 32), u64_at(&header, 40), u64_at(&header, 48)]);
        bounds.sort_unstable();
        let one_namespace = major == 6 && minor >= 1;
        Ok(Self { file, bytes, one_namespace, types, entries, clusters, bounds })
    }

    /// Bytes of the file.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// How many entries there are.
    pub(super) fn entries(&self) -> u32 {
        u32::try_from(self.entries.len()).unwrap_or(u32::MAX)
    }

    /// The letter of the namespace that articles are in.
    pub(super) fn articles(&self) -> u8 {
        if self.one_namespace { b'C' } else { b'A' }
    }

    /// Whether a media type is HTML.
    pub(super) fn is_html(&self, media: u16) -> bool {
        self.types.get(usize::from(media)).is_some_and(|name| name.starts_with("text/html"))
    }

    /// Reads an entry; quick for one that stands near the last one.
    pub(super) fn entry(&mut self, number: u32) -> io::Result<Entry> {
        let offset = self.entries.get(number as usize).copied();
        self.go_to(offset.ok_or_else(|| damaged("an entry behind the last"))?)?;
        let mut start = [0; 8];
        self.file.read_exact(&mut start)?;
        let (media, namespace) = (u16_at(&start, 0), start[3]);
        let mut rest = [0; 8];
        let target = match media {
            REDIRECT => {
                self.file.read_exact(&mut rest[..4])?;
                Target::Redirect(u32_at(&rest, 0))
            }
            LINK_TARGET | DELETED => Target::Nothing,
            media => {
                self.file.read_exact(&mut rest)?;
                Target::Content { media, cluster: u32_at(&rest, 0), blob: u32_at(&rest, 4) }
            }
        };
        let path = name(&mut self.file)?;
        let title = name(&mut self.file)?;
        let title = if title.is_empty() { path.clone() } else { title };
        Ok(Entry { namespace, path, title, target })
    }

    /// The entry of a path, by halving.
    pub(super) fn find(&mut self, namespace: u8, path: &str) -> io::Result<Option<Entry>> {
        let (mut from, mut to) = (0, self.entries());
        while from < to {
            let middle = from + (to - from) / 2;
            let entry = self.entry(middle)?;
            match (entry.namespace, entry.path.as_str()).cmp(&(namespace, path)) {
                std::cmp::Ordering::Equal => return Ok(Some(entry)),
                std::cmp::Ordering::Less => from = middle + 1,
                std::cmp::Ordering::Greater => to = middle,
            }
        }
        Ok(None)
    }

    /// Bytes that a cluster takes in the file.
    pub(super) fn cluster_bytes(&self, number: u32) -> u64 {
        let start = self.clusters.get(number as usize).copied().unwrap_or(self.bytes);
        let next = self.bounds.partition_point(|bound| *bound <= start);
        self.bounds.get(next).copied().unwrap_or(self.bytes).saturating_sub(start)
    }

    /// Reads and unpacks a cluster of at most `limit` bytes.
    pub(super) fn cluster(&mut self, number: u32, limit: usize) -> io::Result<Cluster> {
        let start = self.clusters.get(number as usize).copied();
        let start = start.ok_or_else(|| damaged("a cluster behind the last"))?;
        let packed = self.cluster_bytes(number);
        self.go_to(start)?;
        let mut info = [0];
        self.file.read_exact(&mut info)?;
        let mut packed = (&mut self.file).take(packed.saturating_sub(1));
        let bytes = match info[0] & 0x0f {
            0 | 1 => read_up_to(&mut packed, limit)?,
            4 => read_up_to(&mut lzma_rust2::XzReader::new(packed, true), limit)?,
            5 => read_up_to(&mut zstd::stream::read::Decoder::with_buffer(packed)?, limit)?,
            other => return Err(damaged(&format!("a cluster packed in way {other}, unknown"))),
        };
        Cluster::new(bytes, info[0] & 0x10 != 0)
    }

    fn go_to(&mut self, offset: u64) -> io::Result<()> {
        if offset > self.bytes {
            return Err(damaged("an offset behind the end of the file"));
        }
        let here = self.file.stream_position()?;
        // Within the buffer where it can be.
        match i64::try_from(i128::from(offset) - i128::from(here)) {
            Ok(step) => self.file.seek_relative(step),
            Err(_) => self.file.seek(SeekFrom::Start(offset)).map(|_| ()),
        }
    }
}

/// Contents that are packed together.
pub(super) struct Cluster {
    bytes: Vec<u8>,
    /// Whether offsets are of 8 bytes, not 4.
    extended: bool,
    blobs: usize,
}

impl Cluster {
    fn new(bytes: Vec<u8>, extended: bool) -> io::Result<Self> {
        let mut cluster = Self { bytes, extended, blobs: 0 };
        let size = if extended { 8 } else { 4 };
        let first = cluster.offset(0).filter(|first| *first >= size && *first % size == 0);
        let first = first.ok_or_else(|| damaged("a cluster without a list of its contents"))?;
        cluster.blobs = first / size - 1;
        Ok(cluster)
    }

    fn offset(&self, number: usize) -> Option<usize> {
        if self.extended {
            let bytes = self.bytes.get(number.checked_mul(8)?..)?.first_chunk()?;
            usize::try_from(u64::from_le_bytes(*bytes)).ok()
        } else {
            let bytes = self.bytes.get(number.checked_mul(4)?..)?.first_chunk()?;
            usize::try_from(u32::from_le_bytes(*bytes)).ok()
        }
    }

    /// Bytes of all contents and their list.
    pub(super) fn len(&self) -> usize {
        self.bytes.len()
    }

    /// One of the contents.
    pub(super) fn blob(&self, number: u32) -> io::Result<&[u8]> {
        let number = number as usize;
        let range = (number < self.blobs).then_some(number);
        let range = range.and_then(|n| Some(self.offset(n)?..self.offset(n + 1)?));
        let blob = range.and_then(|range| self.bytes.get(range));
        blob.ok_or_else(|| damaged("a content outside of its cluster"))
    }
}

/// A list of offsets at `at`.
fn offsets<R: Read + Seek>(
    file: &mut BufReader<R>,
    at: u64,
    count: u32,
    file_bytes: u64,
) -> io::Result<Vec<u64>> {
    let bytes = u64::from(count) * 8;
    if at.checked_add(bytes).is_none_or(|end| end > file_bytes) {
        return Err(damaged("a list that reaches behind the end of the file: it may be cut"));
    }
    file.seek(SeekFrom::Start(at))?;
    let mut list = Vec::new();
    file.take(bytes).read_to_end(&mut list)?;
    Ok(list.as_chunks().0.iter().map(|offset| u64::from_le_bytes(*offset)).collect())
}

/// The list of media types at `at`, which ends with an empty one.
fn media_types<R: Read + Seek>(file: &mut BufReader<R>, at: u64) -> io::Result<Vec<String>> {
    file.seek(SeekFrom::Start(at))?;
    let mut types = Vec::new();
    while types.len() < MAX_TYPES {
        match name(file)? {
            end if end.is_empty() => return Ok(types),
            media => types.push(media),
        }
    }
    Err(damaged("a list of media types without an end"))
}

/// Text up to a byte 0.
fn name(file: &mut impl BufRead) -> io::Result<String> {
    let mut bytes = Vec::new();
    file.take(NAME_BYTES).read_until(0, &mut bytes)?;
    if bytes.pop() != Some(0) {
        return Err(damaged("a name without an end"));
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn read_up_to(reader: &mut impl Read, limit: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > limit {
        return Err(damaged(&format!("a cluster of more than {limit} bytes")));
    }
    Ok(bytes)
}

pub(super) fn damaged(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what.to_owned())
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..).and_then(<[u8]>::first_chunk).map_or(0, |bytes| u16::from_le_bytes(*bytes))
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..).and_then(<[u8]>::first_chunk).map_or(0, |bytes| u32::from_le_bytes(*bytes))
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..).and_then(<[u8]>::first_chunk).map_or(0, |bytes| u64::from_le_bytes(*bytes))
}
