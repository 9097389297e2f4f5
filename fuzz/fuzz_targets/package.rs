//! Fuzzes whole packages of any kind.

#![no_main]

use beian_fuzz::{bounded, report};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    bounded(data, 16_384, || report::open(data, None));
});
