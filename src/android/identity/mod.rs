//! What an Android package says of itself, as devices read it.

pub(crate) mod ambiguity;
pub(crate) mod arsc;
pub(crate) mod attributes;
pub(crate) mod axml;
pub(crate) mod configuration;
pub(crate) mod label;
pub(crate) mod locale;
pub(crate) mod manifest;
pub(crate) mod manifest_reader;
pub(crate) mod package_name;
pub(crate) mod parse;
pub(crate) mod proto_resources;
pub(crate) mod proto_xml;
pub(crate) mod reading;
pub(crate) mod resources;
pub(crate) mod string_pool;
pub(crate) mod table_fault;
