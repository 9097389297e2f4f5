//! What somebody who files should know of a package beside whether it verifies.

use super::ambiguity::Ambiguity;
use super::manifest::Manifest;
use super::package_name;
use crate::report::{Code, Finding, Identity, Role, Signer};
use crate::x509::Certificate;

/// Findings about what the package says of itself.
pub(crate) fn on_identity(manifest: &Manifest, identity: &Identity) -> Vec<Finding> {
    let mut findings: Vec<_> = manifest.ambiguities.iter().map(Ambiguity::finding).collect();
    let invalid =
        identity.package_name.as_deref().and_then(|name| Some((name, package_name::invalid(name)?)));
    findings.extend(invalid.map(|(name, why)| Finding::new(Code::PackageNameInvalid).arg(name).arg(why)));
    if manifest.debuggable {
        findings.push(Finding::new(Code::Debuggable));
    }
    if let Some(split) = &identity.split {
        findings.push(Finding::new(Code::SplitPackage).arg(split));
    }
    let differing = identity.launcher_names.iter().find_map(|(locale, launcher)| {
        let name = identity.app_names.get(locale).or_else(|| identity.app_names.get(""))?;
        (name != launcher).then(|| Finding::new(Code::LauncherNameDiffers).arg(launcher).arg(name))
    });
    findings.extend(differing);
    findings
}

/// Findings about who signed, with a lineage that was verified.
pub(crate) fn on_signers(signers: &[Signer], lineage: &[Certificate]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let of = |role| signers.iter().filter(move |signer| signer.role == role);
    let several = of(Role::Additional).count();
    if several > 0 {
        findings.push(Finding::new(Code::SeveralSigners).arg(several));
    }
    if of(Role::Previous).next().is_some() {
        let is_proven = |signer: &Signer| lineage.contains(&signer.certificate);
        let all_proven = of(Role::Primary).chain(of(Role::Previous)).all(is_proven);
        let code = if all_proven { Code::CertificateRotated } else { Code::RotationUnproven };
        findings.push(Finding::new(code));
    }
    let current = of(Role::Primary).chain(of(Role::Additional));
    findings.extend(current.filter_map(|signer| {
        let shared = signer.certificate.known()?;
        Some(Finding::new(Code::SharedCertificate).arg(shared))
    }));
    findings
}
