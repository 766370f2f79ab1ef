//! Any bytes as a ZIM file: pages, or errors. The header is made to fit, its lists where the first
//! bytes say, so that entries and clusters are reached.
#![no_main]

use demarche::fuzzing::read_zim;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = read_zim(bytes);
    let Some((start, body)) = bytes.split_at_checked(8) else { return };
    let mut file = b"ZIM\x04\x06\0\x01\0".to_vec();
    file.resize(80, 0);
    file[24] = start[0] % 16;
    file[28] = start[1] % 4;
    for (field, at) in [(32, start[2]), (40, start[2]), (48, start[3]), (56, start[4])] {
        file[field] = 80_u8.saturating_add(at);
    }
    file.extend_from_slice(body);
    let _ = read_zim(&file);
});
