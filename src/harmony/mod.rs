//! HarmonyOS packages: HAP, HSP, HQF and APP.

mod container_rules;
pub(crate) mod evidence;
#[cfg(fuzzing)]
pub(crate) mod fuzzing;
pub(crate) mod hap;
pub(crate) mod identity;
mod inner_packages;

pub(crate) mod signing;
