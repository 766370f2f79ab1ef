//! Any wikitext gives a page.
#![no_main]

use demarche::formats::fuzzing::site::Site;
use demarche::formats::fuzzing::wikitext;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let page = wikitext::extract("Посольство", text, &Site::with_lang("uk"));
    let sections: usize = page.sections.iter().map(|s| s.heading.len() + s.text.len()).sum();
    assert!(sections <= 8 * text.len() + 1_000, "{sections} of {}", text.len());
    let _ = wikitext::redirect_target(text);
});
