//! The signer of CMS signed data of a HarmonyOS package: the package's own, an enterprise's, the
//! profile's.
//!
//! OpenHarmony `security_appverify`, `HapVerifyOpensslUtils`: every `SignerInfo` must verify, by
//! whichever certificate.

use crate::crypto::budget::Work;
use crate::pki::cms::{SignedData, SignerError, SignerInfo};
use crate::pki::oid::DATA;
use crate::pki::x509::{Certificate, Time};

/// A signer of which every signature over the content verified.
#[derive(Debug, Clone)]
pub(crate) struct CmsSigner {
    pub(crate) certificate: Certificate,
    /// The certificates that stand beside the signer's, and it itself.
    pub(crate) certificates: Vec<Certificate>,
    pub(crate) revocation_lists: Vec<Vec<u8>>,
    /// When each signature says that it was made.
    pub(crate) signing_times: Vec<Option<Time>>,
}

/// Why signed data has no signer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NoSigner {
    /// It has no `SignerInfo`.
    None,
    /// It has several, which are not of one certificate: which of them counts depends on the
    /// reader.
    Several,
    /// The content is of another type than data, which devices do not read (`GetContentInfo`).
    NotData,
    /// A signature is not good.
    Bad(SignerError),
}

impl CmsSigner {
    /// Verifies each signature over the content.
    pub(crate) fn verify(
        signed_data: &SignedData<'_>,
        content: &[u8],
        work: &Work,
    ) -> Result<Self, NoSigner> {
        if signed_data.content_type != DATA {
            return Err(NoSigner::NotData);
        }
        let verify = |signer: &SignerInfo<'_>| signed_data.verify(signer, content, work);
        let certificate = only_signer(signed_data, verify)?;
        let certificates =
            signed_data.certificates.iter().filter_map(|der| Certificate::from_der(der).ok());
        Ok(Self {
            certificate,
            certificates: certificates.collect(),
            revocation_lists: signed_data
                .revocation_lists
                .iter()
                .map(|list| list.to_vec())
                .collect(),
            signing_times: signed_data.signers.iter().map(signing_time).collect(),
        })
    }

    /// The certificate that each `SignerInfo` names as its signer's. Nothing proves it.
    pub(crate) fn claimed(
        signed_data: &SignedData<'_>,
        work: &Work,
    ) -> Result<Certificate, NoSigner> {
        only_signer(signed_data, |signer| {
            let certificate = signed_data.certificate_of(signer, work).ok().flatten();
            certificate.ok_or(SignerError::CertificateMissing)
        })
    }

    /// When the first signature says that it was made.
    pub(crate) fn signing_time(&self) -> Option<Time> {
        self.signing_times.first().copied().flatten()
    }
}

/// The one certificate of all signers.
fn only_signer(
    signed_data: &SignedData<'_>,
    certificate_of: impl Fn(&SignerInfo<'_>) -> Result<Certificate, SignerError>,
) -> Result<Certificate, NoSigner> {
    let (first, more) = signed_data.signers.split_first().ok_or(NoSigner::None)?;
    let certificate = certificate_of(first).map_err(NoSigner::Bad)?;
    for signer in more {
        if certificate_of(signer).map_err(NoSigner::Bad)? != certificate {
            return Err(NoSigner::Several);
        }
    }
    Ok(certificate)
}

fn signing_time(signer: &SignerInfo<'_>) -> Option<Time> {
    signer.signed_attributes.as_ref()?.signing_time()
}

#[cfg(test)]
impl CmsSigner {
    /// A signer by the first of the certificates, which all stand beside it.
    pub(crate) fn of(certificates: Vec<Certificate>, lists: &[&[u8]], time: Option<Time>) -> Self {
        Self {
            certificate: certificates[0].clone(),
            certificates,
            revocation_lists: lists.iter().map(|list| list.to_vec()).collect(),
            signing_times: vec![time],
        }
    }
}
