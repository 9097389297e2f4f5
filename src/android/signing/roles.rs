//! Which of a package's certificates is the one to file, and what the others are.

use super::v32;
use crate::android::platform;
use crate::pki::x509::Certificate;
use crate::report::{Role, Scheme, SdkRange, Signer};

/// A signer as a scheme shows it.
#[derive(Debug, Clone)]
pub(crate) struct Shown {
    pub(crate) scheme: Scheme,
    /// The platforms that see it, where the scheme says so.
    pub(crate) sdk: Option<SdkRange>,
    /// The first platform on which it counts, where the scheme says so.
    pub(crate) counts_from: Option<u32>,
    pub(crate) certificate: Certificate,
}

impl Shown {
    /// Whether the platform of that version sees it.
    fn is_seen_by(&self, platform: u32) -> bool {
        let last = self.sdk.map(|sdk| sdk.max);
        !self.is_newer_than(platform) && last.is_none_or(|last| platform <= last)
    }

    /// Whether only platforms above that version see it.
    fn is_newer_than(&self, platform: u32) -> bool {
        self.counts_from.is_some_and(|first| first > platform)
    }

    fn with(&self, role: Role) -> Signer {
        Signer::new(role, self.scheme, self.sdk, self.certificate.clone())
    }
}

/// What the certificates of a package are.
#[derive(Debug, Default)]
pub(crate) struct Roles {
    /// The primary one first, where there is one.
    pub(crate) signers: Vec<Signer>,
    /// How those that platforms of other versions see are linked to it.
    pub(crate) rotation: Rotation,
    /// A signer that no platform sees yet, and the first one that would.
    pub(crate) future: Option<(u32, Certificate)>,
}

/// Whether the signers that platforms of different versions see handed over to one another.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Rotation {
    /// All platforms see the same.
    #[default]
    None,
    /// The lineage names all of them.
    Proven,
    /// It does not: none is the primary one.
    Unproven,
}

/// Gives each certificate its role. `shown` holds the signers of every scheme, newest scheme first;
/// `lineage` the certificates of the newest signer's lineage, newest first; `last` the last
/// platform that is spoken of.
///
/// The primary signer is the one that the newest platform sees that there is. Several signers of v2
/// or v1 are equals, and none is.
pub(crate) fn assign(shown: &[Shown], lineage: &[Certificate], last: u32) -> Roles {
    let newest = last.min(platform::NEWEST);
    let seen = shown.iter().find(|signer| signer.is_seen_by(newest)).map(|signer| signer.scheme);
    let Some(scheme) = seen else { return Roles::default() };
    let current: Vec<&Shown> =
        shown.iter().filter(|it| it.scheme == scheme && it.is_seen_by(newest)).collect();
    let is_hybrid = scheme == Scheme::V32;
    let is_pq = |signer: &Shown| is_hybrid && v32::is_post_quantum(signer.certificate.public_key());
    let mut roles = Roles::default();
    let classical = || current.iter().filter(|signer| !is_pq(signer));
    let role = if classical().count() > 1 { Role::Additional } else { Role::Primary };
    roles.signers.extend(classical().map(|signer| signer.with(role)));
    roles
        .signers
        .extend(current.iter().filter(|it| is_pq(it)).map(|it| it.with(Role::PostQuantum)));
    let primary = roles.signers.first().filter(|it| it.role == Role::Primary);
    let primary = primary.map(|signer| signer.certificate.clone());
    roles.add_others(shown, scheme, lineage, primary.as_ref(), newest);
    roles.link(lineage);
    roles
}

impl Roles {
    /// Adds those that other platforms see, and those that only the lineage names, newest first.
    fn add_others(
        &mut self,
        shown: &[Shown],
        scheme: Scheme,
        lineage: &[Certificate],
        primary: Option<&Certificate>,
        newest: u32,
    ) {
        let place = |wanted: &Certificate| lineage.iter().position(|it| it == wanted);
        // In the order of platforms within a scheme; the lineage knows the order of all.
        let of_scheme = shown.iter().filter(|it| it.scheme == scheme).rev().cloned();
        let of_lineage = lineage.iter().map(|certificate| {
            let known = shown.iter().find(|signer| signer.certificate == *certificate);
            known.cloned().unwrap_or_else(|| Shown {
                scheme,
                sdk: None,
                counts_from: None,
                certificate: certificate.clone(),
            })
        });
        for other in of_scheme.chain(of_lineage).chain(shown.iter().cloned()) {
            if self.signers.iter().any(|known| known.certificate == other.certificate) {
                continue;
            }
            // A later one of the lineage is no earlier certificate.
            let is_later = match (place(&other.certificate), primary.and_then(place)) {
                (Some(other), Some(primary)) => other < primary,
                _ => other.is_newer_than(newest),
            };
            if other.is_newer_than(newest) && self.future.is_none() {
                self.future = other.counts_from.map(|first| (first, other.certificate.clone()));
            }
            self.signers.push(other.with(if is_later { Role::Additional } else { Role::Previous }));
        }
    }

    /// Finds out whether the lineage links the signers that different platforms see. Where it does
    /// not, none is the primary one.
    fn link(&mut self, lineage: &[Certificate]) {
        let has_others =
            self.signers.iter().any(|it| it.role == Role::Previous) || self.future.is_some();
        if !has_others {
            return;
        }
        let mut classical = self.signers.iter().filter(|it| it.role != Role::PostQuantum);
        if classical.all(|signer| lineage.contains(&signer.certificate)) {
            self.rotation = Rotation::Proven;
            return;
        }
        self.rotation = Rotation::Unproven;
        self.signers.iter_mut().for_each(|signer| signer.role = Role::Additional);
    }
}

/// The same of signers that nothing proves: all claim to be one, in the order in which they would
/// be signers.
pub(crate) fn claimed(shown: &[Shown], last: u32) -> Vec<Signer> {
    let mut claimed = assign(shown, &[], last).signers;
    for other in shown {
        if !claimed.iter().any(|known| known.certificate == other.certificate) {
            claimed.push(other.with(Role::Claimed));
        }
    }
    claimed.iter_mut().for_each(|signer| signer.role = Role::Claimed);
    claimed
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: &[u8] = include_bytes!("../../../fixtures/keys/first.cert.der");
    const SECOND: &[u8] = include_bytes!("../../../fixtures/keys/second.cert.der");
    const THIRD: &[u8] = include_bytes!("../../../fixtures/keys/third.cert.der");
    const FOREVER: u32 = SdkRange::NO_MAXIMUM;

    fn certificate(der: &[u8]) -> Certificate {
        Certificate::from_der(der).unwrap()
    }

    fn shown(scheme: Scheme, sdk: Option<(u32, u32)>, der: &[u8]) -> Shown {
        let sdk = sdk.map(|(min, max)| SdkRange { min, max });
        Shown { scheme, sdk, counts_from: sdk.map(|sdk| sdk.min), certificate: certificate(der) }
    }

    #[test]
    fn the_signer_that_the_newest_platform_sees_is_the_primary_one() {
        use Role::{Additional, Previous, Primary};
        use Rotation::{None, Proven, Unproven};
        use Scheme::{V1, V2, V3, V31};
        const NEWEST: u32 = platform::NEWEST;
        let v2 = || shown(V2, Option::None, FIRST);
        let old = || shown(V3, Some((28, 32)), FIRST);
        let new = || shown(V31, Some((33, FOREVER)), SECOND);
        let newest = || shown(V31, Some((35, FOREVER)), THIRD);
        let between = || shown(V31, Some((33, 34)), SECOND);
        let future = || shown(V31, Some((NEWEST + 1, FOREVER)), SECOND);
        let forever = || shown(V3, Some((28, FOREVER)), FIRST);
        type Row<'a> = (&'a str, Vec<Shown>, Vec<&'a [u8]>, u32, Rotation, Vec<(Role, &'a [u8])>);
        let rows: Vec<Row<'_>> = vec![
            ("none", vec![], vec![], FOREVER, None, vec![]),
            ("v2", vec![v2()], vec![], FOREVER, None, vec![(Primary, FIRST)]),
            (
                "v2, v1",
                vec![v2(), shown(V1, Option::None, FIRST)],
                vec![],
                FOREVER,
                None,
                vec![(Primary, FIRST)],
            ),
            (
                "several",
                vec![v2(), shown(V2, Option::None, SECOND), shown(V1, Option::None, FIRST)],
                vec![],
                FOREVER,
                None,
                vec![(Additional, FIRST), (Additional, SECOND)],
            ),
            (
                "rotated",
                vec![new(), old(), v2()],
                vec![SECOND, FIRST],
                FOREVER,
                Proven,
                vec![(Primary, SECOND), (Previous, FIRST)],
            ),
            (
                "an earlier one that only the lineage names",
                vec![shown(V3, Some((28, FOREVER)), THIRD), v2()],
                vec![THIRD, SECOND, FIRST],
                FOREVER,
                Proven,
                vec![(Primary, THIRD), (Previous, SECOND), (Previous, FIRST)],
            ),
            (
                "in the order of platforms",
                vec![between(), newest(), old()],
                vec![THIRD, SECOND, FIRST],
                FOREVER,
                Proven,
                vec![(Primary, THIRD), (Previous, SECOND), (Previous, FIRST)],
            ),
            (
                "an older platform",
                vec![between(), newest(), old()],
                vec![THIRD, SECOND, FIRST],
                34,
                Proven,
                vec![(Primary, SECOND), (Additional, THIRD), (Previous, FIRST)],
            ),
            (
                "no lineage",
                vec![new(), old()],
                vec![],
                FOREVER,
                Unproven,
                vec![(Additional, SECOND), (Additional, FIRST)],
            ),
            (
                "a lineage of others",
                vec![new(), old()],
                vec![SECOND, THIRD],
                FOREVER,
                Unproven,
                vec![(Additional, SECOND), (Additional, THIRD), (Additional, FIRST)],
            ),
            (
                "for platforms to come",
                vec![future(), forever()],
                vec![SECOND, FIRST],
                FOREVER,
                Proven,
                vec![(Primary, FIRST), (Additional, SECOND)],
            ),
            (
                "for platforms to come, by nobody who was named",
                vec![future(), forever()],
                vec![],
                FOREVER,
                Unproven,
                vec![(Additional, FIRST), (Additional, SECOND)],
            ),
        ];
        for (name, signers, lineage, platform, rotation, want) in rows {
            let lineage: Vec<_> = lineage.into_iter().map(certificate).collect();
            let roles = assign(&signers, &lineage, platform);
            let got: Vec<_> = roles
                .signers
                .iter()
                .map(|signer| (signer.role, signer.certificate.der()))
                .collect();
            assert_eq!((roles.rotation, got), (rotation, want), "{name}");
        }
    }

    #[test]
    fn a_signer_for_a_platform_in_development_is_for_those_behind_it() {
        let mut next = shown(Scheme::V31, Some((platform::NEWEST, FOREVER)), SECOND);
        let all = |next: &Shown| [next.clone(), shown(Scheme::V3, Some((28, FOREVER)), FIRST)];
        let lineage = [SECOND, FIRST].map(certificate);
        let primary =
            |next: &Shown| assign(&all(next), &lineage, FOREVER).signers[0].certificate.clone();
        assert_eq!(primary(&next), certificate(SECOND));
        next.counts_from = Some(platform::NEWEST + 1);
        assert_eq!(primary(&next), certificate(FIRST));
        let future = assign(&all(&next), &lineage, FOREVER).future;
        assert_eq!(future, Some((platform::NEWEST + 1, certificate(SECOND))));
    }
}
