//! Relevance, measured: topics, judgments, runs, measures.
//!
//! [`evaluate`] runs every judged topic against an index and gives nDCG@10, MRR@10, Recall@100 and
//! MAP over all topics, for each set of topics, and as mean over sets, with query times. The
//! measures are those of trec_eval, computed by the `elinor` crate.

mod data;
mod measure;

pub use data::{Qrels, Run, RunHit, Topic, read_qrels, read_topics, write_trec_run};
pub use measure::{Evaluation, Measures, evaluate, evaluate_with, measure};
