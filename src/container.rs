//! What different readers of one ZIP would see differently, and what hides from analysis tools.
//!
//! apksig passes all of this over in silence.

use std::collections::HashSet;

use crate::error::{Error, ReadContext};
use crate::report::{Code, Finding, Severity};
use crate::zip::{Archive, Entry};

const LOCAL_HEADER_SIGNATURE: &[u8] = b"PK\x03\x04";
/// How many entries are named for each of these.
const MAX_NAMED: usize = 10;

/// Findings about the directory's entries.
pub(crate) fn entries(archive: &Archive<'_>) -> Vec<Finding> {
    let name = |entry: &Entry| String::from_utf8_lossy(archive.name(entry)).into_owned();
    let entries = || archive.entries().iter();
    let mut seen = HashSet::with_capacity(archive.entries().len());
    let repeated = entries().filter(|entry| !seen.insert(archive.name(entry)));
    let mut findings: Vec<_> =
        repeated.take(MAX_NAMED).map(|entry| Finding::new(Code::DuplicateEntry).arg(name(entry))).collect();
    let with_nul = entries().filter(|entry| archive.name(entry).contains(&0));
    findings.extend(with_nul.take(MAX_NAMED).map(|entry| Finding::new(Code::NulInName).arg(name(entry))));
    let encrypted = entries().filter(|entry| entry.is_marked_encrypted());
    findings
        .extend(encrypted.take(MAX_NAMED).map(|entry| Finding::new(Code::EncryptedFlag).arg(name(entry))));
    let odd = entries().filter(|entry| entry.has_unknown_method());
    findings.extend(odd.take(MAX_NAMED).map(|entry| {
        Finding::new(Code::UnknownCompressionMethod)
            .arg(name(entry))
            .arg(format_args!("{:#06x}", entry.method))
    }));
    findings
}

/// The finding about bytes before the first entry. Where only the JAR signature counts nothing covers them, and
/// they are an error; later schemes cover every byte of the file.
///
/// A local header that no entry refers to may stand there: packaging tools leave such gaps, and platforms take them.
pub(crate) fn prefix(archive: &Archive<'_>, covered: bool) -> Result<Option<Finding>, Error> {
    let Some(first) = archive.first_entry_offset() else { return Ok(None) };
    if archive.read(0, 4).reading("the start of the file")? == LOCAL_HEADER_SIGNATURE {
        return Ok(None);
    }
    let severity = if covered { Severity::Warning } else { Severity::Error };
    Ok(Some(Finding::new(Code::DataBeforeFirstEntry).arg(first).severity(severity)))
}
