//! The lineage of signing certificates (proof of rotation).
//!
//! source.android.com, "APK Signature Scheme v3", "Proof-of-rotation and self-trusted-old-certs
//! structs"; apksig's `V3SigningCertificateLineage`.

use super::algorithm::Algorithm;
use super::algorithm::signature_finding;
use super::malformed;
use crate::crypto::budget::Work;
use crate::encoding::bytes::Bytes;
use crate::pki::signature::SignatureError;
use crate::pki::x509::Certificate;
use crate::report::issue::SignaturePart;
use crate::report::{Finding, issue};
use crate::say::said;

said! {
    /// What contradicts in a lineage.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum Mismatch {
        Twice => { en: "a certificate is named twice", zh: "同一证书出现两次" }
        OtherEnd => {
            en: "it does not end with the signer's certificate",
            zh: "末尾不是签名者的证书"
        }
    }
}

const VERSION: u32 = 1;
/// The most certificates that are verified. Platforms set no limit; no app has had a tenth of
/// these.
const MAX_LENGTH: usize = 64;

/// The certificates that an app was signed with, oldest first. Each was signed by the one before
/// it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lineage {
    nodes: Vec<Node>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Node {
    certificate: Certificate,
    /// What the certificate may still be used for.
    capabilities: u32,
    /// With which algorithm this node signed the next one.
    algorithm: u32,
}

impl Lineage {
    /// Reads the value of the proof-of-rotation attribute and verifies each rotation.
    pub(crate) fn read(value: &[u8], work: &Work) -> Result<Self, Finding> {
        let mut bytes = Bytes::new(value);
        if bytes.u32() != Some(VERSION) {
            return Err(Finding::new(issue::Rotation::MalformedLineage));
        }
        let records =
            bytes.runs().ok_or_else(|| Finding::new(issue::Rotation::MalformedLineage))?;
        if records.len() > MAX_LENGTH {
            return Err(Finding::new(issue::Rotation::LineageTooLong {
                count: records.len(),
                limit: MAX_LENGTH,
            }));
        }
        let mut nodes: Vec<Node> = Vec::new();
        for bytes in records {
            let node = Node::read(bytes, nodes.last(), nodes.len().saturating_add(1), work)?;
            if nodes.iter().any(|earlier| earlier.certificate.der() == node.certificate.der()) {
                return Err(mismatch(Mismatch::Twice));
            }
            nodes.push(node);
        }
        Ok(Self { nodes })
    }

    pub(crate) fn certificates(&self) -> impl DoubleEndedIterator<Item = &Certificate> {
        self.nodes.iter().map(|node| &node.certificate)
    }

    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether it begins with that certificate.
    pub(crate) fn begins_with(&self, certificate: &Certificate) -> bool {
        self.certificates().next() == Some(certificate)
    }

    /// That it ends with the certificate of the signer that shows it.
    pub(crate) fn ends_with(&self, certificate: &Certificate) -> Result<(), Finding> {
        if self.certificates().next_back() == Some(certificate) {
            Ok(())
        } else {
            Err(mismatch(Mismatch::OtherEnd))
        }
    }

    /// Whether two are of one length and have the same certificates with the same capabilities, but
    /// for the last certificate: what the two signers of a hybrid show.
    pub(crate) fn differs_in_last_only(&self, other: &Self) -> bool {
        let is_same = |(one, other): (&Node, &Node)| {
            one.certificate == other.certificate && one.capabilities == other.capabilities
        };
        match (self.nodes.split_last(), other.nodes.split_last()) {
            (Some((last, earlier)), Some((other_last, other_earlier))) => {
                earlier.len() == other_earlier.len()
                    && earlier.iter().zip(other_earlier).all(is_same)
                    && last.capabilities == other_last.capabilities
            }
            _ => false,
        }
    }

    /// The longest of several, if the others are its beginnings; `Err` if they contradict one
    /// another.
    pub(crate) fn consolidate<'a>(
        lineages: impl Iterator<Item = &'a Self> + Clone,
    ) -> Result<Option<&'a Self>, Finding> {
        let Some(longest) = lineages.clone().max_by_key(|lineage| lineage.len()) else {
            return Ok(None);
        };
        for lineage in lineages {
            // Which algorithm the last one uses, and what earlier ones may be used for, can differ.
            if !lineage.certificates().eq(longest.certificates().take(lineage.len())) {
                return Err(Finding::new(issue::Rotation::InconsistentLineages));
            }
        }
        Ok(Some(longest))
    }
}

fn mismatch(why: Mismatch) -> Finding {
    Finding::new(issue::Rotation::LineageCertificateMismatch { why: why.into() })
}

impl Node {
    fn read(
        mut bytes: Bytes<'_>,
        parent: Option<&Self>,
        number: usize,
        work: &Work,
    ) -> Result<Self, Finding> {
        let unreadable = || Finding::new(issue::Rotation::MalformedLineage);
        let signed_data = bytes.prefixed().ok_or_else(unreadable)?;
        let capabilities = bytes.u32().ok_or_else(unreadable)?;
        let algorithm = bytes.u32().ok_or_else(unreadable)?;
        let signature = bytes.prefixed().ok_or_else(unreadable)?.rest();
        let mut signed = signed_data;
        let certificate = signed.prefixed().ok_or_else(unreadable)?.rest();
        let parent_algorithm = signed.u32().ok_or_else(unreadable)?;
        if let Some(parent) = parent {
            parent.verify_next(signed_data.rest(), signature, number, work)?;
            if parent.algorithm != parent_algorithm {
                return Err(Finding::new(issue::Rotation::LineageSignatureMismatch { number }));
            }
        }
        let certificate = Certificate::from_der(certificate)
            .map_err(|_| malformed(SignaturePart::LineageCertificate))?;
        Ok(Self { certificate, capabilities, algorithm })
    }

    /// That this node signed the next one's data.
    fn verify_next(
        &self,
        signed_data: &[u8],
        signature: &[u8],
        number: usize,
        work: &Work,
    ) -> Result<(), Finding> {
        let algorithm = Algorithm::by_id(self.algorithm)
            .ok_or_else(|| Finding::new(issue::Rotation::MalformedLineage))?;
        let outcome =
            algorithm.signature.verify(self.certificate.public_key(), signed_data, signature, work);
        outcome.map_err(|error| match error {
            SignatureError::Mismatch => {
                Finding::new(issue::Rotation::LineageSignatureMismatch { number })
            }
            error => signature_finding(algorithm, &error),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Code, Language};

    #[test]
    fn certificates_are_counted() {
        let of = |count| {
            Lineage::read(
                &[&1_u32.to_le_bytes()[..], &vec![0; count * 4]].concat(),
                &Work::default(),
            )
            .unwrap_err()
        };
        assert_eq!(of(MAX_LENGTH).code, Code::MalformedLineage);
        let refused = of(MAX_LENGTH + 1);
        assert_eq!(refused.code, Code::LineageTooLong);
        let message = refused.message(Language::English);
        assert!(message.contains("65 certificates. That is more than 64"), "{message}");
    }
}
