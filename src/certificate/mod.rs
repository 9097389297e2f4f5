//! Certificates without a package: files of them, keystores, and the report on one.

pub(crate) mod apple_profile;
pub(crate) mod file;
pub(crate) mod keystore;
pub(crate) mod report;
