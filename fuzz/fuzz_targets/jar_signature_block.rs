//! Fuzzes `.RSA`, `.DSA` and `.EC` against an `.SF`.

#![no_main]

use beian_fuzz::bounded;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    bounded(data, 64, || beian::fuzzing::jar_signature_block(data));
});
