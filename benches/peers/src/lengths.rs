//! What a search costs in articles of growing length: articles made of lines of real text, with the
//! same queries for all lengths, which are made of their beginnings.
//!
//! Twice: with text around these beginnings in which no word of the queries stands, so that the
//! length alone grows; and with all text alike, so that words stand as many times more often.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use rustc_hash::FxHashSet;
use unicode_segmentation::UnicodeSegmentation;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::child::{self, Phase, Times};
use crate::engines::Name;
use crate::queries::{self, Class};
use crate::record::{self, Record};
use crate::table::write_table;
use crate::{LengthsArgs, Result};

/// Queries of each class.
const QUERIES: usize = 5;

/// Letters by which a word is known as one of the queries', whatever its ending.
const STEM_CHARS: usize = 3;

/// Bytes of a line: headings and lists are left out.
const LINE_BYTES: std::ops::Range<usize> = 40..2_000;

/// What stands around the beginnings.
#[derive(Clone, Copy, PartialEq)]
enum Around {
    OtherWords,
    TheSame,
}

pub fn run(args: &LengthsArgs) -> Result<()> {
    let folder = args.common.folder()?;
    let path = |name: &str| folder.path().join(name);
    record::write(&args.inputs, &path("all.jsonl"))?;
    let mut lines = Vec::new();
    record::for_each(&path("all.jsonl"), |record| {
        let of_lang = record.body.lines().filter(|line| LINE_BYTES.contains(&line.len()));
        lines.extend(of_lang.filter(|_| record.lang == args.lang).map(str::to_owned));
        Ok(())
    })?;
    let mut sizes: Vec<usize> = args.sizes_kb.iter().map(|kb| kb * 1_000).collect();
    sizes.sort_unstable();
    let Some(shortest) = sizes.first().copied().filter(|_| !lines.is_empty()) else {
        return Err(format!("no text in {:?} to make articles of", args.lang).into());
    };

    let mut numbers = Numbers(0);
    let beginnings: Vec<String> =
        (0..args.articles).map(|_| numbers.text(&lines, shortest)).collect();
    write(args, &path("beginnings.jsonl"), |at| beginnings.get(at).cloned().unwrap_or_default())?;
    let query_file = path("queries.jsonl");
    queries::write(&path("beginnings.jsonl"), args.articles as u64, QUERIES, &query_file)?;
    let stems: FxHashSet<String> = queries::read(&query_file)?
        .iter()
        .flat_map(|query| query.words().map(stem).collect::<Vec<_>>())
        .collect();
    let others: Vec<String> = lines
        .iter()
        .filter(|line| line.unicode_words().all(|word| !stems.contains(&stem(word))))
        .cloned()
        .collect();
    eprintln!("{} lines, {} without a word of the queries", lines.len(), others.len());
    if others.is_empty() {
        return Err("every line has a word of the queries".into());
    }

    let mut rows =
        vec![["around", "KB", "class", "ids µs", "10 snippets µs"].map(str::to_owned).to_vec()];
    for around in [Around::OtherWords, Around::TheSame] {
        for size in &sizes {
            let input = path("articles.jsonl");
            write(args, &input, |at| {
                let beginning = beginnings.get(at).map_or("", String::as_str);
                let half = size.saturating_sub(beginning.len()) / 2;
                let pool = if around == Around::OtherWords { &others } else { &lines };
                [numbers.text(pool, half), beginning.to_owned(), numbers.text(pool, half)].concat()
            })?;
            let times = measure(args, folder.path(), &input, &query_file)?;
            for times in times.into_iter().filter(|times| times.class != Class::All) {
                let [ids, snippets] =
                    [times.ids, times.snippets].map(|[p50, _]| format!("{p50:.0}"));
                let around = if around == Around::OtherWords { "other words" } else { "the same" };
                let kb = (size / 1_000).to_string();
                rows.push(vec![
                    around.to_owned(),
                    kb,
                    times.class.name().to_owned(),
                    ids,
                    snippets,
                ]);
            }
            std::fs::remove_file(&input)?;
        }
    }
    println!("{} articles of each length; p50 of {QUERIES} queries a class\n", args.articles);
    write_table(&rows, args.common.markdown);
    Ok(())
}

/// Indexes `input` and times the queries on it.
fn measure(args: &LengthsArgs, folder: &Path, input: &Path, queries: &Path) -> Result<Vec<Times>> {
    let (jobs, memory) = (args.common.jobs, args.common.memory_mb << 20);
    let dir = folder.join("index");
    std::fs::create_dir(&dir)?;
    child::spawn(Name::Demarche, Phase::Index, input, &dir, jobs, memory)?;
    let mut best = child::spawn(Name::Demarche, Phase::Query, queries, &dir, jobs, memory)?.times;
    for _ in 1..args.common.rounds.max(1) {
        let again = child::spawn(Name::Demarche, Phase::Query, queries, &dir, jobs, memory)?.times;
        for (best, again) in best.iter_mut().zip(again) {
            for (best, again) in [(&mut best.ids, again.ids), (&mut best.snippets, again.snippets)]
            {
                best.iter_mut().zip(again).for_each(|(best, again)| *best = best.min(again));
            }
        }
    }
    std::fs::remove_dir_all(&dir)?;
    Ok(best)
}

/// Writes the articles, whose texts `text` gives by their numbers.
fn write(args: &LengthsArgs, path: &Path, mut text: impl FnMut(usize) -> String) -> Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    for at in 0..args.articles {
        let record = Record {
            id: format!("a{at}"),
            lang: args.lang.clone(),
            title: format!("{at}"),
            definition: String::new(),
            body: text(at),
        };
        writeln!(out, "{}", serde_json::to_string(&record)?)?;
    }
    Ok(out.flush()?)
}

fn stem(word: &str) -> String {
    word.to_lowercase().chars().take(STEM_CHARS).collect()
}

/// Numbers that look random, the same on every run.
struct Numbers(u64);

impl Numbers {
    /// Lines of `pool`, as many as it takes for `bytes`.
    fn text(&mut self, pool: &[String], bytes: usize) -> String {
        let mut text = String::new();
        while text.len() < bytes {
            self.0 += 1;
            let number = xxh3_64_with_seed(&self.0.to_le_bytes(), 7) as usize;
            text.push_str(pool.get(number % pool.len().max(1)).map_or(".", String::as_str));
            text.push('\n');
        }
        text
    }
}
