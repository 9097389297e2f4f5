//! Fuzzes an `.idsig` file.

#![no_main]

use beian_fuzz::bounded;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    bounded(data, 64, || beian::fuzzing::idsig(data, 4096));
});
