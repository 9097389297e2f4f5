//! Android packages: the signing schemes and what the package says of itself.

mod algorithm;
mod ambiguity;
pub(crate) mod apk;
mod axml;
pub(crate) mod bundle;
mod bundle_modules;
pub(crate) mod configuration;
mod consistency;
mod content;
pub(crate) mod evidence;
#[cfg(fuzzing)]
pub(crate) mod fuzzing;
mod hardening;
mod jar;
mod label;
mod lineage;
mod locale;
mod manifest;
mod marks;
mod notes;
pub(crate) mod package_name;
mod platform;
mod proto_resources;
mod proto_xml;
mod reading;
mod resource_table;
mod resources;
mod roles;
mod scheme;
mod set_description;
mod set_members;
mod signatures;
mod signer_record;
mod signing_block;
pub(crate) mod split_set;

mod stamp;
mod string_pool;
mod table_strings;
mod type_table;
mod v2;
mod v3;
mod v32;
mod v4;
