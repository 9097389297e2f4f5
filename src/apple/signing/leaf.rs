//! What a certificate of Apple's is for: extensions that say so (Apple, "Certificate Practice
//! Statement, Worldwide Developer Relations"; Security's `oidsalg.c` and `SecPolicy.c`).

use crate::encoding::asn1::Oid;
use crate::pki::is_authority;
use crate::pki::x509::Certificate;
use crate::say::said;

/// `1.2.840.113635.100`, Apple's.
const APPLE: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x63, 0x64];
/// Of an authority that issues developers' certificates, below that.
const DEVELOPER_RELATIONS: &[u8] = &[6, 2, 1];
/// Of what signs profiles: for iOS and its kin, and for macOS.
const PROFILE_SIGNING: [&[u8]; 2] = [&[6, 2, 2, 1], &[4, 11]];

said! {
    /// What a certificate is for.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
    pub(crate) enum Kind {
        /// To sign apps that reach users: the one that is filed.
        Distribution => { en: "a distribution certificate", zh: "发布证书" }
        Development => { en: "a development certificate", zh: "开发证书" }
        TestFlight => { en: "TestFlight's own certificate", zh: "TestFlight 自己的证书" }
        /// Apple's own, with which the store signs what users download.
        AppStoreSigning => {
            en: "the App Store's own certificate",
            zh: "App Store 自己的签名证书"
        }
        Push => { en: "a push certificate", zh: "推送证书" }
        Mac => { en: "a certificate for the Mac App Store", zh: "Mac App Store 证书" }
        DeveloperId => { en: "a Developer ID certificate", zh: "Developer ID 证书" }
        Authority => { en: "the certificate of an authority", zh: "证书颁发机构的证书" }
        Unknown => {
            en: "no certificate that Apple issues to developers",
            zh: "其他用途或其他机构的证书，不是苹果签发给开发者的"
        }
    }
}

impl Kind {
    pub(crate) fn of(certificate: &Certificate) -> Self {
        let has = |arc: &[u8]| has(certificate, arc);
        // What is Apple's own first: none of that is ever a developer's.
        let kinds: [(Self, &[&[u8]]); 7] = [
            (Self::AppStoreSigning, &[&[6, 1, 3]]),
            (Self::TestFlight, &[&[6, 1, 25, 1]]),
            (Self::Distribution, &[&[6, 1, 4]]),
            (Self::Development, &[&[6, 1, 2]]),
            (Self::Push, &[&[6, 3, 1], &[6, 3, 2], &[6, 3, 3], &[6, 3, 4], &[6, 3, 5], &[6, 3, 6]]),
            (Self::DeveloperId, &[&[6, 1, 13], &[6, 1, 14], &[6, 1, 33]]),
            (Self::Mac, &[&[6, 1, 7], &[6, 1, 8], &[6, 1, 9], &[6, 1, 10], &[6, 1, 12]]),
        ];
        let found = kinds.into_iter().find(|(_, arcs)| arcs.iter().any(|arc| has(arc)));
        match found {
            Some((kind, _)) => kind,
            None if is_authority(certificate) => Self::Authority,
            None => Self::Unknown,
        }
    }

    /// Whether devices take apps with a profile that such a certificate signed.
    pub(super) fn signs_apps(self) -> bool {
        matches!(self, Self::Distribution | Self::Development | Self::TestFlight)
    }
}

fn has(certificate: &Certificate, arc: &[u8]) -> bool {
    certificate.has_extension(Oid(&[APPLE, arc].concat()))
}

/// Whether an authority is one that issues developers' certificates.
pub(super) fn is_developer_relations(certificate: &Certificate) -> bool {
    has(certificate, DEVELOPER_RELATIONS)
}

/// Whether a certificate of Apple's is for signing profiles.
pub(super) fn signs_profiles(certificate: &Certificate) -> bool {
    PROFILE_SIGNING.iter().any(|arc| has(certificate, arc))
}
