//! Any query parses to a tree that writes itself as a query of the same tree.
#![no_main]

use demarche::query::{QueryLimits, parse};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|query: &str| {
    let limits = QueryLimits::default();
    let parsed = parse(query, &limits);
    for note in &parsed.notes {
        assert!(query.get(note.start..note.end).is_some(), "{note:?}");
    }
    let written = parsed.tree.to_string();
    let again = parse(&written, &limits);
    assert_eq!(again.tree.to_string(), written);
});
