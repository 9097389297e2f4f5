//! The identifiers of digest and signature algorithms (RFC 3279, RFC 5754, RFC 5758).

use crate::crypto::digest::DigestAlgorithm;
use crate::crypto::digest::DigestAlgorithm::{Md5, Sha1, Sha224, Sha256, Sha384, Sha512};
use crate::encoding::asn1::Oid;
use crate::pki::signature::SignatureAlgorithm;

/// What a signature algorithm's identifier says: the kind of key, and mostly the digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Rsa,
    Dsa,
    Ecdsa,
}

impl Kind {
    pub(crate) fn with(self, digest: DigestAlgorithm) -> SignatureAlgorithm {
        match self {
            Self::Rsa => SignatureAlgorithm::RsaPkcs1(digest),
            Self::Dsa => SignatureAlgorithm::Dsa(digest),
            Self::Ecdsa => SignatureAlgorithm::Ecdsa(digest),
        }
    }
}

/// The digest algorithm of that identifier.
pub(crate) fn digest_algorithm(oid: Oid<'_>) -> Option<DigestAlgorithm> {
    const RSA_DSI: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x02];
    const OIW: &[u8] = &[0x2b, 0x0e, 0x03, 0x02];
    const NIST: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02];
    let (&last, arc) = oid.0.split_last()?;
    match (arc, last) {
        (RSA_DSI, 5) => Some(Md5),
        (OIW, 26) => Some(Sha1),
        (NIST, 1) => Some(Sha256),
        (NIST, 2) => Some(Sha384),
        (NIST, 3) => Some(Sha512),
        (NIST, 4) => Some(Sha224),
        _ => None,
    }
}

/// The kind of key of a signature algorithm's identifier, and the digest where the identifier names
/// one.
pub(crate) fn signature_kind(oid: Oid<'_>) -> Option<(Kind, Option<DigestAlgorithm>)> {
    const PKCS1: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01];
    const X9_DSA: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x38, 0x04];
    const NIST_DSA: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x03];
    const EC_KEY: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02];
    const ECDSA: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04];
    const ECDSA_SHA2: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03];
    let (&last, arc) = oid.0.split_last()?;
    Some(match (arc, last) {
        (PKCS1, 1) => (Kind::Rsa, None),
        (PKCS1, 4) => (Kind::Rsa, Some(Md5)),
        (PKCS1, 5) => (Kind::Rsa, Some(Sha1)),
        (PKCS1, 14) => (Kind::Rsa, Some(Sha224)),
        (PKCS1, 11) => (Kind::Rsa, Some(Sha256)),
        (PKCS1, 12) => (Kind::Rsa, Some(Sha384)),
        (PKCS1, 13) => (Kind::Rsa, Some(Sha512)),
        (X9_DSA, 1) => (Kind::Dsa, None),
        (X9_DSA, 3) => (Kind::Dsa, Some(Sha1)),
        (NIST_DSA, 1) => (Kind::Dsa, Some(Sha224)),
        (NIST_DSA, 2) => (Kind::Dsa, Some(Sha256)),
        (EC_KEY, 1) => (Kind::Ecdsa, None),
        (ECDSA, 1) => (Kind::Ecdsa, Some(Sha1)),
        (ECDSA_SHA2, 1) => (Kind::Ecdsa, Some(Sha224)),
        (ECDSA_SHA2, 2) => (Kind::Ecdsa, Some(Sha256)),
        (ECDSA_SHA2, 3) => (Kind::Ecdsa, Some(Sha384)),
        (ECDSA_SHA2, 4) => (Kind::Ecdsa, Some(Sha512)),
        _ => return None,
    })
}

/// The signature algorithm of an identifier that names the digest as well.
pub(crate) fn whole_algorithm(signature: Oid<'_>) -> Option<SignatureAlgorithm> {
    let (kind, digest) = signature_kind(signature)?;
    Some(kind.with(digest?))
}

/// The signature algorithm of an identifier, with `digest` where it names none. RSA PSS is taken
/// with that digest throughout, which is how it is used.
pub(crate) fn signature_algorithm(
    signature: Oid<'_>,
    digest: DigestAlgorithm,
) -> Option<SignatureAlgorithm> {
    const RSA_PSS: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0a];
    if signature.0 == RSA_PSS {
        return Some(SignatureAlgorithm::RsaPss(digest));
    }
    let (kind, named) = signature_kind(signature)?;
    Some(kind.with(named.unwrap_or(digest)))
}
