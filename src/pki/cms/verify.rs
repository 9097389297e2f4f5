//! Whether a signer's signature is good (RFC 5652, section 5.4).

use super::{SignedData, SignerInfo, algorithm, openssl, pss};
use crate::crypto::budget::Work;
use crate::crypto::digest::DigestAlgorithm;
use crate::encoding::asn1::Oid;
use crate::pki::signature::{SignatureAlgorithm, SignatureError};
use crate::pki::x509::Certificate;
use crate::say::{Because, said};

said! {
    /// Why it cannot be told whether a signature is good.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(crate) enum Unclear {
        Several => {
            en: "several certificates in the block may be the signer's",
            zh: "签名块中有多个证书都可能是签名者的证书"
        }
        Algorithm { oid: String } => { en: "unknown algorithm {oid}", zh: "未知算法 {oid}" }
    }
}

impl Unclear {
    fn algorithm(oid: Oid<'_>) -> Self {
        Self::Algorithm { oid: oid.to_string() }
    }
}

/// Why a signer's signature is not good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SignerError {
    /// Its certificate is not among those that stand beside it, or cannot be read.
    CertificateMissing,
    /// The algorithm, or the key, cannot be used; or devices do not read the structure.
    Unsupported(Because),
    /// It is not this content's, or not this key's.
    Mismatch,
}

impl SignedData<'_> {
    /// Verifies a signer over the content as openssl does, and gives its certificate (RFC 5652,
    /// section 5.4; `CMS_SignerInfo_verify`). Attributes may stand in another order than DER has,
    /// and they need not name the content's type: devices do not ask (`PKCS7_signatureVerify`).
    pub(crate) fn verify(
        &self,
        signer: &SignerInfo<'_>,
        content: &[u8],
        work: &Work,
    ) -> Result<Certificate, SignerError> {
        let certificate = self
            .certificate_of(signer, work)
            .ok()
            .flatten()
            .ok_or(SignerError::CertificateMissing)?;
        openssl::check(self.bytes).map_err(|error| SignerError::Unsupported(error.into()))?;
        if self.names_several(signer, work) {
            return Err(SignerError::Unsupported(Unclear::Several.into()));
        }
        let (digest, algorithm) = signer.algorithms()?;
        let verifies = |signed: &[u8]| {
            algorithm.verify(certificate.public_key(), signed, &signer.signature, work)
        };
        let outcome = match &signer.signed_attributes {
            None => verifies(content),
            Some(attributes) => {
                let signed = attributes.message_digest().ok().flatten();
                if signed.is_none_or(|signed| *signed != digest.digest(content)) {
                    return Err(SignerError::Mismatch);
                }
                verifies(&openssl::as_signed(attributes.raw).ok_or(SignerError::Mismatch)?)
            }
        };
        match outcome {
            Ok(()) => Ok(certificate),
            Err(SignatureError::Mismatch) => Err(SignerError::Mismatch),
            Err(error) => Err(SignerError::Unsupported(error.into())),
        }
    }
}

impl SignerInfo<'_> {
    /// With what the content is digested, and with what the signature is made. openssl goes by the
    /// first alone where the second names a digest too: they must agree.
    pub(crate) fn algorithms(&self) -> Result<(DigestAlgorithm, SignatureAlgorithm), SignerError> {
        let unknown =
            || SignerError::Unsupported(Unclear::algorithm(self.signature_algorithm).into());
        let digest = algorithm::digest_algorithm(self.digest_algorithm).ok_or_else(unknown)?;
        if pss::is_pss(self.signature_algorithm) {
            let is_of = self.signature_parameters.as_ref().is_some_and(|it| pss::is_of(it, digest));
            return is_of
                .then_some((digest, SignatureAlgorithm::RsaPss(digest)))
                .ok_or_else(unknown);
        }
        let (kind, named) =
            algorithm::signature_kind(self.signature_algorithm).ok_or_else(unknown)?;
        if named.is_some_and(|named| named != digest) {
            return Err(unknown());
        }
        Ok((digest, kind.with(digest)))
    }
}
