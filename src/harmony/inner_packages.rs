//! The packages inside an APP: all must be of the app that `pack.info` names, and of its version,
//! since the store delivers them. The label of the app is that of its entry module.

use std::sync::Arc;

use super::container_rules;
use super::identity::description;
use super::identity::description::difference;
use super::identity::module::{DESCRIPTIONS, Module};
use crate::report::{Failure, Finding, Identity, Severity, issue};
use crate::say::{Because, said};
use crate::source::read_at::ReadAt;
use crate::source::unread::Unread;
use crate::zip::anomalies;
use crate::zip::{Archive, Budget, Entry, Structure};

said! {
    /// Why an entry is no package.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    enum NoPackage {
        NoDescription => {
            en: "it has no description that can be read",
            zh: "没有可读取的说明文件"
        }
    }
}

/// How many errors are told of the packages inside. Behind them no more are looked at.
const MAX_ERRORS: usize = 20;
/// What it costs to read a byte of a description, in bytes that are unpacked.
const DESCRIPTION_COST: u64 = 16;
/// The same of a byte of the names in all languages.
const TEXT_COST: u64 = 8;

/// A package inside, as far as it is looked at.
struct Inner {
    name: String,
    module: Module,
    identity: Identity,
    /// What was noticed about its labels.
    about_labels: Vec<Finding>,
}

impl Inner {
    /// How long its names in all languages are together, in bytes.
    fn texts(&self) -> u64 {
        let names = self.identity.app_names.values().chain(self.identity.launcher_names.values());
        names.fold(0, |sum: u64, name| sum.saturating_add(name.len() as u64))
    }
}

/// Keeps the names in all languages of the package that phones take, and of the others only the one
/// that is shown.
fn keep_one(packages: &mut [Inner]) {
    let named = packages.iter().enumerate().filter(|(_, it)| it.identity.app_name.is_some());
    let kept = named
        .min_by_key(|(number, it)| (it.module.remoteness(), *number))
        .map(|(number, _)| number);
    for (number, package) in packages.iter_mut().enumerate() {
        if kept.is_some_and(|kept| kept != number) {
            package.identity.app_names.clear();
            package.identity.launcher_names.clear();
        }
    }
}

/// The packages inside an APP.
pub(super) fn entries<'a>(archive: &'a Archive<'_>) -> impl Iterator<Item = &'a Entry> {
    archive.entries().iter().filter(|entry| {
        let name = archive.name(entry).to_ascii_lowercase();
        name.ends_with(b".hap") || name.ends_with(b".hsp")
    })
}

/// The identity of an APP: its own, with the label of its entry module.
pub(super) fn identity(
    archive: &Archive<'_>,
    module: &Module,
    findings: &mut Vec<Finding>,
) -> Result<Identity, Unread> {
    let mut whole = module.plain_identity();
    let entries: Vec<_> = entries(archive).collect();
    if let Some(finding) = anomalies::too_much_inside(archive, entries.iter().copied()) {
        findings.push(finding);
        return Ok(whole);
    }
    let budget = Budget::new(archive.inflated_limit());
    let mut inner = Vec::new();
    let told = findings.len();
    for entry in entries {
        let errors =
            findings.iter().skip(told).filter(|finding| finding.severity == Severity::Error);
        if errors.count() >= MAX_ERRORS {
            break;
        }
        let name = String::from_utf8_lossy(archive.name(entry)).into_owned();
        match read(archive, entry, &name, &budget, findings) {
            Ok(package) => {
                findings.extend(difference(
                    (&name, Some(&package.module)),
                    ("pack.info", Some(module)),
                ));
                inner.push(package);
                keep_one(&mut inner);
            }
            Err(failure) => findings.push(failure.finding()?),
        }
    }
    // As phones take it; those that are equal in the order of the file.
    inner.sort_by_key(|package| package.module.remoteness());
    let named =
        inner.iter().position(|package| package.identity.app_name.is_some()).unwrap_or_default();
    let rest = inner.get(named..).unwrap_or_default();
    findings.extend(rest.split_first().and_then(|(shown, others)| other_name(shown, others)));
    if let Some(package) = inner.into_iter().nth(named) {
        findings.extend(package.about_labels);
        whole.app_name = package.identity.app_name;
        whole.app_names = package.identity.app_names;
        whole.launcher_names = package.identity.launcher_names;
    }
    Ok(whole)
}

/// That another entry module has another name, if one does: it is what devices of its kind show.
fn other_name(shown: &Inner, others: &[Inner]) -> Option<Finding> {
    let name = |of: &Inner| of.identity.app_name.clone();
    let other = others.iter().find(|other| {
        other.module.is_entry && name(other).is_some() && name(other) != name(shown)
    })?;
    let finding = Finding::new(issue::Identity::LabelDependsOnDevice {
        name: name(shown)?,
        device: shown.name.clone(),
        other: name(other)?,
        other_device: other.name.clone(),
    });
    Some(finding)
}

/// Reads a package. What is wrong with one that can be read are findings.
fn read(
    archive: &Archive<'_>,
    entry: &Entry,
    name: &str,
    budget: &Budget,
    findings: &mut Vec<Finding>,
) -> Result<Inner, Failure> {
    let open = |source: &dyn ReadAt, structure: Arc<Structure>| {
        let inner = Archive::new(source, structure);
        let described = DESCRIPTIONS.iter().filter_map(|name| inner.find(name.as_bytes()));
        let size = described.fold(0, |sum: u64, entry| sum.saturating_add(entry.uncompressed_size));
        if let Err(exhausted) = budget.take(size.saturating_mul(DESCRIPTION_COST)) {
            return Ok(Err(Because::from(exhausted)));
        }
        let inner = look_at(&inner, name, findings)?;
        let texts = inner.as_ref().map(Inner::texts).unwrap_or_default();
        if let Err(exhausted) = budget.take(texts.saturating_mul(TEXT_COST)) {
            return Ok(Err(Because::from(exhausted)));
        }
        Ok(inner.ok_or_else(|| NoPackage::NoDescription.into()))
    };
    let opened = archive.with_inner(entry, budget, open)?;
    let unreadable =
        |why| Finding::new(issue::Sets::InnerUnreadable { name: name.to_owned(), why }).about(name);
    Ok(opened.map_err(unreadable)?)
}

/// What a package says of itself. `None` where that cannot be read.
///
/// A deflated package is read from front to back: what stands close together is read together.
fn look_at(
    inner: &Archive<'_>,
    name: &str,
    findings: &mut Vec<Finding>,
) -> Result<Option<Inner>, Unread> {
    let about = |finding: Finding| finding.about(name);
    let mut noticed = anomalies::entries(inner);
    noticed.extend(container_rules::check_directory(inner));
    for name in DESCRIPTIONS {
        noticed.extend(container_rules::check_entry(inner, name)?);
        // Of `pack.info` only what an APP says counts.
        if inner.find(name.as_bytes()).is_some() {
            break;
        }
    }
    let module = description::read(inner, &mut noticed)?;
    noticed.extend(description::models_differ(inner, module.as_ref())?);
    let mut about_labels = Vec::new();
    let identity = match &module {
        None => Identity::default(),
        Some(module) => {
            noticed.extend(container_rules::check_entry(inner, &module.index)?);
            let identity = description::identity(inner, module, &mut about_labels)?;
            description::without_duplicates(inner, module, identity)
        }
    };
    findings.extend(noticed.into_iter().map(about));
    let about_labels = about_labels.into_iter().map(about).collect();
    let name = name.to_owned();
    Ok(module.map(|module| Inner { name, module, identity, about_labels }))
}
