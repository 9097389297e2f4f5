//! Fuzzes the manifest and list of files of a quick app under a good signature.

#![no_main]

use beian_fuzz::assemble::{parts, signed_rpk};
use beian_fuzz::{bounded, report};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let [manifest, list, other] = parts(data);
    let package = signed_rpk(manifest, list, other);
    bounded(&package, 1024, || report::open(&package, None));
});
