//! Apple's roots, by their digests, and the authorities that issue developers' certificates
//! (`https://www.apple.com/certificateauthority/`).

use std::sync::OnceLock;

use crate::pki::x509::Certificate;

/// The roots. Names prove nothing: Apple's own test data holds another "Apple Root CA".
const ROOTS: [&[u8]; 3] = [
    include_bytes!("certificates/AppleIncRootCertificate.cer"),
    include_bytes!("certificates/AppleRootCA-G2.cer"),
    include_bytes!("certificates/AppleRootCA-G3.cer"),
];

/// "Apple Worldwide Developer Relations Certification Authority", all that there were.
const DEVELOPER_RELATIONS: [&[u8]; 9] = [
    include_bytes!("certificates/AppleWWDRCA-2008.cer"),
    include_bytes!("certificates/AppleWWDRCA.cer"),
    include_bytes!("certificates/AppleWWDRCAG2.cer"),
    include_bytes!("certificates/AppleWWDRCAG3.cer"),
    include_bytes!("certificates/AppleWWDRCAG4.cer"),
    include_bytes!("certificates/AppleWWDRCAG5.cer"),
    include_bytes!("certificates/AppleWWDRCAG6.cer"),
    include_bytes!("certificates/AppleWWDRCAG7.cer"),
    include_bytes!("certificates/AppleWWDRCAG8.cer"),
];

/// Apple's authorities that are known, the roots first.
pub(crate) fn known() -> &'static [Certificate] {
    static KNOWN: OnceLock<Vec<Certificate>> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let all = ROOTS.iter().chain(&DEVELOPER_RELATIONS);
        all.filter_map(|der| Certificate::from_der(der).ok()).collect()
    })
}

/// Whether it is a root of Apple's, to the byte.
pub(super) fn is_root(certificate: &Certificate) -> bool {
    ROOTS.contains(&certificate.der())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As Apple publishes them.
    const SHA256: [&str; 12] = [
        "b0b1730ecbc7ff4505142c49f1295e6eda6bcaed7e2c68c5be91b5a11001f024",
        "c2b9b042dd57830e7d117dac55ac8ae19407d38e41d88f3215bc3a890444a050",
        "63343abfb89a6a03ebb57e9b3f5fa7be7c4f5c756f3017b3a8c488c3653e9179",
        "64b302913f11ca1b6806093b76cade7f7b123be0c04924fda87f5f4e8647f051",
        "ce057691d730f89ca25e916f7335f4c8a15713dcd273a658c024023f8eb809c2",
        "9ed4b3b88c6a339cf1387895bda9ca6ea31a6b5ce9edf7511845923b0c8ac94c",
        "dcf21878c77f4198e4b4614f03d696d89c66c66008d4244e1b99161aac91601f",
        "ea4757885538dd8cb59ff4556f676087d83c85e70902c122e42c0808b5bce14c",
        "53fd008278e5a595fe1e908ae9c5e5675f26243264a5a6438c023e3ce2870760",
        "bdd4ed6e74691f0c2bfd01be0296197af1379e0418e2d300efa9c3bef642ca30",
        "0f570d7502373a2102e2106faaa8fa4844944a07ee676198484f4d6ce15bea47",
        "29901badea37c9f300ce9869956beeb001d7e71bffb2e2d9533e132a4e87e6bd",
    ];

    #[test]
    fn authorities_are_those_that_apple_publishes() {
        let known: Vec<_> = known().iter().map(|it| hex::encode(it.sha256())).collect();
        assert_eq!(known, SHA256);
    }
}
