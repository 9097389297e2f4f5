//! Fuzzes the structure of a ZIP and its entries.

#![no_main]

use beian_fuzz::bounded;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    bounded(data, 4096, || beian::fuzzing::container(data));
});
