//! Which digest and signature algorithms a JAR signature may use on which platforms.
//!
//! The tables are those of apksig's `OidConstants` and `V1SchemeVerifier.getDigestsToVerify`, which
//! were measured on devices.

use crate::say::said;
use base64ct::{Base64, Base64Unpadded, Encoding};

use super::manifest::Section;
use crate::crypto::digest::DigestAlgorithm;
use crate::crypto::digest::DigestAlgorithm::{Md5, Sha1, Sha224, Sha256, Sha384, Sha512};
use crate::encoding::asn1::Oid;
use crate::pki::cms::algorithm::{Kind, digest_algorithm, signature_kind};
use crate::pki::signature::SignatureAlgorithm;
use crate::report::SdkRange;

/// Android 4.3, from which on the strongest digest counts and no longer the first of a list.
const JELLY_BEAN_MR2: u32 = 18;
const FOREVER: u32 = SdkRange::NO_MAXIMUM;

/// The digest and signature algorithm of a signer, if every platform in `range` verifies the two
/// together.
pub(crate) fn supported(
    digest: Oid<'_>,
    signature: Oid<'_>,
    range: SdkRange,
) -> Option<(DigestAlgorithm, SignatureAlgorithm)> {
    let digest = digest_algorithm(digest)?;
    let (kind, signed_digest) = signature_kind(signature)?;
    let platforms = platforms(digest, kind, signed_digest)?;
    if !covers(platforms, range) {
        return None;
    }
    let signed_digest = signed_digest.unwrap_or(digest);
    Some((digest, kind.with(signed_digest)))
}

said! {
    /// Which platforms verify two algorithms together.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum Needed {
        None => {
            en: "no platform version verifies the two together",
            zh: "没有任何系统版本支持这一组合"
        }
        From { first: u32 } => {
            en: "it needs platform version {first} or newer",
            zh: "需要系统版本 {first} 或更高"
        }
        Between { first: u32, last: u32 } => {
            en: "only platform versions {first} to {last} verify it",
            zh: "只有系统版本 {first} 至 {last} 支持"
        }
    }
}

/// Which platforms verify the two together, in words.
pub(crate) fn needed(digest: Oid<'_>, signature: Oid<'_>) -> Needed {
    let last_run = digest_algorithm(digest).and_then(|digest| {
        let (kind, signed_digest) = signature_kind(signature)?;
        platforms(digest, kind, signed_digest)?.last()
    });
    match last_run {
        None => Needed::None,
        Some(&(first, FOREVER)) => Needed::From { first },
        Some(&(first, last)) => Needed::Between { first, last },
    }
}

type Platforms = &'static [(u32, u32)];

/// The platforms that verify a digest algorithm together with a signature algorithm.
fn platforms(
    digest: DigestAlgorithm,
    kind: Kind,
    signed: Option<DigestAlgorithm>,
) -> Option<Platforms> {
    const ALL: Platforms = &[(0, FOREVER)];
    const FROM_9: Platforms = &[(9, FOREVER)];
    const FROM_18: Platforms = &[(18, FOREVER)];
    const FROM_21: Platforms = &[(21, FOREVER)];
    const FROM_22: Platforms = &[(22, FOREVER)];
    const NOT_9_TO_17: Platforms = &[(0, 8), (18, FOREVER)];
    const NOT_9_TO_20: Platforms = &[(0, 8), (21, FOREVER)];
    /// Android 5.0 to 6.0 took mixed algorithms.
    const MIXED: Platforms = &[(21, 23)];
    const ONLY_21: Platforms = &[(21, 21)];
    Some(match (kind, digest, signed) {
        (Kind::Rsa, Md5 | Sha1, None) | (Kind::Rsa, Sha1, Some(Sha1)) => ALL,
        (Kind::Rsa, Md5, Some(Md5)) | (Kind::Rsa, Sha224, None | Some(Sha224)) => NOT_9_TO_20,
        (Kind::Rsa, Sha256, None | Some(Sha256)) => NOT_9_TO_17,
        (Kind::Rsa, Sha384 | Sha512, None) => FROM_18,
        (Kind::Rsa, Sha384, Some(Sha384)) | (Kind::Rsa, Sha512, Some(Sha512)) => FROM_21,
        (Kind::Rsa, Sha224, Some(Sha256)) | (Kind::Rsa, Sha256, Some(Sha1)) => ONLY_21,
        (Kind::Rsa, _, Some(_)) => MIXED,

        (Kind::Dsa, Sha1, None) => ALL,
        (Kind::Dsa, Sha1, Some(Sha1)) => FROM_9,
        (Kind::Dsa, Sha224 | Sha256, None) => FROM_22,
        (Kind::Dsa, Sha224, Some(Sha224)) | (Kind::Dsa, Sha256, Some(Sha256)) => FROM_21,
        (Kind::Dsa, _, Some(Sha1 | Sha224 | Sha256)) => MIXED,
        (Kind::Dsa, ..) => return None,

        (Kind::Ecdsa, Sha1 | Sha256 | Sha384 | Sha512, None) | (Kind::Ecdsa, Sha1, Some(Sha1)) => {
            FROM_18
        }
        (Kind::Ecdsa, Sha224, None) => FROM_21,
        (Kind::Ecdsa, Md5, None) => return None,
        (Kind::Ecdsa, digest, Some(signed)) if digest == signed => FROM_21,
        (Kind::Ecdsa, _, Some(_)) => MIXED,
    })
}

/// Whether the runs, which are in order and do not touch, hold every platform in `range`.
fn covers(platforms: Platforms, range: SdkRange) -> bool {
    platforms.iter().any(|&(first, last)| first <= range.min && range.max <= last)
}

/// The digests that platforms in `range` compare: the values of the attributes that end with
/// `suffix`. Empty where some platform would find none that it knows. `None` where a value is no
/// base64.
pub(crate) fn digests_to_verify(
    section: &Section<'_>,
    suffix: &str,
    range: SdkRange,
) -> Option<Vec<(DigestAlgorithm, Vec<u8>)>> {
    let mut digests = Vec::new();
    if range.min < JELLY_BEAN_MR2 {
        match first_of_list(section, suffix, range.min)? {
            Some(digest) => digests.push(digest),
            None => return Some(digests),
        }
    }
    if range.max >= JELLY_BEAN_MR2
        && let Some(strongest) = strongest(section, suffix)?
        && !digests.contains(&strongest)
    {
        digests.push(strongest);
    }
    Some(digests)
}

type NamedDigest = (DigestAlgorithm, Vec<u8>);

/// Older platforms go through the names in `Digest-Algorithms`. `None` where a value is no base64.
fn first_of_list(
    section: &Section<'_>,
    suffix: &str,
    platform: u32,
) -> Option<Option<NamedDigest>> {
    let list = section.text("Digest-Algorithms");
    for name in list.as_deref().unwrap_or("SHA SHA1").split_ascii_whitespace() {
        let algorithm = match name.to_ascii_uppercase().as_str() {
            "MD5" => Md5,
            "SHA" | "SHA1" | "SHA-1" => Sha1,
            "SHA-256" => Sha256,
            "SHA-384" if platform >= 9 => Sha384,
            "SHA-512" if platform >= 9 => Sha512,
            _ => continue,
        };
        if let Some(value) = section.attribute(&format!("{name}{suffix}")) {
            return Some(Some((algorithm, decode(value)?)));
        }
    }
    Some(None)
}

/// Newer platforms take the strongest that is there. `None` where a value is no base64.
fn strongest(section: &Section<'_>, suffix: &str) -> Option<Option<NamedDigest>> {
    for (algorithm, name) in
        [(Sha512, "SHA-512"), (Sha384, "SHA-384"), (Sha256, "SHA-256"), (Sha1, "SHA1")]
    {
        if let Some(value) = section.attribute(&format!("{name}{suffix}")) {
            return Some(Some((algorithm, decode(value)?)));
        }
    }
    Some(None)
}

/// Padding may be missing, as Java takes it.
fn decode(base64: &[u8]) -> Option<Vec<u8>> {
    let base64 = std::str::from_utf8(base64).ok()?;
    Base64::decode_vec(base64).or_else(|_| Base64Unpadded::decode_vec(base64)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::android::signing::v1::manifest::sections;
    use crate::pki::oid::{RSA, RSA_SHA1, RSA_SHA256, SHA1, SHA256};

    #[test]
    fn every_platform_in_the_range_must_know_the_algorithms() {
        for (digest, signature, min, max, want) in [
            (SHA1, RSA, 1, FOREVER, Some((Sha1, SignatureAlgorithm::RsaPkcs1(Sha1)))),
            (SHA256, RSA, 1, FOREVER, None),
            (SHA256, RSA, 1, 8, Some((Sha256, SignatureAlgorithm::RsaPkcs1(Sha256)))),
            (SHA256, RSA_SHA256, 17, FOREVER, None),
            (SHA256, RSA_SHA256, 18, FOREVER, Some((Sha256, SignatureAlgorithm::RsaPkcs1(Sha256)))),
            (SHA256, RSA_SHA1, 21, 21, Some((Sha256, SignatureAlgorithm::RsaPkcs1(Sha1)))),
            (SHA256, RSA_SHA1, 21, 22, None),
            (SHA256, SHA256, 24, FOREVER, None),
            (RSA, RSA, 24, FOREVER, None),
        ] {
            assert_eq!(supported(digest, signature, SdkRange { min, max }), want);
        }
    }

    #[test]
    fn old_platforms_take_the_first_digest_and_new_ones_the_strongest() {
        let file = b"Digest-Algorithms: MD5 SHA-256\nMD5-Digest: AAAA\nSHA1-Digest: \
                AQEB\nSHA-256-Digest: AgIC\n";
        let listed = sections(file).next().unwrap();
        let unlisted = sections(b"SHA1-Digest: AQEB\nSHA-256-Digest: AgIC\n").next().unwrap();
        let only_256 = sections(b"SHA-256-Digest: AgIC\n").next().unwrap();
        let broken = sections(b"SHA-256-Digest: ?\n").next().unwrap();
        for (name, section, min, max, want) in [
            ("listed", &listed, 1, 17, Some(vec![(Md5, vec![0; 3])])),
            ("listed", &listed, 1, 18, Some(vec![(Md5, vec![0; 3]), (Sha256, vec![2; 3])])),
            ("listed", &listed, 18, 18, Some(vec![(Sha256, vec![2; 3])])),
            ("unlisted", &unlisted, 1, 18, Some(vec![(Sha1, vec![1; 3]), (Sha256, vec![2; 3])])),
            ("only SHA-256", &only_256, 1, 18, Some(vec![])),
            ("only SHA-256", &only_256, 18, 18, Some(vec![(Sha256, vec![2; 3])])),
            ("broken", &broken, 18, 18, None),
        ] {
            let range = SdkRange { min, max };
            assert_eq!(digests_to_verify(section, "-Digest", range), want, "{name} on {range}");
        }
    }
}
