//! Android packages.

pub(crate) mod signing_block;
