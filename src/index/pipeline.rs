//! From inputs to commits: read, parse, analyze, write.
//!
//! One thread reads and cuts inputs into units; batches of units are parsed and analyzed by rayon
//! workers (`prepare`); the articles of a batch, in the order of the input but grouped by language,
//! go to the thread that builds segments (`run`). Bytes are bounded at each step, so memory does not grow with
//! the input. A long run commits on its way (`checkpoint`).

use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Instant;

use super::addresses::Addresses;
use super::checkpoint::{Checkpoint, Pace, run_id};
use super::known::Known;
use super::manifest::Manifest;
use super::options::IndexOptions;
use super::prepare::Preparing;
use super::progress::Progress;
use super::run::{Run, Target};
use super::store::Index;
use super::writer::Writer;
use crate::error::{Error, ErrorKind, Result};
use demarche_formats::{Inputs, InputsOptions, Report, clear_kept};

/// Share of the memory that a segment may take until it is written; the rest is for text in flight,
/// of which there are several copies at once, and for the workers' memories of words (up to 16 MB a
/// thread and language).
const SEGMENT_SHARE_PERCENT: usize = 55;

/// Memory of a segment at least, however little is given.
const MIN_SEGMENT_BYTES: usize = 16 << 20;

impl Index {
    /// Reads `paths` (files, folders, `-`) and adds their articles, replacing those of the same id
    /// and skipping unchanged ones. What can't be read is in the report and the rest goes on.
    ///
    /// A run of more than 2 s, or of 20 s where its inputs fit into one segment, commits on its way,
    /// and each commit names the place in the input. The same call after a run that was killed or stopped goes on from there, and its
    /// report is of both. Changed inputs or options, `restart`, standard input, or a commit of
    /// anybody else in between, and it begins at the start.
    ///
    /// Everything is committed when this returns `Ok`, up to where it was stopped.
    ///
    /// # Errors
    /// `Busy` when another writer holds the index, `Io` when writing fails (articles up to the
    /// last commit are safe then).
    pub fn add(
        &self,
        paths: &[PathBuf],
        options: &IndexOptions,
        progress: &Progress,
    ) -> Result<Report> {
        let start = Instant::now();
        let sizes = Sizes::of(options);
        let mut writer =
            Writer::open(&self.for_writing()?, sizes.jobs, sizes.segment, sizes.in_flight)?;
        let mut inputs = inputs(paths, options, sizes.jobs, progress);
        let id = run_id(&inputs, options);
        // A segment takes somewhat more memory than its text has bytes.
        let is_merged = inputs.expected_bytes() > sizes.segment as u64;
        let earlier = writer.note()?.as_deref().and_then(Checkpoint::from_note);
        let earlier = earlier
            .filter(|earlier| Some(earlier.run) == id && !options.restart)
            .and_then(|earlier| Some((Addresses::load(self.dir(), earlier.addresses)?, earlier)));
        if options.restart {
            clear_kept(self.dir());
        }
        if let Some(id) = id {
            inputs.keep_in(self.dir(), id);
        }
        let mut report = Report::default();
        let mut addresses = Addresses::new(self.dir());
        if let Some((taken, earlier)) = earlier {
            addresses = taken;
            inputs.start_at(earlier.position);
            report = earlier.report;
            report.resumed_from = Some(report.bytes_read);
            progress.articles.store(report.articles(), Ordering::Relaxed);
            progress.skipping.store(true, Ordering::Relaxed);
            progress.resumed_bytes.store(report.bytes_read.max(1), Ordering::Relaxed);
        }
        report.indexes_left_out = inputs.indexes().to_vec();
        let pool = sizes.pool()?;
        let mut run = Run {
            preparing: Preparing { options, fields: Some(&self.fields) },
            progress,
            target: Target::Writer(Box::new(writer)),
            addresses,
            seconds_before: report.seconds,
            report,
            id,
            start,
            pace: Pace::new(options.commit_every_bytes),
            is_merged,
        };
        run.all(inputs, &pool, sizes.batch_bytes)?;
        // Its threads hold their memories of words, which merging has no use for.
        drop(pool);
        let Run { target, mut report, seconds_before, .. } = run;
        if let Target::Writer(writer) = target {
            report.commits += finish(*writer, &report, progress)?;
        }
        if !report.stopped {
            clear_kept(self.dir());
            Addresses::clear(self.dir());
        }
        report.seconds = seconds_before + start.elapsed().as_secs_f64();
        Ok(report)
    }

    /// What [`add`](Self::add) would report for the index in `dir`, or for a new one where none is:
    /// everything is read, parsed and counted, and nothing is written. Takes no lock.
    ///
    /// # Errors
    /// As [`open`](Self::open) where there is an index.
    pub fn dry_run(
        dir: impl AsRef<Path>,
        paths: &[PathBuf],
        options: &IndexOptions,
        progress: &Progress,
    ) -> Result<Report> {
        let start = Instant::now();
        let dir = dir.as_ref();
        let known = if Manifest::exists(dir) {
            let index = Self::open(dir)?;
            index.sound("reading its ids", || Known::read(&index))?
        } else {
            Known::default()
        };
        let sizes = Sizes::of(options);
        let inputs = inputs(paths, options, sizes.jobs, progress);
        let indexes_left_out = inputs.indexes().to_vec();
        let mut run = Run {
            preparing: Preparing { options, fields: None },
            progress,
            target: Target::Nothing(known),
            addresses: Addresses::default(),
            report: Report { indexes_left_out, ..Report::default() },
            id: None,
            start,
            seconds_before: 0.0,
            pace: Pace::new(None),
            is_merged: false,
        };
        run.all(inputs, &sizes.pool()?, sizes.batch_bytes)?;
        run.report.seconds = start.elapsed().as_secs_f64();
        Ok(run.report)
    }
}

fn inputs(paths: &[PathBuf], options: &IndexOptions, jobs: usize, progress: &Progress) -> Inputs {
    let inputs_options = InputsOptions {
        format: options.format,
        jobs,
        langlinks: options.langlinks.clone(),
        limits: options.limits.clone(),
    };
    let mut inputs = Inputs::new(paths, inputs_options);
    progress.bytes.store(0, Ordering::Relaxed);
    inputs.count_into(&progress.bytes, &progress.ahead_bytes);
    progress.total_bytes.store(inputs.total_bytes().unwrap_or(0), Ordering::Relaxed);
    inputs
}

/// Commits what is left, merges unless the run was stopped, and gives the index back; how many
/// commits that took.
pub(super) fn finish(mut writer: Writer, report: &Report, progress: &Progress) -> Result<u64> {
    let mut commits = 0;
    if !report.stopped {
        progress.finishing.store(true, Ordering::Relaxed);
        if report.commits == 0 {
            writer.commit()?;
            commits += 1;
        }
        progress.merging.store(true, Ordering::Relaxed);
        writer.merge_small()?;
        // Until here the checkpoint stood at the end of the input.
        if writer.note()?.is_some() {
            writer.commit_with(None)?;
            commits += 1;
        }
    }
    writer.close()?;
    Ok(commits)
}

/// Threads that run at the same time on this machine.
pub(super) fn cores() -> usize {
    thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// What the options come to on this machine.
pub(super) struct Sizes {
    pub(super) jobs: usize,
    /// Bytes of a segment until it is written.
    pub(super) segment: usize,
    pub(super) in_flight: usize,
    pub(super) batch_bytes: usize,
}

impl Sizes {
    pub(super) fn of(options: &IndexOptions) -> Self {
        let jobs = if options.jobs == 0 { cores() } else { options.jobs };
        let in_flight = options.limits.in_flight_bytes.min(options.memory_bytes / 8);
        let every = options.commit_every_bytes.and_then(|bytes| usize::try_from(bytes).ok());
        let batch_bytes = (in_flight / 4).min(every.unwrap_or(usize::MAX));
        let segment = options.memory_bytes / 100 * SEGMENT_SHARE_PERCENT;
        Self { jobs, segment: segment.max(MIN_SEGMENT_BYTES), in_flight, batch_bytes }
    }

    pub(super) fn pool(&self) -> Result<rayon::ThreadPool> {
        rayon::ThreadPoolBuilder::new()
            .num_threads(self.jobs)
            .build()
            .map_err(|e| Error::new(ErrorKind::Internal, format!("starting threads: {e}")))
    }
}
