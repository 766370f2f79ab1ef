//! `demarche check`

use std::io::Write;

use demarche::index::Version;
use demarche::render::safe;
use demarche::{ErrorKind, Index, IndexOptions};

use crate::IndexDir;
use crate::index::parse_memory;
use crate::output::{Failure, Outcome, Status, stdout};

/// Read every file of the index and compare it with its checksums
///
/// A damaged index is named file by file, with what is lost. Exit status: 0 sound or repaired, 1
/// repaired with losses, 2 damaged.
#[derive(clap::Args)]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    dir: IndexDir,
    /// Make a damaged index again from the articles that it stores, as far as they are whole
    #[arg(long)]
    repair: bool,
    /// Memory to use for a repair, with a unit (K, M, G)
    #[arg(long, default_value = "512M", value_parser = parse_memory)]
    memory: usize,
}

pub(crate) fn run(args: CheckArgs) -> Outcome {
    let dir = &args.dir.index;
    let check = match Index::check_dir(dir) {
        Err(e) if args.repair && e.kind() == ErrorKind::Corrupt => {
            // One of another version, too: it may be damaged.
            if Index::version_in(dir).is_ok_and(|version| version.is_readable()) {
                eprintln!("demarche: {}", safe(&e.to_string()));
            }
            return repair(&args);
        }
        other => other?,
    };
    let mut out = stdout();
    if check.damaged.is_empty() {
        let size = indicatif::HumanBytes(check.bytes);
        writeln!(out, "sound: {} articles, {} files, {size}", check.articles, check.files)?;
        out.flush()?;
        return Ok(Status::Done);
    }
    let files: Vec<String> =
        check.damaged.iter().map(|damaged| format!("{}/{damaged}", dir.display())).collect();
    let (files, lost, articles) = (files.join("\n"), check.in_damaged, check.articles);
    let mut message = format!(
        "{files}\nthe index is damaged: of {articles} articles, {lost} are in its segments"
    );
    if args.repair {
        message.lines().for_each(|line| eprintln!("demarche: {}", safe(line)));
        return repair(&args);
    }
    message.push_str("\nsave what is whole with `demarche check --repair`, or index your inputs again into a new folder");
    Err(Failure::Usage(message))
}

/// Ids of lost articles that are shown.
const SHOWN_LOST: usize = 20;

fn repair(args: &CheckArgs) -> Outcome {
    let mut options = IndexOptions::default();
    options.memory_bytes = args.memory;
    let repair = Index::repair(&args.dir.index, &options)?;
    let mut out = stdout();
    writeln!(out, "repaired: {} articles", repair.saved)?;
    if let Some(from) = &repair.from {
        writeln!(out, "upgraded: from {from} to {}", Version::current())?;
    }
    if repair.is_guess() {
        let names = repair.found.join(" ");
        writeln!(
            out,
            "meta.json was lost: these are the articles of all segments that were found: {names}; \
             deleted ones and such as were never committed may be among them"
        )?;
    }
    for name in &repair.damaged {
        writeln!(out, "lost: all articles of segment {name}, whose texts are damaged")?;
    }
    let lost = repair.lost.len() as u64 + repair.lost_unknown;
    if repair.maybe_deleted > 0 {
        let count = repair.maybe_deleted;
        writeln!(
            out,
            "a list of deletions was lost: deleted ones of {count} articles may be back"
        )?;
    }
    if lost > 0 {
        writeln!(out, "lost: {lost} articles, {} of them without their id", repair.lost_unknown)?;
        for id in repair.lost.iter().take(SHOWN_LOST) {
            writeln!(out, "  {}", safe(id))?;
        }
        if repair.lost.len() > SHOWN_LOST {
            writeln!(out, "  … {} more", repair.lost.len() - SHOWN_LOST)?;
        }
    }
    if let Some(kept) = &repair.kept {
        writeln!(
            out,
            "the old files are in {}: remove it when you need them no more",
            kept.display()
        )?;
    }
    out.flush()?;
    Ok(if repair.loses() { Status::Nothing } else { Status::Done })
}
