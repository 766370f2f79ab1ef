//! Owns how far a run is: what a commit says of it, and when the next one is due.
//!
//! A checkpoint is the payload of a commit, so articles and place change in one step: after any
//! kill the index holds exactly the articles before the place that it names. The last commit of a
//! run has none.

use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::options::IndexOptions;
use crate::analysis;
use demarche_formats::{Inputs, Position, Report};

/// A commit is due after this share of the time since the start, so that what a kill costs, the
/// work since the last commit, stays a small share of what was done, and the longer a run the
/// fewer commits for its length.
const SHARE: u32 = 25;

/// Least and most time between two commits.
const LEAST: Duration = Duration::from_secs(2);
const MOST: Duration = Duration::from_secs(60);

/// Time before a commit that would end the only segment so far: merging it with what comes later
/// costs some 6 % of the work done, which a short run is better without.
const ALONE: Duration = Duration::from_secs(20);

/// A commit is due no sooner than after so many times what the last one took, whatever else: a
/// slow disk must not make a run commit all the time. Most of what one takes is writing that would
/// come later otherwise.
const COST_FACTOR: u32 = 3;

/// How far a run was at a commit.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Checkpoint {
    /// [`run_id`] of the run.
    pub(super) run: u64,
    /// The first item that is not in the commit.
    pub(super) position: Position,
    /// Addresses taken as ids before it.
    pub(super) addresses: u64,
    /// What came of everything before it.
    pub(super) report: Report,
}

impl Checkpoint {
    /// Reads the note of a commit; one that another version wrote is none.
    pub(super) fn from_note(note: &str) -> Option<Self> {
        serde_json::from_str(note).ok()
    }

    pub(super) fn to_note(&self) -> Option<String> {
        serde_json::to_string(self).ok()
    }
}

/// What is the same only for runs that do the same: the same inputs, unchanged, the same options
/// and the same program. Threads and memory don't count. `None` where that can't be told.
pub(super) fn run_id(inputs: &Inputs, options: &IndexOptions) -> Option<u64> {
    let chosen = match &options.choose {
        Some(choose) => choose.signature()?,
        None => String::new(),
    };
    let inputs = inputs.fingerprint()?;
    let (lang, limits) = (options.lang.map(|lang| lang.code()), &options.limits);
    let (program, rules) = (env!("CARGO_PKG_VERSION"), analysis::version());
    let all = format!("{program} {rules} {inputs} {lang:?} {limits:?} {chosen}");
    Some(xxh3_64(all.as_bytes()))
}

/// When commits are due.
pub(super) struct Pace {
    /// Bytes of text between commits, instead of time.
    every: Option<u64>,
    bytes: u64,
    start: Instant,
    last: Instant,
    cost: Duration,
}

impl Pace {
    pub(super) fn new(every: Option<u64>) -> Self {
        let now = Instant::now();
        Self { every, bytes: 0, start: now, last: now, cost: Duration::ZERO }
    }

    /// Counts text that went to the writer.
    pub(super) fn add(&mut self, bytes: u64) {
        self.bytes += bytes;
    }

    /// Whether a commit is due, where segments will be `merged` at the end in any case.
    pub(super) fn is_due(&self, merged: bool) -> bool {
        let least = if merged { LEAST } else { ALONE };
        match self.every {
            Some(every) => self.bytes >= every,
            None => self.last.elapsed() >= distance(self.start.elapsed(), self.cost).max(least),
        }
    }

    /// Does a commit, of which the time counts.
    pub(super) fn commit<T>(&mut self, commit: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let done = commit();
        *self = Self { start: self.start, cost: start.elapsed(), ..Self::new(self.every) };
        done
    }
}

/// Time between two commits, so long after the start, where the last one took `cost`.
fn distance(since_start: Duration, cost: Duration) -> Duration {
    (since_start / SHARE).clamp(LEAST, MOST).max(cost * COST_FACTOR)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;
    use demarche_formats::InputsOptions;

    #[test]
    fn a_commit_is_due_after_so_many_bytes() {
        let mut pace = Pace::new(Some(100));
        assert!(!pace.is_due(true));
        pace.add(60);
        assert!(!pace.is_due(true));
        pace.add(40);
        assert!(pace.is_due(true));
        assert_eq!(pace.commit(|| "done"), "done");
        assert!(!pace.is_due(true), "bytes of before the commit count");
    }

    #[test]
    fn commits_come_often_at_first_and_rarely_on_slow_disks() {
        for (minutes, cost_ms, expected) in [
            (0, 0, LEAST),
            (1, 100, Duration::from_millis(2_400)),
            (1, 40_000, Duration::from_secs(120)),
            (1, 1_000, Duration::from_secs(3)),
            (10, 1_000, Duration::from_secs(24)),
            (600, 500, MOST),
            (1, 20_000, Duration::from_secs(60)),
        ] {
            let since_start = Duration::from_secs(minutes * 60);
            assert_eq!(distance(since_start, Duration::from_millis(cost_ms)), expected);
        }
    }

    #[test]
    fn a_run_is_known_by_what_it_does() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.jsonl");
        std::fs::write(&file, "{}").unwrap();
        let id = |options: &IndexOptions| {
            run_id(&Inputs::new(std::slice::from_ref(&file), InputsOptions::default()), options)
        };
        let options = IndexOptions::default();
        let usual = id(&options);
        assert!(usual.is_some());
        let unimportant = IndexOptions { jobs: 3, memory_bytes: 1 << 30, ..options.clone() };
        assert_eq!(id(&unimportant), usual);
        let other = IndexOptions { lang: Some(Lang::Be), ..options.clone() };
        assert!(id(&other).is_some() && id(&other) != usual);
        std::fs::write(&file, "{} ").unwrap();
        assert!(id(&options).is_some() && id(&options) != usual);
        let standard_input = Inputs::new(&["-".into()], InputsOptions::default());
        assert_eq!(run_id(&standard_input, &options), None);
    }

    #[test]
    fn a_note_comes_back() {
        let checkpoint = Checkpoint {
            run: 7,
            position: Position::default(),
            addresses: 3,
            report: Report::default(),
        };
        let note = checkpoint.to_note().unwrap();
        let read = Checkpoint::from_note(&note).unwrap();
        assert_eq!((read.run, read.to_note()), (7, Some(note)));
        assert!(Checkpoint::from_note("{\"run\":7}").is_none());
    }
}
