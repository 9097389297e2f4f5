//! Verifying signatures. The only place that calls the crates of public-key cryptography.
//!
//! RSA by RFC 8017, ECDSA and DSA by FIPS 186-4, with the encodings of RFC 3279.

use std::fmt;

use rsa::{BoxedUint, Pkcs1v15Sign, Pss};
use sha2::{Sha224, Sha256, Sha384, Sha512};

use crate::asn1::{Elements, tag};
use crate::digest::DigestAlgorithm;
use crate::x509::{Curve, Parameters, PublicKey};

/// The RSA keys that platforms verify, in bits.
const RSA_BITS: std::ops::RangeInclusive<usize> = 512..=16_384;

/// A signature algorithm: a kind of key, and the digest of what is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SignatureAlgorithm {
    /// RSASSA-PKCS1-v1_5.
    RsaPkcs1(DigestAlgorithm),
    /// RSASSA-PSS with MGF1 over the same digest and a salt of the digest's length.
    RsaPss(DigestAlgorithm),
    Ecdsa(DigestAlgorithm),
    Dsa(DigestAlgorithm),
}

impl fmt::Display for SignatureAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, digest) = match self {
            Self::RsaPkcs1(digest) => ("RSA PKCS#1 v1.5", digest),
            Self::RsaPss(digest) => ("RSA PSS", digest),
            Self::Ecdsa(digest) => ("ECDSA", digest),
            Self::Dsa(digest) => ("DSA", digest),
        };
        write!(f, "{kind} with {}", digest.as_str())
    }
}

/// Why a signature is not good.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum SignatureError {
    /// It is not this key's signature of these bytes.
    #[error("it does not belong to these bytes and this key")]
    Mismatch,
    /// The key is of another type than the algorithm.
    #[error("the key is no key for {0}")]
    WrongKey(SignatureAlgorithm),
    /// The key's numbers are not those of a key, or are beyond what is verified.
    #[error("the {0} key cannot be used")]
    UnusableKey(&'static str),
}

impl SignatureAlgorithm {
    /// Verifies a signature of `message`.
    pub(crate) fn verify(
        self,
        key: &PublicKey,
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), SignatureError> {
        match (self, key.parameters()) {
            (Self::RsaPkcs1(digest), Parameters::Rsa { modulus, exponent }) => {
                let key = rsa_key(modulus, exponent)?;
                mismatch(key.verify(pkcs1(digest), &digest.digest(message), signature))
            }
            (Self::RsaPss(digest), Parameters::Rsa { modulus, exponent }) => {
                let key = rsa_key(modulus, exponent)?;
                verify_pss(&key, digest, &digest.digest(message), signature)
            }
            (Self::Ecdsa(digest), Parameters::Ec { curve }) => {
                verify_ecdsa(curve, key.raw(), &digest.digest(message), signature)
            }
            (Self::Dsa(digest), Parameters::Dsa { p, q, g, y }) => {
                verify_dsa([p, q, g, y], &digest.digest(message), signature)
            }
            _ => Err(SignatureError::WrongKey(self)),
        }
    }
}

fn mismatch<T, E>(result: Result<T, E>) -> Result<(), SignatureError> {
    result.map(drop).map_err(|_| SignatureError::Mismatch)
}

fn rsa_key(modulus: &[u8], exponent: &[u8]) -> Result<rsa::PublicKey, SignatureError> {
    let unusable = SignatureError::UnusableKey("RSA");
    // Checked before the numbers are made: arithmetic on larger ones takes a hostile file's choice of time.
    if modulus.len() > RSA_BITS.end() / 8 || exponent.len() > 8 {
        return Err(unusable);
    }
    let [modulus, exponent] = [modulus, exponent].map(BoxedUint::from_be_slice_vartime);
    rsa::PublicKey::new_with_size_limits(modulus, exponent, RSA_BITS).map_err(|_| unusable)
}

fn pkcs1(digest: DigestAlgorithm) -> Pkcs1v15Sign {
    match digest {
        DigestAlgorithm::Md5 => Pkcs1v15Sign::new::<md5::Md5>(),
        DigestAlgorithm::Sha1 => Pkcs1v15Sign::new::<sha1::Sha1>(),
        DigestAlgorithm::Sha224 => Pkcs1v15Sign::new::<Sha224>(),
        DigestAlgorithm::Sha256 => Pkcs1v15Sign::new::<Sha256>(),
        DigestAlgorithm::Sha384 => Pkcs1v15Sign::new::<Sha384>(),
        DigestAlgorithm::Sha512 => Pkcs1v15Sign::new::<Sha512>(),
    }
}

fn verify_pss(
    key: &rsa::PublicKey,
    digest: DigestAlgorithm,
    hash: &[u8],
    signature: &[u8],
) -> Result<(), SignatureError> {
    mismatch(match digest {
        DigestAlgorithm::Md5 => key.verify(Pss::<md5::Md5>::new(), hash, signature),
        DigestAlgorithm::Sha1 => key.verify(Pss::<sha1::Sha1>::new(), hash, signature),
        DigestAlgorithm::Sha224 => key.verify(Pss::<Sha224>::new(), hash, signature),
        DigestAlgorithm::Sha256 => key.verify(Pss::<Sha256>::new(), hash, signature),
        DigestAlgorithm::Sha384 => key.verify(Pss::<Sha384>::new(), hash, signature),
        DigestAlgorithm::Sha512 => key.verify(Pss::<Sha512>::new(), hash, signature),
    })
}

fn verify_ecdsa(curve: &Curve, point: &[u8], hash: &[u8], signature: &[u8]) -> Result<(), SignatureError> {
    macro_rules! verify {
        ($curve:ident, $name:literal, $field_size:literal) => {{
            use $curve::ecdsa::signature::hazmat::PrehashVerifier;
            let key = $curve::ecdsa::VerifyingKey::from_sec1_bytes(point);
            let key = key.map_err(|_| SignatureError::UnusableKey($name))?;
            let signature = $curve::ecdsa::Signature::from_der(signature);
            let signature = signature.map_err(|_| SignatureError::Mismatch)?;
            mismatch(key.verify_prehash(&widened::<$field_size>(hash), &signature))
        }};
    }
    match curve {
        Curve::P256 => verify!(p256, "P-256", 32),
        Curve::P384 => verify!(p384, "P-384", 48),
        Curve::P521 => verify!(p521, "P-521", 66),
        Curve::Other(_) => Err(SignatureError::UnusableKey("EC (of that curve)")),
    }
}

/// A digest at least as long as the curve's field, with zeros before it, which do not change its value. The crates
/// refuse digests much shorter than the field, which platforms accept.
fn widened<const FIELD_SIZE: usize>(hash: &[u8]) -> Vec<u8> {
    let mut widened = vec![0; FIELD_SIZE.saturating_sub(hash.len())];
    widened.extend_from_slice(hash);
    widened
}

fn verify_dsa(key: [&Vec<u8>; 4], hash: &[u8], signature: &[u8]) -> Result<(), SignatureError> {
    use dsa::signature::hazmat::PrehashVerifier;
    /// The largest prime that the standard allows, in bytes.
    const MAX_PRIME: usize = 3072 / 8;
    let unusable = || SignatureError::UnusableKey("DSA");
    if key.iter().any(|number| number.len() > MAX_PRIME) {
        return Err(unusable());
    }
    let [p, q, g, y] = key.map(|number| dsa::BoxedUint::from_be_slice_vartime(number));
    if y >= p {
        return Err(unusable());
    }
    let components = dsa::Components::from_components(p, q, g).map_err(|_| unusable())?;
    let key = dsa::VerifyingKey::from_components(components, y).map_err(|_| unusable())?;
    let signature = dsa_signature(signature).ok_or(SignatureError::Mismatch)?;
    mismatch(key.verify_prehash(hash, &signature))
}

/// Two integers in a sequence (RFC 3279, section 2.2.2).
fn dsa_signature(der: &[u8]) -> Option<dsa::Signature> {
    let mut integers = Elements::new(der).optional(tag::SEQUENCE)?.children();
    let mut integer = || {
        let integer = integers.read()?.unsigned()?;
        // Neither is larger than the subprime.
        (integer.len() <= 32).then(|| dsa::BoxedUint::from_be_slice_vartime(integer))
    };
    dsa::Signature::from_components(integer()?, integer()?)
}
