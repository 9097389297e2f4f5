//! What devices demand of the ZIP that they install (`ZipFile` of OpenHarmony
//! `bundlemanager_bundle_framework`): the end record stands last and is of one disk, and of each
//! entry local header, directory and data descriptor agree.

use crate::report::{Finding, issue};
use crate::say::said;
use crate::source::unread::{Part, ReadContext, Unread};
use crate::zip::Contradiction;
use crate::zip::anomalies;
use crate::zip::{Archive, Entry};

said! {
    /// What devices do not take in the end record of a ZIP.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    enum EndFault {
        Comment => { en: "it has a comment", zh: "带有注释" }
        Disks => { en: "it is spread over several disks", zh: "分成了多个卷" }
    }
}

/// How many entries are named.
const MAX_NAMED: usize = 10;

/// Findings about a package and all its entries.
pub(super) fn check(archive: &Archive<'_>) -> Result<Vec<Finding>, Unread> {
    let mut findings = check_directory(archive);
    let mut named = 0_usize;
    for entry in archive.entries() {
        if let Some(finding) = of_entry(archive, entry)? {
            findings.push(finding);
            named = named.saturating_add(1);
        }
        if named >= MAX_NAMED {
            break;
        }
    }
    Ok(findings)
}

/// The same of a package inside another, of which not all entries are read.
pub(super) fn check_directory(archive: &Archive<'_>) -> Vec<Finding> {
    let mut findings = of_end(archive);
    findings.extend(anomalies::unknown_methods(archive, |_| true));
    findings
}

/// The finding about the entry of that name, if it is there.
pub(super) fn check_entry(archive: &Archive<'_>, name: &str) -> Result<Option<Finding>, Unread> {
    archive.find(name.as_bytes()).map_or(Ok(None), |entry| of_entry(archive, entry))
}

fn of_end(archive: &Archive<'_>) -> Vec<Finding> {
    let end = archive.end();
    let mut findings = Vec::new();
    if !end.comment().is_empty() {
        findings
            .push(Finding::new(issue::Container::ZipEndRecord { why: EndFault::Comment.into() }));
    }
    // The numbers of disks, and of entries on this one: behind the signature.
    let is_on_one_disk = match end.bytes.get(4..12) {
        Some([0, 0, 0, 0, here, here_high, all, all_high]) => (here, here_high) == (all, all_high),
        _ => false,
    };
    if !is_on_one_disk {
        findings.push(Finding::new(issue::Container::ZipEndRecord { why: EndFault::Disks.into() }));
    }
    findings
}

fn of_entry(archive: &Archive<'_>, entry: &Entry) -> Result<Option<Finding>, Unread> {
    let why = if entry.is_stored() && entry.compressed_size != entry.uncompressed_size {
        Some(Contradiction::StoredSize)
    } else {
        archive.contradiction(entry).reading(Part::LocalHeaders)?
    };
    Ok(why.map(|why| {
        let name = String::from_utf8_lossy(archive.name(entry)).into_owned();
        Finding::new(issue::Container::LocalHeaderDiffers { name, why: why.into() })
    }))
}
