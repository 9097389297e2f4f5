//! Verifying signatures. The only place that calls the crates of public-key cryptography.
//!
//! RSA by RFC 8017, ECDSA and DSA by FIPS 186-4, with the encodings of RFC 3279.

use std::fmt;

use rsa::{BoxedUint, Pkcs1v15Sign, Pss};
use sha2::{Sha224, Sha256, Sha384, Sha512};

use super::x509::{Curve, MlDsaLevel, Parameters, PublicKey};
use crate::crypto::budget::Work;
use crate::crypto::digest::DigestAlgorithm;
use crate::encoding::asn1::{Elements, tag};
use crate::limits::Limit;
use crate::say::{Language, Say, said};

/// The smallest RSA keys that platforms verify, in bits.
const MIN_RSA_BITS: usize = 512;
/// The largest DSA prime that the standard allows, in bits.
const MAX_DSA_BITS: u64 = 3072;

/// A signature algorithm: a kind of key, and the digest of what is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SignatureAlgorithm {
    /// RSASSA-PKCS1-v1_5.
    RsaPkcs1(DigestAlgorithm),
    /// RSASSA-PSS with MGF1 over the same digest and a salt of the digest's length.
    RsaPss(DigestAlgorithm),
    Ecdsa(DigestAlgorithm),
    Dsa(DigestAlgorithm),
    /// Pure ML-DSA with an empty context (FIPS 204, section 5.3), of the level that the key is of.
    MlDsa,
}

impl Say for SignatureAlgorithm {
    fn say(&self, language: Language, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, digest) = match self {
            Self::RsaPkcs1(digest) => ("RSA PKCS#1 v1.5", digest),
            Self::RsaPss(digest) => ("RSA PSS", digest),
            Self::Ecdsa(digest) => ("ECDSA", digest),
            Self::Dsa(digest) => ("DSA", digest),
            Self::MlDsa => return f.write_str("ML-DSA"),
        };
        match language {
            Language::English => write!(f, "{kind} with {}", digest.as_str()),
            Language::Chinese => write!(f, "{kind}，摘要 {}", digest.as_str()),
        }
    }
}

said! {
    /// Why a signature is not good.
    #[derive(Debug, Clone, PartialEq, Eq)]
    #[non_exhaustive]
    pub(crate) enum SignatureError {
        /// It is not this key's signature of these bytes.
        Mismatch => {
            en: "it does not belong to these bytes and this key",
            zh: "签名与内容或密钥不符"
        }
        /// The key is of another type than the algorithm.
        WrongKey(it: SignatureAlgorithm) => {
            en: "the key is no key for {it}",
            zh: "公钥类型与算法 {it} 不符"
        }
        /// The key's numbers are not those of a key, or are beyond what is verified.
        UnusableKey(it: &'static str) => {
            en: "the {it} key cannot be used",
            zh: "{it} 公钥无法使用"
        }
        /// The curve is none of those that platforms verify.
        UnknownCurve => {
            en: "the EC (of that curve) key cannot be used",
            zh: "不支持该曲线的 EC 公钥"
        }
        /// The key is larger than those that are verified.
        KeyTooLarge {
            /// Of its modulus or prime.
            bits: u32,
            limit: Limit,
        } => {
            en: "the key has {bits} bits, and at most {limit} are verified",
            zh: "公钥有 {bits} 位，最多校验 {limit} 位的公钥"
        }
        /// Verifying this one too would take more work than is done for one file.
        TooMuchWork(it: Limit) => {
            en: "all signatures together take more work than {it}",
            zh: "校验全部签名所需的计算量超过 {it}"
        }
    }
}

impl std::error::Error for SignatureError {}

impl SignatureAlgorithm {
    /// Verifies a signature of `message`.
    pub(crate) fn verify(
        self,
        key: &PublicKey,
        message: &[u8],
        signature: &[u8],
        work: &Work,
    ) -> Result<(), SignatureError> {
        check_size(key, work)?;
        work.spend(cost(key, message)).map_err(SignatureError::TooMuchWork)?;
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
            (Self::MlDsa, Parameters::MlDsa(level)) => {
                verify_ml_dsa(*level, key.raw(), message, signature)
            }
            _ => Err(SignatureError::WrongKey(self)),
        }
    }
}

fn mismatch<T, E>(result: Result<T, E>) -> Result<(), SignatureError> {
    result.map(drop).map_err(|_| SignatureError::Mismatch)
}

/// That arithmetic with the key's numbers takes no more time than platforms spend. Checked before
/// the numbers are made.
fn check_size(key: &PublicKey, work: &Work) -> Result<(), SignatureError> {
    let limit = match key.parameters() {
        Parameters::Dsa { .. } => work.key_bits().at_most(MAX_DSA_BITS),
        _ => work.key_bits(),
    };
    match key.bits() {
        Some(bits) if u64::from(bits) > limit.value && key.curve().is_none() => {
            Err(SignatureError::KeyTooLarge { bits, limit })
        }
        _ => Ok(()),
    }
}

/// What verifying a signature takes, in signatures of RSA with 2,048 bits.
fn cost(key: &PublicKey, message: &[u8]) -> u64 {
    /// How many bytes are digested in the same time.
    const MESSAGE: u64 = 128 << 10;
    let bits = u64::from(key.bits().unwrap_or_default());
    let by_key = match key.parameters() {
        // Twice the bits take four times as long.
        Parameters::Rsa { .. } => bits.saturating_mul(bits).div_ceil(2048 * 2048),
        Parameters::Ec { curve: Curve::P521 } => 8,
        Parameters::Ec { curve: Curve::P384 } | Parameters::MlDsa(_) => 4,
        Parameters::Ec { .. } | Parameters::Unknown => 1,
        // Three powers, with exponents as long as the subprime.
        Parameters::Dsa { .. } => bits.saturating_mul(bits).div_ceil(256 * 256),
    };
    by_key.saturating_add(message.len() as u64 / MESSAGE)
}

fn rsa_key(modulus: &[u8], exponent: &[u8]) -> Result<rsa::PublicKey, SignatureError> {
    let unusable = SignatureError::UnusableKey("RSA");
    if exponent.len() > 8 {
        return Err(unusable);
    }
    let [modulus, exponent] = [modulus, exponent].map(BoxedUint::from_be_slice_vartime);
    // The upper end was checked.
    rsa::PublicKey::new_with_size_limits(modulus, exponent, MIN_RSA_BITS..=usize::MAX)
        .map_err(|_| unusable)
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

fn verify_ecdsa(
    curve: &Curve,
    point: &[u8],
    hash: &[u8],
    signature: &[u8],
) -> Result<(), SignatureError> {
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
        Curve::Other(_) => Err(SignatureError::UnknownCurve),
    }
}

/// A digest at least as long as the curve's field, with zeros before it, which do not change its
/// value. The crates refuse digests much shorter than the field, which platforms accept.
fn widened<const FIELD_SIZE: usize>(hash: &[u8]) -> Vec<u8> {
    let mut widened = vec![0; FIELD_SIZE.saturating_sub(hash.len())];
    widened.extend_from_slice(hash);
    widened
}

fn verify_dsa(key: [&Vec<u8>; 4], hash: &[u8], signature: &[u8]) -> Result<(), SignatureError> {
    use dsa::signature::hazmat::PrehashVerifier;
    let unusable = || SignatureError::UnusableKey("DSA");
    let [p, q, g, y] = key;
    // The others are smaller than the prime.
    if [q, g, y].iter().any(|number| number.len() > p.len()) {
        return Err(unusable());
    }
    let [p, q] = [p, q].map(|number| dsa::BoxedUint::from_be_slice_vartime(number));
    // The crate calculates modulo the prime, and panics on numbers of fewer words than the prime
    // has.
    let as_wide =
        |number| dsa::BoxedUint::from_be_slice(number, p.bits_precision()).map_err(|_| unusable());
    let (g, y) = (as_wide(g)?, as_wide(y)?);
    if g >= p || y >= p {
        return Err(unusable());
    }
    let components = dsa::Components::from_components(p, q, g).map_err(|_| unusable())?;
    let key = dsa::VerifyingKey::from_components(components, y).map_err(|_| unusable())?;
    let signature = dsa_signature(signature).ok_or(SignatureError::Mismatch)?;
    mismatch(key.verify_prehash(hash, &signature))
}

/// Keys and signatures have the lengths of their level (FIPS 204, table 2).
fn verify_ml_dsa(
    level: MlDsaLevel,
    key: &[u8],
    message: &[u8],
    signature: &[u8],
) -> Result<(), SignatureError> {
    macro_rules! verify {
        ($level:ident) => {{
            use ml_dsa::{EncodedSignature, EncodedVerifyingKey, Signature, VerifyingKey, $level};
            let key = EncodedVerifyingKey::<$level>::try_from(key);
            let key = key.map_err(|_| SignatureError::UnusableKey(level.as_str()))?;
            let signature = EncodedSignature::<$level>::try_from(signature).ok();
            let signature = signature.and_then(|it| Signature::<$level>::decode(&it));
            let signature = signature.ok_or(SignatureError::Mismatch)?;
            let key = VerifyingKey::<$level>::decode(&key);
            key.verify_with_context(message, &[], &signature)
        }};
    }
    let is_good = match level {
        MlDsaLevel::MlDsa44 => verify!(MlDsa44),
        MlDsaLevel::MlDsa65 => verify!(MlDsa65),
        MlDsaLevel::MlDsa87 => verify!(MlDsa87),
    };
    if is_good { Ok(()) } else { Err(SignatureError::Mismatch) }
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
    use crate::encoding::asn1::{Oid, encode, tag};
    use crate::pki::oid;

    const RSA: &[u8] = include_bytes!("../../fixtures/keys/first.cert.der");
    const P256: &[u8] = include_bytes!("../../fixtures/keys/p256.cert.der");
    const DSA: &[u8] = include_bytes!("../../fixtures/keys/dsa.cert.der");

    use DigestAlgorithm::Sha256;
    use SignatureAlgorithm::{Dsa, Ecdsa, RsaPkcs1, RsaPss};

    /// A self-signed certificate is a key, a message and a signature of it.
    fn parts(der: &[u8]) -> (PublicKey, Vec<u8>, Vec<u8>) {
        let certificate = crate::pki::x509::Certificate::from_der(der).unwrap();
        let (message, _, signature) = certificate.issuer_signature().unwrap();
        (certificate.public_key().clone(), message.to_vec(), signature.to_vec())
    }

    #[test]
    fn good_signatures_verify_and_others_do_not() {
        for (algorithm, der) in [(RsaPkcs1(Sha256), RSA), (Ecdsa(Sha256), P256), (Dsa(Sha256), DSA)]
        {
            let (key, message, signature) = parts(der);
            assert_eq!(
                algorithm.verify(&key, &message, &signature, &Work::default()),
                Ok(()),
                "{algorithm:?}"
            );
            assert_eq!(
                algorithm.verify(&key, &message[1..], &signature, &Work::default()),
                Err(SignatureError::Mismatch)
            );
            assert_eq!(
                algorithm.verify(&key, &message, &[], &Work::default()),
                Err(SignatureError::Mismatch)
            );
            let with_more = [&signature[..], &[0]].concat();
            assert_ne!(
                algorithm.verify(&key, &message, &with_more[1..], &Work::default()),
                Ok(()),
                "{algorithm:?}"
            );
            for at in 0..signature.len() {
                let mut flipped = signature.clone();
                flipped[at] ^= 0x10;
                assert_ne!(
                    algorithm.verify(&key, &message, &flipped, &Work::default()),
                    Ok(()),
                    "{algorithm:?}: byte {at}"
                );
            }
        }
    }

    #[test]
    fn a_key_of_another_type_is_told() {
        for (algorithm, der) in [
            (RsaPkcs1(Sha256), P256),
            (RsaPss(Sha256), DSA),
            (Ecdsa(Sha256), RSA),
            (Dsa(Sha256), P256),
        ] {
            let (key, message, signature) = parts(der);
            assert_eq!(
                algorithm.verify(&key, &message, &signature, &Work::default()),
                Err(SignatureError::WrongKey(algorithm))
            );
        }
    }

    fn number(bytes: &[u8]) -> Vec<u8> {
        encode(tag::INTEGER, bytes)
    }

    fn spki(oid: Oid<'_>, parameters: &[u8], key: &[u8]) -> PublicKey {
        let algorithm = [oid.encoded(), parameters.to_vec()].concat();
        let bits = encode(tag::BIT_STRING, &[&[0], key].concat());
        let der = encode(tag::SEQUENCE, &[encode(tag::SEQUENCE, &algorithm), bits].concat());
        PublicKey::from_spki(&der).unwrap()
    }

    fn rsa(bits: usize, exponent: &[u8]) -> PublicKey {
        let mut modulus = vec![0xff; bits.div_ceil(8)];
        modulus[0] >>= bits.div_ceil(8) * 8 - bits;
        let key =
            [number(&[&[0], &modulus[..]].concat()), number(&[&[0], exponent].concat())].concat();
        spki(oid::RSA, &[5, 0], &encode(tag::SEQUENCE, &key))
    }

    #[test]
    fn keys_of_every_size_that_platforms_verify_are_used() {
        use SignatureError::{Mismatch, UnusableKey};
        let limits = crate::limits::Limits::default();
        let large = |bits| SignatureError::KeyTooLarge { bits, limit: limits.key_bits() };
        const LARGEST: &[u8] = &[1, 0xff, 0xff, 0xff, 0xff];
        for (bits, exponent, want) in [
            (511, &[3][..], UnusableKey("RSA")),
            (512, &[3], Mismatch),
            (16_384, &[1, 0, 1], Mismatch),
            (16_384, LARGEST, Mismatch),
            (16_385, &[1, 0, 1], large(16_385)),
            (2048, &[2, 0, 0, 0, 1], UnusableKey("RSA")),
            (2048, &[0xff; 256], UnusableKey("RSA")),
            (16_384, &[0xff; 2048], UnusableKey("RSA")),
            (2048, &[1], UnusableKey("RSA")),
            (2048, &[4], UnusableKey("RSA")),
        ] {
            let key = rsa(bits, exponent);
            // One that is no larger than any modulus of the size.
            let signature = [&[0], &vec![7; bits.div_ceil(8) - 1][..]].concat();
            assert_eq!(
                RsaPkcs1(Sha256).verify(&key, b"", &signature, &Work::default()),
                Err(want.clone()),
                "{bits}, {exponent:x?}"
            );
            assert_eq!(
                RsaPss(Sha256).verify(&key, b"", &signature, &Work::default()),
                Err(want),
                "{bits}, {exponent:x?}"
            );
        }
        let fewer = limits.with_key_bits(2047);
        let refused =
            RsaPkcs1(Sha256).verify(&rsa(2048, &[3]), b"", &[7; 256], &Work::new(&fewer, 0));
        let message = refused.unwrap_err().to_string();
        assert_eq!(message, "the key has 2048 bits, and at most 2047 (key_bits) are verified");
        let dsa = |bytes: usize, first: u8| {
            let p = [&[0, first], &vec![0xff; bytes - 1][..]].concat();
            let parameters =
                [number(&p), number(&[&[0], &[0xff; 32][..]].concat()), number(&[2])].concat();
            spki(oid::DSA, &encode(tag::SEQUENCE, &parameters), &number(&[4]))
        };
        assert_eq!(
            Dsa(Sha256).verify(&dsa(384, 0xff), b"", &[], &Work::default()),
            Err(UnusableKey("DSA"))
        );
        let refused =
            Dsa(Sha256).verify(&dsa(385, 1), b"", &[], &Work::default()).unwrap_err().to_string();
        assert_eq!(refused, "the key has 3073 bits, and at most 3072 (key_bits) are verified");
    }

    #[test]
    fn signatures_cost_what_their_keys_do() {
        let cost_of = |der| cost(&parts(der).0, b"");
        for (bits, want) in [(512, 1), (2048, 1), (2049, 2), (4096, 4), (16_384, 64)] {
            assert_eq!(cost(&rsa(bits, &[3]), b""), want, "{bits}");
        }
        assert_eq!(cost(&rsa(2048, &[3]), &vec![0; 1 << 20]), 9);
        assert_eq!((cost_of(RSA), cost_of(P256), cost_of(DSA)), (1, 1, 64));
    }

    #[test]
    fn points_that_are_none_are_no_keys() {
        let p256 = oid::P256.encoded();
        let (good, message, signature) = parts(P256);
        let mut off_curve = good.raw().to_vec();
        off_curve[64] ^= 1;
        let explicit = encode(tag::SEQUENCE, &number(&[1]));
        for (name, parameters, point, want) in [
            ("as it is", &p256, good.raw(), Ok(())),
            ("off the curve", &p256, &off_curve, Err(SignatureError::UnusableKey("P-256"))),
            (
                "of zeros",
                &p256,
                &[&[4], &[0; 64][..]].concat(),
                Err(SignatureError::UnusableKey("P-256")),
            ),
            (
                "of a curve that is spelled out",
                &explicit,
                good.raw(),
                Err(SignatureError::UnknownCurve),
            ),
        ] {
            let key = spki(oid::EC, parameters, point);
            assert_eq!(
                Ecdsa(Sha256).verify(&key, &message, &signature, &Work::default()),
                want,
                "{name}"
            );
        }
    }

    #[test]
    fn nonsense_numbers_are_no_keys_and_no_panics() {
        let (_, message, signature) = parts(RSA);
        let values: [&[u8]; 7] = [&[0], &[1], &[2], &[3], &[0x7f; 64], &[0x7f; 256], &[0x40; 3000]];
        for first in values {
            for second in values {
                if first == [0] || second == [0] {
                    continue;
                }
                let key = encode(tag::SEQUENCE, &[number(first), number(second)].concat());
                let key = spki(oid::RSA, &[5, 0], &key);
                assert_ne!(
                    RsaPkcs1(Sha256).verify(&key, &message, &signature, &Work::default()),
                    Ok(())
                );
                assert_ne!(
                    RsaPss(Sha256).verify(&key, &message, &signature, &Work::default()),
                    Ok(())
                );
            }
        }
        let (dsa, message, signature) = parts(DSA);
        let Parameters::Dsa { p, q, g, y } = dsa.parameters() else { panic!("the key is DSA") };
        let replace = |at: usize, value: &[u8]| {
            let mut numbers = [p, q, g, y].map(|number| [&[0], &number[..]].concat());
            numbers[at] = value.to_vec();
            let parameters =
                encode(tag::SEQUENCE, &[0, 1, 2].map(|at| number(&numbers[at])).concat());
            spki(oid::DSA, &parameters, &number(&numbers[3]))
        };
        for at in 0..4 {
            for value in values {
                assert_ne!(
                    Dsa(Sha256).verify(&replace(at, value), &message, &signature, &Work::default()),
                    Ok(()),
                    "number {at}"
                );
            }
        }
    }
}
