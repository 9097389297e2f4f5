//! The signature algorithms of APK Signature Scheme v2 and newer, by the ids that signing blocks
//! use.
//!
//! source.android.com, "APK Signature Scheme v2", "Signature algorithm IDs"; apksig's
//! `SignatureAlgorithm` and `ContentDigestAlgorithm`.

use crate::crypto::digest::DigestAlgorithm;
use crate::pki::signature::{SignatureAlgorithm, SignatureError};
use crate::report::{Finding, SdkRange, issue};
use crate::say::Because;

/// The first platform that verifies APK Signature Scheme v2: Android 7.0.
const N: u32 = 24;
/// The first platform that verifies fs-verity digests: Android 9.
const P: u32 = 28;
/// The first platform that verifies ML-DSA: Android 17.
const C: u32 = 37;

/// How the content that an algorithm covers is digested. Ordered by strength, as apksig orders
/// them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ContentDigest {
    ChunkedSha256,
    VeritySha256,
    ChunkedSha512,
}

impl ContentDigest {
    /// The digest of each chunk; `None` for the fs-verity tree.
    pub(crate) fn chunked(self) -> Option<DigestAlgorithm> {
        match self {
            Self::ChunkedSha256 => Some(DigestAlgorithm::Sha256),
            Self::ChunkedSha512 => Some(DigestAlgorithm::Sha512),
            Self::VeritySha256 => None,
        }
    }

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::ChunkedSha256 => "SHA-256",
            Self::ChunkedSha512 => "SHA-512",
            Self::VeritySha256 => "fs-verity SHA-256",
        }
    }
}

/// An algorithm that a signature in a signing block can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Algorithm {
    pub(crate) id: u32,
    pub(crate) signature: SignatureAlgorithm,
    pub(crate) content_digest: ContentDigest,
    /// The first platform that knows it.
    pub(crate) min_sdk: u32,
}

impl Algorithm {
    /// The algorithm of that id, if the schemes define it.
    pub(crate) fn by_id(id: u32) -> Option<Self> {
        use ContentDigest::{ChunkedSha256, ChunkedSha512, VeritySha256};
        use DigestAlgorithm::{Sha256, Sha512};
        use SignatureAlgorithm::{Dsa, Ecdsa, MlDsa, RsaPkcs1, RsaPss};
        let (signature, content_digest) = match id {
            0x0101 => (RsaPss(Sha256), ChunkedSha256),
            0x0102 => (RsaPss(Sha512), ChunkedSha512),
            0x0103 => (RsaPkcs1(Sha256), ChunkedSha256),
            0x0104 => (RsaPkcs1(Sha512), ChunkedSha512),
            0x0201 => (Ecdsa(Sha256), ChunkedSha256),
            0x0202 => (Ecdsa(Sha512), ChunkedSha512),
            0x0301 => (Dsa(Sha256), ChunkedSha256),
            0x0421 => (RsaPkcs1(Sha256), VeritySha256),
            0x0423 => (Ecdsa(Sha256), VeritySha256),
            0x0425 => (Dsa(Sha256), VeritySha256),
            // One number for every level: the key says which.
            0x0501 => (MlDsa, ChunkedSha512),
            _ => return None,
        };
        let min_sdk = match (signature, content_digest) {
            (MlDsa, _) => C,
            (_, VeritySha256) => P,
            _ => N,
        };
        Some(Self { id, signature, content_digest, min_sdk })
    }
}

/// Of a signer's signatures, those that must verify: of the algorithms that came with the same
/// platform the strongest (apksig's `getSignaturesToVerify`). `None` when the oldest platform in
/// `range` knows none of them. In ascending order of algorithm id.
pub(crate) fn to_verify<'a>(
    signatures: &[(Algorithm, &'a [u8])],
    range: SdkRange,
) -> Option<Vec<(Algorithm, &'a [u8])>> {
    let mut chosen: Vec<(Algorithm, &[u8])> = Vec::new();
    for platform in [N, P, C].into_iter().filter(|&platform| platform <= range.max) {
        let known = signatures.iter().filter(|(algorithm, _)| algorithm.min_sdk == platform);
        // Of two equally strong ones the first stays.
        chosen.extend(known.rev().max_by_key(|(algorithm, _)| algorithm.content_digest));
    }
    chosen.sort_by_key(|(algorithm, _)| algorithm.id);
    chosen.iter().any(|(algorithm, _)| algorithm.min_sdk <= range.min).then_some(chosen)
}

/// What a signature that does not verify is reported as.
pub(crate) fn signature_finding(algorithm: Algorithm, error: &SignatureError) -> Finding {
    match error {
        SignatureError::Mismatch => Finding::new(issue::Signature::SignatureMismatch {
            algorithm: Because::new(algorithm.signature),
        }),
        error => Finding::new(issue::Signature::SignatureUnverifiable { why: error.into() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_strongest_signature_for_each_platform_must_verify() {
        const PKCS1_256: u32 = 0x0103;
        const PKCS1_512: u32 = 0x0104;
        const PSS_256: u32 = 0x0101;
        const VERITY: u32 = 0x0421;
        for (ids, min, max, want) in [
            (&[PKCS1_256][..], 24, 99, Some(&[PKCS1_256][..])),
            (&[PKCS1_256, PKCS1_512], 24, 99, Some(&[PKCS1_512])),
            (&[PKCS1_256, VERITY], 24, 99, Some(&[PKCS1_256, VERITY])),
            (&[PKCS1_256, VERITY], 24, 27, Some(&[PKCS1_256])),
            (&[PKCS1_256, VERITY], 28, 99, Some(&[PKCS1_256, VERITY])),
            (&[PKCS1_512, VERITY], 24, 99, Some(&[PKCS1_512, VERITY])),
            (&[VERITY], 24, 99, None),
            (&[VERITY], 28, 99, Some(&[VERITY])),
            (&[PSS_256, PKCS1_256], 24, 99, Some(&[PSS_256])),
            (&[PKCS1_256, PSS_256], 24, 99, Some(&[PKCS1_256])),
            (&[], 24, 99, None),
        ] {
            let signatures: Vec<_> =
                ids.iter().map(|&id| (Algorithm::by_id(id).unwrap(), [].as_slice())).collect();
            let chosen = to_verify(&signatures, SdkRange { min, max });
            let chosen: Option<Vec<u32>> =
                chosen.map(|all| all.iter().map(|(a, _)| a.id).collect());
            assert_eq!(chosen.as_deref(), want, "{ids:x?} on {min}-{max}");
        }
    }
}
