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
    // Newest first: the lineage knows the order, and the schemes for which platforms each one is.
    let of_scheme = first.into_iter().rev().cloned();
    let of_lineage = lineage.into_iter().map(|certificate| {
        let known = shown.iter().find(|signer| signer.certificate == certificate);
        known.cloned().unwrap_or(Shown { scheme, sdk: None, certificate })
    });
    for other in of_scheme.chain(of_lineage).chain(shown.iter().cloned()) {
        if !signers.iter().any(|known| known.certificate == other.certificate) {
            signers.push(other.with(Role::Previous));
        }
    }
    signers
}

/// The same of signers that nothing proves: all claim to be one, in the order in which they would be signers.
pub(crate) fn claimed(shown: Vec<Shown>, newest: u32) -> Vec<Signer> {
    let signers = assign(shown, Vec::new(), newest).into_iter();
    signers.map(|signer| Signer { role: Role::Claimed, ..signer }).collect()
}

impl Shown {
    fn with(self, role: Role) -> Signer {
        Signer::new(role, self.scheme, self.sdk, self.certificate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: &[u8] = include_bytes!("../../fixtures/keys/first.cert.der");
    const SECOND: &[u8] = include_bytes!("../../fixtures/keys/second.cert.der");
    const THIRD: &[u8] = include_bytes!("../../fixtures/keys/third.cert.der");
    const FOREVER: u32 = SdkRange::NO_MAXIMUM;

    fn certificate(der: &[u8]) -> Certificate {
        Certificate::from_der(der).unwrap()
    }

    fn shown(scheme: Scheme, sdk: Option<(u32, u32)>, der: &[u8]) -> Shown {
        let sdk = sdk.map(|(min, max)| SdkRange { min, max });
        Shown { scheme, sdk, certificate: certificate(der) }
    }

    #[test]
    fn the_signer_that_the_newest_platform_sees_is_the_primary_one() {
        use Role::{Additional, Previous, Primary};
        use Scheme::{V1, V2, V3, V31};
        let v2 = || shown(V2, None, FIRST);
        let old = || shown(V3, Some((28, 32)), FIRST);
        let new = || shown(V31, Some((33, FOREVER)), SECOND);
        let newest = || shown(V31, Some((35, FOREVER)), THIRD);
        let between = || shown(V31, Some((33, 34)), SECOND);
        for (name, signers, lineage, platform, want) in [
            ("none", vec![], vec![], FOREVER, vec![]),
            ("v2", vec![v2()], vec![], FOREVER, vec![(Primary, FIRST)]),
            ("v2 and v1", vec![v2(), shown(V1, None, FIRST)], vec![], FOREVER, vec![(Primary, FIRST)]),
            (
                "several",
                vec![v2(), shown(V2, None, SECOND), shown(V1, None, FIRST), shown(V1, None, SECOND)],
                vec![],
                FOREVER,
                vec![(Additional, FIRST), (Additional, SECOND)],
            ),
            (
                "rotated",
                vec![new(), old(), v2()],
                vec![SECOND, FIRST],
                FOREVER,
                vec![(Primary, SECOND), (Previous, FIRST)],
            ),
            (
                "an earlier one that only the lineage names",
                vec![shown(V3, Some((28, FOREVER)), THIRD), v2()],
                vec![THIRD, SECOND, FIRST],
                FOREVER,
                vec![(Primary, THIRD), (Previous, SECOND), (Previous, FIRST)],
            ),
            (
                "in the order of platforms",
                vec![between(), newest(), old()],
                vec![],
                FOREVER,
                vec![(Primary, THIRD), (Previous, SECOND), (Previous, FIRST)],
            ),
            (
                "an older platform",
                vec![between(), newest(), old()],
                vec![],
                34,
                vec![(Primary, SECOND), (Previous, THIRD), (Previous, FIRST)],
            ),
        ] {
            let signers = assign(signers, lineage.into_iter().map(certificate).collect(), platform);
            let got: Vec<_> = signers.iter().map(|signer| (signer.role, signer.certificate.der())).collect();
            assert_eq!(got, want, "{name}");
        }
    }
}
