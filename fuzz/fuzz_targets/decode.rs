//! Any bytes decode or say which byte does not; no replacement character is made up.
#![no_main]

use demarche::formats::fuzzing::decode;
use libfuzzer_sys::fuzz_target;

const LABELS: [Option<&str>; 6] =
    [None, Some("utf-8"), Some("windows-1251"), Some("koi8-u"), Some("iso-8859-9"), Some("x")];

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let declared = LABELS[usize::from(*first) % LABELS.len()];
    match decode(rest, declared) {
        Ok(decoded) => assert!(decoded.text.len() <= 3 * rest.len() + 3),
        Err(error) => assert!(error.byte <= rest.len()),
    }
});
