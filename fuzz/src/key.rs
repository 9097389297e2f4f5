//! Signing with a key of the fixtures, so that what a fuzzer chose gets past the check of its
//! signature.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex};

use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use p256::pkcs8::DecodePrivateKey;
use rsa::Pkcs1v15Sign;
use sha2::{Digest, Sha256};

use crate::der;

/// The certificate of the key that signs.
pub const CERTIFICATE: &[u8] = include_bytes!("../../fixtures/keys/p256.cert.der");

static KEY: LazyLock<SigningKey> = LazyLock::new(|| {
    let key = include_bytes!("../../fixtures/keys/p256.key.der");
    SigningKey::from_pkcs8_der(key).expect("the fixtures' key")
});

/// The certificate of the RSA key.
pub const RSA_CERTIFICATE: &[u8] = include_bytes!("../../fixtures/keys/first.cert.der");

static RSA_KEY: LazyLock<rsa::PrivateKey> = LazyLock::new(|| {
    let key = include_bytes!("../../fixtures/keys/first.key.der");
    rsa::PrivateKey::from_pkcs8_der(key).expect("the fixtures' key")
});

/// RSA PKCS#1 v1.5 with SHA-256.
pub fn sign_rsa(message: &[u8]) -> Vec<u8> {
    let digest = Sha256::digest(message);
    RSA_KEY.sign(Pkcs1v15Sign::new::<Sha256>(), &digest).expect("the fixtures' key signs")
}

/// ECDSA with SHA-256, in DER.
pub fn sign(message: &[u8]) -> Vec<u8> {
    let signature: Signature = KEY.sign(message);
    signature.to_der().as_bytes().to_vec()
}

/// A key that may sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key {
    /// ECDSA, P-256.
    P256,
    /// RSA, 2048 bits, as the others.
    First,
    /// Another one.
    Second,
    /// Another one.
    Third,
}

/// Every key.
pub const KEYS: [Key; 4] = [Key::P256, Key::First, Key::Second, Key::Third];

static OTHER_RSA_KEYS: LazyLock<[rsa::PrivateKey; 2]> = LazyLock::new(|| {
    let keys: [&[u8]; 2] = [
        include_bytes!("../../fixtures/keys/second.key.der"),
        include_bytes!("../../fixtures/keys/third.key.der"),
    ];
    keys.map(|key| rsa::PrivateKey::from_pkcs8_der(key).expect("the fixtures' key"))
});

/// What was signed before: RSA is slow, and much is signed again and again.
static SIGNED: LazyLock<Mutex<HashMap<(Key, Vec<u8>), Vec<u8>>>> = LazyLock::new(Mutex::default);

/// How many signatures are kept.
const MAX_SIGNED: usize = 4096;

impl Key {
    /// The certificate.
    pub fn certificate(self) -> &'static [u8] {
        match self {
            Self::P256 => CERTIFICATE,
            Self::First => RSA_CERTIFICATE,
            Self::Second => include_bytes!("../../fixtures/keys/second.cert.der"),
            Self::Third => include_bytes!("../../fixtures/keys/third.cert.der"),
        }
    }

    /// The SubjectPublicKeyInfo.
    pub fn spki(self) -> &'static [u8] {
        fields(self.certificate()).2
    }

    /// The id of the algorithm that it signs with.
    pub fn algorithm(self) -> u32 {
        if self == Self::P256 { 0x0201 } else { 0x0103 }
    }

    /// A signature with that algorithm.
    pub fn sign(self, message: &[u8]) -> Vec<u8> {
        let wanted = (self, Sha256::digest(message).to_vec());
        let mut signed = SIGNED.lock().expect("nobody panicked");
        if let Some(signature) = signed.get(&wanted) {
            return signature.clone();
        }
        let key = match self {
            Self::P256 => return sign(message),
            Self::First => &RSA_KEY,
            Self::Second => &OTHER_RSA_KEYS[0],
            Self::Third => &OTHER_RSA_KEYS[1],
        };
        let signature = key.sign(Pkcs1v15Sign::new::<Sha256>(), &wanted.1).expect(
            "the fixtures' \
            key signs",
        );
        if signed.len() < MAX_SIGNED {
            signed.insert(wanted, signature.clone());
        }
        signature
    }

    /// The block of a scheme with one signer whose signed data is the bytes; `sdk` is the range
    /// that v3 has outside it.
    pub fn scheme_block(self, signed_data: &[u8], sdk: Option<[u32; 2]>) -> Vec<u8> {
        let signature =
            [&self.algorithm().to_le_bytes()[..], &prefixed(&self.sign(signed_data))].concat();
        let sdk: Vec<u8> = sdk.into_iter().flatten().flat_map(u32::to_le_bytes).collect();
        let signer =
            [prefixed(signed_data), sdk, prefixed(&prefixed(&signature)), prefixed(self.spki())];
        prefixed(&prefixed(&signer.concat()))
    }
}

/// A certificate's serial, issuer and key as they stand in it.
fn fields(certificate: &[u8]) -> (&[u8], &[u8], &[u8]) {
    let (certificate, _) = der::split(certificate);
    let (tbs, _) = der::split(certificate);
    let (_version, rest) = der::first(tbs);
    let (serial, rest) = der::first(rest);
    let (_algorithm, rest) = der::first(rest);
    let (issuer, rest) = der::first(rest);
    let (_validity, rest) = der::first(rest);
    let (_subject, rest) = der::first(rest);
    let (spki, _) = der::first(rest);
    (serial, issuer, spki)
}

/// The SubjectPublicKeyInfo.
pub fn spki() -> &'static [u8] {
    fields(CERTIFICATE).2
}

/// That of the RSA key.
pub fn rsa_spki() -> &'static [u8] {
    fields(RSA_CERTIFICATE).2
}

/// CMS signed data over the content, which is inside if `attached`.
pub fn cms(content: &[u8], attached: bool) -> Vec<u8> {
    const SIGNED_DATA: &[u8] = &[6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 7, 2];
    const DATA: &[u8] = &[6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 7, 1];
    const SHA256: &[u8] = &[6, 9, 0x60, 0x86, 0x48, 1, 101, 3, 4, 2, 1];
    const ECDSA_WITH_SHA256: &[u8] = &[6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2];
    let (serial, issuer, _) = fields(CERTIFICATE);
    let digest = der::sequence(&[SHA256]);
    let inside = if attached { der::element(0xa0, &der::element(4, content)) } else { Vec::new() };
    let signer = der::sequence(&[
        &[2, 1, 1],
        &der::sequence(&[issuer, serial]),
        &digest,
        &der::sequence(&[ECDSA_WITH_SHA256]),
        &der::element(4, &sign(content)),
    ]);
    let signed_data = der::sequence(&[
        &[2, 1, 1],
        &der::element(0x31, &digest),
        &der::sequence(&[DATA, &inside]),
        &der::element(0xa0, CERTIFICATE),
        &der::element(0x31, &signer),
    ]);
    der::sequence(&[SIGNED_DATA, &der::element(0xa0, &signed_data)])
}

/// A run of bytes behind its length.
pub fn prefixed(bytes: &[u8]) -> Vec<u8> {
    [&(bytes.len() as u32).to_le_bytes(), bytes].concat()
}

/// The block that [`Key::P256`] signs.
pub fn scheme_block(signed_data: &[u8], sdk: Option<[u32; 2]>) -> Vec<u8> {
    Key::P256.scheme_block(signed_data, sdk)
}
