//! Fuzzes sets of APKs: the base, a split, and the description of an XAPK or APKM.

#![no_main]

use beian_fuzz::assemble::{parts, zip};
use beian_fuzz::{bounded, report};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let [json, base, split] = parts(data);
    let name = if data.len() % 2 == 0 { &b"manifest.json"[..] } else { b"info.json" };
    let entries = [(name, json), (b"base.apk", base), (b"split_config.zh.apk", split)];
    let package = zip(&entries, &[]);
    bounded(&package, 4096, || report::open(&package, None));
});
