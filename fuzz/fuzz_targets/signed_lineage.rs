//! Fuzzes the nodes of lineages that are signed, in v3 and v3.1 signatures that are good.

#![no_main]

use beian_fuzz::assemble::parts;
use beian_fuzz::rotated::signed_lineage;
use beian_fuzz::{bounded, report};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let [v3, v31] = parts(data);
    if let Some(package) = signed_lineage(v3, v31) {
        bounded(&package, 256, || report::open(&package, None));
    }
});
