//! What is needed beyond a report to say which wrong value was filed.

use crate::crypto::digest::DigestAlgorithm;
use crate::pki::x509::Certificate;

/// The digests of one run of bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Digests {
    /// MD5.
    pub md5: Vec<u8>,
    /// SHA-1.
    pub sha1: Vec<u8>,
    /// SHA-256.
    pub sha256: Vec<u8>,
}

impl Digests {
    /// Digests that were computed already.
    #[must_use]
    pub fn new(md5: [u8; 16], sha1: [u8; 20], sha256: [u8; 32]) -> Self {
        Self { md5: md5.to_vec(), sha1: sha1.to_vec(), sha256: sha256.to_vec() }
    }

    /// The digests of `bytes`.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        use DigestAlgorithm::{Md5, Sha1, Sha256};
        Self { md5: Md5.digest(bytes), sha1: Sha1.digest(bytes), sha256: Sha256.digest(bytes) }
    }

    /// Whether one of them is `digest`.
    pub(crate) fn contain(&self, digest: &[u8]) -> bool {
        [&self.md5, &self.sha1, &self.sha256].iter().any(|it| it.as_slice() == digest)
    }
}

/// The certificate of an authority that a package carries beside its signer's.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Authority {
    /// The certificate.
    pub certificate: Certificate,
    /// Whether it signed itself, so that a chain ends with it.
    pub is_root: bool,
}

impl Authority {
    /// An authority's certificate.
    #[must_use]
    pub fn new(certificate: Certificate, is_root: bool) -> Self {
        Self { certificate, is_root }
    }
}

/// What is needed beyond a [`Report`](crate::Report) to recognise wrong values by name: digests of
/// bytes that are never to be filed, and certificates that stand beside the signer's. **Nothing of
/// it is ever a value to file**, so it needs no proof.
///
/// [`Package::evidence`](crate::Package::evidence) collects it, which reads the whole file once
/// more; so it is apart from verification, and worth asking for only when a value did not match. A
/// back end that keeps reports of packages fills the public fields from what it has kept;
/// [`Evidence::default`] is good as well and recognises less.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Evidence {
    /// The digests of the whole file.
    pub file: Option<Digests>,
    /// The digests of each signature block of the JAR signature (`META-INF/*.RSA`, `.DSA`, `.EC`),
    /// by its name.
    pub signature_blocks: Vec<(String, Digests)>,
    /// The certificates of authorities in signatures, certificate files and keystores.
    pub authorities: Vec<Authority>,
    /// The certificates that the signers of the JAR signature's blocks name, whether a platform
    /// looks at them or not.
    pub stale_v1: Vec<Certificate>,
}
