//! The roots of HarmonyOS that are known.

use crate::crypto::budget::Work;
use crate::pki::cms::algorithm::whole_algorithm;
use crate::pki::x509::{Certificate, PublicKey};

/// The `SubjectPublicKeyInfo` of roots that are known: their keys are P-384, the head of which is
/// always the same.
const P384_HEAD: &str = "3076301006072a8648ce3d020106052b8104002203620004";

/// A root that is known, by its name and key.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct KnownRoot {
    pub(crate) is_huawei: bool,
    common_name: &'static str,
    /// The two coordinates of the point in hex.
    point: &'static str,
}

/// In the order in which they count.
pub(crate) const KNOWN_ROOTS: [KnownRoot; 2] = [
    KnownRoot {
        is_huawei: true,
        common_name: "Huawei CBG Root CA G2",
        point: "5a27641a70d23b0dff1c4db2d861e5f9fa560486b94be2259cdaec194bf00b52\
                36416beda821d69b016514af79cca5e233cb3dc95dd555787b8af37c6493b748\
                2e4dd530abbc1da5a47301c1ccf80c0d2480708c9bfc0379cea4387c75c6f091",
    },
    // Its private key is published with the system's sources.
    KnownRoot {
        is_huawei: false,
        common_name: "OpenHarmony Application Root CA",
        point: "4d36dd79916b0d839cef0d4ac6fe286fee63416d4b7bb92d0b9c76bdea5959d1\
                5b9ba24082fab6d35904478b4d4798709642a5aca0f4b95ffb54a60c0edd6388\
                8fd84711a3850ddeb8a5a2fb5f15fb261f8b72dd20291d517359497e370747f0",
    },
];

impl KnownRoot {
    fn spki(&self) -> Vec<u8> {
        hex::decode([P384_HEAD, self.point].concat()).unwrap_or_default()
    }

    pub(crate) fn public_key(&self) -> Option<PublicKey> {
        PublicKey::from_spki(&self.spki()).ok()
    }

    pub(crate) fn is(&self, certificate: &Certificate) -> bool {
        certificate.public_key().spki() == self.spki()
    }

    /// Whether it issued a certificate, where it does not stand beside it.
    pub(crate) fn signed(&self, certificate: &Certificate, work: &Work) -> bool {
        let signature = || {
            let (signed, algorithm, signature) = certificate.issuer_signature()?;
            whole_algorithm(algorithm)?.verify(&self.public_key()?, signed, signature, work).ok()
        };
        certificate.issuer().common_name() == Some(self.common_name) && signature().is_some()
    }
}

/// The root under which Huawei tries things: what hangs below it was not released.
const TEST_ROOT_NAME: &str = "Huawei CBG Root CA G2 Test";
const TEST_ROOT_SHA256: [u8; 32] = [
    0xc9, 0x56, 0x5b, 0x6c, 0xc6, 0xa0, 0xae, 0xbf, 0x49, 0x59, 0x4b, 0x8e, 0x2a, 0x56, 0x5f, 0xf6,
    0xc9, 0xfe, 0x9c, 0x50, 0xbc, 0x62, 0x7d, 0xf3, 0x31, 0x89, 0xc0, 0xba, 0x21, 0x21, 0x20, 0x00,
];

/// Whether a chain that ends with that certificate ends at Huawei's test root, or at what calls
/// itself so. The name alone proves nothing, but no chain has it by chance.
pub(crate) fn is_below_test_root(last: &Certificate) -> bool {
    last.sha256() == TEST_ROOT_SHA256 || last.issuer().common_name() == Some(TEST_ROOT_NAME)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALONE: &[u8] = include_bytes!("../../../fixtures/keys/p384.cert.der");
    const ROOT: &[u8] = include_bytes!("../../../fixtures/keys/h-root.cert.der");

    #[test]
    fn a_known_root_is_known_by_its_key_and_not_by_its_name() {
        let [alone, other] = [ALONE, ROOT].map(|der| Certificate::from_der(der).unwrap());
        let point: &str = Box::leak(hex::encode(&alone.public_key().raw()[1..]).into_boxed_str());
        let known = |common_name, point| KnownRoot { is_huawei: true, common_name, point };
        let root = known("P-384 Signer", point);
        assert!(root.is(&alone) && root.signed(&alone, &Work::default()));
        assert!(!root.is(&other) && !root.signed(&other, &Work::default()));
        assert!(!known("Another", point).signed(&alone, &Work::default()), "its name is another");
        let huawei = &KNOWN_ROOTS[0];
        assert!(huawei.public_key().is_some());
        assert!(!known("P-384 Signer", huawei.point).is(&alone));
        assert!(
            !known("P-384 Signer", huawei.point).signed(&alone, &Work::default()),
            "its key is another"
        );
    }

    #[test]
    fn keys_of_known_roots_are_keys() {
        for root in &KNOWN_ROOTS {
            assert!(root.public_key().is_some(), "{}", root.common_name);
        }
    }
}
