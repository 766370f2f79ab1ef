//! Any bytes as a dump of links end, in links to the languages asked for, or in one error whose
//! place is within the bytes.
#![no_main]

use demarche::formats::fuzzing::langlinks::LangLinks;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut links = LangLinks::new(bytes, &["en", "be-x-old"]);
    let mut count = 0_usize;
    while let Some(link) = links.next() {
        match link {
            Ok((_, lang, _)) => assert!(lang == "en" || lang == "be-x-old", "{lang}"),
            Err(_) => assert!(links.next().is_none(), "an error is the last item"),
        }
        count += 1;
        assert!(count <= bytes.len() + 1, "it does not end");
    }
    assert!(links.offset() <= bytes.len() as u64);
});
