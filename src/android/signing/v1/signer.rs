//! The signer of a JAR signature, and what proves its certificate.

use crate::crypto::digest::DigestAlgorithm;
use crate::pki::x509::Certificate;

/// A signer.
#[derive(Debug, Clone)]
pub(crate) struct JarSigner {
    pub(crate) certificate: Certificate,
    pub(crate) proof: Proof,
    /// The digest that was signed; `None` where the signature was not looked at.
    pub(crate) digest: Option<DigestAlgorithm>,
}

/// What proves a signer's certificate, which the signature itself does not cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Proof {
    /// The signer's own key.
    SelfSigned,
    /// Nothing that a stranger could not have made as well.
    None,
    /// The signer's own key says that it is not.
    Disproved,
}
