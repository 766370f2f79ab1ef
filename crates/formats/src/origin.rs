//! Where a piece of input comes from, and the ids of articles that state none.
//!
//! Two sources are never one article and one source is never two: such an id is the article's
//! address, or else the canonical path of its file with the record's place in it. Standard input
//! has no path, so its records are told by their content.

use std::ffi::OsStr;
use std::fmt::{Display, Write};
use std::path::Path;
use std::sync::Arc;

use xxhash_rust::xxh3::xxh3_128;

use crate::article::Article;

/// A file, or standard input.
#[derive(Debug, Clone)]
pub(super) struct Origin {
    /// What it is called in reports.
    pub(super) shown: Arc<str>,
    /// The canonical path of a file.
    path: Option<Arc<str>>,
}

impl Origin {
    /// Of the file at `path`, or of standard input.
    pub(super) fn new(shown: &str, path: Option<&Path>) -> Self {
        let canonical = |path: &Path| {
            let canonical = path.canonicalize();
            readable(canonical.as_deref().unwrap_or(path).as_os_str()).into()
        };
        Self { shown: shown.into(), path: path.map(canonical) }
    }

    /// The id of an article that states none: of the record at `place`, which is empty where it
    /// is the whole file. True where it is the article's address, which others may state too.
    pub(super) fn id(&self, article: &Article, place: &dyn Display) -> (String, bool) {
        let address = article.url.as_deref().map_or("", str::trim);
        if address.contains("://") {
            return (readable(OsStr::new(address)), true);
        }
        let mut id = match &self.path {
            Some(path) => path.to_string(),
            None => {
                let record = serde_json::to_vec(article).unwrap_or_default();
                return (format!("-#{:032x}", xxh3_128(&record)), false);
            }
        };
        let file = id.len();
        let _ = write!(id, "#{place}");
        if id.len() == file + 1 {
            id.truncate(file);
        }
        (id.replace(char::is_control, " "), false)
    }
}

/// A name with `%` and two digits for each byte that is no text, so that two names stay two.
pub(super) fn readable(name: &OsStr) -> String {
    let mut shown = String::new();
    let escape = |shown: &mut String, bytes: &[u8]| {
        for byte in bytes {
            let _ = write!(shown, "%{byte:02X}");
        }
    };
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        for c in chunk.valid().chars() {
            if c.is_control() {
                escape(&mut shown, c.encode_utf8(&mut [0; 4]).as_bytes());
            } else {
                shown.push(c);
            }
        }
        escape(&mut shown, chunk.invalid());
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_addresses_or_places() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("sub")).unwrap();
        let file = dir.path().join("sub/a.html");
        std::fs::write(&file, "x").unwrap();
        let canonical = file.canonicalize().unwrap().display().to_string();
        let around = dir.path().join("sub/../sub/a.html");
        let mut article = Article { title: "Note".into(), ..Article::default() };
        for path in [&file, &around] {
            let origin = Origin::new("a.html", Some(path));
            assert_eq!(origin.id(&article, &""), (canonical.clone(), false));
            assert_eq!(origin.id(&article, &7), (format!("{canonical}#7"), false));
        }
        let stdin = Origin::new("-", None);
        let (first, _) = stdin.id(&article, &1);
        assert_eq!(stdin.id(&article, &2).0, first, "the place in a stream says nothing");
        article.title.push('s');
        assert_ne!(stdin.id(&article, &1).0, first);
        article.url = Some(" https://example.org/note\n".into());
        assert_eq!(stdin.id(&article, &1), ("https://example.org/note".to_owned(), true));
    }

    #[cfg(unix)]
    #[test]
    fn names_that_are_no_text_stay_apart() {
        use std::os::unix::ffi::OsStrExt;
        assert_eq!(readable(OsStr::from_bytes(b"a\xff.html")), "a%FF.html");
        assert_eq!(readable(OsStr::from_bytes(b"a\xfe\n.html")), "a%FE%0A.html");
        assert_eq!(readable(OsStr::new("елші.html")), "елші.html");
    }
}
