//! Packages for Apple's devices: `.ipa`, and the profiles and certificates that belong to them.

pub(crate) mod signing;
