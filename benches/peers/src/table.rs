//! The table of all engines.

use std::path::PathBuf;

use demarche::generate::{GenerateOptions, generate};

use crate::child::{self, Measured, Phase};
use crate::engines::{ALL, Name};
use crate::queries;
use crate::record;
use crate::{Result, TableArgs};

/// Bytes that are generated when no input is given.
const GENERATED_BYTES: u64 = 100 << 20;

/// What was measured of one engine.
struct Row {
    engine: Name,
    indexed: Measured,
    index_bytes: u64,
    queried: Measured,
}

pub fn run(args: &TableArgs) -> Result<()> {
    let folder = args.common.folder()?;
    let input = folder.path().join("articles.jsonl");
    let mut inputs = args.inputs.clone();
    if inputs.is_empty() {
        let path = folder.path().join("generated.jsonl");
        let mut options = GenerateOptions::default();
        options.bytes = GENERATED_BYTES;
        generate(&options, &mut std::io::BufWriter::new(std::fs::File::create(&path)?))?;
        inputs.push(path);
    }
    let size = record::write(&inputs, &input)?;
    let query_file = folder.path().join("queries.jsonl");
    let count = queries::write(&input, size.articles, args.queries, &query_file)?;
    eprintln!("{} articles, {} bytes, {count} queries", size.articles, size.bytes);

    let (jobs, memory) = (args.common.jobs, args.common.memory_mb << 20);
    let mut rows: Vec<Row> = Vec::new();
    for round in 0..args.common.rounds.max(1) {
        // Engines in turn, so that a busy minute of the machine does not hit one alone.
        for engine in ALL.into_iter().filter(|engine| !args.without.contains(engine)) {
            let dir = folder.path().join(engine.code());
            std::fs::create_dir(&dir)?;
            let indexed = child::spawn(engine, Phase::Index, &input, &dir, jobs, memory)?;
            let index_bytes = folder_bytes(&dir)?;
            let queried = child::spawn(engine, Phase::Query, &query_file, &dir, jobs, memory)?;
            std::fs::remove_dir_all(&dir)?;
            eprintln!("round {}: {} {:.1} s", round + 1, engine.code(), indexed.wall_s);
            let row = Row { engine, indexed, index_bytes, queried };
            match rows.iter_mut().find(|known| known.engine == engine) {
                Some(known) => known.keep_best(row),
                None => rows.push(row),
            }
        }
    }
    print(args, size, &rows);
    Ok(())
}

impl Row {
    /// Of two rounds the least time, and the most memory.
    fn keep_best(&mut self, other: Self) {
        let (mine, its) = (&mut self.indexed, other.indexed);
        mine.wall_s = mine.wall_s.min(its.wall_s);
        mine.cpu_s = mine.cpu_s.min(its.cpu_s);
        mine.peak_bytes = mine.peak_bytes.max(its.peak_bytes);
        mine.own_bytes = mine.own_bytes.max(its.own_bytes);
        for (mine, its) in self.queried.times.iter_mut().zip(other.queried.times) {
            for at in 0..2 {
                mine.ids[at] = mine.ids[at].min(its.ids[at]);
                mine.snippets[at] = mine.snippets[at].min(its.snippets[at]);
            }
        }
    }
}

/// Bytes of all files in a folder.
pub fn folder_bytes(dir: &PathBuf) -> Result<u64> {
    let mut bytes = 0;
    for file in std::fs::read_dir(dir)? {
        bytes += file?.metadata()?.len();
    }
    Ok(bytes)
}

pub fn mb(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

fn print(args: &TableArgs, size: record::Size, rows: &[Row]) {
    println!(
        "{} articles, {:.1} MB; {} threads, {} MB of memory allowed; best of {}\n",
        size.articles,
        mb(size.bytes),
        args.common.jobs,
        args.common.memory_mb,
        args.common.rounds.max(1)
    );
    let mut head: Vec<String> =
        ["engine", "docs/s", "MB/s", "MB per CPU s", "peak MB (own)", "index MB"]
            .map(str::to_owned)
            .into();
    for what in ["ids", "10 snippets"] {
        head.extend(queries::shown().map(|class| format!("{}, {what}", class.name())));
    }
    let plain = rows.iter().find(|row| row.engine == Name::Tantivy);
    let mut lines = vec![head];
    lines.extend(rows.iter().map(|row| {
        let cell = |value: f64, plain: Option<f64>, digits: usize| match plain {
            Some(plain) if row.engine != Name::Tantivy && plain > 0.0 => {
                format!("{value:.digits$} ({:.2}×)", value / plain)
            }
            _ => format!("{value:.digits$}"),
        };
        let of = |value: fn(&Row, record::Size) -> f64, digits| {
            cell(value(row, size), plain.map(|plain| value(plain, size)), digits)
        };
        let mut cells = vec![
            row.engine.title().to_owned(),
            of(|row, size| size.articles as f64 / row.indexed.wall_s, 0),
            of(|row, size| mb(size.bytes) / row.indexed.wall_s, 1),
            of(|row, size| mb(size.bytes) / row.indexed.cpu_s, 1),
            format!(
                "{} ({:.0})",
                of(|row, _| mb(row.indexed.peak_bytes), 0),
                mb(row.indexed.own_bytes)
            ),
            of(|row, _| mb(row.index_bytes), 0),
        ];
        for snippets in [false, true] {
            for class in queries::shown() {
                let times = |row: &Row| {
                    let times = row.queried.times.iter().find(|times| times.class == class)?;
                    Some(if snippets { times.snippets } else { times.ids })
                };
                let Some([p50, p99]) = times(row) else {
                    cells.push(String::new());
                    continue;
                };
                let ratio = match plain.and_then(times) {
                    Some([base, _]) if row.engine != Name::Tantivy => {
                        format!(" ({:.2}×)", p50 / base)
                    }
                    _ => String::new(),
                };
                cells.push(format!("{p50:.0} / {p99:.0}{ratio}"));
            }
        }
        cells
    }));
    write_table(&lines, args.common.markdown);
    println!("\nQuery times are p50 / p99 in µs; (×) beside plain tantivy, of times the p50.");
}

/// Prints a table, in Markdown or in columns; engines beside one another when it has many columns.
pub fn write_table(lines: &[Vec<String>], markdown: bool) {
    let columns = lines.first().map_or(0, Vec::len);
    // A wide table is turned, so that it can be read.
    let turned: Vec<Vec<String>> = if columns > 9 {
        (0..columns)
            .map(|at| lines.iter().filter_map(|line| line.get(at).cloned()).collect())
            .collect()
    } else {
        lines.to_vec()
    };
    let widths: Vec<usize> = (0..turned.first().map_or(0, Vec::len))
        .map(|at| turned.iter().filter_map(|l| l.get(at)).map(|c| c.chars().count()).max())
        .map(|width| width.unwrap_or(0))
        .collect();
    for (row, line) in turned.iter().enumerate() {
        if markdown {
            println!("| {} |", line.join(" | "));
            if row == 0 {
                println!("| --- |{}", " ---: |".repeat(line.len().saturating_sub(1)));
            }
        } else {
            let cells = line.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
            println!("{}", cells.collect::<Vec<_>>().join("  ").trim_end());
        }
    }
}
