//! HarmonyOS packages: HAP, HSP, HQF and APP.

mod chain;
mod cms_signer;
mod container_rules;
mod description;
mod enterprise;
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
mod pem;
pub(crate) mod profile;
mod profile_signer;
mod property;
mod provision_rules;
mod qualifier;
mod resource_index;
mod revocation;
mod root;
mod signing_block;
mod store;
mod trust;
