//! Reads inputs as `demarche index` does and indexes nothing: what reading alone costs, and the
//! articles as they come out of it.
//!
//! ```sh
//! cargo build --release -p demarche-formats --example read_inputs
//! time target/release/examples/read_inputs dump.xml.bz2
//! target/release/examples/read_inputs --print dump.xml.bz2 > articles.jsonl
//! ```
//!
//! On one thread; `user` of `time` is what to compare.

use std::io::{BufWriter, Write};
use std::path::PathBuf;

use demarche_formats::{Inputs, InputsOptions, Limits};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (options, paths): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|argument| argument.starts_with("--"));
    let paths: Vec<PathBuf> = paths.into_iter().map(PathBuf::from).collect();
    let prints = options.iter().any(|option| option == "--print");
    let limits = Limits::default();
    let mut out = BufWriter::new(std::io::stdout().lock());
    let (mut articles, mut rejected, mut bytes) = (0_u64, 0_u64, 0_usize);
    for unit in Inputs::new(&paths, InputsOptions::default()) {
        let Ok(unit) = unit else {
            rejected += 1;
            continue;
        };
        bytes += unit.bytes();
        for record in unit.parse(&limits).records {
            match record {
                Ok(article) => {
                    articles += 1;
                    if prints {
                        serde_json::to_writer(&mut out, &article)?;
                        writeln!(out)?;
                    }
                }
                Err(_) => rejected += 1,
            }
        }
    }
    out.flush()?;
    eprintln!("{articles} articles, {rejected} rejected, {bytes} bytes of text");
    Ok(())
}
