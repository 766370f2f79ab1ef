//! One engine, one phase, in a process of its own, so that memory and processor time are its alone.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use clap::{Args, ValueEnum};
use rustix::time::{ClockId, clock_gettime};
use serde::{Deserialize, Serialize};

use crate::Result;
use crate::engines::Name;
use crate::queries::{self, Class, Query};

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Phase {
    Index,
    Query,
}

#[derive(Args)]
pub struct ChildArgs {
    #[arg(long, value_enum)]
    engine: Name,
    #[arg(long, value_enum)]
    phase: Phase,
    /// Articles, or queries
    #[arg(long)]
    input: PathBuf,
    #[arg(long)]
    dir: PathBuf,
    #[arg(long)]
    jobs: usize,
    #[arg(long)]
    memory_bytes: usize,
}

/// What a child measured of its whole life.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Measured {
    pub articles: u64,
    pub wall_s: f64,
    pub cpu_s: f64,
    /// Peak of all memory, pages of the index's files included.
    pub peak_bytes: u64,
    /// Peak of the memory that is no file's, looked at every 20 ms.
    pub own_bytes: u64,
    pub times: Vec<Times>,
}

/// Query times of a class in microseconds, of ids alone and with snippets.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Times {
    pub class: Class,
    pub queries: usize,
    pub ids: [f64; 2],
    pub snippets: [f64; 2],
}

/// Runs `phase` of an engine in a new process and waits for it.
pub fn spawn(
    engine: Name,
    phase: Phase,
    input: &Path,
    dir: &Path,
    jobs: usize,
    memory_bytes: usize,
) -> Result<Measured> {
    let phase_name = if phase == Phase::Index { "index" } else { "query" };
    // As `IndexOptions::memory_bytes` advises; the engines share one allocator, which is glibc's.
    let is_index = engine == Name::Demarche && phase == Phase::Index;
    let settings =
        ["MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_"].map(|name| (name, "4194304"));
    let output = Command::new(std::env::current_exe()?)
        .envs(settings.into_iter().filter(|_| is_index))
        .args(["child", "--engine", engine.code(), "--phase", phase_name])
        .args(["--jobs", &jobs.to_string(), "--memory-bytes", &memory_bytes.to_string()])
        .arg("--input")
        .arg(input)
        .arg("--dir")
        .arg(dir)
        .stderr(Stdio::inherit())
        .output()?;
    if !output.status.success() {
        return Err(format!("{}: {phase_name} failed: {}", engine.code(), output.status).into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

pub fn run(args: &ChildArgs) -> Result<()> {
    let own = std::thread::spawn({
        let stop = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
        let flag = std::sync::Arc::clone(&stop);
        OWN.set(stop).ok();
        move || {
            let mut most = 0;
            while !flag.load(std::sync::atomic::Ordering::Relaxed) {
                most = most.max(status_bytes("RssAnon:"));
                std::thread::sleep(std::time::Duration::from_millis(20));
            }
            most
        }
    });
    let start = Instant::now();
    let (mut articles, mut times) = (0, Vec::new());
    match args.phase {
        Phase::Index => {
            articles = args.engine.index(&args.input, &args.dir, args.jobs, args.memory_bytes)?;
        }
        Phase::Query => times = time_queries(args)?,
    }
    let wall_s = start.elapsed().as_secs_f64();
    let cpu = clock_gettime(ClockId::ProcessCPUTime);
    if let Some(stop) = OWN.get() {
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
    }
    let measured = Measured {
        articles,
        wall_s,
        cpu_s: cpu.tv_sec as f64 + cpu.tv_nsec as f64 / 1e9,
        peak_bytes: status_bytes("VmHWM:"),
        own_bytes: own.join().unwrap_or(0),
        times,
    };
    println!("{}", serde_json::to_string(&measured)?);
    Ok(())
}

static OWN: std::sync::OnceLock<std::sync::Arc<std::sync::atomic::AtomicBool>> =
    std::sync::OnceLock::new();

/// A line of this process's status, given there in KB; 0 where there is none.
fn status_bytes(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok()).unwrap_or(0)
        * 1024
}

/// Times every query on a warm index: of three times the least.
fn time_queries(args: &ChildArgs) -> Result<Vec<Times>> {
    const PASSES: usize = 3;
    let engine = args.engine.open(&args.dir)?;
    let queries = queries::read(&args.input)?;
    let mut least = vec![[f64::MAX; 2]; queries.len()];
    // The first pass warms caches and is not timed.
    for pass in 0..=PASSES {
        for (query, least) in queries.iter().zip(&mut least) {
            for (least, snippets) in least.iter_mut().zip([false, true]) {
                let start = Instant::now();
                std::hint::black_box(engine.search(query, snippets)?);
                let us = start.elapsed().as_secs_f64() * 1e6;
                if pass > 0 {
                    *least = least.min(us);
                }
            }
        }
    }
    let mut classes: Vec<Class> = queries.iter().map(|query| query.class).collect();
    classes.dedup();
    classes.push(Class::All);
    Ok(classes
        .into_iter()
        .map(|class| {
            let of = |kind: usize| {
                let is_of = |of: Class| class == Class::All || of == class;
                let of_class = queries.iter().zip(&least).filter(|(q, _)| is_of(q.class));
                percentiles(of_class.map(|(_, least)| least[kind]).collect())
            };
            let is_of = |query: &&Query| class == Class::All || query.class == class;
            let count = queries.iter().filter(is_of).count();
            Times { class, queries: count, ids: of(0), snippets: of(1) }
        })
        .collect())
}

/// The 50th and the 99th percentile.
pub fn percentiles(mut times: Vec<f64>) -> [f64; 2] {
    times.sort_by(f64::total_cmp);
    [0.5, 0.99].map(|part| {
        let at = ((times.len() as f64 * part) as usize).min(times.len().saturating_sub(1));
        times.get(at).copied().unwrap_or(0.0)
    })
}
