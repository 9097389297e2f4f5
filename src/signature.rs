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
    let [p, q, g, y] = key;
    let [p, q] = [p, q].map(|number| dsa::BoxedUint::from_be_slice_vartime(number));
    // The crate calculates modulo the prime, and panics on numbers of fewer words than the prime has.
    let as_wide = |number| dsa::BoxedUint::from_be_slice(number, p.bits_precision()).map_err(|_| unusable());
    let (g, y) = (as_wide(g)?, as_wide(y)?);
    if g >= p || y >= p {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asn1::{encode, tag};

    const RSA: &[u8] = include_bytes!("../fixtures/keys/first.cert.der");
    const P256: &[u8] = include_bytes!("../fixtures/keys/p256.cert.der");
    const DSA: &[u8] = include_bytes!("../fixtures/keys/dsa.cert.der");

    use DigestAlgorithm::Sha256;
    use SignatureAlgorithm::{Dsa, Ecdsa, RsaPkcs1, RsaPss};

    /// A self-signed certificate is a key, a message and a signature of it.
    fn parts(der: &[u8]) -> (PublicKey, Vec<u8>, Vec<u8>) {
        let certificate = crate::x509::Certificate::from_der(der).unwrap();
        let (message, _, signature) = certificate.issuer_signature().unwrap();
        (certificate.public_key().clone(), message.to_vec(), signature.to_vec())
    }

    #[test]
    fn good_signatures_verify_and_others_do_not() {
        for (algorithm, der) in [(RsaPkcs1(Sha256), RSA), (Ecdsa(Sha256), P256), (Dsa(Sha256), DSA)] {
            let (key, message, signature) = parts(der);
            assert_eq!(algorithm.verify(&key, &message, &signature), Ok(()), "{algorithm}");
            assert_eq!(algorithm.verify(&key, &message[1..], &signature), Err(SignatureError::Mismatch));
            assert_eq!(algorithm.verify(&key, &message, &[]), Err(SignatureError::Mismatch));
            let with_more = [&signature[..], &[0]].concat();
            assert_ne!(algorithm.verify(&key, &message, &with_more[1..]), Ok(()), "{algorithm}");
            for at in 0..signature.len() {
                let mut flipped = signature.clone();
                flipped[at] ^= 0x10;
                assert_ne!(algorithm.verify(&key, &message, &flipped), Ok(()), "{algorithm}: byte {at}");
            }
        }
    }

    #[test]
    fn a_key_of_another_type_is_told() {
        for (algorithm, der) in
            [(RsaPkcs1(Sha256), P256), (RsaPss(Sha256), DSA), (Ecdsa(Sha256), RSA), (Dsa(Sha256), P256)]
        {
            let (key, message, signature) = parts(der);
            assert_eq!(
                algorithm.verify(&key, &message, &signature),
                Err(SignatureError::WrongKey(algorithm))
            );
        }
    }

    #[test]
    fn nonsense_numbers_are_no_keys_and_no_panics() {
        let number = |bytes: &[u8]| encode(tag::INTEGER, bytes);
        let spki = |oid: &[u8], parameters: &[u8], key: &[u8]| {
            let algorithm = [encode(tag::OBJECT_IDENTIFIER, oid), parameters.to_vec()].concat();
            let bits = encode(tag::BIT_STRING, &[&[0], key].concat());
            encode(tag::SEQUENCE, &[encode(tag::SEQUENCE, &algorithm), bits].concat())
        };
        let (_, message, signature) = parts(RSA);
        let values: [&[u8]; 7] = [&[0], &[1], &[2], &[3], &[0x7f; 64], &[0x7f; 256], &[0x40; 3000]];
        for first in values {
            for second in values {
                let key = encode(tag::SEQUENCE, &[number(first), number(second)].concat());
                let key = spki(&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01], &[5, 0], &key);
                if let Ok(key) = PublicKey::from_spki(&key) {
                    assert_ne!(RsaPkcs1(Sha256).verify(&key, &message, &signature), Ok(()));
                    assert_ne!(RsaPss(Sha256).verify(&key, &message, &signature), Ok(()));
                }
            }
        }
        let (dsa, message, signature) = parts(DSA);
        let Parameters::Dsa { p, q, g, y } = dsa.parameters() else { panic!("the key is DSA") };
        let replace = |at: usize, value: &[u8]| {
            let mut numbers = [p, q, g, y].map(|number| [&[0], &number[..]].concat());
            numbers[at] = value.to_vec();
            let parameters = encode(tag::SEQUENCE, &[0, 1, 2].map(|at| number(&numbers[at])).concat());
            spki(&[0x2a, 0x86, 0x48, 0xce, 0x38, 0x04, 0x01], &parameters, &number(&numbers[3]))
        };
        for at in 0..4 {
            for value in values {
                let key = PublicKey::from_spki(&replace(at, value)).unwrap();
                assert_ne!(Dsa(Sha256).verify(&key, &message, &signature), Ok(()), "number {at}");
            }
        }
    }
}
