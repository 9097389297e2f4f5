//! Fuzzes the parts of an APK in a good container: manifest, resources, signing block.

#![no_main]

use beian_fuzz::assemble::{parts, zip};
use beian_fuzz::{bounded, report};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let [manifest, resources, block] = parts(data);
    let entries = [(&b"AndroidManifest.xml"[..], manifest), (b"resources.arsc", resources)];
    let package = zip(&entries, block);
    bounded(&package, 1024, || report::open(&package, None));
});
