//! Owns how far a run is: what a commit says of it, and when the next one is due.
//!
//! A checkpoint is the payload of a commit, so articles and place change in one step: after any
//! kill the index holds exactly the articles before the place that it names. The last commit of a
//! run has none.

use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::pipeline::IndexOptions;
use crate::analysis;
use crate::ingest::{Inputs, Position, Report};

/// Least time between two commits: what a kill costs at most.
const DISTANCE: Duration = Duration::from_secs(60);

/// A commit is due no sooner than after so many times what the last one took, which bounds what
/// all of them take together to some 3 %.
const COST_FACTOR: u32 = 30;

/// How far a run was at a commit.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Checkpoint {
    /// [`run_id`] of the run.
    pub(super) run: u64,
    /// The first item that is not in the commit.
    pub(super) position: Position,
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
    last: Instant,
    cost: Duration,
}

impl Pace {
    pub(super) fn new(every: Option<u64>) -> Self {
        Self { every, bytes: 0, last: Instant::now(), cost: Duration::ZERO }
    }

    /// Counts text that went to the writer.
    pub(super) fn add(&mut self, bytes: u64) {
        self.bytes += bytes;
    }

    pub(super) fn is_due(&self) -> bool {
        match self.every {
            Some(every) => self.bytes >= every,
            None => self.is_enough(self.last.elapsed()),
        }
    }

    fn is_enough(&self, waited: Duration) -> bool {
        waited >= DISTANCE.max(self.cost * COST_FACTOR)
    }

    /// Does a commit, of which the time counts.
    pub(super) fn commit<T>(&mut self, commit: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let done = commit();
        *self = Self { cost: start.elapsed(), ..Self::new(self.every) };
        done
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::InputsOptions;
    use crate::lang::Lang;

    #[test]
    fn a_commit_is_due_after_so_many_bytes() {
        let mut pace = Pace::new(Some(100));
        assert!(!pace.is_due());
        pace.add(60);
        assert!(!pace.is_due());
        pace.add(40);
        assert!(pace.is_due());
        assert_eq!(pace.commit(|| "done"), "done");
        assert!(!pace.is_due(), "bytes of before the commit count");
    }

    #[test]
    fn a_commit_is_due_after_a_minute_or_many_times_its_cost() {
        let seconds = Duration::from_secs;
        for (cost, waited, due) in
            [(0, 59, false), (0, 60, true), (1, 60, true), (10, 299, false), (10, 300, true)]
        {
            let pace = Pace { cost: seconds(cost), ..Pace::new(None) };
            assert_eq!(pace.is_enough(seconds(waited)), due, "{cost} s, {waited} s ago");
        }
        let mut pace = Pace::new(None);
        assert!(!pace.is_due());
        let cost = Duration::from_millis(5);
        pace.commit(|| std::thread::sleep(cost));
        assert!(pace.cost >= cost && !pace.is_due(), "{:?}", pace.cost);
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
        let checkpoint =
            Checkpoint { run: 7, position: Position::default(), report: Report::default() };
        let note = checkpoint.to_note().unwrap();
        let read = Checkpoint::from_note(&note).unwrap();
        assert_eq!((read.run, read.to_note()), (7, Some(note)));
        assert!(Checkpoint::from_note("{\"run\":7}").is_none());
    }
}
