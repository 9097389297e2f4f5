//! Fuzzes a property list, binary or XML.

#![no_main]

use beian_fuzz::bounded;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    bounded(data, 256, || beian::fuzzing::plist(data));
});
