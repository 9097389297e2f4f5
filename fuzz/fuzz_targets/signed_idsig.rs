//! Fuzzes the fields of `.idsig` files whose signatures are good.

#![no_main]

use beian_fuzz::idsig::signed_idsig;
use beian_fuzz::{bounded, report};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let (package, file) = signed_idsig(data);
    bounded(&[package, &file[..]].concat(), 256, || report::open(package, Some(&file)));
});
