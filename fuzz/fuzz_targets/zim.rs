//! Any bytes as a ZIM file: pages, or errors.
#![no_main]

use demarche::fuzzing::read_zim;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = read_zim(bytes);
});
