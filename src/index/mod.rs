//! The index on disk: its fields, its one writer, the pipeline that fills it, its check.

mod articles;
mod budget;
mod check;
mod document;
mod maintain;
mod manifest;
mod pipeline;
mod schema;
mod store;
mod terms;
mod writer;

pub use check::Check;
pub use pipeline::{IndexOptions, Progress};
pub use schema::TextField;
pub use store::Index;

pub(crate) use articles::{ArticleReader, Head, Mark};
pub(crate) use document::days;
pub(crate) use schema::Fields;
pub(crate) use terms::prefix;
