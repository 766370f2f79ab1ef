//! The work of one run: a thread that reads, workers that prepare, and what comes of it in order.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::addresses::Addresses;
use super::builder::Prepared;
use super::checkpoint::{Checkpoint, Pace};
use super::choose::Choice;
use super::known::{Known, Standing};
use super::prepare::{Outcome, Preparing};
use super::progress::Progress;
use super::writer::Writer;
use crate::error::{Error, ErrorKind, Result};
use crate::lang::Lang;
use demarche_formats::Article;
use demarche_formats::{Chosen, Inputs, Position, Rejection, Report, Unit};

/// How often it is looked whether the run shall stop, while nothing was read.
const STOP_CHECK: Duration = Duration::from_millis(50);

/// What stands for the source of articles that an index has stored.
const STORED: &str = "the index";

/// Where articles go.
pub(super) enum Target {
    Writer(Box<Writer>),
    /// Nowhere: they are counted beside what is known.
    Nothing(Known),
}

impl Target {
    fn known(&self) -> &Known {
        match self {
            Self::Writer(writer) => writer.known(),
            Self::Nothing(known) => known,
        }
    }

    fn claim(&mut self, id: &str, hash: u64) -> Standing {
        match self {
            Self::Writer(writer) => writer.known_mut().claim(id, hash),
            Self::Nothing(known) => known.claim(id, hash),
        }
    }

    fn upsert(&mut self, articles: Vec<Prepared>) -> Result<()> {
        match self {
            Self::Writer(writer) => writer.upsert(articles),
            Self::Nothing(_) => Ok(()),
        }
    }
}

/// One run, from its first item to its last.
pub(super) struct Run<'a> {
    pub(super) preparing: Preparing<'a>,
    pub(super) progress: &'a Progress,
    pub(super) target: Target,
    /// Addresses that articles of the run took as ids.
    pub(super) addresses: Addresses,
    pub(super) report: Report,
    /// What the same run is known by; without it commits have no checkpoint.
    pub(super) id: Option<u64>,
    pub(super) start: Instant,
    /// Seconds that earlier runs took.
    pub(super) seconds_before: f64,
    pub(super) pace: Pace,
    /// Whether there will be several segments to merge at the end in any case.
    pub(super) is_merged: bool,
}

/// A part of the input, and how far that is.
struct Batch {
    /// In the order of the input; empty at the end.
    items: Vec<std::result::Result<Unit, Rejection>>,
    bytes: usize,
    end: Position,
    bytes_read: u64,
    redirects_unused: u64,
    langlinks: u64,
}

impl Run<'_> {
    /// Reads on one thread, works on the pool, writes here. Commits now and then, and what there is
    /// when it was asked to stop; not at the end.
    pub(super) fn all(
        &mut self,
        inputs: Inputs,
        pool: &rayon::ThreadPool,
        batch_bytes: usize,
    ) -> Result<()> {
        let redirects_before = self.report.redirects_unused;
        // One batch waits while another is worked on.
        let (sender, receiver) = mpsc::sync_channel::<Batch>(1);
        let reader = Reader {
            inputs,
            batch_bytes,
            bytes: Arc::clone(&self.progress.bytes),
            skipping: Arc::clone(&self.progress.skipping),
            stop: Arc::clone(&self.progress.stop),
        };
        thread::Builder::new()
            .name("demarche-read".to_owned())
            .spawn(move || reader.run(&sender))
            .map_err(|e| Error::new(ErrorKind::Io, format!("starting a thread: {e}")))?;
        let mut position = None;
        loop {
            if self.progress.stop.load(Ordering::Relaxed) {
                // The thread may wait for standard input for ever: nobody waits for it.
                self.report.stopped = true;
                break;
            }
            let batch = match receiver.recv_timeout(STOP_CHECK) {
                Ok(batch) => batch,
                Err(RecvTimeoutError::Timeout) => continue,
                Err(RecvTimeoutError::Disconnected)
                    if self.progress.stop.load(Ordering::Relaxed) =>
                {
                    continue;
                }
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(Error::new(ErrorKind::Internal, "reading the inputs panicked"));
                }
            };
            self.report.redirects_unused = redirects_before + batch.redirects_unused;
            self.report.langlinks = batch.langlinks;
            self.report.bytes_read = batch.bytes_read;
            position = Some(batch.end);
            if batch.items.is_empty() {
                break;
            }
            self.pace.add(batch.bytes as u64);
            self.batch(batch.items, pool)?;
            if self.pace.is_due(self.is_merged || self.report.commits > 0) {
                self.commit(position.take())?;
            }
        }
        if self.report.stopped || self.report.commits > 0 {
            // What is left to do, merging, can be long.
            self.commit(position)?;
        }
        Ok(())
    }

    /// Commits what was read up to `position`, if anything was.
    fn commit(&mut self, position: Option<Position>) -> Result<()> {
        let (Some(position), Target::Writer(writer)) = (position, &mut self.target) else {
            return Ok(());
        };
        self.report.commits += 1;
        self.report.seconds = self.seconds_before + self.start.elapsed().as_secs_f64();
        let note = self.id.and_then(|run| {
            let report = Report { stopped: false, resumed_from: None, ..self.report.clone() };
            let addresses = self.addresses.count();
            Checkpoint { run, position, addresses, report }.to_note()
        });
        self.addresses.keep()?;
        self.pace.commit(|| writer.commit_with(note.as_deref()))
    }

    /// Parses and analyzes a batch in parallel and hands its articles to the writer.
    fn batch(
        &mut self,
        batch: Vec<std::result::Result<Unit, Rejection>>,
        pool: &rayon::ThreadPool,
    ) -> Result<()> {
        let limits = &self.preparing.options.limits;
        let known = self.target.known();
        let preparing = &self.preparing;
        let worked: Vec<_> = pool.install(|| {
            batch
                .into_par_iter()
                .map(|unit| {
                    let unit = unit?;
                    let source = unit.source().to_owned();
                    let parsed = caught(&source, "", || unit.parse(limits))?;
                    let by_address = parsed.by_address;
                    let records: Vec<_> = parsed
                        .records
                        .into_iter()
                        .enumerate()
                        .map(|(at, record)| {
                            let article = record?;
                            let place = format!("article {:?}", article.id);
                            let outcome =
                                caught(&source, &place, || preparing.prepare(article, known))?;
                            Ok(Outcome { by_address: by_address.contains(&at), ..outcome })
                        })
                        .collect();
                    Ok((source, records, parsed.notes, parsed.dropped))
                })
                .collect()
        });
        let mut waiting = Waiting::default();
        for unit in worked {
            let (source, records, notes, dropped) = match unit {
                Ok(unit) => unit,
                Err(rejection) => {
                    self.report.reject(rejection, limits.report_rejections);
                    continue;
                }
            };
            for note in notes {
                *self.report.notes.entry(note).or_default() += 1;
            }
            for (kind, count) in dropped {
                *self.report.dropped.entry(kind.into()).or_default() += count;
            }
            self.records(records, &source, &mut waiting)?;
        }
        waiting.write(&mut self.target)
    }

    /// Works on `articles` of an index, in batches, and hands them to the writer; commits nothing.
    /// Ends early when it was asked to stop.
    pub(super) fn stored(
        &mut self,
        articles: &mut dyn Iterator<Item = Result<Article>>,
        pool: &rayon::ThreadPool,
        batch_bytes: usize,
    ) -> Result<()> {
        loop {
            if self.progress.stop.load(Ordering::Relaxed) {
                self.report.stopped = true;
                return Ok(());
            }
            let (mut batch, mut bytes) = (Vec::new(), 0);
            while bytes < batch_bytes {
                let Some(article) = articles.next().transpose()? else { break };
                bytes += article.bytes();
                batch.push(article);
            }
            if batch.is_empty() {
                return Ok(());
            }
            let (preparing, known) = (&self.preparing, self.target.known());
            let records: Vec<_> = pool.install(|| {
                let prepared = batch.into_par_iter().map(|article| {
                    let place = format!("article {:?}", article.id);
                    caught(STORED, &place, || preparing.prepare(article, known))
                });
                prepared.collect()
            });
            let mut waiting = Waiting::default();
            self.records(records, STORED, &mut waiting)?;
            waiting.write(&mut self.target)?;
        }
    }

    /// Takes what was made of articles of one source.
    fn records(
        &mut self,
        records: Vec<std::result::Result<Outcome, Rejection>>,
        source: &str,
        waiting: &mut Waiting,
    ) -> Result<()> {
        let kept = self.preparing.options.limits.report_rejections;
        for record in records {
            match record {
                Err(rejection) => self.report.reject(rejection, kept),
                Ok(outcome) => self.place(outcome, source, waiting)?,
            }
        }
        Ok(())
    }

    /// Counts an article and puts what is to be written of it with those that wait.
    fn place(&mut self, mut outcome: Outcome, source: &str, waiting: &mut Waiting) -> Result<()> {
        let limits = &self.preparing.options.limits;
        if outcome.by_address
            && let Some(number) = self.addresses.take(&outcome.id)
        {
            let id = format!("{}#{number}", outcome.id);
            outcome.rename(self.preparing.fields, id);
            self.report.number(&outcome.id, source, limits.report_rejections);
        }
        let Outcome { lang, id, hash, .. } = outcome;
        self.progress.articles.fetch_add(1, Ordering::Relaxed);
        self.report.detected += u64::from(outcome.detected);
        self.report.mixed += u64::from(outcome.mixed);
        for key in outcome.unknown_keys {
            *self.report.unknown_keys.entry(key).or_default() += 1;
        }
        if let Some(choice) = outcome.choice {
            let Choice { kept, score, because } = choice;
            let chosen = Chosen { id: id.clone(), lang: lang.code().into(), kept, score, because };
            self.report.choose(chosen, limits.report_chosen);
            if !kept {
                return Ok(());
            }
        }
        let standing = self.target.known().standing(&id, hash);
        let mut document = None;
        if standing != Standing::Unchanged {
            let place = format!("article {id:?}");
            let made = outcome.made;
            match caught(source, &place, || self.preparing.document(made, lang, hash)) {
                Ok(made) => document = made,
                Err(rejection) => {
                    self.report.reject(rejection, limits.report_rejections);
                    return Ok(());
                }
            }
        }
        self.target.claim(&id, hash);
        let counts = self.report.of(lang);
        let replaces = standing == Standing::Changed;
        *(match standing {
            Standing::New => &mut counts.added,
            Standing::Changed => &mut counts.replaced,
            Standing::Unchanged => &mut counts.unchanged,
        }) += 1;
        if let Some(document) = document {
            if replaces && waiting.ids.contains(&id) {
                waiting.write(&mut self.target)?;
            }
            waiting.add(lang, Prepared { id, replaces, document });
        }
        Ok(())
    }
}

/// What the reading thread has.
struct Reader {
    inputs: Inputs,
    batch_bytes: usize,
    bytes: Arc<AtomicU64>,
    skipping: Arc<AtomicBool>,
    stop: Arc<AtomicBool>,
}

impl Reader {
    fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Reads all inputs from where they begin and hands them over in batches, until the run stops.
    fn run(mut self, sender: &mpsc::SyncSender<Batch>) {
        self.inputs.begin();
        self.skipping.store(false, Ordering::Relaxed);
        while !self.is_stopped() {
            let (mut items, mut bytes) = (Vec::new(), 0);
            while bytes < self.batch_bytes {
                let Some(next) = self.inputs.next() else { break };
                bytes += next.as_ref().map_or(200, Unit::bytes);
                items.push(next);
            }
            let is_last = items.is_empty();
            let batch = Batch {
                items,
                bytes,
                end: self.inputs.position(),
                bytes_read: self.bytes.load(Ordering::Relaxed),
                redirects_unused: self.inputs.redirects_unused(),
                langlinks: self.inputs.langlinks(),
            };
            if sender.send(batch).is_err() || is_last {
                return;
            }
        }
    }
}

/// Does `work` on one piece of input; a panic over it, which is a fault of this library, costs that
/// piece alone.
fn caught<T>(
    source: &str,
    place: &str,
    work: impl FnOnce() -> T,
) -> std::result::Result<T, Rejection> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| {
        let reason = "reading it panicked: a fault of demarche, please report it with this input";
        Rejection::new(source, place, reason)
    })
}

/// Articles of a batch on their way to the writer, by language: one language at a time keeps the
/// segment's table of words in the processor's caches.
#[derive(Default)]
struct Waiting {
    by_lang: [Vec<Prepared>; Lang::ALL.len()],
    /// Ids among them: a second article of one id must not overtake the first.
    ids: FxHashSet<String>,
}

impl Waiting {
    fn add(&mut self, lang: Lang, article: Prepared) {
        self.ids.insert(article.id.clone());
        self.by_lang[lang.number() as usize].push(article);
    }

    fn write(&mut self, target: &mut Target) -> Result<()> {
        self.ids.clear();
        self.by_lang.iter_mut().try_for_each(|articles| target.upsert(std::mem::take(articles)))
    }
}
