//! Any text as a record is an article or an error; a completed article comes back from its JSON.
#![no_main]

use demarche::Article;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(mut article) = serde_json::from_str::<Article>(text) else { return };
    if article.complete("fuzz").is_err() {
        return;
    }
    assert!(!article.id.is_empty() && !article.id.chars().any(char::is_control));
    article.unknown_keys.clear();
    let json = serde_json::to_string(&article).expect("an article is JSON");
    let again: Article = serde_json::from_str(&json).expect("its own JSON is a record");
    assert_eq!(again, article);
});
