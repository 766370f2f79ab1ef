//! The files below the inputs that were named, in a stable order.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use ignore::WalkBuilder;

use super::origin::readable;
use super::rejection::Rejection;
use crate::limits::Limits;

/// A file to read, with its size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) path: PathBuf,
    /// What the file is called in reports: its name, or its path below the named folder.
    pub(super) name: String,
    pub(super) bytes: u64,
    /// When it was last changed, where the file system says.
    pub(super) modified: Option<SystemTime>,
}

/// The manifest of an index: what lies beside it is no input.
const INDEX_FILE: &str = "demarche.json";

/// What is not read below an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unread {
    /// The folder of an index.
    Index(String),
    Rejected(Rejection),
}

/// Lists the files of `input`: itself, or everything below it if it is a folder, sorted by path.
///
/// Below a folder, hidden files, links to folders and what a file named `.ignore` lists (in the
/// syntax of `.gitignore`) are passed over; devices and pipes are rejected, since reading them may
/// never end, and so are links to files outside the folder, which may be anybody's. Folders of
/// indexes are told and not looked into.
pub(super) fn files(input: &Path, limits: &Limits) -> Vec<Result<Found, Unread>> {
    if !input.is_dir() {
        return vec![file(input, input).map_err(Unread::Rejected)];
    }
    let walk = WalkBuilder::new(input)
        .standard_filters(false)
        .hidden(true)
        .ignore(true)
        .max_depth(Some(limits.folder_depth))
        .sort_by_file_path(Path::cmp)
        .filter_entry(|entry| !is_below_index(entry.path()))
        .build();
    walk.filter_map(|entry| match entry {
        Ok(entry) if entry.path().ends_with(INDEX_FILE) => {
            let folder = entry.path().parent().unwrap_or(input).display().to_string();
            Some(Err(Unread::Index(folder)))
        }
        Ok(entry) if entry.path().is_dir() => None,
        Ok(entry) => Some(file(entry.path(), input).map_err(Unread::Rejected)),
        Err(e) => {
            let rejection = Rejection::new(&input.display().to_string(), "", e);
            Some(Err(Unread::Rejected(rejection)))
        }
    })
    .collect()
}

/// Whether something lies in the folder of an index and is not the file that tells so.
fn is_below_index(path: &Path) -> bool {
    !path.ends_with(INDEX_FILE)
        && path.parent().is_some_and(|folder| folder.join(INDEX_FILE).is_file())
}

fn file(path: &Path, input: &Path) -> Result<Found, Rejection> {
    let shown = path.display().to_string();
    let meta = fs::metadata(path).map_err(|e| Rejection::new(&shown, "", e))?;
    if !meta.is_file() {
        return Err(Rejection::new(&shown, "", "neither a file nor a folder: left out"));
    }
    let below = path.strip_prefix(input).ok().filter(|p| !p.as_os_str().is_empty());
    if below.is_some() && path.is_symlink() && !leads_into(path, input) {
        return Err(Rejection::new(&shown, "", "a link to a file outside the folder: left out"));
    }
    let name = match below {
        Some(below) => readable(below.as_os_str()),
        None => path.file_name().map_or(shown, readable),
    };
    let modified = meta.modified().ok();
    Ok(Found { path: path.to_path_buf(), name, bytes: meta.len(), modified })
}

/// Whether what a link leads to lies below `folder`.
fn leads_into(link: &Path, folder: &Path) -> bool {
    match (link.canonicalize(), folder.canonicalize()) {
        (Ok(target), Ok(folder)) => target.starts_with(folder),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_walked_in_order() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("b/c")).unwrap();
        for name in ["z.txt", "b/c/2.md", "b/1.md", ".hidden", "b/notes.txt"] {
            fs::write(dir.path().join(name), "x").unwrap();
        }
        fs::write(dir.path().join(".ignore"), "notes.*\n").unwrap();
        std::os::unix::fs::symlink(dir.path(), dir.path().join("b/loop")).unwrap();
        let names: Vec<String> = files(dir.path(), &Limits::default())
            .into_iter()
            .map(|found| found.unwrap().name)
            .collect();
        assert_eq!(names, ["b/1.md", "b/c/2.md", "z.txt"]);
        let one = files(&dir.path().join("z.txt"), &Limits::default());
        assert_eq!(one[0].as_ref().unwrap().name, "z.txt");
        assert!(files(Path::new("/dev/null"), &Limits::default())[0].is_err());
        assert!(files(Path::new("/nowhere"), &Limits::default())[0].is_err());
    }
}
