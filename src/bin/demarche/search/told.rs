//! What `demarche search` says of an answer beside its hits, on standard error.

use demarche::render::safe;
use demarche::search::Respelling;
use demarche::{Answer, Lang, SearchRequest, Searcher};

/// Notes on the query, words that were searched as others, and why nothing was found.
pub(super) fn tell(searcher: &Searcher, request: &SearchRequest, answer: &Answer) {
    for note in &answer.notes {
        let place = request.query.get(note.start..note.end).unwrap_or_default();
        eprintln!("note: {}: {}", safe(place), safe(&note.message));
    }
    for Respelling { typed, meant } in &answer.corrected {
        eprintln!("no article has {}; searched as: {}", quoted(typed), safe(meant));
    }
    if answer.hits.is_empty() && request.limit > 0 {
        eprintln!("{}", nothing_found(searcher, request, answer));
    } else if !answer.unknown.is_empty() {
        eprintln!("no article has {}", list(&answer.unknown));
    }
}

/// Why there is no hit.
fn nothing_found(searcher: &Searcher, request: &SearchRequest, answer: &Answer) -> String {
    let articles = searcher.articles();
    if articles.is_empty() {
        return "the index has no articles".to_owned();
    }
    if request.query.trim().is_empty() {
        return "the query is empty".to_owned();
    }
    let codes: Vec<&str> = request.langs.iter().copied().map(Lang::code).collect();
    let asked = codes.join(" and ");
    if !codes.is_empty() && !request.langs.iter().any(|lang| articles.contains_key(lang)) {
        return format!("the index has no article in {asked}");
    }
    let mut place = String::new();
    if !codes.is_empty() {
        place = format!(" in {asked}");
    }
    if !request.filters.is_empty() {
        let filters: Vec<String> = request.filters.iter().map(ToString::to_string).collect();
        place = format!("{place} within {}", safe(&filters.join(" and ")));
    }
    if request.after.is_some() {
        return "no more hits".to_owned();
    }
    if answer.unknown.is_empty() {
        return format!("no article{place} matches {}", quoted(&request.query));
    }
    format!("no article{place} has {}", list(&answer.unknown))
}

/// Words in quotation marks.
fn list(words: &[String]) -> String {
    words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(", ")
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", safe(text))
}
