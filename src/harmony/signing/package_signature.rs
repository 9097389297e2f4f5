//! The signature of a HarmonyOS package: CMS signed data over the digest of the
//! package.
//!
//! OpenHarmony `security_appverify`, `HapVerifyV2` and `HapSigningBlockUtils::ParserDigest`; the
//! algorithms' ids are those of its `SignatureInfo`.

use super::block::{Kind, SigningBlock};
use super::cms_signer::{CmsSigner, NoSigner};
use crate::crypto::budget::Work;
use crate::crypto::content_digest::{BodyDigests, ReadPlan};
use crate::crypto::digest::DigestAlgorithm;
use crate::encoding::bytes::Bytes;
use crate::pki::cms::{CmsError, SignedData, SignerError};
use crate::pki::x509::Certificate;
use crate::report::issue::SignaturePart;
use crate::report::{Failure, Finding, issue};
use crate::say::{Because, said};
use crate::source::unread::{Part, ReadContext};
use crate::zip::Archive;

/// How many digests one signature may hold. Real ones hold one.
const MAX_DIGESTS: usize = 8;

/// A signature with a signer that verified. Whether the digest is the package's is another
/// question.
#[derive(Debug)]
pub(crate) struct PackageSignature {
    pub(crate) kind: Kind,
    pub(crate) by: CmsSigner,
    digests: Vec<(DigestAlgorithm, Vec<u8>)>,
}

/// Why a signature is no good.
#[derive(Debug, Clone)]
pub(crate) enum BadSignature {
    /// It cannot be read.
    Malformed(Finding),
    /// It is not its signer's, or nothing tells.
    Unverified(Finding),
}

impl BadSignature {
    pub(crate) fn into_finding(self) -> Finding {
        match self {
            Self::Malformed(finding) | Self::Unverified(finding) => finding,
        }
    }
}

said! {
    /// Why the digests that are signed say nothing.
    #[derive(Debug, Clone, PartialEq, Eq)]
    enum DigestFault {
        Algorithm { id: String } => { en: "unknown algorithm {id}", zh: "未知算法 {id}" }
        TooMany => { en: "it has more than {MAX_DIGESTS} digests", zh: "摘要超过 {MAX_DIGESTS} 个" }
    }
}

/// The certificate that the signature in a sub-block names as its signer's. Nothing proves it.
pub(crate) fn claimed_signer(value: &[u8], work: &Work) -> Result<Certificate, BadSignature> {
    CmsSigner::claimed(&parse(value)?, work).map_err(|why| no_signer(&why))
}

fn parse(value: &[u8]) -> Result<SignedData<'_>, BadSignature> {
    let signed_data =
        SignedData::parse(value).map_err(|_| malformed(SignaturePart::CmsSignedData))?;
    let unusual = |error: CmsError| unverifiable(error);
    signed_data.is_of_usual_size().map_err(unusual)?;
    Ok(signed_data)
}

fn no_signer(why: &NoSigner) -> BadSignature {
    match why {
        NoSigner::None => BadSignature::Malformed(Finding::new(issue::Signature::NoSigners)),
        NoSigner::Several => malformed(SignaturePart::Signers),
        NoSigner::NotData => malformed(SignaturePart::ContentType),
        NoSigner::Bad(error) => BadSignature::Unverified(signer_finding(error)),
    }
}

pub(crate) fn malformed(part: SignaturePart) -> BadSignature {
    BadSignature::Malformed(Finding::new(issue::Signature::MalformedSignature { part }))
}

fn unverifiable(why: impl Into<Because>) -> BadSignature {
    let why = why.into();
    BadSignature::Unverified(Finding::new(issue::Signature::SignatureUnverifiable { why }))
}

impl PackageSignature {
    /// Verifies the signature that a sub-block holds, over the digest that it names.
    pub(crate) fn verify(kind: Kind, value: &[u8], work: &Work) -> Result<Self, BadSignature> {
        let signed_data = parse(value)?;
        let content =
            signed_data.content.as_deref().ok_or_else(|| malformed(SignaturePart::Content))?;
        let by = CmsSigner::verify(&signed_data, content, work).map_err(|why| no_signer(&why))?;
        Ok(Self { kind, by, digests: digests(content)? })
    }
}

pub(crate) fn signer_finding(error: &SignerError) -> Finding {
    match error {
        SignerError::CertificateMissing => Finding::new(issue::Signature::NoCertificates),
        SignerError::Unsupported(what) => {
            Finding::new(issue::Signature::SignatureUnverifiable { why: what.into() })
        }
        SignerError::Mismatch => {
            Finding::new(issue::Signature::SignatureMismatch { algorithm: Because::new("CMS") })
        }
    }
}

/// The digests of the package that the content names: for each a version, a number, and behind its
/// length the id of a signature algorithm and the digest behind its length. Real signatures hold
/// one.
fn digests(content: &[u8]) -> Result<Vec<(DigestAlgorithm, Vec<u8>)>, BadSignature> {
    let malformed = || malformed(SignaturePart::Digests);
    let mut content = Bytes::new(content);
    let mut digests = Vec::new();
    // Up to four bytes may stand behind the last.
    while content.len() > 4 || digests.is_empty() {
        // Neither the version nor the number is what platforms go by.
        content.skip(8).ok_or_else(malformed)?;
        let mut record = content.prefixed().ok_or_else(malformed)?;
        let id = record.u32().ok_or_else(malformed)?;
        let digest = record.prefixed().filter(|_| record.is_empty()).ok_or_else(malformed)?.rest();
        let unknown = || unverifiable(DigestFault::Algorithm { id: format!("{id:#06x}") });
        let algorithm = digest_algorithm(id).ok_or_else(unknown)?;
        if digests.len() >= MAX_DIGESTS {
            return Err(unverifiable(DigestFault::TooMany));
        }
        digests.push((algorithm, digest.to_vec()));
    }
    Ok(digests)
}

/// The digest that belongs to a signature algorithm's id.
pub(crate) fn digest_algorithm(id: u32) -> Option<DigestAlgorithm> {
    match id {
        0x101 | 0x104 | 0x201 | 0x301 => Some(DigestAlgorithm::Sha256),
        0x102 | 0x105 | 0x202 | 0x302 => Some(DigestAlgorithm::Sha384),
        0x103 | 0x106 | 0x203 | 0x303 => Some(DigestAlgorithm::Sha512),
        _ => None,
    }
}

/// That the package's content is what each of the signatures signed. It is read once.
pub(crate) fn check_content(
    archive: &Archive<'_>,
    block: &SigningBlock,
    signatures: &[PackageSignature],
    plan: ReadPlan<'_>,
) -> Result<(), Failure> {
    let mut algorithms: Vec<_> =
        signatures.iter().flat_map(|it| &it.digests).map(|(it, _)| *it).collect();
    algorithms.sort_unstable();
    algorithms.dedup();
    let end = archive.end();
    let directory =
        archive.read(end.directory_offset, end.directory_size).reading(Part::Directory)?;
    let signed_end = end.with_directory_at(block.offset);
    let body = BodyDigests::compute(archive.source(), block.offset, &algorithms, &[], plan);
    let mut chunked = body.reading(Part::Content)?.chunked;
    for digest in &mut chunked {
        digest.add_section(&directory);
        digest.add_section(&signed_end);
    }
    for signature in signatures {
        let covered = block.covered(signature.kind);
        for (algorithm, signed) in &signature.digests {
            let computed =
                algorithms.iter().position(|it| it == algorithm).and_then(|at| chunked.get(at));
            if computed.is_none_or(|computed| computed.finish_with(&covered) != *signed) {
                let digest = algorithm.as_str();
                return Err(Finding::new(issue::Signature::ContentDigestMismatch { digest }).into());
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_counted() {
        let record = [&[0; 8][..], &[8, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0]].concat();
        assert_eq!(super::digests(&record.repeat(MAX_DIGESTS)).unwrap().len(), MAX_DIGESTS);
        let refused = super::digests(&record.repeat(MAX_DIGESTS + 1)).unwrap_err();
        let message = refused.into_finding().message(crate::report::Language::English);
        assert!(message.contains("it has more than 8 digests"), "{message}");
    }
}
