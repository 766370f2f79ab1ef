//! The index on disk: its fields, its one writer, the pipeline that fills it, its check.

mod budget;
mod check;
mod document;
mod guard;
mod maintain;
mod manifest;
mod pipeline;
mod repair;
mod schema;
mod snapshot;
mod store;
mod sweep;
mod terms;
mod writer;

pub use check::{Check, Damaged};
pub use pipeline::{IndexOptions, Progress};
pub use repair::Repair;
pub use schema::TextField;
pub use snapshot::Snapshot;
pub use store::Index;

pub(crate) use document::days;
pub(crate) use schema::Fields;
pub(crate) use terms::prefix;

#[cfg(test)]
#[path = "../../tests/torture/mod.rs"]
mod torture;
