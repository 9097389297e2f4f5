//! The container as the platforms read it.

/// Why the structure of a ZIP cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ZipError {}
