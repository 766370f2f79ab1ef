//! The seal: what `meta.json` and `.managed.json` end in.
//!
//! ```text
//! what tantivy wrote, byte for byte
//! {"index":"<id>","files":{"<name>":{"bytes":123,"blocks":"<16 digits a block>"},…}}
//! 0123456789abcdef            checksum of everything before this line
//! ```

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::sums::Sums;
use crate::error::Damage;

/// The file that names a generation's segments.
pub(crate) const META: &str = "meta.json";

/// The file that names the files which tantivy may delete.
pub(crate) const MANAGED: &str = ".managed.json";

/// Bytes of the last line: 16 digits and the end of the line.
const LAST_LINE_BYTES: usize = 17;

/// The index that a file belongs to, and the files of a generation.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct Seal {
    /// Id of the index.
    pub(crate) index: String,
    /// Sums of each file; none in `.managed.json`.
    pub(crate) files: BTreeMap<String, Sums>,
}

/// A sealed file taken apart.
#[derive(Debug)]
pub(crate) struct Sealed {
    /// What tantivy wrote.
    pub(crate) body: Vec<u8>,
    pub(crate) seal: Seal,
    /// Checksum of all, which tells one generation from another.
    pub(crate) checksum: u64,
}

impl Seal {
    /// `body` with this seal behind it.
    pub(crate) fn close(&self, body: &[u8]) -> std::io::Result<Vec<u8>> {
        let mut bytes = body.to_vec();
        if !bytes.ends_with(b"\n") {
            bytes.push(b'\n');
        }
        serde_json::to_writer(&mut bytes, self)?;
        Ok(seal_around(&bytes))
    }
}

/// `content` with a line of its checksum.
pub(crate) fn seal_around(content: &[u8]) -> Vec<u8> {
    let mut bytes = content.to_vec();
    bytes.push(b'\n');
    let checksum = xxh3_64(&bytes);
    bytes.extend_from_slice(format!("{checksum:016x}\n").as_bytes());
    bytes
}

impl Sealed {
    /// Takes the content of `file` apart.
    ///
    /// # Errors
    /// What is wrong with it, if anything is.
    pub(crate) fn open(file: &str, content: &[u8]) -> Result<Self, Damage> {
        let bytes = content.len();
        let damage = |expected: &str, found: String| Damage {
            file: file.into(),
            place: String::new(),
            expected: expected.into(),
            found,
        };
        let (before, last) = content
            .len()
            .checked_sub(LAST_LINE_BYTES)
            .and_then(|at| content.split_at_checked(at))
            .ok_or_else(|| damage("a checksum at its end", format!("{bytes} bytes")))?;
        let checksum = xxh3_64(before);
        let expected = format!("{checksum:016x}\n");
        if last != expected.as_bytes() {
            let found = String::from_utf8_lossy(last);
            let found = format!("{:?} behind {bytes} bytes", found.trim_end());
            return Err(damage(&format!("checksum {}", expected.trim_end()), found));
        }
        // All of it is as we wrote it.
        let line = before.strip_suffix(b"\n").unwrap_or(before);
        let start = memchr::memrchr(b'\n', line).map_or(0, |at| at + 1);
        let (body, line) = line.split_at_checked(start).unwrap_or((&[], line));
        let seal: Seal = serde_json::from_slice(line)
            .map_err(|e| damage("a list of files before its checksum", e.to_string()))?;
        if let Some((name, _)) = seal.files.iter().find(|(_, sums)| !sums.is_consistent()) {
            let found = format!("another number for {name}");
            return Err(damage("a checksum for each block", found));
        }
        Ok(Self { body: body.to_vec(), seal, checksum })
    }
}

/// A segment as `meta.json` describes it.
#[derive(Debug, Deserialize)]
pub(crate) struct SegmentLine {
    segment_id: String,
    pub(crate) max_doc: u32,
    deletes: Option<DeletesLine>,
}

#[derive(Debug, Deserialize)]
struct DeletesLine {
    num_deleted_docs: u32,
    opstamp: u64,
}

/// The segments that the body of a `meta.json` names.
pub(crate) fn segments(body: &[u8]) -> serde_json::Result<Vec<SegmentLine>> {
    #[derive(Deserialize)]
    struct Meta {
        segments: Vec<SegmentLine>,
    }
    serde_json::from_slice::<Meta>(body).map(|meta| meta.segments)
}

impl SegmentLine {
    /// What the names of its files begin with.
    pub(crate) fn name(&self) -> String {
        self.segment_id.replace('-', "")
    }

    /// Articles that are not deleted.
    pub(crate) fn articles(&self) -> u64 {
        let deleted = self.deletes.as_ref().map_or(0, |deletes| deletes.num_deleted_docs);
        u64::from(self.max_doc.saturating_sub(deleted))
    }

    /// Whether a file belongs to it: all with its name but deletions of another time and what is
    /// temporary. Files of whatever kind count, as long as they were written before `meta.json`.
    pub(crate) fn owns(&self, file: &str) -> bool {
        let name = self.name();
        let Some(kind) = file.strip_prefix(&name).and_then(|rest| rest.strip_prefix('.')) else {
            return false;
        };
        if let Some(opstamp) = kind.strip_suffix(".del") {
            let current = self.deletes.as_ref().map(|deletes| deletes.opstamp.to_string());
            return current.as_deref() == Some(opstamp);
        }
        !kind.ends_with("temp")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealed() -> Vec<u8> {
        let mut seal = Seal { index: "a1".into(), ..Seal::default() };
        seal.files.insert("f.store".into(), Sums::of(b"hello"));
        seal.close(b"{\"segments\":\n[]}\n").unwrap()
    }

    #[test]
    fn what_was_closed_opens() {
        let sealed = Sealed::open(META, &sealed()).unwrap();
        assert_eq!(sealed.body, b"{\"segments\":\n[]}\n");
        assert_eq!(sealed.seal.files["f.store"], Sums::of(b"hello"));
        assert!(segments(&sealed.body).unwrap().is_empty());
    }

    #[test]
    fn every_flipped_bit_and_every_cut_is_found() {
        let whole = sealed();
        for at in 0..whole.len() {
            for bit in 0..8 {
                let mut bad = whole.clone();
                bad[at] ^= 1 << bit;
                assert!(Sealed::open(META, &bad).is_err(), "byte {at} bit {bit}");
            }
            assert!(Sealed::open(META, &whole[..at]).is_err(), "cut to {at}");
        }
    }

    #[test]
    fn a_segment_owns_its_files() {
        let meta = br#"{"segments":[{"segment_id":"ab-cd","max_doc":5,
            "deletes":{"num_deleted_docs":2,"opstamp":7}}]}"#;
        let segment = segments(meta).unwrap().remove(0);
        assert_eq!(segment.articles(), 3);
        for (file, owned) in [
            ("abcd.store", true),
            ("abcd.anything", true),
            ("abcd.7.del", true),
            ("abcd.6.del", false),
            ("abcd.store.temp", false),
            ("abc.store", false),
            ("abcdstore", false),
        ] {
            assert_eq!(segment.owns(file), owned, "{file}");
        }
    }
}
