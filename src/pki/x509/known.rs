//! Certificates with a private key that is public or shared, so that they identify no developer.

use super::Certificate;
use crate::say::said;

said! {
    /// A certificate that is known to be shared.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum SharedCertificate {
        /// The key that the Android SDK makes for debug builds, with a password that is
        /// published.
        AndroidDebug => { en: "the Android debug certificate", zh: "安卓调试证书（Android Debug）" }
        /// A test key of the Android Open Source Project, with a private key that is published.
        AospTestKey => {
            en: "a test certificate of the Android Open Source Project",
            zh: "安卓开源项目（AOSP）的测试证书"
        }
        /// The public test certificate of DCloud (HBuilder).
        DCloud => { en: "DCloud's public test certificate", zh: "DCloud 公共测试证书" }
        /// The certificate that the quick-app toolkit brings.
        QuickAppToolkit => {
            en: "the quick-app toolkit's default certificate",
            zh: "快应用工具自带的默认证书"
        }
        /// The sample certificate of the OpenHarmony community, with a private key that is
        /// published.
        OpenHarmonySample => {
            en: "the OpenHarmony community's sample certificate",
            zh: "OpenHarmony 社区示例证书"
        }
    }
}

/// Known by the MD5 of the certificate.
const BY_MD5: &[([u8; 16], SharedCertificate)] = &[
    (
        [
            0x59, 0x20, 0x1c, 0xf6, 0x58, 0x92, 0x02, 0xcb, 0x2c, 0xda, 0xb2, 0x67, 0x52, 0x47,
            0x21, 0x12,
        ],
        SharedCertificate::DCloud,
    ),
    (
        [
            0xd5, 0xf8, 0x25, 0x51, 0x5b, 0x31, 0x62, 0x59, 0xf8, 0x51, 0x6b, 0x33, 0x64, 0x90,
            0x4f, 0x29,
        ],
        SharedCertificate::QuickAppToolkit,
    ),
];

/// The subject of the published test keys: testkey, platform, shared, media, networkstack.
const AOSP_SUBJECT: &str = "\
    EMAILADDRESS=android@android.com,CN=Android,OU=Android,O=Android,L=Mountain \
    View,ST=California,C=US";

impl Certificate {
    /// What it is issued for, where that is not to sign apps that are released.
    #[must_use]
    pub(crate) fn development(&self) -> Option<Development> {
        Development::of(self)
    }

    /// Whether its private key is known to be public or shared, so that it identifies no developer.
    #[must_use]
    pub fn shared(&self) -> Option<SharedCertificate> {
        SharedCertificate::of(self)
    }
}

impl SharedCertificate {
    /// Every one that is known.
    pub const ALL: &'static [Self] = &[
        Self::AndroidDebug,
        Self::AospTestKey,
        Self::DCloud,
        Self::QuickAppToolkit,
        Self::OpenHarmonySample,
    ];

    /// The one of that MD5. Of many only the subject is known: those have no one certificate.
    #[must_use]
    pub fn by_md5(md5: &[u8; 16]) -> Option<Self> {
        BY_MD5.iter().find(|(digest, _)| digest == md5).map(|(_, known)| *known)
    }

    pub(crate) fn of(certificate: &Certificate) -> Option<Self> {
        if let Some(known) = Self::by_md5(&certificate.md5()) {
            return Some(known);
        }
        match certificate.subject().common_name() {
            Some("Android Debug") => Some(Self::AndroidDebug),
            Some("OpenHarmony Application Release") => Some(Self::OpenHarmonySample),
            Some("Android") if certificate.subject().to_string() == AOSP_SUBJECT => {
                Some(Self::AospTestKey)
            }
            _ => None,
        }
    }
}

said! {
    /// What a certificate is issued for that signs no released app.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum Development {
        /// AppGallery Connect's debug certificate (调试证书).
        AppGallery => {
            en: "a debug certificate of AppGallery Connect",
            zh: "华为 AppGallery Connect 的调试证书"
        }
        /// Apple's certificates for development.
        Apple => { en: "a development certificate of Apple", zh: "苹果的开发证书" }
        /// Apple's certificates for services: push messages, passes, payment.
        AppleService => {
            en: "a certificate of Apple for push messages, passes or payment",
            zh: "苹果用于推送、票券或支付的证书"
        }
    }
}

/// What stands before the colon in the common names of Apple's certificates that sign no released
/// app ("Certificates", Apple developer documentation).
const APPLE_DEVELOPMENT: [&str; 6] = [
    "Apple Development",
    "iPhone Developer",
    "iOS Developer",
    "iOS Development",
    "Mac Developer",
    "Mac Development",
];
const APPLE_SERVICES: [&str; 6] = [
    "VoIP Services",
    "WatchKit Services",
    "Website Push ID",
    "Merchant ID",
    "Apple Pay Merchant Identity",
    "Apple Pay Payment Processing",
];

impl Development {
    pub(crate) fn of(certificate: &Certificate) -> Option<Self> {
        let is_issued = certificate.subject() != certificate.issuer();
        Self::by_name(certificate.subject().common_name()?, is_issued)
    }

    /// AppGallery Connect writes what a certificate is for behind the last comma of the common
    /// name. A self-signed one may be called so too.
    fn by_name(name: &str, is_issued: bool) -> Option<Self> {
        if is_issued && name.trim_end().ends_with(",Development") {
            return Some(Self::AppGallery);
        }
        let (kind, _) = name.split_once(':')?;
        let is_service = APPLE_SERVICES.contains(&kind)
            || kind.ends_with("Push Services")
            || kind.starts_with("Pass Type ID");
        if APPLE_DEVELOPMENT.contains(&kind) {
            Some(Self::Apple)
        } else {
            is_service.then_some(Self::AppleService)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn certificates_that_sign_no_released_app_are_told_by_their_names() {
        use Development::{AppGallery, Apple, AppleService};
        for (name, is_issued, want) in [
            ("示例(1234567890)\\,Development", true, Some(AppGallery)),
            ("Example,Development", true, Some(AppGallery)),
            ("Example,Development", false, None),
            ("示例(1234567890)\\,Release", true, None),
            ("Example Development", true, None),
            ("Apple Development: Somebody (ABCDE12345)", true, Some(Apple)),
            ("iPhone Developer: somebody@example.com (ABCDE12345)", true, Some(Apple)),
            ("Mac Developer: Somebody (ABCDE12345)", true, Some(Apple)),
            ("Apple Push Services: com.example.app", true, Some(AppleService)),
            ("Apple Development IOS Push Services: com.example.app", true, Some(AppleService)),
            ("Apple Production IOS Push Services: com.example.app", true, Some(AppleService)),
            ("Pass Type ID: pass.com.example", true, Some(AppleService)),
            ("Pass Type ID with NFC: pass.com.example", true, Some(AppleService)),
            ("Apple Distribution: Example Co (ABCDE12345)", true, None),
            ("iPhone Distribution: Example Co (ABCDE12345)", true, None),
            ("Developer ID Application: Example Co (ABCDE12345)", true, None),
            ("Android", true, None),
            ("", true, None),
        ] {
            assert_eq!(Development::by_name(name, is_issued), want, "{name}");
        }
    }
}
