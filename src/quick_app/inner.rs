//! What a ZIP inside a quick app must be.

use super::signing_block::SigningBlock;
use crate::report::Failure;
use crate::report::{Finding, issue};
use crate::say::said;
use crate::zip::{Archive, anomalies};

/// That an engine that unpacks an inner package from front to back finds what its directory says.
pub(crate) fn local_entries(archive: &Archive<'_>, block: &SigningBlock) -> Result<(), Failure> {
    match anomalies::local_entries(archive, block.offset)? {
        Some(finding) => Err(finding.into()),
        None => Ok(()),
    }
}

said! {
    /// Why an entry is not opened.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    enum NotZip {
        NotZip => { en: "it is not a ZIP file", zh: "不是 ZIP 文件" }
    }
}

/// That an entry that is to be a ZIP is none.
pub(crate) fn no_zip(name: &str) -> Finding {
    Finding::new(issue::Container::EntryUnreadable {
        name: name.to_owned(),
        why: NotZip::NotZip.into(),
    })
}
