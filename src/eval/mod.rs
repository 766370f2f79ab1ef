//! Relevance, measured: topics, judgments, runs, measures; runs compared; parameters tuned.
//!
//! [`evaluate`] runs every judged topic against an index and gives nDCG@10, MRR@10, Recall@100 and
//! MAP over all topics, for each set of topics, and as mean over sets, with query times. The
//! measures are those of trec_eval, computed by the `elinor` crate. [`compare`] says whether two
//! runs differ by more than chance, [`tune`] looks for better parameters of the ranking.

mod compare;
mod data;
mod knobs;
mod measure;
mod objective;
mod runs;
mod tune;

pub use compare::{Comparison, Difference, Loss, SetComparison, compare};
pub use data::{Qrels, Topic, read_qrels, read_topics};
pub use measure::{
    AllLanguages, Evaluation, Measures, TopicMeasures, evaluate, evaluate_both_ways, evaluate_with,
    measure, measure_topics,
};
pub use runs::{Run, RunHit, read_trec_run, write_trec_run};
pub use tune::{SetGain, TuneOptions, TunedParam, Tuning, tune};
