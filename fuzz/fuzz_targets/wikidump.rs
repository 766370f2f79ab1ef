//! Any bytes as a dump end, with pages within the cap, and an error's place within the bytes.
#![no_main]

use demarche::formats::fuzzing::wikidump::Pages;
use libfuzzer_sys::fuzz_target;

const CAP: usize = 4_096;

fuzz_target!(|bytes: &[u8]| {
    let mut pages = Pages::new(bytes, CAP);
    let mut count = 0_usize;
    while let Some(page) = pages.next() {
        if let Ok(page) = &page {
            assert!(page.text.len() <= CAP);
        }
        count += 1;
        assert!(count <= bytes.len() + 1, "it does not end");
        if page.is_err() && count > bytes.len() {
            break;
        }
    }
    assert!(pages.offset() <= bytes.len() as u64);
});
