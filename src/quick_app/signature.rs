//! The signer of a quick app, its signature, and the digest over the content that it signed.
//!
//! The record is laid out as one of APK Signature Scheme v2. The toolkit writes one signer with one signature, RSA PKCS#1
//! v1.5 with SHA-256, and so one digest: of the three sections of the file, none of which is cut into chunks.

use super::Failure;
use super::signing_block::{self, Found, SigningBlock, id};
use crate::bytes::Bytes;
use crate::content_digest;
use crate::digest::DigestAlgorithm;
use crate::error::ReadContext;
use crate::report::{Code, Finding};
use crate::signature::{SignatureAlgorithm, SignatureError};
use crate::work::Work;
use crate::x509::{Certificate, PublicKey};
use crate::zip::Archive;

/// The one algorithm that the toolkit knows: RSA PKCS#1 v1.5 with SHA-256.
const RSA_SHA256: u32 = 0x0103;
const ALGORITHM: SignatureAlgorithm = SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256);

/// A signer whose signature verified. Whether the digest is the content's is another question.
#[derive(Debug)]
pub(super) struct Signer {
    pub(super) certificate: Certificate,
    /// Signed: the digest over the content.
    digest: Vec<u8>,
}

pub(super) fn malformed(part: &str) -> Finding {
    Finding::new(Code::MalformedSignature).arg(part)
}

/// That an algorithm is the one that is known.
pub(super) fn known(algorithm: u32) -> Result<(), Finding> {
    if algorithm == RSA_SHA256 {
        Ok(())
    } else {
        Err(Finding::new(Code::QuickAppUnknownAlgorithm).arg(format!("{algorithm:#06x}")))
    }
}

/// Verifies a signature with the algorithm of that id.
pub(super) fn verify(
    algorithm: u32,
    key: &PublicKey,
    message: &[u8],
    bytes: &[u8],
    work: &Work,
) -> Result<(), Finding> {
    known(algorithm)?;
    ALGORITHM.verify(key, message, bytes, work).map_err(|error| match error {
        SignatureError::Mismatch => Finding::new(Code::SignatureMismatch).arg(ALGORITHM),
        error => Finding::new(Code::SignatureUnverifiable).arg(error),
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
    /// Reads the value of [`id::SIGNER`], which holds one record and nothing else.
    fn read(value: &'a [u8]) -> Result<Self, Finding> {
        let mut value = Bytes::new(value);
        let records = value.prefixed().filter(|_| value.is_empty()).and_then(Bytes::runs);
        let records = records.ok_or_else(|| malformed("list of signers"))?;
        let mut record = match records[..] {
            [] => return Err(Finding::new(Code::NoSigners)),
            [record] => record,
            _ => return Err(Finding::new(Code::TooManySigners).arg(1)),
        };
        let signed_data = record.prefixed().ok_or_else(|| malformed("signed data"))?.rest();
        let signatures = record.prefixed().and_then(Bytes::numbered_runs);
        let signatures = signatures.ok_or_else(|| malformed("list of signatures"))?;
        let public_key = record.prefixed().filter(|_| record.is_empty());
        let public_key = public_key.ok_or_else(|| malformed("public key"))?.rest();
        let mut signed = Bytes::new(signed_data);
        let digests = signed.prefixed().and_then(Bytes::numbered_runs);
        let digests = digests.ok_or_else(|| malformed("list of digests"))?;
        let certificates = signed.prefixed().and_then(Bytes::runs);
        let certificates = certificates.ok_or_else(|| malformed("list of certificates"))?;
        // The toolkit writes an empty list, and nothing behind it.
        if signed.prefixed().is_none_or(|attributes| !attributes.is_empty()) || !signed.is_empty() {
            return Err(malformed("list of attributes"));
        }
        Ok(Self { signed_data, signatures, public_key, digests, certificates })
    }

    /// The signer's own certificate.
    fn certificate(&self) -> Result<Certificate, Finding> {
        let certificate = self.certificates.first().ok_or_else(|| Finding::new(Code::NoCertificates))?;
        Certificate::from_der(certificate.rest()).map_err(|_| Finding::new(Code::MalformedCertificate))
    }
}

impl Signer {
    /// Verifies the signature in the block, and that what is signed speaks of the key that signed it.
    pub(super) fn verify(block: &SigningBlock, work: &Work) -> Result<Self, Finding> {
        let value = block.value(id::SIGNER).ok_or_else(|| malformed("list of signers"))?;
        let record = Record::read(value)?;
        if record.signatures.is_empty() {
            return Err(Finding::new(Code::NoSignatures));
        }
        record.signatures.iter().try_for_each(|&(algorithm, _)| known(algorithm))?;
        let key = PublicKey::from_spki(record.public_key)
            .map_err(|error| Finding::new(Code::SignatureUnverifiable).arg(error))?;
        for &(algorithm, bytes) in &record.signatures {
            verify(algorithm, &key, record.signed_data, bytes, work)?;
        }
        let certificate = record.certificate()?;
        if !certificate.public_key().same_key(record.public_key) {
            return Err(Finding::new(Code::PublicKeyMismatch));
        }
        // One digest for the one algorithm: a signature over none would cover nothing.
        match (&record.digests[..], &record.signatures[..]) {
            (&[(RSA_SHA256, digest)], [_]) => Ok(Self { certificate, digest: digest.to_vec() }),
            _ => Err(Finding::new(Code::AlgorithmListMismatch)),
        }
    }

    /// The certificate that the block names as the signer's. Nothing proves it.
    pub(super) fn claimed(block: &SigningBlock) -> Result<Certificate, Finding> {
        let value = block.value(id::SIGNER).ok_or_else(|| malformed("list of signers"))?;
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
            Found::Malformed(why) => return Err(Finding::new(Code::SigningBlockMalformed).arg(why).into()),
            Found::None => return Err(Finding::new(Code::QuickAppPartUnsigned).arg(name).into()),
        };
        let own = Self::verify(&block, work)?;
        if own.certificate != *signer {
            return Err(Finding::new(Code::QuickAppOtherSigner).arg(name).into());
        }
        Ok((block, own))
    }

    /// That the signed digest is that of the file's sections.
    pub(super) fn check_content(&self, archive: &Archive<'_>, block: &SigningBlock) -> Result<(), Failure> {
        let end = archive.end();
        let directory =
            archive.read(end.directory_offset, end.directory_size).reading("the central directory")?;
        let sections = [&directory[..], &end.with_directory_at(block.offset)];
        let digest = content_digest::of_whole_sections(
            archive.source(),
            block.offset,
            DigestAlgorithm::Sha256,
            &sections,
        );
        if digest.reading("the package's content")? == self.digest {
            Ok(())
        } else {
            Err(Finding::new(Code::ContentDigestMismatch).arg(DigestAlgorithm::Sha256.as_str()).into())
        }
    }
}
