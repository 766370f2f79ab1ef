//! Hits as text, HTML and JSON: the only place that adds markup or makes text safe to show.

mod html;
mod json;
mod terminal;

pub use html::{escape, snippet_html};
pub use json::{answer_end_json, answer_json, hit_json, hit_line};
pub use terminal::{Style, article_text, facets_text, hit_text, safe};
