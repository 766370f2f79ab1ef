//! JSON Lines to a committed index: bytes a second, and what skipping unchanged articles costs.

mod common;

use std::path::PathBuf;

use demarche::{Index, IndexOptions, Progress};
use divan::Bencher;
use divan::counter::BytesCount;
use tempfile::TempDir;

const ARTICLES: usize = 2_000;

fn main() {
    divan::main();
}

fn input() -> (TempDir, PathBuf, usize) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("articles.jsonl");
    let lines = common::json_lines(ARTICLES);
    std::fs::write(&path, &lines).unwrap();
    (dir, path, lines.len())
}

fn add(index: &Index, path: &PathBuf, jobs: usize) -> u64 {
    let mut options = IndexOptions::default();
    options.jobs = jobs;
    let paths = std::slice::from_ref(path);
    index.add(paths, &options, &Progress::default()).unwrap().articles()
}

#[divan::bench(args = [1, 2], sample_count = 10)]
fn threads(bencher: Bencher<'_, '_>, jobs: usize) {
    let (_dir, path, bytes) = input();
    bencher
        .counter(BytesCount::new(bytes))
        .with_inputs(|| tempfile::tempdir().unwrap())
        .bench_local_values(|dir| {
            let index = Index::open_or_create(dir.path()).unwrap();
            assert_eq!(add(&index, &path, jobs), ARTICLES as u64);
            dir
        });
}

#[divan::bench(sample_count = 10)]
fn unchanged(bencher: Bencher<'_, '_>) {
    let (dir, path, bytes) = input();
    let index = Index::open_or_create(dir.path().join("index")).unwrap();
    add(&index, &path, 0);
    bencher.counter(BytesCount::new(bytes)).bench_local(|| add(&index, &path, 0));
}
