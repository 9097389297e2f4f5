//! The identifiers of digest and signature algorithms (RFC 3279, RFC 5754, RFC 5758).

use crate::crypto::digest::DigestAlgorithm;
use crate::crypto::digest::DigestAlgorithm::{Md5, Sha1, Sha224, Sha256, Sha384, Sha512};
use crate::encoding::asn1::Oid;
use crate::pki::oid;
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
    match oid {
        oid::MD5 => Some(Md5),
        oid::SHA1 => Some(Sha1),
        oid::SHA224 => Some(Sha224),
        oid::SHA256 => Some(Sha256),
        oid::SHA384 => Some(Sha384),
        oid::SHA512 => Some(Sha512),
        _ => None,
    }
}

/// The kind of key of a signature algorithm's identifier, and the digest where the identifier names
/// one.
pub(crate) fn signature_kind(oid: Oid<'_>) -> Option<(Kind, Option<DigestAlgorithm>)> {
    Some(match oid {
        oid::RSA => (Kind::Rsa, None),
        oid::RSA_MD5 => (Kind::Rsa, Some(Md5)),
        oid::RSA_SHA1 => (Kind::Rsa, Some(Sha1)),
        oid::RSA_SHA224 => (Kind::Rsa, Some(Sha224)),
        oid::RSA_SHA256 => (Kind::Rsa, Some(Sha256)),
        oid::RSA_SHA384 => (Kind::Rsa, Some(Sha384)),
        oid::RSA_SHA512 => (Kind::Rsa, Some(Sha512)),
        oid::DSA => (Kind::Dsa, None),
        oid::DSA_SHA1 => (Kind::Dsa, Some(Sha1)),
        oid::DSA_SHA224 => (Kind::Dsa, Some(Sha224)),
        oid::DSA_SHA256 => (Kind::Dsa, Some(Sha256)),
        oid::EC => (Kind::Ecdsa, None),
        oid::ECDSA_SHA1 => (Kind::Ecdsa, Some(Sha1)),
        oid::ECDSA_SHA224 => (Kind::Ecdsa, Some(Sha224)),
        oid::ECDSA_SHA256 => (Kind::Ecdsa, Some(Sha256)),
        oid::ECDSA_SHA384 => (Kind::Ecdsa, Some(Sha384)),
        oid::ECDSA_SHA512 => (Kind::Ecdsa, Some(Sha512)),
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
    if signature == oid::RSA_PSS {
        return Some(SignatureAlgorithm::RsaPss(digest));
    }
    let (kind, named) = signature_kind(signature)?;
    Some(kind.with(named.unwrap_or(digest)))
}
