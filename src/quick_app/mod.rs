//! Quick apps (快应用): packages (`.rpk`), and sets of a package's parts (`.rpks`).
//!
//! Nobody has published the format. The rules here are what the vendors' toolkit (`hap-toolkit`
//! 0.0.32 and 2.0.8) writes, and nothing beyond: what it would not write does not verify.

mod cert;
mod content;
mod file_list;
mod files;
#[cfg(fuzzing)]
pub(crate) mod fuzzing;
mod inner;
pub(crate) mod manifest;
mod parts;
pub(crate) mod rpk;
mod signature;
mod signing_block;
mod texts;

use crate::report::{Finding, issue};
use crate::source::unread::{Part, Unread};
use crate::zip::EntryError;

/// Why a check ended.
#[derive(Debug)]
enum Failure {
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
    /// That the entry of that name cannot be read.
    fn unreadable(name: &[u8], error: EntryError) -> Self {
        match error {
            EntryError::Read(source) => Part::Entry.unread(source).into(),
            error => Finding::new(issue::Container::EntryUnreadable {
                name: text(name),
                why: error.into(),
            })
            .into(),
        }
    }

    /// Says what the finding was made about, where that is not said yet.
    fn about(self, subject: &str) -> Self {
        match self {
            Self::Bad(finding) if finding.subject.is_none() => Self::Bad(finding.about(subject)),
            other => other,
        }
    }
}

/// An entry's name for people.
fn text(name: &[u8]) -> String {
    String::from_utf8_lossy(name).into_owned()
}
