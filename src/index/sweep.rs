//! What killed runs have left in an index folder, removed when a writer opens it.

use std::fs;
use std::path::Path;

use tantivy::directory::{Directory, META_LOCK};

use super::guard::TEMPORARY;
use super::store::Index;

/// The folder that a repair or an upgrade builds its index in.
pub(super) const FRESH: &str = ".repair";

/// Hexadecimal digits that the name of a segment's file begins with.
const SEGMENT_DIGITS: usize = 32;

/// Removes temporary files, an unfinished repair or upgrade, and files of segments that the last commit does
/// not name. The caller holds the writer's lock and has written nothing yet. What can't be removed
/// stays: it is in nobody's way.
pub(super) fn sweep(index: &Index) {
    // Who reads `meta.json` under this lock opens the files that it names before giving it back:
    // having had it means that nobody is about to open the files of an older commit.
    let Ok(lock) = index.guard.acquire_lock(&META_LOCK) else { return };
    drop(lock);
    let Ok(entries) = fs::read_dir(&index.dir) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let unused = is_of_segment(&name) && !index.guard.is_current(Path::new(&*name));
        if name == FRESH {
            let _ = fs::remove_dir_all(entry.path());
        } else if name.starts_with(TEMPORARY) || unused {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Whether a file belongs to a segment, by its name.
pub(super) fn is_of_segment(name: &str) -> bool {
    name.split_once('.').is_some_and(|(segment, _)| {
        segment.len() == SEGMENT_DIGITS && segment.bytes().all(|b| b.is_ascii_hexdigit())
    })
}
