//! Fuzzes JKS and JCEKS.

#![no_main]

use beian_fuzz::{bounded, report};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    // What other keystores begin with is for other targets.
    if !matches!(data, [0xfe, 0xed, ..] | [0xce, 0xce, ..]) {
        return;
    }
    let reports = bounded(data, 256, || beian::fuzzing::keystore(data, "storepw1"));
    reports.iter().for_each(report::check);
});
