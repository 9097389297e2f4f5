//! Facts of Apple's certificates and profiles, as reports name them.

use super::signing::chain::End;
use super::signing::leaf::Kind;
use super::signing::profile::{Profile, ProfileKind, ProfileSignature};
use crate::pki::x509::Time;
use crate::report::{AppleChain, AppleProfile, AppleProfileKind, CertificateKind};

/// Of the chain's end. One that is trusted because a caller asked for it is not Apple's.
pub(crate) fn chain(end: End) -> AppleChain {
    match end {
        End::Apple => AppleChain::Apple,
        End::Trusted | End::Other => AppleChain::Other,
        End::SelfSigned => AppleChain::SelfSigned,
        End::Incomplete => AppleChain::Incomplete,
    }
}

pub(crate) fn kind(kind: Kind) -> CertificateKind {
    match kind {
        Kind::Distribution => CertificateKind::Distribution,
        Kind::Development => CertificateKind::Development,
        Kind::TestFlight => CertificateKind::TestFlight,
        Kind::AppStoreSigning => CertificateKind::AppStoreSigning,
        Kind::Push => CertificateKind::Push,
        Kind::Mac => CertificateKind::Mac,
        Kind::DeveloperId => CertificateKind::DeveloperId,
        Kind::Authority => CertificateKind::Authority,
        Kind::Unknown => CertificateKind::Unknown,
    }
}

pub(crate) fn profile(profile: &Profile) -> AppleProfile {
    AppleProfile {
        kind: match profile.kind {
            ProfileKind::Development => AppleProfileKind::Development,
            ProfileKind::AdHoc => AppleProfileKind::AdHoc,
            ProfileKind::Enterprise => AppleProfileKind::Enterprise,
            ProfileKind::AppStore => AppleProfileKind::AppStore,
        },
        name: profile.name.clone(),
        application_identifier: profile.application_identifier.clone(),
        teams: profile.team_ids.clone(),
        certificates: profile.certificates.iter().map(|it| it.sha1()).collect(),
        is_signed: matches!(profile.signature, ProfileSignature::Good { .. }),
        chain: match profile.signature {
            ProfileSignature::Good { end } => Some(chain(end)),
            _ => None,
        },
        not_after: profile.expires,
    }
}

/// The time now; `None` where nothing tells it.
pub(crate) fn now() -> Option<Time> {
    Time::from_unix_seconds(i64::try_from(crate::clock::now()?).ok()?)
}
