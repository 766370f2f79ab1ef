//! All integration tests, in one program: it links the library once, where a program for each file
//! would do so for every one of them.
//!
//! A module is a subject; `cargo test --test it crash::` runs those of one. They are threads of one
//! process: a test takes its folders from `tempfile`, sets no environment variable of its own and no
//! working directory, and leaves what needs those to the programs that it starts.

mod common;

mod analysis_invariants;
mod analyze_diff;
mod answers;
mod bad_input;
mod cirrus;
mod clean_statistics;
mod contract;
mod crash;
mod damage;
mod documents;
mod eval_cli;
mod export;
mod formats;
mod generate;
mod golden;
mod hostile;
mod in_memory;
mod languages;
mod layers;
mod long_articles;
mod mediawiki;
mod one_meaning;
mod passage_properties;
mod passages;
mod queries;
mod query_cases;
mod relevance;
mod resume;
mod resume_work;
mod search_cli;
mod seed;
mod select;
mod sources;
mod trec_eval;
mod updates;
mod upgrade;
