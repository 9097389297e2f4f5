//! How much a finding matters.

use crate::say::named;

/// How much a finding matters. Ordered from the worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// The package must not be relied on, or no value can be filed from it.
    Error,
    /// Somebody should look before filing.
    Warning,
    /// Worth knowing.
    Info,
}

named!(Severity { Error => "error", Warning => "warning", Info => "info" });
