//! Fuzzes packages beside an `.idsig` file: the package, then the file.

#![no_main]

use beian_fuzz::assemble::parts;
use beian_fuzz::{bounded, report};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let [package, idsig] = parts(data);
    bounded(data, 16_384, || report::open(package, Some(idsig)));
});
