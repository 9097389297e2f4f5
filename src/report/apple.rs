//! What is known of an app for Apple's devices besides what every report holds.

use crate::pki::x509::Time;
use crate::say::named;

/// Where the chain of the signer's certificate ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AppleChain {
    /// At a root of Apple's.
    Apple,
    /// At another root, also at one that was asked to be trusted.
    Other,
    /// The certificate is its own issuer.
    SelfSigned,
    /// At a certificate of an unknown issuer.
    Incomplete,
}

named!(AppleChain {
    Apple => "apple",
    Other => "other",
    SelfSigned => "self-signed",
    Incomplete => "incomplete",
});

/// What a certificate of Apple's is for, as its extensions say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CertificateKind {
    /// To sign apps that reach users: the one that is filed.
    Distribution,
    /// To sign apps on a developer's own devices.
    Development,
    /// TestFlight's own.
    TestFlight,
    /// The App Store's own, with which it signs what users download.
    AppStoreSigning,
    /// To send push messages.
    Push,
    /// To sign apps for the Mac App Store.
    Mac,
    /// To sign apps for the Mac outside the store.
    DeveloperId,
    /// That of an authority.
    Authority,
    /// None that Apple issues to developers.
    Unknown,
}

named!(CertificateKind {
    Distribution => "distribution",
    Development => "development",
    TestFlight => "testflight",
    AppStoreSigning => "app-store-signing",
    Push => "push",
    Mac => "mac",
    DeveloperId => "developer-id",
    Authority => "ca",
    Unknown => "unknown",
});

/// Where a profile lets an app be installed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AppleProfileKind {
    /// On devices that it lists, with a debugger.
    Development,
    /// On devices that it lists.
    AdHoc,
    /// On all devices.
    Enterprise,
    /// On none: the store signs anew.
    AppStore,
}

named!(AppleProfileKind {
    Development => "development",
    AdHoc => "ad-hoc",
    Enterprise => "enterprise",
    AppStore => "app-store",
});

/// What a provisioning profile says.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AppleProfile {
    /// Where it lets an app be installed.
    pub kind: AppleProfileKind,
    /// Its name.
    pub name: Option<String>,
    /// The app that it is for: prefix and bundle id; may end with `*`.
    pub application_identifier: Option<String>,
    /// The teams that it is of.
    pub teams: Vec<String>,
    /// SHA-1 of the certificates that apps with it may be signed with.
    pub certificates: Vec<[u8; 20]>,
    /// Whether a good signature is over it.
    pub is_signed: bool,
    /// Where the chain of its signer ends, where it has a good signature.
    pub chain: Option<AppleChain>,
    /// Until when it is valid.
    pub not_after: Option<Time>,
}

/// What is known of an app for Apple's devices.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Apple {
    /// Where the chain of the signer's certificate ends, where the signature is good.
    pub chain: Option<AppleChain>,
    /// What the signer's certificate is for.
    pub certificate_kind: Option<CertificateKind>,
    /// The team that signed. Not a filing value.
    pub team: Option<String>,
    /// When it says that it was signed.
    pub signing_time: Option<Time>,
    /// The profile in it.
    pub profile: Option<AppleProfile>,
}
