//! Fuzzes the attributes and platform ranges of good v2, v3 and v3.1 signatures.

#![no_main]

use std::sync::LazyLock;

use beian_fuzz::assemble::{parts, signed_apk};
use beian_fuzz::{bounded, report, unzip};
use libfuzzer_sys::fuzz_target;

/// One whose minimum needs no JAR signature.
static MANIFEST: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let package = include_bytes!("../../fixtures/android/v2v3.apk");
    unzip::entry(package, "AndroidManifest.xml").expect("the fixture has one")
});

fuzz_target!(|data: &[u8]| {
    let [v2, v3, v31] = parts(data);
    let package = signed_apk(&MANIFEST, v2, v3, v31);
    bounded(&package, 256, || report::open(&package, None));
});
