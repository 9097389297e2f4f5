//! What a manifest says with its references looked up in the table of resources.

use super::identity::arsc::ResourceTable;
use super::identity::manifest::Manifest;
use super::identity::resources::{Resources, ResourcesError};
use crate::report::{Failure, Finding, Identity, Severity, issue};
use crate::source::unread::{Part, Unread};
use crate::zip::anomalies;
use crate::zip::{Archive, Entry};

/// The entry with the table of resources.
pub(super) const RESOURCES: &str = "resources.arsc";

/// The identity, with what the manifest only refers to looked up; and what was noticed of it.
pub(super) fn look_up(
    archive: &Archive<'_>,
    manifest: &Manifest,
) -> Result<(Identity, Vec<Finding>), Unread> {
    let alone = || manifest.identity(None::<&ResourceTable<'_>>);
    let entry = archive.find(RESOURCES.as_bytes()).filter(|_| manifest.needs_resources());
    let Some(entry) = entry else {
        let (identity, noticed) = alone();
        return Ok((identity, noticed.into_findings()));
    };
    if entry.has_unknown_method() {
        // As for the manifest: current devices take it for stored.
        match look_up_in(archive, manifest, &entry.as_stored()) {
            Ok(LookedUp { identity, findings, is_whole: true }) => return Ok((identity, findings)),
            Ok(_) | Err(Failure::Bad(_)) => {}
            Err(Failure::Read(unread)) => return Err(unread),
        }
    }
    match look_up_in(archive, manifest, entry) {
        Ok(found) => Ok((found.identity, found.findings)),
        Err(failure) => {
            let (identity, noticed) = alone();
            // It says already why the label leads nowhere.
            let mut findings = noticed.findings;
            findings.push(failure.finding()?);
            Ok((identity, findings))
        }
    }
}

/// What was found with a table.
struct LookedUp {
    identity: Identity,
    findings: Vec<Finding>,
    /// Whether all of the table that was asked for could be read.
    is_whole: bool,
}

fn look_up_in(
    archive: &Archive<'_>,
    manifest: &Manifest,
    entry: &Entry,
) -> Result<LookedUp, Failure> {
    let source = archive.random_access(entry, archive.limits().resources_size());
    let source =
        source.map_err(|error| match anomalies::unreadable(RESOURCES.as_bytes(), error) {
            Failure::Bad(finding) => Failure::Bad(finding.with_severity(Severity::Warning)),
            unread => unread,
        })?;
    let table = ResourceTable::read(&source).map_err(|error| match error {
        ResourcesError::Read(source) => Failure::Read(Part::Entry.unread(source)),
        error => Finding::new(issue::Identity::ResourcesMalformed { why: error.into() }).into(),
    })?;
    let (identity, noticed) = manifest.identity(Some(&table));
    if let Some(failure) = table.take_failure() {
        return Err(Part::Entry.unread(failure).into());
    }
    let cut = table.lookups().error();
    let is_whole = cut.is_none();
    let cut = cut.map(|error| issue::Identity::ResourcesMalformed { why: error.into() });
    let mut findings: Vec<_> = cut.map(Finding::new).into_iter().collect();
    // Of a table that is refused another finding says why the label leads nowhere.
    findings.extend(if table.is_refused() { noticed.findings } else { noticed.into_findings() });
    let odd = table.lookups().oddity();
    findings.extend(
        odd.map(|oddity| Finding::new(issue::Identity::ResourcesOdd { why: oddity.into() })),
    );
    Ok(LookedUp { identity, findings, is_whole })
}
