//! Android packages.
