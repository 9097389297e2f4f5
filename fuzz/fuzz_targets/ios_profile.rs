//! Fuzzes a provisioning profile.

#![no_main]

use beian_fuzz::bounded;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    bounded(data, 256, || beian::fuzzing::ios_profile(data));
});
