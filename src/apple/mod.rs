//! Packages for Apple's devices: `.ipa`, and the profiles and certificates that belong to them.

#[cfg(fuzzing)]
pub(crate) mod fuzzing;
pub(crate) mod signing;
