//! What is known of a HarmonyOS package besides what every report holds.

use crate::pki::x509::Time;
use crate::say::named;

/// The answer to "is the package as it was signed?", apart from its signer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Integrity {
    /// Every byte that is signed is as it was signed.
    Ok,
    /// There is no signing block.
    Unsigned,
    /// The signing block, or what it holds, cannot be read.
    Malformed,
    /// The signature is not the signer's, or cannot be verified.
    BadSignature,
    /// The package's content is not what was signed.
    DigestMismatch,
    /// Not looked at.
    Unchecked,
}

named!(Integrity {
    Ok => "ok",
    Unsigned => "unsigned",
    Malformed => "malformed",
    BadSignature => "bad-signature",
    DigestMismatch => "digest-mismatch",
    Unchecked => "unchecked",
});

/// Where the chain of the signer's certificate ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Chain {
    /// At Huawei's root for apps.
    Huawei,
    /// At the root of the OpenHarmony community, with a published private key.
    OpenHarmonyCommunity,
    /// At some other root.
    Other,
    /// Nowhere: an issuer is missing, or did not sign.
    Incomplete,
    /// The package was signed outside the validity of a certificate, or does not say when.
    Expired,
    /// A revocation list in the package names the signer's certificate.
    Revoked,
}

named!(Chain {
    Huawei => "huawei",
    OpenHarmonyCommunity => "openharmony-community",
    Other => "other",
    Incomplete => "incomplete",
    Expired => "expired",
    Revoked => "revoked",
});

/// What the provision profile in a package says (`HarmonyAppProvision`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProvisioningProfile {
    /// `release` or `debug`.
    pub kind: Option<String>,
    /// How the package is to be distributed: `app_gallery`, `enterprise`, …
    pub distribution_type: Option<String>,
    /// The app that it is for.
    pub bundle_name: Option<String>,
    /// The app's number at AppGallery. Not a filing value.
    pub app_identifier: Option<String>,
    /// The developer's number. Not a filing value.
    pub developer_id: Option<String>,
    /// SHA-256 of the developer's certificate by which devices know the app: the one for
    /// distribution, or the one for development where there is no other.
    pub certificate_sha256: Option<[u8; 32]>,
    /// Whether a good signature is over it. A store's copy has none; of a package that
    /// was not verified none was looked at.
    pub is_signed: bool,
    /// From when on it is valid. Devices do not check it.
    pub not_before: Option<Time>,
    /// Until when it is valid. Devices do not check it.
    pub not_after: Option<Time>,
}

/// What is known of a HarmonyOS package.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct HarmonyOs {
    /// Whether it is as it was signed.
    pub integrity: Integrity,
    /// Where the signer's chain ends, where the signature is good.
    pub chain: Option<Chain>,
    /// The provision profile, where there is one that can be read.
    pub profile: Option<ProvisioningProfile>,
    /// The app's ID on devices: bundle name, `_`, the key in base64. Not a filing value.
    pub app_id: Option<String>,
    /// AppGallery Connect's 公钥指纹: SHA-256 of the base64 text of the key, in upper-case hex. Not
    /// a filing value.
    pub public_key_fingerprint: Option<String>,
}

impl HarmonyOs {
    /// Nothing but the integrity.
    #[must_use]
    pub fn new(integrity: Integrity) -> Self {
        Self { integrity, chain: None, profile: None, app_id: None, public_key_fingerprint: None }
    }
}
