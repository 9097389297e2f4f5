//! A set of a quick app's parts (`.rpks`): the whole package (`<package>.rpk`), and the parts that
//! devices load one by one (`<package>.base.srpk`, `<package>.<part>.srpk`). The set and each part
//! are signed, all by one signer.

use std::sync::Arc;

use super::content;
use super::files::Budget;
use super::inner::{local_entries, no_zip};
use super::signature::Signer;
use super::signing_block::SigningBlock;
use super::{manifest, text};
use crate::encoding::json::Json;
use crate::limits::Limits;
use crate::pki::x509::Certificate;
use crate::report::{Failure, Finding, issue};
use crate::source::unread::Unread;
use crate::zip::{Archive, Budget as InflateBudget, Entry, Structure, anomalies};

/// How many parts are looked into for the identity.
const MAX_TRIED: usize = 4;

/// The parts of a set, the whole package first. A package has a manifest of its own, and no parts.
pub(super) fn find<'a>(archive: &'a Archive<'_>) -> Vec<&'a Entry> {
    if archive.find(manifest::NAME.as_bytes()).is_some() {
        return Vec::new();
    }
    let has_ending = |entry: &&Entry, ending: &[u8]| archive.name(entry).ends_with(ending);
    let of = |ending: &'static [u8]| {
        archive.entries().iter().filter(move |entry| has_ending(entry, ending))
    };
    let other = of(b".srpk").filter(|entry| !has_ending(entry, b".base.srpk"));
    of(b".rpk").chain(of(b".base.srpk")).chain(other).collect()
}

/// The manifest of the first part that has one. A part that cannot be read has none.
pub(super) fn manifest(archive: &Archive<'_>) -> Result<Option<Json>, Unread> {
    let budget = InflateBudget::new(archive.inflated_limit());
    for entry in find(archive).into_iter().take(MAX_TRIED) {
        let Ok(part) = archive.open(entry, &budget) else { continue };
        let Ok(structure) = Structure::read(&part, archive.limits()) else { continue };
        let part = Archive::new(&part, Arc::new(structure));
        if let Ok(Some(json)) = manifest::read(&part, &mut Vec::new()) {
            return Ok(Some(json));
        }
    }
    Ok(None)
}

/// Verifies the parts: all are of `package`, and signed by the set's signer.
pub(super) fn check(
    archive: &Archive<'_>,
    signer: &Certificate,
    package: Option<&str>,
    budget: &mut Budget<'_>,
) -> Result<(), Failure> {
    let parts = find(archive);
    let limits = archive.limits();
    if parts.len() > limits.inner_packages().count() {
        let limit = limits.inner_packages();
        return Err(Finding::new(issue::QuickApp::QuickAppTooManyParts {
            count: parts.len(),
            limit,
        })
        .into());
    }
    for entry in parts {
        let name = archive.name(entry);
        let bytes = archive.content(entry, limits.inner_size());
        let bytes = bytes.map_err(|error| anomalies::unreadable(name, error))?;
        check_part(&text(name), &bytes, signer, package, budget, limits)?;
    }
    Ok(())
}

fn check_part(
    name: &str,
    bytes: &[u8],
    signer: &Certificate,
    package: Option<&str>,
    budget: &mut Budget<'_>,
    limits: &Limits,
) -> Result<(), Failure> {
    let structure = Structure::read(&bytes, limits).map_err(|_| no_zip(name))?;
    let archive = Archive::new(&bytes, Arc::new(structure));
    let (block, own) = Signer::verify_inner(name, &archive, signer, budget.work)?;
    let manifest =
        check_content(&archive, &block, &own, budget).map_err(|failure| failure.about(name))?;
    // A part without a manifest is named after its package.
    let own_package = match manifest {
        Some(json) => manifest::identity(&json).package_name,
        None => package.filter(|package| is_named_after(name, package)).map(str::to_owned),
    };
    if own_package.as_deref() == package {
        return Ok(());
    }
    let own = own_package.unwrap_or_else(|| "?".to_owned());
    Err(Finding::new(issue::QuickApp::QuickAppOtherPackage {
        name: name.to_owned(),
        its: own,
        package: package.unwrap_or("?").to_owned(),
    })
    .into())
}

/// Checks what the signer of a part signed; gives its manifest, where it has one.
fn check_content(
    archive: &Archive<'_>,
    block: &SigningBlock,
    own: &Signer,
    budget: &mut Budget<'_>,
) -> Result<Option<Json>, Failure> {
    local_entries(archive, block)?;
    content::check(archive, block, own, budget)?;
    let mut findings = Vec::new();
    let manifest = manifest::read(archive, &mut findings)?;
    match findings.pop() {
        Some(finding) => Err(finding.into()),
        None => Ok(manifest),
    }
}

fn is_named_after(part: &str, package: &str) -> bool {
    part.strip_prefix(package).is_some_and(|rest| rest.starts_with('.'))
}
