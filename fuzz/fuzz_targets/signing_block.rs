//! Fuzzes an APK Signing Block.

#![no_main]

use beian_fuzz::bounded;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    bounded(data, 16, || beian::fuzzing::signing_block(data));
});
