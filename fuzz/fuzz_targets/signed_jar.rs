//! Fuzzes manifest and signature file under a good JAR signature.

#![no_main]

use std::sync::LazyLock;

use beian_fuzz::assemble::{parts, signed_jar};
use beian_fuzz::{bounded, report, unzip};
use libfuzzer_sys::fuzz_target;

/// One whose minimum knows ECDSA.
static MANIFEST: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let package = include_bytes!("../../fixtures/android/v1-p256.apk");
    unzip::entry(package, "AndroidManifest.xml").expect("the fixture has one")
});

fuzz_target!(|data: &[u8]| {
    let [jar_manifest, signature_file, other] = parts(data);
    let package = signed_jar(&MANIFEST, jar_manifest, signature_file, other);
    bounded(&package, 256, || report::open(&package, None));
});
