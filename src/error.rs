//! What keeps a file from being read at all. A package whose signature is bad is no error: it is a
//! [`Report`](crate::Report) with a verdict.

use std::io;
use std::path::PathBuf;

use crate::zip;

/// Why a file could not be read as any kind of package.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file could not be opened.
    #[error("cannot open {path}: {source}", path = path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A read failed.
    #[error("cannot read {what}: {source}")]
    Read {
        /// The part of the file that was being read.
        what: &'static str,
        /// What the source said.
        source: io::Error,
    },
    /// The file does not begin or end like anything this crate reads.
    #[error("not an app package: {hint}")]
    UnknownKind {
        /// What it looks like, or what is missing.
        hint: &'static str,
    },
    /// The file is a ZIP, and its structure is broken.
    #[error("broken ZIP: {0}")]
    Zip(#[from] zip::ZipError),
}

impl Error {
    /// A stable kebab-case name of the variant, as the command's JSON gives it.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Open { .. } => "cannot-open",
            Self::Read { .. } => "cannot-read",
            Self::UnknownKind { .. } => "unknown-kind",
            Self::Zip(_) => "broken-zip",
        }
    }
}

/// Names the part of a file that a failed read was about.
pub(crate) trait ReadContext<T> {
    fn reading(self, what: &'static str) -> Result<T, Error>;
}

impl<T> ReadContext<T> for io::Result<T> {
    fn reading(self, what: &'static str) -> Result<T, Error> {
        self.map_err(|source| Error::Read { what, source })
    }
}
