//! Fuzzes the parts of an app bundle in a good container: manifest, resources, manifest of the
//! signature.

#![no_main]

use beian_fuzz::assemble::{parts, zip};
use beian_fuzz::{bounded, report};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let [manifest, resources, jar_manifest] = parts(data);
    let entries = [
        (&b"BundleConfig.pb"[..], &b""[..]),
        (b"base/manifest/AndroidManifest.xml", manifest),
        (b"base/resources.pb", resources),
        (b"META-INF/MANIFEST.MF", jar_manifest),
    ];
    let package = zip(&entries, &[]);
    bounded(&package, 1024, || report::open(&package, None));
});
