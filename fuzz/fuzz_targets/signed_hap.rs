//! Fuzzes description, index, profile and properties of a HAP under a good signature.

#![no_main]

use beian_fuzz::assemble::{parts, signed_hap};
use beian_fuzz::{bounded, report};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let [module, index, profile, property] = parts(data);
    let package = signed_hap(module, index, profile, property);
    bounded(&package, 1024, || report::open(&package, None));
});
