//! Fuzzes files of certificates.

#![no_main]

use beian_fuzz::{bounded, report};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let report = bounded(data, 256, || beian::fuzzing::certificate_file(data));
    report.iter().for_each(report::check);
});
