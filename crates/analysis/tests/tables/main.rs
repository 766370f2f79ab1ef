//! Tables of words of each language, by this crate alone: `cargo test -p demarche-analysis` needs
//! nothing of the engine. `tests/it` of the engine has what the corpus and whole indexes say.

mod analysis;
mod frequent_words;
