//! Any bytes as `meta.json`: whole, or an error that says what is wrong; and with a checksum that
//! fits, so that what is behind the checksum is reached, too.
#![no_main]

use demarche::fuzzing::{open_sealed, seal};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = open_sealed(bytes);
    let _ = open_sealed(&seal(bytes));
});
