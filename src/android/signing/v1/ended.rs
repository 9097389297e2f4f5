//! Why verifying a JAR signature ended.

use crate::report::{Failure, Finding};
use crate::source::unread::Unread;

/// Why the work ended before all was looked at.
pub(super) enum Ended {
    /// The source failed.
    Read(Unread),
    /// The package is not signed well, for several reasons at once.
    Bad(Vec<Finding>),
    /// There is no signature.
    Absent(Finding),
}

impl From<Failure> for Ended {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Read(unread) => Self::Read(unread),
            Failure::Bad(finding) => Self::Bad(vec![finding]),
        }
    }
}

impl From<Finding> for Ended {
    fn from(finding: Finding) -> Self {
        Self::Bad(vec![finding])
    }
}

impl From<Vec<Finding>> for Ended {
    fn from(findings: Vec<Finding>) -> Self {
        Self::Bad(findings)
    }
}

impl From<Unread> for Ended {
    fn from(unread: Unread) -> Self {
        Self::Read(unread)
    }
}
