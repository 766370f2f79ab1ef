//! Topics and judgments as files.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use crate::error::{Error, ErrorKind, Result};

/// A query to be judged.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Topic {
    /// Its id.
    pub id: String,
    /// The query.
    pub text: String,
    /// The set that it belongs to; sets are averaged so that a large one does not outweigh others.
    #[serde(default)]
    pub set: String,
}

/// Relevance by query id and article id; an article that is not named is not relevant.
pub type Qrels = BTreeMap<String, BTreeMap<String, u32>>;

/// Reads topics: JSON Lines of `{"id","text","set"?}`.
///
/// # Errors
/// `Input`, naming the line, when one is not a topic; `Io` when the file can't be read.
pub fn read_topics(path: &Path) -> Result<Vec<Topic>> {
    let text = read(path)?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(i, line)| {
            serde_json::from_str(line).map_err(|e| {
                at_line(path, i, format!("expected {{\"id\",\"text\",\"set\"?}}: {e}"))
            })
        })
        .collect()
}

/// Reads judgments: query id, article id and relevance, split by tabs; or TREC's four columns.
///
/// An article id that begins with `./` or `../` is the path of a file from the folder of `path` on,
/// and stands for the id of an article that has none of its own: the canonical path of its file.
///
/// # Errors
/// `Input`, naming the line, when one is not a judgment; `Io` when the file can't be read.
pub fn read_qrels(path: &Path) -> Result<Qrels> {
    let mut qrels = Qrels::new();
    for (i, line) in read(path)?.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let columns: Vec<&str> = if line.contains('\t') {
            line.split('\t').collect()
        } else {
            line.split_whitespace().collect()
        };
        let (topic, article, relevance) = match columns[..] {
            [topic, article, relevance] | [topic, _, article, relevance] => {
                (topic, article, relevance)
            }
            _ => {
                let expected = "expected a query id, an article id and a relevance, split by tabs";
                return Err(at_line(path, i, expected.to_owned()));
            }
        };
        let relevance: i64 = relevance
            .trim()
            .parse()
            .map_err(|_| at_line(path, i, format!("relevance {relevance:?}: expected a number")))?;
        let relevance = u32::try_from(relevance.max(0)).unwrap_or(u32::MAX);
        qrels.entry(topic.to_owned()).or_default().insert(article_id(article, path), relevance);
    }
    Ok(qrels)
}

/// The id that judgments in the file `path` mean by `article`.
fn article_id(article: &str, path: &Path) -> String {
    let is_path = article.starts_with("./") || article.starts_with("../");
    let file = path.parent().filter(|_| is_path).map(|folder| folder.join(article));
    let canonical = file.and_then(|file| file.canonicalize().ok());
    canonical.map_or_else(|| article.to_owned(), |file| file.display().to_string())
}

pub(super) fn read(path: &Path) -> Result<String> {
    let mut text = std::fs::read_to_string(path).map_err(|e| Error::io(path, e))?;
    // A byte order mark, as some programs write it.
    if text.starts_with('\u{feff}') {
        text.remove(0);
    }
    Ok(text)
}

pub(super) fn at_line(path: &Path, index: usize, what: String) -> Error {
    Error::new(ErrorKind::Input, format!("{}: line {}: {what}", path.display(), index + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn judgments_in_both_layouts() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("qrels");
        std::fs::write(&path, "q1\td 1\t2\nq1 0 d2 1\n\nq2\td3\t-1\n").unwrap();
        let qrels = read_qrels(&path).unwrap();
        assert_eq!(qrels["q1"], BTreeMap::from([("d 1".to_owned(), 2), ("d2".to_owned(), 1)]));
        assert_eq!(qrels["q2"]["d3"], 0);
        std::fs::write(&path, "q1\td1\tyes\n").unwrap();
        assert!(read_qrels(&path).unwrap_err().to_string().contains("line 1"));
    }
}
