//! From inputs to a commit: read, parse, analyze, write.
//!
//! One thread reads and cuts inputs into units; batches of units are parsed and analyzed by rayon
//! workers; the articles of a batch, in the order of the input but grouped by language, go to
//! tantivy's own threads. Bytes are bounded at each step, so memory does not grow with the input.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Instant;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::articles::Record;
use super::choose::{Choice, Choose};
use super::document::IndexDocument;
use super::store::Index;
use super::writer::{Prepared, Standing, Writer};
use crate::analysis::Analyzer;
use crate::article::Article;
use crate::error::{Error, ErrorKind, Result};
use crate::ingest::{Chosen, Format, Inputs, InputsOptions, Rejection, Report, Unit};
use crate::lang::{self, Lang};
use crate::limits::Limits;

/// How a run of indexing is done.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct IndexOptions {
    /// Language of every article that states none, instead of detecting it.
    pub lang: Option<Lang>,
    /// Format of every input, instead of telling it by content.
    pub format: Option<Format>,
    /// `langlinks` dumps, besides those among the inputs, that give the articles of dumps their
    /// translations.
    pub langlinks: Vec<PathBuf>,
    /// What decides which articles are taken; all are without it. One that is left out leaves an
    /// older one of its id in the index.
    pub choose: Option<Arc<dyn Choose>>,
    /// Threads for unpacking, for parsing and analysis, and for writing; 0 for one each core.
    pub jobs: usize,
    /// Memory for the whole run, in bytes, about.
    pub memory_bytes: usize,
    /// Caps on input.
    pub limits: Limits,
}

impl Default for IndexOptions {
    fn default() -> Self {
        Self {
            lang: None,
            format: None,
            langlinks: Vec::new(),
            choose: None,
            jobs: 0,
            memory_bytes: 512 << 20,
            limits: Limits::default(),
        }
    }
}

/// How far a run is; may be read from another thread at any time.
#[derive(Debug, Default)]
pub struct Progress {
    /// Articles that went through, rejected ones not counted.
    pub articles: AtomicU64,
    /// Bytes read before decompression.
    pub bytes: Arc<AtomicU64>,
    /// Bytes of all inputs; 0 while unknown.
    pub total_bytes: AtomicU64,
    /// Whether the last step, committing and merging, has begun.
    pub finishing: std::sync::atomic::AtomicBool,
}

/// Share of the memory that tantivy's threads get for postings; the rest is for text in flight, of
/// which there are several copies at once, for the workers' memories of words (up to 16 MB a thread
/// and language) and for writing a segment. With 60 % a run took 630 MB of the 512 it was allowed.
const WRITER_SHARE_PERCENT: usize = 40;

impl Index {
    /// Reads `paths` (files, folders, `-`) and adds their articles, replacing those of the same id
    /// and skipping unchanged ones. What can't be read is in the report and the rest goes on.
    ///
    /// Everything is committed when this returns `Ok`.
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
        let jobs = if options.jobs == 0 {
            thread::available_parallelism().map_or(1, std::num::NonZero::get)
        } else {
            options.jobs
        };
        let in_flight = options.limits.in_flight_bytes.min(options.memory_bytes / 8);
        let writer_bytes = options.memory_bytes / 100 * WRITER_SHARE_PERCENT;
        let mut writer = Writer::open(self, jobs, writer_bytes, in_flight)?;
        let inputs_options = InputsOptions {
            format: options.format,
            jobs,
            langlinks: options.langlinks.clone(),
            limits: options.limits.clone(),
        };
        let inputs = Inputs::new(paths, inputs_options);
        progress.total_bytes.store(inputs.total_bytes().unwrap_or(0), Ordering::Relaxed);
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(jobs)
            .build()
            .map_err(|e| Error::new(ErrorKind::Internal, format!("starting threads: {e}")))?;

        let mut run = Run { index: self, options, progress, report: Report::default() };
        run.all(inputs, &mut writer, &pool, in_flight / 4)?;
        progress.finishing.store(true, Ordering::Relaxed);
        // Its threads hold their memories of words, which merging has no use for.
        drop(pool);
        writer.commit()?;
        writer.merge_small()?;
        writer.close()?;
        run.report.seconds = start.elapsed().as_secs_f64();
        Ok(run.report)
    }
}

struct Run<'a> {
    index: &'a Index,
    options: &'a IndexOptions,
    progress: &'a Progress,
    report: Report,
}

/// What a worker made of one article.
struct Outcome {
    lang: Lang,
    detected: bool,
    /// Whether a good part of the article is in another language.
    mixed: bool,
    unknown_keys: Vec<String>,
    id: String,
    choice: Option<Choice>,
    hash: u64,
    /// None when the article was not taken, or the index had the same one already.
    document: Option<IndexDocument>,
}

/// Units and rejections, in the order of the input.
type Batch = Vec<std::result::Result<Unit, Rejection>>;

impl Run<'_> {
    /// Reads on one thread, works on the pool, writes here.
    fn all(
        &mut self,
        mut inputs: Inputs,
        writer: &mut Writer,
        pool: &rayon::ThreadPool,
        batch_bytes: usize,
    ) -> Result<()> {
        let bytes_read = inputs.bytes_read();
        // One batch waits while another is worked on.
        let (sender, receiver) = mpsc::sync_channel::<Batch>(1);
        let reader = thread::Builder::new().name("demarche-read".to_owned()).spawn(move || {
            loop {
                let (mut batch, mut bytes) = (Batch::new(), 0);
                while bytes < batch_bytes {
                    let Some(next) = inputs.next() else { break };
                    bytes += next.as_ref().map_or(200, Unit::bytes);
                    batch.push(next);
                }
                if batch.is_empty() || sender.send(batch).is_err() {
                    return (inputs.redirects_unused(), inputs.langlinks());
                }
            }
        });
        let reader =
            reader.map_err(|e| Error::new(ErrorKind::Io, format!("starting a thread: {e}")))?;
        for batch in &receiver {
            self.progress.bytes.store(bytes_read.load(Ordering::Relaxed), Ordering::Relaxed);
            self.batch(batch, writer, pool)?;
        }
        drop(receiver);
        match reader.join() {
            Ok((unused, langlinks)) => {
                self.report.redirects_unused = unused;
                self.report.langlinks = langlinks;
            }
            Err(_) => {
                return Err(Error::new(ErrorKind::Internal, "reading the inputs panicked"));
            }
        }
        self.report.bytes_read = bytes_read.load(Ordering::Relaxed);
        Ok(())
    }

    /// Parses and analyzes a batch in parallel and hands its articles to the writer.
    fn batch(&mut self, batch: Batch, writer: &mut Writer, pool: &rayon::ThreadPool) -> Result<()> {
        let limits = &self.options.limits;
        let known: &Writer = writer;
        let worked: Vec<_> = pool.install(|| {
            batch
                .into_par_iter()
                .map(|unit| {
                    let unit = unit?;
                    let source = unit.source().to_owned();
                    let parsed = caught(&source, "", || unit.parse(limits))?;
                    let records: Vec<_> = parsed
                        .records
                        .into_iter()
                        .map(|record| {
                            let article = record?;
                            let place = format!("article {:?}", article.id);
                            caught(&source, &place, || self.prepare(article, known))
                        })
                        .collect();
                    Ok((records, parsed.notes, parsed.dropped))
                })
                .collect()
        });
        let mut waiting = Waiting::default();
        for unit in worked {
            let (records, notes, dropped) = match unit {
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
                *self.report.dropped.entry(kind).or_default() += count;
            }
            for record in records {
                match record {
                    Err(rejection) => self.report.reject(rejection, limits.report_rejections),
                    Ok(outcome) => self.place(outcome, &mut waiting, writer)?,
                }
            }
        }
        waiting.write(writer)
    }

    /// Tells the language of an article and analyzes it, unless the index has it already.
    fn prepare(&self, mut article: Article, known: &Writer) -> Outcome {
        let stated = Lang::from_tag(&article.lang).or(self.options.lang);
        let (lang, mixed) = stated.map_or_else(|| detect(&article), |lang| (lang, false));
        lang.code().clone_into(&mut article.lang);
        let unknown_keys = std::mem::take(&mut article.unknown_keys);
        let choice =
            self.options.choose.as_ref().map(|choose| {
                with_analyzer(lang, |analyzer| choose.choose(&article, lang, analyzer))
            });
        if choice.as_ref().is_some_and(|choice| !choice.kept) {
            let (id, hash, detected) = (article.id, 0, stated.is_none());
            return Outcome {
                lang,
                detected,
                mixed,
                unknown_keys,
                id,
                choice,
                hash,
                document: None,
            };
        }
        let record = Record::new(&article, lang);
        let hash = record.hash();
        let unchanged = known.standing(&article.id, hash) == Standing::Unchanged;
        let document = (!unchanged).then(|| {
            #[cfg(test)]
            panic_over(&article);
            with_analyzer(lang, |analyzer| {
                IndexDocument::new(&self.index.fields, &article, lang, record, hash, analyzer)
            })
        });
        Outcome {
            lang,
            detected: stated.is_none(),
            mixed,
            unknown_keys,
            id: article.id,
            choice,
            hash,
            document,
        }
    }

    /// Counts an article and puts what is to be written of it with those that wait.
    fn place(
        &mut self,
        outcome: Outcome,
        waiting: &mut Waiting,
        writer: &mut Writer,
    ) -> Result<()> {
        self.progress.articles.fetch_add(1, Ordering::Relaxed);
        self.report.detected += u64::from(outcome.detected);
        self.report.mixed += u64::from(outcome.mixed);
        for key in outcome.unknown_keys {
            *self.report.unknown_keys.entry(key).or_default() += 1;
        }
        if let Some(choice) = outcome.choice {
            let Choice { kept, score, because } = choice;
            let (id, lang) = (outcome.id.clone(), outcome.lang.code());
            let chosen = Chosen { id, lang, kept, score, because };
            self.report.choose(chosen, self.options.limits.report_chosen);
            if !kept {
                return Ok(());
            }
        }
        let standing = writer.claim(&outcome.id, outcome.hash);
        let counts = self.report.of(outcome.lang);
        match (standing, outcome.document) {
            (Standing::Unchanged, _) | (_, None) => counts.unchanged += 1,
            (standing, Some(document)) => {
                let replaces = standing == Standing::Changed;
                *(if replaces { &mut counts.replaced } else { &mut counts.added }) += 1;
                if replaces && waiting.ids.contains(&outcome.id) {
                    waiting.write(writer)?;
                }
                waiting.add(outcome.lang, Prepared { id: outcome.id, replaces, document });
            }
        }
        Ok(())
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
/// writer's table of terms in the processor's caches.
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

    fn write(&mut self, writer: &mut Writer) -> Result<()> {
        self.ids.clear();
        self.by_lang.iter_mut().try_for_each(|articles| writer.upsert(std::mem::take(articles)))
    }
}

/// The language of an article that states none, by title, definition and text, and whether
/// another language holds a good part of it.
fn detect(article: &Article) -> (Lang, bool) {
    let head = [article.title.as_str(), article.definition.as_str()];
    let paragraphs = article.parts().flat_map(|(_, text)| text.lines());
    let (found, mixed) = lang::detect_main(head.into_iter().chain(paragraphs));
    (found.lang, mixed)
}

/// Calls `work` with this worker's analyzer of `lang`.
fn with_analyzer<T>(lang: Lang, work: impl FnOnce(&mut Analyzer) -> T) -> T {
    ANALYZERS.with_borrow_mut(|analyzers| {
        // Taken out, so that one that panicked is not used again.
        let slot = &mut analyzers[lang.number() as usize];
        let mut analyzer = slot.take().unwrap_or_else(|| Analyzer::new(lang));
        let result = work(&mut analyzer);
        *slot = Some(analyzer);
        result
    })
}

thread_local! {
    /// Each worker's analyzers, whose memories of words stay warm from batch to batch.
    static ANALYZERS: std::cell::RefCell<[Option<Analyzer>; Lang::ALL.len()]> =
        const { std::cell::RefCell::new([const { None }; Lang::ALL.len()]) };
}

/// Stands for a fault in the analysis of one article.
#[cfg(test)]
fn panic_over(article: &Article) {
    assert!(article.title != "This title makes the analyzer panic");
}
