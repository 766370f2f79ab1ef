//! Hits as text and as JSON: the only place that adds markup or makes text safe to show.

mod json;
mod terminal;

pub use json::{hit_json, hit_line};
pub use terminal::{Style, article_text, hit_text, safe};
