//! Which of a package's certificates is the one to file, and what the others are.

use crate::report::{Role, Scheme, SdkRange, Signer};
use crate::x509::Certificate;

/// A signer as a scheme shows it.
#[derive(Debug, Clone)]
pub(crate) struct Shown {
    pub(crate) scheme: Scheme,
    /// The platforms that see it, where the scheme says so.
    pub(crate) sdk: Option<SdkRange>,
    pub(crate) certificate: Certificate,
}

/// Gives each certificate its role, the primary one first. `shown` holds the signers of every scheme, newest scheme
/// first; `lineage` the certificates of the newest signer's lineage, newest first; `newest` the newest platform
/// that is spoken of.
///
/// With v3 the primary signer is the one for that platform. Several signers of v2 or v1 are equals, and none is.
pub(crate) fn assign(shown: Vec<Shown>, lineage: Vec<Certificate>, newest: u32) -> Vec<Signer> {
    let Some(scheme) = shown.first().map(|signer| signer.scheme) else { return Vec::new() };
    let first: Vec<_> = shown.iter().filter(|signer| signer.scheme == scheme).collect();
    let one_each = matches!(scheme, Scheme::V3 | Scheme::V31);
    let mut signers: Vec<Signer> = Vec::new();
    if !one_each && first.len() > 1 {
        signers.extend(first.iter().map(|&signer| signer.clone().with(Role::Additional)));
    } else {
        let covers = |signer: &Shown| signer.sdk.is_none_or(|sdk| (sdk.min..=sdk.max).contains(&newest));
        let primary = first.iter().rfind(|signer| covers(signer)).or(first.last());
        signers.extend(primary.map(|&signer| signer.clone().with(Role::Primary)));
    }
    let others = first.into_iter().rev().chain(shown.iter().filter(|signer| signer.scheme != scheme));
    let lineage = lineage.into_iter().map(|certificate| Shown { scheme, sdk: None, certificate });
    for other in others.cloned().chain(lineage) {
        if !signers.iter().any(|known| known.certificate == other.certificate) {
            signers.push(other.with(Role::Previous));
        }
    }
    signers
}

impl Shown {
    fn with(self, role: Role) -> Signer {
        Signer::new(role, self.scheme, self.sdk, self.certificate)
    }
}
