//! HarmonyOS packages: HAP, HSP, HQF and APP.

mod chain;
mod cms_signer;
mod enterprise;
pub(crate) mod evidence;
#[cfg(fuzzing)]
pub(crate) mod fuzzing;
pub(crate) mod hap;
mod module;
mod package_signature;
mod pem;
pub(crate) mod profile;
mod profile_signer;
mod property;
mod provision_rules;
mod resource_index;
mod revocation;
mod root;
mod signing_block;
mod store;
mod trust;
