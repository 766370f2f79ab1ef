//! The smallest program that has a search engine in it: indexes the sample corpus into a temporary
//! folder, searches, and prints hits with the passages that matched.
//!
//! ```sh
//! cargo run --example embed --no-default-features
//! ```

use std::path::PathBuf;

use demarche::{Index, IndexOptions, Progress, SearchRequest, Searcher};

fn main() -> demarche::Result<()> {
    let corpus = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/corpus"));
    let folder = std::env::temp_dir().join(format!("demarche-embed-{}", std::process::id()));

    let index = Index::open_or_create(&folder)?;
    let report = index.add(&[corpus], &IndexOptions::default(), &Progress::default())?;
    println!("{} articles, {} rejected", report.articles(), report.rejected);

    let mut request = SearchRequest::new("посольств");
    request.limit = 5;
    for hit in Searcher::open(&index)?.search(&request)? {
        println!("{:.2}  {}  {}", hit.score, hit.lang, hit.id);
        for snippet in hit.snippets {
            println!("      {}", marked(&snippet.text, &snippet.highlights));
        }
    }

    drop(index);
    // Nothing depends on it: a folder left behind is the system's to clean.
    let _ = std::fs::remove_dir_all(folder);
    Ok(())
}

/// `text` with `[` and `]` around its highlights, which count characters.
fn marked(text: &str, highlights: &[(usize, usize)]) -> String {
    let mut marked = String::new();
    for (at, c) in text.chars().enumerate() {
        if highlights.iter().any(|(start, _)| *start == at) {
            marked.push('[');
        }
        marked.push(c);
        if highlights.iter().any(|(_, end)| *end == at + 1) {
            marked.push(']');
        }
    }
    marked
}
