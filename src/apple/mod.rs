//! Packages for Apple's devices: `.ipa`, and the profiles and certificates that belong to them.

pub(crate) mod container;
mod facts;
mod findings;
#[cfg(fuzzing)]
pub(crate) mod fuzzing;
mod identity;
pub(crate) mod ipa;
pub(crate) mod lone;
pub(crate) mod profile_file;
pub(crate) mod signing;
