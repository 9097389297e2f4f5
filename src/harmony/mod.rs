//! HarmonyOS packages: HAP, HSP, HQF and APP.

mod chain;
pub(crate) mod evidence;
#[cfg(fuzzing)]
pub(crate) mod fuzzing;
pub(crate) mod hap;
mod module;
mod package_signature;
pub(crate) mod profile;
mod property;
mod resource_index;
mod signing_block;
