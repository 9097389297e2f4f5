//! The modules of an app bundle beside `base`: all are of one app and one version (bundletool's
//! `AndroidManifestValidator`).

use super::identity::manifest::Manifest;
use super::identity::proto_resources::ProtoTable;
use crate::report::{Finding, Findings, Severity, issue};
use crate::source::unread::Unread;
use crate::zip::Archive;
use crate::zip::anomalies;

const MANIFEST: &str = "/manifest/AndroidManifest.xml";
const BASE: &str = "base";

/// Notes modules of another app than `package`. One without a readable manifest keeps the bundle
/// from being verified.
pub(super) fn check(
    archive: &Archive<'_>,
    package: &str,
    findings: &mut Findings,
) -> Result<(), Unread> {
    let names =
        archive.entries().iter().filter_map(|entry| std::str::from_utf8(archive.name(entry)).ok());
    let modules = names.filter(|name| {
        name.strip_suffix(MANIFEST).is_some_and(|module| module != BASE && !module.contains('/'))
    });
    let limit = archive.limits().inner_packages();
    let mut left = archive.inflated_limit().value;
    for (number, name) in modules.enumerate() {
        if number >= limit.count() {
            findings.note([Finding::new(issue::Sets::SetTooLarge { count: number, limit })]);
            break;
        }
        let size = archive.limits().manifest_size().at_most(left);
        let mut noticed = Vec::new();
        let content = anomalies::content(archive, name, size, Severity::Error, &mut noticed)?;
        findings.add(noticed);
        let Some(bytes) = content else { break };
        left = left.saturating_sub(bytes.len() as u64);
        let own = match Manifest::parse_proto(&bytes) {
            Ok(manifest) => manifest.identity::<ProtoTable<'_>>(None).0.package_name,
            Err(error) => {
                findings.push(
                    Finding::new(issue::Identity::BundleManifestBad { why: error.into() })
                        .about(name),
                );
                break;
            }
        };
        if own.as_deref() != Some(package) {
            let differ = Finding::new(issue::Sets::InnerPackagesDiffer {
                one: BASE.to_owned(),
                its: package.to_owned(),
                other: name.to_owned(),
                others: own.as_deref().unwrap_or("?").to_owned(),
            })
            .about(name);
            findings.note([differ]);
            break;
        }
    }
    Ok(())
}
