//! Any article and any query: an index of it answers, and highlights lie in their snippet.
#![no_main]

use demarche::fuzzing::OneArticle;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, u8, &str, &str)| {
    let (lang, chars, query, text) = input;
    let article = OneArticle::new(lang, text);
    if let Some(snippet) = article.snippets(query, usize::from(chars)) {
        let characters = snippet.text.chars().count();
        let mut last = 0;
        for (start, end) in &snippet.highlights {
            assert!(last <= *start && start < end && *end <= characters, "{snippet:?}");
            last = *end;
        }
    }
});
