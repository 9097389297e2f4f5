//! The signature of a HarmonyOS package, the chain of its signer, and its profile.

pub(crate) mod block;
pub(crate) mod chain;
pub(crate) mod cms_signer;
pub(crate) mod enterprise;
pub(crate) mod package_signature;
pub(crate) mod profile;
pub(crate) mod profile_signer;
pub(crate) mod property;
pub(crate) mod provision_rules;
pub(crate) mod revocation;
pub(crate) mod root;
pub(crate) mod store;
pub(crate) mod trust;
