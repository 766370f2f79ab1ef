//! Runs: rankings as TREC's files.
//!
//! Their columns are split by white space, so an id that has some is written with other characters
//! for it, and read back as it was: a space as `␠`, all other white space and the two marks
//! themselves as `␛`, the character's number in hexadecimal digits, and `;`. All other ids, those
//! of other programs among them, stand as they are.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::Path;

use super::data::{at_line, read};
use crate::error::Result;

/// Stands for a space.
const SPACE: char = '\u{2420}';

/// Begins the number of any other character that can't stand as it is.
const ESCAPE: char = '\u{241B}';

/// An article in a ranking.
#[derive(Debug, Clone, PartialEq)]
pub struct RunHit {
    /// Its id.
    pub id: String,
    /// Its score.
    pub score: f32,
}

/// Rankings by query id.
pub type Run = BTreeMap<String, Vec<RunHit>>;

/// Writes a run as TREC's six columns: query, `Q0`, article, rank, score, `tag`. A query without a
/// hit leaves no line: the format has none for it.
///
/// # Errors
/// Those of `out`.
pub fn write_trec_run(run: &Run, tag: &str, out: &mut impl Write) -> io::Result<()> {
    for (topic, hits) in run {
        let topic = escaped(topic);
        for (rank, hit) in (1..).zip(hits) {
            writeln!(out, "{topic} Q0 {} {rank} {} {tag}", escaped(&hit.id), hit.score)?;
        }
    }
    Ok(())
}

/// Reads a run of TREC's six columns, of this program or another. The score orders a ranking, as in
/// trec_eval; equal scores go by the column of ranks, which trec_eval does not look at.
///
/// # Errors
/// `Input`, naming the line, when one does not have the columns or an article stands in a ranking
/// twice; `Io` when the file can't be read.
pub fn read_trec_run(path: &Path) -> Result<Run> {
    let mut lines: BTreeMap<String, BTreeMap<String, (f32, i64)>> = BTreeMap::new();
    for (i, line) in read(path)?.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let columns: Vec<&str> = line.split_whitespace().collect();
        let [topic, _, article, rank, score, ..] = columns[..] else {
            let expected = "expected a query id, Q0, an article id, a rank, a score and a name";
            return Err(at_line(path, i, expected.to_owned()));
        };
        let number = |what: &str, found: &str| {
            at_line(path, i, format!("{what} {found:?}: expected a number"))
        };
        let place: i64 = rank.parse().map_err(|_| number("rank", rank))?;
        let value: f32 = score.parse().map_err(|_| number("score", score))?;
        if value.is_nan() {
            return Err(number("score", score));
        }
        let ranking = lines.entry(unescaped(topic).into_owned()).or_default();
        if ranking.insert(unescaped(article).into_owned(), (value, place)).is_some() {
            let twice = format!("article {article} stands in the ranking of {topic} twice");
            return Err(at_line(path, i, twice));
        }
    }
    let in_order = |ranking: BTreeMap<String, (f32, i64)>| {
        let mut hits: Vec<(String, (f32, i64))> = ranking.into_iter().collect();
        hits.sort_by(|(_, a), (_, b)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        hits.into_iter().map(|(id, (score, _))| RunHit { id, score }).collect()
    };
    Ok(lines.into_iter().map(|(topic, ranking)| (topic, in_order(ranking))).collect())
}

/// The id as it can stand in a column.
fn escaped(id: &str) -> Cow<'_, str> {
    let stands = |c: char| !c.is_whitespace() && c != SPACE && c != ESCAPE;
    if id.chars().all(stands) {
        return Cow::Borrowed(id);
    }
    let mut out = String::with_capacity(id.len() + 8);
    for c in id.chars() {
        match c {
            ' ' => out.push(SPACE),
            _ if stands(c) => out.push(c),
            _ => {
                // Writing to a string never fails.
                let _ = write!(out, "{ESCAPE}{:x};", u32::from(c));
            }
        }
    }
    Cow::Owned(out)
}

/// The id that [`escaped`] wrote so.
fn unescaped(column: &str) -> Cow<'_, str> {
    if !column.contains([SPACE, ESCAPE]) {
        return Cow::Borrowed(column);
    }
    let spaced = column.replace(SPACE, " ");
    let mut parts = spaced.split(ESCAPE);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let read = part.split_once(';').and_then(|(digits, rest)| {
            Some((char::from_u32(u32::from_str_radix(digits, 16).ok()?)?, rest))
        });
        match read {
            Some((c, rest)) => {
                out.push(c);
                out.push_str(rest);
            }
            // Not ours: as it stands.
            None => {
                out.push(ESCAPE);
                out.push_str(part);
            }
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read_text(text: &str) -> Result<Run> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.run");
        std::fs::write(&path, text).unwrap();
        read_trec_run(&path)
    }

    fn ids(run: &Run, topic: &str) -> Vec<String> {
        run[topic].iter().map(|hit| hit.id.clone()).collect()
    }

    #[test]
    fn what_is_written_is_read_back() {
        let ids =
            ["trwiki:Güven mektubu", "trwiki:Güven_mektubu", "a\tb\u{a0}c", "␠ ␛20;", "a%20b"];
        let hits = |ids: &[&str]| -> Vec<RunHit> {
            let hit = |id: &&str| RunHit { id: (*id).to_owned(), score: 0.1 };
            ids.iter().map(hit).collect()
        };
        let run = Run::from([("q 1".to_owned(), hits(&ids)), ("q2".to_owned(), hits(&ids[..1]))]);
        let mut out = Vec::new();
        write_trec_run(&run, "demarche", &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.contains("q␠1 Q0 trwiki:Güven␠mektubu 1 0.1 demarche\n"), "{text}");
        assert!(text.contains(" a%20b "), "{text}");
        assert!(text.lines().all(|line| line.split_whitespace().count() == 6), "{text}");
        assert_eq!(read_text(&text).unwrap(), run);
    }

    proptest! {
        #[test]
        fn any_id_comes_back(id in "[\\PC\\s␠␛;0-9a-f]{1,12}") {
            let written = escaped(&id);
            prop_assert!(!written.contains(char::is_whitespace));
            prop_assert_eq!(unescaped(&written), id.as_str());
        }
    }

    #[test]
    fn the_score_orders_and_then_the_rank() {
        let run = read_text("q Q0 a 1 0.5 x\nq Q0 c 3 2 x\n\nq Q0 b 2 2 x\n").unwrap();
        assert_eq!(ids(&run, "q"), ["b", "c", "a"]);
    }

    #[test]
    fn errors_name_the_line() {
        for (text, expected) in [
            ("q Q0 a 1 1 x\nq Q0 b\n", "line 2: expected a query id, Q0"),
            ("q Q0 a one 1 x\n", "line 1: rank \"one\": expected a number"),
            ("q Q0 a 1 NaN x\n", "line 1: score \"NaN\": expected a number"),
            (
                "q Q0 a 1 2 x\n\nq Q0 a 2 1 x\n",
                "line 3: article a stands in the ranking of q twice",
            ),
        ] {
            let error = read_text(text).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        }
    }
}
