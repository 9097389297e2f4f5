//! Fuzzes the signing block of a quick app.

#![no_main]

use beian_fuzz::bounded;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    bounded(data, 64, || beian::fuzzing::quick_app_block(data));
});
