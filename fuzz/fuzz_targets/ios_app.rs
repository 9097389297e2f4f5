//! Fuzzes an app's executable with its signature, and its list of resources.

#![no_main]

use beian_fuzz::bounded;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    bounded(data, 256, || beian::fuzzing::ios_app(data));
});
