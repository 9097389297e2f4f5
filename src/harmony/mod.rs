//! HarmonyOS packages: HAP, HSP, HQF and APP.

mod chain;
mod container_rules;
mod description;
pub(crate) mod evidence;
#[cfg(fuzzing)]
pub(crate) mod fuzzing;
pub(crate) mod hap;
mod index_v1;
mod index_v2;
mod inner_packages;
mod label;
mod module;
mod nlohmann;
mod package_signature;
pub(crate) mod profile;
mod property;
mod qualifier;
mod resource_index;
mod signing_block;
