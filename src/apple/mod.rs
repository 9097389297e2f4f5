//! Packages for Apple's devices: `.ipa`, and the profiles and certificates that belong to them.

pub(crate) mod container;
pub(crate) mod facts;
pub(crate) mod findings;
#[cfg(fuzzing)]
pub(crate) mod fuzzing;
mod identity;
pub(crate) mod ipa;
pub(crate) mod lone;
pub(crate) mod no_app;
pub(crate) mod signing;
