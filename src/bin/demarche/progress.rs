//! How far a run of indexing is, on a terminal.

use std::io::{IsTerminal, Write};
use std::sync::atomic::Ordering;
use std::sync::mpsc;
use std::time::Duration;

use demarche::Progress;
use indicatif::{HumanBytes, HumanCount, ProgressBar, ProgressStyle};

/// Between two looks at the run.
const TICK: Duration = Duration::from_millis(100);

/// Runs `work` beside a bar on the terminal that shows how far it is. Without a terminal only a
/// place to go on from is told.
pub(crate) fn shown<T>(progress: &Progress, work: impl FnOnce() -> T) -> T {
    let (done, stop) = mpsc::channel::<()>();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            let bar = ProgressBar::no_length();
            let is_shown = std::io::stderr().is_terminal();
            let mut is_told = false;
            loop {
                let is_over = stop.recv_timeout(TICK) != Err(mpsc::RecvTimeoutError::Timeout);
                let from = progress.resumed_bytes.load(Ordering::Relaxed);
                if from > 0 && !is_told {
                    is_told = true;
                    tell_resumed(progress, from, &bar, is_shown);
                }
                if is_over {
                    break;
                }
                if is_shown {
                    draw(progress, &bar);
                }
            }
            bar.finish_and_clear();
        });
        let result = work();
        drop(done);
        result
    })
}

fn tell_resumed(progress: &Progress, from: u64, bar: &ProgressBar, is_shown: bool) {
    let total = progress.total_bytes.load(Ordering::Relaxed);
    let line = format!("resuming at {} of {}", HumanBytes(from), HumanBytes(total));
    // A closed standard error must not end the run.
    let tell = || drop(writeln!(std::io::stderr(), "{line}"));
    if is_shown { bar.suspend(tell) } else { tell() }
}

fn draw(progress: &Progress, bar: &ProgressBar) {
    let total = progress.total_bytes.load(Ordering::Relaxed);
    let articles = HumanCount(progress.articles.load(Ordering::Relaxed));
    let memory = memory_bytes().map_or(String::new(), |b| format!(", {} memory", HumanBytes(b)));
    let all_articles = progress.total_articles.load(Ordering::Relaxed);
    let ahead = progress.ahead_bytes.load(Ordering::Relaxed);
    if ahead > 0 {
        bar.set_style(style("{spinner} {msg} {elapsed}"));
        let doing = "looking for redirects, which come with their articles";
        bar.set_message(format!(
            "{articles} articles{memory}; {doing}: {} read",
            HumanBytes(ahead)
        ));
        bar.reset_eta();
    } else if progress.skipping.load(Ordering::Relaxed) {
        bar.set_style(style("{spinner} {msg} {elapsed}"));
        let read = HumanBytes(progress.bytes.load(Ordering::Relaxed));
        bar.set_message(format!("looking for the place to go on from: {read} passed over"));
        bar.reset_eta();
    } else if progress.finishing.load(Ordering::Relaxed) {
        bar.set_style(style("{spinner} {msg} {elapsed}"));
        let merging = progress.merging.load(Ordering::Relaxed);
        let doing = match (merging, all_articles) {
            (false, _) => "writing the last of them",
            (true, 0) => "all committed, merging",
            (true, _) => "merging",
        };
        bar.set_message(format!("{articles} articles{memory}; {doing}"));
    } else if all_articles > 0 {
        bar.set_length(all_articles);
        bar.set_style(style("{bar:30} {human_pos}/{human_len} articles{msg}  {eta} left"));
        bar.set_message(memory);
        bar.set_position(progress.articles.load(Ordering::Relaxed));
        bar.tick();
        return;
    } else {
        if total > 0 {
            bar.set_length(total);
            bar.set_style(style(
                "{bar:30} {bytes}/{total_bytes}  {bytes_per_sec}  {msg}  {eta} left",
            ));
        } else {
            bar.set_style(style("{spinner} {bytes}  {bytes_per_sec}  {msg}  {elapsed}"));
        }
        bar.set_message(format!("{articles} articles{memory}"));
    }
    bar.set_position(progress.bytes.load(Ordering::Relaxed));
    bar.tick();
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

/// Memory of this process that is resident, mapped files included; known on Linux alone.
fn memory_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix(" kB")?.parse::<u64>().ok().map(|kib| kib << 10)
}
