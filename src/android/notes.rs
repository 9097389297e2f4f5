//! What somebody who files should know of a package beside whether it verifies.

use super::manifest::Manifest;
use super::roles::{Roles, Rotation};
use crate::report::{Code, Finding, Identity, Role, on_certificate};

/// Findings about what the package says of itself.
pub(crate) fn on_identity(manifest: &Manifest, identity: &Identity) -> Vec<Finding> {
    let mut findings = Vec::new();
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

/// Findings about who signed.
pub(crate) fn on_signers(roles: &Roles) -> Vec<Finding> {
    let mut findings = Vec::new();
    let signers = &roles.signers;
    let of = |role| signers.iter().filter(move |signer| signer.role == role);
    let rotation = match roles.rotation {
        // One that only future platforms see is told of by itself.
        Rotation::Proven => of(Role::Previous).next().map(|_| Finding::new(Code::CertificateRotated)),
        Rotation::Unproven => Some(Finding::new(Code::RotationUnproven)),
        Rotation::None => match of(Role::Additional).count() {
            0 => None,
            several => Some(Finding::new(Code::SeveralSigners).arg(several)),
        },
    };
    findings.extend(rotation);
    findings.extend(roles.future.as_ref().map(|(first, certificate)| {
        let subject = certificate.subject();
        Finding::new(Code::SignerForFuturePlatform).arg(first).arg(subject)
    }));
    findings.extend(of(Role::PostQuantum).map(|signer| {
        let algorithm = signer.certificate.public_key().algorithm();
        Finding::new(Code::PostQuantumSigner).arg(algorithm)
    }));
    let current = of(Role::Primary).chain(of(Role::Additional));
    findings.extend(current.filter_map(|signer| on_certificate(&signer.certificate)));
    findings
}
