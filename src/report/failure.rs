//! Why a check ended.

use super::Finding;
use crate::source::unread::Unread;

/// Why a check ended: `?` hands on both.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The source failed: nothing is said of the package.
    Read(Unread),
    /// The package is not good.
    Bad(Finding),
}

impl From<Unread> for Failure {
    fn from(unread: Unread) -> Self {
        Self::Read(unread)
    }
}

impl From<Finding> for Failure {
    fn from(finding: Finding) -> Self {
        Self::Bad(finding)
    }
}

impl Failure {
    /// What is to be said of the package.
    ///
    /// # Errors
    ///
    /// The source failed.
    pub(crate) fn finding(self) -> Result<Finding, Unread> {
        match self {
            Self::Read(unread) => Err(unread),
            Self::Bad(finding) => Ok(finding),
        }
    }

    /// Nothing, in place of what is to be said of the package.
    ///
    /// # Errors
    ///
    /// The source failed.
    pub(crate) fn ignored<T>(self) -> Result<Option<T>, Unread> {
        self.finding().map(|_| None)
    }

    /// Says what the finding was made about, where that is not said yet.
    pub(crate) fn about(self, subject: &str) -> Self {
        match self {
            Self::Bad(finding) if finding.subject.is_none() => Self::Bad(finding.about(subject)),
            other => other,
        }
    }
}
