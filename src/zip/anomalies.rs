//! What different readers of one ZIP would see differently, and what hides from analysis tools.
//!
//! apksig passes all of this over in silence.

use std::collections::{HashMap, HashSet};

use super::{Archive, Difference, Entry, EntryError, Unlike};
use crate::limits::Limit;
use crate::report::{Failure, Finding, Severity, issue};
use crate::say::Id16;
use crate::source::unread::{Part, ReadContext, Unread};

const LOCAL_HEADER_SIGNATURE: &[u8] = b"PK\x03\x04";
/// How many entries are named for each of these.
const MAX_NAMED: usize = 10;

/// Findings about the directory's entries.
pub(crate) fn entries(archive: &Archive<'_>) -> Vec<Finding> {
    let name = |entry: &Entry| String::from_utf8_lossy(archive.name(entry)).into_owned();
    let entries = || archive.entries().iter();
    let mut seen = HashSet::with_capacity(archive.entries().len());
    let repeated = entries().filter(|entry| !seen.insert(archive.name(entry)));
    let mut findings: Vec<_> = repeated
        .take(MAX_NAMED)
        .map(|entry| Finding::new(issue::Container::DuplicateEntry { name: name(entry) }))
        .collect();
    let with_nul = entries().filter(|entry| archive.name(entry).contains(&0));
    findings.extend(
        with_nul
            .take(MAX_NAMED)
            .map(|entry| Finding::new(issue::Container::NulInName { name: name(entry) })),
    );
    let encrypted = entries().filter(|entry| entry.is_marked_encrypted());
    findings.extend(
        encrypted
            .take(MAX_NAMED)
            .map(|entry| Finding::new(issue::Container::EncryptedFlag { name: name(entry) })),
    );
    findings
}

/// The finding about packages inside that are too many to be read, or share their data: those would
/// be read hundreds of times.
pub(crate) fn too_much_inside<'e>(
    archive: &Archive<'_>,
    inner: impl ExactSizeIterator<Item = &'e Entry>,
) -> Option<Finding> {
    let (count, limit) = (inner.len(), archive.limits().inner_packages());
    if count > limit.count() {
        return Some(Finding::new(issue::Sets::SetTooLarge { count, limit }));
    }
    let held = inner.fold(0, |sum: u64, entry| sum.saturating_add(entry.data_size()));
    (held > archive.end().directory_offset).then(|| Finding::new(issue::Container::EntriesOverlap))
}

/// Findings about unknown methods: of those entries first of which `is_error` says that
/// such a one is an error.
pub(crate) fn unknown_methods(
    archive: &Archive<'_>,
    is_error: impl Fn(&[u8]) -> bool,
) -> Vec<Finding> {
    let odd = || archive.entries().iter().filter(|entry| entry.has_unknown_method());
    let finding = |entry: &Entry, severity| {
        Finding::new(issue::Container::UnknownCompressionMethod {
            name: String::from_utf8_lossy(archive.name(entry)).into_owned(),
            method: Id16(entry.method),
        })
        .with_severity(severity)
    };
    let errors = odd().filter(|entry| is_error(archive.name(entry))).take(MAX_NAMED);
    let mut findings: Vec<_> = errors.map(|entry| finding(entry, Severity::Error)).collect();
    let others = odd().filter(|entry| !is_error(archive.name(entry))).take(MAX_NAMED);
    findings.extend(others.map(|entry| finding(entry, Severity::Warning)));
    findings
}

/// Findings about entries that do not end before the signing block at that place: no signature
/// covers what stands in it.
pub(crate) fn in_signing_block(archive: &Archive<'_>, block: u64) -> Result<Vec<Finding>, Unread> {
    let past = archive.entries_past(block).reading(Part::LocalHeaders)?;
    let finding = |entry: &&Entry| {
        Finding::new(issue::Container::EntryInSigningBlock {
            name: String::from_utf8_lossy(archive.name(entry)).into_owned(),
        })
    };
    Ok(past.iter().take(MAX_NAMED).map(finding).collect())
}

/// The finding about a package that is another, unpacked from front to back, than its directory
/// says: installers of sets and engines of quick apps do so
/// (`java.util.zip.ZipInputStream`). The entries must end at `end`.
pub(crate) fn local_entries(archive: &Archive<'_>, end: u64) -> Result<Option<Finding>, Unread> {
    let difference = archive.sequential_difference(end).reading(Part::LocalHeaders)?;
    Ok(difference.or_else(|| odd_path(archive)).map(|it| {
        let name = it.entry.map(|entry| String::from_utf8_lossy(archive.name(entry)).into_owned());
        let finding = Finding::new(issue::Container::LocalEntriesDiffer {
            offset: it.offset,
            why: it.why.into(),
        });
        match name {
            Some(name) => finding.about(name),
            None => finding,
        }
    }))
}

/// The first entry that is no file of its own where it is unpacked: an engine passes it over
/// (`ZipExtractor.extract` of hapjs), or writes it where another one stands.
fn odd_path<'a>(archive: &'a Archive<'_>) -> Option<Difference<'a>> {
    let mut seen: HashMap<Vec<&[u8]>, &[u8]> = HashMap::new();
    archive.entries().iter().find_map(|entry| {
        let name = archive.name(entry);
        let segments = || name.split(|&byte| byte == b'/');
        let path: Vec<_> = segments().filter(|it| !matches!(*it, b"" | b".")).collect();
        let why = if segments().any(|it| it == b"..") {
            Unlike::PathOut
        } else if seen.insert(path, name).is_some_and(|other| other != name) {
            Unlike::SamePath
        } else {
            return None;
        };
        Some(Difference { offset: entry.local_header_offset, entry: Some(entry), why })
    })
}

/// The same of an entry with data that says something else than its headers. Other errors are the
/// caller's.
pub(crate) fn other_data(
    archive: &Archive<'_>,
    entry: &Entry,
    error: &EntryError,
) -> Option<Finding> {
    let why = match error {
        EntryError::Slack => Unlike::CutData,
        EntryError::Checksum => Unlike::Checksum,
        _ => return None,
    };
    let finding = Finding::new(issue::Container::LocalEntriesDiffer {
        offset: entry.local_header_offset,
        why: why.into(),
    });
    Some(finding.about(String::from_utf8_lossy(archive.name(entry)).into_owned()))
}

/// The finding about bytes before the first entry of a package. Where only the JAR signature counts
/// nothing covers them, and they are an error; later schemes cover every byte of the file.
pub(crate) fn prefix(archive: &Archive<'_>, covered: bool) -> Result<Option<Finding>, Unread> {
    let severity = if covered { Severity::Warning } else { Severity::Error };
    let size = prefix_size(archive)?;
    Ok(size.map(|size| {
        Finding::new(issue::Container::DataBeforeFirstEntry { bytes: size }).with_severity(severity)
    }))
}

/// The same of a ZIP that no platform runs, and that no signature covers.
pub(crate) fn uncovered_prefix(archive: &Archive<'_>) -> Result<Option<Finding>, Unread> {
    Ok(prefix_size(archive)?
        .map(|size| Finding::new(issue::Container::DataBeforeArchive { bytes: size })))
}

/// How many bytes stand before the first entry.
///
/// A local header that no entry refers to may stand there: packaging tools leave such gaps, and
/// platforms take them.
fn prefix_size(archive: &Archive<'_>) -> Result<Option<u64>, Unread> {
    let Some(first) = archive.first_entry_offset() else { return Ok(None) };
    let start = archive.read(0, 4).reading(Part::Start)?;
    Ok((start != LOCAL_HEADER_SIGNATURE).then_some(first))
}

/// An entry's content, if it is there. One that cannot be read is a finding of that severity.
pub(crate) fn content(
    archive: &Archive<'_>,
    name: &str,
    limit: Limit,
    severity: Severity,
    findings: &mut Vec<Finding>,
) -> Result<Option<Vec<u8>>, Unread> {
    let Some(entry) = archive.find(name.as_bytes()) else { return Ok(None) };
    match archive.content(entry, limit) {
        Ok(content) => Ok(Some(content)),
        Err(error) => {
            let finding = unreadable(name.as_bytes(), error).finding()?;
            findings.push(finding.with_severity(severity));
            Ok(None)
        }
    }
}

/// Why an entry of that name cannot be read: what is wrong with it, or that the source failed.
pub(crate) fn unreadable(name: &[u8], error: EntryError) -> Failure {
    match error {
        EntryError::Read(source) => Part::Entry.unread(source).into(),
        error => {
            let name = String::from_utf8_lossy(name).into_owned();
            Finding::new(issue::Container::EntryUnreadable { name, why: error.into() }).into()
        }
    }
}
