//! Any page of HTML, Markdown or scraped text gives a page that is no longer than itself by far.
#![no_main]

use demarche::formats::fuzzing::{Page, html, markdown, plain};
use libfuzzer_sys::fuzz_target;

fn check(page: &Page, source: &str) {
    let sections: usize = page.sections.iter().map(|s| s.heading.len() + s.text.len()).sum();
    // Entities of HTML become longer at most by half.
    assert!(page.title.len() + sections <= 3 * source.len() + 1_000);
}

fuzz_target!(|text: &str| {
    check(&html::extract(text), text);
    check(&plain::extract(text), text);
    if let Ok(page) = markdown::extract(text) {
        check(&page, text);
    }
    let _ = (html::looks_like(text), markdown::looks_like(text), plain::looks_like(text));
});
