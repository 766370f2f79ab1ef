//! Given queries on demarche and on plain tantivy, query by query in turn, warm, one thread.

use std::time::Instant;

use crate::child::{Phase, percentiles, spawn};
use crate::engines::Name;
use crate::table::write_table;
use crate::{CompareArgs, Result, queries, record};

const ENGINES: [Name; 2] = [Name::Demarche, Name::Tantivy];
const PASSES: usize = 5;

pub fn run(args: &CompareArgs) -> Result<()> {
    let folder = args.common.folder()?;
    let input = folder.path().join("articles.jsonl");
    record::write(&args.inputs, &input)?;
    let mut engines = Vec::new();
    for name in ENGINES {
        let dir = folder.path().join(name.code());
        std::fs::create_dir(&dir)?;
        let memory = args.common.memory_mb << 20;
        spawn(name, Phase::Index, &input, &dir, args.common.jobs, memory)?;
        engines.push(name.open(&dir)?);
    }
    let queries = queries::read(&args.queries)?;
    // By engine, of ids alone and with snippets: the least time of each query.
    let mut least = vec![vec![[f64::MAX; 2]; queries.len()]; engines.len()];
    for pass in 0..=PASSES {
        for (at, query) in queries.iter().enumerate() {
            for kind in 0..2 {
                for (engine, least) in engines.iter().zip(&mut least) {
                    let start = Instant::now();
                    std::hint::black_box(engine.search(query, kind == 1)?);
                    let us = start.elapsed().as_secs_f64() * 1e6;
                    if pass > 0 {
                        least[at][kind] = least[at][kind].min(us);
                    }
                }
            }
        }
    }
    let mut lines = vec![
        ["engine", "ids p50 / p99 µs", "10 snippets p50 / p99 µs"].map(str::to_owned).to_vec(),
    ];
    for (name, least) in ENGINES.iter().zip(&least) {
        let cell = |kind: usize| {
            let [p50, p99] = percentiles(least.iter().map(|times| times[kind]).collect());
            format!("{p50:.0} / {p99:.0}")
        };
        lines.push(vec![name.title().to_owned(), cell(0), cell(1)]);
    }
    println!("{} queries\n", queries.len());
    write_table(&lines, args.common.markdown);
    Ok(())
}
