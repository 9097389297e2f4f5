//! Fuzzes JSON as HarmonyOS devices read it.

#![no_main]

use beian_fuzz::bounded;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    bounded(data, 512, || beian::fuzzing::nlohmann(data));
});
