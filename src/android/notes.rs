//! What is to be known for filing of a package beside whether it verifies.

use super::identity::manifest::Ambiguity;
use super::identity::manifest::Manifest;
use super::identity::package_name;
use super::signing::roles::{Roles, Rotation};
use super::signing::v1::JarSigner;
use crate::pki::x509::{Certificate, KeyAlgorithm};
use crate::report::{Finding, Identity, Role, Signer, issue, on_certificate};
use crate::say::said;

said! {
    /// What to do about a weak key.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum Remedy {
        NewKey => {
            en: "a key of this size can be broken, so that others sign as you: make one of at \
                least 2048 bits",
            zh: "这种长度的密钥可能被破解，他人可借此冒名签名，请改用 2048 位以上的新密钥"
        }
    }
}

/// Where a package stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    Alone,
    /// Among the other parts of its app.
    InSet,
}

/// Findings about what the package says of itself.
pub(crate) fn on_identity(
    manifest: &Manifest,
    identity: &Identity,
    standing: Standing,
) -> Vec<Finding> {
    let mut findings: Vec<_> = manifest.ambiguities.iter().map(Ambiguity::finding).collect();
    findings.extend(identity.package_name.as_deref().and_then(package_name::finding));
    if manifest.debuggable {
        findings.push(Finding::new(issue::Identity::Debuggable));
    }
    if let Some(split) = identity.split.as_ref().filter(|_| standing == Standing::Alone) {
        findings.push(Finding::new(issue::Identity::SplitPackage { split: split.clone() }));
    }
    let differing = identity.launcher_names.iter().find_map(|(locale, launcher)| {
        let name = identity.app_names.get(locale).or_else(|| identity.app_names.get(""))?;
        (name != launcher).then(|| {
            Finding::new(issue::Identity::LauncherNameDiffers {
                launcher: launcher.clone(),
                app: name.clone(),
            })
        })
    });
    findings.extend(differing);
    findings
}

/// Findings about the signers.
pub(crate) fn on_signers(roles: &Roles) -> Vec<Finding> {
    let mut findings = Vec::new();
    let signers = &roles.signers;
    let of = |role| signers.iter().filter(move |signer| signer.role == role);
    let rotation = match roles.rotation {
        // One that only future platforms see is told of by itself.
        Rotation::Proven => {
            of(Role::Previous).next().map(|_| Finding::new(issue::Filing::CertificateRotated))
        }
        Rotation::Unproven => Some(Finding::new(issue::Filing::RotationUnproven)),
        Rotation::None => match of(Role::Additional).count() {
            0 => None,
            several => Some(Finding::new(issue::Filing::SeveralSigners { count: several })),
        },
    };
    findings.extend(rotation);
    // Where none is linked to the others, that is what matters.
    let future = roles.future.as_ref().filter(|_| roles.rotation == Rotation::Proven);
    findings.extend(future.map(|(first, certificate)| {
        let subject = certificate.subject();
        Finding::new(issue::Filing::SignerForFuturePlatform {
            first: *first,
            subject: subject.to_string(),
        })
    }));
    findings.extend(of(Role::PostQuantum).map(|signer| {
        let algorithm = signer.certificate.public_key().algorithm();
        Finding::new(issue::Filing::PostQuantumSigner { algorithm: algorithm.clone() })
    }));
    let current = of(Role::Primary).chain(of(Role::Additional));
    findings.extend(current.filter_map(|signer| on_certificate(&signer.certificate)));
    findings
}

/// An RSA key that can be broken: then its owner is not the only one to sign with it.
pub(crate) fn weak_key(signers: &[Signer]) -> Option<Finding> {
    /// NIST SP 800-131A has no use for smaller ones, and the JDK none since 2012.
    const SMALLEST: u32 = 1024;
    let rsa = |signer: &Signer| {
        let key = signer.certificate.public_key();
        key.bits().filter(|_| *key.algorithm() == KeyAlgorithm::Rsa)
    };
    let bits = signers.iter().filter_map(rsa).find(|&bits| bits < SMALLEST)?;
    let remedy = Remedy::NewKey;
    Some(Finding::new(issue::Sets::WeakAlgorithm {
        algorithm: format!("RSA-{bits}"),
        remedy: remedy.into(),
    }))
}

/// What `META-INF` holds of a v1 signature that no platform looks at, where another key made it.
pub(crate) fn stale_v1(claimed: &[JarSigner], signers: &[Signer]) -> Option<Finding> {
    let is_known =
        |certificate: &Certificate| signers.iter().any(|it| it.certificate == *certificate);
    let stale = claimed.iter().map(|claimed| &claimed.certificate).find(|it| !is_known(it))?;
    let md5 = hex::encode_upper(stale.md5());
    Some(
        Finding::new(issue::Signature::StaleV1Signature {
            md5,
            subject: stale.subject().to_string(),
        })
        .about("v1"),
    )
}
