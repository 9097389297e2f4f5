//! What speaks against filing an app that is as it was signed.

use super::chain::End;
use super::facts::{AppSignature, Signer};
use super::leaf::Kind;
use super::profile::{Profile, ProfileKind};
use crate::pki::x509::Time;

/// What is compared with each other.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Case<'c> {
    /// `CFBundleIdentifier`.
    pub(crate) bundle_id: &'c str,
    pub(crate) signature: &'c AppSignature,
    /// `embedded.mobileprovision`: read, or why it cannot be.
    pub(crate) profile: Option<Result<&'c Profile, ()>>,
    /// Where the chain of the app's signer ends.
    pub(crate) chain: Option<End>,
    /// Whether something beside the app says that it is a copy from the store: `SC_Info/`, an
    /// `iTunesMetadata.plist` with `itemId`.
    pub(crate) has_store_files: bool,
    pub(crate) now: Option<Time>,
}

/// What is to be said. Each has the code of that name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Objection {
    // Errors.
    StoreCopy,
    ChainIncomplete,
    ChainSelfSigned,
    /// The signer's certificate is of a kind that signs no app of a developer's.
    CertificateKind { kind: Kind },
    CertificateExpiredAtSigning { signed: Time, first: Time, last: Time },
    IdentifierMismatch { signed: String },
    EntitlementApplicationIdentifier { signed: String },
    ProfileCertificate,
    ProfileBundleId { application_identifier: String },
    ProfileTeam { profile: String, signed: String },
    ProfileSignature,
    ProfileUnsigned,
    ProfileUnreadable,
    ProfileChain { end: End },
    // Warnings; of `ProfileChain` where the end is another root.
    ChainOther,
    DevelopmentCertificate,
    ProfileDevelopment,
    ProfileExpired { last: Time },
    ProfileMissing,
    NestedOtherSigner { path: String, signer: String },
    ResourceRulesWeak,
    WeakDigest,
    // Information.
    CertificateExpired { last: Time },
    ProfileAdHoc,
    ProfileEnterprise,
    ResourcesV1,
}
