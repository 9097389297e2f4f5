//! Fuzzes PKCS #12.

#![no_main]

use beian_fuzz::{bounded, report};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    // What other keystores begin with is for other targets.
    if !data.starts_with(&[0x30]) {
        return;
    }
    let reports = bounded(data, 256, || beian::fuzzing::keystore(data, "storepw1"));
    reports.iter().for_each(report::check);
});
