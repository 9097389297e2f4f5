//! The signer of a quick app, its signature, and the digest over the content that it signed.
//!
//! The record is laid out as one of APK Signature Scheme v2, and read as hapjs does
//! (`SignatureVerifier.verifySigner`). The toolkit writes one signer with one signature, RSA PKCS#1
//! v1.5 with SHA-256, and so one digest: of the three sections of the file, none of which is cut
//! into chunks.

use crate::report::issue::SignaturePart;
use crate::say::Because;
use std::num::NonZeroUsize;

use super::signing_block;
use super::signing_block::{Found, SigningBlock, id};
use crate::crypto::budget::Work;
use crate::crypto::content_digest;
use crate::crypto::content_digest::{BodyDigests, ReadPlan};
use crate::crypto::digest::DigestAlgorithm;
use crate::crypto::digest::DigestAlgorithm::{Sha256, Sha512};
use crate::encoding::bytes::Bytes;
use crate::limits::Limit;
use crate::pki::signature::{SignatureAlgorithm, SignatureError};
use crate::pki::x509::{Certificate, PublicKey};
use crate::report::{Failure, Finding, issue};
use crate::source::unread::{Part, ReadContext, Unread};
use crate::zip::Archive;

/// The largest chunk of those that are not small (`SignatureVerifier.CHUNK_SIZE_BYTES`).
const LARGEST_CHUNK: u64 = i32::MAX as u64;

/// A signer with a signature that verified. Whether the digests are the content's is another
/// question.
#[derive(Debug)]
pub(super) struct Signer {
    pub(super) certificate: Certificate,
    digests: Vec<SignedDigest>,
}

/// A digest over the content that was signed.
#[derive(Debug)]
struct SignedDigest {
    algorithm: DigestAlgorithm,
    /// Whether sections are cut into chunks of 1 MiB.
    has_small_chunks: bool,
    digest: Vec<u8>,
}

pub(super) fn malformed(part: SignaturePart) -> Finding {
    Finding::new(issue::Signature::MalformedSignature { part })
}

/// The algorithm of an id, and how what it signs is digested
/// (`SignatureVerifier.isSupportedSignatureAlgorithm`).
fn by_id(id: u32) -> Option<(SignatureAlgorithm, DigestAlgorithm)> {
    use SignatureAlgorithm::{Dsa, Ecdsa, RsaPkcs1, RsaPss};
    Some(match id {
        0x0101 => (RsaPss(Sha256), Sha256),
        0x0102 => (RsaPss(Sha512), Sha512),
        0x0103 => (RsaPkcs1(Sha256), Sha256),
        0x0104 => (RsaPkcs1(Sha512), Sha512),
        0x0201 => (Ecdsa(Sha256), Sha256),
        0x0202 => (Ecdsa(Sha512), Sha512),
        0x0301 => (Dsa(Sha256), Sha256),
        _ => return None,
    })
}

/// The algorithm of that id, which must be known, and its digest.
pub(super) fn known(id: u32) -> Result<(SignatureAlgorithm, DigestAlgorithm), Finding> {
    let unknown =
        || Finding::new(issue::QuickApp::QuickAppUnknownAlgorithm { id: format!("{id:#06x}") });
    by_id(id).ok_or_else(unknown)
}

/// Verifies a signature with the algorithm of that id.
pub(super) fn verify(
    id: u32,
    key: &PublicKey,
    message: &[u8],
    bytes: &[u8],
    work: &Work,
) -> Result<(), Finding> {
    let (algorithm, _) = known(id)?;
    algorithm.verify(key, message, bytes, work).map_err(|error| match error {
        SignatureError::Mismatch => {
            Finding::new(issue::Signature::SignatureMismatch { algorithm: Because::new(algorithm) })
        }
        error => Finding::new(issue::Signature::SignatureUnverifiable { why: error.into() }),
    })
}

/// A signer record, read but not verified.
struct Record<'a> {
    signed_data: &'a [u8],
    signatures: Vec<(u32, &'a [u8])>,
    public_key: &'a [u8],
    /// Algorithms, and the digests that belong to them.
    digests: Vec<(u32, &'a [u8])>,
    /// DER, the signer's own first.
    certificates: Vec<Bytes<'a>>,
}

impl<'a> Record<'a> {
    /// Reads the value of a signer's pair, which holds one record and nothing else.
    fn read(value: &'a [u8]) -> Result<Self, Finding> {
        let mut value = Bytes::new(value);
        let records = value.prefixed().filter(|_| value.is_empty()).and_then(Bytes::runs);
        let records = records.ok_or_else(|| malformed(SignaturePart::Signers))?;
        let mut record = match records[..] {
            [] => return Err(Finding::new(issue::Signature::NoSigners)),
            [record] => record,
            _ => {
                return Err(Finding::new(issue::Signature::TooManySigners {
                    limit: Limit::fixed(1),
                }));
            }
        };
        let signed_data =
            record.prefixed().ok_or_else(|| malformed(SignaturePart::SignedData))?.rest();
        let signatures = record.prefixed().and_then(Bytes::numbered_runs);
        let signatures = signatures.ok_or_else(|| malformed(SignaturePart::Signatures))?;
        let public_key = record.prefixed().filter(|_| record.is_empty());
        let public_key = public_key.ok_or_else(|| malformed(SignaturePart::PublicKey))?.rest();
        let mut signed = Bytes::new(signed_data);
        let digests = signed.prefixed().and_then(Bytes::numbered_runs);
        let digests = digests.ok_or_else(|| malformed(SignaturePart::Digests))?;
        let certificates = signed.prefixed().and_then(Bytes::runs);
        let certificates = certificates.ok_or_else(|| malformed(SignaturePart::Certificates))?;
        // The toolkit writes an empty list, and nothing behind it.
        if signed.prefixed().is_none_or(|attributes| !attributes.is_empty()) || !signed.is_empty() {
            return Err(malformed(SignaturePart::Attributes));
        }
        Ok(Self { signed_data, signatures, public_key, digests, certificates })
    }

    /// The signer's own certificate.
    fn certificate(&self) -> Result<Certificate, Finding> {
        let certificate = self
            .certificates
            .first()
            .ok_or_else(|| Finding::new(issue::Signature::NoCertificates))?;
        Certificate::from_der(certificate.rest())
            .map_err(|_| Finding::new(issue::Signature::MalformedCertificate))
    }
}

impl<'a> Record<'a> {
    /// The signature by which the record is judged: of those with a known algorithm the first with
    /// the strongest digest.
    fn best(&self) -> Result<(u32, &'a [u8]), Finding> {
        let first =
            self.signatures.first().ok_or_else(|| Finding::new(issue::Signature::NoSignatures))?;
        let usable = self.signatures.iter().filter(|(id, _)| by_id(*id).is_some());
        // Of two equally strong ones the last in reverse is the first.
        let best = usable.rev().max_by_key(|(id, _)| by_id(*id).map(|(_, digest)| digest));
        best.copied().ok_or_else(|| {
            known(first.0).err().unwrap_or_else(|| malformed(SignaturePart::Signatures))
        })
    }

    /// Verifies the record, and that what is signed speaks of the key that signed it; gives the
    /// certificate, and the digest of the content.
    fn verify(&self, work: &Work) -> Result<(Certificate, DigestAlgorithm, Vec<u8>), Finding> {
        let (id, signature) = self.best()?;
        let key = PublicKey::from_spki(self.public_key).map_err(|error| {
            Finding::new(issue::Signature::SignatureUnverifiable { why: error.into() })
        })?;
        verify(id, &key, self.signed_data, signature, work)?;
        let certificate = self.certificate()?;
        if !certificate.public_key().same_key(self.public_key) {
            return Err(Finding::new(issue::Signature::PublicKeyMismatch));
        }
        // A digest for each signature: one over none would cover nothing, and of two for one
        // algorithm readers could take either.
        let ids = |list: &[(u32, &[u8])]| list.iter().map(|(id, _)| *id).collect::<Vec<_>>();
        let mut own = self.digests.iter().filter(|(of, _)| *of == id);
        match (own.next(), own.next()) {
            (Some((_, digest)), None) if ids(&self.digests) == ids(&self.signatures) => {
                Ok((certificate, known(id)?.1, digest.to_vec()))
            }
            _ => Err(Finding::new(issue::Signature::AlgorithmListMismatch)),
        }
    }
}

/// The signer's pairs that a block has, first the one that hapjs takes.
fn pairs(block: &SigningBlock) -> impl Iterator<Item = (bool, &[u8])> {
    let pair = |id| block.value(id).map(|value| (id == id::SIGNER_SMALL_CHUNK, value));
    [pair(id::SIGNER_SMALL_CHUNK), pair(id::SIGNER)].into_iter().flatten()
}

impl Signer {
    /// Verifies the signature in the block. Where it has two, older engines go by the one and newer
    /// by the other: both must be good, and of one certificate.
    pub(super) fn verify(block: &SigningBlock, work: &Work) -> Result<Self, Finding> {
        let mut signer: Option<Self> = None;
        for (has_small_chunks, value) in pairs(block) {
            let (certificate, algorithm, digest) = Record::read(value)?.verify(work)?;
            let digest = SignedDigest { algorithm, has_small_chunks, digest };
            match &mut signer {
                Some(signer) if signer.certificate != certificate => {
                    return Err(Finding::new(issue::QuickApp::QuickAppSignersDiffer));
                }
                Some(signer) => signer.digests.push(digest),
                None => signer = Some(Self { certificate, digests: vec![digest] }),
            }
        }
        signer.ok_or_else(|| malformed(SignaturePart::Signers))
    }

    /// The certificate that the block names as the signer's. Nothing proves it.
    pub(super) fn claimed(block: &SigningBlock) -> Result<Certificate, Finding> {
        let (_, value) = pairs(block).next().ok_or_else(|| malformed(SignaturePart::Signers))?;
        Record::read(value)?.certificate()
    }

    /// Verifies the signature of a package inside the package, which must be by `signer`.
    pub(super) fn verify_inner(
        name: &str,
        archive: &Archive<'_>,
        signer: &Certificate,
        work: &Work,
    ) -> Result<(SigningBlock, Self), Failure> {
        let block = match signing_block::find(archive)? {
            Found::Block(block) => block,
            Found::Malformed(why) => {
                let finding =
                    Finding::new(issue::Harmony::SigningBlockMalformed { why: why.into() });
                return Err(finding.about(name).into());
            }
            Found::None => {
                return Err(Finding::new(issue::QuickApp::QuickAppPartUnsigned {
                    name: name.to_owned(),
                })
                .into());
            }
        };
        if let Some(id) = block.reserved_id() {
            return Err(reserved(id).about(name).into());
        }
        let own = Self::verify(&block, work).map_err(|finding| finding.about(name))?;
        if own.certificate != *signer {
            return Err(Finding::new(issue::QuickApp::QuickAppOtherSigner {
                name: name.to_owned(),
            })
            .into());
        }
        Ok((block, own))
    }

    /// That the signed digests are those of the file's sections.
    pub(super) fn check_content(
        &self,
        archive: &Archive<'_>,
        block: &SigningBlock,
    ) -> Result<(), Failure> {
        for signed in &self.digests {
            if signed.compute(archive, block)?.as_ref() != Some(&signed.digest) {
                let finding = Finding::new(issue::Signature::ContentDigestMismatch {
                    digest: signed.algorithm.as_str(),
                });
                return Err(finding.into());
            }
        }
        Ok(())
    }
}

impl SignedDigest {
    /// The digest of the file's sections; `None` where one of them is larger than engines digest as
    /// one chunk.
    fn compute(
        &self,
        archive: &Archive<'_>,
        block: &SigningBlock,
    ) -> Result<Option<Vec<u8>>, Unread> {
        let (source, end, algorithm) = (archive.source(), archive.end(), self.algorithm);
        let directory =
            archive.read(end.directory_offset, end.directory_size).reading(Part::Directory)?;
        let sections = [&directory[..], &end.with_directory_at(block.offset)];
        if !self.has_small_chunks {
            let digest =
                || content_digest::of_whole_sections(source, block.offset, algorithm, &sections);
            return (block.offset <= LARGEST_CHUNK).then(digest).transpose().reading(Part::Content);
        }
        let plan = ReadPlan { threads: NonZeroUsize::MIN, progress: None };
        let body = BodyDigests::compute(source, block.offset, &[algorithm], &[], plan)
            .reading(Part::Content)?;
        Ok(body.chunked.into_iter().next().map(|mut digest| {
            sections.iter().for_each(|section| digest.add_section(section));
            digest.finish()
        }))
    }
}

/// That a block holds something by which another engine may go.
pub(super) fn reserved(id: u32) -> Finding {
    Finding::new(issue::QuickApp::QuickAppUnknownSignature { id: format!("{id:#010x}") })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Code;

    #[test]
    fn the_first_of_the_strongest_signatures_counts() {
        for (ids, want) in [
            (&[0x0103][..], Ok(0x0103)),
            (&[0x0103, 0x0104], Ok(0x0104)),
            (&[0x0104, 0x0103], Ok(0x0104)),
            (&[0x0101, 0x0103], Ok(0x0101)),
            (&[0x0202, 0x0104], Ok(0x0202)),
            // One that no engine knows is passed over.
            (&[0x0421, 0x0301], Ok(0x0301)),
            (&[0x0421], Err(Code::QuickAppUnknownAlgorithm)),
            (&[], Err(Code::NoSignatures)),
        ] {
            let record = Record {
                signed_data: &[],
                signatures: ids.iter().map(|&id| (id, &[][..])).collect(),
                public_key: &[],
                digests: Vec::new(),
                certificates: Vec::new(),
            };
            let best = record.best().map(|(id, _)| id).map_err(|finding| finding.code);
            assert_eq!(best, want, "{ids:x?}");
        }
    }

    #[test]
    fn ids_that_engines_keep_are_theirs() {
        for (id, want) in [
            (0x0100_0103, true),
            (0x01ff_ffff, true),
            (0x0200_0101, true),
            (0x0300_0101, false),
            (0x7109_871a, false),
        ] {
            assert_eq!(signing_block::is_reserved(id), want, "{id:#x}");
        }
    }
}
