//! The example of README.md: indexes the sample corpus into the folder `index` and searches it.
//!
//! ```sh
//! cargo run --example quick_start --no-default-features
//! ```

use std::path::PathBuf;

use demarche::{Index, IndexOptions, Lang, Progress, SearchRequest, Searcher};

fn main() -> demarche::Result<()> {
    let index = Index::open_or_create("index")?;
    let inputs = [PathBuf::from("corpus")];
    let report = index.add(&inputs, &IndexOptions::default(), &Progress::default())?;
    println!("{} articles, {} rejected", report.articles(), report.rejected);

    let searcher = Searcher::open(&index)?;
    let mut request = SearchRequest::new("посольств");
    request.langs = vec![Lang::Uk];
    for hit in searcher.search(&request)? {
        println!("{:.2}  {}  {}", hit.score, hit.lang, hit.id);
    }
    Ok(())
}
