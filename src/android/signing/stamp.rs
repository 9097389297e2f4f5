//! The source stamp: which developer released a package to a store, whatever its signer. It never
//! decides the verdict.
//!
//! apksig's `V2SourceStampVerifier` and `SourceStampVerifier`. The package holds the SHA-256 of the
//! stamp's certificate as an entry, and its signing block the certificate with signatures of the
//! digests that each scheme signs.

use std::collections::BTreeMap;

use super::algorithm;
use super::algorithm::{Algorithm, ContentDigest};
use super::lineage::Lineage;
use crate::crypto::budget::Work;
use crate::crypto::digest::DigestAlgorithm;
use crate::encoding::bytes::Bytes;
use crate::pki::x509::Certificate;
use crate::report::{Finding, Scheme, SdkRange, issue};
use crate::say::said;

said! {
    /// What a source stamp is made of.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum StampPart {
        Block => { en: "the block in the signing block", zh: "签名块中的数据" }
        Entry => { en: "the entry stamp-cert-sha256", zh: "文件 stamp-cert-sha256" }
    }
}

said! {
    /// What is wrong with a source stamp.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum StampFault {
        Block => { en: "its block is malformed", zh: "数据块格式错误" }
        Certificate => { en: "its certificate cannot be read", zh: "证书无法解析" }
        SchemeUnsigned => {
            en: "it has no signature for one of the schemes",
            zh: "缺少对某个签名方案的签名"
        }
        Signatures => { en: "its list of signatures is malformed", zh: "签名列表格式错误" }
        Signature => { en: "a signature is malformed", zh: "签名格式错误" }
        UnknownAlgorithms => {
            en: "it has no signature of a known algorithm",
            zh: "没有使用已知算法的签名"
        }
        Attribute => { en: "an attribute is malformed", zh: "属性格式错误" }
        Time => { en: "its time is not after 1970", zh: "时间早于 1970 年" }
    }
}

/// The entry that names the stamp's certificate.
pub(crate) const CERTIFICATE_DIGEST_ENTRY: &[u8] = b"stamp-cert-sha256";
/// The first platform that knows stamps: Android 11.
const MIN_SDK: u32 = 30;
/// What findings call it.
pub(crate) const SUBJECT: &str = "stamp";

mod attribute {
    pub(crate) const LINEAGE: u32 = 0x9d63_03f7;
    pub(crate) const TIME: u32 = 0xe43c_5946;
}

/// The digests that a scheme signs, by the number that stamps use for their kind.
pub(crate) type SchemeDigests = BTreeMap<u32, Vec<u8>>;

/// The number of the SHA-256 over the whole `META-INF/MANIFEST.MF`, which stands for v1.
pub(crate) const MANIFEST_DIGEST: u32 = 4;

/// The number that stamps use for a kind of digest.
pub(crate) fn digest_number(kind: ContentDigest) -> u32 {
    match kind {
        ContentDigest::ChunkedSha256 => 1,
        ContentDigest::ChunkedSha512 => 2,
        ContentDigest::VeritySha256 => 3,
    }
}

/// The stamp's block.
struct Stamp<'a> {
    certificate: &'a [u8],
    /// Ids of schemes, and signatures of their digests.
    schemes: BTreeMap<u32, Bytes<'a>>,
    /// Attributes as signed, and their signatures.
    attributes: Option<(&'a [u8], Bytes<'a>)>,
}

impl<'a> Stamp<'a> {
    fn read(block: &'a [u8]) -> Option<Self> {
        let mut bytes = Bytes::new(block).prefixed()?;
        let certificate = bytes.prefixed()?.rest();
        let schemes = bytes.prefixed()?.runs()?;
        let schemes =
            schemes.into_iter().map(|mut scheme| Some((scheme.u32()?, scheme.prefixed()?)));
        let schemes = schemes.collect::<Option<_>>()?;
        let attributes = if bytes.is_empty() {
            None
        } else {
            Some((bytes.prefixed()?.rest(), bytes.prefixed()?))
        };
        Some(Self { certificate, schemes, attributes })
    }
}

/// Verifies a stamp over the digests that each scheme signs. `Ok` gives its certificate.
pub(crate) fn verify(
    block: &[u8],
    certificate_digest: &[u8],
    digests: &BTreeMap<Scheme, SchemeDigests>,
    range: SdkRange,
    work: &Work,
) -> Result<Certificate, Finding> {
    let stamp = Stamp::read(block).ok_or_else(|| invalid(StampFault::Block))?;
    let certificate =
        Certificate::from_der(stamp.certificate).map_err(|_| invalid(StampFault::Certificate))?;
    if certificate.sha256()[..] != *certificate_digest {
        return Err(Finding::new(issue::Stamp::StampCertificateMismatch));
    }
    let range = SdkRange { min: range.min.max(MIN_SDK), max: range.max.max(MIN_SDK) };
    // Stamps say nothing of v3.1 and v3.2.
    let signed = |scheme| !matches!(scheme, Scheme::V31 | Scheme::V32);
    for (&scheme, digests) in digests.iter().filter(|&(&scheme, _)| signed(scheme)) {
        let signatures = super::scheme::number(scheme).and_then(|id| stamp.schemes.get(&id));
        let signatures = signatures.ok_or_else(|| invalid(StampFault::SchemeUnsigned))?;
        verify_signatures(*signatures, &certificate, &signed_digests(digests), range, work)?;
    }
    if let Some((attributes, signatures)) = stamp.attributes {
        verify_signatures(signatures, &certificate, attributes, range, work)?;
        check_attributes(attributes, &certificate, work)?;
    }
    Ok(certificate)
}

fn invalid(why: StampFault) -> Finding {
    Finding::new(issue::Stamp::StampInvalid { why: why.into() })
}

/// The digests as they are signed: records of a number and a digest behind its length.
fn signed_digests(digests: &SchemeDigests) -> Vec<u8> {
    let length = |bytes: &[u8]| u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    let mut signed = Vec::new();
    for (number, digest) in digests {
        signed.extend(length(digest).saturating_add(8).to_le_bytes());
        signed.extend(number.to_le_bytes());
        signed.extend(length(digest).to_le_bytes());
        signed.extend(digest);
    }
    signed
}

fn verify_signatures(
    signatures: Bytes<'_>,
    certificate: &Certificate,
    signed: &[u8],
    range: SdkRange,
    work: &Work,
) -> Result<(), Finding> {
    let records = signatures.runs().ok_or_else(|| invalid(StampFault::Signatures))?;
    let mut known = Vec::new();
    for mut record in records {
        let signature = record.u32().zip(record.prefixed());
        let (id, signature) = signature.ok_or_else(|| invalid(StampFault::Signature))?;
        known.extend(Algorithm::by_id(id).map(|algorithm| (algorithm, signature.rest())));
    }
    let chosen = algorithm::to_verify(&known, range);
    for (algorithm, signature) in chosen.ok_or_else(|| invalid(StampFault::UnknownAlgorithms))? {
        let outcome = algorithm.signature.verify(certificate.public_key(), signed, signature, work);
        outcome.map_err(|error| Finding::new(issue::Stamp::StampInvalid { why: error.into() }))?;
    }
    Ok(())
}

fn check_attributes(
    attributes: &[u8],
    certificate: &Certificate,
    work: &Work,
) -> Result<(), Finding> {
    let malformed = || invalid(StampFault::Attribute);
    let attributes =
        Bytes::new(attributes).prefixed().and_then(Bytes::runs).ok_or_else(malformed)?;
    for mut attribute in attributes {
        match attribute.u32().ok_or_else(malformed)? {
            attribute::LINEAGE => Lineage::read(attribute.rest(), work)?.ends_with(certificate)?,
            attribute::TIME => {
                let time = attribute.u64().ok_or_else(malformed)?.cast_signed();
                if time <= 0 {
                    return Err(invalid(StampFault::Time));
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// The digest that stands for v1.
pub(crate) fn manifest_digests(manifest: &[u8]) -> SchemeDigests {
    BTreeMap::from([(MANIFEST_DIGEST, DigestAlgorithm::Sha256.digest(manifest))])
}
