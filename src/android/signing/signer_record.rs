//! The signer records of APK Signature Scheme v2, v3 and v3.1, which differ in little.
//!
//! Layout: source.android.com, "APK Signature Scheme v2 Block" and "v3 Block". A record holds
//! *signed data* (digests of the content, certificates, attributes; in v3 the platforms that it is
//! for), signatures of it and the public key. The rules, in apksig's order, are those of
//! `V2SchemeVerifier.parseSigner` and `V3SchemeVerifier.parseSigner`.

use crate::report::issue::SignaturePart;
use std::collections::BTreeSet;

use super::algorithm::{self, Algorithm, ContentDigest, signature_finding};
use super::lineage::Lineage;
use super::malformed;
use crate::crypto::budget::Work;
use crate::encoding::bytes::Bytes;
use crate::pki::x509::{Certificate, PublicKey};
use crate::report::{Finding, SdkRange, issue};
use crate::say::Id32;

/// A signer with signatures that verified. Whether the digests are the content's is another
/// question.
#[derive(Debug, Clone)]
pub(crate) struct VerifiedSigner {
    /// What findings call it: `v2 signer 1`.
    pub(crate) subject: String,
    /// The signer's own.
    pub(crate) certificate: Certificate,
    /// The platforms that it is for (v3 and newer).
    pub(crate) sdk: Option<SdkRange>,
    /// The digests that it signed, strongest last.
    pub(crate) digests: Vec<(ContentDigest, Vec<u8>)>,
    /// The kinds of digest with signatures that were verified: only these say something of the
    /// content.
    pub(crate) verified_digests: BTreeSet<ContentDigest>,
    /// The certificates that it had before (v3 and newer).
    pub(crate) lineage: Option<Lineage>,
    /// Whether it is for a platform in development (v3.1 and newer).
    pub(crate) targets_dev_release: bool,
}

impl VerifiedSigner {
    /// The first platform on which it counts. A platform in development goes by the version of the
    /// release before it, which itself goes by an older signature.
    pub(crate) fn counts_from(&self) -> Option<u32> {
        self.sdk.map(|sdk| sdk.min.saturating_add(self.targets_dev_release.into()))
    }

    /// The signed digest of the strongest kind.
    pub(crate) fn best_digest(&self) -> Option<&[u8]> {
        self.digests.iter().max_by_key(|(kind, _)| *kind).map(|(_, digest)| digest.as_slice())
    }
}

/// A list of records in a scheme's block.
pub(crate) fn records(block: &[u8]) -> Result<Vec<Bytes<'_>>, Finding> {
    let records = Bytes::new(block)
        .prefixed()
        .and_then(Bytes::runs)
        .ok_or_else(|| malformed(SignaturePart::Signers))?;
    if records.is_empty() { Err(Finding::new(issue::Signature::NoSigners)) } else { Ok(records) }
}

/// Whether a record names the platforms that it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layout {
    V2,
    V3,
}

/// The ids and values of signed attributes.
pub(crate) type Attributes<'a> = Vec<(u32, &'a [u8])>;

/// A signer record, read but not verified.
#[derive(Debug)]
pub(crate) struct SignerRecord<'a> {
    layout: Layout,
    signed_data: &'a [u8],
    /// The platforms that it is for, as told outside the signed data.
    sdk: Option<SdkRange>,
    signatures: Vec<(u32, &'a [u8])>,
    public_key: &'a [u8],
}

impl<'a> SignerRecord<'a> {
    pub(crate) fn read(mut record: Bytes<'a>, layout: Layout) -> Result<Self, Finding> {
        let signed_data =
            record.prefixed().ok_or_else(|| malformed(SignaturePart::SignedData))?.rest();
        let sdk = match layout {
            Layout::V2 => None,
            Layout::V3 => Some(sdk_range(&mut record)?),
        };
        let signatures = record
            .prefixed()
            .and_then(Bytes::numbered_runs)
            .ok_or_else(|| malformed(SignaturePart::Signatures))?;
        let public_key =
            record.prefixed().ok_or_else(|| malformed(SignaturePart::PublicKey))?.rest();
        Ok(Self { layout, signed_data, sdk, signatures, public_key })
    }

    /// The platforms that the record says it is for.
    pub(crate) fn sdk(&self) -> Option<SdkRange> {
        self.sdk
    }

    /// The signed data, before anything proves it.
    pub(crate) fn signed_data(&self) -> Result<SignedData<'a>, Finding> {
        SignedData::read(self.signed_data, self.layout)
    }

    /// Verifies the signatures that platforms in `range` would choose, and that what is signed
    /// speaks of the key that signed it. Attributes are the caller's to judge.
    pub(crate) fn verify(
        &self,
        subject: &str,
        range: SdkRange,
        findings: &mut Vec<Finding>,
        work: &Work,
    ) -> Result<(VerifiedSigner, Attributes<'a>), Finding> {
        let verified_digests = self.verify_signatures(range, findings, work)?;
        let signed = self.signed_data()?;
        let certificates = signed.parse_certificates()?;
        let certificate = certificates
            .into_iter()
            .next()
            .ok_or_else(|| Finding::new(issue::Signature::NoCertificates))?;
        if !certificate.public_key().same_key(self.public_key) {
            return Err(Finding::new(issue::Signature::PublicKeyMismatch));
        }
        if !signed.digests.iter().map(|(id, _)| id).eq(self.signatures.iter().map(|(id, _)| id)) {
            return Err(Finding::new(issue::Signature::AlgorithmListMismatch));
        }
        if let (Some(outside), Some(inside)) = (self.sdk, signed.sdk)
            && outside != inside
        {
            return Err(Finding::new(issue::Rotation::SdkRangeMismatch {
                record: outside,
                signed: inside,
            }));
        }
        let known = signed.digests.iter().filter_map(|&(id, digest)| {
            Algorithm::by_id(id).map(|algorithm| (algorithm.content_digest, digest.to_vec()))
        });
        let signer = VerifiedSigner {
            subject: subject.to_owned(),
            certificate,
            sdk: self.sdk,
            digests: known.collect(),
            verified_digests,
            lineage: None,
            targets_dev_release: false,
        };
        Ok((signer, signed.attributes))
    }

    fn verify_signatures(
        &self,
        range: SdkRange,
        findings: &mut Vec<Finding>,
        work: &Work,
    ) -> Result<BTreeSet<ContentDigest>, Finding> {
        if self.signatures.is_empty() {
            return Err(Finding::new(issue::Signature::NoSignatures));
        }
        let mut known = Vec::new();
        for &(id, signature) in &self.signatures {
            match Algorithm::by_id(id) {
                Some(algorithm) => known.push((algorithm, signature)),
                None => {
                    findings.push(Finding::new(issue::Signature::UnknownSignatureAlgorithm {
                        id: Id32(id),
                    }));
                }
            }
        }
        let chosen = algorithm::to_verify(&known, range);
        let chosen = chosen.ok_or_else(|| Finding::new(issue::Signature::NoSupportedSignature))?;
        let key = PublicKey::from_spki(self.public_key);
        let key = key.map_err(|error| {
            Finding::new(issue::Signature::SignatureUnverifiable { why: error.into() })
        })?;
        for &(algorithm, signature) in &chosen {
            let outcome = algorithm.signature.verify(&key, self.signed_data, signature, work);
            outcome.map_err(|error| signature_finding(algorithm, &error))?;
        }
        Ok(chosen.iter().map(|(algorithm, _)| algorithm.content_digest).collect())
    }
}

/// The signed data of a record.
#[derive(Debug)]
pub(crate) struct SignedData<'a> {
    /// Algorithm ids, and the content's digests that belong to them.
    digests: Vec<(u32, &'a [u8])>,
    /// DER, the signer's own first.
    certificates: Vec<&'a [u8]>,
    sdk: Option<SdkRange>,
    attributes: Attributes<'a>,
}

impl<'a> SignedData<'a> {
    fn read(bytes: &'a [u8], layout: Layout) -> Result<Self, Finding> {
        let mut bytes = Bytes::new(bytes);
        let digests = bytes
            .prefixed()
            .and_then(Bytes::numbered_runs)
            .ok_or_else(|| malformed(SignaturePart::Digests))?;
        let certificates = bytes
            .prefixed()
            .and_then(Bytes::runs)
            .ok_or_else(|| malformed(SignaturePart::Certificates))?;
        let sdk = match layout {
            Layout::V2 => None,
            Layout::V3 => Some(sdk_range(&mut bytes)?),
        };
        let attributes = bytes
            .prefixed()
            .and_then(attributes)
            .ok_or_else(|| malformed(SignaturePart::Attributes))?;
        let certificates = certificates.iter().map(Bytes::rest).collect();
        Ok(Self { digests, certificates, sdk, attributes })
    }

    /// The DER of the certificate that the record names as the signer's.
    pub(crate) fn claimed_der(&self) -> Option<&'a [u8]> {
        self.certificates.first().copied()
    }

    /// Every certificate, the signer's own first.
    pub(crate) fn parse_certificates(&self) -> Result<Vec<Certificate>, Finding> {
        let parsed = self
            .certificates
            .iter()
            .map(|der| Certificate::from_der(der))
            .collect::<Result<_, _>>();
        parsed.map_err(|_| Finding::new(issue::Signature::MalformedCertificate))
    }
}

/// Attributes: an id, and as its value the rest of the run.
fn attributes(bytes: Bytes<'_>) -> Option<Attributes<'_>> {
    bytes
        .runs()?
        .into_iter()
        .map(|mut attribute| Some((attribute.u32()?, attribute.rest())))
        .collect()
}

fn sdk_range(bytes: &mut Bytes<'_>) -> Result<SdkRange, Finding> {
    let (min, max) =
        bytes.u32().zip(bytes.u32()).ok_or_else(|| malformed(SignaturePart::SdkRange))?;
    if min > max || max > SdkRange::NO_MAXIMUM {
        return Err(Finding::new(issue::Rotation::InvalidSdkRange {
            min: min.cast_signed(),
            max: max.cast_signed(),
        }));
    }
    Ok(SdkRange { min, max })
}
