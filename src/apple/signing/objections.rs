//! What speaks against filing an app that is as it was signed, and what is to be known of it.

use super::chain::End;
use super::entitlements;
use super::facts::{AppSignature, SignedCode, Signer};
use super::leaf::Kind;
use super::profile::{Profile, ProfileKind, ProfileSignature};
use crate::pki::x509::Time;

/// What is compared with each other.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Case<'c> {
    /// `CFBundleIdentifier`.
    pub(crate) bundle_id: &'c str,
    pub(crate) signature: &'c AppSignature,
    pub(crate) profile: Embedded<'c>,
    /// Where the chain of the app's signer ends.
    pub(crate) chain: Option<End>,
    /// Whether something beside the app says that it is a copy from the store: `SC_Info/`, an
    /// `iTunesMetadata.plist` with `itemId`.
    pub(crate) has_store_files: bool,
    pub(crate) now: Option<Time>,
}

/// `embedded.mobileprovision`.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Embedded<'c> {
    Missing,
    Unreadable,
    Read(&'c Profile),
}

/// What is to be said. Each has the code of that name; `ProfileDevelopment` and the like are
/// `profile-development`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Objection {
    // Errors.
    StoreCopy,
    ChainIncomplete,
    ChainSelfSigned,
    /// The signer's certificate signs no app of a developer's.
    CertificateKind {
        kind: Kind,
    },
    /// When it was signed, and the certificate's dates.
    CertificateExpiredAtSigning {
        signed: Time,
        from: Time,
        to: Time,
    },
    IdentifierMismatch {
        signed: String,
    },
    EntitlementApplicationIdentifier {
        signed: String,
    },
    ProfileCertificate,
    ProfileBundleId {
        application_identifier: String,
    },
    ProfileTeam {
        profile: String,
        signed: String,
    },
    ProfileSignature,
    ProfileUnsigned,
    ProfileUnreadable,
    /// A warning where it ends at another root.
    ProfileChain {
        end: End,
    },
    // Warnings.
    ChainOther,
    DevelopmentCertificate,
    ProfileDevelopment,
    ProfileExpired {
        on: Time,
    },
    ProfileMissing,
    NestedOtherSigner {
        path: String,
        signer: String,
    },
    ResourceRulesWeak,
    WeakDigest,
    // Information.
    CertificateExpired {
        on: Time,
    },
    ProfileAdHoc,
    ProfileEnterprise,
    ResourcesV1,
}

/// Everything that is to be said of an app with a signature that was read. Of one that is rejected
/// most may be said as well; of one without a signer nothing is.
pub(crate) fn of(case: &Case<'_>) -> Vec<Objection> {
    let code = &case.signature.main;
    let Some(signer) = code.signer() else { return Vec::new() };
    let kind = Kind::of(&signer.certificate);
    let is_store = case.is_store_copy(kind);
    let mut all = Vec::new();
    if is_store {
        all.push(Objection::StoreCopy);
    }
    all.extend(case.of_chain());
    all.extend(of_certificate(kind, is_store));
    all.extend(of_dates(signer, case.now));
    all.extend(case.of_identifiers());
    match case.profile {
        Embedded::Missing if is_store => {}
        Embedded::Missing => all.push(Objection::ProfileMissing),
        Embedded::Unreadable => all.push(Objection::ProfileUnreadable),
        Embedded::Read(profile) => {
            all.extend(of_profile(profile, case.now));
            all.extend(case.of_profile_and_signer(profile, signer));
        }
    }
    all.extend(case.signature.nested_of_others().map(other_signer));
    all.extend(of_resources(code));
    all
}

/// What is to be said of a profile by itself.
pub(crate) fn of_profile(profile: &Profile, now: Option<Time>) -> Vec<Objection> {
    let mut all = Vec::new();
    match profile.signature {
        ProfileSignature::None => all.push(Objection::ProfileUnsigned),
        ProfileSignature::Bad { .. } => all.push(Objection::ProfileSignature),
        ProfileSignature::Good { end: End::Apple | End::Trusted } => {}
        ProfileSignature::Good { end } => all.push(Objection::ProfileChain { end }),
    }
    all.extend(match profile.kind {
        ProfileKind::Development => Some(Objection::ProfileDevelopment),
        ProfileKind::AdHoc => Some(Objection::ProfileAdHoc),
        ProfileKind::Enterprise => Some(Objection::ProfileEnterprise),
        ProfileKind::AppStore => None,
    });
    let expired = profile.expires.zip(now).filter(|(on, now)| on < now);
    all.extend(expired.map(|(on, _)| Objection::ProfileExpired { on }));
    all
}

impl Case<'_> {
    fn is_store_copy(&self, kind: Kind) -> bool {
        kind == Kind::AppStoreSigning || self.signature.main.is_encrypted() || self.has_store_files
    }

    fn of_chain(&self) -> Option<Objection> {
        match self.chain? {
            End::Apple | End::Trusted => None,
            End::Other => Some(Objection::ChainOther),
            End::SelfSigned => Some(Objection::ChainSelfSigned),
            End::Incomplete => Some(Objection::ChainIncomplete),
        }
    }

    /// What the signature says that the app is called.
    fn of_identifiers(&self) -> Vec<Objection> {
        let code = &self.signature.main;
        let mut all = Vec::new();
        let signed = code.identifier().filter(|signed| *signed != self.bundle_id);
        all.extend(signed.map(|it| Objection::IdentifierMismatch { signed: it.to_owned() }));
        let identifiers = code
            .slices
            .iter()
            .filter_map(|slice| slice.entitlements.as_ref())
            .flat_map(|it| [&it.application_identifier, &it.other_identifier])
            .flatten();
        let other = identifiers.into_iter().find(|it| !entitlements::is_for(it, self.bundle_id));
        all.extend(
            other.map(|it| Objection::EntitlementApplicationIdentifier { signed: it.clone() }),
        );
        all
    }

    fn of_profile_and_signer(&self, profile: &Profile, signer: &Signer) -> Vec<Objection> {
        let mut all = Vec::new();
        if !profile.certificates.contains(&signer.certificate) {
            all.push(Objection::ProfileCertificate);
        }
        if !profile.is_for(self.bundle_id) {
            let identifier = profile.application_identifier.clone().unwrap_or_default();
            all.push(Objection::ProfileBundleId { application_identifier: identifier });
        }
        let team = self.signature.main.team();
        let other = team.filter(|team| !profile.team_ids.iter().any(|it| it == team));
        all.extend(other.map(|team| Objection::ProfileTeam {
            profile: profile.team_ids.join(", "),
            signed: team.to_owned(),
        }));
        all
    }
}

fn of_certificate(kind: Kind, is_store: bool) -> Option<Objection> {
    match kind {
        Kind::Distribution => None,
        Kind::Development => Some(Objection::DevelopmentCertificate),
        Kind::AppStoreSigning if is_store => None,
        _ => Some(Objection::CertificateKind { kind }),
    }
}

fn of_dates(signer: &Signer, now: Option<Time>) -> Option<Objection> {
    let (from, to) = (*signer.certificate.not_before(), *signer.certificate.not_after());
    match (signer.signing_time, now) {
        (Some(signed), _) if signed < from || to < signed => {
            Some(Objection::CertificateExpiredAtSigning { signed, from, to })
        }
        (_, Some(now)) if to < now => Some(Objection::CertificateExpired { on: to }),
        _ => None,
    }
}

fn other_signer(code: &SignedCode) -> Objection {
    let signer = code.signer().map(|signer| signer.certificate.subject());
    let name = signer.and_then(|subject| subject.common_name()).unwrap_or_default();
    Objection::NestedOtherSigner { path: code.path.clone(), signer: name.to_owned() }
}

fn of_resources(code: &SignedCode) -> Vec<Objection> {
    let resources = code.resources;
    let mut all = Vec::new();
    if resources.is_some_and(|it| it.has_weak_rules) {
        all.push(Objection::ResourceRulesWeak);
    }
    if resources.is_some_and(|it| it.is_v1) {
        all.push(Objection::ResourcesV1);
    }
    if code.has_weak_digest() {
        all.push(Objection::WeakDigest);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::apple::signing::code_directory::HashType;
    use crate::apple::signing::entitlements::Entitlements;
    use crate::apple::signing::facts::{Resources, SignedSlice, State};
    use crate::pki::x509::Certificate;

    const CERTIFICATE: &[u8] = include_bytes!("../../../fixtures/keys/first.cert.der");
    const OTHER: &[u8] = include_bytes!("../../../fixtures/keys/p256.cert.der");

    fn slice(certificate: &[u8]) -> SignedSlice {
        let certificate = Certificate::from_der(certificate).unwrap();
        SignedSlice {
            is_encrypted: false,
            identifier: Some("cn.example.demo".to_owned()),
            team: None,
            version: 0x20400,
            hash_types: vec![HashType::Sha1, HashType::Sha256],
            cd_hashes: Vec::new(),
            signer: Some(Signer { certificate, beside: Vec::new(), signing_time: None }),
            entitlements: None,
        }
    }

    fn code(slice: SignedSlice) -> SignedCode {
        SignedCode {
            path: "Demo".to_owned(),
            bundle: Some(String::new()),
            state: State::Signed,
            slices: vec![slice],
            faults: Vec::new(),
            resources: Some(Resources { is_v1: false, has_weak_rules: false }),
        }
    }

    /// What is said beside that the certificate is none of Apple's and that there is no profile.
    fn said(main: SignedCode, nested: Vec<SignedCode>, chain: End, store: bool) -> Vec<Objection> {
        let mut all = of(&Case {
            bundle_id: "cn.example.demo",
            signature: &AppSignature { main, nested },
            profile: Embedded::Missing,
            chain: Some(chain),
            has_store_files: store,
            now: None,
        });
        let usual =
            [Objection::CertificateKind { kind: Kind::Authority }, Objection::ProfileMissing];
        all.retain(|it| !usual.contains(it));
        all
    }

    #[test]
    fn what_is_signed_is_held_against_what_the_app_says() {
        let with = |change: &dyn Fn(&mut SignedSlice)| {
            let mut slice = slice(CERTIFICATE);
            change(&mut slice);
            said(code(slice), Vec::new(), End::Apple, false)
        };
        let entitled = |identifier: &str, other: Option<&str>| {
            with(&|slice| {
                slice.entitlements = Some(Entitlements {
                    application_identifier: Some(identifier.to_owned()),
                    allows_debugging: false,
                    other_identifier: other.map(str::to_owned),
                });
            })
        };
        let other_identifier = Objection::EntitlementApplicationIdentifier {
            signed: "TEAM.cn.example.other".to_owned(),
        };
        let signed = "cn.example.Demo".to_owned();
        for (name, got, want) in [
            ("as it is", with(&|_| {}), vec![]),
            (
                "another identifier",
                with(&|slice| slice.identifier = Some(signed.clone())),
                vec![Objection::IdentifierMismatch { signed: signed.clone() }],
            ),
            ("entitlements", entitled("TEAM.cn.example.demo", None), vec![]),
            ("entitlements for many", entitled("TEAM.*", None), vec![]),
            (
                "those of another",
                entitled("TEAM.cn.example.other", None),
                vec![other_identifier.clone()],
            ),
            (
                "those in DER of another",
                entitled("TEAM.cn.example.demo", Some("TEAM.cn.example.other")),
                vec![other_identifier],
            ),
            ("encrypted", with(&|slice| slice.is_encrypted = true), vec![Objection::StoreCopy]),
            (
                "SHA-1 alone",
                with(&|slice| slice.hash_types = vec![HashType::Sha1]),
                vec![Objection::WeakDigest],
            ),
        ] {
            assert_eq!(got, want, "{name}");
        }
    }

    #[test]
    fn chains_and_other_signers_are_said() {
        let with = |end, nested: Vec<SignedCode>, store| {
            said(code(slice(CERTIFICATE)), nested, end, store)
        };
        let foreign = Objection::NestedOtherSigner {
            path: "Demo".to_owned(),
            signer: "P-256 Signer".to_owned(),
        };
        for (name, got, want) in [
            ("trusted", with(End::Trusted, vec![], false), vec![]),
            ("another root", with(End::Other, vec![], false), vec![Objection::ChainOther]),
            ("itself", with(End::SelfSigned, vec![], false), vec![Objection::ChainSelfSigned]),
            ("no root", with(End::Incomplete, vec![], false), vec![Objection::ChainIncomplete]),
            ("the store's files", with(End::Apple, vec![], true), vec![Objection::StoreCopy]),
            ("own code", with(End::Apple, vec![code(slice(CERTIFICATE))], false), vec![]),
            ("other code", with(End::Apple, vec![code(slice(OTHER))], false), vec![foreign]),
        ] {
            assert_eq!(got, want, "{name}");
        }
    }

    #[test]
    fn dates_count_at_signing_and_now() {
        let certificate = Certificate::from_der(CERTIFICATE).unwrap();
        let (from, to) = (*certificate.not_before(), *certificate.not_after());
        let at = |time: Time, seconds: i64| {
            Time::from_unix_seconds(time.unix_seconds() + seconds).unwrap()
        };
        let signer = |signing_time| Signer {
            certificate: certificate.clone(),
            beside: Vec::new(),
            signing_time,
        };
        let late = |signed| Some(Objection::CertificateExpiredAtSigning { signed, from, to });
        let (before, after) = (at(from, -1), at(to, 1));
        for (signed, now, want) in [
            (None, None, None),
            (Some(from), Some(to), None),
            (Some(to), Some(to), None),
            (Some(before), None, late(before)),
            (Some(after), Some(after), late(after)),
            (Some(to), Some(after), Some(Objection::CertificateExpired { on: to })),
            (None, Some(after), Some(Objection::CertificateExpired { on: to })),
        ] {
            assert_eq!(of_dates(&signer(signed), now), want, "{signed:?} {now:?}");
        }
    }
}
