//! How demarche grows: generated articles of several sizes, one after the other.

use std::fs::File;
use std::io::BufWriter;

use demarche::generate::{GenerateOptions, generate};

use crate::child::{self, Phase};
use crate::engines::Name;
use crate::queries::{self, Class};
use crate::table::{folder_bytes, mb, write_table};
use crate::{GrowthArgs, Result};

/// Queries of each class.
const QUERIES: usize = 200;

pub fn run(args: &GrowthArgs) -> Result<()> {
    let (jobs, memory) = (args.common.jobs, args.common.memory_mb << 20);
    let mut lines = vec![
        [
            "input MB",
            "articles",
            "s",
            "MB/s",
            "MB per CPU s",
            "peak MB",
            "own MB",
            "index MB",
            "query p50 / p99 µs",
        ]
        .map(str::to_owned)
        .to_vec(),
    ];
    for size_mb in &args.sizes_mb {
        let folder = args.common.folder()?;
        let input = folder.path().join("articles.jsonl");
        let mut options = GenerateOptions::default();
        options.bytes = size_mb * 1_000_000;
        options.seed = 7;
        let made = generate(&options, &mut BufWriter::new(File::create(&input)?))?;
        let query_file = folder.path().join("queries.jsonl");
        queries::write(&input, made.articles, QUERIES, &query_file)?;
        let mut best: Option<child::Measured> = None;
        let dir = folder.path().join("index");
        for _ in 0..args.common.rounds.max(1) {
            if dir.exists() {
                std::fs::remove_dir_all(&dir)?;
            }
            std::fs::create_dir(&dir)?;
            let measured = child::spawn(Name::Demarche, Phase::Index, &input, &dir, jobs, memory)?;
            if best.as_ref().is_none_or(|best| measured.wall_s < best.wall_s) {
                best = Some(measured);
            }
        }
        let Some(indexed) = best else { continue };
        let queried = child::spawn(Name::Demarche, Phase::Query, &query_file, &dir, jobs, memory)?;
        let times: Vec<String> = queried
            .times
            .iter()
            .filter(|times| times.class != Class::All)
            .map(|t| format!("{} {:.0} / {:.0}", t.class.name(), t.ids[0], t.ids[1]))
            .collect();
        lines.push(vec![
            format!("{:.0}", mb(made.bytes)),
            made.articles.to_string(),
            format!("{:.1}", indexed.wall_s),
            format!("{:.1}", mb(made.bytes) / indexed.wall_s),
            format!("{:.1}", mb(made.bytes) / indexed.cpu_s),
            format!("{:.0}", mb(indexed.peak_bytes)),
            format!("{:.0}", mb(indexed.own_bytes)),
            format!("{:.0}", mb(folder_bytes(&dir)?)),
            times.join("; "),
        ]);
        eprintln!("{size_mb} MB: {:.1} s", indexed.wall_s);
    }
    write_table(&lines, args.common.markdown);
    Ok(())
}
