//! Tokens of any text lie in it, in order, on boundaries of characters.
#![no_main]

use std::cell::RefCell;

use demarche::Lang;
use demarche::analysis::Analyzer;
use libfuzzer_sys::fuzz_target;

thread_local! {
    static ANALYZERS: RefCell<Vec<Analyzer>> =
        RefCell::new(Lang::ALL.into_iter().map(Analyzer::new).collect());
}

fuzz_target!(|text: &str| {
    ANALYZERS.with_borrow_mut(|analyzers| {
        for analyzer in analyzers {
            let (mut end, mut position) = (0, None);
            analyzer.analyze(text, |token| {
                assert!(text.get(token.start..token.end).is_some_and(|part| !part.is_empty()));
                assert!(token.start >= end && position.is_none_or(|last| token.position > last));
                assert!(!token.term.is_empty() && !token.exact.is_empty());
                (end, position) = (token.end, Some(token.position));
            });
        }
    });
    let _ = demarche::lang::detect(text);
});
